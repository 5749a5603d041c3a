"""Tables of a scanned page by its rulings: the lines, the lattice they make, the cells between them."""

from dataclasses import dataclass, field

import cv2
import numpy as np

_DARK = 190                                                   # of 255: what may be part of a ruling


@dataclass
class Ruled:
    """One table on a page, in pixels. xs, ys: its rulings; cells: (first row, first column, last row, last column)."""

    xs: list[int]
    ys: list[int]
    cells: list[tuple[int, int, int, int]] = field(default_factory=list)

    def box(self, cell: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of a cell."""
        row, col, last_row, last_col = cell
        return self.xs[col], self.ys[row], self.xs[last_col + 1], self.ys[last_row + 1]


def lines(picture: np.ndarray, seals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(level rulings, upright rulings) of a grey page as masks; where a seal was they go on beneath it."""
    dark = np.uint8(picture < _DARK) * 255
    unit = max(picture.shape) / 1754                          # 1 on an A4 page of 150 dpi
    hidden = cv2.dilate(seals, np.ones((9, 9), np.uint8))
    level = _long(dark, hidden, unit, 40, 7)
    upright = _long(np.ascontiguousarray(dark.T), np.ascontiguousarray(hidden.T), unit, 24, 4).T
    return _touching(level, upright, round(5 * unit), 1), _touching(upright, level, round(3 * unit), 2)


def _long(dark: np.ndarray, hidden: np.ndarray, unit: float, least: int, gap: int) -> np.ndarray:
    """What is dark from left to right over a length; a line may lean by a pixel, gaps in it are closed.

    Upright the gaps must be small: strokes of letters stand above each other there.
    """
    thick = cv2.dilate(dark, np.ones((2, 1), np.uint8))
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(0.75 * least * unit)), np.uint8))
    closed = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, round(gap * unit)), np.uint8))
    if hidden.any():
        closed |= cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, round(50 * unit)), np.uint8)) & hidden
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(least * unit)), np.uint8))


def _touching(mask: np.ndarray, other: np.ndarray, reach: int, least: int) -> np.ndarray:
    """The lines of a mask that meet at least so many lines' places of the other: strokes of letters do not."""
    near = cv2.dilate(other, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    count, labels = cv2.connectedComponents(mask)
    _, meetings = cv2.connectedComponents(np.uint8((mask > 0) & (near > 0)))
    pairs = np.unique(np.stack([labels[meetings > 0], meetings[meetings > 0]], axis=1), axis=0)
    meets = np.bincount(pairs[:, 0], minlength=count) >= least if len(pairs) else np.zeros(count, bool)
    meets[0] = False
    return np.uint8(meets[labels]) * 255


def corners(level: np.ndarray, upright: np.ndarray) -> np.ndarray | None:
    """The corners of the largest table, from upper left clockwise; None when its sides are true or not straight."""
    both = cv2.dilate(level | upright, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both)
    if count < 2:
        return None
    largest = labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_WIDTH] * stats[1:, cv2.CC_STAT_HEIGHT]))
    rows, cols = np.where(largest, level, 0) > 0, np.where(largest, upright, 0) > 0
    top, bottom, left, right = _side(rows, first=True), _side(rows, first=False), _side(cols.T, first=True), \
        _side(cols.T, first=False)
    if any(side is None for side in (top, bottom, left, right)):
        return None
    slopes = [side[0] for side in (top, bottom, left, right)]
    if max(map(abs, slopes)) < 0.002 or max(map(abs, slopes)) > 0.15:
        return None
    return np.array([_meet(top, left), _meet(top, right), _meet(bottom, right), _meet(bottom, left)])


def _side(mask: np.ndarray, *, first: bool) -> tuple[float, float] | None:
    """(slope, offset) of the outermost line of a mask as seen from above, or from below; None if it is not straight."""
    places = np.flatnonzero(mask.any(axis=0))
    if len(places) < 100:
        return None
    own = mask[:, places].argmax(axis=0) if first else len(mask) - 1 - mask[::-1, places].argmax(axis=0)
    half = len(places) // 2
    slope = float(np.median((own[half:2 * half] - own[:half]) / (places[half:2 * half] - places[:half])))
    offset = float(np.median(own - slope * places))
    for reach in (12, 6, 4):
        near = np.abs(own - slope * places - offset) < reach
        if near.sum() < 0.6 * len(places):
            return None
        slope, offset = np.polyfit(places[near], own[near], 1)
    return float(slope), float(offset)


def _meet(level: tuple[float, float], upright: tuple[float, float]) -> tuple[float, float]:
    """Where y = a x + b meets x = c y + d."""
    (a, b), (c, d) = level, upright
    x = (c * b + d) / (1 - a * c)
    return x, a * x + b


def tables(level: np.ndarray, upright: np.ndarray) -> list[Ruled]:
    """The tables of a page from top to bottom. A frame with nothing in it but one cell is none."""
    unit = max(level.shape) / 1754
    both = cv2.dilate(level | upright, np.ones((int(7 * unit), int(7 * unit)), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(both)
    found = []
    for number in range(1, count):
        x, y, width, height = stats[number, :4]
        if width < 0.15 * level.shape[1] or height < 20 * unit:
            continue
        window = np.s_[y:y + height, x:x + width]
        inside = labels[window] == number
        table = _table(np.where(inside, level[window], 0), np.where(inside, upright[window], 0), unit)
        if len(table.cells) > 1:
            found.append(Ruled([v + x for v in table.xs], [v + y for v in table.ys], table.cells))
    return sorted(found, key=lambda t: t.ys[0])


def _table(level: np.ndarray, upright: np.ndarray, unit: float) -> Ruled:
    near = int(7 * unit)
    ys, xs = _places(level, 0, near), _places(upright, 1, near)
    if len(ys) < 2 or len(xs) < 2:
        return Ruled(xs, ys)
    level_at = [_covered(level, y, near, 0) for y in ys]
    upright_at = [_covered(upright, x, near, 1) for x in xs]
    above = np.array([[_is_drawn(level_at[i], xs[j], xs[j + 1], unit) for j in range(len(xs) - 1)]
                      for i in range(len(ys))])
    left = np.array([[_is_drawn(upright_at[j], ys[i], ys[i + 1], unit) for j in range(len(xs))]
                     for i in range(len(ys) - 1)])
    return Ruled(xs, ys, _cells(above, left))


def _places(mask: np.ndarray, axis: int, near: int) -> list[int]:
    """The positions of the lines of a mask across their direction; those near each other are one."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(mask)
    size = stats[1:count, cv2.CC_STAT_WIDTH if axis == 0 else cv2.CC_STAT_HEIGHT]
    groups: list[list[tuple[float, int]]] = []
    for place, weight in sorted(zip(centres[1:, 1 - axis], size, strict=True)):
        if groups and place - groups[-1][-1][0] <= near:
            groups[-1].append((place, weight))
        else:
            groups.append([(place, weight)])
    return [round(sum(p * w for p, w in group) / sum(w for _, w in group)) for group in groups]


def _covered(mask: np.ndarray, place: int, near: int, axis: int) -> np.ndarray:
    """Along a ruling: whether there is a line at each pixel."""
    part = slice(max(0, place - near), place + near + 1)
    return mask[part].any(axis=0) if axis == 0 else mask[:, part].any(axis=1)


def _is_drawn(covered: np.ndarray, start: int, end: int, unit: float) -> bool:
    inset = min(int(5 * unit), (end - start) // 4)
    return bool(covered[start + inset:end - inset].mean() >= 0.7)


def _cells(above: np.ndarray, left: np.ndarray) -> list[tuple[int, int, int, int]]:
    """The cells of a lattice: above[i, j], left[i, j] tell whether the place has a line above it, to its left."""
    rows, cols = left.shape[0], above.shape[1]
    taken = np.zeros((rows, cols), bool)
    found = []
    for row in range(rows):
        for col in range(cols):
            if taken[row, col]:
                continue
            last_col = col
            while last_col + 1 < cols and not left[row, last_col + 1] and not taken[row, last_col + 1]:
                last_col += 1
            last_row = row
            while last_row + 1 < rows and not above[last_row + 1, col:last_col + 1].any():
                last_row += 1
            taken[row:last_row + 1, col:last_col + 1] = True
            found.append((row, col, last_row, last_col))
    return found
