"""A clip of an original: the rows or the piece of a page round a value, its cell marked, persons left out.

design.md §2: originals are shown only so. `clip` is the way in; it reads the document again within the limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.intake.documents import text
from data_access.intake.documents.grid import Cell, Document, Grid, Paragraph
from data_access.intake.documents.limits import LIMITS, Limits
from data_access.intake.rows import Row, is_data_header
from data_access.source import page
from data_access.source.privacy import HIDDEN, hidden, line_without_names, without_names

AROUND = 3                                                    # rows shown above and below the marked one
_LINES = 6                                                    # lines of a text shown above and below
_PICTURES = ("pdf", "picture")


@dataclass(frozen=True)
class ClipCell:
    """One cell as shown. rows, cols: its spans within the clip; mark: main (asked for), marked (beside it) or ''."""

    text: str
    rows: int = 1
    cols: int = 1
    mark: str = ""


@dataclass(frozen=True)
class ClipRow:
    """One row as shown. number: as counted in the source; after_gap: rows above it are left out; head: a header."""

    number: str
    cells: tuple[ClipCell, ...]
    after_gap: bool = False
    head: bool = False


@dataclass(frozen=True)
class Clip:
    """What is shown of an original: rows, or a picture (PNG). exact: the cell itself was found and is marked."""

    kind: str
    rows: tuple[ClipRow, ...] = ()
    picture: bytes = b""
    exact: bool = True


def clip(data: bytes, document: Document, addresses: Sequence[str], limits: Limits = LIMITS) -> Clip | None:
    """The place round the first address, all these addresses marked. None: the document has no such place.

    document: what documents.read_document gave for the data.
    """
    if document.kind == "text":
        return _lines(text.decode(data), addresses)
    grid, cell = _cell(document, addresses[0])
    if cell is None:
        return _paragraphs(document, addresses[0])
    if document.kind in _PICTURES:
        shown = page.picture(data, document, grid, addresses, limits)
        if shown:
            return Clip(document.kind, picture=shown)
    return _table(document.kind, grid, cell, _marks(addresses))


def _cell(document: Document, address: str) -> tuple[Grid | None, Cell | None]:
    for grid in (block for block in document.blocks if isinstance(block, Grid)):
        for cell in (cell for row in grid.rows for cell in row):
            if cell.address == address:
                return grid, cell
    return None, None


def _marks(addresses: Sequence[str]) -> dict[str, str]:
    return {address: "main" if address == addresses[0] else "marked" for address in addresses}


def _table(kind: str, grid: Grid, cell: Cell, marks: dict[str, str]) -> Clip:
    first, last = max(0, cell.row - AROUND), min(len(grid.rows), cell.row + cell.rows + AROUND)
    if cell.rows > 2 * AROUND:
        last = min(len(grid.rows), cell.row + 2 * AROUND)
    header = _header(grid, cell.row)
    above = header is not None and header < first
    rows = [_row(grid, header, header, marks, head=True)] if above else []
    left_out = first > (header + 1 if above else 0)
    rows += [_row(grid, index, first, marks, last=last, after_gap=left_out and index == first, head=index == header)
             for index in range(first, last)]
    return Clip(kind, tuple(rows), exact=kind not in _PICTURES)


def _header(grid: Grid, row: int) -> int | None:
    """The nearest row, going up, with the words of a header."""
    return next((n for n in range(row, -1, -1) if is_data_header(Row(grid.covering(n), n, grid.spans))), None)


def _row(grid: Grid, index: int, first: int, marks: dict[str, str], *, last: int | None = None, after_gap: bool = False,
         head: bool = False) -> ClipRow:
    """A row of the clip that begins at row `first`; a cell from above is shown in the first row it covers."""
    covering = Row(grid.covering(index), index, grid.spans)
    unseen = hidden(covering)
    own = covering.cells if index == first else [cell for cell in covering.cells if cell.row == index]
    end = index + 1 if last is None else last
    cells = [ClipCell(HIDDEN if id(cell) in unseen else without_names(cell.text),
                      min(cell.row + cell.rows, end) - index, cell.cols, marks.get(cell.address, "")) for cell in own]
    return ClipRow(str(index + 1), tuple(cells), after_gap, head)


def _lines(decoded: str, addresses: Sequence[str]) -> Clip | None:
    lines = decoded.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbers = [int(digits) for a in addresses if (digits := a.removeprefix("第").removesuffix("行")).isdecimal()]
    if not numbers or not 1 <= numbers[0] <= len(lines):
        return None
    first, last = max(1, numbers[0] - _LINES), min(len(lines), max(numbers[0], *numbers) + _LINES)
    shown = range(first, min(last, numbers[0] + 3 * _LINES) + 1)
    return Clip("text", tuple(_text_row(str(n), lines[n - 1], lines[n - 2] if n > 1 else "", main=n == numbers[0])
                              for n in shown))


def _paragraphs(document: Document, address: str) -> Clip | None:
    """The paragraph and its neighbours, where the address is one."""
    texts = [block for block in document.blocks if isinstance(block, Paragraph)]
    at = next((index for index, block in enumerate(texts) if block.address == address), None)
    if at is None:
        return None
    near = texts[max(0, at - 2):at + 3]
    return Clip(document.kind, tuple(_text_row(block.address, block.text, main=block is texts[at]) for block in near))


def _text_row(number: str, line: str, above: str = "", *, main: bool) -> ClipRow:
    return ClipRow(number, (ClipCell(line_without_names(line, above), mark="main" if main else ""),))
