"""Finding a filing by the name of its project, department or unit."""

import streamlit as st

from data_access.queries import filing as query
from pages._parts import look, tables
from pages._parts.bar import filter_bar
from pages._parts.data import ask
from pages._parts.links import anchor, view
from pages._parts.text import count, esc, filing_name, wan

SHOWN = 20


def finder(*, opened: bool) -> None:
    """The search, with the filings it finds, under a head of its own; closed and headless while a filing is shown."""
    if opened:
        look.head("项目", "按名称找一份自评表，原表和逐行重算并排看。")
    with st.expander("查找自评表", expanded=opened):
        filters = filter_bar()
        text = st.text_input("名称", key="q", bind="query-params", placeholder="输入项目、部门或单位名称的一部分")
        found = ask(query.search, filters, text or "", SHOWN, 0)
        if not found:
            look.empty("没有找到", "请减少几个字，或换一个年度、清空部门。")
            return
        st.caption(f"找到 {count(found[0]['total'])} 份，按金额列出前 {len(found)} 份。")
        body = [[anchor(filing_name(row), "filing", filing=row["filing"], **view(filters)), esc(row["canonical"]),
                 str(row["year"] or "不明"), wan(row["budget_wan"]), tables.score(row["filed"], row["self_grade"]),
                 tables.score(row["recomputed"], row["recomputed_grade"]), count(row["findings"])] for row in found]
        tables.table(tables.columns("项目:wide 部门 年度:center 全年预算（万元）:num 自评:num 重算:num 疑点:num"), body,
                     caption="找到的自评表")
