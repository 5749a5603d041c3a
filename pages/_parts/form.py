"""The parts of 项目: the form as filed and, beside it, what follows from it."""

import streamlit as st

from data_access.intake.record import Filing
from pages._parts import look, tables
from pages._parts.corrected import PLAIN, Marks
from pages._parts.tables import columns
from pages._parts.text import MISSING, count, esc, filing_name, points, rate, signed, wan, year_name

SOURCES = {"total": "年度资金总额", "current_year": "当年财政拨款", "carry_over": "上年结转资金", "other": "其他资金"}
KINDS = {"error": "未能读出", "warning": "请留意"}


def heading(head: dict) -> None:
    """Name, department, year, where it stands; the totals and grades; the pack in force and why."""
    where = (head["canonical"], head["unit"], year_name(head["year"]), f"{head['source']} 第{head['position']}份")
    look.head(filing_name(head), " · ".join(dict.fromkeys(part for part in where if part)))
    regrade = f"等级 {head['recomputed_grade'] or MISSING}{'' if head['grade_certain'] else '（未定）'}"
    span = "" if head["low"] == head["high"] else f" · 允许 {points(head['low'])}～{points(head['high'])}"
    money = f"{wan(head['exec_executed_wan'])} ÷ {wan(head['exec_budget_wan'])} 万元"
    verified = f"只定档 {head['lines_banded']} 行 · 无法重算 {head['lines_unscorable']} 行"
    look.tiles([
        look.tile("自评总分", points(head["self_total"]), "分", f"等级 {head['self_grade'] or MISSING}"),
        look.tile("重算总分", points(head["recomputed"]), "分", regrade + span),
        look.tile("自评减重算", signed(_gap(head)), "分", f"分项合计 {points(head['parts_total'])}"),
        look.tile("执行率", rate(head["executed_rate"]), "", money),
        look.tile("可重算", f"{head['lines_exact']}/{head['lines_total']}", "行", verified)])
    st.html(f'<p class="jh-pack">规则包：<b>{esc(head["pack_name"])}</b> · {esc(head["pack_reason"])}'
            f"{_understood(head)}</p>")


def _understood(head: dict) -> str:
    """How far the form was read: ' · 读懂的格子 98.5%（3 格没有读懂）'; '' where no cell was counted."""
    cells = head["cells_read"] + head["cells_ignored"] + head["cells_left"]
    left = f"（{count(head['cells_left'])} 格没有读懂）" if head["cells_left"] else ""
    return f" · 读懂的格子 {(1 - head['cells_left'] / cells) * 100:.1f}%{left}" if cells else ""


def head_sources(filed: Filing, marks: Marks) -> None:
    """Where head and total stand in the original, and what was corrected there."""
    places = {"表头": filed.at.get("project") or filed.at.get("department") or filed.at.get("title"),
              "合计": filed.at.get("total")}
    links = [f"{name} {marks.source(address)}" for name, address in places.items() if address]
    fixed = "；".join(esc(text) for text in marks.of_head())
    told = [f"出处与更正：{' · '.join(links)}"] if links else []
    told += [f'<b class="jh-fixed">已更正</b> {fixed}'] if fixed else []
    if told:
        st.html(f'<p class="jh-pack">{"　".join(told)}</p>')


def _gap(head: dict) -> float | None:
    """Filed total − recomputed total, None where one is missing."""
    missing = head["recomputed"] is None or head["self_total"] is None
    return None if missing else head["self_total"] - head["recomputed"]


def funds_table(funds: list[dict], head: dict, filed: Filing | None = None, marks: Marks = PLAIN) -> None:
    """The funds block as filed; with `filed`, the filing as stored, each row with its place in the original."""
    at = {ordinal: fund.at.get("row", "") for ordinal, fund in enumerate(filed.funds if filed else (), 1)}
    body = [_fund(row, marks) + ([marks.source(at.get(row["ordinal"], ""))] if filed else []) for row in funds]
    heads = columns("资金（万元）:wide 年初预算:num 年中调整:num 全年预算:num 全年执行:num 分值:num "
                    "执行率:num 得分:num" + (" 出处:short" if filed else ""))
    tables.table(heads, body, caption=f"资金，万元；出处 {head['at_funds'] or MISSING}")


def _fund(row: dict, marks: Marks) -> list[str]:
    amounts = [wan(row[f"{name}_wan"]) + marks.at("funds", row["ordinal"], f"{name}_fen")
               for name in ("initial", "midyear", "budget", "executed")]
    return [esc(row["printed"] or SOURCES.get(row["source"], row["source"])), *amounts,
            points(row["weight"]) + marks.at("funds", row["ordinal"], "weight_c"),
            rate(row["rate"]) + marks.at("funds", row["ordinal"], "rate"),
            points(row["score"]) + marks.at("funds", row["ordinal"], "score_c")]


def lines_table(lines: list[dict], head: dict, marks: Marks = PLAIN) -> None:
    """Line by line: as filed on the left, recomputed on the right with the sentence that shows the sum."""
    at_total = marks.source(head["at_total"] or "")
    total = ["", "合计", f'<small class="jh-at">{at_total}</small>', "", "", points(head["weights"]),
             points(head["self_total"]), f"<b>{points(head['recomputed'])}</b>", tables.gap(_gap(head)), "含预算执行"]
    tables.table(columns("行:num 一级·二级 三级指标:wide 指标值 完成值 分值:num 得分:num "
                         "重算:num 差:num 怎么算的:sentence"),
                 [*(_line(line, marks) for line in lines), total], caption="指标行，左为原表，右为重算", kind="lines")


def _line(line: dict, marks: Marks) -> list[str]:
    reason = _small("reason", f"偏差原因：{line['reason']}") if line["reason"] else ""
    levels = esc(line["level1"]) + (_small("level", line["level2"]) if line["level2"] else "")
    fixed = {name: marks.at("lines", line["ordinal"], name)
             for name in ("level3", "target", "actual", "weight_c", "score_c", "reason")}
    link = marks.source(line["address"])
    return [str(line["ordinal"]), levels, esc(line["level3"]) + fixed["level3"] + reason + fixed["reason"],
            esc(line["target"]) + fixed["target"], esc(line["actual"]) + fixed["actual"],
            points(line["weight"]) + fixed["weight_c"], points(line["score"]) + fixed["score_c"], _recomputed(line),
            tables.gap(line["difference"]), esc(line["sentence"]) + f'<small class="jh-at">{link}</small>']


def _small(kind: str, text: str) -> str:
    return f'<small class="jh-{kind}">{esc(text)}</small>'


def _recomputed(line: dict) -> str:
    exact = line["low"] is None or line["low"] == line["high"]
    band = "" if exact else _small("band", f"{points(line['low'])}～{points(line['high'])}")
    return points(line["recomputed"]) + band + (tables.ASSUMED if line["assumed"] else "")


def goals_table(goals: list[dict], head: dict) -> None:
    """What was to be reached and what was, and the form-level 偏差原因, 改进措施 and printed rules."""
    if goals:
        look.section("年度总体目标")
        tables.table(columns("预期目标:half 实际完成情况:half"),
                     [[esc(goal["expected"]), esc(goal["achieved"])] for goal in goals], caption="年度总体目标")
    texts = {"偏差原因": head["reason"], "改进措施": head["measures"], "表下说明": head["notes"]}
    listed = "".join(f"<dt>{name}</dt><dd>{esc(text)}</dd>" for name, text in texts.items() if text)
    if listed:
        st.html(f'<dl class="jh-texts">{listed}</dl>')


def stated_table(stated: list[dict], marks: Marks = PLAIN) -> None:
    """What the rest of the document says about this filing."""
    if stated:
        look.section("同一文件别处的说法")
        tables.table(columns("位置:wide 总分:num 等级:center 全年预算（万元）:num 全年执行（万元）:num 执行率:num"),
                     [[marks.source(row["where"]), points(row["total_score"]), esc(row["grade"]),
                       wan(row["budget_wan"]), wan(row["executed_wan"]), rate(row["rate"])] for row in stated],
                     caption="同一文件别处的说法")


def messages_list(messages: list[dict], marks: Marks = PLAIN) -> None:
    """What the import had to say about this filing; of cells that were corrected since, that they were."""
    if messages:
        look.section("导入提示", "读表时的说明；读不出的值留空，不猜。")
        fixed = marks.addresses()
        body = [["已更正" if row["where"] in fixed else KINDS[row["severity"]], marks.source(row["where"]),
                 esc(row["found"]), esc(row["text"])] for row in messages]
        tables.table(columns("提示:short 位置:short 读到 说明:wide"), body, caption="导入提示")
