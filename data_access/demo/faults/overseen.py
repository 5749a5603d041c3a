"""Where monitoring and review give rise to a question: E06, E07."""

from random import Random

from data_access.demo.draft import Draft
from data_access.demo.faults import Found
from data_access.demo.overseen import MONTH
from data_access.demo.vocabulary import words

_LIGHTS = {"red": "红灯", "yellow": "黄灯"}


def e06(draft: Draft, rng: Random) -> Found:
    """A light was on in summer; the form has nearly all its points and no word about it."""
    lines = draft.filing.lines
    points, full = sum(line.score_c or 0 for line in lines), sum(line.weight_c or 0 for line in lines)
    if draft.filing.form != "project" or not draft.total.budget_fen or points < 0.95 * full:
        return []
    if any(line.reason not in words("wording")["nothing"] for line in lines):
        return []
    draft.filing.reason = draft.filing.measures = ""
    draft.beside.light = rng.choice(list(_LIGHTS))
    return [(draft, "E06", None, f"{MONTH}月亮{_LIGHTS[draft.beside.light]}，指标得分率 {points / full:.0%}，没有说明")]


def e07(draft: Draft, rng: Random) -> Found:
    """The reviewers' row on a line that earned all its points contradicts itself."""
    rows = draft.rows
    fit = [place for place, row in enumerate(rows) if row.line.weight_c and row.line.score_c == row.line.weight_c]
    if draft.filing.form != "project" or not fit:
        return []
    place = rng.choice(fit)
    full = rows[place].line.weight_c
    score_c, note = rng.choice([(None, ""), (round(full * 0.8), ""), (round(full * 0.9), "无法核实，扣30%"),
                                (full, "无佐证材料")])
    draft.beside.reviewed[place] = score_c, note
    told = "空白" if score_c is None else f"{score_c / 100:g} 分"
    return [(draft, "E07", place + 1, f"“{rows[place].line.level3}”自评 {full / 100:g} 分，复核{told}，备注“{note}”")]
