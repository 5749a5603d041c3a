"""Headers of two rows: which row belongs to the one above or below it. layouts.md §4, §5."""

import re

from data_access.intake.columns import UNKNOWN, read_columns
from data_access.intake.funds import is_source
from data_access.intake.head import GRADES
from data_access.intake.labels import meaning, plain
from data_access.intake.rows import Row, is_funds_header, is_goal_header


def is_header_above(row: Row, below: Row | None) -> bool:
    """Whether a row holds the upper half of a funds header (年初预算数 | 得分) whose lower half names the amounts."""
    names = {meaning("funds", cell.text, loose=not row.spans) for cell in row.filled} - {None}
    return len(names & {"initial", "budget", "score", "weight", "reason"}) >= 2 \
        and below is not None and is_funds_header(below)


def is_second_header(group: str, row: Row, below: Row) -> bool:
    """Whether the row below is a second header row: only labels, several known ones, no value."""
    if group == "funds" and sources_below(row, below):
        return True
    if is_goal_header(below) or (group == "indicators" and not _parts_below(row, below)):
        return False
    names = {column.role for column in read_columns(group, [below])} - {UNKNOWN}
    numbers = sum(bool(re.fullmatch(r"[\d.,%\s]+", cell.text)) for cell in below.own)
    if names & {"initial_filed", "initial_set"}:
        return len(names) >= 2
    if group == "indicators" and (_names_and_weights(below) or _grades(below)):
        return True
    return len(names) >= 2 and len(names) >= len(below.own) / 4 and numbers <= (0 if row.spans else 1)


def sources_below(row: Row, below: Row) -> bool:
    """Whether the row below names sources under one amount: 全年预算数 above 合计 | 县级财政资金 | 其他资金."""
    amounts = [cell for cell in row.own if meaning("funds", cell.text) in ("budget", "initial") and cell.cols > 1]
    return bool(below.own) and all(is_source(cell.text) for cell in below.own) and any(
        meaning("fund_rows", cell.text) == "total" for cell in below.own) and any(
        amount.col <= below.own[0].col < amount.col + amount.cols for amount in amounts)


def _parts_below(row: Row, below: Row) -> bool:
    names = {meaning("indicators", cell.text, loose=not row.spans) for cell in below.own}
    if _names_and_weights(below) or _grades(below):
        return True
    return bool(names & {"sign", "measure", "target_initial", "target_adjusted", "target"}) and not names & {"level1"}


def _names_and_weights(below: Row) -> bool:
    """名称 | 权重 | 名称 | 权重, the parts of each level in a score sheet."""
    texts = [plain(cell.text) for cell in below.own]
    return len(texts) >= 4 and texts.count("名称") + texts.count("指标名称") >= 2 and all(
        text in ("名称", "指标名称") or meaning("indicators", text) == "weight" for text in texts)


def _grades(below: Row) -> bool:
    """优 | 良 | 中 | 差 below 评价标准: what each grade asks for, no target."""
    return len(below.own) >= 3 and all(plain(cell.text) in GRADES for cell in below.own)
