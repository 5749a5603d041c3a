"""What a target (指标值) and an actual value (完成值) say: operator, number, unit, date, tier. The only parser of them.

Source of the rules: design.md §4 "Values", layouts.md §8. The vocabulary is in words.yaml.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from scoring.dates import Day, blank_out, find_days
from scoring.numbers import is_blank
from scoring.quantities import LONE, Quantity, clean, convert, is_family, quantities
from scoring.words import words

_PAUSE = re.compile(r"[,;。、!]|\.$")
SHORT = 12                                                    # characters of an answer that is its number (合格率100%)


@dataclass(frozen=True)
class Pair:
    """A target and its actual value, as docs/data.md (`lines`) lists them.

    Values are numbers in the printed unit (4.2万人: 42000, 万元 stays); actual_value is in the target's unit wherever
    `unclear` is None, actual_unit as printed, else the target's. A percentage that answers a target which is none
    stands in actual_value with actual_kind percent. Dates are ISO text. None: not stated or not understood."""

    op: str | None = None
    target_value: float | None = None
    target_high: float | None = None
    target_unit: str | None = None
    actual_value: float | None = None
    actual_unit: str | None = None
    target_date: str | None = None
    actual_date: str | None = None
    tier: str | None = None
    actual_kind: str | None = None
    unclear: str | None = None


@dataclass(frozen=True)
class _Side:
    """One cleaned text with the dates and amounts in it. garbled: a date before 2000, or figures parted by a comma that
    separates no thousands (2,22万元): nobody can say what was meant."""

    text: str
    days: list[Day]
    garbled: bool
    amounts: list[Quantity]


@dataclass(frozen=True)
class _Row:
    """What the names of a row say: a row of the cost block, a ratio, a time."""

    cost: bool
    ratio: bool
    timely: bool


def read_pair(target: str, actual: str, *, level1: str = "", level2: str = "", level3: str = "") -> Pair:
    """Read a target together with its actual value; each side lends the other its unit.

    The levels decide what an unsigned number means: `le` in a cost row whose unit is money or absent and whose name is
    no ratio, else `ge`. Never raises: what is not understood is None, with the reason in `unclear`."""
    row = _row(level1, level2, level3)
    asked, given = _side(target, row), _side(actual, row)
    kind = _kind(asked, row)
    if kind == "number":
        pair = _number(asked, given, row)
    elif kind == "date":
        pair = _date(asked.days[-1], asked, given)
    elif kind == "qual":
        pair = Pair(op="qual", actual_kind=_says(asked, given))
    else:
        pair = Pair(actual_kind=_says(asked, given), unclear="reading" if asked.garbled else None)
    return _with_tier(_with_percent(pair, given), given)


def _row(level1: str, level2: str, level3: str) -> _Row:
    know, name = words(), re.sub(r"[^\w%]+$", "", clean(level3))
    name = re.sub(r"\([^()]*\)$", "", name)
    return _Row(cost=bool(know.cost_level.search(level1 + level2)), ratio=bool(know.rate_name.search(name)),
                timely=bool(know.timely_level.search(level1 + level2 + name)))


def _side(text: str, row: _Row) -> _Side:
    plain = "" if is_blank(text) and text != "一" else clean(text)
    days, trace = find_days(plain, timely=row.timely)
    if trace or re.search(r"\d,\d", plain):
        return _Side(plain, [], True, [])
    amounts = {(a.value, a.unit, a.high): a for a in reversed(quantities(blank_out(plain, days)))}
    return _Side(plain, days, False, list(amounts.values())[::-1])


def _kind(asked: _Side, row: _Row) -> str | None:
    """What a target asks for: number, date, qual; None when it states nothing (blank, an unfilled ≥次, 1900年1月)."""
    if not asked.text or asked.garbled or _unfilled(asked.text):
        return None
    if asked.days and (not asked.amounts or (row.timely and not any(a.unit for a in asked.amounts))):
        return "date"
    return "number" if asked.amounts else "qual"


def _unfilled(text: str) -> bool:
    """A template nobody filled in: ≥次, ≤万元, =/=, ≥%."""
    know = words()
    rest = re.sub("^(?:" + "|".join(map(re.escape, know.before)) + ")", "", text)
    rest = re.sub(r"[xX×_]+", "", rest)
    return rest != text and (not re.search(r"\w|%", rest) or bool(re.fullmatch(know.unit, rest)))


# ---- a number is asked

def _number(asked: _Side, given: _Side, row: _Row) -> Pair:
    asked = replace(asked, amounts=_between(asked.amounts))
    pairs = [(t, a) for t in asked.amounts for a in given.amounts if _fits(t, a, row) == 2]
    pairs = pairs or [(t, a) for t in asked.amounts for a in given.amounts if _fits(t, a, row) == 1]
    if len({(t, a.value, a.unit) for t, a in pairs}) > 1 or (not pairs and len(asked.amounts) > 1):
        return Pair(unclear="several", actual_kind="number" if given.amounts else _says(asked, given))
    if not pairs:
        return _unanswered(asked.amounts[0], asked, given, row)
    target, actual = _in_one_unit(*pairs[0], row)
    if actual.high is not None:
        return replace(_target(target, row), actual_kind="number", unclear="several")
    negative = min(target.value, actual.value) < 0
    return replace(_target(target, row), actual_kind="number", actual_value=_float(actual.value),
                   actual_unit=actual.unit, unclear="negative" if negative else None)


def _between(amounts: list[Quantity]) -> list[Quantity]:
    """Two bounds of one thing (≥2次，≤5次) as one range."""
    if [amount.op for amount in amounts] != ["ge", "le"] or amounts[0].value > amounts[1].value:
        return amounts
    low, high = amounts
    if low.unit and high.unit and low.unit != high.unit:
        return amounts
    return [replace(low, high=high.value, unit=high.unit or low.unit, op=None, end=high.end)]


def _target(target: Quantity, row: _Row) -> Pair:
    """The target's half of a pair; an unsigned number gets its operator from the row."""
    usual = "le" if row.cost and not row.ratio and _money_or_none(target.unit) else "ge"
    op = "range" if target.high is not None else target.op or usual
    return Pair(op=op, target_value=_float(target.value), target_high=_float(target.high), target_unit=target.unit)


def _unanswered(target: Quantity, asked: _Side, given: _Side, row: _Row) -> Pair:
    """A number is asked and none of the actual's fits: units that differ, words, or 无 for a count of none."""
    pair = replace(_target(target, row), actual_kind=_says(asked, given))
    if given.amounts:
        several = len(given.amounts) > 1
        first = given.amounts[0]
        return replace(pair, actual_kind="number", actual_value=None if several else _float(first.value),
                       actual_unit=None if several else first.unit, unclear="several" if several else "units")
    countable = not is_family(target.unit, "ratio") and not is_family(target.unit, "money")
    if given.text in words().zero and countable:
        return replace(pair, actual_kind="number", actual_value=0.0, actual_unit=target.unit)
    unclear = "reading" if given.garbled else None if pair.actual_kind == "blank" else "no_number"
    return replace(pair, unclear=unclear)


def _fits(target: Quantity, actual: Quantity, row: _Row) -> int:
    """2: the units convert; 1: one side has none (or a lone 万) and takes the other's; 0: not comparable."""
    t, a = target.unit, actual.unit
    if t and a and (t in LONE) == (a in LONE):
        return 2 if t in LONE or convert(actual.value, a, t) is not None else 0
    if t and a:                                               # a lone 万 or 亿 on one side
        return 2 if _money_or_none(t) and _money_or_none(a) else 0 if "%" in (t, a) else 1
    if t is None and a == "%":                                # 1, 100 or a rate's own name: a percentage is meant
        return 1 if target.value <= 1 or target.value == 100 or row.ratio else 0
    return 2 if t == a else 1


def _in_one_unit(target: Quantity, actual: Quantity, row: _Row) -> tuple[Quantity, Quantity]:
    """Both in the target's unit (actual.unit stays as printed); a side without a unit takes the other's."""
    target, actual = _fraction(target, actual), _fraction(actual, target)
    target, actual = _lone(target, actual), _lone(actual, target)
    target = replace(target, unit=target.unit or actual.unit)
    if actual.unit is None or target.unit is None:
        return target, replace(actual, unit=target.unit)
    if actual.unit in LONE and target.unit in LONE:
        scale = Decimal(words().multipliers[actual.unit]) / words().multipliers[target.unit]
        return target, replace(actual, value=actual.value * scale)
    value = convert(actual.value, actual.unit, target.unit)
    return target, replace(actual, value=actual.value if value is None else value)


def _fraction(one: Quantity, other: Quantity) -> Quantity:
    """0.95 beside 95% is a fraction of one; 0.4 beside ≥0.5% is not."""
    if one.unit is None and other.unit == "%" and 0 < one.value <= 1 < other.value:
        return replace(one, value=one.value * 100, unit="%")
    return one


def _lone(one: Quantity, other: Quantity) -> Quantity:
    """A lone 万 or 亿 takes the other side's unit: 20万 beside 万元 is 20万元, 4.2万 beside 人 is 42000人."""
    if one.unit not in LONE or other.unit is None or other.unit in LONE:
        return one
    if is_family(other.unit, "money"):
        return replace(one, unit=one.unit + "元" + re.sub(r"^[^/每]*", "", other.unit))
    factor = words().multipliers[one.unit]
    return replace(one, value=one.value * factor, high=one.high and one.high * factor, unit=other.unit)


def _money_or_none(unit: str | None) -> bool:
    return unit is None or unit in LONE or is_family(unit, "money")


def _float(value: Decimal | None) -> float | None:
    if value is None:
        return None
    return float(value if abs(value) >= 10**15 else round(value, 10))             # rounding so many digits would raise


# ---- a date is asked

def _date(target: Day, asked: _Side, given: _Side) -> Pair:
    pair = Pair(op="period" if target.period else "date", actual_kind=_says(asked, given))
    if not given.days:
        pair = replace(pair, target_date=_iso(target))
        unread = given.garbled or pair.actual_kind in ("words", "number")
        return replace(pair, unclear="reading") if unread else pair
    actual = given.days[-1]
    year = actual.day.year if actual.has_year else target.day.year
    target, actual = _in_year(target, year), _in_year(actual, year if actual.has_year else target.day.year)
    pair = replace(pair, target_date=_iso(target), actual_date=_iso(actual), actual_kind="date")
    if len(given.days) > 1:
        return replace(pair, actual_date=None, unclear="several")
    if target.has_year:
        return pair
    in_time = actual.day <= target.day                        # neither names a year: months and days decide
    return replace(pair, actual_kind="on_time") if in_time else replace(pair, unclear="reading")


def _in_year(day: Day, year: int) -> Day:
    """The day in this year where it names none itself."""
    if day.has_year or year == 4:
        return day
    last = 28 if (day.day.month, day.day.day) == (2, 29) else day.day.day
    return replace(day, day=day.day.replace(year=year, day=last), has_year=True)


def _iso(day: Day) -> str | None:
    return day.day.isoformat() if day.has_year else None


# ---- words

def _says(asked: _Side, given: _Side) -> str:
    """What kind of answer the actual is, apart from tier phrases: blank same on_time done number date words."""
    know, text = words(), _PAUSE.sub("", given.text)
    if not given.text:
        return "blank"
    if _copies(_PAUSE.sub("", asked.text), text):
        return "same"
    if know.on_time.search(text) and not know.late.search(text):
        return "on_time"
    if know.done.fullmatch(text):
        return "done"
    whole = len(given.amounts) == 1 and given.amounts[0].end - given.amounts[0].start == len(given.text)
    return "number" if whole else "date" if given.days and len(given.text) < 16 else "words"


def _copies(asked: str, text: str) -> bool:
    """The target's own words again, up to two characters lost at the end of a long one."""
    return asked == text or (len(text) >= 5 and asked.startswith(text) and len(asked) - len(text) <= 2)


def _with_percent(pair: Pair, given: _Side) -> Pair:
    """A percentage that answers a target which is none: 7个 -> 100%, 2020年12月31日之前 -> 100%."""
    if len(given.amounts) != 1 or not is_family(given.amounts[0].unit, "ratio") or given.amounts[0].high is not None:
        return pair
    compared = pair.op and pair.actual_kind == "number" and pair.unclear is None and pair.actual_value is not None
    whole = pair.op not in (None, "qual") or len(given.text) <= SHORT
    if compared or pair.actual_kind in ("date", "same") or not whole or is_family(pair.target_unit, "ratio"):
        return pair
    share = given.amounts[0]
    return replace(pair, actual_kind="percent", actual_value=_float(share.value), actual_unit="%",
                   unclear="negative" if share.value < 0 else pair.unclear if pair.op is None else None)


def _with_tier(pair: Pair, given: _Side) -> Pair:
    """A phrase of the three-tier list counts whatever the target is."""
    text = _PAUSE.sub("", given.text)
    for tier, pattern in words().tiers.items():
        if pattern.fullmatch(text):
            return replace(pair, tier=tier, actual_kind="tier", unclear=None, actual_value=None, actual_unit=None,
                           actual_date=None)
    return pair
