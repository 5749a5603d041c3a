"""The vocabulary of words.yaml, read once and made into patterns."""

import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import yaml


def _any_of(words) -> str:
    """A pattern for one of the words, the longest tried first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _signs(by_op: dict) -> dict[str, str]:
    return {word: op for op, words in by_op.items() for word in words}


@cache
def words() -> SimpleNamespace:
    """Fields: before, after (wording -> op), fillers, sign_end, sign_start, each, own_span, rough, multipliers, mult,
    unit (pattern), family (unit -> (family, factor)), rate_name, cost_level, timely_level, tiers, done, on_time, late,
    zero (set)."""
    raw = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    family = {unit: (name, factor) for name, units in raw["units"].items() for unit, factor in units.items()}
    known = _any_of([*family, *raw["counters"]])
    done = raw["done"]
    return SimpleNamespace(
        before=_signs(raw["signs"]["before"]), after=_signs(raw["signs"]["after"]),
        sign_end=re.compile(f"({_any_of(_signs(raw['signs']['before']))}){_any_of(raw['signs']['fillers'])}*$"),
        each=re.compile(f"每({_any_of(raw['spans'])})$"), own_span=raw["own_span"],
        sign_start=re.compile(f"({_any_of(_signs(raw['signs']['after']))})"),
        fillers=set(raw["signs"]["fillers"]), rough=_any_of(raw["roughly"]),
        multipliers=raw["multipliers"], mult=_any_of(raw["multipliers"]),
        unit=known, family=family,
        rate_name=re.compile(raw["rate_name"]), cost_level=re.compile(raw["cost_level"]),
        timely_level=re.compile(raw["timely_level"]),
        tiers={tier: re.compile(pattern) for tier, pattern in raw["tiers"].items()},
        done=re.compile(f"{_any_of(done['before'])}*{_any_of(done['core'])}{_any_of(done['after'])}*"),
        on_time=re.compile(_any_of(raw["on_time"]["words"])), late=re.compile(_any_of(raw["on_time"]["not"])),
        zero=set(raw["zero"]))
