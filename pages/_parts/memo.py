"""The parts of 总览: the sentences a leader reads first, the tiles, the matrix of grades, the panel of findings."""

import streamlit as st

from data_access.queries.filters import MOVES, NO_GRADE, Filters
from pages._parts import look, tables
from pages._parts.bar import GRADES, check_option
from pages._parts.links import anchor, href, view
from pages._parts.text import count, esc, money, points, rate, signed, wan, year_name


def memo(totals: dict, came: list[dict], idle: dict, severities: list[dict], filters: Filters) -> None:
    """Three sentences with the numbers in them, each number a link to its list: what came, the money, the scores."""
    sentences = [_came(totals, came, filters), _money(totals, idle, filters), _scores(totals, severities, filters)]
    st.html('<div class="jh-memo">' + "".join(f"<p>{sentence}</p>" for sentence in sentences) + "</div>")


def _came(totals: dict, came: list[dict], filters: Filters) -> str:
    due, missing, unread = (sum(row[name] or 0 for row in came) for name in ("due", "missing", "unread"))
    listed = any(row["due"] is not None for row in came)
    lacking = (_link(missing, "findings", filters, code=check_option("E01")) if missing
               else _link(missing, "coverage", filters))
    lacks = (f"预算清单应评 {_link(due, 'coverage', filters, list='应评项目')} 个项目，{lacking} 个没有自评表" if listed
             else anchor("还没有预算清单，不知道应评多少", "import"))
    projects = _link(totals["projects"], "ranking", filters, by="项目")
    wholes = _link(totals["department_forms"], "coverage", filters, list="部门整体")
    return (f"共收到 {_link(totals['departments'], 'coverage', filters)} 个部门的自评表 "
            f"{_link(totals['filings'], 'coverage', filters)} 份（项目 {projects} 份、部门整体 {wholes} 份）；{lacks}；"
            f"没有读出的文件 {_link(unread, 'coverage', filters, list='未能读取')} 个。")


def _money(totals: dict, idle: dict, filters: Filters) -> str:
    number = idle["b10"] + idle["b11"]
    asked, sum_asked = (anchor(text, "findings", topic="零执行评差", **view(filters))
                        for text in (count(number), "".join(money(idle["budget_wan"]))))
    return (f"项目全年预算 {_ranked(''.join(money(totals['budget_wan'])), '全年预算', filters)}，执行 "
            f"{_ranked(''.join(money(totals['executed_wan'])), '全年执行', filters)}，执行率 "
            f"{anchor(rate(totals['rate']), 'ranking', sort='执行率', order='从低到高', **view(filters))}；"
            f"一分未花又评为差的 {asked} 份，涉及 {sum_asked}，要问这笔钱怎么办。")


def _scores(totals: dict, severities: list[dict], filters: Filters) -> str:
    high = severities[0]
    asked, flagged = (_link(high[name], "findings", filters, s="高") for name in ("findings", "filings"))
    return (f"自评平均 {_ranked(points(totals['filed']), '自评分', filters)} 分，按规则重算平均 "
            f"{_ranked(points(totals['recomputed']), '重算分', filters)} 分；"
            f"重算后等级下调 {_moved(totals['lowered'], '等级下调', filters)} 份、上调 "
            f"{_moved(totals['raised'], '等级上调', filters)} 份；有“高”疑点 {asked} 条，涉及 {flagged} 份自评表"
            f"（{rate(high['share'])}），建议先核实。")


def _link(number: int, screen: str, filters: Filters, **more) -> str:
    return anchor(count(number), screen, **more, **view(filters))


def _ranked(text: str, measure: str, filters: Filters) -> str:
    return anchor(text, "ranking", **_order(measure), **view(filters))


def _order(measure: str) -> dict[str, str]:
    """The projects by a measure, as parameters of 排名: money from the top, points from the bottom."""
    return {"by": "项目", "psort": measure} | ({"order": "从低到高"} if measure in ("自评分", "重算分") else {})


def _moved(number: int, move: str, filters: Filters) -> str:
    return anchor(count(number), "ranking", by="项目", move=move, **view(filters))


def _gap(totals: dict) -> float | None:
    return None if totals["filed"] is None else totals["filed"] - totals["recomputed"]


def numbers(totals: dict, idle: dict, filters: Filters) -> None:
    """The tiles, each a link to its list; 等级将变 and 零执行评差 stand out."""
    forms = f"项目 {count(totals['projects'])} · 部门整体 {count(totals['department_forms'])}"
    idle_note = (f"未执行 {count(idle['b10'])} · 预算全额调减 {count(idle['b11'])} · "
                 f"{' '.join(money(idle['budget_wan']))}")
    initial = f"年初预算 {' '.join(money(totals['initial_wan']))}（{count(totals['with_initial'])} 份填列）"
    regraded = href("ranking", by="项目", move=list(MOVES), **view(filters))
    idle_list = href("findings", topic="零执行评差", **view(filters))
    slow = href("ranking", sort="执行率", order="从低到高", **view(filters))
    by = {name: href("ranking", **_order(name), **view(filters))
          for name in ("全年预算", "全年执行", "自评分", "重算分")}
    look.tiles([
        look.tile("自评表", count(totals["filings"]), "份", forms, href=href("coverage", **view(filters))),
        look.tile("全年预算", *money(totals["budget_wan"]), initial, href=by["全年预算"]),
        look.tile("全年执行", *money(totals["executed_wan"]), "项目自评表合计", href=by["全年执行"]),
        look.tile("执行率", rate(totals["rate"]), "", f"对年初预算 {rate(totals['initial_rate'])}", href=slow),
        look.tile("自评均分", points(totals["filed"]), "分", f"{count(totals['compared'])} 份可重算的项目自评表",
                  href=by["自评分"]),
        look.tile("重算均分", points(totals["recomputed"]), "分",
                  f"自评减重算 {signed(_gap(totals))} · 另有 {count(totals['not_compared'])} 份未计入",
                  href=by["重算分"]),
        look.tile("等级将变", count(totals["lowered"] + totals["raised"]), "份",
                  f"下调 {count(totals['lowered'])} · 上调 {count(totals['raised'])} · "
                  f"高出 5 分以上 {count(totals['over'])}", href=regraded, kind="alert"),
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


def years_table(years: list[dict]) -> None:
    """The numbers behind the chart, and the money, one row a year."""
    body = [[year_name(row["year"]), count(row["projects"]), wan(row["budget_wan"]), wan(row["executed_wan"]),
             tables.rate_bar(row["rate"]), points(row["filed"]), points(row["recomputed"])] for row in years]
    heads = tables.columns("年度 项目:num 全年预算（万元）:num 全年执行（万元）:num 执行率:num 自评:num 重算:num")
    tables.table(heads, body, caption="历年")


def _bar(row: dict, filters: Filters) -> str:
    kind = {"高": "high", "中": "medium", "低": "low"}[row["severity"]]
    link = esc(href("findings", s=row["severity"], **view(filters)))
    flagged = f"{count(row['filings'])} 份 · {rate(row['share'])}"
    return (f'<a class="jh-bar s-{kind}" target="_self" href="{link}"><b>{row["severity"]}</b>'
            f'<span class="jh-track"><i style="width:{(row["share"] or 0) * 100:.1f}%"></i></span>'
            f'<span>{count(row["findings"])} 条</span><span>{flagged}</span></a>')
