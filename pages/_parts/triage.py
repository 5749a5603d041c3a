"""The parts of 疑点清单: counts that narrow the list, the list by check or department, deciding finding by finding."""

import math
from functools import partial

import streamlit as st

from data_access import deciding
from data_access.queries import findings, overview
from data_access.queries.filters import Filters
from pages._parts import look, since, tables
from pages._parts.bar import FORMS, SEVERITIES, check_option
from pages._parts.cards import markup
from pages._parts.data import ask, shown
from pages._parts.links import anchor, view
from pages._parts.person import person
from pages._parts.text import count, day, esc, wan

VIEWS = ("逐条", "按规则", "按部门")
_AT = "_deciding"                                             # key of the finding in the dialog


def parameters(filters: Filters) -> dict:
    """The whole of the filters as parameters of this screen's address."""
    given = {**view(filters), "since": since.chosen(filters.since),
             "s": filters.severities, "state": filters.states, "topic": filters.topics,
             "code": [check_option(code) for code in filters.checks], "grade": filters.grades,
             "form": [FORMS[form] for form in filters.forms], "q": filters.text,
             "least": filters.least_wan or ""}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value}


def facets(filters: Filters) -> None:
    """How many findings each severity, state, form and department would leave; each number narrows the list to it."""
    groups = [("严重程度", "severities", "s", dict.fromkeys(SEVERITIES)),
              ("核实状态", "states", "state", dict.fromkeys(deciding.STATES)), ("表种", "forms", "form", FORMS)]
    parts = [_facet(label, ask(findings.facet, filters, name), parameter, words, filters)
             for label, name, parameter, words in groups]
    if not filters.departments:
        counts = ask(findings.facet, filters, "departments", 5)
        parts.append(_facet("最多的部门", counts, "d", dict.fromkeys(counts), filters))
    st.html(f'<div class="jh-facets">{"".join(parts)}</div>')


def _facet(label: str, counts: dict[str, int], parameter: str, words: dict, filters: Filters) -> str:
    shown_ = [anchor(f"{words[value] or value} {count(counts[value])}", "findings",
                     **{**parameters(filters), parameter: words[value] or value})
              for value in words if counts.get(value)]
    return f"<span><b>{label}</b>{''.join(shown_)}</span>" if shown_ else ""


def by_check(filters: Filters) -> None:
    """One row a check: how often it asks and what of it is still open."""
    body = [[anchor(name, "findings", **{**parameters(filters), "code": name}), tables.severity_counts(row),
             count(row["findings"]), count(row["filings"]), count(row["open"])]
            for row in ask(overview.by_check, filters, 100) for name in [check_option(row["code"])]]
    tables.table(tables.columns("复核规则:wide 疑点 条数:num 涉及自评表:num 待核实:num"), body, caption="按规则")


def by_department(filters: Filters, limit: int) -> None:
    """One row a department, a page at a time."""
    total = ask(findings.by_department, filters, 1)[0]["total"]
    listed = st.container()
    page = st.pagination(math.ceil(total / limit), key=f"departments-{hash(filters)}") if total > limit else 1
    with listed:
        _departments(ask(findings.by_department, filters, limit, (page - 1) * limit), filters)


def _departments(found: list[dict], filters: Filters) -> None:
    body = [[anchor(row["canonical"], "findings", **{**parameters(filters), "d": row["canonical"]}),
             tables.severity_counts(row), count(row["findings"]), count(row["filings"]), wan(row["money_wan"]),
             count(row["open"])] for row in found]
    tables.table(tables.columns("部门:wide 疑点 条数:num 涉及自评表:num 涉及金额（万元）:num 待核实:num"), body,
                 caption="按部门")


def decide_button(filters: Filters, sort: str, lead: dict, _folded: list[dict]) -> None:
    """The button of a card that opens the dialog at its finding."""
    if st.button("写核实结果 →", key=f"decide-{lead['key']}", type="tertiary", help="写下核实结果；可以接着看下一条"):
        st.session_state[_AT] = lead["key"]
        _dialog(filters, sort)


def deciding_in(filters: Filters, sort: str):
    """`decide_button` for the list on show, as `cards` wants it."""
    return partial(decide_button, filters, sort)


@st.dialog("逐条核实", width="large", on_dismiss="rerun")
def _dialog(filters: Filters, sort: str) -> None:
    copy, demo = shown()
    group = findings.around(copy.cursor(), filters, sort, st.session_state[_AT])
    if not group["rows"]:
        look.empty("这条疑点已不在清单里", "表上内容可能已随新的导入改变。关闭这个窗口即可。")
        return
    lead, *folded = group["rows"]
    st.caption(f"第 {count(group['place'])} 条，共 {count(group['total'])} 条" + ("（演示数据）" if demo else ""))
    st.html(markup(lead, folded))
    _history(deciding.history(copy, lead["key"]))
    state = st.segmented_control("核实结果", deciding.STATES, default=lead["state"], key=f"state-{lead['key']}",
                                 required=True)
    note = st.text_area("依据或部门的说明", key=f"note-{lead['key']}", height=80, max_chars=500,
                        placeholder="例：已调阅支付凭证，年末结转，部门说明合理")
    who = person(key="decide")
    with_folded = bool(folded) and st.checkbox(f"同一处的其他 {len(folded)} 条疑点一并处理", value=True,
                                               key=f"all-{lead['key']}")
    with st.container(horizontal=True):
        if st.button("保存，看下一条", type="primary"):
            rows = [lead, *(folded if with_folded else [])]
            try:
                deciding.decide(copy, [(row["key"], row["message"]) for row in rows], state, note=note, person=who)
            except ValueError as error:
                st.warning(str(error))
                return
            _go(group["after"] or lead["key"])
        if st.button("上一条", disabled=not group["before"]):
            _go(group["before"])
        if st.button("下一条", disabled=not group["after"]):
            _go(group["after"])


def _go(key: str) -> None:
    st.session_state[_AT] = key
    st.rerun(scope="fragment")


def _history(found: list[dict]) -> None:
    if found:
        body = [[esc(row["state"]), esc(row["note"]), esc(row["person"]), day(row["decided_at"])] for row in found]
        tables.table(tables.columns("核实结果 依据:wide 经办人 日期:short"), body, caption="核实记录")
