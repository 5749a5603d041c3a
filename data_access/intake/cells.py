"""What became of each cell of a form: read, ignored, or left over. Every filled cell ends in one of the three."""

from collections.abc import Callable, Iterable

from data_access.intake.documents.grid import Cell
from data_access.intake.rows import Row
from scoring.numbers import normal


class Ledger:
    """Keeps the account of a form's filled cells; what is neither read nor ignored is left over."""

    def __init__(self, rows: Iterable[Row]):
        self._cells: dict[int, Cell] = {id(cell): cell for row in rows for cell in row.cells if cell.text.strip()}
        self._read: set[int] = set()
        self._ignored: set[int] = set()

    def read(self, *cells: Cell) -> None:
        """These cells gave a value or part of one."""
        self._read.update(id(cell) for cell in cells)

    def ignore(self, *cells: Cell) -> None:
        """These cells are labels, hints or fillers."""
        self._ignored.update(id(cell) for cell in cells)

    def ignore_where(self, told: Callable[[str], bool]) -> None:
        """Ignore what is left over and tells what must not be kept: persons, telephones."""
        self.ignore(*(cell for key, cell in self._cells.items()
                      if key not in self._read and key not in self._ignored and told(normal(cell.text))))

    def counts(self) -> tuple[int, int]:
        """(read, ignored) among the filled cells."""
        known = set(self._cells)
        return len(self._read & known), len((self._ignored - self._read) & known)

    def left_over(self) -> list[tuple[str, str]]:
        """(address, text) of every cell that nobody understood."""
        return [(cell.address, normal(cell.text)) for key, cell in self._cells.items()
                if key not in self._read and key not in self._ignored]
