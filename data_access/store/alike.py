"""Whether two department names may mean one department, and why: for a person to confirm, never decided here.

A name is a place (安康市恒口示范区, 县, nothing) and a body (创业就业办公室). Bodies that differ in a number, or by one
character of a short name (水务局, 水利局), are two departments.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from scoring.numbers import normal

_LEVEL = "自治区|自治州|自治县|示范区|开发区|高新区|新区|地区|省|市|州|盟|县|区|旗"
# 市 and 区 that belong to a word: 市场监管局, 城市管理局, 社区服务中心.
_PLACE = re.compile(rf"^(?:[^局委办院校站所]{{0,8}}?(?<![城社景园库灾林牧矿山校小片])(?:{_LEVEL})"
                    r"(?!(?<=市)[场民容]|(?<=市)政(?!府)|(?<=[县区])域))+")
_OWN = re.compile(r"[(（]?(本级|机关|本部)[)）]?$")
_TWICE = re.compile(r"(..+?)\1+")
_NUMBERS = re.compile(r"[0-9一二三四五六七八九十甲乙丙丁东南西北上下新老大小]")
# Words that a name may lack and still be the same body.
_FILLERS = re.compile("^(监督管理|管理|监督|服务|工作|事务|事业|综合|公室|员会|合会|和|与|及|、)+$")
_TOWN = re.compile("镇|乡|街道|村")
_TAIL = 3                                                     # 办 of 办公室, 委 of 委员会, 联 of 联合会
MOST, LEAST = 99, 60                                          # the scores that are given


@dataclass(frozen=True)
class Name:
    """A name taken apart: plain (in normal form, 本级 dropped), place ('' when none is printed), body."""

    plain: str
    place: str
    body: str


def taken_apart(names: Iterable[str]) -> dict[str, Name]:
    """Each name's parts. A place that others print as 青禾县 is known here as 青禾 too."""
    plain = {name: _OWN.sub("", normal(name)) for name in names}
    places = {name: _place(text) for name, text in plain.items()}
    stems = {re.sub(f"({_LEVEL})$", "", place) for place in places.values()}
    stems = sorted((stem for stem in stems if len(stem) >= 2), key=len, reverse=True)
    for name, text in plain.items():
        stem = next((stem for stem in stems if not places[name] and text.startswith(stem)), "")
        places[name] = places[name] or (stem if len(text) - len(stem) >= 3 else "")
    return {name: Name(text, places[name], text[len(places[name]):].replace("人民政府", "政府"))
            for name, text in plain.items()}


def _place(text: str) -> str:
    found = _PLACE.match(text)
    return found.group() if found and len(text) - found.end() >= 2 else ""


def is_clean(name: str) -> bool:
    """Whether nothing is written twice, and no 本级 is added."""
    return not (_TWICE.search(normal(name)) or _OWN.search(normal(name)))


def alike(a: Name, b: Name) -> tuple[int, str] | None:
    """How likely (LEAST..MOST) and the reason in Chinese; None when they are two departments, as far as names tell."""
    if a.plain == b.plain:
        return MOST, "只差空格、标点或“本级”字样"
    if not _same_place(a.place, b.place):
        return None
    if a.body == b.body:
        return 95, _places(*sorted((a.place, b.place), key=len))
    short, long = sorted((a, b), key=lambda name: len(name.body))
    once = _TWICE.sub(r"\1", long.body)
    if once == _TWICE.sub(r"\1", short.body):
        return 98, f"“{(long if once == short.body else short).plain}”有字写了两遍"
    if _NUMBERS.findall(short.body) != _NUMBERS.findall(long.body):
        return None
    return _mistyped(short, long) or _abbreviated(short, long) or _cut_short(short, long)


def _same_place(a: str, b: str) -> bool:
    """县, 青禾县, 青禾 and nothing may be one place; 白石县 and 青禾县 are two, 州 and 县 too."""
    short, long = sorted((a, b), key=len)
    return long.endswith(short) or long.startswith(short)


def _places(short: str, long: str) -> str:
    return f"一个写“{long}”，一个{f'写“{short}”' if short else '没有写地名'}"


def _mistyped(short: Name, long: Name) -> tuple[int, str] | None:
    """One character wrong, or lacking, in a long name. Towns (镇 乡 街道 村) are named by one character."""
    if len(short.body) < 7 or Levenshtein.distance(short.body, long.body, score_cutoff=1) != 1:
        return None
    if len(short.body) < len(long.body):
        return 85, f"“{short.plain}”少一个字，像是漏写"
    return None if _TOWN.search(long.body) else (65, "只差一个字：可能写错，也可能是两个部门")


def _abbreviated(short: Name, long: Name) -> tuple[int, str] | None:
    """卫健局 of 卫生健康局: every character in its order, the first and (nearly) the last at their places."""
    gaps = _gaps(short.body, long.body)
    if gaps is None:
        return None
    if len(gaps) == 1 and not _FILLERS.match(gaps[0]) and len(short.body) > 2:
        return LEAST, f"“{long.plain}”多“{gaps[0]}”：可能写漏或改过名，也可能是两个部门"
    return 80 + round(10 * len(short.body) / len(long.body)), f"“{short.plain}”像是“{long.plain}”的简称"


def _gaps(short: str, long: str) -> list[str] | None:
    """What `long` has between the characters of `short` and behind them; None where they are not all there."""
    if len(short) < 2 or short[0] != long[0]:
        return None
    gaps, at = [], 0
    for sign in short:
        found = long.find(sign, at)
        if found < 0:
            return None
        gaps.append(long[at:found])
        at = found + 1
    gaps.append(long[at:])
    return [gap for gap in gaps if gap] if len(long) - at < _TAIL else None


def _cut_short(short: Name, long: Name) -> tuple[int, str] | None:
    """推进办 of 项目推进办公室: the end of the longer name, its last word shortened or not."""
    for end in ("", "公室", "员会", "合会"):
        if len(short.body) > 2 and long.body.endswith(short.body + end):
            lacks = long.body.removesuffix(short.body + end)
            return LEAST, f"“{short.plain}”少“{lacks}”：可能是简称，也可能是两个部门"
    return None
