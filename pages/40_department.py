"""部门：一个部门历年的执行、得分、等级、疑点和报送，与其他部门比，可打印成一页纸。"""

import streamlit as st

from data_access.queries import department as query
from data_access.queries import findings, ranking, rules
from data_access.queries.filters import Filters
from pages._parts import charts, look, tables
from pages._parts.bar import filter_bar, years_in_words
from pages._parts.cards import cards
from pages._parts.data import ask, shown
from pages._parts.history import (
    checks_table,
    discipline_table,
    projects_table,
    repeated_table,
    tiles_of_year,
    years_table,
)
from pages._parts.links import anchor, view
from pages._parts.onepage import onepage
from pages._parts.pager import page_of
from pages._parts.text import count, points

SHOWN, PROJECTS, PAGE = 4, 12, 50

filters = filter_bar(departments=False)
if len(filters.departments) != 1:
    total = ask(ranking.how_many, filters)["departments"]
    look.head("部门", f"共 {count(total)} 个部门，选一个看它历年的执行、得分、等级和疑点；名单里涉疑金额大的在前；"
              "疑点只计项目自评表。")
    table = st.container()
    page = page_of(total, PAGE, ("部门", filters))
    names = ask(ranking.departments, filters, "asked_wan", True, PAGE, (page - 1) * PAGE)
    with table:
        tables.table(tables.columns("部门:wide 项目:num 自评:num 重算:num 疑点"),
                     [[anchor(row["canonical"], "department", **{**view(filters), "d": row["canonical"]}),
                       count(row["projects"]), points(row["filed"]), points(row["recomputed"]),
                       tables.severity_counts(row)] for row in names], caption="部门名单")
    st.stop()

name = filters.departments[0]
years, others = ask(query.over_years, name), ask(query.peers, name)
mine = Filters(years=filters.years, departments=(name,))
if st.query_params.get("sheet"):
    onepage(name, years, others, mine)
    st.stop()
look.head(name, "金额、执行率、均分和等级只计项目自评表；疑点计全部自评表。",
          anchor("一页纸（打印）→", "department", "jh-more", **{**view(filters), "d": name, "sheet": "1"}))
tiles_of_year(years, filters)
projects, repeated = ask(ranking.projects, mine, "budget_wan", True, PROJECTS, 0), ask(query.repeated, name)
asked = f"{years_in_words(filters)}的疑点"
look.jumps(["逐年", *["项目"] * bool(projects), asked, *["连年重复的疑点"] * bool(repeated), "历年疑点", "报送"])
dated = [row for row in years if row["year"] is not None]
if len(dated) > 1:
    left, right = st.columns(2, gap="large")
    with left:
        look.section("历年均分", "虚线是其他部门合在一起的重算均分。")
        charts.show(charts.scores_by_year(dated, others), alt=f"{name}历年自评均分与重算均分", key="scores")
    with right:
        look.section("历年执行率", "虚线是其他部门合在一起的执行率。")
        charts.show(charts.execution_by_year(dated, others), alt=f"{name}历年执行率", key="execution")
look.section("逐年", "等级一栏：自评份数 → 重算份数。")
years_table(years, ask(query.grades, name))
if projects:
    look.section("项目", f"{years_in_words(filters)}共 {count(projects[0]['total'])} 个，金额大的在前。")
    projects_table(projects, filters)
    if projects[0]["total"] > PROJECTS:
        st.html(anchor(f"查看全部 {count(projects[0]['total'])} 个项目 →", "ranking", "jh-more", by="项目",
                       **{**view(filters), "d": name}))

total = ask(findings.summary, mine)
look.section(asked, f"共 {count(total['findings'])} 条，下面是最先要看的几条。")
look.unchecked(rules.unchecked(shown()[0].cursor(), shown()[0].checks, mine))
cards(ask(findings.page, mine, "severity", SHOWN, 0))
if total["groups"] > SHOWN:
    st.html(anchor(f"查看全部 {count(total['findings'])} 条 →", "findings", "jh-more", **view(mine)))
if repeated:
    look.section("连年重复的疑点", "同一个项目（或部门整体自评）在不同年度被问到同一件事，先问这些。")
    repeated_table(repeated)
look.section("历年疑点", "每条规则每年问了几次；点数字看清单。")
checks_table(ask(query.checks, name), years, name)
look.section("报送", "什么时候报、报得全不全、重新报过几份。")
discipline_table(ask(query.discipline, name))
