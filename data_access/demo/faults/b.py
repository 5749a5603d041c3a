"""Faults and contradictions in the money: B01 … B11."""

import re
from random import Random

from data_access.demo.draft import Draft, close, settle_funds, wan
from data_access.demo.faults import Found
from data_access.demo.money import CENT_WAN
from data_access.demo.vocabulary import words

_AS_SPENT = re.compile("工资|养老|社保|公积金|人员经费")        # paid as they fall due: nobody asks why the budget fits


def b01(draft: Draft, rng: Random) -> Found:
    """Nothing was spent, and the form rates itself 良 or 优."""
    earned_c = sum(line.score_c for line in draft.filing.lines)
    if not _project(draft) or earned_c < 8000:
        return []
    _spend_nothing(draft)
    close(draft)
    return [(draft, "B01", None, _idle(draft))]


def b02(draft: Draft, rng: Random) -> Found:
    """Little was spent, and nearly every line earned all its points; nobody says why."""
    if not _project(draft) or sum(line.score_c for line in draft.filing.lines) < 8700:
        return []
    if not _spend(draft, rng.uniform(0.35, 0.75)):
        return []
    return [(draft, "B02", None, f"执行率 {draft.total.rate:.2%}，指标行得分率 95% 以上")]


def b03(draft: Draft, rng: Random) -> Found:
    """The total row is blank or 0 while the rows below it have money."""
    if not _project(draft) or draft.total.executed_fen == 0:
        return []
    draft.total.initial_fen = draft.total.budget_fen = draft.total.executed_fen = rng.choice((0, None))
    draft.total.rate = None
    for stated in draft.filing.stated:
        stated.budget_fen = stated.executed_fen = stated.rate = None
    return [(draft, "B03", None, "合计行预算为空或为零，明细行有资金")]


def b04(draft: Draft, rng: Random) -> Found:
    """More was executed than the full-year budget."""
    if not _project(draft) or draft.total.budget_fen < 500 * CENT_WAN:
        return []
    wanted = round(draft.total.budget_fen * rng.uniform(1.02, 1.15) / CENT_WAN) * CENT_WAN
    draft.filing.funds[1].executed_fen += wanted - draft.total.executed_fen
    draft.total.executed_fen = wanted
    settle_funds(draft)
    close(draft)
    return [(draft, "B04", None, f"预算 {_wan(draft.total.budget_fen)} 万元，执行 {_wan(wanted)} 万元")]


def b05(draft: Draft, rng: Random) -> Found:
    """The budget changed by more than three tenths in the year, without a word."""
    total = draft.total
    if not _project(draft) or not total.initial_fen or total.budget_fen == total.executed_fen:
        return []
    initial = round(total.budget_fen * rng.choice((0.4, 0.55, 0.7, 1.6, 2.1)) / CENT_WAN) * CENT_WAN
    if initial < CENT_WAN or not _set_initial(draft, initial):
        return []
    draft.filing.reason = draft.filing.measures = ""
    return [(draft, "B05", None, f"年初 {_wan(initial)} 万元，全年 {_wan(total.budget_fen)} 万元，未说明")]


def b06(draft: Draft, rng: Random) -> Found:
    """The budget was set to what was spent: 100 % executed."""
    total = draft.total
    initial = round(total.budget_fen * rng.uniform(1.04, 1.25) / CENT_WAN) * CENT_WAN
    if not _project(draft) or not total.initial_fen or initial < total.budget_fen + 2 * CENT_WAN \
            or _AS_SPENT.search(draft.filing.project):
        return []
    if not _set_initial(draft, initial):
        return []
    for fund in draft.filing.funds:
        fund.executed_fen = fund.budget_fen
    draft.filing.reason = ""
    settle_funds(draft)
    close(draft)
    return [(draft, "B06", None, f"年初 {_wan(initial)} 万元，全年预算与执行都是 {_wan(total.budget_fen)} 万元")]


def b07(draft: Draft, rng: Random) -> Found:
    """The sources do not add up to the total row."""
    first = draft.filing.funds[1]
    change = round(first.budget_fen * rng.choice((-0.1, 0.05, 0.12, 0.2)) / CENT_WAN) * CENT_WAN
    if not _project(draft) or abs(change) < 5 * CENT_WAN:
        return []
    first.budget_fen += change
    first.rate = round(first.executed_fen / first.budget_fen, 4)
    return [(draft, "B07", None, f"明细预算合计与合计行相差 {_wan(change)} 万元")]


def b08(draft: Draft, rng: Random) -> Found:
    """Less than four fifths was spent, and nobody says why."""
    if not _project(draft) or sum(line.score_c for line in draft.filing.lines) > 8400:
        return []
    if not _spend(draft, rng.uniform(0.5, 0.78)):
        return []
    return [(draft, "B08", None, f"执行率 {draft.total.rate:.2%}，未说明原因")]


def b10(draft: Draft, rng: Random) -> Found:
    """Nothing was spent and nothing done; the form says so and is rated 差."""
    if not _project(draft):
        return []
    _spend_nothing(draft)
    _do_nothing(draft, rng)
    return [(draft, "B10", None, _idle(draft))]


def b11(draft: Draft, rng: Random) -> Found:
    """All the money was withdrawn during the year: withdrawn, or failed?"""
    if not _project(draft) or not draft.total.initial_fen:
        return []
    for fund in draft.filing.funds:
        fund.budget_fen = 0
    _spend_nothing(draft)
    if rng.random() < 0.6:
        draft.total.score_c = 0
        _do_nothing(draft, rng)
    else:
        draft.total.score_c, draft.filing.reason = 1000, ""
        close(draft)
    return [(draft, "B11", None, f"年初 {_wan(draft.total.initial_fen)} 万元，全年预算 0，执行 0")]


def _idle(draft: Draft) -> str:
    return f"预算 {_wan(draft.total.budget_fen)} 万元，执行 0，自评 {draft.filing.total_score_c / 100:g}"


def _project(draft: Draft) -> bool:
    """A project form with money of its own."""
    return draft.filing.form == "project" and bool(draft.total.budget_fen)


def _spend_nothing(draft: Draft) -> None:
    for fund in draft.filing.funds:
        fund.executed_fen = 0
    settle_funds(draft)


def _spend(draft: Draft, share: float) -> bool:
    """Only this share of every source was spent and no reason speaks of it; False when there is too little money."""
    if draft.total.budget_fen < 100 * CENT_WAN:
        return False
    for line in draft.filing.lines:
        line.reason = line.reason and words("wording")["no_money"]
    for fund in draft.filing.funds[1:]:
        fund.executed_fen = round(fund.budget_fen * share / CENT_WAN) * CENT_WAN
    draft.total.executed_fen = sum(fund.executed_fen for fund in draft.filing.funds[1:])
    draft.filing.reason = draft.filing.measures = ""
    settle_funds(draft)
    close(draft)
    return True


def _do_nothing(draft: Draft, rng: Random) -> None:
    """Every line says honestly that nothing came of it."""
    wording = words("wording")
    reason = rng.choice(wording["short"]["idle"])
    for row in draft.rows:
        line = row.line
        line.score_c, line.reason = 0, reason
        if row.kind == "qual":
            line.actual, line.score_c = wording["tiers"]["missed"], line.weight_c // 10
        else:
            line.actual = f"0{row.unit}" if row.kind == "ge" and row.unit != "%" else "未实施"
    draft.filing.reason = reason
    draft.goal = (draft.goal[0], reason + "。")
    close(draft)


def _set_initial(draft: Draft, initial: int) -> bool:
    """Another initial budget, the first source making up the difference; False when the other sources exceed it."""
    others = sum(fund.initial_fen for fund in draft.filing.funds[2:])
    if initial < others:
        return False
    draft.total.initial_fen, draft.filing.funds[1].initial_fen = initial, initial - others
    return True


def _wan(fen: int) -> str:
    return f"{float(wan(fen)):g}"
