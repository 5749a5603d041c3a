"""The filter bar: every choice is part of the address, and stays when the page changes."""

import streamlit as st

from data_access.queries import filters as choose
from data_access.queries.filters import NO_GRADE, TOPICS, UNKNOWN_YEAR, Filters
from pages._parts.data import ask
from pages._parts.links import year_option
from pages._parts.text import year_name

GRADES = ("优", "良", "中", "差", NO_GRADE)
SEVERITIES = ("高", "中", "低")


def filter_bar(*, more: tuple[str, ...] = ()) -> Filters:
    """年度 and 部门, and what the screen asks for in `more` (fields of Filters)."""
    choices = ask(choose.choices)
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", key="filter-bar"):
        years = _year(choices["years"])
        department = st.selectbox("部门", choices["departments"], index=None, placeholder="全部部门", key="d",
                                  bind="query-params", width=200)
        extra = {name: tuple(_MORE[name](choices)) for name in more}
    return Filters(years=years, departments=(department,) if department else (), **extra)


def _year(years: list[int]) -> tuple[int, ...]:
    known = [year for year in years if year != UNKNOWN_YEAR]
    options = [year_option((year,)) for year in years] + [year_option(())]
    picked = st.segmented_control("年度", options, default=year_option(tuple(known[:1])), key="y", required=True,
                                  bind="query-params")
    return next(((year,) for year in years if year_option((year,)) == picked), ())


def _severities(_choices: dict) -> list[str]:
    return st.pills("严重程度", SEVERITIES, selection_mode="multi", key="s", bind="query-params")


def _checks(choices: dict) -> list[str]:
    options = [check_option(code) for code in choices["checks"]]
    picked = st.multiselect("复核规则", options, key="code", placeholder="全部规则", bind="query-params", width=250)
    return [option.split()[0] for option in picked]


def check_option(code: str) -> str:
    """How the filter names a check, in the list and in an address: 'A07 定量指标得分偏高'."""
    return f"{code} {ask(choose.choices)['checks'][code]}"


def _grades(_choices: dict) -> list[str]:
    return st.multiselect("自评等级", GRADES, key="grade", placeholder="全部等级", bind="query-params", width=150)


def _regrades(_choices: dict) -> list[str]:
    return st.multiselect("重算等级", GRADES, key="regrade", placeholder="全部等级", bind="query-params", width=150)


def _topics(_choices: dict) -> list[str]:
    return st.pills("专题", list(TOPICS), selection_mode="multi", key="topic", bind="query-params")


_MORE = {"topics": _topics, "severities": _severities, "checks": _checks, "grades": _grades, "regrades": _regrades}


def clear_filters() -> None:
    """Callback: take back what narrows the list, keep 年度 and 部门."""
    for key in ("s", "code", "topic", "grade", "regrade"):
        if key in st.session_state:
            st.session_state[key] = []


def years_in_words(filters: Filters) -> str:
    """2024年度, 全部年度, 年度不明."""
    return year_name(filters.years[0]) if filters.years else year_option(())


def in_words(filters: Filters) -> str:
    """The filters as a person says them: 2024年度 · 水利局 · 高."""
    words = [years_in_words(filters), *(filters.departments or ("全部部门",))]
    words += [f"自评{grade}" for grade in filters.grades] + [f"重算{grade}" for grade in filters.regrades]
    return " · ".join([*words, *filters.severities, *filters.checks, *filters.topics])
