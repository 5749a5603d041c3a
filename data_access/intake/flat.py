"""A long list with one indicator a row, its project, department and money in columns: unrolled into forms.

Each project's cells are set out as a form has them (head, funds, indicators); texts and addresses stay.
"""

from dataclasses import replace

from data_access.intake.documents.grid import Cell
from data_access.intake.labels import meaning
from data_access.intake.rows import Row, is_indicator_header
from scoring.numbers import normal

_FUNDS = ("initial", "midyear", "budget", "executed", "rate")


def unrolled(rows: list[Row]) -> list[Row]:
    """The rows of a table, a long list set out as one form after the other; any other table as it is."""
    start = next((i for i, row in enumerate(rows) if _is_list_header(row)), None)
    if start is None:
        return rows
    header, parts = rows[start], _Parts(rows[start])
    done, number, last = list(rows[:start]), rows[start].index, ""
    for row in rows[start + 1:]:
        name = next((normal(c.text) for c in _at(row, parts.project) if c.text.strip()), last)
        if name != last:
            done += _head(header, row, parts, number)
            number, last = number + 20, name
        done.append(_own_part(row, parts.indicators))
    return done


class _Parts:
    """Which cells of the header name the head's fields, the money, and the indicators' columns."""

    def __init__(self, header: Row):
        self.head = [c for c in header.own if meaning("head", c.text) and not _of_indicator(c)]
        self.funds = [c for c in header.own if c not in self.head and meaning("funds", c.text) in _FUNDS]
        self.project = next(c for c in self.head if meaning("head", c.text) == "project")
        taken = {id(c) for c in (*self.head, *self.funds)}
        self.indicators = [c for c in header.own if id(c) not in taken]


def _of_indicator(cell: Cell) -> bool:
    return meaning("indicators", cell.text, whole=True) is not None


def _is_list_header(row: Row) -> bool:
    """An indicator header with 项目名称 as a column left of the indicators."""
    if not row.spans or not is_indicator_header(row):
        return False
    project = next((c.col for c in row.own if meaning("head", c.text) == "project"), None)
    name = next((c.col for c in row.own if meaning("indicators", c.text) == "level3"), None)
    return project is not None and name is not None and project < name


def _at(row: Row, label: Cell) -> list[Cell]:
    return [c for c in row.cells if c.col <= label.col < c.col + c.cols]


def _head(header: Row, row: Row, parts: _Parts, number: int) -> list[Row]:
    """Rows of label and value, the funds header with its one row, and the indicator header again."""
    done = []
    for label in sorted(parts.head, key=lambda c: c is not parts.project):
        number += 1
        values = [replace(c, row=number, col=1, rows=1, cols=1) for c in _at(row, label)]
        done.append(Row([replace(label, row=number, col=0, rows=1, cols=1), *values], number, True))
    if parts.funds:
        done += [_moved(parts.funds, number + 1), _moved([c for f in parts.funds for c in _at(row, f)], number + 2)]
    return [*done, _moved(parts.indicators, number + 3)]


def _moved(cells: list[Cell], number: int) -> Row:
    return Row([replace(cell, row=number, rows=1) for cell in cells], number, True)


def _own_part(row: Row, labels: list[Cell]) -> Row:
    """A row's cells in the indicators' columns; a merged level or score stays with its first row."""
    return Row([c for c in row.cells if any(c.col <= label.col < c.col + c.cols for label in labels)], row.index, True)
