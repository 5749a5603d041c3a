"""Faults in what the cells hold: C05 … C17."""

import re
from fractions import Fraction
from random import Random

from data_access.demo.draft import Draft, Row, set_actual
from data_access.demo.faults import Found

# Rates that may well exceed 100 % (the same words as the check C11 lets pass).
_MAY_EXCEED = re.compile("增|完成|提高|提升|下降|降低|利用|周转|超|倍")
_OTHER_UNIT = {"人": "户", "户": "人", "次": "人次", "个": "万元", "处": "平方米", "场": "人次", "批": "万元"}


def c05(draft: Draft, rng: Random) -> Found:
    """A number is due and words stand there, with all the points."""
    places = [place for place in _numbers(draft) if draft.rows[place].line.score_c == draft.rows[place].line.weight_c]
    if not places:
        return []
    chosen = sorted(rng.sample(places, min(len(places), rng.choice((1, 1, 2, 4)))))
    for place in chosen:
        draft.rows[place].line.actual = rng.choice(("已完成", "完成", "按要求完成"))
    return [(draft, "C05", place + 1, f"指标值 {draft.rows[place].line.target}，完成值 {draft.rows[place].line.actual}")
            for place in chosen]


def c10(draft: Draft, rng: Random) -> Found:
    """No actual value, and points."""
    place = rng.randrange(len(draft.rows))
    line = draft.rows[place].line
    if not line.score_c:
        return []
    line.actual = ""
    return [(draft, "C10", place + 1, f"完成值未填，得分 {line.score_c / 100:g}")]


def c11(draft: Draft, rng: Random) -> Found:
    """A rate above 100 %, another unit than the target's, or a digit lost."""
    ways = [(place, way) for place in _numbers(draft) for way in (_beyond, _unit, _digit)
            if way(draft.rows[place], write=False)]
    if not ways:
        return []
    place, way = rng.choice(ways)
    way(draft.rows[place], write=True)
    line = draft.rows[place].line
    return [(draft, "C11", place + 1, f"指标值 {line.target}，完成值 {line.actual}")]


def c16(draft: Draft, rng: Random) -> Found:
    """A percentage stands where money is due."""
    if draft.filing.form != "project" or draft.total.rate != 1:
        return []
    for fund in draft.filing.funds:
        fund.executed_fen, fund.raw = None, {"executed": "100%"}
    for stated in draft.filing.stated:
        stated.executed_fen = None
    return [(draft, "C16", None, "全年执行数填 100%")]


def c17(draft: Draft, rng: Random) -> Found:
    """The title prints another year than the one evaluated."""
    year = draft.filing.year
    draft.filing.year_printed = year - 1
    draft.filing.title = draft.filing.title.replace(str(year), str(year - 1))
    return [(draft, "C17", None, f"表题印 {year - 1} 年度，评价年度 {year}")]


def _numbers(draft: Draft) -> list[int]:
    return [place for place, row in enumerate(draft.rows) if row.kind == "ge" and row.actual >= row.target > 0]


def _beyond(row: Row, *, write: bool) -> bool:
    fits = row.unit == "%" and row.target >= 80 and row.line.level3.endswith(("率", "度"))
    fits = fits and not _MAY_EXCEED.search(row.line.level3) and row.line.score_c == row.line.weight_c
    if fits and write:
        set_actual(row, row.target + 18 + (100 - row.target) // 2)
    return fits


def _unit(row: Row, *, write: bool) -> bool:
    fits = row.unit in _OTHER_UNIT
    if fits and write:
        row.unit = _OTHER_UNIT[row.unit]
        set_actual(row, row.actual)
    return fits


def _digit(row: Row, *, write: bool) -> bool:
    fits = row.unit == "%" and row.target >= 80 and row.line.score_c == row.line.weight_c
    if fits and write:
        set_actual(row, Fraction(int(row.actual) // 10))
    return fits
