"""Read the goals block: 预期目标 beside 实际完成情况. layouts.md §3."""

import re

from data_access.intake.cells import Ledger
from data_access.intake.columns import Column, read_columns
from data_access.intake.labels import meaning
from data_access.intake.rows import Row
from scoring.numbers import normal

HINT = re.compile(r"[(（]\d+字以内[)）]")


def goal_columns(row: Row) -> list[Column]:
    """Where the goals stand; where spans are lost, a label that OCR cut (实 / 际完成情况) begins a cell earlier."""
    columns = [c for c in read_columns("goals", [row]) if c.role in ("expected", "achieved")]
    for role in ("expected", "achieved"):                     # 年度目标 | 预期目标: the first is the block's own label
        named = [cell for cell in row.own if meaning("goals", cell.text, loose=not row.spans) == role]
        if len(named) > 1:
            columns = [c for c in columns if c.role != role]
            columns.append(Column(role, named[-1].text, named[-1].col, named[-1].cols))
    columns.sort(key=lambda column: column.role, reverse=True)
    if not row.spans:
        for left, cell in zip(row.filled, row.filled[1:], strict=False):
            if len(normal(left.text)) <= 2 and cell.col == left.col + 1 \
                    and meaning("goals", left.text + cell.text, loose=True) == "achieved":
                columns = [c for c in columns if c.role != "achieved"] + [Column("achieved", "", left.col)]
    return columns


def read_goal(row: Row, columns: list[Column], ledger: Ledger) -> tuple[str, str] | None:
    """(expected, achieved) of one row, or None when it states neither."""
    if not row.spans:
        texts = _texts_without_spans(row, columns, ledger)
    else:
        texts = {}
        for column in columns:
            cell = next((c for c in row.cells if c.col <= column.col < c.col + c.cols and c.row == row.index), None)
            if cell is not None and cell.text.strip():
                texts[column.role] = _goal_text(cell.text)
                ledger.read(cell)
    return (texts.get("expected", ""), texts.get("achieved", "")) if any(texts.values()) else None


def _texts_without_spans(row: Row, columns: list[Column], ledger: Ledger) -> dict[str, str]:
    """Long texts, cut or shifted: those before the achieved goal's column are the expected goal."""
    texts = {"expected": "", "achieved": ""}
    if not columns:
        return texts
    border = next((c.col for c in columns if c.role == "achieved"), 99)
    cells = [c for c in row.filled if c.col > 0 or columns[0].col == 0]
    first = next((c.col for left, c in zip([None, *cells], cells, strict=False)
                  if c.col >= border or (left and c.col == border - 1 and left.col < c.col - 1)), 99)
    for cell in cells:
        texts["achieved" if cell.col >= first and len(cells) > 1 else "expected"] += _goal_text(cell.text)
        ledger.read(cell)
    return texts


def _goal_text(text: str) -> str:
    """A goal; the template's own hint (…（100字以内）) is no text of the department."""
    return "" if HINT.search(text) and len(normal(text)) < 60 else normal(text)


def read_goal_pairs(row: Row, goals: list[tuple[str, str]], ledger: Ledger) -> bool:
    """Goals written beside their labels: 年度目标 | text | 完成情况 | text, in one row or two. False for other rows."""
    own, found = row.own, {}
    for label, value in zip(own, own[1:], strict=False):
        name = meaning("goals", label.text)
        if name and not meaning("goals", value.text) and len(normal(value.text)) > 2:
            found[name] = _goal_text(value.text)
            ledger.ignore(label)
            ledger.read(value)
    if not found or not row.spans:
        return False
    if goals and not goals[-1][1] and "expected" not in found:
        goals[-1] = (goals[-1][0], found["achieved"])
    elif any(found.values()):
        goals.append((found.get("expected", ""), found.get("achieved", "")))
    return True
