"""Join the parts of a PDF table that page breaks cut: by the x position of the rulings, not by column number."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_access.intake.documents.grid import Cell, Grid
from data_access.intake.documents.pdf_text import glued
from scoring.numbers import normal, plain_number

if TYPE_CHECKING:
    from data_access.intake.documents.pdf import Box, PageTable

_NEAR = 3.0                                                   # points within which two edges are the same
_VALUE = re.compile(r"^[≥≤=<>]?\d+(\.\d+)?%?$")


@dataclass
class Piece:
    """A cell of the joined table; it may grow over page breaks."""

    x0: float
    x1: float
    row: int
    rows: int
    text: str
    full: bool
    address: str


def is_continued(above: "PageTable", below: "PageTable") -> bool:
    """Whether a page's first table goes on with the last table of the page before: same outer edges."""
    return below.page == above.page + 1 and abs(above.left - below.left) <= _NEAR \
        and abs(above.right - below.right) <= _NEAR


def fitted(below: "PageTable", group: list["PageTable"]) -> None:
    """Lay a scanned page's first table under the table of the page before: no two pages lie alike on the glass."""
    above = group[-1]
    width, wanted = below.right - below.left, above.right - above.left
    if below.page != above.page + 1 or abs(width - wanted) > 0.04 * wanted or abs(below.left - above.left) > 40:
        return
    known = sorted({x for table in group for row in table.rows for box in row for x in (box.x0, box.x1)})
    for box in (box for row in below.rows for box in row):
        box.x0, box.x1 = (_nearest(above.left + (x - below.left) * wanted / width, known) for x in (box.x0, box.x1))
    below.left, below.right = above.left, above.right


def _nearest(x: float, known: list[float]) -> float:
    found = min(known, key=lambda other: abs(other - x))
    return found if abs(found - x) <= 2 * _NEAR else x


def grid_of(tables: list["PageTable"]) -> Grid:
    """One grid of the parts of a table; rows and spans as if no page break had cut it."""
    rows = [[_piece(box, box.row) for box in row] for row in tables[0].rows]
    for table in tables[1:]:
        _append(rows, table)
    xs = _edges(rows)
    return Grid(tables[0].name, [[_cell(piece, xs) for piece in row] for row in rows])


def _piece(box: "Box", row: int) -> Piece:
    return Piece(box.x0, box.x1, row, box.rows, box.text, box.full, box.address)


def _append(rows: list[list[Piece]], table: "PageTable") -> None:
    """Add the rows of the next page: without repeated headers, a cut row joined, cut merged cells as one."""
    skipped = _repeated(rows, table)
    start = len(rows)
    more = [[_piece(box, start + index) for box in row] for index, row in enumerate(table.rows[skipped:])]
    if not more:
        return
    pairs = [(piece, _above(rows, piece)) for piece in more[0]]
    if _is_rest(pairs):
        for piece, above in pairs:
            _take_over(above, piece, -1)
        for row in more[1:]:
            for piece in row:
                piece.row -= 1
        rows += more[1:]
        return
    for piece, above in pairs:
        if above and not piece.text and (piece.rows > 1 or above.rows > 1):
            _take_over(above, piece, 0)
            more[0].remove(piece)
    rows += more


def _take_over(above: Piece, piece: Piece, less: int) -> None:
    above.rows += piece.rows + less
    above.text = glued(above.text, piece.text) if above.full else f"{above.text}\n{piece.text}".strip()
    above.full = piece.full if piece.text else above.full


def _above(rows: list[list[Piece]], piece: Piece) -> Piece | None:
    """The cell that touches the page break above a cell and has the same edges."""
    for index in range(len(rows) - 1, -1, -1):
        for other in rows[index]:
            if other.row + other.rows >= len(rows) and abs(other.x0 - piece.x0) <= _NEAR \
                    and abs(other.x1 - piece.x1) <= _NEAR:
                return other
    return None


def _is_rest(pairs: list[tuple[Piece, Piece | None]]) -> bool:
    """Whether a page's first row is the rest of the last one: only texts that went on, and blanks under texts."""
    filled = [(piece, above) for piece, above in pairs if piece.text]
    if not filled or any(above is None for _, above in pairs):
        return False
    goes_on = all(above.text and (above.full or above.text[-1] in "，、；。：,;")
                  and not _VALUE.match(normal(piece.text)) for piece, above in filled)
    return goes_on and any(above.text and not piece.text and above.rows == 1 for piece, above in pairs)


def _repeated(rows: list[list[Piece]], table: "PageTable") -> int:
    """How many rows at a page's top repeat rows met before (a header printed on every page)."""
    seen = [_texts(row) for row in rows]
    heads = [_texts(row) for row in table.rows[:6]]
    for count in range(len(heads), 0, -1):
        part = heads[:count]
        wide = any(len(texts) >= 3 for texts in part) and all(texts for texts in part)
        numbers = any(plain_number(text) is not None for texts in part for text in texts)
        if wide and not numbers and any(seen[i:i + count] == part for i in range(len(seen) - count + 1)):
            return count
    return 0


def _texts(row: list) -> list[str]:
    return [normal(cell.text) for cell in row if cell.text.strip()]


def _edges(rows: list[list[Piece]]) -> list[float]:
    found: list[float] = []
    for value in sorted(x for row in rows for piece in row for x in (piece.x0, piece.x1)):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _cell(piece: Piece, xs: list[float]) -> Cell:
    first = min(range(len(xs)), key=lambda i: abs(xs[i] - piece.x0))
    last = min(range(len(xs)), key=lambda i: abs(xs[i] - piece.x1))
    return Cell(piece.row, first, piece.text, piece.address, piece.rows, max(1, last - first))
