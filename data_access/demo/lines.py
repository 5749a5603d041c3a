"""The indicator lines of one form: what was aimed at, what was reached, and the points that follow by CN-2020."""

import math
from fractions import Fraction
from random import Random

from data_access.demo.draft import Draft, Row, earned, set_actual, share_of, shown, wan
from data_access.demo.vocabulary import between, words
from data_access.intake.record import Line

_PLEASED_AT_MOST = Fraction(985, 10)                          # a survey in which really everybody is pleased is rare
_BENEFITS = ("economic", "social", "ecological", "sustainable")


def choose_lines(rng: Random, kind: str, budget: float) -> list[tuple[str, dict]]:
    """(group, template) for each line of a project, the same in every year; more money, more lines (6 to 14)."""
    kinds, wording = words("kinds")[kind], words("wording")
    more = min(2, int(math.log10(max(budget, 1))))            # 0 below 10万元, 1 below 100, 2 above
    quantity = kinds["quantity"][:rng.randint(1, 2) + more]
    quality = kinds["quality"][:rng.randint(1, 2) + (more == 2)]
    groups = [group for group in _BENEFITS if group in kinds]
    kept = sorted(rng.sample(groups, min(len(groups), rng.randint(1, 2) + more)), key=_BENEFITS.index)
    chosen = [*(("quantity", t) for t in quantity), *(("quality", t) for t in quality),
              ("time", rng.choice(kinds["time"])), ("cost", {"name": rng.choice(wording["cost"]), "cost": True})]
    chosen += [(group, rng.choice(kinds[group])) for group in kept]
    asked = {"name": rng.choice(wording["satisfaction"]), "unit": "%", "at": [85, 90, 90, 95]}
    return [*chosen, ("satisfaction", asked)]


def weights(points: int, count: int) -> list[int]:
    """Whole points shared out over `count` lines, the larger ones first, in hundredths: 50 over 4 is 13 13 12 12."""
    base, rest = divmod(points, count)
    return [(base + (place < rest)) * 100 for place in range(count)]


def add_lines(draft: Draft, rng: Random, fixed: Random, chosen: list[tuple[str, dict]], *, step: int, short: float,
              first_unit: str, thing: str) -> None:
    """Write the lines. fixed: chance that stays the same over the years; short: share of lines that fall short."""
    levels = words("wording")["levels"]
    counts = {points: [group for group, _ in chosen if levels[group][0] == level]
              for points, level in ((50, "产出指标"), (30, "效益指标"), (10, "满意度指标"))}
    shares = [weight for points, groups in counts.items() for weight in weights(points, len(groups))]
    for place, ((group, template), weight) in enumerate(zip(chosen, shares, strict=True)):
        line = Line(*levels[group], level3=template["name"].format(object=thing), weight_c=weight)
        own = {**template, "unit": first_unit} if place == 0 and first_unit else template
        misses = rng.random() < short
        row = _row(draft, rng, fixed, line, group, own, step, misses)
        draft.rows.append(row)
        draft.filing.lines.append(line)


def _row(draft: Draft, rng: Random, fixed: Random, line: Line, group: str, template: dict, step: int,
         misses: bool) -> Row:
    if template.get("cost"):
        return _cost(draft, fixed, line)
    if template.get("date"):
        return _date(draft, rng, fixed, line, misses)
    if template.get("words"):
        return _qualitative(draft, rng, fixed, line, template, misses)
    row = _number(draft, rng, fixed, line, template, step, misses)
    modest = words("settings")["characters"][draft.department.character]["modest"]
    if group == "satisfaction":
        row.say = ""
        set_actual(row, min(row.actual, _PLEASED_AT_MOST))
        if line.score_c == line.weight_c and rng.random() < modest:
            line.score_c = share_of(line.weight_c, Fraction(4, 5))
        if line.score_c < line.weight_c:
            line.reason = rng.choice(words("wording")["short"]["satisfaction"])
    return row


def _number(draft: Draft, rng: Random, fixed: Random, line: Line, template: dict, step: int, misses: bool) -> Row:
    op, wording = template.get("op", "ge"), words("wording")
    target = _target(fixed, template, step, draft.usual)
    row = Row(line, op, template["unit"], target, say=template.get("say", "") if fixed.random() < 0.3 else "")
    style = fixed.choice(wording["all" if row.unit == "%" and target == 100 else op])
    line.target = style.format(shown(target) + row.unit)
    set_actual(row, _reached(rng, row, misses and target > 0))
    line.score_c = earned(row)
    if line.score_c < line.weight_c:
        line.reason = rng.choice(wording["short"][op])
    return row


def _target(fixed: Random, template: dict, step: int, budget: float) -> Fraction:
    """A target as people set them: round, and a little higher every year. budget: 万元, for what costs so much each."""
    if "at" in template:
        return Fraction(fixed.choice(template["at"]))
    low, high = template.get("each") or (template["from"], template["to"])
    first = math.exp(fixed.uniform(math.log(low), math.log(high)))
    if "each" in template:
        first = max(2.0, budget * 10_000 / first)
    grown = first * (1 + between(fixed, words("settings")["growth"])) ** step
    unit = 1 if grown < 30 else 5 if grown < 200 else 10 if grown < 1000 else 50 if grown < 5000 else 100
    return Fraction(max(1, round(grown / unit) * unit))


def _reached(rng: Random, row: Row, misses: bool) -> Fraction:
    """What was reached: a little over the target, or short of it. Rates have one decimal and end at 100."""
    target, tenths = row.target, row.unit == "%"
    depth = rng.uniform(0.02, 0.12) if tenths and target > 50 else rng.uniform(0.05, 0.38)
    if row.kind == "le":
        part = 1 + depth if misses else rng.choice((1, 1, rng.uniform(0.6, 1)))
    else:
        part = 1 - depth if misses else rng.choice((1, 1, 1 + rng.uniform(0, 0.06), 1 + rng.uniform(0, 0.18)))
    value = Fraction(round(target * Fraction(part) * (10 if tenths else 1)), 10 if tenths else 1)
    if misses and value == target:
        value = target + (1 if row.kind == "le" else -1) * Fraction(1, 10 if tenths else 1)
    return min(value, Fraction(100)) if tenths else value


def _cost(draft: Draft, fixed: Random, line: Line) -> Row:
    """Spending against the budget: the actual is what the funds block says was spent."""
    row = Row(line, "cost", "万元", wan(draft.total.budget_fen), say=fixed.choice(("", "", "已支出")))
    line.target = fixed.choice(words("wording")["le"][:3]).format(shown(row.target) + "万元")
    set_actual(row, wan(draft.total.executed_fen))
    line.score_c = earned(row)
    return row


def _date(draft: Draft, rng: Random, fixed: Random, line: Line, misses: bool) -> Row:
    wording, year = words("wording"), draft.filing.year
    line.target = fixed.choice(wording["by"]).format(year=year)
    if misses:
        line.actual = f"{year + 1}年{rng.randint(1, 4)}月{rng.randint(1, 28)}日"
        line.score_c = _within(rng, line.weight_c, (0.6, 0.8), (0.1, 0.9))
        line.reason = rng.choice(wording["short"]["date"])
    else:
        day = f"{year}年{rng.randint(6, 11)}月{rng.randint(1, 28)}日"
        line.actual = rng.choice((day, day, rng.choice(wording["on_time"])))
        line.score_c = line.weight_c
    return Row(line, "date")


def _qualitative(draft: Draft, rng: Random, fixed: Random, line: Line, template: dict, misses: bool) -> Row:
    """A worded line: the tier phrase or the target's own words, points inside the band of the tier."""
    wording = words("wording")
    line.target = fixed.choice(template["words"])
    if misses:
        line.actual = wording["tiers"]["part"]
        line.score_c = _within(rng, line.weight_c, (0.6, 0.8), (0.1, 0.9))
        line.reason = rng.choice(wording["short"]["qual"])
    else:
        line.actual = rng.choice((wording["tiers"]["full"], wording["tiers"]["full"], line.target))
        habit = words("settings")["characters"][draft.department.character]["tier"]
        line.score_c = _within(rng, line.weight_c, (0.8, 1.0), habit)
    return Row(line, "qual")


def _within(rng: Random, weight_c: int, band: tuple[float, float], habit: list[float] | tuple[float, float]) -> int:
    """Points inside a band of the weight, in half points as people give them; habit: where in the band."""
    low, high = (int(share * 1000) * weight_c // 1000 for share in band)
    wish = low + (high - low) * between(rng, habit)
    return min(high // 50 * 50, max(-(-low // 50) * 50, round(wish / 50) * 50))
