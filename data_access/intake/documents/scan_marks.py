"""What OCR takes for something else: points and commas among figures, 1 for /, 日 for 目, a dash for 一."""

import re

import cv2
import numpy as np

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,，]\d{3})+[.,，]\d{1,2}(?![\d.,])|"
                      r"(?<![\d.,])\d{1,3}(?:[.,，]\d{3}){2,}(?![\d.,])")
_EITHER = re.compile(r"^\D*\d{1,3}([.,，])\d{3}(?!\d)[^.,，]*$")
_STROKES = ("1", "7", "I", "l", "|", "i", "!", "J", "/", "丿", "ノ")    # what a lone / is taken for
# 目 read as 日 where no such word exists; 一 before 级 read as a dash.
_WORDS = ((re.compile(r"(?<=[项科栏])日(?!期|常|报|均|记)"), "目"),
          (re.compile(r"日(?=标(?!准|注|识|牌|签)|录)"), "目"), (re.compile(r"^[-—–]+(?=级)"), "一"))
_SENTENCE = re.compile(r"([\u4e00-\u9fff].*[\u4e00-\u9fff%])\.$", re.DOTALL)


def with_marks(text: str, place: tuple[int, int, int, int], ink: np.ndarray) -> str:
    """A line with its marks set right: 1.280.00 can only be 1,280.00; in 45.318 or a lone 1 the ink tells."""
    if text in _STROKES:
        return "/" if _slants(place, ink) else text
    text = _GROUPED.sub(_grouped, text)
    found = _EITHER.match(text)
    if not found:
        return text
    return text[:found.start(1)] + ("," if _hangs(place, ink) else ".") + text[found.end(1):]


def with_words(text: str) -> str:
    """A line with letters set right that OCR takes for others in the words of every form (项日名称, 总体日标)."""
    for wrong, right in _WORDS:
        text = wrong.sub(right, text)
    return text


def with_stop(text: str) -> str:
    """A sentence that ends in a point ends in a full stop."""
    return _SENTENCE.sub(r"\1。", text) if len(text) > 12 else text


def _grouped(found: re.Match) -> str:
    parts = re.split("[.,，]", found[0])
    return ",".join(parts) if len(parts[-1]) == 3 else f"{','.join(parts[:-1])}.{parts[-1]}"


def _slants(place: tuple[int, int, int, int], ink: np.ndarray) -> bool:
    """Whether the ink is one stroke from upper right to lower left, as in a /: a 1 stands, a 7 has a bar."""
    x0, y0, x1, y1 = place
    rows, cols = np.nonzero(ink[y0:y1, x0:x1])
    high = np.ptp(rows) if len(rows) else 0
    if high < 6:
        return False
    if max(np.ptp(cols[rows == row]) for row in np.unique(rows)) > 0.38 * high:
        return False
    upper, lower = cols[rows < rows.min() + high / 3], cols[rows > rows.max() - high / 3]
    return bool(len(upper) and len(lower) and upper.mean() - lower.mean() > 0.17 * high)


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
