"""Faults in how a form's lines were made: A03 C06 C14 C18 D01 … D07."""

from fractions import Fraction
from random import Random

from data_access.demo.draft import Draft, close, earned, shown, wan
from data_access.demo.faults import Found, met, said
from data_access.demo.vocabulary import words


def a03(draft: Draft, rng: Random) -> Found:
    """A level's printed points are not the sum of its lines."""
    block = rng.choice(draft.filing.blocks)
    right, block.points_c = block.points_c, block.points_c + rng.choice((-500, 500, 1000))
    return [(draft, "A03", None, f"{block.label}印 {block.points_c / 100:g} 分，明细合计 {right / 100:g} 分")]


def c06(draft: Draft, rng: Random) -> Found:
    """The cost line says "at least"."""
    if draft.filing.form != "project" or not draft.total.executed_fen or draft.total.rate > 0.97:
        return []
    place = _cost(draft)
    row = draft.rows[place]
    row.line.target = f"≥{shown(row.target)}万元"
    return [(draft, "C06", place + 1, said(draft, place))]


def c14(draft: Draft, rng: Random) -> Found:
    """A benefit that nobody can count is given as a percentage."""
    places = _worded(draft)
    if not places:
        return []
    line = draft.rows[places[0]].line
    line.level3, line.target, line.actual = f"{line.level3}成效", "≥90%", f"{rng.choice((92, 95, 98))}%"
    line.score_c, line.reason = line.weight_c, ""
    close(draft)
    return [(draft, "C14", None, said(draft, places[0]))]


def c18(draft: Draft, rng: Random) -> Found:
    """The cost target is far above the budget."""
    if draft.filing.form != "project" or not draft.total.budget_fen:
        return []
    place, highest = _cost(draft), max(draft.total.budget_fen, draft.total.initial_fen)
    row = draft.rows[place]
    row.target = Fraction(round(wan(highest) * rng.randint(2, 7)))
    if row.target * 10 < wan(highest) * 16:
        row.target = wan(highest) * 3
    row.line.target = f"≤{shown(row.target)}万元"
    row.line.score_c, row.line.reason = earned(row), ""
    close(draft)
    return [(draft, "C18", place + 1, f"{said(draft, place)}，预算 {float(wan(highest)):g} 万元")]


def d01(draft: Draft, rng: Random) -> Found:
    """More than half of the points lie on words."""
    qualitative = sum(row.line.weight_c for row in draft.rows if row.kind == "qual")
    if draft.filing.form != "project" or qualitative < 2000:
        return []
    wording = words("wording")
    for row in draft.rows:
        if row.kind in ("ge", "le") and row.line.level1 == "产出指标" and qualitative <= 5500:
            qualitative += row.line.weight_c
            row.kind, row.line.target, row.line.actual = "qual", wording["vague"], wording["tiers"]["full"]
            row.line.score_c, row.line.reason = row.line.weight_c, ""
    close(draft)
    return [(draft, "D01", None, f"定性指标分值 {qualitative / 100:g}")]


def d02(draft: Draft, rng: Random) -> Found:
    """Nobody asks those who were served: the satisfaction line became one of effect."""
    if draft.filing.form != "project":
        return []
    row = draft.rows[-1]
    row.line.level1, row.line.level2, row.line.level3 = "效益指标", "社会效益指标", words("wording")["known"]
    draft.filing.blocks = [block for block in draft.filing.blocks if block.label != "满意度指标"]
    draft.filing.blocks[-1].points_c += row.line.weight_c
    return [(draft, "D02", None, "没有满意度指标")]


def d03(draft: Draft, rng: Random) -> Found:
    """One line carries all the points of the outputs."""
    outputs = [row for row in draft.rows if row.line.level1 == "产出指标"]
    if draft.filing.form != "project" or outputs[0].kind != "ge" or len(draft.rows) - len(outputs) < 2:
        return []
    draft.rows = [row for row in draft.rows if row is outputs[0] or row not in outputs]
    draft.filing.lines = [row.line for row in draft.rows]
    outputs[0].line.weight_c = 5000
    outputs[0].line.score_c = earned(outputs[0])
    close(draft)
    return [(draft, "D03", None, f"“{outputs[0].line.level3}”一行 50 分")]


def d04(draft: Draft, rng: Random) -> Found:
    """One indicator stands there twice."""
    places = [place for place in met(draft) if draft.rows[place].line.level2 == "数量指标"]
    if len(places) < 2:
        return []
    first, second = (draft.rows[place] for place in places[:2])
    second.unit, second.target, second.actual, second.say = first.unit, first.target, first.actual, first.say
    second.line.level3, second.line.target, second.line.actual = (
        first.line.level3, first.line.target, first.line.actual)
    return [(draft, "D04", places[1] + 1, f"与第 {places[0] + 1} 行同为{said(draft, places[1])}")]


def d05(draft: Draft, rng: Random) -> Found:
    """Money stands where a quantity is due."""
    places = [place for place in met(draft) if draft.rows[place].line.level2 == "数量指标"]
    if len(places) < 2 or draft.filing.form != "project" or not draft.total.executed_fen:
        return []
    row, spent = draft.rows[places[1]], shown(wan(draft.total.executed_fen))
    row.line.level3, row.line.target, row.line.actual = "专项资金支付金额", f"≥{spent}万元", f"{spent}万元"
    row.unit, row.target, row.actual = "万元", wan(draft.total.executed_fen), wan(draft.total.executed_fen)
    return [(draft, "D05", places[1] + 1, said(draft, places[1]))]


def d06(draft: Draft, rng: Random) -> Found:
    """Everybody was pleased, and nobody says who was asked."""
    place = len(draft.rows) - 1
    line = draft.rows[place].line
    line.actual, line.score_c, line.reason = rng.choice(("100%", "100%", "无投诉")), line.weight_c, ""
    draft.goal = (draft.goal[0], draft.goal[1].replace(words("wording")["surveyed"], ""))
    close(draft)
    return [(draft, "D06", place + 1, said(draft, place))]


def d07(draft: Draft, rng: Random) -> Found:
    """The goal of the year is an amount of money, or next to nothing."""
    if draft.filing.form != "project":
        return []
    budget = f"{float(wan(draft.total.budget_fen or 0)):g}万元"
    draft.goal = rng.choice(((budget, draft.goal[1]), ("完成年度工作任务", "已完成"), ("保障工作开展", "全部完成")))
    return [(draft, "D07", None, f"目标“{draft.goal[0]}”")]


def _cost(draft: Draft) -> int:
    return next(place for place, row in enumerate(draft.rows) if row.kind == "cost")


def _worded(draft: Draft) -> list[int]:
    return [place for place, row in enumerate(draft.rows) if row.kind == "qual" and row.line.level1 == "效益指标"
            and "知名度" not in row.line.level3 and "程度" not in row.line.level3]
