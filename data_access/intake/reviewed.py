"""The reviewers' own sheet (复核底稿): one row an indicator, what the department scored, what the reviewers made of it.

Columns are found by their labels (reviewed.yaml), in a header of one row or two (自评 | 复核 over 完成值 | 得分). The
project stands in a column, or above the header (项目名称：…), or is the sheet's name; a sheet may hold several projects
one below the other. xlsx, xls, csv, docx.
"""

import re
from pathlib import Path

import yaml

from data_access.intake.documents.grid import Cell, Grid, Paragraph
from data_access.intake.record import Message, Reviewed
from scoring.numbers import is_blank, normal, points_c

_WORDS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_EXECUTION = set(_WORDS.pop("execution"))
_ABOVE = ("project", "project_code", "department")            # what may stand above the header, with its label
_SUM = re.compile("^(合计|小计|总计|总分|得分合计|共计|总得分).*$")
_NAMELESS = re.compile(r"^(sheet|table|表|工作表|csv)\s*\d*$", re.IGNORECASE)
_MARK = re.compile(r"^(\d+[.、．])?(.*)$")
_LOOK = 80                                                    # rows of a table that tell what it is
Cells = dict[int, Cell]


def is_one(blocks: list[Paragraph | Grid]) -> bool:
    """Whether these are a reviewers' sheet: an indicator table with a column 复核得分 in which something stands."""
    for grid in (block for block in blocks if isinstance(block, Grid)):
        columns: dict[str, int] = {}
        for index in range(min(len(grid.rows), _LOOK)):
            cells = _spread(grid, index)
            columns = _columns(grid, index)[0] or columns
            if columns and points_c(_text(cells, columns, "review_score")) is not None:
                return True
    return False


def read(blocks: list[Paragraph | Grid], name: str, *, year: int | None,
         department: str | None) -> tuple[list[Reviewed], list[Message]]:
    """The rows of the sheets, and what was not understood: each with its place. Sums and rows about the execution of
    the budget are left out. `year`, `department` fill blanks."""
    items: list[Reviewed] = []
    messages: list[Message] = []
    said = name
    known = {"project": "", "project_code": "", "department": department or ""}
    for block in blocks:
        if isinstance(block, Paragraph):
            said += " " + block.text
            known |= _labelled([block.text])
            continue
        if not _NAMELESS.match(block.name.strip()):
            known["project"] = known["project"] or normal(block.name)
        items += _grid(block, known, _year(said, block, year), messages)
        known["project"] = known["project_code"] = ""
    return items, messages


def _grid(grid: Grid, known: dict[str, str], year: int | None, messages: list[Message]) -> list[Reviewed]:
    items, columns, under = [], {}, 0
    for index in range(len(grid.rows)):
        cells = _spread(grid, index)
        if (found := _columns(grid, index))[0]:
            columns, under = found
        elif labels := _labelled(_texts(cells)):
            known |= labels
        elif columns and index >= under:
            item = _item(cells, columns, known, year, messages)
            items += [item] if item else []
    return items


def _item(cells: Cells, columns: dict[str, int], known: dict[str, str], year: int | None,
          messages: list[Message]) -> Reviewed | None:
    texts = {role: _text(cells, columns, role) for role in _WORDS}
    indicator = normal(texts["indicator"])
    spread = cells.get(columns["indicator"]) is cells.get(columns["review_score"])
    if spread or is_blank(indicator) or _SUM.match(indicator) or indicator in _EXECUTION:
        return None
    if all(is_blank(texts[role]) for role in ("weight", "self_score", "review_score")):
        return None
    for role in _ABOVE:
        known[role] = normal(texts[role]) or known[role]
    score = points_c(texts["review_score"])
    place = (cells.get(columns["review_score"]) or cells[columns["indicator"]]).address
    lacking = "没有项目名称" if not known["project"] else "没有年度" if year is None else \
        "的复核得分读不出" if score is None and not is_blank(texts["review_score"]) else ""
    if lacking:
        messages.append(Message("error", place, texts["review_score"] or indicator, "项目名称、年度和复核得分",
                                f"“{indicator}”这一行{lacking}，没有读入。"))
        return None
    note = "" if is_blank(texts["note"]) else "".join(texts["note"].replace("％", "%").split())
    return Reviewed(year, known["department"], known["project"], known["project_code"] or None,
                    normal(texts["level2"]), indicator, points_c(texts["self_score"]),
                    "" if is_blank(texts["review_actual"]) else normal(texts["review_actual"]), score, note, place)


def _columns(grid: Grid, index: int) -> tuple[dict[str, int], int]:
    """Role → column of a header that begins in this row, and the row below it; {} where none begins."""
    alone, below = _roles(_labels(grid, index)), _roles(_labels(grid, index + 1))
    if alone or below:
        return alone, index + 1
    upper, lower = _labels(grid, index), _labels(grid, index + 1)
    both = {col: "".join(dict.fromkeys([upper.get(col, ""), lower.get(col, "")])) for col in {*upper, *lower}}
    return _roles(both), index + 2


def _roles(labels: dict[int, str]) -> dict[str, int]:
    """Role → column; {} without an indicator and a review score."""
    at: dict[str, int] = {}
    for col, label in sorted(labels.items()):
        role = next((role for role, words in _WORDS.items() if label in words), None)
        if role:
            at.setdefault(role, col)
    return at if {"indicator", "review_score"} <= at.keys() else {}


def _labels(grid: Grid, index: int) -> dict[int, str]:
    """What a row writes in each column; {} beyond the last row."""
    return {col: normal(cell.text) for col, cell in _spread(grid, index).items()} if index < len(grid.rows) else {}


def _spread(grid: Grid, index: int) -> Cells:
    """Column → the cell that covers it, merged ones in each of their columns."""
    return {col: cell for cell in reversed(grid.covering(index)) for col in range(cell.col, cell.col + cell.cols)}


def _text(cells: Cells, columns: dict[str, int], role: str) -> str:
    return cells[columns[role]].text.strip() if role in columns and columns[role] in cells else ""


def _texts(cells: Cells) -> list[str]:
    """The texts of a row's cells from left to right, each once."""
    return [cell.text for cell in dict.fromkeys(cells[col] for col in sorted(cells)) if normal(cell.text)]


def _labelled(texts: list[str]) -> dict[str, str]:
    """What labels in a row say: 项目名称：防洪堤, or the label in one cell and the text in the next."""
    found: dict[str, str] = {}
    for at, text in enumerate(map(normal, texts)):
        label, colon, rest = _MARK.match(text).group(2).partition(":")
        role = next((role for role in _ABOVE if label in _WORDS[role]), None)
        value = rest or (normal(texts[at + 1]) if at + 1 < len(texts) else "")
        if role and (colon or label == text) and value and role not in found:
            found[role] = value
    return found


def _year(said: str, grid: Grid, given: int | None) -> int | None:
    """The evaluated year: what was given, else what file name, title or the rows in front say (年度 first)."""
    text = normal(said + " ".join(cell.text for row in grid.rows[:4] for cell in row))
    found = re.search(r"(20\d{2})年度", text) or re.search(r"(20\d{2})年", text)
    return int(found.group(1)) if found else given
