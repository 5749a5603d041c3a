"""对比：两个年度、两个部门、两个规则包并排：金额、得分、等级、疑点差在哪里。"""

import streamlit as st

from pages._parts import look
from pages._parts.bar import filter_bar, in_words
from pages._parts.compare import KINDS, checks_table, chosen, grades_table, moved_table, numbers_table, sides_of
from pages._parts.two_packs import choose_packs, two_packs

with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    kind = st.segmented_control("比什么", KINDS, default=KINDS[0], key="what", required=True, bind="query-params")
    packs, pair = (choose_packs(), None) if kind == KINDS[2] else (None, chosen(kind))
if packs:
    filters = filter_bar()
    look.head("对比", in_words(filters))
    two_packs(*packs, filters)
    st.stop()
look.head("对比", pair.words if pair else "选两个年度或两个部门，并排看。")
if pair is None:
    look.empty("还不能对比", "至少要有两个年度，或两个部门的自评表。导入上年的自评表后再来。")
    st.stop()
sides = sides_of(pair)
left, right = st.columns([11, 9], gap="large")
with left:
    look.section("金额和得分", "只计项目自评表；“差”是右边减左边。")
    numbers_table(sides, pair)
    look.section("等级", "自评份数 → 重算份数。")
    grades_table(sides, pair)
with right:
    look.section("疑点", "每条规则问了几次，相差多的在前；点数字看清单。")
    checks_table(sides, pair)
if kind == KINDS[0]:
    moved_table(pair)
