"""What a person can set right by hand, field by field: its name, how it is written, how it is read.

Values are read as the reader reads cells (scoring/numbers.py, intake/head.py); they are written so that reading the
text gives the value again, to the last fen.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from data_access.intake.head import CODE, GRADES
from data_access.intake.labels import plain
from data_access.intake.record import Filing, Fund, Line
from scoring.numbers import FEN, amount_fen, is_blank, normal, percent, points_c

Row = Filing | Fund | Line


class Unfit(ValueError):
    """A text that is no value of its field; says in Chinese what is due."""


@dataclass(frozen=True)
class Field:
    """name: in Chinese, as on the form. at: its key in a row's addresses. hint: how it is written.

    read sets the row from a text, '' too, and raises Unfit; `needed`: a person may not leave it empty.
    """

    name: str
    at: str
    hint: str
    read: Callable[[Row, str], None]
    written: Callable[[Row], str]
    needed: bool = False


def _number(column: str, what: str, parse: Callable, show: Callable) -> tuple[Callable, Callable]:
    def read(row: Row, text: str) -> None:
        value = None if is_blank(text) else parse(text)
        if value is None and not is_blank(text):
            raise Unfit(f"“{text.strip()}”不是{what}。")
        setattr(row, column, value)

    return read, lambda row: "" if getattr(row, column) is None else show(getattr(row, column))


def _amount(name: str, column: str) -> Field:
    hint = "万元，如 12.5；按元填写时写明单位，如 125000元"
    return Field(name, column.removesuffix("_fen"), hint, *_number(
        column, "金额，应如 12.5（万元）或 125000元", amount_fen, lambda fen: _plain(Decimal(fen) / FEN["万元"])))


def _points(name: str, column: str, at: str | None = None) -> Field:
    return Field(name, at or column.removesuffix("_c"), "分数，如 9.5", *_number(
        column, "分数，应如 9.5", points_c, lambda points: _plain(Decimal(points) / 100)))


def _rate() -> Field:
    return Field("执行率", "rate", "百分数，如 98.5%", *_number(
        "rate", "百分数，应如 98.5%", percent, lambda rate: _plain(Decimal(repr(rate)) * 100) + "%"))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _text(name: str, column: str, *, needed: bool = False) -> Field:
    def read(row: Row, text: str) -> None:
        setattr(row, column, normal(text))

    return Field(name, column, "照原表填写", read, lambda row: getattr(row, column), needed)


def _coded(name: str, column: str) -> Field:
    """A name that may have its code in front, as forms print it: 001-青禾县水利局."""
    def read(row: Row, text: str) -> None:
        code = CODE.match(normal(text))
        setattr(row, column, code.group(2) if code else normal(text))
        setattr(row, f"{column}_code", code.group(1) if code else None)

    def written(row: Row) -> str:
        code = getattr(row, f"{column}_code")
        return f"{code}-{getattr(row, column)}" if code else getattr(row, column)

    return Field(name, column, "照原表填写，有代码的连代码一起写", read, written, column == "department")


def _set_year(row: Row, text: str) -> None:
    found = re.fullmatch(r"(20\d{2})年?度?", normal(text))
    if not found and normal(text):
        raise Unfit(f"“{text.strip()}”不是年度，应如 2024。")
    row.year = int(found.group(1)) if found else None


def _set_grade(row: Row, text: str) -> None:
    if normal(text) and plain(text) not in GRADES:
        raise Unfit(f"“{text.strip()}”不是等级，应为优、良、中、差之一。")
    row.grade, row.grade_printed = GRADES.get(plain(text)), normal(text)


_YEAR = Field("年度", "year", "如 2024", _set_year, lambda row: str(row.year or ""))
_GRADE = Field("自评等级", "grade", "优、良、中、差", _set_grade, lambda row: row.grade_printed or row.grade or "")

# place (a table of the store) → field → how; the order is that of the choice on the page.
FIELDS: dict[str, dict[str, Field]] = {
    "filings": {"project": _text("项目名称", "project", needed=True), "department": _coded("主管部门", "department"),
                "unit": _coded("实施单位", "unit"), "year": _YEAR,
                "total_score_c": _points("总分", "total_score_c", "total"), "grade": _GRADE},
    "funds": {"initial_fen": _amount("年初预算数", "initial_fen"), "midyear_fen": _amount("年中调整数", "midyear_fen"),
              "budget_fen": _amount("全年预算数", "budget_fen"), "executed_fen": _amount("全年执行数", "executed_fen"),
              "weight_c": _points("分值", "weight_c"), "rate": _rate(), "score_c": _points("得分", "score_c")},
    "lines": {"level3": _text("三级指标", "level3", needed=True), "target": _text("指标值", "target"),
              "actual": _text("完成值", "actual"), "weight_c": _points("分值", "weight_c"),
              "score_c": _points("得分", "score_c"), "reason": _text("偏差原因", "reason")}}


def address_of(row: Row, field: Field) -> str:
    """Where the field's cell stands in the source; its row's address where the cell itself is not known; else ''."""
    return row.at.get(field.at) or row.at.get("row") or row.at.get("title") or ""
