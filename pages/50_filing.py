"""项目：一份自评表，原表和逐行重算并排，附导入提示和疑点。"""

import streamlit as st

from data_access.queries import filing as query
from data_access.queries import findings
from pages._parts import look
from pages._parts.bridge import bridge_section
from pages._parts.cards import cards
from pages._parts.data import ask
from pages._parts.finder import finder
from pages._parts.form import funds_table, goals_table, heading, lines_table, messages_list, stated_table

key = st.query_params.get("filing")
finder(opened=not key)
if not key:
    st.stop()
head = ask(query.head, key)
if head is None:
    look.empty("没有这份自评表", "它可能已被新导入的一份替换。请在上方按名称查找。")
    st.stop()

heading(head)
found = ask(findings.of_filing, key)
bridge_section(ask(query.bridge, key))
look.section("资金", head["exec_sentence"])
funds_table(ask(query.funds, key), head)
look.section("指标", "左边照原表，右边按规则重算。重算栏的“～”是规则允许的上下限，“暂按”是规则包没有写明的地方。")
lines_table(ask(query.lines, key), head)
texts = ask(query.texts, key)
goals_table(texts["goals"], head)
stated_table(texts["stated"])
look.section("疑点", f"共 {len(found)} 条。" if found else "")
if found:
    cards(found, with_filing=False)
else:
    look.empty("现有规则没有疑点", "这只说明规则没有问到，不等于没有问题。")
messages_list(texts["messages"])
