"""Read funds written as name-value pairs: 预算数： | 80 | 执行数： | 76, sources below each name. layouts.md §4."""

from dataclasses import dataclass

from data_access.intake.cells import Ledger
from data_access.intake.columns import Column
from data_access.intake.documents.grid import Cell
from data_access.intake.funds import VALUES, FundsHeader, funds_header, is_source, read_value, settle_rate, source_name
from data_access.intake.labels import meaning
from data_access.intake.record import Filing, Fund
from data_access.intake.rows import Row
from scoring.numbers import amount_fen, is_blank, percent, plain_number, points_c


@dataclass
class Places:
    """Which amount is told at which column of labels, and the unit."""

    roles: dict[int, str]
    header: FundsHeader


def places(row: Row) -> Places | None:
    """Where the names of amounts stand, when a row is written as pairs; None for any other row."""
    found = [(label, value, name) for label, value in _pairs(row)
             if (name := meaning("funds", label.text)) in VALUES and _is_value(value)]
    names = {name for _, _, name in found}
    if len(found) < 2 or not names & {"budget", "executed"} or not any(value is not None for _, value, _ in found):
        return None
    first = row.filled[0]
    outer = first.text if all(first is not label for label, _, _ in found) else ""
    labels = [Column(name, label.text, label.col) for label, _, name in found]
    return Places({label.col: name for label, _, name in found}, funds_header(labels, outer))


def read(row: Row, at: Places, filing: Filing, ledger: Ledger) -> bool:
    """Read the pairs of a row into the funds. False when the row holds none."""
    known = False
    for label, value in _pairs(row):
        name = meaning("funds", label.text)
        role, source = (name, "total") if name in VALUES else (at.roles.get(label.col), source_name(label.text))
        if role is None or not (name in VALUES or is_source(label.text)):
            continue
        known = True
        ledger.ignore(*(cell for cell in row.own if cell.col < label.col and cell is row.own[0]), label)
        if value is not None and not is_blank(value.text):
            fund = _fund(filing, source, label)
            read_value(fund, Column(role, label.text, label.col), value, at.header, filing, ledger)
    for fund in filing.funds:
        settle_rate(fund)
    return known


def _pairs(row: Row) -> list[tuple[Cell, Cell | None]]:
    """Each label-like cell with the cell behind it."""
    cells = row.cells if row.spans else row.filled
    own = [cell for cell in cells if cell.row == row.index]
    return [(cell, value) for cell, value in zip(own, [*own[1:], None], strict=False)
            if cell.text.strip() and not _is_number(cell.text)]


def _is_number(text: str) -> bool:
    return plain_number(text) is not None or percent(text) is not None or amount_fen(text) is not None \
        or points_c(text) is not None or is_blank(text)


def _is_value(cell: Cell | None) -> bool:
    return cell is None or _is_number(cell.text)


def _fund(filing: Filing, source: str, label: Cell) -> Fund:
    fund = next((fund for fund in filing.funds if fund.source == source), None)
    if fund is None:
        fund = Fund(source, printed="" if source == "total" else label.text.strip(), at={"row": label.address})
        filing.funds.append(fund)
    return fund
