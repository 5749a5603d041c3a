"""One department on one sheet of A4: what a leader takes into a meeting. Plain HTML, printed by the browser."""

import streamlit as st

from data_access.exports import data_date
from data_access.queries import department as query
from data_access.queries import findings, ranking
from data_access.queries.filters import Filters
from pages._parts import tables
from pages._parts.bar import check_option, years_in_words
from pages._parts.data import ask, shown
from pages._parts.links import anchor, view
from pages._parts.text import count, esc, filing_name, points, rate, signed, wan, year_name

LEADS, PROJECTS, REPEATED, CHARACTERS = 6, 6, 4, 90
TOLERANCE = 0.05                                              # points: less is rounding


def onepage(name: str, years: list[dict], others: dict, mine: Filters) -> None:
    """The sheet for the years of `mine` (rows of `queries.department`)."""
    copy, demo = shown()
    total = ask(findings.summary, mine)
    foot = (f"数据日期 {data_date(copy.engine)} · 金额、执行率、均分只计项目自评表 · 疑点是待核实的问题，不是结论"
            + (" · 演示数据，内容虚构" if demo else ""))
    parts = [f"<h1>{esc(name)}</h1><p class='sub'>{esc(years_in_words(mine))}绩效自评复核一页纸</p>",
             _years(years, others), _projects(mine), _leads(mine, total), _repeated(name),
             f"<p class='foot'>{esc(foot)}</p>"]
    st.html(f'<p class="jh-noprint">{anchor("← 返回", "department", **{**view(mine), "d": name})}　'
            '按 Ctrl+P 打印，纸张选 A4。</p>'
            f'<article class="jh-sheet">{"".join(parts)}</article>')


def _years(years: list[dict], others: dict) -> str:
    body = []
    for row in [row for row in years if row["year"] is not None][-5:]:
        peers = others.get(row["year"], {})
        gap = None if row["filed"] is None else row["filed"] - row["recomputed"]
        body.append([year_name(row["year"]), count(row["projects"]), wan(row["budget_wan"]), wan(row["executed_wan"]),
                     rate(row["rate"]), rate(peers.get("rate")), points(row["filed"]), points(row["recomputed"]),
                     signed(gap), points(peers.get("recomputed")), f"{row['高']} / {row['中']} / {row['低']}"])
    return "<h2>历年</h2>" + tables.markup(tables.columns(
        "年度 项目:num 预算（万元）:num 执行（万元）:num 执行率:num 其他部门:num 自评:num 重算:num 差:num 其他部门:num "
        "高/中/低:center"), body, caption="历年", kind="tight")


def _projects(mine: Filters) -> str:
    found = [row for row in ask(ranking.projects, mine, "difference", True, PROJECTS, 0)
             if (row["difference"] or 0) > TOLERANCE]
    body = [[esc(filing_name(row)), wan(row["budget_wan"]), rate(row["rate"]),
             f"{points(row['filed'])} {esc(row['self_grade'])}", f"{points(row['recomputed'])} "
             f"{esc(row['recomputed_grade'])}", signed(row["difference"])] for row in found]
    if not body:
        return ""
    heads = tables.columns("项目:wide 预算（万元）:num 执行率:num 自评:num 重算:num 差:num")
    return "<h2>自评高出重算最多的项目</h2>" + tables.markup(heads, body, caption="项目", kind="tight")


def _leads(mine: Filters, total: dict) -> str:
    found = [row for row in ask(findings.page, mine, "severity", LEADS, 0) if row["key"] == row["head"]]
    items = "".join(f"<li><b>{esc(row['severity'])} {esc(row['code'])} {esc(row['name'])}</b> "
                    f"{esc(filing_name(row)) + '：' if row['filing'] else ''}{esc(_short(row['message']))}"
                    f"<br><i>请核：{esc(_short(row['ask']))}</i></li>" for row in found)
    if not items:
        return "<h2>疑点</h2><p>现有规则没有疑点。</p>"
    numbers = f"疑点共 {count(total['findings'])} 条：高 {total['高']}、中 {total['中']}、低 {total['低']}"
    return f"<h2>先问这几条（{numbers}）</h2><ol>{items}</ol>"


def _repeated(name: str) -> str:
    found = ask(query.repeated, name, REPEATED)
    items = "".join(f"<li>{esc(check_option(row['code']))}：{esc(filing_name(row))}"
                    f"（{'、'.join(map(str, row['years']))}）</li>" for row in found)
    return f"<h2>连年重复</h2><ul>{items}</ul>" if items else ""


def _short(text: str) -> str:
    return text if len(text) <= CHARACTERS else text[:CHARACTERS - 1] + "…"
