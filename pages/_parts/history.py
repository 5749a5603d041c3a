"""The parts of 部门: the tiles of one year beside the year before, the table of years, the checks by year."""

import streamlit as st

from data_access.queries.filters import NO_GRADE, Filters
from pages._parts import look, tables
from pages._parts.bar import check_option
from pages._parts.links import anchor, year_option
from pages._parts.text import count, day, esc, filing_name, money, points, rate, signed, wan, year_name

CHECKS = 10                                                   # rows of 历年疑点 that are shown at once


def tiles_of_year(years: list[dict], filters: Filters) -> None:
    """The numbers of the year chosen (the newest where all are), and how they moved since the year before."""
    chosen = [row for row in years if not filters.years or (row["year"] or 0) in filters.years]
    if not chosen:
        look.empty(f"这个部门在{year_option(filters.years)}没有项目自评表", "请在上方换一个年度。")
        return
    now = chosen[-1]
    before = next((row for row in years if now["year"] and row["year"] == now["year"] - 1), {})
    look.tiles([
        look.tile(f"{year_name(now['year'])}项目", count(now["projects"]), "份",
                  f"全年预算 {' '.join(money(now['budget_wan']))}"),
        look.tile("执行率", rate(now["rate"]), "", _moved(now, before, "rate", 100, "个百分点")),
        look.tile("自评均分", points(now["filed"]), "分", _moved(now, before, "filed", 1, "分")),
        look.tile("重算均分", points(now["recomputed"]), "分", _moved(now, before, "recomputed", 1, "分")),
        look.tile("疑点", count(now["findings"]), "条", f"高 {now['高']} · 中 {now['中']} · 低 {now['低']}")])


def _moved(now: dict, before: dict, name: str, factor: int, unit: str) -> str:
    if now[name] is None or before.get(name) is None:
        return "上年无数据"
    return f"比上年 {signed((now[name] - before[name]) * factor)} {unit}"


def years_table(years: list[dict], grades: list[dict]) -> None:
    """One row a year: money, execution, averages, how many forms of each grade were filed and recomputed."""
    counted = {(row["year"], row["grade"] or NO_GRADE): (row["filed"], row["recomputed"]) for row in grades}
    names = [grade for grade in ("优", "良", "中", "差", NO_GRADE) if any(key[1] == grade for key in counted)]
    heads = [(tables.grade(grade) if grade != NO_GRADE else "无等级", "center") for grade in names]
    body = [_year(row) + [_pair(counted.get((row["year"], grade), (0, 0))) for grade in names] for row in years]
    tables.table([*tables.columns("年度:short 项目:num 全年预算（万元）:num 全年执行（万元）:num 执行率:num 自评:num "
                                  "重算:num 差额:num"), *heads], body, caption="历年执行、均分和等级")


def _year(row: dict) -> list[str]:
    gap = None if row["filed"] is None else row["filed"] - row["recomputed"]
    return [year_name(row["year"]), count(row["projects"]), wan(row["budget_wan"]), wan(row["executed_wan"]),
            tables.rate_bar(row["rate"]), points(row["filed"]), points(row["recomputed"]), tables.gap(gap)]


def _pair(numbers: tuple[int, int]) -> str:
    return "{} → {}".format(*numbers) if any(numbers) else "·"


def checks_table(checks: list[dict], years: list[dict], department: str) -> None:
    """One row a check, the most asked first, one column a year; each number leads to its findings."""
    columns = [row["year"] for row in years]
    by_check: dict[str, dict] = {}
    for row in checks:
        by_check.setdefault(check_option(row["code"]), {})[row["year"]] = row["findings"]
    ordered = sorted(by_check.items(), key=lambda one: -sum(one[1].values()))
    body = [[name, *(_times(numbers.get(year), name, year, department) for year in columns)]
            for name, numbers in ordered]
    heads = [("复核规则", "wide"), *((year_name(year), "center") for year in columns)]
    tables.table(heads, body[:CHECKS], caption="历年疑点")
    if body[CHECKS:]:
        with st.expander(f"其余 {len(body) - CHECKS} 条规则"):
            tables.table(heads, body[CHECKS:], caption="历年疑点，其余规则")


def _times(number: int | None, check: str, year: int | None, department: str) -> str:
    if not number:
        return "·"
    return anchor(count(number), "findings", y=year_option((year or 0,)), d=department, code=check)


def repeated_table(found: list[dict]) -> None:
    """What was asked of the same project in more than one year."""
    body = [[esc(check_option(row["code"])) + (" " + tables.severity("高") if row["high"] else ""),
             anchor(filing_name(row), "filing", filing=row["filing"]), "、".join(map(str, row["years"])),
             count(len(row["years"]))] for row in found]
    tables.table(tables.columns("复核规则:wide 项目:wide 年度 几年:num"), body, caption="连年重复的疑点")


def projects_table(found: list[dict], filters: Filters) -> None:
    """The department's projects (rows of `queries.ranking.projects`)."""
    body = [[anchor(filing_name(row), "filing", filing=row["filing"]), wan(row["budget_wan"]),
             tables.rate_bar(row["rate"]), tables.score(row["filed"], row["self_grade"]),
             tables.score(row["recomputed"], row["recomputed_grade"], certain=row["grade_certain"]),
             tables.gap(row["difference"]), tables.severity_counts(row)] for row in found]
    tables.table(tables.columns("项目:wide 全年预算（万元）:num 执行率:num 自评:num 重算:num 差额:num 疑点"), body,
                 caption="本部门项目")


def forms_by_year(found: list[dict], shown: str) -> None:
    """The same project's forms over the years (rows of `queries.filing.through_the_years`); `shown` is the one open."""
    body = [[year_name(row["year"]) if row["filing"] == shown
             else anchor(year_name(row["year"]), "filing", filing=row["filing"]), esc(filing_name(row)),
             wan(row["budget_wan"]), tables.rate_bar(row["rate"]), tables.score(row["filed"], row["self_grade"]),
             tables.score(row["recomputed"], row["recomputed_grade"], certain=row["grade_certain"]),
             tables.severity_counts(row)] for row in found]
    tables.table(tables.columns("年度:short 项目:wide 全年预算（万元）:num 执行率:num 自评:num 重算:num 疑点"), body,
                 caption="同一项目各年度")


def discipline_table(found: list[dict]) -> None:
    """When and how completely the department filed."""
    body = [[year_name(row["year"]), count(row["projects"]), count(row["wholes"]), _span(row), count(row["refiled"]),
             "—" if row["quality"] is None else f"{row['quality'] * 100:.1f}%", count(row["no_lines"]),
             count(row["no_total"])] for row in found]
    tables.table(tables.columns("年度:short 项目自评表:num 部门整体:num 导入时间:center 重新报送:num 读懂的格子:num "
                                "没有指标:num 没有总分:num"), body, caption="报送情况")


def _span(row: dict) -> str:
    """The day, or the first and last day, its forms were imported."""
    return " 至 ".join(dict.fromkeys((day(row["first"]), day(row["last"])))) or "—"
