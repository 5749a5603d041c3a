"""Lists that stand beside the forms: budget list, payment ledger, monitoring lights, one row a project; the reviewers'
sheet, one row an indicator (reviewed.py). xlsx, xls, csv, docx.

Columns are found by their labels (companions.yaml). Rows without a project name and sums (合计, 小计) are left out.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from data_access.intake import reviewed
from data_access.intake.documents import csv_table, read_document, text
from data_access.intake.documents.grid import Cell, Grid, Paragraph, Unreadable
from data_access.intake.documents.kinds import kind_of
from data_access.intake.documents.limits import LIMITS, Limits, check_file_size
from data_access.intake.record import Item, Light, Message, Reviewed
from scoring.numbers import FEN, amount_fen, is_blank, normal

_WORDS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_UNIT = re.compile(r"[(](?:单位:)?(亿元|万元|千元|元)[)]")
_STATED_UNIT = re.compile(r"单位[:：]\s*(亿元|万元|千元|元)")
_SUM = re.compile("^(合计|小计|总计|部门合计|本页合计)$")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月")
KINDS = {"budget": "预算清单", "payments": "支付台账", "warnings": "监控预警清单", "reviews": "复核底稿"}
Row = Item | Light | Reviewed


@dataclass
class _Columns:
    """Where a list's columns stand, and the money unit its header names (None: none)."""

    at: dict[str, int]
    unit: str | None


def guess(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    """The kind of list a spreadsheet looks like by its labels (a key of KINDS); '' for none. Never raises."""
    try:
        found = blocks(data, name, limits)
    except Unreadable:
        return ""
    if reviewed.is_one(found):
        return "reviews"
    grids = [block for block in found if isinstance(block, Grid)]
    heads = [(row, kind) for grid in grids for row in grid.rows[:15] for kind in KINDS
             if kind in _WORDS and _columns(row, kind)]
    plain = ((kind, {_UNIT.sub("", normal(cell.text)) for cell in row}) for row, kind in heads)
    sure = [kind for kind, labels in plain if labels & {*_WORDS[kind]} - {"金额"}]
    return next(iter(sure), heads[0][1] if heads else "")


def read_list(data: bytes, name: str, kind: str, *, year: int | None = None,
              department: str | None = None, limits: Limits = LIMITS) -> tuple[list[Row], list[Message]]:
    """The rows of a list and what a person should know. Bad content never raises; `year`, `department` fill blanks."""
    try:
        found = blocks(data, name, limits)
    except Unreadable as error:
        return [], [Message("error", error.where or name, error.found, error.expected, error.text)]
    if kind == "reviews":
        items, messages = reviewed.read(found, name, year=year, department=department)
        return items, messages or ([] if items else [_no_head(name, kind)])
    items: list[Row] = []
    messages: list[Message] = []
    said = " ".join(block.text for block in found if isinstance(block, Paragraph))
    for grid in (block for block in found if isinstance(block, Grid)):
        items += _grid(grid, kind, name + said, year, department, messages)
    if not items and not messages:
        messages.append(_no_head(name, kind))
    return items, messages


def _no_head(name: str, kind: str) -> Message:
    wanted = {"warnings": "项目名称、预警等级", "reviews": "三级指标、复核得分"}.get(kind, "项目名称、金额")
    return Message("error", name, "没有找到表头", f"带“{wanted.replace('、', '”和“')}”两列的表头",
                   f"文件里没有找到{KINDS[kind]}的表头（{wanted}）。")


def blocks(data: bytes, name: str, limits: Limits) -> list[Paragraph | Grid]:
    """What a file holds. Raises Unreadable."""
    check_file_size(len(data), limits)
    is_csv = name.lower().endswith(".csv") and kind_of(data) == "text"
    return (csv_table.read(text.decode(data), limits) if is_csv else read_document(data, limits)).blocks


def _grid(grid: Grid, kind: str, said: str, year: int | None, department: str | None,
          messages: list[Message]) -> list[Row]:
    head = next((i for i, row in enumerate(grid.rows[:15]) if _columns(row, kind)), None)
    if head is None:
        return []
    columns = _columns(grid.rows[head], kind)
    above = " ".join(cell.text for row in grid.rows[:head] for cell in row)
    stated = _STATED_UNIT.search(above + said)
    unit = columns.unit or (stated.group(1) if stated else None)
    if unit is None and kind != "warnings":
        messages.append(Message("warning", grid.name, "", "金额单位，如“预算数（万元）”", "没有写金额单位，按万元读。"))
    titled = re.search(r"(20\d{2})年", normal(above + said))
    month = _MONTH.search(normal(above + said))
    blank = {"department": department or "", "year": str(year or (titled.group(1) if titled else "")),
             "month": month.group() if month else ""}
    items = []
    for index in range(head + 1, len(grid.rows)):
        cells = {cell.col: cell for cell in reversed(grid.covering(index))}
        if item := _item(cells, columns, kind, unit or "万元", blank, messages):
            items.append(item)
    return items


def _columns(row: list[Cell], kind: str) -> _Columns | None:
    """The columns a header row names; None when project or value (amount, light) is not among them."""
    plain = {cell.col: _UNIT.sub("", normal(cell.text)) for cell in row}
    at = {}
    for role in ("year", "department", "project", "project_code", *(["month"] if kind == "warnings" else []), kind):
        found = [(_WORDS[role].index(label), col) for col, label in plain.items() if label in _WORDS[role]]
        if found:
            at["value" if role == kind else role] = min(found)[1]
    if not {"project", "value"} <= at.keys():
        return None
    unit = next((_UNIT.search(normal(cell.text)) for cell in row if cell.col == at["value"]), None)
    return _Columns(at, unit.group(1) if unit and unit.group(1) in FEN else None)


def _item(cells: dict[int, Cell], columns: _Columns, kind: str, unit: str, blank: dict[str, str],
          messages: list[Message]) -> Row | None:
    """One row; a blank department or year takes the one above, then what was given. A project without a light is left
    out: nobody warned of it."""
    texts = {role: normal(cells[col].text) if col in cells else "" for role, col in columns.at.items()}
    if is_blank(texts["project"]) or _SUM.match(texts["project"]) or _SUM.match(texts.get("department", "")):
        return None
    if kind == "warnings" and is_blank(texts["value"]):
        return None
    for role in ("department", "year"):
        blank[role] = texts.get(role) or blank[role]
    address = cells[columns.at["project"]].address
    year = re.search(r"20\d{2}", blank["year"])
    value = _light(texts["value"]) if kind == "warnings" else amount_fen(texts["value"], unit)
    if year is None or value is None:
        what = "灯色" if kind == "warnings" else "金额"
        messages.append(Message("error", address, texts["value"], f"年度和{what}", f"“{texts['project']}”这一行"
                                + ("没有年度" if year is None else f"的{what}读不出") + "，没有读入。"))
        return None
    head = (int(year.group()), blank["department"], texts["project"], texts.get("project_code") or None)
    if kind == "warnings":
        return Light(*head, _month(texts.get("month") or blank["month"]), value, address)
    return Item(*head, value, address)


def _light(text: str) -> str | None:
    """red, yellow, green; None for what is no light."""
    said = text.removeprefix("亮")
    return next((light for light, words in _WORDS["lights"].items() if said.startswith(tuple(words))), None)


def _month(text: str) -> int | None:
    """8, 8月, 2024年8月, 2024-08, 2024-08-31 … as 8; None for anything else."""
    found = _MONTH.search(text) or re.fullmatch(r"(?:20\d{2}[-./])?(1[0-2]|0?[1-9])(?:[-./]\d{1,2}.*)?", text)
    return int(found.group(1)) if found else None
