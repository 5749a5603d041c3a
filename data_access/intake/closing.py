"""Read the rows below the indicators: total, reasons, measures, notes, sign-off. layouts.md §1, §7."""

import re

from data_access.intake.cells import Ledger
from data_access.intake.columns import Column
from data_access.intake.documents.grid import Cell
from data_access.intake.head import GRADES
from data_access.intake.labels import meaning, plain
from data_access.intake.record import Filing, Message
from data_access.intake.rows import Row
from scoring.numbers import is_blank, normal, points_c

_SCORE_AND_GRADE = re.compile(r"^(\d{1,3}(?:\.\d+)?)分?\s*[(（]?(优秀?|良好?|中等?|较?差)[)）]?$")


def read_total(row: Row, columns: list[Column], filing: Filing, ledger: Ledger) -> bool:
    """Read 总分 | 100 | 98. False when the row is no total; subtotals are neither lines nor totals."""
    label = _first_label(row, columns)
    name = meaning("closing", label.text) if label else None
    if name == "subtotal":
        ledger.ignore(*row.filled)
        return True
    if name != "total":
        return False
    _take_total(row, [cell for cell in row.own if cell is not label], columns, filing, ledger)
    ledger.ignore(*row.filled)
    return True


def total_by_place(row: Row, columns: list[Column], filing: Filing, ledger: Ledger) -> bool:
    """A total row whose label OCR destroyed: below the lines, only short texts, a score, maybe a grade.

    Of several numbers the one in the score's column is the score; if none stands there, it stays None.
    """
    texts = [normal(cell.text) for cell in row.filled]
    numbers = [text for text in texts if points_c(text) is not None or _SCORE_AND_GRADE.match(text)]
    words = [text for text in texts if text not in numbers]
    places = {column.role: column.col for column in columns}
    if row.spans or not numbers or len(texts) > 6 or not all(map(_no_name, words)) \
            or any(cell.col == places.get("weight") for cell in row.filled):
        return False
    at_score = [cell for cell in row.filled if cell.col == places.get("score")]
    one = len(numbers) == 1 or (len(at_score) == 1 and normal(at_score[0].text) in numbers)
    if one:
        cells = row.filled if len(numbers) == 1 else [c for c in row.filled if c in at_score or plain(c.text) in GRADES]
        _take_total(row, cells, columns, filing, ledger)
    filing.at.setdefault("total", row.filled[0].address)
    ledger.ignore(*row.filled)
    filing.messages.append(Message(
        "warning" if one else "error", row.filled[0].address, " ".join(texts), "总分",
        "这一行的标签无法辨认，因在指标行之后、分数在得分栏，按总分行读取。" if one else
        "总分行无法辨认（有几个数字），总分留空，请核对原表。"))
    return True


def _no_name(text: str) -> bool:
    """Whether a text names nothing: a piece of 总分, a grade, or signs that are no Chinese."""
    return len(text) <= 6 and (plain(text) in GRADES or not re.search(r"[\u4e00-\u9fff]", text.strip("总分")))


def _take_total(row: Row, cells: list[Cell], columns: list[Column], filing: Filing, ledger: Ledger) -> None:
    numbers: list[Cell] = []
    for cell in cells:
        text = normal(cell.text)
        both = _SCORE_AND_GRADE.match(cell.text.strip()) or _SCORE_AND_GRADE.match(text)
        if both:
            filing.total_score_c = points_c(both.group(1))
            _set_grade(filing, both.group(2))
            filing.at["total"] = cell.address
        elif plain(text) in GRADES and filing.grade is None:
            _set_grade(filing, text)
        elif points_c(text) is not None:
            numbers.append(cell)
        else:
            continue
        ledger.read(cell)
    scored = any(line.score_c is not None for line in filing.lines)
    weight, score = _weight_and_score(row, numbers, columns, scored)
    if weight is not None:
        filing.total_weight_c = points_c(weight.text)
    if score is not None:
        filing.total_score_c = points_c(score.text)
        filing.at["total"] = score.address
    filing.at.setdefault("total", (cells or row.filled)[0].address)


def _set_grade(filing: Filing, text: str) -> None:
    filing.grade, filing.grade_printed = GRADES.get(plain(text)), normal(text)


def _weight_and_score(row: Row, numbers: list[Cell], columns: list[Column],
                      scored: bool) -> tuple[Cell | None, Cell | None]:
    """Which number is the weight, which the score: by column; without spans by order, one alone is the score.

    `scored`: some line has a score; where none has, one number alone is the weight.
    """
    roles = [column.role for column in columns]
    if "weight" not in roles:
        return None, numbers[-1] if numbers else None
    places = {role: next(c for c in columns if c.role == role) for role in ("weight", "score") if role in roles}
    if row.spans:
        found = {role: next((n for n in numbers if n.col <= place.col + (place.cols - 1) / 2 < n.col + n.cols), None)
                 for role, place in places.items()}
        if any(found.values()) or not numbers:
            return found.get("weight"), found.get("score")
    merged = max(0, columns[-1].col - row.cells[-1].col)      # the label was merged over the columns left of it
    at = {role: [n for n in numbers if n.col + merged == place.col] for role, place in places.items()}
    if len(numbers) >= 2 and all(len(found) == 1 for found in at.values()) and len(at) == 2:
        return at["weight"][0], at["score"][0]
    if len(at.get("score", [])) == 1 and not at.get("weight"):
        return None, at["score"][0]
    order = [role for role in roles if role in ("weight", "score")]
    if len(numbers) >= 2:
        by_role = dict(zip(order, numbers[:2], strict=False))
        weight, score = by_role.get("weight"), by_role.get("score")
        if weight and score and points_c(score.text) > points_c(weight.text):       # slipped: no score exceeds 100
            weight, score = score, weight
        return weight, score
    if not numbers:
        return None, None
    return (None, numbers[0]) if scored else (numbers[0], None)


def read_closing(row: Row, filing: Filing, ledger: Ledger, columns: list[Column] | None = None) -> bool:
    """Read a labelled row such as 偏差原因 | text. False when the row's first cell is no closing label."""
    labels = _labels(row, columns or [])
    for count, label in labels:
        name = meaning("closing", label, whole=_may_be_line(row, columns or []))
        if name in (None, "total", "subtotal"):
            continue
        cells = row.filled
        ledger.ignore(*cells[:count])
        values = cells[count:]
        text = "".join(normal(cell.text) for cell in values)
        if name == "signature":
            ledger.ignore(*values)
            return True
        ledger.read(*values)
        if name in ("reason", "measures", "notes") and not is_blank(text):
            setattr(filing, name, "\n".join(filter(None, [getattr(filing, name), text])))
            filing.at.setdefault(name, cells[0].address)
        return True
    return False


def _may_be_line(row: Row, columns: list[Column]) -> bool:
    """Whether an indicator's name may hold a closing word (项目负责人满意度): then only whole labels count."""
    name = next((column.col for column in columns if column.role == "level3"), None)
    numbers = sum(points_c(cell.text) is not None for cell in row.filled)
    return numbers >= 2 or (row.spans and name is not None and bool(row.own) and row.own[0].col == name > 0)


def _labels(row: Row, columns: list[Column]) -> list[tuple[int, str]]:
    """(cells used, label) candidates at the row's beginning; where spans are lost, also joined from several cells."""
    first = _first_label(row, columns)
    if first is None:
        return []
    cells = row.filled
    start = cells.index(first)
    most = 1 if row.spans else min(4, len(cells) - start)
    return [(start + n, "".join(cell.text for cell in cells[start:start + n])) for n in range(1, most + 1)]


def _first_label(row: Row, columns: list[Column]) -> Cell | None:
    """The row's first own cell, if it stands where labels stand: left of the third level's column."""
    own = row.own
    if not own:
        return None
    names = [column.col for column in columns if column.role == "level3"]
    limit = names[0] if names else 99
    return own[0] if own[0].col <= limit or not row.spans else None
