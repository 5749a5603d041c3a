"""Faults between forms and their report: E03, E08."""

from random import Random

from data_access.demo.draft import Draft, grade_of
from data_access.demo.faults import Found
from data_access.demo.money import CENT_WAN


def e03(draft: Draft, rng: Random) -> Found:
    """The report of the same document gives another score or another amount than the form."""
    if not draft.filing.stated or not draft.total.executed_fen:
        return []
    stated = draft.filing.stated[0]
    if rng.random() < 0.6:
        filed = draft.filing.total_score_c
        stated.total_score_c = min(10_000, filed + rng.choice((150, 300, 500))) if filed < 9800 else filed - 250
        stated.grade = grade_of(stated.total_score_c)
        return [(draft, "E03", None, f"自评表 {filed / 100:g} 分，报告 {stated.total_score_c / 100:g} 分")]
    stated.executed_fen = round(draft.total.executed_fen * rng.choice((0.85, 0.93, 1.08)) / CENT_WAN + 1) * CENT_WAN
    filed, told = draft.total.executed_fen / 1e6, stated.executed_fen / 1e6
    return [(draft, "E03", None, f"自评表执行 {filed:g} 万元，报告 {told:g} 万元")]


def e08(draft: Draft, rng: Random) -> Found:
    """Two forms of one document carry the same project name."""
    others = [other for other in draft.siblings
              if other is not draft and not other.planted and other.filing.form == "project"]
    if draft.filing.form != "project" or not others:
        return []
    other = rng.choice(others)
    other.filing.project = draft.filing.project
    if rng.random() < 0.7:
        other.filing.unit, other.filing.unit_code = draft.filing.unit, draft.filing.unit_code
    what = f"“{draft.filing.project}”在同一部门、年度出现两次"
    return [(draft, "E08", None, what), (other, "E08", None, what)]
