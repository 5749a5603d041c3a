"""A header row read as columns: which column means what, where it stands, and a row's cells by column."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from data_access.intake.align import align
from data_access.intake.documents.grid import Cell
from data_access.intake.labels import meaning, plain
from data_access.intake.record import Message
from data_access.intake.rows import Row
from scoring.numbers import is_blank, normal, percent, points_c

UNKNOWN = "unknown"
STIFF = 2.0
_MANY = {UNKNOWN, "decoy", "reason", "outer", "left", "level3"}     # roles that several columns may have


@dataclass
class Column:
    """One column of a header: its role (a name of labels.yaml, or unknown), its printed label, its place."""

    role: str
    label: str
    col: int
    cols: int = 1
    at: str = ""                                              # the header cell's address


def read_columns(group: str, header: list[Row]) -> list[Column]:
    """The columns of one or two header rows read together, from left to right, one for each role.

    The lower row names the parts of a merged label above it; a garbled label is UNKNOWN.
    """
    columns: dict[int, Column] = {}
    for row in header:
        upper = list(columns.values())
        for cell in row.own:
            taken = {column.role for column in columns.values()}
            for offset, text in enumerate(_parts(group, cell, row, taken)):
                role = meaning(group, text, loose=not row.spans) or UNKNOWN
                above = next((c for c in upper if c.col <= cell.col < c.col + c.cols), None)
                role = "decoy" if role == UNKNOWN and above is not None and above.role == "decoy" else role
                _place(group, columns, Column(role, text, cell.col + offset, cell.cols, cell.address), row)
    if not header[0].spans:
        _fill_gaps(columns)
    _one_each(group, sorted(columns.values(), key=lambda c: c.col))
    return sorted(columns.values(), key=lambda c: c.col)


def _one_each(group: str, columns: list[Column]) -> None:
    """Where several columns claim one role, the first whose whole label says it has it, else the first of them.

    What stands left of the levels and names of indicators is the block's own label (年度绩效指标完成情况), no column.
    """
    first = next((c.col for c in columns if c.role in ("level1", "level2", "level3")), 0)
    for column in columns:
        if column.col < first and column.role != UNKNOWN:
            column.role = "outer"
    for role in {c.role for c in columns} - _MANY:
        claims = [c for c in columns if c.role == role]
        whole = [c for c in claims if meaning(group, c.label, whole=True) == role]
        for column in claims:
            if column is not (whole or claims)[0]:
                column.role = UNKNOWN


def _fill_gaps(columns: dict[int, Column]) -> None:
    """A place between two columns that no label names is a column too: its label was lost or spans two."""
    for col in range(min(columns, default=0), max(columns, default=0)):
        columns.setdefault(col, Column(UNKNOWN, "", col))


def _parts(group: str, cell: Cell, row: Row, taken: set[str]) -> list[str]:
    """A label; where OCR ran the labels of neighbouring columns together, each of them that is not `taken` yet."""
    words = cell.text.split()
    if row.spans or not 2 <= len(words) <= 3 or meaning(group, cell.text, whole=True):
        return [cell.text]
    end = next((c.col for c in row.filled if c.col > cell.col), cell.col + len(words))
    words = [word for word in words if meaning(group, word) not in taken][-max(2, end - cell.col):]
    meanings = [meaning(group, word) for word in words]
    return words if words and all(meanings) and len(set(meanings)) == len(words) else [cell.text]


def _place(group: str, columns: dict[int, Column], new: Column, row: Row) -> None:
    old = columns.get(new.col)
    if old is None:
        columns[new.col] = new
    elif (joined := meaning(group, old.label + new.label, whole=True)):            # 一级 above 指标
        columns[new.col] = Column(joined, old.label + new.label, old.col, old.cols, old.at)
    elif new.role != UNKNOWN or old.role == UNKNOWN:           # the lower row is the finer one
        label = new.label if new.role != UNKNOWN else f"{old.label}{new.label}"
        columns[new.col] = Column(new.role, label, new.col, min(old.cols, new.cols) if row.spans else 1, new.at)


def cells_by_column(row: Row, columns: list[Column],
                    fit: Callable[[str, str], float]) -> tuple[dict[int, list[Cell]], list[Cell]]:
    """Column number -> the row's cells in it, and the cells in no column.

    By spans where they are known, else lined up by content.
    """
    if not row.spans:
        places = [(column.role, column.col) for column in columns]
        same_width = bool(row.cells) and row.cells[-1].col == columns[-1].col
        return align(row.filled, places, fit, STIFF if same_width else 1.0)
    taken: dict[int, list[Cell]] = {}
    used: set[int] = set()
    for number, column in enumerate(columns):
        middle = column.col + (column.cols - 1) / 2
        cell = next((c for c in row.cells if c.col <= middle < c.col + c.cols), None)
        if cell is not None:
            taken[number] = [cell]
            used.add(id(cell))
    return taken, [cell for cell in row.filled if id(cell) not in used]


def by_elimination(columns: list[Column], wanted: dict[str, str], body: list[Row]) -> list[Message]:
    """Take the one header word nobody knows for the one column that is missing, if its content fits; and say so.

    `wanted`: role -> its Chinese name, for every column such a block has; `body`: the rows below the header.
    """
    unknown, missing = _unknown(columns), _missing(columns, wanted)
    if len(unknown) != 1 or len(missing) != 1 or not _suits(unknown[0], missing[0], body):
        return []
    column, name = unknown[0], wanted[missing[0]]
    column.role = missing[0]
    return [Message("warning", column.at, normal(column.label), name,
                    f"表头“{normal(column.label)}”不认识；其他各栏都已认出，这一栏按“{name}”读取，请核对。")]


def unknown_headers(columns: list[Column], needed: dict[str, str]) -> list[Message]:
    """A message for each header word nobody knows: an error where a column that is `needed` was not found."""
    lack = "、".join(needed[role] for role in _missing(columns, needed))
    return [Message("error" if lack else "warning", column.at, normal(column.label), lack,
                    f"表头“{normal(column.label)}”不认识，这一栏没有读取"
                    + (f"；“{lack}”没有找到，请核对是不是这一栏。" if lack else "。")) for column in _unknown(columns)]


def _unknown(columns: list[Column]) -> list[Column]:
    return [c for c in columns if c.role == UNKNOWN and len(re.findall(r"[\u4e00-\u9fff]", c.label)) >= 2]


def _missing(columns: list[Column], wanted: dict[str, str]) -> list[str]:
    known = {column.role.split("_")[0] for column in columns}                     # target_adjusted is a target
    return [role for role in wanted if role not in known]


def _suits(column: Column, role: str, body: list[Row]) -> bool:
    """Whether the texts below a header word suit a role: numbers for amounts, rates and points."""
    texts = [cell.text for row in body for cell in row.filled if cell.col <= column.col < cell.col + cell.cols]
    if role in ("level3", "target", "actual"):
        return any(map(normal, texts))
    numbers = [text for text in texts if points_c(text) is not None or percent(text) is not None]
    blank = [text for text in texts if is_blank(text)]
    return bool(numbers) and len(numbers) + len(blank) >= 0.6 * len(texts)


def label_of(columns: list[Column]) -> str:
    """The header words as one text: a layout's fingerprint."""
    return "|".join(plain(column.label) for column in columns)
