"""规则登记：现在按哪些规则重算和提问，与国家办法有何不同；先试算再修改。"""

import streamlit as st

from data_access.queries import rules as query
from pages._parts import look
from pages._parts.bar import filter_bar, in_words
from pages._parts.data import ask, shown
from pages._parts.rules import checks_table, faults, force_table, one_pack, packs_table, unchecked_table
from pages._parts.tryout import tryout

VIEWS = ("规则包", "复核规则", "试算与修改")

filters = filter_bar()
view = st.segmented_control("看什么", VIEWS, default=VIEWS[0], key="view", required=True, bind="query-params",
                            label_visibility="collapsed")
copy, _ = shown()
look.head("规则登记", f"{in_words(filters)} · 规则包 {len(copy.packs)} 个，复核规则 {len(copy.checks)} 条")
faults(copy.faults)
if view == VIEWS[0]:
    look.section("正在使用", "上方年度和部门的自评表按哪个规则包重算，为什么。")
    force_table(ask(query.in_force, filters))
    one_pack(copy.packs)
    look.section("全部规则包", "带地区的按地区、表种、年度自动选用；没有通知的地区暂按国家办法。")
    packs_table(query.packs(copy.packs))
elif view == VIEWS[1]:
    unchecked_table(query.unchecked(copy.cursor(), copy.checks, filters))
    look.section("复核规则", "疑点是待核实的问题，不是结论。严重程度是先看后看的次序。")
    checks_table(query.checks(copy.checks))
else:
    tryout(copy, filters, in_words(filters))
