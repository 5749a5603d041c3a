"""What a line and a filing should score, in exact fractions, written from design.md §4 and not from the SQL.

A line: dict with op, t, h, a (exact numbers or None), w, s (hundredths), tier, kind, unclear, due, done (ISO dates),
unproven (a low cost while little was spent). A pack: le, eq, rounding, bands, rescale, grades (优 first, or None).
"""

import math
from fractions import Fraction

BANDS = {"full": (Fraction(8, 10), Fraction(1)), "part": (Fraction(6, 10), Fraction(8, 10)),
         "missed": (Fraction(0), Fraction(6, 10)), None: (Fraction(6, 10), Fraction(1))}
PACK = {"le": "inverse", "eq": "ratio", "range": "distance", "steps": (), "rounding": "half_up", "bands": BANDS,
        "rescale": True,
        "grades": (9000, 8000, 6000)}
FOLDED = {"gt": "ge", "lt": "le"}
DAYS = ("date", "period")


def method(row: dict) -> str:
    """How the line is scored."""
    if row["w"] is None:
        return "none" if row["s"] is None else "unscorable"
    if row["tier"]:
        return "qual"
    if row["unclear"] or row["op"] is None:
        return "unscorable"
    if row["kind"] == "percent":
        return "stated"
    if row["op"] in DAYS and (row["kind"] in ("on_time", "same") or row["done"]):
        return row["op"]
    if row["op"] in (*DAYS, "qual"):
        return "qual" if row["kind"] in ("same", "done", "on_time") else "unscorable"
    if row["t"] is None or row["a"] is None:
        return "unscorable"
    folded = FOLDED.get(row["op"], row["op"])
    return "unscorable" if folded == "le" and row["unproven"] and row["a"] < row["t"] else folded


def share(how: str, t: Fraction, h: Fraction, a: Fraction, pack: dict) -> Fraction:
    """The part of the weight that this number earns, 0..1."""
    if how == "stated":
        return min(Fraction(1), a / 100)
    if how == "ge" or (how == "eq" and a >= t > 0 and pack["eq"] == "at_least"):
        return Fraction(1) if a >= t else a / t
    if how == "le":
        if a <= t or t == 0:
            return Fraction(a <= t)
        return max(Fraction(0), 2 - a / t) if pack["le"] == "linear_to_double" else t / a
    if how == "eq":
        if a != t and pack["eq"] == "strict":
            return Fraction(0)
        return Fraction(1) if a == t or (a <= t and pack["eq"] == "within") else min(a, t) / max(a, t)
    if not t <= a <= h and pack["range"] == "inside_only":
        return Fraction(0)
    return a / t if a < t else h / a if a > h else Fraction(1)


def rounded(exact: Fraction, rounding: str) -> int:
    """Hundredths: half up, or cut off."""
    return math.floor(exact if rounding == "cut" else exact + Fraction(1, 2))


def line(row: dict, pack: dict = PACK) -> tuple:
    """(method, recomputed, low, high); points in hundredths."""
    w, s, how = row["w"], row["s"], method(row)
    if how == "none" or w is None:
        return how, None, None, None
    if how == "unscorable":
        return how, *kept(s, 0, w)
    late = how in DAYS and row["done"] is not None and row["done"] > row["due"]
    if how == "qual" or late:
        low, high = (rounded(w * end, "half_up") for end in pack["bands"]["part" if late else row["tier"]])
        return how, *kept(s, low, high)
    if how in DAYS:
        return how, w, w, w
    t, h, a = (None if row[name] is None else Fraction(row[name]) for name in "tha")
    score = rounded(w * share(how, t, h, a, pack), pack["rounding"])
    if how == "stated":
        return how, score, 0, w
    typo = how != "le" and t > 0 and 5 * a < t and s is not None and 10 * s >= 8 * w
    return how, score, score, w if typo else score


def kept(s: int | None, low: int, high: int) -> tuple:
    """The filed score clipped to what the rules allow."""
    return (None if s is None else min(max(s, low), high)), low, high


def execution(budget: int | None, executed: int | None, w: int | None, s: int | None, pack: dict = PACK) -> tuple:
    """(recomputed, low, high) of the budget execution; all None where the form gives it no weight."""
    if w is None:
        return None, None, None
    if budget and executed is not None:
        rate = Fraction(executed, budget)
        steps = [Fraction(share) for start, share in pack["steps"] if rate >= Fraction(start)]
        score = rounded(w * (steps[0] if steps else min(Fraction(1), rate)), pack["rounding"])
        return score, score, score
    return kept(s, 0, w)


def filing(lines: list[dict], fund: dict, pack: dict = PACK) -> tuple:
    """(sum of weights, plain sum, recomputed, low, high, grade, certain) of lines and fund: budget, executed, w, s."""
    scores = [scored for scored in (line(row, pack) for row in lines) if scored[0] != "none"]
    own = execution(fund["budget"], fund["executed"], fund["w"], fund["s"], pack)
    weights = [w for w in (fund["w"], *(row["w"] for row in lines)) if w is not None]
    total = sum(weights) if weights else None
    if not sum(row["w"] or 0 for row in lines) or any(scored[2] is None for scored in scores):
        return total, None, None, None, None, None, None
    columns = list(zip(*(scored[1:] for scored in scores), *([own] if fund["w"] is not None else []), strict=True))
    plain = None if None in columns[0] else sum(columns[0])
    ends = [_scaled(value, total, pack) for value in (plain, sum(columns[1]), sum(columns[2]))]
    ranks = [_rank(value, pack["grades"]) for value in ends]
    grade = None if ranks[0] is None else "优良中差"[ranks[0]]
    return total, plain, *ends, grade, None if ranks[1] is None else ranks[1] == ranks[2]


def _rank(value: int | None, cuts: tuple | None) -> int | None:
    return None if value is None or not cuts else sum(value < cut for cut in cuts)


def _scaled(value: int | None, weights: int, pack: dict) -> int | None:
    if value is None or not pack["rescale"]:
        return value
    return rounded(Fraction(value * 10000, weights), pack["rounding"])
