"""Rule packs (规则包): laid over each other, chosen for a filing, turned into rows for the SQL.

A value is {value, unit, from, to, source, evidence}, or a list of such where it changed over the years. Evidence marks
are those of rules.md: V seen, T triangulated, K known but not re-read, U unconfirmed, D a default of this product;
K, U and D make a value assumed (暂按). Files are read by pack_file.py.
"""

import copy
from dataclasses import dataclass, field
from pathlib import Path

from scoring.numbers import normal
from scoring.pack_file import (
    GRADES,
    OPTIONAL_SECTIONS,
    SECTIONS,
    TIERS,
    PackError,
    checked,
    read_file,
)

FOLDER = Path(__file__).with_name("packs")
NATIONAL = "CN-2020"                                          # used wherever no region's own pack applies
ASSUMED = {"K", "U", "D"}
# Which value of a pack a line's method, or a step of a total, follows from.
CLAUSES = {"execution": "execution.formula", "ge": "quantitative.ge", "le": "quantitative.le", "eq": "quantitative.eq",
           "range": "quantitative.range", "qual": "qualitative.full", "date": "qualitative.part",
           "rescale": "total.weights_not_100"}


@dataclass(frozen=True)
class Pack:
    """One pack with its overlay applied. values: "execution.weight" -> list of dated values, oldest first.

    layer: 0 shipped, 1 and up from further folders (a bureau's own). head: all that is no value (id, name, valid …)."""

    id: str
    head: dict
    values: dict[str, list[dict]]
    examples: list[dict] = field(default_factory=list)
    layer: int = 0

    def value(self, key: str, year: int | None = None) -> dict | None:
        """The value of this key in force in a year (None: latest), or None where the pack has none (no grades)."""
        dated = self.values.get(key, [])
        fitting = [item for item in dated if year is None or _covers(item, year)]
        return (fitting or dated or [None])[-1]


def load_packs(folders: list[Path] | None = None) -> dict[str, Pack]:
    """Every pack of these folders by id (default: the shipped ones). PackError names the first fault."""
    packs, faults = read_packs(folders or [FOLDER])
    if faults:
        raise PackError(faults[0])
    return packs


def read_packs(folders: list[Path]) -> tuple[dict[str, Pack], list[str]]:
    """The packs that can be used, by id, and what is wrong with each file that cannot: it is left out, the rest stay.

    A later folder's packs come before an earlier one's where both apply."""
    raw, faults = {}, []
    for layer, folder in enumerate(folders):
        for path in sorted(Path(folder).glob("*.yaml")):
            try:
                data = read_file(path)
                if data["id"] in raw:
                    raise PackError(f"{path.name}：id {data['id']} 已用于 {raw[data['id']][0]}，应另起一个")
                raw[data["id"]] = (path.name, data, layer)
            except PackError as fault:
                faults.append(str(fault))
    packs: dict[str, Pack] = {}
    for id_ in raw:
        try:
            pack = _laid(raw, id_)
            _alone(raw[id_][0], pack, packs)
            packs[id_] = pack
        except PackError as fault:
            faults.append(str(fault))
    return packs, faults


def with_pack(packs: dict[str, Pack], data: dict, name: str) -> dict[str, Pack]:
    """These packs and one more, from the mapping of a file not yet written (what a what-if tries). Raises PackError."""
    data = checked(name, copy.deepcopy(data))
    base = packs.get(data.get("overlay_of"))
    if data.get("overlay_of") and base is None:
        raise PackError(f"{name}：overlay_of 指向的规则包 {data['overlay_of']} 不存在")
    new = _over(name, data, base.values if base else {}, 1)
    rest = {id_: pack for id_, pack in packs.items() if id_ != new.id}
    _alone(name, new, rest)
    return rest | {new.id: new}


def choose(packs: dict[str, Pack], *, region: str | None, form: str, year: int | None,
           notes: str = "") -> tuple[str, str]:
    """(key of the pack in force, the reason in Chinese) for a filing. The key is that of a row of `pack_rows`.

    Phrases printed under the form prove a pack; else the region's own pack; else the national one, 暂按国家办法. A
    bureau's own pack takes the place of those it names (instead_of). year None: the rules in force latest."""
    chosen, why = _chosen(packs, region, form, year, normal(notes).replace("$", ""))
    own = revision(packs, chosen.id, form, year)
    if own is not None:
        return key_of(own, year), f"{why}；本单位以{own.head['name']}替代"
    return key_of(chosen, year), why


def revision(packs: dict[str, Pack], id_: str, form: str, year: int | None) -> Pack | None:
    """The bureau's own pack that takes the place of this one for a form and year, or None."""
    own = [pack for pack in packs.values() if id_ in (pack.head["applies_to"].get("instead_of") or ())]
    return next((pack for pack in own if _applies(pack, form, year)), None)


def _chosen(packs: dict[str, Pack], region: str | None, form: str, year: int | None, printed: str) -> tuple[Pack, str]:
    fitting = sorted((pack for pack in packs.values() if _applies(pack, form, year)), key=lambda pack: -pack.layer)
    for pack in fitting:
        phrases = pack.head["applies_to"]["phrases"]
        if phrases and all(normal(phrase) in printed for phrase in phrases):
            return pack, f"表下备注印有该规则（{pack.head['name']}）"
    for pack in fitting:
        if region and region in pack.head["applies_to"]["regions"]:
            return pack, f"{region}适用{pack.head['name']}"
    why = "暂按国家办法" + (f"（{_lacking(packs, region, form, year)}）" if region else "（未确定地区）")
    national = packs[NATIONAL]
    if not in_force(national, year):
        why += f"；{year}年早于规则包的施行年度"
    return national, why


def _lacking(packs: dict[str, Pack], region: str, form: str, year: int | None) -> str:
    own = [pack for pack in packs.values() if region in pack.head["applies_to"]["regions"]]
    if not any(form in pack.head["applies_to"]["forms"] for pack in own):
        return f"{region}没有自己的规则包" if not own else f"{region}的规则包不适用于这种表"
    return f"{region}没有{f'{year}年度' if year else '现行'}的规则包"


def pack_rows(packs: dict[str, Pack], year: int | None = None) -> list[dict]:
    """Rows of the table `packs` (schema.sql): one a pack and version. year: only the versions in force in that year.

    The latest version has the pack's id as key, an earlier one id@year of its first year."""
    return [_row(key, pack, start) for key, pack, start in _keyed(packs, year)]


def tier_rows(packs: dict[str, Pack]) -> list[dict]:
    """Rows of `execution_tiers`: pack (key), rate_from, rate_below (None: no upper end), share of the weight; none for
    a pack that scores execution in proportion."""
    rows = []
    for key, pack, start in _keyed(packs, None):
        steps = pack.value("execution.formula", start)["value"]
        if steps != "ratio":
            ends = [None, *(rate for rate, _ in steps)]
            rows += [{"pack": key, "rate_from": float(rate), "rate_below": None if end is None else float(end),
                      "share": float(share)} for (rate, share), end in zip(steps, ends, strict=False)]
    return rows


def clause_rows(packs: dict[str, Pack]) -> list[dict]:
    """Rows of `clauses`: pack (key), method (keys of CLAUSES), clause (source), evidence."""
    return [{"pack": key, "method": method, "clause": said["source"], "evidence": said["evidence"]}
            for key, pack, start in _keyed(packs, None) for method, name in CLAUSES.items()
            for said in [pack.value(name, start)]]


def _keyed(packs: dict[str, Pack], year: int | None) -> list[tuple[str, Pack, int]]:
    keys = {}
    for pack in packs.values():
        for start in _versions(pack) if year is None else [year]:
            keys.setdefault(key_of(pack, start), (pack, start))
    return [(key, *rest) for key, rest in keys.items()]


def _row(key: str, pack: Pack, year: int) -> dict:
    def given(name):
        return (pack.value(name, year) or {}).get("value")

    def assumed(name):
        return pack.value(name, year)["evidence"] in ASSUMED

    def cut_off(grade):
        value = None if pack.value("grades.none", year) else given(f"grades.{grade}")
        return None if value is None else round(value * 100)

    tiers = {f"{tier}_{end}": float(given(f"qualitative.{tier}")[at]) for tier in TIERS
             for at, end in enumerate(("hi", "lo"))}
    return {"pack": key, "name": pack.head["name"], "evidence": pack.head["evidence"],
            "le_formula": given("quantitative.le"), "le_assumed": assumed("quantitative.le"),
            "eq_formula": given("quantitative.eq"), "eq_assumed": assumed("quantitative.eq"),
            "range_formula": given("quantitative.range"), "range_assumed": assumed("quantitative.range"), **tiers,
            "tiers_assumed": any(assumed(f"qualitative.{tier}") for tier in TIERS),
            "grade_you_c": cut_off("优"), "grade_liang_c": cut_off("良"), "grade_zhong_c": cut_off("中"),
            "exec_weight_c": round(given("execution.weight") * 100),
            "rescale": given("total.weights_not_100") == "rescale", "rounding": given("total.rounding"),
            "cost_share": float(given("execution.cost_share")),
            "weight_output_c": _sum_c(given("weights.产出"), given("weights.成本")),
            "weight_benefit_c": _sum_c(given("weights.效益")), "weight_pleased_c": _sum_c(given("weights.满意度"))}


def _sum_c(first: float | None, second: float | None = None) -> int | None:
    """Points of the level-1 indicators in hundredths; cost counts with output. None where the first is not ruled."""
    return None if first is None else round((first + (second or 0)) * 100)


# ---- years

def _covers(span: dict, year: int) -> bool:
    return (span.get("from") or 0) <= year <= (span.get("to") or 9999)


def in_force(pack: Pack, year: int | None) -> bool:
    """Whether a pack is valid in a year (None: today, that is without an end)."""
    return _covers(pack.head["valid"], year) if year else pack.head["valid"].get("to") is None


def _applies(pack: Pack, form: str, year: int | None) -> bool:
    return form in pack.head["applies_to"]["forms"] and in_force(pack, year)


def _versions(pack: Pack) -> list[int]:
    """The first years of the pack's versions, oldest first."""
    starts = {item["from"] for dated in pack.values.values() for item in dated if item["from"]}
    begin, end = pack.head["valid"].get("from") or 0, pack.head["valid"].get("to") or 9999
    return sorted({max(start, begin) for start in starts if start <= end}) or [begin]


def key_of(pack: Pack, year: int | None) -> str:
    """The key of the version in force in a year: the pack's id, or id@year where a later version follows."""
    versions = _versions(pack)
    start = max((version for version in versions if year is None or version <= year), default=versions[0])
    return pack.id if start == versions[-1] else f"{pack.id}@{start}"


# ---- laying over each other

def _laid(raw: dict[str, tuple[str, dict, int]], id_: str, seen: tuple = ()) -> Pack:
    name, data, layer = raw[id_]
    base = data.get("overlay_of")
    if base and (base not in raw or base in (*seen, id_)):
        raise PackError(f"{name}：overlay_of 指向的规则包 {base} 不存在或互相引用")
    return _over(name, data, _laid(raw, base, (*seen, id_)).values if base else {}, layer)


def _over(name: str, data: dict, beneath: dict[str, list[dict]], layer: int) -> Pack:
    """The pack of one file over the values of another: a value said here ends the other's from its first year on."""
    values = copy.deepcopy(beneath)
    if any(grade in data["grades"] for grade in GRADES):
        values.pop("grades.none", None)
    for section in SECTIONS:
        for key, dated in data[section].items():
            start = dated[0]["from"]
            kept = [item | {"to": min(item.get("to") or 9999, start - 1)} for item in values.get(f"{section}.{key}", [])
                    if start and (item["from"] or 0) < start]
            values[f"{section}.{key}"] = kept + dated
    _complete(name, values)
    head = {key: value for key, value in data.items() if key not in (*SECTIONS, "examples")}
    return Pack(data["id"], head, values, data.get("examples") or [], layer)


def _complete(name: str, values: dict) -> None:
    needed = [f"{section}.{key}" for section in SECTIONS if section not in (*OPTIONAL_SECTIONS, "grades")
              for key in sorted(SECTIONS[section])]
    needed += [] if "grades.none" in values else [f"grades.{grade}" for grade in GRADES]
    missing = [key for key in needed if key not in values]
    if missing:
        raise PackError(f"{name}：缺少 {'、'.join(missing)}（没有规定的，用 overlay_of 承接国家办法）")
    cuts = [] if "grades.none" in values else [values[f"grades.{grade}"][-1]["value"] for grade in GRADES]
    if cuts != sorted(cuts, reverse=True):
        raise PackError(f"{name}：grades 为 {cuts}，优、良、中的分数线应由高到低")


def _reach(applies: dict) -> set[str]:
    return {*applies["regions"], *(applies.get("instead_of") or ())}


def _alone(name: str, pack: Pack, others: dict[str, Pack]) -> None:
    """Refuse a pack that would be in force beside another of its folder for the same region, form and years."""
    mine = pack.head["applies_to"]
    for other in others.values():
        theirs = other.head["applies_to"]
        both = _reach(mine) & _reach(theirs)
        spans = sorted((pack.head["valid"], other.head["valid"]), key=lambda span: span.get("from") or 0)
        overlap = (spans[0].get("to") or 9999) >= (spans[1].get("from") or 0)
        if both and overlap and pack.layer == other.layer and {*mine["forms"]} & {*theirs["forms"]}:
            raise PackError(f"{name}：valid 与规则包 {other.id} 在{'、'.join(sorted(both))}的年度重叠，"
                            "同一地区、同一表种、同一年度只能有一个规则包")
