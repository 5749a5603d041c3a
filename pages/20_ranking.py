"""排名：部门和项目按执行率、自评分、重算分、差额、疑点排序。"""

import math

import streamlit as st

from data_access.queries import ranking
from pages._parts import look, tables
from pages._parts.bar import filter_bar, in_words
from pages._parts.data import ask
from pages._parts.links import anchor, view
from pages._parts.text import count, esc, filing_name, points, wan

PAGE = 50
SORTS = {"差额": "difference", "执行率": "rate", "自评分": "filed", "重算分": "recomputed", "疑点": "findings",
         "全年预算": "budget_wan"}

filters = filter_bar(more=("grades", "regrades"))
with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
    by = st.segmented_control("排谁", ["部门", "项目"], default="部门", key="by", required=True, bind="query-params")
    sort = st.selectbox("按什么排", list(SORTS), key="sort", bind="query-params", width=150)
    order = st.segmented_control("次序", ["从高到低", "从低到高"], default="从高到低", key="order", required=True,
                                 bind="query-params")
query = ranking.departments if by == "部门" else ranking.projects
how_many = ask(ranking.how_many, filters)["departments" if by == "部门" else "projects"]

look.head(f"{by}排名", f"{in_words(filters)} · 共 {count(how_many)} 个{by} · 按{sort}{order}，缺数的排在最后"
          " · 只计项目自评表")
if not how_many:
    look.empty("这个范围里没有项目自评表", "请在上方换一个年度，或清空部门和等级。")
    st.stop()
pages = math.ceil(how_many / PAGE)
listed = st.container()
page = st.pagination(pages, key=f"page-{hash((filters, by, sort, order))}") if pages > 1 else 1
found = ask(query, filters, SORTS[sort], order == "从高到低", PAGE, (page - 1) * PAGE)
place = (page - 1) * PAGE
rest = " 全年预算（万元）:num 执行率:num 自评:num 重算:num 差额:num 疑点"
with listed:
    if by == "部门":
        body = [[str(place + at), anchor(row["canonical"], "department", **{**view(filters), "d": row["canonical"]}),
                 count(row["projects"]), wan(row["budget_wan"]), tables.rate_bar(row["rate"]), points(row["filed"]),
                 points(row["recomputed"]), tables.gap(row["difference"]), tables.severity_counts(row)]
                for at, row in enumerate(found, 1)]
        tables.table(tables.columns("名次:num 部门:wide 项目:num" + rest), body, caption="部门排名")
    else:
        body = [[str(place + at), anchor(filing_name(row), "filing", filing=row["filing"], **view(filters)),
                 esc(row["canonical"]), wan(row["budget_wan"]), tables.rate_bar(row["rate"]),
                 tables.score(row["filed"], row["self_grade"]),
                 tables.score(row["recomputed"], row["recomputed_grade"], certain=row["grade_certain"]),
                 tables.gap(row["difference"]), tables.severity_counts(row)] for at, row in enumerate(found, 1)]
        tables.table(tables.columns("名次:num 项目:wide 部门" + rest), body, caption="项目排名")
