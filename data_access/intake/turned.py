"""Blocks written on their side: amounts or indicator fields as rows, sources or indicators as columns. They are
turned back before a form is read; each cell keeps its text and address."""

from dataclasses import replace

from data_access.intake.documents.grid import Cell
from data_access.intake.labels import meaning
from data_access.intake.rows import Row, is_data_header
from scoring.numbers import normal

_FUNDS = ("initial", "midyear", "budget", "executed", "rate", "weight", "score")
_FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason", "sign", "measure")


def straightened(rows: list[Row]) -> list[Row]:
    """The rows of a form, blocks that stand on their side turned; rows without spans stay as they are."""
    done: list[Row] = []
    index = 0
    while index < len(rows):
        count = _length(rows, index)
        done += _turn(rows[index:index + count]) if count else [rows[index]]
        index += count or 1
    return done


def _length(rows: list[Row], start: int) -> int:
    """How many rows from `start` make a block on its side; 0: none begins here."""
    if not rows[start].spans or is_data_header(rows[start]):
        return 0
    for group, known, needed in (("funds", _FUNDS, {"executed"}), ("indicators", _FIELDS, {"level3"})):
        first = start + (group == "funds" and _names_sources(rows[start]))
        names: list[str] = []
        for row in rows[first:]:
            name = _field(group, row)
            if name not in known or name in names or is_data_header(row):
                break
            names.append(name)
        amounts = {"initial", "budget", "target", "actual"} & set(names)
        if len(names) >= 3 and needed <= set(names) and amounts and (group == "funds" or len(names) >= 4):
            return first - start + len(names)
    return 0


def _field(group: str, row: Row) -> str | None:
    """The one field a row tells, when no other cell of it is a label of the group."""
    names = [name for cell in row.own if (name := meaning(group, cell.text))]
    label = _label(row)
    return names[0] if len(names) == 1 and label is not None and meaning(group, label.text) else None


def _label(row: Row) -> Cell | None:
    """The row's first own cell, behind what the block calls itself."""
    own = row.own
    if len(own) > 1 and own[0].rows > 1:
        return own[1]
    return own[0] if own else None


def _names_sources(row: Row) -> bool:
    """项目 | 资金总额 | 其中：中央资金 | 县级资金: a total and another source, no amount."""
    texts = [normal(cell.text) for cell in row.own]
    return any(meaning("fund_rows", text) == "total" for text in texts) \
        and len([text for text in texts if text.endswith(("资金", "拨款", "总额", "合计"))]) > 1


def _turn(rows: list[Row]) -> list[Row]:
    """The block with its rows as columns. What stands left of the labels stays left of them."""
    base = rows[0].index
    column = max(_label(row).col for row in rows if _label(row) is not None)
    height = max(cell.col + cell.cols for row in rows for cell in row.own) - column
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        for cell in (c for c in row.cells if c.row == row.index):
            if cell.col < column:
                cells.append(replace(cell, row=base, rows=height, cols=1))
                continue
            cells.append(replace(cell, row=base + cell.col - column, rows=cell.cols, col=column + number,
                                 cols=cell.rows))
    lines = range(base, base + height)
    return [Row(sorted((c for c in cells if c.row <= line < c.row + c.rows), key=lambda c: c.col), line, True)
            for line in lines]
