"""Rows of a table, and what kind of row one is by its labels: a title, a header of funds, goals or indicators."""

import re
from dataclasses import dataclass
from functools import cached_property

from data_access.intake.documents.grid import Cell
from data_access.intake.labels import meaning, plain
from scoring.numbers import normal, plain_number

TITLE = re.compile(r"(自评价?(情况|得分)?表|自我评价表|绩效评价表|评价自评表)")
CLAUSE = re.compile(r"[。；;，]")


@dataclass
class Row:
    """One row of a form: the cells that cover it from left to right, and whether spans are known."""

    cells: list[Cell]
    index: int
    spans: bool

    @cached_property
    def filled(self) -> list[Cell]:
        """Cells with text."""
        return [cell for cell in self.cells if cell.text.strip()]

    @cached_property
    def own(self) -> list[Cell]:
        """Cells with text that begin in this row."""
        return [cell for cell in self.cells if cell.row == self.index and cell.text.strip()]


def is_title_row(row: Row) -> bool:
    """A row whose only text is a title (…自评表) or a year in brackets."""
    texts = {normal(cell.text) for cell in row.filled}
    return len(texts) == 1 and bool(TITLE.search(next(iter(texts)))) and not CLAUSE.search(next(iter(texts)))


def joined_labels(row: Row) -> list[str]:
    """The row's first label, also pieced together from up to three cells where OCR cut it."""
    texts = [cell.text for cell in row.filled[:3]]
    joins = ["".join(texts[:n]) for n in range(1, len(texts) + 1)]
    return joins if not row.spans else joins[:1]


def is_data_header(row: Row) -> bool:
    """An indicator header or a funds header."""
    return is_indicator_header(row) or is_funds_header(row)


def roles(group: str, row: Row) -> list[tuple[Cell, str | None]]:
    """The meaning of each filled cell of a header row within a group of labels.yaml."""
    return [(cell, meaning(group, cell.text, loose=not row.spans)) for cell in row.filled]


def is_indicator_header(row: Row) -> bool:
    """Level or name words beside target, actual, weight or score words, and no number."""
    if len(row.filled) < 4 or _mostly_numbers(row):
        return False
    names = {role for _, role in roles("indicators", row)} - {None, "outer", "decoy"}
    values = names & {"target", "target_initial", "target_adjusted", "actual", "score", "weight", "sign"}
    return bool(names & {"level1", "level2", "level3"}) and len(values) >= 2 and len(names) >= 3


def is_funds_header(row: Row) -> bool:
    """Amount words of at least two kinds, 执行 among them, and no number."""
    if _mostly_numbers(row):
        return False
    names = {role for _, role in roles("funds", row)} - {None}
    amounts = names & {"initial", "initial_filed", "budget", "executed", "rate"}
    return bool(names & {"executed", "rate"}) and len(amounts) >= 2 and len(names) >= 3 \
        and not any(role in ("level2", "level3") for _, role in roles("indicators", row))


def _mostly_numbers(row: Row) -> bool:
    """A header holds no numbers; one is let pass, since OCR reads a ruling as 1."""
    return sum(plain_number(cell.text) is not None for cell in row.filled) > (0 if row.spans else 1)


def is_goal_header(row: Row) -> bool:
    """预期目标 beside 实际完成情况."""
    cells = row.own if row.spans else row.filled
    texts = [cell.text for cell in cells]
    if not row.spans:                                         # OCR cuts labels in two: 年度目 / 标
        texts += ["".join(pair) for pair in zip(texts, texts[1:], strict=False)]
    names = {meaning("goals", text, loose=not row.spans) for text in texts}
    return "achieved" in names and ("expected" in names or len(row.filled) <= 3) \
        and (not row.spans or meaning("goals", cells[-1].text) is not None) \
        and not is_indicator_header(row) and all(len(plain(cell.text)) <= 14 for cell in row.filled)


def is_task_header(row: Row) -> bool:
    """任务名称 | 主要内容 | 预算金额 | 执行金额: the tasks of a department, whose money is told elsewhere."""
    return len(row.filled) >= 3 and any(meaning("tasks", cell.text, whole=True) for cell in row.filled) \
        and not is_funds_header(row)
