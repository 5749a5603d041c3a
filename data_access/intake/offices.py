"""The list 科室 ↔ department: one row a department, with the 科室 that looks after it (xlsx, xls, csv)."""

import re
from pathlib import Path

import yaml

from data_access.intake.companions import blocks
from data_access.intake.documents.grid import Cell, Grid, Unreadable
from data_access.intake.documents.limits import LIMITS, Limits
from data_access.intake.record import Message
from scoring.numbers import is_blank, normal

_WORDS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_SUM = re.compile("^(合计|小计|总计|共计).*$")


def read_offices(data: bytes, name: str, limits: Limits = LIMITS) -> tuple[dict[str, str], list[Message]]:
    """{department as printed: 科室} of a list, and what a person should know. Bad content never raises.

    A blank 科室 takes the one above it, where cells of one 科室 are merged or written once. One department under two
    different 科室 is an error: neither is taken."""
    try:
        found = [pair for block in blocks(data, name, limits) if isinstance(block, Grid) for pair in _pairs(block)]
    except Unreadable as error:
        return {}, [Message("error", error.where or name, error.found, error.expected, error.text)]
    if not found:
        return {}, [Message("error", name, "没有找到表头", "带“部门”和“科室”两列的表头",
                            "文件里没有找到部门和科室的对应表。表头应有“部门”（或单位）和“科室”（或股室）两列。")]
    said: dict[str, dict[str, str]] = {}
    for department, office, address in found:
        said.setdefault(department, {})[office] = address
    messages = [Message("error", "、".join(offices.values()), "、".join(offices), "一个部门只归一个科室",
                        f"“{department}”写了 {len(offices)} 个科室（{'、'.join(offices)}），没有采用。"
                        "请改成一个再导入。")
                for department, offices in said.items() if len(offices) > 1]
    return {department: next(iter(offices)) for department, offices in said.items() if len(offices) == 1}, messages


def _pairs(grid: Grid) -> list[tuple[str, str, str]]:
    """(department, 科室, address) of each row under the header."""
    head = next((i for i, row in enumerate(grid.rows[:15]) if _columns(row)), None)
    if head is None:
        return []
    department_at, office_at = _columns(grid.rows[head])
    found, above = [], ""
    for index in range(head + 1, len(grid.rows)):
        cells = {cell.col: cell for cell in reversed(grid.covering(index))}
        department, office = (cells[at].text.strip() if at in cells else "" for at in (department_at, office_at))
        if is_blank(department) or _SUM.match(department):
            continue
        above = above if is_blank(office) else office
        if above:
            found.append((" ".join(department.split()), above, cells[department_at].address))
    return found


def _columns(row: list[Cell]) -> tuple[int, int] | None:
    """The columns of department and 科室 that a header row names."""
    plain = {normal(cell.text): cell.col for cell in reversed(row)}
    at = [next((plain[label] for label in _WORDS[role] if label in plain), None) for role in ("department", "office")]
    return None if None in at else tuple(at)
