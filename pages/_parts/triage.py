"""The parts of 疑点清单: sorting, counts that narrow the list, the list as a table, by check or by department."""

import streamlit as st

from data_access import deciding
from data_access.queries import findings, overview
from data_access.queries.filters import Filters
from pages._parts import since, tables
from pages._parts.bar import FORMS, SEVERITIES, check_option
from pages._parts.data import ask
from pages._parts.decide import AT
from pages._parts.links import anchor, view, year_option
from pages._parts.pager import PAGE, page_of
from pages._parts.text import count, esc, filing_name, signed, wan

VIEWS = ("逐条", "列表", "按规则", "按部门")
SORTS = {"严重程度": "severity", "金额": "money", "分差": "difference", "部门": "department", "项目": "project",
         "复核规则": "check", "年度": "year", "核实状态": "state"}
_SORT, _BACK, _AS = "by-what", "back", "as"                              # parameters of the address


def sorting() -> str:
    """What the list is sorted by (as `queries.findings.page` takes it), chosen here or at the head of a column."""
    name = st.selectbox("排序", list(SORTS), key=_SORT, bind="query-params", width=130)
    back = st.toggle("倒序", key=_BACK, bind="query-params",
                     help="不倒过来时：程度高、金额大、分差大、年度新的在前，其余按拼音和代码。")
    return ("-" if back else "") + SORTS[name]


def parameters(filters: Filters, sort: str = "severity", kind: str = VIEWS[0]) -> dict:
    """The whole of the view as parameters of this screen's address."""
    name = next(name for name, column in SORTS.items() if column == sort.removeprefix("-"))
    given = {**view(filters), "since": since.chosen(filters.since),
             "s": filters.severities, "state": filters.states, "topic": filters.topics,
             "code": [check_option(code) for code in filters.checks], "grade": filters.grades,
             "form": [FORMS[form] for form in filters.forms], "q": filters.text,
             "least": filters.least_wan or "", "most": "" if filters.most_wan is None else str(filters.most_wan),
             _SORT: name if name != "严重程度" else "", _BACK: "true" if sort.startswith("-") else "",
             _AS: kind if kind != VIEWS[0] else ""}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items() if value}


def facets(filters: Filters, sort: str, kind: str) -> None:
    """How many findings each severity, state, form, year and department would leave; each number narrows the list to
    it."""
    at = parameters(filters, sort, kind)
    groups = [("严重程度", "severities", "s", dict.fromkeys(SEVERITIES)),
              ("核实状态", "states", "state", dict.fromkeys(deciding.STATES)), ("表种", "forms", "form", FORMS)]
    parts = [_facet(label, ask(findings.facet, filters, name), parameter, words, at)
             for label, name, parameter, words in groups]
    if len(filters.years) != 1:
        counts = ask(findings.facet, filters, "years")
        names = {year: year_option((year,)) for year in sorted(counts, reverse=True)}
        parts.append(_facet("年度", counts, "y", names, at))
    if len(filters.departments) != 1:
        counts = ask(findings.facet, filters, "departments", 5)
        parts.append(_facet("最多的部门", counts, "d", dict.fromkeys(counts), at))
    st.html(f'<div class="jh-facets">{"".join(parts)}</div>')


def _facet(label: str, counts: dict, parameter: str, words: dict, at: dict) -> str:
    shown_ = [anchor(f"{words[value] or value} {count(counts[value])}", "findings",
                     **{**at, parameter: words[value] or value})
              for value in words if counts.get(value)]
    return f"<span><b>{label}</b>{''.join(shown_)}</span>" if shown_ else ""


def listing(found: list[dict], filters: Filters, sort: str, page: int) -> None:
    """One row a lead; the name of its check opens it, the head of a column sorts by it, once more turns it round."""
    at = parameters(filters, sort, VIEWS[1])
    heads = [(_head(name, sort, at), column) for name, column in (
        ("严重程度", "center"), ("复核规则", "sentence"), ("项目", "wide"), ("部门", "wide"), ("年度", "center"),
        ("金额", "num"), ("分差", "num"), ("核实状态", "short"))]
    folded = {row["head"]: 0 for row in found}
    for row in found:
        folded[row["head"]] += row["key"] != row["head"]
    here = at | ({PAGE: page} if page > 1 else {})
    body = [[tables.severity(row["severity"]), _asked(row, folded[row["key"]], here), _filing(row),
             esc(row["canonical"]), str(row["year"] or "不明"), wan(row["money_wan"]),
             signed(row["difference"]) if row["unit_of_value"] == "分" else "—", esc(row["state"])]
            for row in found if row["key"] == row["head"]]
    tables.table(heads, body, caption="疑点")
    tables.note("金额是自评表的全年预算（万元），分差是填报减重算（分）。点列名排序，再点一次倒过来；点规则名打开这一条。")


def _head(name: str, sort: str, at: dict) -> str:
    """The head of a column as a link that sorts by it; the arrow tells which column rules, and whether backwards."""
    rules, back = SORTS[name] == sort.removeprefix("-"), sort.startswith("-")
    asked = {key: value for key, value in at.items() if key not in (_SORT, _BACK)}
    asked |= {_SORT: name} | ({_BACK: "true"} if rules and not back else {})
    return anchor(name + (" ▲" if back else " ▼") * rules, "findings", **asked)


def _asked(row: dict, folded: int, at: dict) -> str:
    more = f' <i class="jh-mark">同一处另有 {folded} 条</i>' if folded else ""
    name = anchor(f"{row['code']} {row['name']}", "findings", **at, **{AT: row["key"]})
    return f"<b>{name}</b>{more}<small>{esc(row['message'])}</small>"


def _filing(row: dict) -> str:
    return anchor(filing_name(row), "filing", filing=row["filing"]) if row["filing"] else "（整个部门）"


def by_check(filters: Filters) -> None:
    """One row a check: how often it asks and what of it is still open."""
    body = [[anchor(name, "findings", **{**parameters(filters), "code": name}), tables.severity_counts(row),
             count(row["findings"]), count(row["filings"]), count(row["open"])]
            for row in ask(overview.by_check, filters, 100) for name in [check_option(row["code"])]]
    tables.table(tables.columns("复核规则:wide 疑点 条数:num 涉及自评表:num 待核实:num"), body, caption="按规则")


def by_department(filters: Filters, limit: int) -> None:
    """One row a department, a page at a time."""
    total = ask(findings.by_department, filters, 1)[0]["total"]
    listed = st.container()
    page = page_of(total, limit, (filters, VIEWS[3]))
    with listed:
        _departments(ask(findings.by_department, filters, limit, (page - 1) * limit), filters)


def _departments(found: list[dict], filters: Filters) -> None:
    body = [[anchor(row["canonical"], "findings", **{**parameters(filters), "d": row["canonical"]}),
             tables.severity_counts(row), count(row["findings"]), count(row["filings"]), wan(row["money_wan"]),
             count(row["open"])] for row in found]
    tables.table(tables.columns("部门:wide 疑点 条数:num 涉及自评表:num 涉及金额（万元）:num 待核实:num"), body,
                 caption="按部门")
