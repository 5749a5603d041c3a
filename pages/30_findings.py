"""疑点清单：查找、筛选、排序、归类，逐条看疑点、要问的话和出处，写下核实结果，并下载。"""

import streamlit as st

from data_access.queries import findings, rules
from pages._parts import look, triage
from pages._parts.bar import SEVERITIES, clear_filters, filter_bar, in_words
from pages._parts.cards import cards
from pages._parts.data import ask, shown
from pages._parts.decide import decide_button, deciding_at
from pages._parts.download import download_buttons
from pages._parts.pager import page_of
from pages._parts.text import count

SIZES = {triage.VIEWS[0]: 20, triage.VIEWS[1]: 50}

filters = filter_bar(years=True, more=("severities", "text"),
                     folded=("states", "topics", "checks", "grades", "forms", "since", "least_wan", "most_wan"))
summary = ask(findings.summary, filters)
by_severity = " · ".join(f"{name} {count(summary[name])}" for name in SEVERITIES)
look.head("疑点清单", f"{in_words(filters)} · 共 {count(summary['findings'])} 条，"
          f"归并为 {count(summary['groups'])} 处，涉及 {count(summary['filings'])} 份自评表 · {by_severity}")
copy, _ = shown()
look.unchecked(rules.unchecked(copy.cursor(), copy.checks, filters))
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    kind = st.segmented_control("怎么看", triage.VIEWS, default=triage.VIEWS[0], key="as", required=True,
                                bind="query-params")
    sort = triage.sorting()
    st.button("清除筛选", on_click=clear_filters)
    download_buttons(filters, sort, summary["findings"])
deciding_at(filters, sort)
if not summary["findings"]:
    look.empty("这个范围里没有疑点", "请放宽上方的筛选，或换一个年度。没有疑点只说明现有规则没有问到，不等于没有问题。")
    st.stop()
triage.facets(filters, sort, kind)
listed = st.container()
if kind == triage.VIEWS[2]:
    triage.by_check(filters)
elif kind == triage.VIEWS[3]:
    triage.by_department(filters, 50)
else:
    page = page_of(summary["groups"], SIZES[kind], (filters, sort, kind))
    found = ask(findings.page, filters, sort, SIZES[kind], (page - 1) * SIZES[kind])
    with listed:
        cards(found, beside=decide_button) if kind == triage.VIEWS[0] else triage.listing(found, filters, sort, page)
