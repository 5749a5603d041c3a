"""The letters on a scanned page: found by rapidocr's detector, cut at the cells' rulings, recognised line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

Place = tuple[int, int, int, int]                             # left, top, right, bottom in pixels
_INK = 180                                                    # of 255: what is dark enough to be a letter
_EITHER_WAY = "（）()，,、：:；;。 “”‘’\"'—-"


@dataclass
class Piece:
    """One line of text within one cell. least, mean: certainty of its letters, 0 to 1."""

    text: str
    least: float
    mean: float
    place: Place
    cell: int                                                 # index of the cell; -1: outside of all tables


class Reader:
    """rapidocr with the models of its own wheel: nothing is fetched. Loading takes a second."""

    def __init__(self, threads: int):
        import rapidocr
        from rapidocr import RapidOCR

        models = Path(rapidocr.__file__).parent / "models"
        self._engine = RapidOCR(params={
            "Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1, "Global.text_score": 0.0,
            "Det.model_path": str(next(models.glob("*_det_*.onnx"))),
            "Rec.rec_img_shape": [3, 48, 160], "Rec.model_path": str(next(models.glob("*_rec_*.onnx")))})
        self._engine.return_word_box = True
        self._engine.use_cls = False

    def find(self, picture: np.ndarray) -> list[Place]:
        """Where lines of text stand on a grey page, upright boxes around them."""
        found = self._engine(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_rec=False).boxes
        if found is None:
            return []
        return [(int(x0), int(y0), int(x1) + 1, int(y1) + 1) for (x0, y0), (x1, y1) in
                ((box.min(axis=0), box.max(axis=0)) for box in np.asarray(found))]

    def recognise(self, crops: list[np.ndarray]) -> list[tuple[str, float, float]]:
        """(text, certainty of its least certain letter, mean certainty) of each picture of a line."""
        if not crops:
            return []
        got = self._engine.recognize_txt([cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops])
        return [(text.strip(), *_certainties(text, info.confs if info else []))
                for text, info in zip(got.txts, got.word_results, strict=True)]


def _certainties(text: str, each: list[float]) -> tuple[float, float]:
    """(least, mean) certainty; a bracket or comma may be wide or narrow, which does not matter."""
    weighed = [one for letter, one in zip(text, each, strict=False) if letter not in _EITHER_WAY]
    return (min(weighed), sum(weighed) / len(weighed)) if weighed else (1.0, 1.0)


def cut(places: Iterable[Place], cells: list[Place], ink: np.ndarray) -> list[tuple[int, Place]]:
    """(cell, place) of each line, cut where it passes from one cell to the next, and drawn close around its ink."""
    found = []
    for place in places:
        parts = [(index, part) for index, cell in enumerate(cells) if (part := _common(place, cell)) and
                 _belongs(part, place, cell)]
        for index, part in parts or [(-1, place)]:
            close = _close(part, ink)
            if close:                                         # faint strokes at its ends (一, 。) are kept with it
                more = (part[3] - part[1]) // 3
                left, right = max(part[0], close[0] - more), min(part[2], close[2] + more)
                found.append((index, (left, close[1], right, close[3])))
    return found


def _common(place: Place, cell: Place) -> Place | None:
    x0, y0 = max(place[0], cell[0] + 2), max(place[1], cell[1] + 2)
    x1, y1 = min(place[2], cell[2] - 1), min(place[3], cell[3] - 1)
    return (x0, y0, x1, y1) if x1 - x0 >= 3 and y1 - y0 >= 3 else None


def _belongs(part: Place, place: Place, cell: Place) -> bool:
    """A line lies in a cell when its middle does, or, where it stands over several rows, a good part of it."""
    middle = (place[1] + place[3]) / 2
    return cell[1] <= middle < cell[3] or part[3] - part[1] >= 0.4 * (place[3] - place[1])


def _close(place: Place, ink: np.ndarray) -> Place | None:
    """A place without the blank at its sides; None where there is no ink."""
    x0, y0, x1, y1 = place
    part = ink[max(0, y0):y1, max(0, x0):x1]
    across, down = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if len(across) == 0:
        return None
    x0, y0 = max(0, x0), max(0, y0)
    return x0 + int(across[0]), y0 + int(down[0]), x0 + int(across[-1]) + 1, y0 + int(down[-1]) + 1


def ink_of(picture: np.ndarray) -> np.ndarray:
    """Where there is ink; specks left out."""
    dark = np.uint8(picture < _INK)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    least = 4 * max(picture.shape) / 1754
    kept = np.maximum(stats[:, 2], stats[:, 3]) >= least
    kept[0] = False
    return np.uint8(kept[labels])


def overlooked(found: list[tuple[int, Place]], cells: list[Place], ink: np.ndarray,
               size: float) -> list[tuple[int, Place]]:
    """Ink in cells that the detector passed over (a dash, a lone figure), as lines of their own."""
    rest = ink.copy()
    for _, (x0, y0, x1, y1) in found:
        reach = round(0.15 * size)
        rest[max(0, y0 - reach):y1 + reach, max(0, x0 - reach):x1 + reach] = 0
    more = []
    with_text = {index for index, _ in found}
    for index, (x0, y0, x1, y1) in enumerate(cells):
        inset = max(3, round(0.1 * size))
        part = rest[y0 + inset:y1 - inset, x0 + inset:x1 - inset]
        if not part.any():
            continue
        joined = cv2.dilate(part, np.ones((max(1, round(0.2 * size)), max(1, round(0.8 * size))), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
        for x, y, width, height in stats[1:count, :4]:
            close = _close((x0 + inset + x, y0 + inset + y, x0 + inset + x + width, y0 + inset + y + height), rest)
            if close and _is_letter(close, size) or close and is_dash(close, size) and index not in with_text:
                more.append((index, close))
    return more


def _is_letter(place: Place, size: float) -> bool:
    """Whether ink is large enough to be a letter or a sign such as =, and no rest of a ruling."""
    width, height = place[2] - place[0], place[3] - place[1]
    return width >= 0.15 * size and height >= 0.4 * size or width >= 0.3 * size and height > 0.25 * size


def is_dash(place: Place, size: float) -> bool:
    """Whether ink lies as flat as a dash and is as wide as one."""
    width, height = place[2] - place[0], place[3] - place[1]
    return height <= 0.25 * size and 0.3 * size <= width <= 3 * size and width >= 2.5 * height


def crop(picture: np.ndarray, place: Place, size: float) -> np.ndarray:
    """The picture of a line with a margin of paper around it."""
    x0, y0, x1, y1 = place
    own = picture[y0:y1, x0:x1]
    high = max(own.shape[0], round(size))                     # a lone comma or dash keeps its height among letters
    over = (high - own.shape[0]) // 2
    margin = max(2, round(0.12 * size))
    return cv2.copyMakeBorder(own, over + margin, high - own.shape[0] - over + margin, 2 * margin, 2 * margin,
                              cv2.BORDER_CONSTANT, value=255)


def size_of(places: Iterable[Place]) -> float:
    """The height of a line of text on a page, in pixels."""
    heights = [place[3] - place[1] for place in places if place[2] - place[0] > 1.5 * (place[3] - place[1])]
    return float(np.median(heights)) if heights else 24.0
