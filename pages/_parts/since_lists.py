"""The lists behind the numbers of what changed since an import: filings, findings that are gone, values set by hand."""

from collections.abc import Callable
from dataclasses import dataclass

from data_access.queries import since as query
from data_access.queries.filters import Filters
from pages._parts import tables
from pages._parts.changed import when
from pages._parts.data import ask
from pages._parts.links import anchor
from pages._parts.text import MISSING, esc, filing_name, wan, year_name

Pair = tuple[int, int]


@dataclass(frozen=True)
class List:
    """A list: its title, what it counts, how many rows it has (from `queries.since.summary`), how a page of it is
    shown."""

    title: str
    unit: str
    number: Callable[[dict], int]
    show: Callable[[Pair, Filters, int, int], None]


def _added(pair: Pair, filters: Filters, limit: int, offset: int) -> None:
    tables.table(tables.columns("自评表:wide 部门 年度:short 全年预算（万元）:num 自评:num 重算:num"), [
        [_filing(row), esc(row["canonical"]), year_name(row["year"]), wan(row["budget_wan"]),
         tables.score(row["filed"], row["self_grade"]), tables.score(row["recomputed"], row["recomputed_grade"])]
        for row in ask(query.filings, pair, filters, "added", limit, offset)], caption="新增的自评表")


def _replaced(which: str) -> Callable[[Pair, Filters, int, int], None]:
    def show(pair: Pair, filters: Filters, limit: int, offset: int) -> None:
        tables.table(tables.columns("自评表:wide 部门 年度:short 全年预算（万元）:num 自评，原来:num 现在:num "
                                    "重算，原来:num 现在:num"), [
            [_filing(row), esc(row["canonical"]), year_name(row["year"]), wan(row["budget_wan"]),
             tables.score(row["before_filed"], row["before_self_grade"]),
             tables.score(row["filed"], row["self_grade"]),
             tables.score(row["before_recomputed"], row["before_recomputed_grade"]),
             tables.score(row["recomputed"], row["recomputed_grade"])]
            for row in ask(query.filings, pair, filters, which, limit, offset)], caption="替换的自评表")
    return show


def _cleared(pair: Pair, filters: Filters, limit: int, offset: int) -> None:
    tables.table(tables.columns("疑点:wide 自评表:wide 部门 原来的说明:sentence 核实:short"), [
        [_finding(row), _filing(row), esc(row["canonical"]), esc(row["message"]), esc(row["decided"])]
        for row in ask(query.gone, pair, filters, "cleared", limit, offset)], caption="消除的疑点")


def _reopened(pair: Pair, filters: Filters, limit: int, offset: int) -> None:
    tables.table(tables.columns("疑点:wide 自评表:wide 核实过:short 当时的说明:sentence 现在的说明:sentence"), [
        [_finding(row), _filing(row), esc(row["decided"]), esc(row["message"]), esc(row["now"])]
        for row in ask(query.gone, pair, filters, "reopened", limit, offset)], caption="要重新核实的疑点")


def _corrected(pair: Pair, filters: Filters, limit: int, offset: int) -> None:
    tables.table(tables.columns("时间:short 自评表:wide 部门 更正:wide 经办人:short 理由:wide"), [
        [when(row["changed_at"]), _filing(row), esc(row["canonical"]), _value(row),
         esc(row["withdrawn_by"] or row["person"]), esc(row["reason"])]
        for row in ask(query.corrected, pair, filters, limit, offset)], caption="人工更正")


def _value(row: dict) -> str:
    if row["withdrawn_at"]:
        return f"{esc(row['name'])}：撤销更正，恢复为 {esc(row['old'] or '空')}"
    return f"{esc(row['name'])}：{esc(row['old'] or '空')} → {esc(row['new'] or '空')}"


def _finding(row: dict) -> str:
    return f"{tables.severity(row['severity'])} {esc(row['code'])} {esc(row['name'])}"


def _filing(row: dict) -> str:
    return anchor(filing_name(row), "filing", filing=row["filing"]) if row["filing"] else MISSING


# By the name that stands in the address.
LISTS = {
    "新增": List("新增的自评表", "份", lambda n: n["added"], _added),
    "替换": List("替换的自评表", "份", lambda n: n["replaced"], _replaced("replaced")),
    "自评等级变动": List("自评等级变了的自评表", "份", lambda n: n["refiled_grade"], _replaced("refiled_grade")),
    "重算等级变动": List("重算等级变了的自评表", "份", lambda n: n["regraded"], _replaced("regraded")),
    "消除": List("消除的疑点", "条", lambda n: sum(n["cleared"].values()), _cleared),
    "重新核实": List("要重新核实的疑点", "条", lambda n: n["reopened"], _reopened),
    "更正": List("人工更正", "处", lambda n: n["corrections"], _corrected)}
