"""What a line should score, in exact fractions, written from design.md §4 and not from the SQL.

A line: dict with op, t, h, a (Decimal or None), w, s (hundredths), tier, kind. A pack: le, eq, rounding, bands.
"""

import math
from fractions import Fraction

BANDS = {"full": (Fraction(8, 10), Fraction(1)), "part": (Fraction(6, 10), Fraction(8, 10)),
         "missed": (Fraction(0), Fraction(6, 10)), None: (Fraction(6, 10), Fraction(1))}


def share(op: str, t: Fraction, h: Fraction, a: Fraction, le: str, eq: str) -> Fraction:
    """The part of the weight that this result earns, 0..1."""
    if op in ("ge", "gt") or (op == "eq" and a >= t > 0 and eq == "at_least"):
        return Fraction(1) if a >= t else a / t
    if op in ("le", "lt"):
        if a <= t:
            return Fraction(1)
        if t == 0:
            return Fraction(0)
        return max(Fraction(0), 2 - a / t) if le == "linear_to_double" else t / a
    if op == "eq":
        if a == t or (a <= t and eq == "within"):
            return Fraction(1)
        return min(a, t) / max(a, t)
    return a / t if a < t else h / a if a > h else Fraction(1)


def rounded(exact: Fraction, rounding: str) -> int:
    """Hundredths: half up, or cut off."""
    return math.floor(exact if rounding == "cut" else exact + Fraction(1, 2))


def line(row: dict, *, le: str = "inverse", eq: str = "ratio", rounding: str = "half_up") -> tuple:
    """(recomputed, low, high) in hundredths of a point."""
    w, s = row["w"], row["s"]
    if row["tier"] or row["op"] == "qual":
        if not row["tier"] and row["kind"] not in ("same", "done", "on_time"):
            return kept(s, 0, w)
        low, high = (rounded(w * end, "half_up") for end in BANDS[row["tier"]])
        return kept(s, low, high)
    if row["op"] is None or row["t"] is None or row["a"] is None:
        return kept(s, 0, w)
    t, a = Fraction(row["t"]), Fraction(row["a"])
    score = rounded(w * share(row["op"], t, Fraction(row["h"]), a, le, eq), rounding)
    typo = row["op"] in ("ge", "gt", "eq", "range") and t > 0 and 5 * a < t and s is not None and 10 * s >= 8 * w
    return score, score, w if typo else score


def kept(s: int | None, low: int, high: int) -> tuple:
    """The filed score clipped to what the rules allow."""
    return (None if s is None else min(max(s, low), high)), low, high
