"""The filter bar: every choice is part of the address, and stays when the page changes."""

from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from data_access.deciding import STATES
from data_access.queries import filters as choose
from data_access.queries.filters import MOVES, NO_GRADE, TOPICS, UNKNOWN_YEAR, Filters
from pages._parts import since
from pages._parts.accident import told
from pages._parts.data import ask, shown
from pages._parts.links import EVERY_YEAR, year_option
from pages._parts.text import year_name

GRADES = ("优", "良", "中", "差", NO_GRADE)
SEVERITIES = ("高", "中", "低")
FORMS = {"project": "项目支出", "department": "部门整体"}


def filter_bar(*, more: tuple[str, ...] = (), folded: tuple[str, ...] = (), years: bool = False,
               departments: bool = True) -> Filters:
    """年度, 部门, 科室, and what the screen asks for in `more` (fields of Filters); `folded`: behind a click.

    years, departments: whether a click adds one to those chosen; else it takes the place of the one chosen. Several
    that come with the address or from another screen stay until then."""
    choices = ask(choose.choices)
    _keep_address()
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", key="filter-bar"):
        picked = _years(choices["years"], several=years)
        names = _several("部门", choices["departments"], "d", "全部部门", 200, several=departments)
        offices = _several("科室", choices["offices"], "o", "全部科室", 160) if choices["offices"] else []
        extra = {name: _MORE[name](choices) for name in more}
        if folded:
            with st.popover("更多筛选", width="content"):
                extra |= {name: _MORE[name](choices) for name in folded}
    extra = {name: tuple(value) if isinstance(value, list) else value for name, value in extra.items()}
    return Filters(years=picked, departments=tuple(names), offices=tuple(offices), **extra)


def _keep_address() -> None:
    """What an address opened with goes along as the menu leads on; Streamlit by itself keeps only what was clicked."""
    for key in ("y", "d", "o"):
        if st.session_state.get(key) and key not in st.query_params:
            with suppress(StreamlitAPIException):             # on the same screen the address is the widget's own
                st.query_params[key] = st.session_state[key] = st.session_state[key]


def _years(years: list[int], *, several: bool) -> tuple[int, ...]:
    known = [year for year in years if year != UNKNOWN_YEAR]
    options = [year_option((year,)) for year in years] + [EVERY_YEAR]
    own = shown()[0].settings.default_year
    first = year_option((own,) if own in known else tuple(known[:1]))
    picked = st.segmented_control("年度（可多选）" if several else "年度", options, default=[first], key="y",
                                  selection_mode="multi", bind="query-params", on_change=_settle_years, args=(several,))
    st.session_state["_y"] = picked
    return () if EVERY_YEAR in picked else tuple(year for year in years if year_option((year,)) in picked)


@told()
def _settle_years(several: bool) -> None:
    """Callback: what a click on a year means. 全部年度 stands alone; on a screen of one year a click moves."""
    before, now = (st.session_state.get(key) or [] for key in ("_y", "y"))
    added = [year for year in now if year not in before]
    if added and (not several or EVERY_YEAR in added):
        now = added[-1:]
    elif added:
        now = [year for year in now if year != EVERY_YEAR]
    elif not now:
        now = [EVERY_YEAR] if several else before
    st.session_state["y"] = now


def _several(label: str, options: list[str], key: str, everything: str, width: int, *,
             several: bool = True) -> list[str]:
    change = {} if several else {"on_change": _last_of, "args": (key,)}
    return st.multiselect(label, options, key=key, placeholder=everything, bind="query-params", width=width,
                          select_all=False, **change)


@told()
def _last_of(key: str) -> None:
    """Callback: of several chosen keep the last."""
    st.session_state[key] = st.session_state[key][-1:]


def _severities(_choices: dict) -> list[str]:
    return st.pills("严重程度", SEVERITIES, selection_mode="multi", key="s", bind="query-params")


def _checks(choices: dict) -> list[str]:
    options = [check_option(code) for code in choices["checks"]]
    picked = st.multiselect("复核规则", options, key="code", placeholder="全部规则", bind="query-params", width=250,
                            select_all=False)
    return [option.split()[0] for option in picked]


def check_option(code: str) -> str:
    """How the filter names a check, in the list and in an address: 'A07 定量指标得分偏高'."""
    return f"{code} {ask(choose.choices)['checks'][code]}"


def _grades(_choices: dict) -> list[str]:
    return st.multiselect("自评等级", GRADES, key="grade", placeholder="全部等级", bind="query-params", width=150,
                          select_all=False)


def _regrades(_choices: dict) -> list[str]:
    return st.multiselect("重算等级", GRADES, key="regrade", placeholder="全部等级", bind="query-params", width=150,
                          select_all=False)


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
    return _amount("金额不低于（万元）", "least")


def _most_wan(_choices: dict) -> float | None:
    return _amount("金额不高于（万元）", "most")


def _amount(label: str, key: str) -> float | None:
    return st.number_input(label, min_value=0.0, value=None, step=10.0, format="%.2f", key=key, placeholder="不限",
                           bind="query-params")


def _text(_choices: dict) -> str:
    return st.text_input("查找", key="q", placeholder="项目、指标、说明…", bind="query-params",
                         width=170) or ""


_MORE = {"since": since.raised_since,
         "topics": _topics, "severities": _severities, "checks": _checks, "grades": _grades, "regrades": _regrades,
         "moves": _moves, "states": _states, "forms": _forms, "least_wan": _least_wan, "most_wan": _most_wan,
         "text": _text}
_EMPTY = {"since": None,
          "s": [], "code": [], "topic": [], "grade": [], "regrade": [], "move": [], "state": [], "form": [],
          "least": None, "most": None, "q": ""}


@told()
def clear_filters() -> None:
    """Callback: take back what narrows the list, keep 年度 and 部门."""
    for key, nothing in _EMPTY.items():
        if key in st.session_state:
            st.session_state[key] = nothing


def years_in_words(filters: Filters) -> str:
    """2024年度, 2023、2024年度, 全部年度, 年度不明."""
    if len(filters.years) < 2:
        return year_name(filters.years[0]) if filters.years else EVERY_YEAR
    known = "、".join(str(year) for year in sorted(filters.years) if year != UNKNOWN_YEAR)
    return f"{known}年度" + ("和年度不明" if UNKNOWN_YEAR in filters.years else "")


def in_words(filters: Filters) -> str:
    """The filters as a person says them: 2024年度 · 水利局、教育局 · 高."""
    words = [years_in_words(filters), *filters.offices, "、".join(filters.departments) or "全部部门"]
    words += [f"自评{grade}" for grade in filters.grades] + [f"重算{grade}" for grade in filters.regrades]
    words += [*filters.moves, *filters.severities, *filters.states, *filters.checks, *filters.topics]
    words += [FORMS[form] for form in filters.forms]
    words += [f"第 {filters.since[0]} 次导入以来新提出"] if filters.since else []
    words += [f"{filters.least_wan:g} 万元以上"] if filters.least_wan else []
    words += [f"{filters.most_wan:g} 万元以下"] if filters.most_wan is not None else []
    return " · ".join(words + ([f"含“{filters.text.strip()}”"] if filters.text.strip() else []))
