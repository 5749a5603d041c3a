"""Dates and periods inside a text: "2024年12月底前", "2024/2/1", "2024年度", "12月31日之前".

A month or a year means its last day (layouts.md §8). A year before 2000 is no date but a trace of a spreadsheet (C15).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_Y = r"(?P<y>(?:19|20)\d\d)"
_QUARTER = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_THIRD = {"上": 10, "中": 20}
# In the order tried at each place of the text. Kind "period" names a span, all others a day to be met.
_FORMS = [(kind, re.compile(form)) for kind, form in (
    ("day", rf"{_Y}年(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]?"),
    ("day", rf"{_Y}(?P<sep>[./-])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)日?"),
    ("period", rf"{_Y}年?\.?\d{{1,2}}?月?(?:[-~—至到])(?P<m>\d{{1,2}})月"),
    ("day", rf"{_Y}年(?P<m>\d{{1,2}})月份?(?P<third>[上中])旬"),
    ("day", rf"{_Y}年(?P<m>\d{{1,2}})月"),
    ("day", rf"{_Y}[/-](?P<m>\d{{1,2}})(?!\d)"),
    ("period", rf"{_Y}年?第?(?P<q>[一二三四1-4])季度"),
    ("period", rf"{_Y}年(?P<half>[上下])半年"),
    ("day", rf"{_Y}年[底末]"),
    ("period", rf"{_Y}年"),
    ("period", r"(?<!\d)\d{1,2}月?[-~—至到](?P<m>\d{1,2})月(?!\d)"),
    ("period", r"第?(?P<q>[一二三四1-4])季度"),
    ("day", r"(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]"),
    ("day", r"(?<![\d个])(?P<m>\d{1,2})月(?:份|底|末|月底|前|之前|$)"),
    ("day", r"(?:当年|本年|本年度|年)[底末内]"),
)]
# Only where a time is asked: elsewhere these are plain numbers.
_TIMELY = [("day", re.compile(rf"{_Y}\.(?P<m>\d{{1,2}})(?![\d.])")),
           ("day", re.compile(rf"(?<!\d){_Y}(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"))]
_SPAN = re.compile(r"[-~〜–—－至到]+")


@dataclass(frozen=True)
class Day:
    """day: the (last) day meant, in year 4 where no year is printed. period: a span was named, not a day to be met."""

    day: date
    period: bool
    has_year: bool
    start: int
    end: int


def find_days(text: str, *, timely: bool = False) -> tuple[list[Day], bool]:
    """The dates in a cleaned text, a span ("2024.1-2024.12") as one; and whether a date before 2000 stands there.

    timely: the row asks for a time, so that 2024.12 is a month and not a number."""
    found, trace, at = [], False, 0
    forms = [*_FORMS[:5], *_TIMELY, *_FORMS[5:]] if timely else _FORMS
    while match := _first(forms, text, at):
        kind, hit = match
        at = hit.end()
        day = _day(hit)
        if day is None or 4 < day.year < 2000:
            trace = trace or day is not None
            continue
        item = Day(day, kind == "period", "y" in hit.groupdict(), hit.start(), hit.end())
        joined = found and _SPAN.fullmatch(text[found[-1].end:item.start])
        if joined:
            found[-1] = Day(item.day, True, found[-1].has_year or item.has_year, found[-1].start, item.end)
        else:
            found.append(item)
    return found, trace


def _first(forms, text: str, at: int):
    """The leftmost match, the earlier form where two begin at one place."""
    hits = [(hit.start(), order, kind, hit) for order, (kind, form) in enumerate(forms)
            if (hit := form.search(text, at))]
    return min(hits, key=lambda hit: hit[:2])[2:] if hits else None


def _day(hit: re.Match) -> date | None:
    part = hit.groupdict()
    year = int(part.get("y") or 4)
    half = {"上": 6, "下": 12}.get(part.get("half"), 12)
    month = int(part.get("m") or 0) or _QUARTER.get(part.get("q"), half)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(part.get("d") or 0) or _THIRD.get(part.get("third"), last)
    return date(year, month, min(day, last)) if day <= 31 else None


def blank_out(text: str, days: list[Day]) -> str:
    """The text with its dates covered, so that their digits are no amounts."""
    for day in days:
        text = text[:day.start] + "\0" * (day.end - day.start) + text[day.end:]
    return text
