"""Faults in what a line answers: C01 C03 C07 C08 C09 C12 C13 C15."""

from fractions import Fraction
from random import Random

from data_access.demo.draft import Draft, close, set_actual, shown
from data_access.demo.faults import Found, lower, met, said
from data_access.demo.vocabulary import words

_BLANK = ("", "无")


def c01(draft: Draft, rng: Random) -> Found:
    """Every line copies its target, with all the points."""
    rows = [row for row in draft.rows if row.kind != "cost"]
    if sum(row.target not in (1, 100) for row in rows) < 6:
        return []
    for row in rows:
        row.line.actual, row.line.score_c, row.line.reason = row.line.target, row.line.weight_c, ""
    close(draft)
    return [(draft, "C01", None, f"{len(rows)} 行完成值照抄指标值")]


def c03(draft: Draft, rng: Random) -> Found:
    """Far more was done than aimed at, and nobody says why."""
    places = [place for place in met(draft) if draft.rows[place].unit != "%"]
    if not places or draft.filing.reason not in _BLANK:
        return []
    place = rng.choice(places)
    row = draft.rows[place]
    set_actual(row, Fraction(round(row.target * Fraction(rng.choice((1.4, 1.6, 1.8, 2.2, 3.1))) + 2)))
    return [(draft, "C03", place + 1, said(draft, place))]


def c07(draft: Draft, rng: Random) -> Found:
    """The cost line copies the budget although less was spent."""
    total = draft.total
    places = [place for place, row in enumerate(draft.rows) if row.kind == "cost"]
    if draft.filing.form != "project" or not total.executed_fen or total.executed_fen > total.budget_fen * 0.94:
        return []
    row = draft.rows[places[0]]
    set_actual(row, row.target)
    return [(draft, "C07", places[0] + 1, f"{said(draft, places[0])}，执行 {total.executed_fen / 1e6:g} 万元")]


def c08(draft: Draft, rng: Random) -> Found:
    """Lines fell short, lost the points, and nobody says why."""
    places = [place for place in met(draft) if draft.rows[place].line.weight_c >= 500]
    if not places or draft.filing.reason not in _BLANK or draft.filing.measures:
        return []
    place = rng.choice(places)
    row = draft.rows[place]
    lower(row, rng, 0.5, 0.8)
    row.line.score_c = int(row.line.weight_c * row.actual / row.target + Fraction(1, 2))
    row.line.reason = rng.choice(_BLANK)
    close(draft)
    return [(draft, "C08", place + 1, said(draft, place))]


def c09(draft: Draft, rng: Random) -> Found:
    """The reason says it was not finished, the points say it was."""
    places = met(draft)
    if not places:
        return []
    place = rng.choice(places)
    line = draft.rows[place].line
    line.reason = rng.choice(("部分任务未完成，转入下年实施", "受天气影响，部分工作延期", "个别点位取消实施"))
    return [(draft, "C09", place + 1, f"原因写“{line.reason}”，得满分 {line.score_c / 100:g}")]


def c12(draft: Draft, rng: Random) -> Found:
    """A day that was missed, with all the points."""
    places = [place for place, row in enumerate(draft.rows) if row.kind == "date"]
    if not places:
        return []
    line = draft.rows[places[0]].line
    line.actual = f"{draft.filing.year + 1}年{rng.randint(1, 5)}月{rng.randint(1, 28)}日"
    line.score_c, line.reason = line.weight_c, ""
    close(draft)
    return [(draft, "C12", places[0] + 1, said(draft, places[0]))]


def c13(draft: Draft, rng: Random) -> Found:
    """The target says "=", another number was reached, and the line has all its points."""
    places = [place for place in met(draft) if draft.rows[place].unit != "%" and draft.rows[place].target >= 10]
    if not places:
        return []
    place = rng.choice(places)
    row = draft.rows[place]
    row.line.target = f"={shown(row.target)}{row.unit}"
    set_actual(row, Fraction(int(row.target * Fraction(rng.uniform(0.7, 0.93)))))
    return [(draft, "C13", place + 1, said(draft, place))]


def c15(draft: Draft, rng: Random) -> Found:
    """A spreadsheet turned the target of 100 % into a date."""
    places = [place for place in met(draft) if draft.rows[place].target == 100]
    if not places:
        return []
    place = rng.choice(places)
    draft.rows[place].line.target = words("wording")["spreadsheet_date"]
    return [(draft, "C15", place + 1, said(draft, place))]
