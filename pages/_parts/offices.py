"""The part 科室 of 设置: which 科室 of the bureau looks after which department, by hand or from a list."""

import streamlit as st

from data_access import bureau
from pages._parts import look, tables
from pages._parts.changed import change, history, said
from pages._parts.text import count, esc


def offices(person: str) -> None:
    """The table by 科室, the form for one of them, the import of a list."""
    said()
    known = bureau.listing()
    named = bureau.offices()
    look.section("科室分工", "写上科室后，各页可以只看一个科室联系的部门。")
    if known:
        _table(known, named)
        _one(known, named, person)
    else:
        look.empty("还没有部门", "可以先导入分工表；或导入自评表后在这里指定。")
    _list(person)
    history([row for row in bureau.names_history() if "的科室：" in row["value"]], lambda row: row["value"])


def _table(known: list[bureau.Department], named: list[str]) -> None:
    body = [[esc(office or "未指定"), count(len(rows)), count(sum(row.filings for row in rows)),
             esc("、".join(row.name for row in rows))] for office in [*named, None]
            if (rows := [row for row in known if row.office == office])]
    tables.table(tables.columns("科室:short 部门:num 自评表:num 联系的部门:wide"), body, caption="科室分工")


def _one(known: list[bureau.Department], named: list[str], person: str) -> None:
    """One 科室 and all its departments: those taken out of the list have none afterwards."""
    ids = {row.name: row.department_id for row in known}
    before = {row.name: row.office for row in known}
    look.section("指定一个科室的部门")
    office = st.selectbox("科室（可以直接输入新的）", named, index=None, key="office", accept_new_options=True,
                          placeholder="选择或输入", width=300)
    if not office:
        return
    mine = [name for name, its in before.items() if its == office.strip()]
    with st.form("office-departments", border=False):
        chosen = st.multiselect(f"{office}联系的部门", list(ids), mine, key=f"office-of-{office}",
                                placeholder="选择部门", format_func=lambda name: _named(name, before[name], office))
        if st.form_submit_button("保存", type="primary"):
            changed = {ids[name]: "" for name in mine} | {ids[name]: office for name in chosen}
            change(lambda: _saved(bureau.set_offices(changed, person=person)))


def _named(name: str, its: str | None, office: str) -> str:
    return f"{name}（现归{its}）" if its and its != office else name


def _saved(changed: int) -> str:
    return f"已保存，{count(changed)} 个部门的科室有改动。" if changed else "没有改动。"


def _list(person: str) -> None:
    look.section("导入分工表", "有“部门”（或单位）和“科室”（或股室）两列的 Excel 或 CSV。")
    turn = st.session_state.get("_office-turn", 0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        file = st.file_uploader("分工表（.xlsx、.xls、.csv）", key=f"office-list-{turn}", width=460)
        pressed = st.button("导入分工表", key="office-import")
    if pressed and file is None:
        st.warning("请先放入分工表。")
    elif pressed:
        change(lambda: _imported(bureau.import_offices(file.getvalue(), file.name, person=person)))


def _imported(found: bureau.OfficeList) -> str:
    wrong = "".join(message.text for message in found.messages)
    if not found.read:
        raise ValueError(wrong)
    st.session_state["_office-turn"] = st.session_state.get("_office-turn", 0) + 1
    said = f"读到 {count(found.read)} 个部门，{count(found.changed)} 个的科室有改动。" + wrong
    if found.unknown:
        said += f"其中 {count(len(found.unknown))} 个还没有自评表：{'、'.join(found.unknown)}。"
        said += "若是同一部门的另一种写法，请到“部门名称”合并。"
    return said
