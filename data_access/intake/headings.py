"""Levels printed as headings: a row that names a first or second level, above the lines that belong to it."""

import re

from data_access.intake.cells import Ledger
from data_access.intake.columns import Column
from data_access.intake.indicators import Levels, family_of_level1
from data_access.intake.labels import declared_points, level_word, plain
from data_access.intake.record import Block, Filing
from data_access.intake.rows import Row
from scoring.numbers import normal

_FIRST = re.compile(r"^[一二三四五六七八九十]+[、.．]|^第[一二三四五六]部分[:：]?|^[A-Z][.、．]?(?=[\u4e00-\u9fff])")
_SECOND = re.compile(r"^[(][一二三四五六七八九十]+[)][、.．]?|^\d+[、.．]")


def read(row: Row, below: Row | None, columns: list[Column], levels: Levels, filing: Filing, ledger: Ledger) -> bool:
    """Take a heading's level for the lines below it. False when the row is no heading."""
    text = _heading(row, columns)
    level = _level(text, _heading(below, columns) if below else "", levels) if text else 0
    if not level:
        return False
    label = _SECOND.sub("", _FIRST.sub("", normal(text)))
    points = declared_points(label)
    label = plain(label) if points is not None else label.rstrip(":")
    if level == 1:
        levels.level1, levels.level2 = label, ""
    else:
        levels.level2 = label
    if points is not None:
        filing.blocks.append(Block(level, label, round(points * 100)))
    ledger.ignore(*row.own)
    return True


def _heading(row: Row, columns: list[Column]) -> str:
    """The text of a row that has one filled cell, across the name's column or where no level column is; else ''."""
    if len(row.own) != 1 or len(row.filled) != 1:
        return ""
    cell, roles = row.own[0], {column.role: column for column in columns}
    name = roles.get("level3")
    across = name is not None and cell.col <= name.col < cell.col + cell.cols
    return cell.text if name is not None and (across or not roles.keys() & {"level1", "level2"}) else ""


def _level(text: str, following: str, levels: Levels) -> int:
    """1 or 2 by the numbering, else by the word; 0 for what is no level. 成本指标 and 满意度指标 stand on either."""
    label = _SECOND.sub("", _FIRST.sub("", normal(text)))
    first, second = level_word(1, label), level_word(2, label)
    if not (first or second):
        return 0
    if _FIRST.match(normal(text)):
        return 1
    if _SECOND.match(normal(text)):
        return 2
    if first and second:
        under_output = "成本" in label and family_of_level1(levels.level1) == "产出"
        return 2 if under_output and not following else 1
    return 1 if first else 2
