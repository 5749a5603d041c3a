"""The lists behind the numbers of 报送情况: what was due, the departments' own forms, those filed again, those
with cells nobody understood."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from data_access.queries import coverage as query
from data_access.queries.filters import Filters
from pages._parts import look, tables
from pages._parts.bar import in_words
from pages._parts.data import ask
from pages._parts.links import anchor, view
from pages._parts.pager import page_of
from pages._parts.text import count, day, esc, filing_name, wan, year_name

PAGE = 50


@dataclass(frozen=True)
class List:
    """A list: its title, the unit of its count, a line of explanation, a page of its rows (each with `total`), how they
    are shown."""

    title: str
    unit: str
    note: str
    rows: Callable[[Filters, int, int], list[dict]]
    show: Callable[[list[dict]], None]


def asked_list(filters: Filters) -> None:
    """The list that the address asks for, a page at a time, with a way to close it; nothing where none is asked for."""
    name = st.query_params.get("list")
    if name not in LISTS:
        return
    wanted = LISTS[name]
    total = sum(row["total"] for row in wanted.rows(filters, 1, 0))
    look.section(wanted.title, f"{in_words(filters)}，共 {count(total)} {wanted.unit}。{wanted.note}")
    listed = st.container()
    page = page_of(total, PAGE, (filters, name))
    with listed:
        wanted.show(wanted.rows(filters, PAGE, (page - 1) * PAGE))
    st.html(f'<p class="jh-close">{anchor("收起", "coverage", **view(filters))}</p>')


def _forms(which: str) -> Callable[[Filters, int, int], list[dict]]:
    return lambda filters, limit, offset: ask(query.forms, filters, which, limit, offset)


def _due(filters: Filters, limit: int, offset: int) -> list[dict]:
    return ask(query.due, filters, limit, offset)


def _show_due(found: list[dict]) -> None:
    tables.table(tables.columns("项目:wide 部门:wide 年度:short 项目编码 预算（万元）:num 预算清单出处:wide"), [
        [esc(row["project"]), esc(row["canonical"]), year_name(row["year"]), esc(row["project_code"]),
         wan(row["budget_wan"]), esc(f"{row['source']} {row['address']}")] for row in found], caption="应评项目")


def _show_wholes(found: list[dict]) -> None:
    tables.table(tables.columns("自评表:wide 部门:wide 单位:wide 年度:short 导入时间:center"), [
        [_name(row), esc(row["canonical"]), esc(row["unit"]), year_name(row["year"]), day(row["imported_at"])]
        for row in found], caption="部门整体自评表")


def _show_refiled(found: list[dict]) -> None:
    tables.table(tables.columns("自评表:wide 部门:wide 年度:short 报过几次:num 最近导入:center"), [
        [_name(row), esc(row["canonical"]), year_name(row["year"]), count(row["versions"]), day(row["imported_at"])]
        for row in found], caption="重新报送的自评表")


def _show_left(found: list[dict]) -> None:
    tables.table(tables.columns("自评表:wide 部门:wide 年度:short 没读懂的格子:num 有内容的格子:num 读懂的格子:num"), [
        [_name(row), esc(row["canonical"]), year_name(row["year"]), count(row["cells_left"]), count(row["cells"]),
         f"{(1 - row['cells_left'] / row['cells']) * 100:.1f}%"] for row in found], caption="有格子没读懂的自评表")


def _name(row: dict) -> str:
    return anchor(filing_name(row), "filing", filing=row["filing"])


# By the name that stands in the address.
LISTS = {
    "应评项目": List("应评项目", "个", "预算清单里有预算的项目，金额大的在前。", _due, _show_due),
    "部门整体": List("部门整体自评表", "份", "", _forms("wholes"), _show_wholes),
    "重新报送": List("重新报送的自评表", "份", "点名称，页末“版本”列出各版和改动。", _forms("refiled"), _show_refiled),
    "没读懂的格子": List("有格子没读懂的自评表", "份", "没读懂的多的在前；其余自评表的格子都读懂了。", _forms("left"),
                   _show_left)}
