"""The parts of 对比: two views of the same data side by side, and what lies between them."""

from dataclasses import dataclass

import streamlit as st

from data_access.queries import compare, overview
from data_access.queries import filters as choose
from data_access.queries.filters import NO_GRADE, UNKNOWN_YEAR, Filters
from pages._parts import look, tables
from pages._parts.bar import GRADES, check_option
from pages._parts.data import ask
from pages._parts.links import anchor, view
from pages._parts.text import count, esc, filing_name, points, rate, signed, wan, year_name

KINDS = ("两个年度", "两个部门", "两个规则包")
MOST_CHECKS, SHOWN = 100, 15
# name -> (key of overview.totals, how it is shown, how the difference is shown)
_NUMBERS = {
    "项目自评表（份）": ("projects", count, lambda gap: more(gap)),
    "全年预算（万元）": ("budget_wan", wan, lambda gap: _signed_wan(gap)),
    "全年执行（万元）": ("executed_wan", wan, lambda gap: _signed_wan(gap)),
    "执行率": ("rate", rate, lambda gap: f"{signed(gap * 100)} 个百分点"),
    "自评均分": ("filed", points, signed),
    "重算均分": ("recomputed", points, signed),
    "自评高出重算 5 分以上（份）": ("over", count, lambda gap: more(gap)),
    "不能对照的（份）": ("not_compared", count, lambda gap: more(gap)),
}


@dataclass(frozen=True)
class Pair:
    """What is compared: two views, what each is called, and the whole in words."""

    first: Filters
    second: Filters
    names: tuple[str, str]
    words: str


def chosen(kind: str) -> Pair | None:
    """The widgets of one kind of comparison and what they say; None where there are not two to choose from."""
    choices = ask(choose.choices)
    years = [year for year in choices["years"] if year != UNKNOWN_YEAR]
    if kind == KINDS[0]:
        return _two_years(years, choices["filed"])
    return _two_departments(years, choices["filed"])


def _two_years(years: list[int], departments: list[str]) -> Pair | None:
    if len(years) < 2:
        return None
    first = st.selectbox("左边", years, 1, key="y1", bind="query-params", format_func=year_name, width=130)
    second = st.selectbox("右边", years, 0, key="y2", bind="query-params", format_func=year_name, width=130)
    name = st.selectbox("部门", departments, index=None, placeholder="全部部门", key="dd", bind="query-params",
                        width=190)
    only = (name,) if name else ()
    names = (year_name(first), year_name(second))
    return Pair(Filters(years=(first,), departments=only), Filters(years=(second,), departments=only), names,
                f"{names[0]}与{names[1]} · {name or '全部部门'}")


def _two_departments(years: list[int], departments: list[str]) -> Pair | None:
    if len(departments) < 2:
        return None
    first = st.selectbox("左边", departments, 0, key="d1", bind="query-params", width=240)
    second = st.selectbox("右边", departments, 1, key="d2", bind="query-params", width=240)
    year = st.selectbox("年度", years, 0, key="yy", bind="query-params", format_func=year_name, width=140) \
        if years else None
    only = (year,) if year else ()
    return Pair(Filters(years=only, departments=(first,)), Filters(years=only, departments=(second,)),
                (first, second), f"{first}与{second} · {year_name(year) if year else '全部年度'}")


def sides_of(pair: Pair) -> list[dict]:
    """Of both views: totals, grades, checks (rows of `queries.overview`)."""
    return [{"totals": ask(overview.totals, side), "grades": ask(overview.grades, side),
             "severities": ask(overview.severities, side), "checks": ask(overview.by_check, side, MOST_CHECKS)}
            for side in (pair.first, pair.second)]


def numbers_table(sides: list[dict], pair: Pair) -> None:
    """One row a number: left, right, difference."""
    body = []
    for name, (key, shown, moved) in _NUMBERS.items():
        left, right = (side["totals"][key] for side in sides)
        gap = "—" if left is None or right is None else moved(right - left)
        body.append([esc(name), shown(left), shown(right), gap])
    for at, severity in enumerate("高中低"):
        left, right = (side["severities"][at] for side in sides)
        body.append([f"{tables.severity(severity)} 涉及自评表的占比", rate(left["share"]), rate(right["share"]),
                     f"{signed(((right['share'] or 0) - (left['share'] or 0)) * 100)} 个百分点"])
    tables.table([("", "wide"), *((esc(name), "num") for name in pair.names), ("差", "num")], body,
                 caption="并排的金额和得分")


def more(gap: int) -> str:
    """A difference of whole numbers: +3, −1,200, 0."""
    return f"{gap:+,}".replace("-", "−") if gap else "0"


def _signed_wan(gap: float) -> str:
    return f"{gap:+,.2f}".replace("-", "−")


def grades_table(sides: list[dict], pair: Pair) -> None:
    """One row a grade: how many project forms filed it → how many are recomputed to it, on both sides."""
    body = []
    for grade in GRADES:
        cells = []
        for side in sides:
            filed, recomputed = (sum(row["filings"] for row in side["grades"] if (row[which] or NO_GRADE) == grade)
                                 for which in ("self_grade", "recomputed_grade"))
            cells.append(f"{count(filed)} → {count(recomputed)}" if filed or recomputed else "·")
        body.append([tables.grade(grade) if grade != NO_GRADE else "无等级", *cells])
    tables.table([("等级", "center"), *((esc(name), "center") for name in pair.names)], body, caption="并排的等级")


def checks_table(sides: list[dict], pair: Pair) -> None:
    """One row a check, the largest differences first: the findings on both sides, each number a link to its list."""
    asked = [{row["code"]: row["findings"] for row in side["checks"]} for side in sides]
    codes = sorted(asked[0] | asked[1], key=lambda code: (-abs(asked[1].get(code, 0) - asked[0].get(code, 0)), code))
    body = [[check_option(code), *(_number(one.get(code), code, side)
                                   for one, side in zip(asked, (pair.first, pair.second), strict=True))]
            for code in codes[:SHOWN]]
    tables.table([("复核规则", "wide"), *((esc(name), "center") for name in pair.names)], body, caption="并排的疑点")


def _number(number: int | None, code: str, side: Filters) -> str:
    return anchor(count(number), "findings", code=check_option(code), **view(side)) if number else "·"


def moved_table(pair: Pair) -> None:
    """The projects of both years, those whose recomputed total moved most first."""
    found = ask(compare.moved, pair.first, pair.second)
    if not found:
        return
    look.section("同名项目", f"两个年度都有的项目 {count(found[0]['total'])} 个，重算分变动大的在前。")
    body = [[anchor(filing_name(row), "filing", filing=row["filing"]), esc(row["canonical"]),
             f"{rate(row['first_rate'])} → {rate(row['second_rate'])}",
             f"{points(row['first_filed'])} → {points(row['second_filed'])}",
             f"{points(row['first_recomputed'])} → {points(row['second_recomputed'])}", signed(row["change"]),
             f"{tables.grade(row['first_recomputed_grade'])} → {tables.grade(row['second_recomputed_grade'])}"]
            for row in found]
    tables.table(tables.columns("项目:wide 部门 执行率:num 自评:num 重算:num 重算变动:num 重算等级:center"), body,
                 caption="两个年度的同名项目")
