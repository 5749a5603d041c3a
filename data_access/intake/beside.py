"""Two forms side by side in one sheet or table: cut between them before anything else is read."""

from data_access.intake.documents.grid import Cell
from data_access.intake.labels import meaning
from data_access.intake.rows import Row


def parted(rows: list[Row]) -> list[list[Row]]:
    """The rows of a table once for each form that stands in it, from left to right; usually the rows themselves."""
    cuts = next((found for row in rows if (found := _projects(row))), [])
    if not cuts or any(_crosses(cell, cut) for row in rows for cell in row.own for cut in cuts):
        return [rows]
    edges = [0, *cuts, 10_000]
    return [[_between(row, left, right) for row in rows] for left, right in zip(edges, edges[1:], strict=False)]


def _projects(row: Row) -> list[int]:
    """Where the second and further 项目名称 of a row stand."""
    return [cell.col for cell in row.own if meaning("head", cell.text) == "project"][1:] if row.spans else []


def _crosses(cell: Cell, cut: int) -> bool:
    return cell.col < cut < cell.col + cell.cols


def _between(row: Row, left: int, right: int) -> Row:
    """A row's cells within the columns, an empty row where it has none."""
    return Row([cell for cell in row.cells if left <= cell.col < right], row.index, row.spans)
