"""Faults of 示例县, one function a check, named as its code, in whichever module of this folder it fits.

Each takes (draft, rng) and changes the draft, or leaves it and gives []. It gives what it planted:
(draft, code, ordinal of the line or None, what in Chinese).
"""

from fractions import Fraction
from random import Random

from data_access.demo.draft import Draft, Row, set_actual

Found = list[tuple[Draft, str, int | None, str]]


def met(draft: Draft) -> list[int]:
    """Places of lines with at least 5 to reach (≥, not =), that was reached and earned all its points."""
    return [place for place, row in enumerate(draft.rows) if row.kind == "ge" and row.actual >= row.target >= 5
            and row.line.score_c == row.line.weight_c and not row.line.target.startswith("=")]


def lower(row: Row, rng: Random, least: float, most: float) -> None:
    """Write an actual that falls short; the score stays."""
    part = Fraction(rng.uniform(least, most))
    set_actual(row, Fraction(int(row.target * part * 10), 10) if row.unit == "%" else Fraction(int(row.target * part)))


def said(draft: Draft, place: int) -> str:
    """What a line says, for the record of a fault."""
    line = draft.rows[place].line
    return f"“{line.level3}”指标值 {line.target}，完成值 {line.actual}"
