"""The parts of 总览: the sentences a leader reads first, the tiles, the matrix of grades, the panel of findings."""

import streamlit as st

from data_access.queries.filters import NO_GRADE, Filters
from pages._parts import look, tables
from pages._parts.bar import GRADES, check_option
from pages._parts.links import anchor, href, view
from pages._parts.text import count, esc, points, rate, signed, wan


def memo(totals: dict, severities: list[dict], filters: Filters) -> None:
    """Three sentences with the numbers in them, each number a link to its list where there is one."""
    high = severities[0]
    sentences = [
        f"共收到 <b>{count(totals['departments'])}</b> 个部门的自评表 <b>{count(totals['filings'])}</b> 份"
        f"（项目 {count(totals['projects'])} 份、部门整体 {count(totals['department_forms'])} 份），"
        f"项目全年预算 <b>{wan(totals['budget_wan'])}</b> 万元，执行率 <b>{rate(totals['rate'])}</b>。",
        f"自评平均 <b>{points(totals['filed'])}</b> 分，按规则重算平均 <b>{points(totals['recomputed'])}</b> 分，"
        f"自评高出重算 5 分以上的有 {_over(totals, filters)} 份；自评为优的 {count(totals['filed_you'])} 份中，"
        f"有 {_fell(totals, filters)} 份重算后不是优。",
        f"有“高”疑点 {anchor(count(high['findings']), 'findings', s='高', **view(filters))} 条，"
        f"涉及 {count(high['filings'])} 份自评表（{rate(high['share'])}），建议先核实。"]
    st.html('<div class="jh-memo">' + "".join(f"<p>{sentence}</p>" for sentence in sentences) + "</div>")


def _gap(totals: dict) -> float | None:
    return None if totals["filed"] is None else totals["filed"] - totals["recomputed"]


def _over(totals: dict, filters: Filters) -> str:
    return anchor(count(totals["over"]), "ranking", by="项目", psort="差额", **view(filters))


def _fell(totals: dict, filters: Filters) -> str:
    return anchor(count(totals["fell"]), "ranking", by="项目", grade="优", regrade=["良", "中", "差"], **view(filters))


def numbers(totals: dict, idle: dict, filters: Filters) -> None:
    """The tiles. 零执行评差 leads to its list in one click."""
    forms = f"项目 {count(totals['projects'])} · 部门整体 {count(totals['department_forms'])}"
    idle_note = f"未执行 {count(idle['b10'])} · 预算全额调减 {count(idle['b11'])} · {wan(idle['budget_wan'])} 万元"
    initial = f"年初预算 {wan(totals['initial_wan'])} 万元（{count(totals['with_initial'])} 份填列）"
    idle_list = href("findings", topic="零执行评差", **view(filters))
    look.tiles([
        look.tile("自评表", count(totals["filings"]), "份", forms),
        look.tile("全年预算", wan(totals["budget_wan"]), "万元", initial),
        look.tile("全年执行", wan(totals["executed_wan"]), "万元", "项目自评表合计"),
        look.tile("执行率", rate(totals["rate"]), "", f"对年初预算 {rate(totals['initial_rate'])}"),
        look.tile("自评均分", points(totals["filed"]), "分", f"{count(totals['compared'])} 份可重算的项目自评表"),
        look.tile("重算均分", points(totals["recomputed"]), "分", f"另有 {count(totals['not_compared'])} 份未计入"),
        look.tile("自评减重算", signed(_gap(totals)), "分", f"高出 5 分以上 {count(totals['over'])} 份"),
        look.tile("零执行评差", count(idle["b10"] + idle["b11"]), "份", idle_note, href=idle_list, kind="alert")])


def grade_matrix(found: list[dict], filters: Filters) -> None:
    """Filed grade down, recomputed grade across; each number leads to its projects."""
    cells = {(row["self_grade"] or NO_GRADE, row["recomputed_grade"] or NO_GRADE): row["filings"] for row in found}
    most = max(cells.values(), default=1)
    body = []
    for filed in GRADES:
        row = [cells.get((filed, regrade), 0) for regrade in GRADES]
        shown = [_cell(filed, regrade, number, most, filters) for regrade, number in zip(GRADES, row, strict=True)]
        body.append([tables.grade(filed) if filed != NO_GRADE else "无等级", *shown, f"<b>{count(sum(row))}</b>"])
    sums = [count(sum(cells.get((filed, regrade), 0) for filed in GRADES)) for regrade in GRADES]
    body.append(["合计", *sums, f"<b>{count(sum(cells.values()))}</b>"])
    heads = tables.columns("自评 重算优:center 重算良:center 重算中:center 重算差:center 无法定级:center 合计:center")
    tables.table(heads, body, caption="自评等级对重算等级，项目自评表份数", kind="matrix")
    st.html('<p class="jh-legend"><i class="fell"></i>重算低于自评<i class="same"></i>一致<i class="rose"></i>'
            '重算高于自评<i class="none"></i>有一方没有等级</p>')


def _cell(filed: str, regrade: str, number: int, most: int, filters: Filters) -> str:
    if not number:
        return '<span class="jh-quiet">·</span>'
    fell = GRADES.index(regrade) - GRADES.index(filed)
    kind = "none" if NO_GRADE in (filed, regrade) else "same" if not fell else "fell" if fell > 0 else "rose"
    link = anchor(count(number), "ranking", by="项目", grade=filed, regrade=regrade, **view(filters))
    return f'<span class="jh-cell {kind}" style="--strength:{0.16 + 0.6 * number / most:.2f}">{link}</span>'


def severity_panel(severities: list[dict], checks: list[dict], filters: Filters) -> None:
    """Findings by severity with the share of filings flagged, and the checks that ask most."""
    st.html(f'<div class="jh-bars">{"".join(_bar(row, filters) for row in severities)}</div>')
    names = [check_option(row["code"]) for row in checks]
    body = [[anchor(name, "findings", code=name, **view(filters)), tables.severity_counts(row), count(row["filings"])]
            for name, row in zip(names, checks, strict=True)]
    tables.table(tables.columns("问得最多的复核规则:wide 疑点 涉及自评表:num"), body,
                 caption="问得最多的复核规则")


def _bar(row: dict, filters: Filters) -> str:
    kind = {"高": "high", "中": "medium", "低": "low"}[row["severity"]]
    link = esc(href("findings", s=row["severity"], **view(filters)))
    flagged = f"{count(row['filings'])} 份 · {rate(row['share'])}"
    return (f'<a class="jh-bar s-{kind}" target="_self" href="{link}"><b>{row["severity"]}</b>'
            f'<span class="jh-track"><i style="width:{(row["share"] or 0) * 100:.1f}%"></i></span>'
            f'<span>{count(row["findings"])} 条</span><span>{flagged}</span></a>')
