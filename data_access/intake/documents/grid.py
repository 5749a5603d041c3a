"""What every document kind gives: paragraphs and grids in order, each cell with its place and address."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One cell. row, col count from 0; rows, cols are its spans (1 where the kind does not know spans)."""

    row: int
    col: int
    text: str
    address: str
    rows: int = 1
    cols: int = 1


@dataclass
class Grid:
    """A table. `spans` tells whether merged areas are known; a text extraction loses them."""

    name: str
    rows: list[list[Cell]]
    spans: bool = True

    def covering(self, index: int) -> list[Cell]:
        """The cells that cover a row, merged ones from above included, from left to right."""
        above = [c for row in self.rows[max(0, index - 80):index] for c in row if c.row + c.rows > index]
        return sorted([*above, *self.rows[index]], key=lambda cell: cell.col)


@dataclass(frozen=True)
class Paragraph:
    """Text between tables, with its address."""

    text: str
    address: str


@dataclass(frozen=True)
class Doubt:
    """A cell or line that OCR read without certainty. confidence: of its least certain letter, 0 to 1."""

    address: str
    text: str
    confidence: float


@dataclass
class Document:
    """Paragraphs and grids in the order of the source.

    notes: what a person should know of the opening (hidden sheets, pages left out, that it was read by OCR);
    by_ocr: whether any of it was; doubts: what OCR is not sure of.
    """

    kind: str
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    by_ocr: bool = False
    doubts: list[Doubt] = field(default_factory=list)


class Unreadable(Exception):
    """A document that cannot be opened. Holds what an officer should read: where, found, expected, text."""

    def __init__(self, text: str, *, where: str = "", found: str = "", expected: str = ""):
        super().__init__(text)
        self.text, self.where, self.found, self.expected = text, where, found, expected
