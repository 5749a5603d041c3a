"""A total row that names its figures: 总分 | 总分值 | 总得分 | 自评等级, with the figures beside or below the names."""

from data_access.intake.cells import Ledger
from data_access.intake.documents.grid import Cell
from data_access.intake.head import grade_of
from data_access.intake.labels import meaning
from data_access.intake.record import Filing
from data_access.intake.rows import Row
from scoring.numbers import is_blank, normal, points_c


def read_named_total(row: Row, below: Row | None, filing: Filing, ledger: Ledger) -> int:
    """Read the row (and the one below it, where that holds the figures). Gives how many rows were used; 0: not such."""
    own = row.own
    if not own or meaning("closing", own[0].text) != "total":
        return 0
    names = [(cell, name) for cell in own[1:] if (name := meaning("total_row", cell.text, whole=True))]
    if len(names) < 2:
        return 0
    labels = {id(cell) for cell, _ in names}
    under = {id(cell): _under(cell, below) for cell, _ in names}
    beside = {id(cell): value for cell, value in zip(own[1:], own[2:], strict=False) if id(value) not in labels}
    found = under if any(under.values()) and not beside else beside
    for cell, name in names:
        value = found.get(id(cell))
        if value is not None:
            ledger.read(value)
            _set(name, value, filing)
    ledger.ignore(*row.own)
    filing.at.setdefault("total", own[0].address)
    return 2 if found is under else 1


def _under(cell: Cell, below: Row | None) -> Cell | None:
    return next((c for c in below.own if cell.col <= c.col < cell.col + cell.cols), None) if below else None


def _set(name: str, value: Cell, filing: Filing) -> None:
    if is_blank(value.text):
        return
    if name == "grade":
        filing.grade, filing.grade_printed = grade_of(value.text), normal(value.text)
        filing.at["grade"] = value.address
        return
    setattr(filing, f"total_{name}_c", points_c(value.text))
    if name == "score":
        filing.at["total"] = value.address
