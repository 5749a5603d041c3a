"""Faults that another form shows: the year before (C04, E04), a sibling (D08, E09), the projects beneath (E05)."""

import copy
from fractions import Fraction
from random import Random

from data_access.demo.draft import Draft, Row, close, earned, set_actual, settle_funds, shown
from data_access.demo.faults import Found, said


def c04(draft: Draft, rng: Random) -> Found:
    """A target far below what was aimed at and reached the year before, and reached all the more."""
    if draft.filing.form != "project" or not draft.last or draft.last.planted:
        return []
    if draft.total.budget_fen < draft.last.total.budget_fen:
        return []
    for row, before in _pairs(draft):
        fits = row.kind == before.kind == "ge" and before.target >= 20 and row.unit != "%"
        if fits and row.line.score_c == row.line.weight_c:
            old = shown(row.target) + row.unit
            row.target = Fraction(int(before.target * Fraction(rng.uniform(0.45, 0.65))))
            row.line.target = row.line.target.replace(old, shown(row.target) + row.unit)
            set_actual(row, row.target)
            draft.last.planted = True                         # it must stay as it is
            return [(draft, "C04", draft.rows.index(row) + 1, f"{said(draft, draft.rows.index(row))}，上年 "
                     f"{before.line.target}")]
    return []


def e04(draft: Draft, rng: Random) -> Found:
    """Every figure reached is last year's, to the digit."""
    if draft.filing.form != "project" or not draft.last or draft.last.planted:
        return []
    pairs = [(row, before) for row, before in _pairs(draft) if row.kind in ("ge", "le") and before.kind == row.kind]
    told = [row for row, before in pairs if before.actual not in (row.target, 100) and row.unit == before.unit]
    if len(told) < 3 or len(pairs) != len([1 for row, before in pairs if row.unit == before.unit]):
        return []
    for row, before in pairs:
        row.say = before.say
        set_actual(row, before.actual)
        row.line.actual = before.line.actual
        row.line.score_c = min(row.line.score_c, earned(row))
    close(draft)
    what = f"{len(told)} 行完成值与上年一字不差"
    return [(draft, "E04", None, what), (draft.last, "E04", None, what)]


def _pairs(draft: Draft) -> list[tuple[Row, Row]]:
    """The lines of this year with their like of the year before."""
    before = {(row.line.level2, row.line.level3): row for row in draft.last.rows}
    return [(row, before[(row.line.level2, row.line.level3)]) for row in draft.rows
            if (row.line.level2, row.line.level3) in before]


def e05(draft: Draft, rng: Random) -> Found:
    """The department's own form says that far more of the project money was spent than the projects say."""
    own = next((fund for fund in draft.filing.funds if fund.source == "项目支出"), None)
    projects = [other for other in draft.siblings if other.filing.form == "project"]
    if own is None or len(projects) < 3 or any(other.planted for other in projects):
        return []
    if not own.budget_fen or own.executed_fen > own.budget_fen * 0.87:
        return []
    draft.total.executed_fen += own.budget_fen - own.executed_fen
    own.executed_fen = own.budget_fen
    settle_funds(draft)
    close(draft)
    for other in projects:
        other.planted = True                                  # what they add up to must stay
    return [(draft, "E05", None, "整体表的项目支出执行率 100%，各项目合计不到 87%")]


def d08(draft: Draft, rng: Random) -> Found:
    """Three different projects share one goal, word for word."""
    others = [other for other in draft.siblings if other.filing.form == "project" and not other.planted
              and other.filing.project != draft.filing.project]
    if draft.filing.form != "project" or len(others) < 2 or len(draft.goal[0]) < 32:
        return []
    chosen = [draft, *rng.sample(others, 2)]
    for other in chosen[1:]:
        other.goal = (draft.goal[0], other.goal[1])
    return [(other, "D08", None, f"三个项目的年度目标都是“{draft.goal[0]}”") for other in chosen]


def e09(draft: Draft, rng: Random) -> Found:
    """Two projects with the same lines but for the money: one form was made from the other."""
    others = [other for other in draft.siblings if other is not draft and not other.planted
              and other.filing.form == draft.filing.form == "project" and _alike(draft, other)]
    if not others:
        return []
    other = rng.choice(others)
    own = [row for row in other.rows if row.kind == "cost"]
    other.rows[:] = [own.pop(0) if row.kind == "cost" else copy.deepcopy(row) for row in draft.rows]
    other.filing.lines[:] = [row.line for row in other.rows]
    close(other)
    what = f"“{draft.filing.project}”与“{other.filing.project}”的指标行相同，只有成本行不同"
    return [(draft, "E09", None, what), (other, "E09", None, what)]


def _alike(draft: Draft, other: Draft) -> bool:
    """Whether the lines of one would fit in the other: as many points for the cost, and enough lines beside it."""
    weights = [[row.line.weight_c for row in one.rows if row.kind == "cost"] for one in (draft, other)]
    return weights[0] == weights[1] and len(draft.rows) >= 8 and draft.filing.project != other.filing.project
