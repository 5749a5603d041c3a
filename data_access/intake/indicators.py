"""Read the indicator block: each row a line, columns by header word, levels carried down. layouts.md §5–7."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from data_access.intake.cells import Ledger
from data_access.intake.columns import UNKNOWN, Column, cells_by_column
from data_access.intake.documents.grid import Cell
from data_access.intake.labels import REMEMBERED, declared_points, family_of, is_filler, level_word, plain, repaired
from data_access.intake.record import Block, Filing, Line, Message
from data_access.intake.rows import Row
from scoring.numbers import is_blank, normal, points_c

LEVELS = ("level1", "level2")
TEXTS = ("level3", "target_initial", "target_adjusted", "sign", "target", "measure", "actual", "reason")
POINTS = {"weight": "分值", "score": "得分"}
WANTED = {"level3": "三级指标", "target": "指标值", "actual": "完成值", **POINTS}
NEEDED = {name: WANTED[name] for name in ("target", "actual")}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OUTER = set("绩效指标年度目标完成情况")


@dataclass
class Levels:
    """The labels carried down while reading, and where each was met."""

    level1: str = ""
    level2: str = ""
    cells: set[int] = field(default_factory=set)


def prepare(columns: list[Column], body: list[Row] = ()) -> list[Column]:
    """Settle what depends on the other columns: 四级 as the name, an outer label, the two targets, unknown levels.

    `body`: the rows below the header, which tell the levels where the header does not.
    """
    if columns[0].role == "level1" and columns[0].col > 0:
        columns.insert(0, Column("outer", "", columns[0].col - 1))
    roles = [column.role for column in columns]
    if roles.count("level3") > 1:                             # 三级 beside 四级: the last one names the line
        for column in [c for c in columns if c.role == "level3"][:-1]:
            column.role = "left"
    if not {"target_adjusted", "target"} & set(roles):
        for column in columns:
            column.role = "target" if column.role == "target_initial" else column.role
    weights = [c for c in columns if c.role == "weight" or (c.role == UNKNOWN and plain(c.label) in ("分值", "权重"))]
    name = next((c.col for c in columns if c.role == "level3"), None)
    if len(weights) > 1 and name is not None:                 # 分值 beside each level: the rightmost counts
        right = [c for c in weights if c.col > name] or weights[-1:]
        for column in weights:
            column.role = "weight" if column is right[0] else "decoy"
    _name_unknown_levels(columns)
    _levels_by_content(columns, body)
    return columns


def _levels_by_content(columns: list[Column], body: list[Row]) -> None:
    """No first level in the header: the column that holds 产出指标, 效益指标 … is it (under 绩效指标 or 指标类型)."""
    if any(column.role == "level1" for column in columns):
        return
    for column in columns:
        texts = [c.text for row in body for c in row.own if c.col == column.col]
        first, second = (sum(level_word(level, text) is not None for text in texts) for level in (1, 2))
        if column.role in ("outer", "level2", UNKNOWN) and first > second and 2 * first >= len(texts):
            column.role = "level1"
            return


def _name_unknown_levels(columns: list[Column]) -> None:
    """A garbled header between 一级 and the name, where no 二级 is known, is the second level."""
    roles = [column.role for column in columns]
    if "level1" in roles and "level3" in roles and "level2" not in roles:
        between = columns[roles.index("level1") + 1:roles.index("level3")]
        if len(between) == 1:
            between[0].role = "level2"


@lru_cache(REMEMBERED)
def fit(role: str, text: str) -> float:
    """How well a text suits a column of the indicator block (for rows whose spans are lost)."""
    label = normal(text)
    number = points_c(text) is not None or label.isdecimal()
    if role in (*LEVELS, "outer", "level3") and not number and not _CHINESE.search(label):
        return {"outer": 0.5, "level1": 0.3, "level3": -1.0}.get(role, -1.0)
    if role in LEVELS:
        level = LEVELS.index(role) + 1
        if level_word(level, text):
            return 2.0 if level_word(3 - level, text) else 3.0   # 成本指标, 满意度指标 stand on either level
        return -4.0 if number else 0.6 if level == 1 and len(label) <= 3 else -1.5 if level == 2 else -3.0
    if role == "outer":
        return 1.0 if set(label) <= _OUTER and len(label) <= 6 else 0.4 if len(label) == 1 and not number else -3.0
    if role in POINTS:
        return 2.0 if number else 0.5 if is_blank(text) else -4.0
    if role == "level3":
        return -1.5 if number else 1.0
    if role == "reason":
        return -0.8 if number else 0.8
    if role in (UNKNOWN, "decoy"):
        return -0.5
    return 0.8


def read_row(row: Row, columns: list[Column], levels: Levels, filing: Filing, ledger: Ledger) -> Line | None:
    """One row as a line, or None when it holds only labels and fillers."""
    taken, rest = cells_by_column(row, columns, fit)
    if row.spans:
        taken = _used_once(taken, columns)
    wanted = (*LEVELS, *TEXTS, *POINTS)
    found = {name: cells for number, cells in taken.items() if (name := columns[number].role) in wanted}
    reasons = [c for number, cells in taken.items() if columns[number].role == "reason" for c in cells]
    _carry(found, levels, filing, row, ledger)
    line = Line(level1=levels.level1, level2=levels.level2, at={"row": _address(found, row)})
    printed = "".join(normal(cell.text) for cell in found.get("level2", []))
    if printed:
        line.raw["level2"] = printed
    texts = {name: _text(found.get(name, []), row, name) for name in TEXTS if name != "reason"}
    line.level3 = texts["level3"]
    line.target = _target(texts, line, filing)
    line.actual = texts["actual"]
    line.reason = "".join(normal(cell.text) for cell in reasons)
    _read_points(line, found, row, filing)
    if is_filler(line.level3) and is_filler(line.target) and line.weight_c is None and line.score_c is None:
        ledger.ignore(*(cell for cells in taken.values() for cell in cells), *rest)
        return None
    for name in (*TEXTS, *POINTS):
        for cell in reasons if name == "reason" else found.get(name, []):
            ledger.read(cell)
            line.at.setdefault(name, cell.address)
            line.raw.setdefault(name, normal(cell.text))
    ledger.ignore(*(c for n, cells in taken.items() if columns[n].role in ("outer", "decoy") for c in cells))
    return line


def _used_once(taken: dict[int, list[Cell]], columns: list[Column]) -> dict[int, list[Cell]]:
    """A cell merged over several columns gives its text to the levels and name it covers, or to one value."""
    used: set[int] = set()
    once = {}
    for number, cells in taken.items():
        name = columns[number].role in (*LEVELS, "level3", "outer")
        if name or not used & {id(cell) for cell in cells}:
            once[number] = cells
            used |= {id(cell) for cell in cells if cell.text.strip()}
    return once


def _address(found: dict[str, list[Cell]], row: Row) -> str:
    first = next((found[name] for name in ("level3", "target", "actual", "weight") if found.get(name)), None)
    return (first or row.own or row.cells)[0].address


def _carry(found: dict[str, list[Cell]], levels: Levels, filing: Filing, row: Row, ledger: Ledger) -> None:
    """Carry the level labels down; a new first level clears the second."""
    for number, name in enumerate(LEVELS, 1):
        cells = [c for c in found.get(name, []) if c.text.strip()]
        if not cells or all(id(cell) in levels.cells for cell in cells):
            continue
        text = "".join(cell.text for cell in cells)
        levels.cells.update(id(cell) for cell in cells)
        ledger.ignore(*cells)
        if is_filler(text) or not _is_new_level(number, text, levels, row):
            continue
        label = _level_label(number, text, row)
        if number == 1 and label != levels.level1:
            levels.level2 = ""
        setattr(levels, name, label)
        points = declared_points(text)
        if points is not None:
            filing.blocks.append(Block(number, label, round(points * 100)))


def _is_new_level(number: int, text: str, levels: Levels, row: Row) -> bool:
    """Whether a label begins a block, or is only the rest of one that was cut over rows (产出指 / 标)."""
    if row.spans or level_word(number, text):
        return True
    if not _CHINESE.search(text):
        return False
    current, rest = levels.level1 if number == 1 else levels.level2, plain(text)
    return not (number == 1 and (len(rest) <= 3 or current.endswith(rest)))


def _level_label(number: int, text: str, row: Row) -> str:
    """The label as printed without points; in a text extraction, the known word it is closest to."""
    label = normal(text)
    if declared_points(text) is not None:
        label = plain(text)
    return label if row.spans else level_word(number, text) or plain(text)


def _text(cells: list[Cell], row: Row, name: str) -> str:
    """A cell's text; one merged over several rows belongs to its first row only (the name and reason to all)."""
    if row.spans and name != "level3":
        cells = [cell for cell in cells if cell.row == row.index]
    text = "".join(normal(cell.text) for cell in cells)
    return text if row.spans else repaired(text)


def _target(texts: dict[str, str], line: Line, filing: Filing) -> str:
    """The target: sign, value and unit joined; the adjusted one where there are two."""
    joined = texts["sign"] + texts["target"] + texts["measure"]
    if joined:
        return joined
    if texts["target_adjusted"] or not texts["target_initial"]:
        return texts["target_adjusted"]
    filing.messages.append(Message(
        "warning", line.at["row"], texts["target_initial"], "调整后指标值",
        f"“{texts['level3']}”没有填调整后指标值，按年初指标值“{texts['target_initial']}”读取。"))
    return texts["target_initial"]


def _read_points(line: Line, found: dict[str, list[Cell]], row: Row, filing: Filing) -> None:
    for name, label in POINTS.items():
        cells = [c for c in found.get(name, []) if not row.spans or c.row == row.index]
        text = "".join(cell.text for cell in cells)
        value = points_c(text)
        setattr(line, f"{name}_c", value)
        if value is not None and cells[0].rows > 1:
            filing.messages.append(Message(
                "warning", cells[0].address, normal(text), "每行一个" + label,
                f"“{line.level3}”与下面几行合用一个{label}（合并{cells[0].rows}行）：只计一次，其余各行留空。"))
        if value is None and not is_blank(text):
            filing.messages.append(Message(
                "error", cells[0].address, normal(text), "分数，如 10",
                f"“{line.level3}”的{label}读到“{normal(text)}”，应为分数，如 10。该值留空，请核对原表。"))


def settle_levels(lines: list[Line], *, spans: bool) -> None:
    """Where spans are lost, a first level may be printed below its first rows: set it by the second level's family."""
    if spans:
        return
    known = {family_of_level1(line.level1): line.level1 for line in lines if line.level1}
    for line in lines:
        family = family_of(line.level2)
        if family and family in known and family_of_level1(line.level1) != family \
                and (not line.level1 or family_of_level1(line.level1) in ("产出", "效益", "满意度")):
            line.level1 = known[family]


def family_of_level1(level1: str) -> str | None:
    """产出, 效益 or 满意度 when the first level says so."""
    return next((name for name in ("产出", "效益", "满意度") if name in level1), None)
