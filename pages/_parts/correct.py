"""更正: a person sets a misread value right; every correction is listed with who, when, why, and can be withdrawn."""

import streamlit as st

from data_access import correcting
from data_access.source.places import Place
from pages._parts import look, tables
from pages._parts.corrected import EMPTY, PLACES, local
from pages._parts.data import shown
from pages._parts.person import person
from pages._parts.text import esc

_SAID = "_corrected"


def correct_form(filing: str, place: Place) -> None:
    """Set one of the values read at a place right. Not offered over the demonstration bureau."""
    copy, demo = shown()
    if demo:
        st.caption("演示数据不能更正。")
        return
    with st.expander("读错了？更正这一处的值"), st.container(key="correct"):
        st.caption("只更正程序读错的值：原表怎样写就怎样填。部门填错的，不要改，按疑点询问。")
        names = {one.field: one for one in place.read}
        left, middle, right, last = st.columns([2, 4, 4, 2])
        field = left.selectbox("哪个值", list(names), format_func=lambda name: names[name].name, key="correct-field")
        how = correcting.FIELDS[place.place][field]
        text = middle.text_input(f"原表上是（{how.hint}）", value=names[field].text,
                                 key=f"correct-{field}-{place.ordinal}-{names[field].text}",
                                 placeholder="照原表填写，空白即原表此格为空")
        reason = right.text_input("理由", key="correct-why", placeholder="如：原表是 1.5，读成 15", max_chars=200)
        with last:
            who = person(key="correct")
        if st.button("保存更正", type="primary", key="correct-save"):
            _do(lambda: correcting.correct(copy.engine, filing, place.place, place.ordinal, field, text or "",
                                           person=who, reason=reason or ""),
                f"{how.name}已更正，重算和疑点已随之更新。")


def corrections_list(corrections: list[dict]) -> None:
    """The corrections of a filing: those that hold can be withdrawn, the others stay as history."""
    _flash()
    if not corrections:
        return
    look.section("人工更正", "原表读错、由人改正的值；同一文件重新导入后仍然有效。")
    body = [[PLACES[row["place"]] + (f" 第{row['ordinal']}行" if row["ordinal"] else ""), esc(row["name"]),
             esc(row["address"]), esc(row["old"] or EMPTY), esc(row["new"] or EMPTY), esc(row["person"]),
             local(row["corrected_at"]), esc(row["reason"]), _state(row)] for row in corrections]
    tables.table(tables.columns("位置:short 栏目:short 出处:short 读到 更正为 经办人:short 时间:short 理由:wide "
                                "状态:short"), body, caption="人工更正")
    _withdraw([row for row in corrections if row["withdrawn_at"] is None])


def _state(row: dict) -> str:
    if row["withdrawn_at"] is None:
        return "有效"
    return f"{local(row['withdrawn_at'])} 由{esc(row['withdrawn_by'])}撤销"


def _withdraw(standing: list[dict]) -> None:
    copy, demo = shown()
    if demo or not standing:
        return
    with st.expander("撤销更正"), st.container(key="withdraw", horizontal=True, vertical_alignment="bottom"):
        names = {row["correction_id"]: f"{PLACES[row['place']]} {row['name']} "
                 f"{row['old'] or EMPTY} → {row['new'] or EMPTY}" for row in standing}
        number = st.selectbox("哪一处", list(names), format_func=names.get, key="withdraw-which", width=420)
        who = person(key="withdraw")
        if st.button("撤销，恢复读到的值", key="withdraw-do"):
            _do(lambda: correcting.withdraw(copy.engine, number, person=who), "更正已撤销，读到的值已恢复。")


def _do(change, said: str) -> None:
    try:
        said += change() or ""
    except correcting.Unfit as error:
        st.error(str(error))
        return
    st.session_state[_SAID] = said
    st.rerun()


def _flash() -> None:
    if said := st.session_state.pop(_SAID, ""):
        st.success(said)
