"""Points and commas among figures, told apart where a mistake would change a number a thousandfold."""

import re

import cv2
import numpy as np

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,，]\d{3})+[.,，]\d{1,2}(?![\d.,])|"
                      r"(?<![\d.,])\d{1,3}(?:[.,，]\d{3}){2,}(?![\d.,])")
_EITHER = re.compile(r"^\D*\d{1,3}([.,，])\d{3}(?!\d)[^.,，]*$")
_SENTENCE = re.compile(r"([\u4e00-\u9fff].*[\u4e00-\u9fff%])\.$", re.DOTALL)


def with_marks(text: str, place: tuple[int, int, int, int], ink: np.ndarray) -> str:
    """A line with its points and commas set right: 1.280.00 can only be 1,280.00; in 45.318 the ink tells."""
    text = _GROUPED.sub(_grouped, text)
    found = _EITHER.match(text)
    if not found:
        return text
    return text[:found.start(1)] + ("," if _hangs(place, ink) else ".") + text[found.end(1):]


def with_stop(text: str) -> str:
    """A sentence that ends in a point ends in a full stop."""
    return _SENTENCE.sub(r"\1。", text) if len(text) > 12 else text


def _grouped(found: re.Match) -> str:
    parts = re.split("[.,，]", found[0])
    return ",".join(parts) if len(parts[-1]) == 3 else f"{','.join(parts[:-1])}.{parts[-1]}"


def _hangs(place: tuple[int, int, int, int], ink: np.ndarray) -> bool:
    """Whether a low mark of a line hangs below its figures, as a comma does and a point does not."""
    x0, y0, x1, y1 = place
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[y0:y1, x0:x1]))
    boxes = [tuple(map(int, box)) for box in stats[1:count, :4]]
    tall = [(y + h, h) for _, y, _, h in boxes if h >= 0.6 * (y1 - y0)]
    if not tall:
        return False
    line, height = (float(np.median(values)) for values in zip(*tall, strict=True))
    return any(y > line - 0.45 * height and h < 0.5 * height and w < 0.4 * height and y + h - line > 0.09 * height
               for _, y, w, h in boxes)
