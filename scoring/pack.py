"""Rule packs (规则包): packs/*.yaml read, laid over each other, chosen for a filing, turned into rows for the SQL.

A value is {value, unit, from, to, source, evidence}, or a list of such where it changed over the years. Evidence marks
are those of rules.md: V seen, T triangulated, K known but not re-read, U unconfirmed, D a default of this product;
K, U and D make a value assumed (暂按).
"""

import copy
import difflib
from dataclasses import dataclass
from pathlib import Path

import yaml

from scoring.numbers import normal

FOLDER = Path(__file__).with_name("packs")
NATIONAL = "CN-2020"                                          # used wherever no region's own pack applies
ASSUMED = {"K", "U", "D"}
_VALUE = {"value", "unit", "from", "to", "source", "evidence"}
_KNOWN = {
    "": {"id", "name", "overlay_of", "authority", "citation", "url", "evidence", "written_by", "checked_by",
         "look_again", "valid", "applies_to", "execution", "quantitative", "qualitative", "grades", "total",
         "examples"},
    "valid": {"from", "to"}, "applies_to": {"regions", "phrases", "forms"},
    "execution": {"weight", "cost_share"}, "quantitative": {"le", "eq", "range"},
    "qualitative": {"full", "part", "missed"}, "grades": {"优", "良", "中", "none"},
    "total": {"weights_not_100", "rounding"},
    "examples": {"what", "target", "actual", "level2", "level3", "weight", "score", "method", "recomputed", "assumed"}}
_NEEDED = ("id", "name", "authority", "citation", "evidence", "valid", "applies_to")
_CHOICES = {"quantitative.le": {"inverse", "linear_to_double"}, "quantitative.eq": {"ratio", "at_least", "within"},
            "quantitative.range": {"distance"}, "total.weights_not_100": {"rescale", "keep"},
            "total.rounding": {"half_up", "cut"}}
_VALUES = ("execution", "quantitative", "qualitative", "grades", "total")


class PackError(ValueError):
    """A pack file that cannot be used; the message names the file and the key."""


@dataclass(frozen=True)
class Pack:
    """One pack with its overlay applied. values: "execution.weight" -> list of dated values, oldest first."""

    id: str
    head: dict
    values: dict[str, list[dict]]
    examples: list[dict]

    def value(self, key: str, year: int | None = None) -> dict | None:
        """The value of this key in force in a year (None: latest), or None where the pack has none (no grades)."""
        dated = self.values.get(key, [])
        fitting = [item for item in dated if year is None or _covers(item, year)]
        return (fitting or dated or [None])[-1]


def load_packs(folders: list[Path] | None = None) -> dict[str, Pack]:
    """Every pack of these folders by id (default: the shipped ones). PackError names the file and key at fault."""
    raw: dict[str, tuple[Path, dict]] = {}
    for folder in folders or [FOLDER]:
        for path in sorted(Path(folder).glob("*.yaml")):
            data = _checked(path, yaml.safe_load(path.read_text(encoding="utf-8")))
            raw[data["id"]] = (path, data)
    return {id_: _pack(raw, id_) for id_ in raw}


def choose(packs: dict[str, Pack], *, region: str | None, form: str, year: int | None,
           notes: str = "") -> tuple[str, str]:
    """(key of the pack in force, the reason in Chinese) for a filing. The key is that of a row of `pack_rows`.

    Phrases printed under the form prove a pack; else the region's own pack; else the national one, 暂按国家办法.
    year None: the rules in force latest."""
    own = [pack for pack in packs.values() if form in pack.head["applies_to"]["forms"] and _in_force(pack, year)]
    printed = normal(notes).replace("$", "")
    for pack in own:
        phrases = pack.head["applies_to"]["phrases"]
        if phrases and all(normal(phrase) in printed for phrase in phrases):
            return _key(pack, year), f"表下备注印有该规则（{pack.head['name']}）"
    for pack in own:
        if region and region in pack.head["applies_to"]["regions"]:
            return _key(pack, year), f"{region}适用{pack.head['name']}"
    why = "暂按国家办法" + (f"（{region}没有自己的规则包）" if region else "（未确定地区）")
    national = packs[NATIONAL]
    if not _in_force(national, year):
        why += f"；{year}年早于规则包的施行年度"
    return _key(national, year), why


def pack_rows(packs: dict[str, Pack], year: int | None = None) -> list[dict]:
    """Rows of the table `packs` (schema.sql): one a pack and version. year: only the versions in force in that year.

    The latest version has the pack's id as key, an earlier one id@year of its first year."""
    keys = {}
    for pack in packs.values():
        for start in _versions(pack) if year is None else [year]:
            keys.setdefault(_key(pack, start), (pack, start))
    return [_row(key, pack, start) for key, (pack, start) in keys.items()]


def _row(key: str, pack: Pack, year: int) -> dict:
    def given(name):
        return (pack.value(name, year) or {}).get("value")

    def assumed(name):
        return pack.value(name, year)["evidence"] in ASSUMED

    def cut_off(grade):
        value = None if pack.value("grades.none", year) else given(f"grades.{grade}")
        return None if value is None else round(value * 100)

    tiers = {f"{tier}_{end}": float(given(f"qualitative.{tier}")[at]) for tier in ("full", "part", "missed")
             for at, end in enumerate(("hi", "lo"))}
    return {"pack": key, "name": pack.head["name"], "evidence": pack.head["evidence"],
            "le_formula": given("quantitative.le"), "le_assumed": assumed("quantitative.le"),
            "eq_formula": given("quantitative.eq"), "eq_assumed": assumed("quantitative.eq"),
            "range_assumed": assumed("quantitative.range"), **tiers,
            "tiers_assumed": any(assumed(f"qualitative.{tier}") for tier in ("full", "part", "missed")),
            "grade_you_c": cut_off("优"), "grade_liang_c": cut_off("良"), "grade_zhong_c": cut_off("中"),
            "exec_weight_c": round(given("execution.weight") * 100),
            "rescale": given("total.weights_not_100") == "rescale", "rounding": given("total.rounding"),
            "cost_share": float(given("execution.cost_share"))}


# ---- years

def _covers(span: dict, year: int) -> bool:
    return (span.get("from") or 0) <= year <= (span.get("to") or 9999)


def _in_force(pack: Pack, year: int | None) -> bool:
    return _covers(pack.head["valid"], year) if year else pack.head["valid"].get("to") is None


def _versions(pack: Pack) -> list[int]:
    """The first years of the pack's versions, oldest first."""
    starts = {item["from"] for dated in pack.values.values() for item in dated if item["from"]}
    begin = pack.head["valid"].get("from") or 0
    return sorted({max(start, begin) for start in starts}) or [begin]


def _key(pack: Pack, year: int | None) -> str:
    versions = _versions(pack)
    start = max((version for version in versions if year is None or version <= year), default=versions[0])
    return pack.id if start == versions[-1] else f"{pack.id}@{start}"


# ---- reading a file

def _pack(raw: dict[str, tuple[Path, dict]], id_: str, seen: tuple = ()) -> Pack:
    path, data = raw[id_]
    values, base = {}, data.get("overlay_of")
    if base:
        if base not in raw or base in seen:
            raise PackError(f"{path.name}：overlay_of 指向的规则包 {base} 不存在或互相引用")
        values = copy.deepcopy(_pack(raw, base, (*seen, id_)).values)
    for section in _VALUES:
        for name, value in (data.get(section) or {}).items():
            values[f"{section}.{name}"] = sorted(value if isinstance(value, list) else [value],
                                                 key=lambda item: item["from"] or 0)
    head = {key: value for key, value in data.items() if key not in (*_VALUES, "examples")}
    _complete(path, values)
    return Pack(id_, head, values, data.get("examples") or [])


def _complete(path: Path, values: dict) -> None:
    needed = [f"{section}.{name}" for section in _VALUES if section != "grades" for name in sorted(_KNOWN[section])]
    needed += [] if "grades.none" in values else [f"grades.{grade}" for grade in "优良中"]
    missing = [key for key in needed if key not in values]
    if missing:
        raise PackError(f"{path.name}：缺少 {'、'.join(missing)}（没有规定的，用 overlay_of 承接国家办法）")


def _checked(path: Path, data) -> dict:
    if not isinstance(data, dict):
        raise PackError(f"{path.name}：不是规则包（应为键值结构）")
    _known(path, "", data)
    for key in _NEEDED:
        if key not in data:
            raise PackError(f"{path.name}：缺少 {key}")
    for section in _KNOWN.keys() - {""}:
        part = data.get(section) or {}
        for item in part if isinstance(part, list) else [part]:
            _known(path, section, item)
    for section in _VALUES:
        for name, value in (data.get(section) or {}).items():
            for item in value if isinstance(value, list) else [value]:
                _check_value(path, f"{section}.{name}", item)
    return data


def _check_value(path: Path, key: str, item) -> None:
    if not isinstance(item, dict) or not item.keys() >= _VALUE - {"to"}:
        raise PackError(f"{path.name}：{key} 应写明 value、unit、from、source、evidence")
    _known(path, key, item, _VALUE)
    if item["evidence"] not in {"V", "T"} | ASSUMED:
        raise PackError(f"{path.name}：{key} 的 evidence“{item['evidence']}”应为 V T K U D 之一")
    choices = _CHOICES.get(key)
    if choices and item["value"] not in choices:
        raise PackError(f"{path.name}：{key} 的值“{item['value']}”应为 {'、'.join(sorted(choices))} 之一")


def _known(path: Path, section: str, part: dict, known: set | None = None) -> None:
    known = known or _KNOWN[section]
    for key in part:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1, 0.4)
            hint = f"，是不是 {near[0]}？" if near else f"（可用：{'、'.join(sorted(known))}）"
            raise PackError(f"{path.name}：不认识 {section + '.' if section else ''}{key}{hint}")
