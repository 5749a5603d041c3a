"""Who there is in 示例县, and which projects each department has in which year."""

import math
from dataclasses import dataclass
from random import Random

from data_access.demo.vocabulary import between, dice, words

PREFIX = "示例县"


@dataclass
class Department:
    """A department and its habits, the same in every year. rate: its usual execution rate; drift: its change a year."""

    name: str
    code: str
    character: str
    size: float
    units: list[str]
    rate: float
    drift: float
    prints_grade: bool
    has_report: bool


@dataclass
class Project:
    """A project over the years. budget: 万元 in its first year; index: its place in the department's list."""

    index: int
    name: str
    code: str
    kind: str
    object: str
    object_unit: str
    unit: str
    unit_code: str
    budget: float


def departments(seed: int, count: int) -> list[Department]:
    """The first `count` departments; beyond those of the file they are numbered service centres."""
    listed = words("departments")
    characters = list(words("settings")["characters"])
    extra = [{"name": f"第{n}公共服务中心", "code": str(200 + n), "size": 1.0,
              "character": characters[n % len(characters)]} for n in range(1, count - len(listed) + 1)]
    return [_department(seed, entry) for entry in [*listed, *extra][:count]]


def _department(seed: int, entry: dict) -> Department:
    settings, rng = words("settings"), dice(seed, entry["name"])
    habits = settings["characters"][entry["character"]]
    return Department(
        PREFIX + entry["name"], entry["code"], entry["character"], entry["size"], entry.get("units", []),
        habits["rate"] + rng.uniform(-0.02, 0.02), between(rng, habits["drift"]),
        rng.random() < settings["grades"], rng.random() < settings["reports"])


def filings_each(departments: list[Department], years: list[int], size: int) -> list[list[int]]:
    """How many filings each department has in each year: by its size, adding up to `size`."""
    share = size / (len(years) * sum(d.size for d in departments))
    wanted = [[max(2.0, d.size * share)] * len(years) for d in departments]
    counts = [[int(w) for w in row] for row in wanted]
    places = sorted(((want % 1, d, y) for d, row in enumerate(wanted) for y, want in enumerate(row)), reverse=True)
    rest = size - sum(map(sum, counts))
    for step in range(max(0, rest)):
        _, d, y = places[step % len(places)]
        counts[d][y] += 1
    for d in sorted(range(len(departments)), key=lambda d: -counts[d][0]) * max(0, -rest):
        y = max(range(len(years)), key=lambda y: counts[d][y])
        if rest < 0 and counts[d][y] > 2:
            counts[d][y] -= 1
            rest += 1
    return counts


def projects_of(seed: int, department: Department, count: int, step: int, first_year: int) -> list[Project]:
    """A department's `count` projects in the step-th year: two thirds go on for ever, the others change every year."""
    lasting = math.ceil(count * 2 / 3)
    moving = [lasting + step * max(1, (count - lasting) // 2) + n for n in range(count - lasting)]
    return [_project(seed, department, index, first_year) for index in [*range(lasting), *moving]]


def _project(seed: int, department: Department, index: int, first_year: int) -> Project:
    rng = dice(seed, department.name, index)
    entries = _entries(seed, department.name)
    round_no, place = divmod(index, len(entries))
    name, kind, thing, *unit = entries[place].split("|")
    low, high = words("kinds")[kind]["budget"]
    budget = math.exp(rng.uniform(math.log(low), math.log(high))) * min(1.0, department.size) ** 2
    own_unit = department.units and rng.random() < 0.35
    number = rng.randrange(len(department.units)) if own_unit else -1
    return Project(
        index, name + ("" if round_no == 0 else f"（{'二三四五六七八九十'[round_no - 1]}期）" if round_no < 10
                       else f"（第{round_no + 1}期）"),
        _code(rng, kind, first_year, department, index), kind, thing, unit[0] if unit else "",
        PREFIX + department.units[number].removeprefix(PREFIX) if own_unit else department.name,
        f"{department.code}{number + 2:03}", max(low, budget))


def _entries(seed: int, name: str) -> list[str]:
    """The department's own projects first, in an order of its own, then the common ones."""
    listed = words("projects")
    own = list(listed.get(name.removeprefix(PREFIX), []))
    common = list(listed["common"])
    rng = dice(seed, name, "order")
    rng.shuffle(common)
    own += common[:3]
    rng.shuffle(own)
    return own + common[3:]


def _code(rng: Random, kind: str, first_year: int, department: Department, index: int) -> str:
    """21 characters: division, year, letter (T: special project, Y: running costs), serial (rules.md §3)."""
    letter = "Y" if kind == "保障" else "T"
    serial = f"{int(department.code):04}{index + 1:05}{rng.randrange(1000):03}"
    return f"{words('settings')['division']}{first_year % 100:02}{letter}{serial}"
