"""Read one rule pack file: every key known, every value with unit, year, source and evidence, no overlapping years.

A file at fault raises PackError, which names file, key, what was found and what is due. pack.py puts files together.
"""

import difflib
from pathlib import Path

import yaml

MARKS = {"V", "T", "K", "U", "D"}
TIERS, GRADES, LEVELS = ("full", "part", "missed"), ("优", "良", "中"), ("成本", "产出", "效益", "满意度")
# The sections that hold dated values. The first line must be complete once overlays are laid; the rest may lack.
SECTIONS = {"execution": {"weight", "formula", "cost_share"}, "quantitative": {"ge", "le", "eq", "range"},
            "qualitative": set(TIERS), "grades": {*GRADES, "none"}, "total": {"weights_not_100", "rounding"},
            "weights": set(LEVELS), "over": {"note", "reason"}}
OPTIONAL_SECTIONS = ("weights", "over")
_VALUE = {"value", "unit", "from", "to", "source", "evidence"}
_KNOWN = {
    "": {"id", "name", "overlay_of", "authority", "citation", "url", "evidence", "written_by", "checked_by",
         "look_again", "valid", "applies_to", "version", "saved", "history", "checks", "further", "examples",
         *SECTIONS},
    "valid": {"from", "to"}, "applies_to": {"regions", "phrases", "forms", "instead_of"},
    "saved": {"who", "when", "why"}, "further": {"what", "rule", "source", "evidence"},
    "examples": {"what", "target", "actual", "level2", "level3", "weight", "score", "method", "recomputed", "assumed",
                 "budget", "executed", "execution", "grade_of", "grade"}, **SECTIONS}
_NEEDED = ("id", "name", "authority", "citation", "evidence", "valid", "applies_to")
_TEXTS = ("id", "name", "authority", "citation", "evidence", "overlay_of")
_CHOICES = {"quantitative.ge": {"ratio"}, "quantitative.le": {"inverse", "linear_to_double"},
            "quantitative.eq": {"ratio", "at_least", "within", "strict"},
            "quantitative.range": {"distance", "inside_only"}, "total.weights_not_100": {"rescale", "keep"},
            "total.rounding": {"half_up", "cut"}, "grades.none": {True}}
_SHARES = {f"qualitative.{tier}" for tier in TIERS}


class PackError(ValueError):
    """A pack file that cannot be used; the message names the file and the key."""


def read_file(path: Path) -> dict:
    """The mapping of one pack file; every section a mapping of key -> list of dated values, oldest first."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PackError(f"{path.name}：不是可读的 YAML：{' '.join(str(error).split())}") from error
    return checked(path.name, data)


def checked(name: str, data) -> dict:
    """The mapping, its sections in normal form. `name` stands for the file in messages."""
    if not isinstance(data, dict):
        raise PackError(f"{name}：不是规则包（应为“键: 值”）")
    _known(name, "", data)
    for key in _NEEDED:
        if key not in data:
            raise PackError(f"{name}：缺少 {key}")
    _head(name, data)
    for section in SECTIONS:
        part = _mapping(name, section, data.get(section) or {})
        _known(name, section, part)
        data[section] = {key: _dated(name, f"{section}.{key}", value) for key, value in part.items()}
    for code, settings in _mapping(name, "checks", data.get("checks") or {}).items():
        for key, value in _mapping(name, f"checks.{code}", settings).items():
            settings[key] = _dated(name, f"checks.{code}.{key}", value)
    return data


def _head(name: str, data: dict) -> None:
    for section in ("valid", "applies_to", "saved"):
        _known(name, section, _mapping(name, section, data.get(section, {})))
    for section in ("further", "examples"):
        for item in _list(name, section, data.get(section)):
            _known(name, section, _mapping(name, section, item))
    for key in _TEXTS:
        if not isinstance(data.get(key, ""), str) or (key in _NEEDED and not data[key].strip()):
            raise PackError(f"{name}：{key} 为“{data[key]}”，应为文字")
    _years(name, "valid", data["valid"])
    for key in ("regions", "phrases", "forms", "instead_of"):
        default = [] if key == "instead_of" else ...
        data["applies_to"][key] = _list(name, f"applies_to.{key}", data["applies_to"].get(key, default))
        for entry in data["applies_to"][key]:
            if not isinstance(entry, str):
                raise PackError(f"{name}：applies_to.{key} 中的“{entry}”，应为文字")
    if not set(data["applies_to"]["forms"]) <= {"project", "department"}:
        raise PackError(f"{name}：applies_to.forms 为 {data['applies_to']['forms']}，应为 project、department")
    if data["evidence"] not in MARKS:
        raise PackError(f"{name}：evidence 为“{data['evidence']}”，应为 V T K U D 之一")


def _dated(name: str, key: str, value) -> list[dict]:
    if value == []:
        raise PackError(f"{name}：{key} 没有值，应写明 value、unit、from、source、evidence")
    items = sorted((_one(name, key, item) for item in (value if isinstance(value, list) else [value])),
                   key=lambda item: item["from"] or 0)
    for before, after in zip(items, items[1:], strict=False):
        if (before.get("to") or 9999) >= (after["from"] or 0):
            raise PackError(f"{name}：{key} 的年度重叠：{_span(before)} 与 {_span(after)}，"
                            "前一条的 to 应早于后一条的 from")
    return items


def _one(name: str, key: str, item) -> dict:
    if not isinstance(item, dict) or not item.keys() >= _VALUE - {"to"}:
        raise PackError(f"{name}：{key} 应写明 value、unit、from、source、evidence")
    _known(name, key, item, _VALUE)
    _years(name, key, item)
    if str(item["evidence"]) not in MARKS:
        raise PackError(f"{name}：{key} 的 evidence 为“{item['evidence']}”，应为 V T K U D 之一")
    if due := _due(key, item["value"]):
        raise PackError(f"{name}：{key} 的值为“{item['value']}”，应为 {due}")
    return item


def _due(key: str, value) -> str | None:
    """What the value should be, where it is not."""
    if key in _CHOICES:
        known = isinstance(value, str | bool) and value in _CHOICES[key]
        return None if known else f"{'、'.join(sorted(map(str, _CHOICES[key])))} 之一"
    if key in _SHARES:
        pair = isinstance(value, list) and len(value) == 2 and all(map(_number, value))
        good = pair and 1 >= value[0] >= value[1] >= 0
        return None if good else "[上限, 下限]，0到1之间，如 [1.0, 0.8]"
    if key == "execution.formula":
        steps = "由高到低的 [[执行率, 得分比例], …]，最后一档从0起"
        return None if value == "ratio" or _stairs(value) else f"ratio，或{steps}"
    if key.startswith("checks."):
        return None if isinstance(value, str) or _number(value) else "数或文字"
    if value is None and key.partition(".")[0] in OPTIONAL_SECTIONS:
        return None                                           # said not to be ruled, where the pack beneath rules it
    if not _number(value) or value < 0:
        return "不小于0的数"
    points = key.startswith(("grades.", "weights.")) or key == "execution.weight"
    top = 1 if key == "execution.cost_share" else 100 if points else None
    return None if top is None or value <= top else f"不大于{top}的数"


def _stairs(value) -> bool:
    pairs = isinstance(value, list) and value and all(
        isinstance(step, list) and len(step) == 2 and all(map(_number, step)) for step in value)
    if not pairs:
        return False
    rates, shares = zip(*value, strict=True)
    falling = all(high > low for high, low in zip(rates, rates[1:], strict=False))
    return falling and rates[-1] == 0 and all(0 <= share <= 1 for share in shares)


def _number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value and abs(value) < 1e12


def _years(name: str, key: str, span: dict) -> None:
    for end in ("from", "to"):
        year = span.get(end)
        if year is not None and not (isinstance(year, int) and 1990 <= year <= 2099):
            raise PackError(f"{name}：{key}.{end} 为“{year}”，应为四位年度，如 2024，或留空")
    if (span.get("from") or 0) > (span.get("to") or 9999):
        raise PackError(f"{name}：{key} 的起止年度 {_span(span)} 颠倒")


def _span(span: dict) -> str:
    return f"{span.get('from') or '不限'}–{span.get('to') or '至今'}"


def _mapping(name: str, key: str, value) -> dict:
    if not isinstance(value, dict):
        raise PackError(f"{name}：{key} 为“{value}”，应为“键: 值”")
    return value


def _list(name: str, key: str, value) -> list:
    if value is not None and not isinstance(value, list):
        found = "没有写" if value is ... else f"为“{value}”"
        raise PackError(f"{name}：{key} {found}，应为列表，如 []")
    return value or []


def _known(name: str, section: str, part: dict, known: set | None = None) -> None:
    known = known or _KNOWN[section]
    for key in part:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1, 0.4)
            hint = f"，是不是 {near[0]}？" if near else f"（可用：{'、'.join(sorted(known))}）"
            raise PackError(f"{name}：不认识 {section + '.' if section else ''}{key}{hint}")
