"""Numbers with their signs and units inside a text: "≥4.2万人", "不少于30人", "已支付14.97万元", "90%-95%".

Text is in the normal form of `clean`. Values are exact decimals in the printed unit; None as unit: none printed.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

import cn2an

from scoring.numbers import normal
from scoring.words import words

_LATEX = [(r"\\(?:geqslant|geqq|geq|ge)(?![a-z])", "≥"), (r"\\(?:leqslant|leqq|leq|le)(?![a-z])", "≤"), (r"\\%", "%"),
          (r"\\(?:sim|thicksim)(?![a-z])", "~"), (r"\\(?:mathrm|text|mathbf|rm)(?![a-z])|\\[,;! ]|[${}^]", "")]
LONE = {"万", "亿"}                                           # alone behind a number: the other side's unit is meant
_NUMBER = re.compile(r"(?<![\dA-Za-z.第〔])-?\d+(?:\.\d+)?(?![.\d])")
_CHINESE = re.compile(r"[零一二两三四五六七八九十百千]+")
_NEGATIVE_AFTER = re.compile(r"(^|[≥≤><=≫≪为达长降率(])$")
_DASH = re.compile(r"[-~〜–—－至到]")
_END = re.compile(r"$|[,、;。.!?:)\]/=≥≤<>\0]")
_TAIL = re.compile(r"[\u4e00-\u9fff]{1,4}|[A-Za-zμ]{1,5}")


@dataclass(frozen=True)
class Quantity:
    """One number. op: ge gt le lt eq, None where no sign stands; high: upper end of a range; start, end: where in the
    text it stands, sign and unit included. unit may be a lone 万 or 亿: the other side's unit is meant."""

    value: Decimal
    unit: str | None
    op: str | None
    start: int
    end: int
    high: Decimal | None = None


def clean(text: str | None) -> str:
    """Normal form with LaTeX signs (`$\\geq 90\\%$`) turned into plain ones and separators of thousands taken out."""
    plain = text or ""
    for pattern, sign in _LATEX:
        plain = re.sub(pattern, sign, plain)
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", normal(plain))
    return _arabic(re.sub(r"(?<=\d)\.(?=$|[^\d.])", "", plain))


def _arabic(plain: str) -> str:
    """Chinese numerals as digits where the whole text is one count: 一个 -> 1个, 百分之九十五 -> 95%."""
    if part := re.fullmatch(rf"(.*?)百分之({_CHINESE.pattern}|[\d.]+)(以上|以内)?", plain):
        number = "100" if part[2] == "百" else _digits(part[2])
        return f"{part[1]}{number}%{part[3] or ''}" if number else plain
    know = words()
    signs, after = "|".join(map(re.escape, know.before)), "|".join(map(re.escape, know.after))
    if part := re.fullmatch(rf"((?:{signs})?)({_CHINESE.pattern})({know.unit}(?:{after})?)", plain):
        number = _digits(part[2])
        return f"{part[1]}{number}{part[3]}" if number else plain
    return plain


def _digits(text: str) -> str:
    try:
        return str(cn2an.cn2an("一" + text if text[0] in "百千" else text, "smart"))
    except ValueError:
        return ""


def quantities(text: str) -> list[Quantity]:
    """Every number that stands for an amount: with a known unit, alone, or last before a stop. Dates must be blanked
    out (`\\0`) by the caller; ordinals (第5号) and names (4A级) are no amounts. Ranges come as one, with `high`."""
    found, at = [], 0
    while match := _NUMBER.search(text, at):
        at = match.end()
        quantity = _quantity(text, match)
        if quantity is None:
            continue
        quantity = _range(text, quantity)
        found.append(quantity)
        at = max(at, quantity.end)
    return found


def _quantity(text: str, match: re.Match) -> Quantity | None:
    know = words()
    printed, start = match[0], match.start()
    if printed[0] == "-" and not _NEGATIVE_AFTER.search(text[:start]):
        printed, start = printed[1:], start + 1
    before = know.sign_end.search(text[:start])
    alone = start == 0 or bool(before and before.start() == 0) or text[:start] in know.fillers
    unit = _unit(text, match.end(), alone)
    if unit is None:
        return None
    value, unit, end = Decimal(printed) * unit[0], unit[1], unit[2]
    each = know.each.search(text[:before.start() if before else start])
    unit = f"{unit}/{each[1]}" if each and unit and each[1] != know.own_span else unit
    after = know.sign_start.match(text, end)
    op = know.before[before[1]] if before else know.after[after[1]] if after else None
    return Quantity(value, unit, op, before.start() if before else start, after.end() if after else end)


def _unit(text: str, at: int, alone: bool) -> tuple[int, str | None, int] | None:
    """(multiplier, unit or None, end) of what stands behind a number; None: the number is no amount."""
    know = words()
    at = _skip(text, at)
    if found := _known_unit(text, at):
        return 1, *found
    if mult := re.compile(know.mult).match(text, at):
        end = _skip(text, mult.end())
        if found := _known_unit(text, end):
            return know.multipliers[mult[0]], *found
        if _END.match(text, end) or know.sign_start.match(text, end):
            lone = mult[0] in LONE
            return (1, mult[0], end) if lone else (know.multipliers[mult[0]], None, end)
    if _END.match(text, at) or know.sign_start.match(text, at) or _DASH.match(text, at):
        return 1, None, at
    tail = _TAIL.match(text, at)
    if alone and tail and _END.match(text, tail.end()):       # "16师": a unit nobody listed
        unit = re.sub(rf"({'|'.join(know.after)})$", "", tail[0])
        return 1, unit or None, at + len(unit)
    return None


def _skip(text: str, at: int) -> int:
    rough = re.compile(words().rough).match(text, at)
    return rough.end() if rough else at


def _known_unit(text: str, at: int) -> tuple[str, int] | None:
    """The longest known unit at this place, brackets inside it allowed (人(间)次), and its "per" part (元/人, 元m3)."""
    know = words()
    pattern = re.compile(know.unit)
    plain = pattern.match(text, at)
    bracket = re.compile(r"([\u4e00-\u9fff])\([^()]*\)([\u4e00-\u9fff])").match(text, at)
    if bracket and pattern.fullmatch(bracket[1] + bracket[2]):
        return text[at:bracket.end()], bracket.end()
    if not plain:
        return None
    end = plain.end()
    if per := re.compile(r"(?:/|每)\d*(?:[\u4e00-\u9fff]{1,4}?|[A-Za-z]{1,3}\d?)(?:[·.*][\u4e00-\u9fff]{1,2})?"
                         rf"(?={know.sign_start.pattern}|{_END.pattern})").match(text, end):
        end = per.end()
    elif know.family.get(plain[0], ("",))[0] == "money" and (metric := pattern.match(text, end)):
        end = metric.end() if know.family.get(metric[0], ("",))[0] in ("area", "volume", "length", "mass") else end
    return text[at:end], end


def _range(text: str, low: Quantity) -> Quantity:
    """The range that begins with this quantity ("90%-95%", "5至8次"), or the quantity itself."""
    dash = _DASH.match(text, low.end)
    match = dash and _NUMBER.match(text, dash.end())
    high = match and _quantity(text[dash.end():], _NUMBER.match(text[dash.end():]))
    if not high or (low.unit and high.unit and canonical(low.unit) != canonical(high.unit)):
        return low
    shift = dash.end()
    value = low.value
    if low.unit is None and high.unit and high.value:
        value *= high.value / Decimal(match[0])               # "3-5万人": 万 belongs to both
    if high.value < value:
        return low
    return replace(low, value=value, high=high.value, unit=high.unit or low.unit, op=None, end=shift + high.end)


def canonical(unit: str) -> tuple[str, str, Decimal]:
    """(family or unit itself, "per" part, factor within the family). "Per year" is no part: forms are yearly."""
    know = words()
    plain = re.sub(r"\([^()]*\)", "", unit)
    base = re.match(know.unit, plain)
    name = base[0] if base else plain
    family, factor = know.family.get(name, (name, 1))
    per = plain[len(name):].strip("/每")
    return family, "" if per == know.own_span else per, Decimal(str(factor))


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """The value in another unit of the same family (5000元 in 万元: 0.5); None when there is no known factor."""
    (family, per, factor), (to_family, to_per, to_factor) = canonical(unit), canonical(to)
    if family != to_family or (per != to_per and canonical(per or "-")[0] != canonical(to_per or "-")[0]):
        return None
    if canonical(per or "-")[2] != canonical(to_per or "-")[2]:
        return None
    return value if factor == to_factor else value * factor / to_factor


def is_family(unit: str | None, family: str) -> bool:
    """Whether the unit is of this family of words.yaml: money, ratio, …"""
    return unit is not None and canonical(unit)[0] == family
