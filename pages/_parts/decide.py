"""Deciding finding by finding: the dialog over 疑点清单, its finding in the address, its buttons by keyboard too."""

import streamlit as st

from data_access import deciding
from data_access.queries import findings
from data_access.queries.filters import Filters
from pages._parts import look, tables
from pages._parts.accident import told
from pages._parts.cards import markup
from pages._parts.data import shown
from pages._parts.person import person
from pages._parts.text import count, day, esc

AT = "finding"                                                # parameter of the address: the finding in the dialog


def decide_button(lead: dict, _folded: list[dict]) -> None:
    """The button of a card that opens the dialog at its finding."""
    if st.button("写核实结果 →", key=f"decide-{lead['key']}", type="tertiary", help="写下核实结果；可以接着看下一条"):
        st.query_params[AT] = lead["key"]
        st.rerun()


def deciding_at(filters: Filters, sort: str) -> None:
    """The dialog, where the address names a finding; it goes on through the list in this order."""
    if st.query_params.get(AT):
        _dialog(filters, sort)


@told()
def _closed() -> None:
    st.query_params.pop(AT, None)


@st.dialog("逐条核实", width="large", on_dismiss=_closed)
@told()
def _dialog(filters: Filters, sort: str) -> None:
    copy, demo = shown()
    group = findings.around(copy.cursor(), filters, sort, st.query_params.get(AT, ""))
    if not group["rows"]:
        look.empty("这条疑点已不在清单里", "表上内容可能已随新的导入改变。关闭这个窗口即可。")
        return
    lead, *folded = group["rows"]
    place = f"第 {count(group['place'])} 条，共 {count(group['total'])} 条" if group["place"] else "不在当前筛选里"
    st.caption(place + ("（演示数据）" if demo else ""))
    st.html(markup(lead, folded))
    _history(deciding.history(copy, lead["key"]))
    state = st.segmented_control("核实结果", deciding.STATES, default=lead["state"], key=f"state-{lead['key']}",
                                 required=True)
    note = st.text_area("依据或部门的说明", key=f"note-{lead['key']}", height=80, max_chars=500,
                        placeholder="例：已调阅支付凭证，年末结转，部门说明合理")
    who = person(key="decide")
    with_folded = bool(folded) and st.checkbox(f"同一处的其他 {len(folded)} 条疑点一并处理", value=True,
                                               key=f"all-{lead['key']}")
    rows = [lead, *(folded if with_folded else [])]
    with st.container(horizontal=True):
        if st.button("保存，看下一条", type="primary", shortcut="Ctrl+Enter") and _saved(rows, state, note, who):
            _go(group["after"] or lead["key"])
        if st.button("上一条", disabled=not group["before"], shortcut="Alt+Up"):
            _go(group["before"])
        if st.button("下一条", disabled=not group["after"], shortcut="Alt+Down"):
            _go(group["after"])


def _saved(rows: list[dict], state: str, note: str, who: str) -> bool:
    said = [(row["key"], row["message"]) for row in rows]
    try:
        deciding.decide(shown()[0], said, state, note=note, person=who)
    except ValueError as error:
        st.warning(str(error))
        return False
    return True


def _go(key: str) -> None:
    st.query_params[AT] = key
    st.rerun(scope="fragment")


def _history(found: list[dict]) -> None:
    if found:
        body = [[esc(row["state"]), esc(row["note"]), esc(row["person"]), day(row["decided_at"])] for row in found]
        tables.table(tables.columns("核实结果 依据:wide 经办人 日期:short"), body, caption="核实记录")
