"""The part 部门名称 of 设置: pairs that may be one department, the list of names, merging and taking apart by hand."""

import math

import streamlit as st

from data_access import bureau
from pages._parts import look, tables
from pages._parts.changed import change, history, said, when
from pages._parts.text import count, esc

PAGE = 10


def names(person: str) -> None:
    """Everything about the names of departments; a person decides, nothing is merged by itself."""
    said()
    _proposals(person)
    known = bureau.listing()
    look.section("部门名录", f"{count(len(known))} 个部门。排名、筛选和导出都用规范名称，表上印的写法照原样保留。")
    if known:
        _table(known)
        _by_hand(known, person)
        _merged(known, person)
    else:
        look.empty("还没有部门", "导入自评表、预算清单或科室分工表以后，这里列出其中的部门。")
    _refused(person)
    history(bureau.names_history(), lambda row: row["value"])


# ---- proposals

def _proposals(person: str) -> None:
    found = bureau.proposed()
    look.section("可能是同一个部门", "由名称推测，逐对确认。合并后同一项目以后导入的为准；随时可以分开。"
                 if found else "没有需要确认的名称。")
    pages = math.ceil(len(found) / PAGE)
    listed = st.container()
    page = st.pagination(pages, key=f"pairs-{pages}") if pages > 1 else 1
    with listed:
        for pair in found[(page - 1) * PAGE:page * PAGE]:
            _pair(pair, person)


def _pair(pair: bureau.Proposal, person: str) -> None:
    key = f"{pair.one.department_id}-{pair.into.department_id}"
    both = {row.name: row for row in (pair.into, pair.one)}
    with st.container(border=True, key=f"pair-{key}"):
        st.html(f'<div class="jh-pair"><b>{esc(pair.one.name)}</b><span>{_held(pair.one)}</span><i>与</i>'
                f'<b>{esc(pair.into.name)}</b><span>{_held(pair.into)}</span>'
                f'<p>{esc(pair.reason)}。名称相近程度 {pair.score}</p></div>')
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kept = st.radio("规范名称用", list(both), key=f"kept-{key}", horizontal=True)
            if st.button("是同一个，合并", key=f"yes-{key}", type="primary"):
                into, = (row for name, row in both.items() if name == kept)
                one, = (row for name, row in both.items() if name != kept)
                change(lambda: _confirmed(one.name, into.name, bureau.confirm(
                    one.department_id, into.department_id, person=person)))
            if st.button("不是", key=f"no-{key}"):
                change(lambda: _refuse(pair, person))


def _held(row: bureau.Department) -> str:
    parts = [f"自评表 {count(row.filings)} 份"] + [f"清单 {count(row.listed)} 行"] * bool(row.listed)
    return "，".join(parts + [f"编码 {esc(row.code)}"] * bool(row.code))


def _confirmed(one: str, into: str, moved: bureau.Moved) -> str:
    text = f"“{one}”已并入“{into}”，{count(moved.filings)} 份自评表归到一起"
    text += f"；其中 {count(moved.replaced)} 份两边都有，后导入的代替先导入的" if moved.replaced else ""
    return text + (f"；{count(moved.unsure)} 份无法判断是否同一份，两份都保留，请核对" if moved.unsure else "") + "。"


def _refuse(pair: bureau.Proposal, person: str) -> str:
    bureau.refuse(pair.one.department_id, pair.into.department_id, person=person)
    return f"已记下“{pair.one.name}”和“{pair.into.name}”是两个部门，不再提出。"


# ---- the list

def _table(known: list[bureau.Department]) -> None:
    body = [[esc(row.name), esc(row.code), esc(row.region), esc(row.office), count(row.filings), count(row.listed),
             esc("、".join([*(one["name"] for one in row.merged), *row.aliases]))] for row in known]
    heads = "规范名称:wide 编码:short 地区:short 科室:short 自评表:num 清单行:num 也写作:wide"
    tables.table(tables.columns(heads), body, caption="部门名录")


def _by_hand(known: list[bureau.Department], person: str) -> None:
    """Merge, rename or add an alias where nothing was proposed."""
    ids = {row.name: row.department_id for row in known}
    with st.expander("自己合并、改名、加别名"):
        with st.form("merge", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            one = st.selectbox("把这个部门", list(ids), index=None, key="merge-one", placeholder="选择", width=300)
            into = st.selectbox("并入", list(ids), index=None, key="merge-into", placeholder="选择", width=300)
            if st.form_submit_button("合并") and one and into:
                change(lambda: _confirmed(one, into, bureau.confirm(ids[one], ids[into], person=person)))
        with st.form("rename", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            old = st.selectbox("把这个部门", list(ids), index=None, key="rename-one", placeholder="选择", width=300)
            name = st.text_input("规范名称改为", key="rename-to", placeholder="新的名称", width=300)
            if st.form_submit_button("改名") and old:
                change(lambda: _renamed(ids[old], old, name, person))
        with st.form("alias", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            home = st.selectbox("这个部门", list(ids), index=None, key="alias-one", placeholder="选择", width=300)
            printed = st.text_input("表上也写作", key="alias-text", placeholder="另一种写法", width=300)
            if st.form_submit_button("加别名") and home:
                change(lambda: _aliased(ids[home], home, printed, person))


def _renamed(department_id: int, old: str, name: str, person: str) -> str:
    bureau.rename(department_id, name, person=person)
    return f"“{old}”的规范名称改为“{name.strip()}”；表上写“{old}”的仍归这个部门。"


def _aliased(department_id: int, home: str, printed: str, person: str) -> str:
    moved = bureau.add_alias(printed, department_id, person=person)
    return f"表上写“{printed.strip()}”的归“{home}”，{count(moved.filings)} 份自评表随之移动。"


# ---- taking back

def _merged(known: list[bureau.Department], person: str) -> None:
    rows = [(one["name"], row.name, f"{one['by']} {when(one['at'])}".strip()) for row in known for one in row.merged]
    rows += [(alias, row.name, "别名") for row in known for alias in row.aliases]
    if rows:
        with st.expander(f"已合并的名称和别名（{len(rows)}）"):
            for printed, home, note in rows:
                if _line(f"“{printed}” → “{home}”", note, "分开", f"split-{printed}"):
                    change(lambda printed=printed: _split(printed, person))


def _split(printed: str, person: str) -> str:
    moved = bureau.split(printed, person=person)
    return f"“{printed}”已分开，{count(moved.filings)} 份自评表回到它名下。"


def _refused(person: str) -> None:
    found = bureau.refusals()
    if found:
        with st.expander(f"已确认不是同一个部门（{len(found)}）"):
            for row in found:
                key = f"back-{row['printed']}-{row['department_id']}"
                if _line(f"“{row['printed']}”与“{row['name']}”", f"{row['by']} {when(row['at'])}", "重新提出", key):
                    change(lambda row=row: _taken_back(row, person))


def _taken_back(row: dict, person: str) -> str:
    bureau.take_back(row["printed"], row["department_id"], person=person)
    return f"“{row['printed']}”与“{row['name']}”会重新提出。"


def _line(text: str, note: str, label: str, key: str) -> bool:
    """A line with a button behind it; whether it was pressed."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="jh-line">{esc(text)} <span>{esc(note)}</span></p>')
        return st.button(label, key=key)
