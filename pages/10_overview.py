"""总览：一页看完有多少自评表、多少钱、自评与重算差多少、先问谁。"""

from dataclasses import replace

import streamlit as st

from data_access.queries import coverage, overview
from pages._parts import charts, look, since, tables
from pages._parts.bar import filter_bar, in_words
from pages._parts.data import ask
from pages._parts.links import anchor, view
from pages._parts.memo import grade_matrix, memo, numbers, severity_panel, years_table
from pages._parts.text import esc, filing_name, wan

FIRST = 5

filters = filter_bar()
totals, idle = ask(overview.totals, filters), ask(overview.idle, filters)
severities = ask(overview.severities, filters)

look.head("自评复核总览", in_words(filters))
if not totals["filings"]:
    look.empty("这个范围里没有自评表", "请在上方换一个年度，或清空部门。")
    st.stop()
memo(totals, ask(coverage.departments, filters), idle, severities, filters)
changed = st.container()
numbers(totals, idle, filters)

left, right = st.columns([1, 1], gap="large")
with left:
    look.section("自评等级与重算等级", "行是自评，列是按规则重算；点数字看名单。只计项目自评表。")
    grade_matrix(ask(overview.grades, filters), filters)
with right:
    look.section("疑点", "高、中、低是先看后看的次序；占比是涉及的自评表占本页全部自评表的比例。")
    severity_panel(severities, ask(overview.by_check, filters, 6), filters)

look.section("先问这五个项目", "有“高”疑点的项目自评表，金额大的在前。")
tables.table(tables.columns("项目:wide 部门 全年预算（万元）:num 自评:num 重算:num 主要疑点:wide"),
             [[anchor(filing_name(row), "filing", filing=row["filing"], **view(filters)), esc(row["canonical"]),
               wan(row["budget_wan"]), tables.score(row["filed"], row["self_grade"]),
               tables.score(row["recomputed"], row["recomputed_grade"]), esc(row["names"])]
              for row in ask(overview.first_to_ask, filters, FIRST)], caption="先问的项目")
st.html(anchor("全部“高”疑点 →", "findings", "jh-more", s="高", **view(filters)))

years = ask(overview.by_year, replace(filters, years=()))
if len(years) > 1:
    left, right = st.columns([9, 11], gap="large")
    with left:
        look.section("历年均分", "同一批可重算的项目自评表。")
        charts.show(charts.scores_by_year(years), alt="历年自评均分与重算均分，数字见右表", key="scores")
    with right:
        look.section("历年", "只计项目自评表。")
        years_table(years)
with changed:                                                 # last: comparing may take a while
    since.changes(filters)
