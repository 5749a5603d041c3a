"""Faults of a whole document, in many forms at once: A13, A14, C02."""

from fractions import Fraction
from random import Random

from data_access.demo.draft import Draft, close, set_actual, settle_funds
from data_access.demo.faults import Found
from data_access.demo.money import CENT_WAN
from data_access.demo.vocabulary import words

_TOOK_OFF = "指标值偏低，主动扣减"


def a13(draft: Draft, rng: Random) -> Found:
    """The totals of several forms end just above the line of a grade."""
    near = [other for other in _projects(draft) if 9000 <= other.filing.total_score_c <= 9700]
    if len(near) < 3:
        return []
    chosen = near[:rng.randint(3, 6)]
    for other in chosen:
        _lower_to(other, 9000 + rng.choice((0, 0, 50)))
    what = f"{len(chosen)} 份总分在 90 至 91 分之间"
    return [(other, "A13", None, what) for other in chosen]


def a14(draft: Draft, rng: Random) -> Found:
    """Nearly every project of the department has the same total."""
    forms = sorted(_projects(draft), key=lambda other: other.filing.total_score_c)
    skipped = len(forms) * 3 // 10
    if not _alone(draft) or not 5 <= len(forms) <= 12:
        return []
    total = forms[skipped].filing.total_score_c // 100 * 100
    if not 9200 <= total <= 9900:
        return []
    for other in forms[skipped:]:
        _lower_to(other, total)
    what = f"{len(forms)} 份中 {len(forms) - skipped} 份总分都是 {total / 100:g}"
    return [(other, "A14", None, what) for other in forms[skipped:]]


def c02(draft: Draft, rng: Random) -> Found:
    """Every project of the department rates itself full marks."""
    forms = _projects(draft)
    if not _alone(draft) or not 5 <= len(forms) <= 12 or any(not other.total.budget_fen for other in forms):
        return []
    for other in forms:
        _perfect(other)
    what = f"{len(forms)} 份自评都在 99.5 分以上"
    return [(other, "C02", None, what) for other in forms]


def _projects(draft: Draft) -> list[Draft]:
    return [other for other in draft.siblings if other.filing.form == "project" and not other.planted]


def _alone(draft: Draft) -> bool:
    """Whether no form of the document has a fault yet: the department's total count is what it looks like."""
    return not any(other.planted for other in draft.siblings)


def _lower_to(draft: Draft, total_c: int) -> None:
    """Take points off lines until the form has this total, and say why; each line keeps at least half."""
    left = draft.filing.total_score_c - total_c
    for row in draft.rows:
        taken = min(left, row.line.score_c // 2)
        if taken > 0 and row.kind == "ge":
            row.line.score_c -= taken
            row.line.reason = row.line.reason or _TOOK_OFF
            left -= taken
    close(draft)


def _perfect(draft: Draft) -> None:
    """All lines met with all their points, and all but a little of the money spent."""
    for fund in draft.filing.funds[1:]:
        fund.executed_fen = max(0, fund.budget_fen - fund.budget_fen // (50 * CENT_WAN) * CENT_WAN)
    draft.total.executed_fen = sum(fund.executed_fen for fund in draft.filing.funds[1:])
    for row in draft.rows:
        line = row.line
        if row.kind == "qual":
            line.actual = words("wording")["tiers"]["full"]
        elif row.kind == "date":
            line.actual = words("wording")["on_time"][0]
        elif row.kind != "cost":
            set_actual(row, min(row.actual, row.target) if row.kind == "le" else max(row.actual, Fraction(row.target)))
        line.score_c, line.reason = line.weight_c, ""
    draft.filing.reason = draft.filing.measures = ""
    settle_funds(draft)
    close(draft)
