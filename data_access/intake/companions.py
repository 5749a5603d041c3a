"""Lists that stand beside the forms: the budget list and the payment ledger, one row a project (xlsx, xls, csv).

Columns are found by their labels (companions.yaml). Rows without a project name and sums (合计, 小计) are left out.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy import Engine

from data_access.intake.documents import read_document, text
from data_access.intake.documents.grid import Cell, Grid, Paragraph, Unreadable
from data_access.intake.pipeline import FileResult, Source, sources
from data_access.intake.record import Item, Message
from data_access.store.write import save_items, stored_before
from scoring.numbers import FEN, amount_fen, is_blank, normal

_WORDS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_UNIT = re.compile(r"[(](?:单位:)?(亿元|万元|千元|元)[)]")
_STATED_UNIT = re.compile(r"单位[:：]\s*(亿元|万元|千元|元)")
_SUM = re.compile("^(合计|小计|总计|部门合计|本页合计)$")
KINDS = {"budget": "预算清单", "payments": "支付台账"}


@dataclass
class ListResult(FileResult):
    """What became of one list. rows: projects stored."""

    rows: int = 0


@dataclass
class _Columns:
    """Where a list's columns stand, and the money unit its header names (None: none)."""

    at: dict[str, int]
    unit: str | None


def import_lists(engine: Engine, paths: Iterable[str | Path], kind: str, *, year: int | None = None,
                 department: str | None = None, again: bool = False) -> list[ListResult]:
    """Read lists of one kind (a key of KINDS) and store them. A later list replaces its years and departments."""
    return [_import_one(engine, source, kind, year, department, again) for source in sources(paths)]


def _import_one(engine: Engine, source: Source, kind: str, year: int | None, department: str | None,
                again: bool) -> ListResult:
    try:
        data = source.load()
    except OSError as error:
        return ListResult(source.name, "", "refused", messages=[Message(
            "error", source.name, type(error).__name__, "可以打开的文件", "找不到这个文件，或没有权限打开。")])
    except Unreadable as error:
        return ListResult(source.name, "", "refused", messages=[Message(
            "error", source.name, error.found, error.expected, error.text)])
    sha256, options = hashlib.sha256(data).hexdigest(), f"{kind}|{year or ''}|{department or ''}"
    if not again and stored_before(engine, sha256, options):
        return ListResult(source.name, sha256, "duplicate")
    items, messages = read_list(data, source.name, kind, year=year, department=department)
    faulty = any(message.severity == "error" for message in messages)
    result = ListResult(source.name, sha256, "refused" if not items else "partly" if faulty else "read",
                        messages=messages, rows=len(items))
    if items:
        save_items(engine, kind, items, name=Path(source.name).name, sha256=sha256, path=source.name,
                   options=options, status=result.status)
    return result


def read_list(data: bytes, name: str, kind: str, *, year: int | None = None,
              department: str | None = None) -> tuple[list[Item], list[Message]]:
    """The rows of a list and what a person should know. Bad content never raises; `year`, `department` fill blanks."""
    try:
        blocks = _csv(data) if name.lower().endswith(".csv") else read_document(data).blocks
    except Unreadable as error:
        return [], [Message("error", error.where or name, error.found, error.expected, error.text)]
    items: list[Item] = []
    messages: list[Message] = []
    said = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    for grid in (block for block in blocks if isinstance(block, Grid)):
        items += _grid(grid, kind, name + said, year, department, messages)
    if not items and not messages:
        messages.append(Message("error", name, "没有找到表头", "带“项目名称”和金额两列的表头",
                                f"文件里没有找到{KINDS[kind]}的表头（项目名称、金额）。"))
    return items, messages


def _csv(data: bytes) -> list[Grid]:
    lines = csv.reader(io.StringIO(text.decode(data)))
    return [Grid("表1", [[Cell(r, c, cell, f"第{r + 1}行第{c + 1}列") for c, cell in enumerate(row)]
                        for r, row in enumerate(lines)])]


def _grid(grid: Grid, kind: str, said: str, year: int | None, department: str | None,
          messages: list[Message]) -> list[Item]:
    head = next((i for i, row in enumerate(grid.rows[:15]) if _columns(row, kind)), None)
    if head is None:
        return []
    columns = _columns(grid.rows[head], kind)
    above = " ".join(cell.text for row in grid.rows[:head] for cell in row)
    stated = _STATED_UNIT.search(above + said)
    unit = columns.unit or (stated.group(1) if stated else None)
    if unit is None:
        messages.append(Message("warning", grid.name, "", "金额单位，如“预算数（万元）”", "没有写金额单位，按万元读。"))
    titled = re.search(r"(20\d{2})年", normal(above + said))
    blank = {"department": department or "", "year": str(year or (titled.group(1) if titled else ""))}
    items = []
    for index in range(head + 1, len(grid.rows)):
        cells = {cell.col: cell for cell in reversed(grid.covering(index))}
        if item := _item(cells, columns, unit or "万元", blank, messages):
            items.append(item)
    return items


def _columns(row: list[Cell], kind: str) -> _Columns | None:
    """The columns a header row names; None when project or amount is not among them."""
    plain = {cell.col: _UNIT.sub("", normal(cell.text)) for cell in row}
    at = {}
    for role in ("year", "department", "project", "project_code", kind):
        found = [(_WORDS[role].index(label), col) for col, label in plain.items() if label in _WORDS[role]]
        if found:
            at["amount" if role == kind else role] = min(found)[1]
    if not {"project", "amount"} <= at.keys():
        return None
    unit = next((_UNIT.search(normal(cell.text)) for cell in row if cell.col == at["amount"]), None)
    return _Columns(at, unit.group(1) if unit and unit.group(1) in FEN else None)


def _item(cells: dict[int, Cell], columns: _Columns, unit: str, blank: dict[str, str],
          messages: list[Message]) -> Item | None:
    """One row; a blank department or year takes the one above, then what was given."""
    texts = {role: normal(cells[col].text) if col in cells else "" for role, col in columns.at.items()}
    if is_blank(texts["project"]) or _SUM.match(texts["project"]) or _SUM.match(texts.get("department", "")):
        return None
    for role in ("department", "year"):
        blank[role] = texts.get(role) or blank[role]
    address = cells[columns.at["project"]].address
    year = re.search(r"20\d{2}", blank["year"])
    amount = amount_fen(texts["amount"], unit)
    if year is None or amount is None:
        messages.append(Message("error", address, texts["amount"], "年度和金额", f"“{texts['project']}”这一行"
                                + ("没有年度" if year is None else "的金额读不出") + "，没有读入。"))
        return None
    code = texts.get("project_code") or None
    return Item(int(year.group()), blank["department"], texts["project"], code, amount, address)
