"""疑点清单：查找、筛选、归类，逐条看疑点、要问的话和出处，写下核实结果，并下载。"""

import math

import streamlit as st

from data_access.queries import findings, rules
from pages._parts import look, triage
from pages._parts.bar import SEVERITIES, clear_filters, filter_bar, in_words
from pages._parts.cards import cards
from pages._parts.data import ask, shown
from pages._parts.download import download_buttons
from pages._parts.text import count

PAGE, ROWS = 20, 50
SORTS = {"严重程度和金额": "severity", "分差": "difference", "部门": "department"}

filters = filter_bar(years=True, more=("severities", "text"),
                     folded=("states", "topics", "checks", "grades", "forms", "since", "least_wan", "most_wan"))
summary = ask(findings.summary, filters)
by_severity = " · ".join(f"{name} {count(summary[name])}" for name in SEVERITIES)
look.head("疑点清单", f"{in_words(filters)} · 共 {count(summary['findings'])} 条，"
          f"归并为 {count(summary['groups'])} 处，涉及 {count(summary['filings'])} 份自评表 · {by_severity}")
copy, _ = shown()
look.unchecked(rules.unchecked(copy.cursor(), copy.checks, filters.years))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    kind = st.segmented_control("怎么看", triage.VIEWS, default=triage.VIEWS[0], key="as", required=True,
                                bind="query-params")
    sort = SORTS[st.selectbox("排序", list(SORTS), key="by-what", bind="query-params", width=170)]
    st.button("清除筛选", on_click=clear_filters)
    download_buttons(filters, sort, summary["findings"])
if not summary["findings"]:
    look.empty("这个范围里没有疑点", "请放宽上方的筛选，或换一个年度。没有疑点只说明现有规则没有问到，不等于没有问题。")
    st.stop()
triage.facets(filters)
listed = st.container()
if kind == triage.VIEWS[1]:
    triage.by_check(filters)
elif kind == triage.VIEWS[2]:
    triage.by_department(filters, ROWS)
else:
    pages = math.ceil(summary["groups"] / PAGE)
    page = st.pagination(pages, key=f"page-{hash((filters, sort))}") if pages > 1 else 1
    with listed:
        cards(ask(findings.page, filters, sort, PAGE, (page - 1) * PAGE), beside=triage.deciding_in(filters, sort))
