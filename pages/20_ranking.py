"""排名：部门和项目按执行率、自评分、重算分、差额、疑点排序，与其他部门、上年比。"""

import math

import streamlit as st

from data_access.queries import ranking
from pages._parts import look
from pages._parts.bar import filter_bar, in_words
from pages._parts.data import ask, shown
from pages._parts.download import list_buttons
from pages._parts.ranking import MEASURES, departments_table, listed, projects_table
from pages._parts.text import count

PAGE = 50

copy, _ = shown()
filters = filter_bar(years=True, more=("grades", "regrades", "moves"))
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    by = st.segmented_control("排谁", ["部门", "项目"], default="部门", key="by", required=True, bind="query-params")
    sort = st.selectbox("按什么排", list(MEASURES[by]), key="sort" if by == "部门" else "psort", bind="query-params",
                        width=130)
    order = st.segmented_control("次序", ["从高到低", "从低到高"], default="从高到低", key="order", required=True,
                                 bind="query-params")
    few_last = by == "部门" and st.toggle("项目少的排后", value=True, key="few", bind="query-params",
                                     help=f"可重算项目不到 {ranking.FEW} 个的部门，一个项目就能左右均分。")
    total = ask(ranking.how_many, filters)["departments" if by == "部门" else "projects"]
    choice = (MEASURES[by][sort], order == "从高到低")
    list_buttons("departments" if by == "部门" else "projects", lambda: listed(copy, by, filters, *choice, few_last),
                 f"{in_words(filters)} · 按{sort}{order}", total)

look.head(f"{by}排名", f"{in_words(filters)} · 共 {count(total)} 个{by} · 按{sort}{order}，缺数的排在最后"
          " · 只计项目自评表")
if not total:
    look.empty("这个范围里没有项目自评表", "请在上方换一个年度，或清空部门和等级。")
    st.stop()
pages = math.ceil(total / PAGE)
table = st.container()
page = st.pagination(pages, key=f"page-{hash((filters, by, sort, order, few_last))}") if pages > 1 else 1
offset = (page - 1) * PAGE
with table:
    if by == "部门":
        departments_table(ask(ranking.departments, filters, *choice, PAGE, offset, few_last), sort, filters, offset)
    else:
        projects_table(ask(ranking.projects, filters, *choice, PAGE, offset), sort, filters, offset)
