"""项目：一份自评表，原表和逐行重算并排，附出处、疑点、导入提示、更正和版本。"""

import streamlit as st

from data_access.queries import filing as query
from data_access.queries import findings, versions
from pages._parts import look
from pages._parts.bridge import bridge_section
from pages._parts.cards import cards
from pages._parts.correct import correct_form, corrections_list
from pages._parts.corrected import Marks
from pages._parts.data import ask, look_up
from pages._parts.finder import finder
from pages._parts.form import funds_table, goals_table, head_sources, heading, lines_table, messages_list, stated_table
from pages._parts.history import forms_by_year
from pages._parts.source import source_panel
from pages._parts.versions import older_head, older_version, versions_list

key, at, number = (st.query_params.get(name, "") for name in ("filing", "at", "version"))
finder(opened=not key)
if not key:
    st.stop()
head = ask(query.head, key)
known = look_up(versions.version, key, int(number) if number.isdecimal() else None)
if head is None or known is None:
    look.head("项目")
    look.empty("没有这份自评表", "它可能已被新导入的一份替换。请在上方按名称查找。")
    st.stop()
version, filed = known
history = look_up(versions.listing, key)
if not version.current:
    marks = Marks(look_up(versions.corrections, version.sha256, version.position), key)
    older_head(version, filed, key, history)
    if at:
        source_panel(version, filed, at, marks)
    older_version(version, filed, key, marks)
    versions_list(history, key)
    st.stop()

corrections = ask(query.corrections, key)
marks = Marks(corrections, key)
heading(head)
head_sources(filed, marks)
found = ask(findings.of_filing, key)
years = ask(query.through_the_years, key)
many = len(years) > 1
look.jumps(["从自评到重算", "资金", "指标", *["疑点"] * bool(found), *["各年度"] * many, "版本"])
if at and (place := source_panel(version, filed, at, marks)):
    correct_form(key, place)
bridge_section(ask(query.bridge, key))
look.section("资金", head["exec_sentence"])
funds_table(ask(query.funds, key), head, filed, marks)
look.section("指标", "左边照原表，右边按规则重算。重算栏的“～”是规则允许的上下限，“暂按”是规则包没有写明的地方。")
lines_table(ask(query.lines, key), head, marks)
texts = ask(query.texts, key)
goals_table(texts["goals"], head)
stated_table(texts["stated"], marks)
look.section("疑点", f"共 {len(found)} 条。" if found else "")
if found:
    cards(found, with_filing=False)
else:
    look.empty("现有规则没有疑点", "这只说明规则没有问到，不等于没有问题。")
if many:
    look.section("各年度", "同一部门同名的自评表，名称里的年度不计；点年度打开。")
    forms_by_year(years, key)
messages_list(texts["messages"], marks)
corrections_list(corrections)
versions_list(history, key)
