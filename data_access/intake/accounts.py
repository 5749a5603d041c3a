"""The lines of the final accounts (部门决算公开表) printed in a document: function codes, names, amounts.

A table is known by its title (支出决算表) and its header: 科目代码 and 科目名称 beside amounts, or 项目 and 行次 beside
金额. Its columns are found by their words; a header may repeat them side by side (收入 | 支出).
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from data_access.intake.documents.grid import Cell, Document, Grid, Paragraph
from data_access.intake.record import Account
from scoring.numbers import FEN, amount_fen, is_blank, normal

_TITLE = re.compile(r"^(?:表?[一二三四五六七八九十\d]+[、.])?([^,。;:]{0,30}决算[^,。;:]{0,12}表)$")
_UNIT = re.compile(r"单位[:：]\s*(亿元|百万元|万元|千元|元)")
_WORDS = {"code": re.compile("(科目|功能分类|经济分类).{0,4}(代码|编码)|^编码$"), "name": re.compile("科目名称|^名称$"),
          "item": re.compile("^项目(?!支出)|^项目$"), "line": re.compile("^行次$"), "basic": re.compile("^基本支出"),
          "project": re.compile("^项目支出"),
          "total": re.compile("合计|小计|^计$|^决算数|^金额|^统计数|^本年支出|^本年收入")}
# The words in a title that name a table, the more special first.
_KINDS = (("基本支出", "basic"), ("收入支出决算总", "summary"), ("一般公共预算", "fiscal"), ("政府性基金", "other"),
          ("国有资本", "other"), ("三公", "other"), ("信息", "other"), ("支出决算", "expenditure"),
          ("收入决算", "income"))
_CODE = re.compile(r"^\d{3,9}$")


@dataclass
class _Group:
    """One set of columns of a table: where its code, name and amounts stand."""

    code: int | None = None
    name: int | None = None
    amounts: dict[str, int] = field(default_factory=dict)


def read_accounts(document: Document) -> list[Account]:
    """All lines with an amount, in the document's order; a code's name is the reading that most lines agree on."""
    found: list[Account] = []
    title, unit = "", "万元"
    for block in document.blocks:
        if isinstance(block, Paragraph):
            title, unit = _title(block.text, title, unit)
        elif title:
            found += _table(block, title, unit)
            title, unit = "", "万元"
    names: dict[str, Counter] = {}
    for line in found:
        names.setdefault(line.code, Counter())[line.name] += 1
    for line in found:
        if line.code:
            line.name = names[line.code].most_common(1)[0][0]
    return found


def _title(text: str, title: str, unit: str) -> tuple[str, str]:
    """The open table title and money unit after a paragraph."""
    plain = normal(text)
    if named := _TITLE.match(plain):
        return named.group(1), "万元"
    if stated := _UNIT.search(plain):
        unit = stated.group(1)
    return (title, unit) if len(plain) <= 60 else ("", "万元")


def _table(grid: Grid, title: str, unit: str) -> list[Account]:
    head = next((i for i, row in enumerate(grid.rows[:6]) if _groups(row)), None)
    if head is None or unit not in FEN:
        return []
    groups = _groups(grid.rows[head])
    for row in grid.rows[:head]:
        _wider(row, groups)
    kind = next((kind for words, kind in _KINDS if words in title), "other")
    lines = []
    for index in range(head + 1, len(grid.rows)):
        cells = {cell.col: cell for cell in reversed(grid.covering(index))}
        lines += [line for group in groups if (line := _line(cells, group, title, kind, unit))]
    return lines


def _groups(row: list[Cell]) -> list[_Group]:
    """The sets of columns that a header row names; [] when it is no header."""
    roles = [(cell.col, next((role for role, words in _WORDS.items() if words.search(normal(cell.text))), None))
             for cell in row]
    starts = "code" if any(role == "code" for _, role in roles) else "item"
    if not {"name", "line"} & {role for _, role in roles}:
        return []
    groups: list[_Group] = []
    for col, role in roles:
        if role == starts:
            groups.append(_Group(col if role == "code" else None, col if role == "item" else None))
        elif groups and role == "name":
            groups[-1].name = col
        elif groups and role in ("basic", "project", "total"):
            groups[-1].amounts.setdefault(role, col)
    return [group for group in groups if group.name is not None and group.amounts]


def _wider(row: list[Cell], groups: list[_Group]) -> None:
    """Amount columns whose words stand in the row above (本年支出合计 over no word of its own)."""
    for cell in row:
        role = next((role for role in ("basic", "project", "total") if _WORDS[role].search(normal(cell.text))), None)
        group = next((group for group in reversed(groups) if cell.col > group.name), None)
        if role and group and cell.col not in group.amounts.values():
            group.amounts.setdefault(role, cell.col)


def _line(cells: dict[int, Cell], group: _Group, title: str, kind: str, unit: str) -> Account | None:
    """One line of one set of columns; None where no code, name or amount stands."""
    code = normal(cells[group.code].text) if group.code in cells else ""
    named = [cells[col] for col in (group.code, group.name) if col in cells and not is_blank(cells[col].text)]
    if not named or normal(named[0].text) == "栏次":
        return None
    if group.code is not None and not _CODE.match(code) and "合计" not in normal(named[-1].text):
        return None
    amounts = {role: _amount(cells, col, unit) for role, col in group.amounts.items()}
    if all(amount is None for amount in amounts.values()):
        return None
    return Account(title, kind, code if _CODE.match(code) else "", normal(named[-1].text), amounts.get("basic"),
                   amounts.get("project"), amounts.get("total"), named[0].address)


def _amount(cells: dict[int, Cell], col: int, unit: str) -> int | None:
    """The amount in a column; a code with its name behind it slipped in from the next set of columns and is none."""
    if col not in cells:
        return None
    behind = normal(cells[col + 1].text) if col + 1 in cells else ""
    slipped = _CODE.match(normal(cells[col].text)) and re.search(r"[^\W\d_]", behind)
    return None if slipped else amount_fen(cells[col].text, unit)
