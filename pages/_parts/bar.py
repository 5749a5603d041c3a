"""The filter bar: every choice is part of the address, and stays when the page changes."""

import streamlit as st

from data_access.deciding import STATES
from data_access.queries import filters as choose
from data_access.queries.filters import MOVES, NO_GRADE, TOPICS, UNKNOWN_YEAR, Filters
from pages._parts import since
from pages._parts.data import ask, shown
from pages._parts.links import year_option
from pages._parts.text import year_name

GRADES = ("优", "良", "中", "差", NO_GRADE)
SEVERITIES = ("高", "中", "低")
FORMS = {"project": "项目支出", "department": "部门整体"}


def filter_bar(*, more: tuple[str, ...] = (), folded: tuple[str, ...] = ()) -> Filters:
    """年度, 部门, 科室, and what the screen asks for in `more` (fields of Filters); `folded`: behind a click."""
    choices = ask(choose.choices)
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", key="filter-bar"):
        years = _year(choices["years"])
        department = st.selectbox("部门", choices["departments"], index=None, placeholder="全部部门", key="d",
                                  bind="query-params", width=180)
        office = _office(choices["offices"])
        extra = {name: _MORE[name](choices) for name in more}
        if folded:
            with st.popover("更多筛选", width="content"):
                extra |= {name: _MORE[name](choices) for name in folded}
    extra = {name: tuple(value) if isinstance(value, list) else value for name, value in extra.items()}
    return Filters(years=years, departments=(department,) if department else (),
                   offices=(office,) if office else (), **extra)


def _year(years: list[int]) -> tuple[int, ...]:
    known = [year for year in years if year != UNKNOWN_YEAR]
    options = [year_option((year,)) for year in years] + [year_option(())]
    own = shown()[0].settings.default_year
    first = year_option((own,) if own in known else tuple(known[:1]))
    picked = st.segmented_control("年度", options, default=first, key="y", required=True, bind="query-params")
    return next(((year,) for year in years if year_option((year,)) == picked), ())


def _office(offices: list[str]) -> str | None:
    """科室, where any was named on the settings page."""
    return st.selectbox("科室", offices, index=None, placeholder="全部科室", key="o", bind="query-params",
                        width=150) if offices else None


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


def _moves(_choices: dict) -> list[str]:
    return st.pills("等级变动", list(MOVES), selection_mode="multi", key="move", bind="query-params")


def _topics(_choices: dict) -> list[str]:
    return st.pills("专题", list(TOPICS), selection_mode="multi", key="topic", bind="query-params")


def _states(_choices: dict) -> list[str]:
    return st.pills("核实状态", STATES, selection_mode="multi", key="state", bind="query-params")


def _forms(_choices: dict) -> list[str]:
    picked = st.pills("表种", list(FORMS.values()), selection_mode="multi", key="form", bind="query-params")
    return [form for form, name in FORMS.items() if name in picked]


def _least_wan(_choices: dict) -> float | None:
    return st.number_input("金额不低于（万元）", min_value=0.0, value=None, step=10.0, format="%.2f", key="least",
                           placeholder="不限", bind="query-params")


def _text(_choices: dict) -> str:
    return st.text_input("查找", key="q", placeholder="项目、指标、说明…", bind="query-params",
                         width=170) or ""


_MORE = {"since": since.raised_since,
         "topics": _topics, "severities": _severities, "checks": _checks, "grades": _grades, "regrades": _regrades,
         "moves": _moves, "states": _states, "forms": _forms, "least_wan": _least_wan, "text": _text}
_EMPTY = {"since": None,
          "s": [], "code": [], "topic": [], "grade": [], "regrade": [], "move": [], "state": [], "form": [],
          "least": None, "q": ""}


def clear_filters() -> None:
    """Callback: take back what narrows the list, keep 年度 and 部门."""
    for key, nothing in _EMPTY.items():
        if key in st.session_state:
            st.session_state[key] = nothing


def years_in_words(filters: Filters) -> str:
    """2024年度, 全部年度, 年度不明."""
    return year_name(filters.years[0]) if filters.years else year_option(())


def in_words(filters: Filters) -> str:
    """The filters as a person says them: 2024年度 · 水利局 · 高."""
    words = [years_in_words(filters), *filters.offices, *(filters.departments or ("全部部门",))]
    words += [f"自评{grade}" for grade in filters.grades] + [f"重算{grade}" for grade in filters.regrades]
    words += [*filters.moves, *filters.severities, *filters.states, *filters.checks, *filters.topics]
    words += [FORMS[form] for form in filters.forms]
    words += [f"第 {filters.since[0]} 次导入以来新提出"] if filters.since else []
    words += [f"{filters.least_wan:g} 万元以上"] if filters.least_wan else []
    return " · ".join(words + ([f"含“{filters.text.strip()}”"] if filters.text.strip() else []))
