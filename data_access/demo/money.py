"""The funds block of one form: what was planned, granted and spent, by source. Amounts are whole 0.01万元."""

import math
from random import Random

from data_access.demo.draft import Draft
from data_access.demo.roster import Department
from data_access.demo.vocabulary import words
from data_access.intake.record import Fund

CENT_WAN = 10_000                                             # 0.01万元 in fen
_PRINTED = {"current_year": "其中：当年财政拨款", "carry_over": "上年结转资金", "other": "其他资金"}


def project_funds(rng: Random, department: Department, budget: float, year: int, step: int, *,
                  poor: bool) -> list[Fund]:
    """The total row and its sources, each adding up. budget: 万元 in the project's first year."""
    settings = words("settings")
    initial = _round_wan(budget * (1 + rng.uniform(-0.08, 0.10)) * 1.02 ** step)
    granted, adjusted = initial, rng.random() < settings["adjusted"]
    if rng.random() < settings["added"]:
        initial = 0
    elif adjusted:
        granted = max(1, round(initial * (1 + rng.choice((-1, 1, 1)) * rng.uniform(0.02, 0.25))))
    rate = _rate(rng, department, year, step, poor)
    full = not poor and rng.random() < settings["characters"][department.character]["full"]
    # A changed budget that is spent to the cent looks fitted to the spending (check B06): something is left of it.
    most = granted if initial == granted else granted - max(3, granted // 500)
    spent = granted if full and most == granted else max(1, min(most, round(granted * rate)))
    return _sources(rng, initial, granted, spent)


def department_funds(rng: Random, department: Department, year: int, step: int, projects: list[Draft]) -> list[Fund]:
    """基本支出 and 项目支出; the second is what the document's projects add up to."""
    sums = [sum(getattr(draft.total, name) or 0 for draft in projects)
            for name in ("initial_fen", "budget_fen", "executed_fen")]
    staff = CENT_WAN * _round_wan(rng.uniform(300, 900) * department.size)
    basic = Fund("基本支出", "基本支出", initial_fen=staff, budget_fen=staff,
                 executed_fen=round(staff * min(1.0, 0.985 + rng.uniform(-0.02, 0.02)) / CENT_WAN) * CENT_WAN)
    tied = Fund("项目支出", "项目支出", initial_fen=sums[0], budget_fen=sums[1], executed_fen=sums[2])
    return [_total([basic, tied]), basic, tied]


def _rate(rng: Random, department: Department, year: int, step: int, poor: bool) -> float:
    """The department's habit, its drift, the year, and chance; a project that went badly spends a part only."""
    settings = words("settings")
    if poor:
        return rng.uniform(0.15, 0.6)
    usual = department.rate + department.drift * step + settings["year_rate"].get(year, 0)
    return max(0.35, min(1.0, rng.gauss(usual, settings["noise"])))


def _round_wan(amount: float) -> int:
    """万元 as people write budgets, in units of 0.01万元: whole above 100, one decimal above 5, else two."""
    digits = 0 if amount >= 100 else 1 if amount >= 5 else 2
    return max(1, round(round(amount, digits) * 100))


def _sources(rng: Random, initial: int, granted: int, spent: int) -> list[Fund]:
    """Split the amounts over the sources; the money carried over is spent first."""
    settings = words("settings")
    parts: dict[str, int] = {}
    for source, share in (("carry_over", "carried"), ("other", "other_money")):
        if rng.random() < settings[share]:
            parts[source] = math.floor(granted * rng.uniform(0.05, 0.3))
    funds, left, planned = [], spent, initial
    for source, budget in parts.items():
        own, used = min(budget, planned), min(budget, left)
        funds.append(_fund(source, own, budget, used))
        left, planned = left - used, planned - own
    first = _fund("current_year", planned, granted - sum(parts.values()), left)
    return [_total([first, *funds]), first, *funds]


def _fund(source: str, initial: int, budget: int, executed: int) -> Fund:
    return Fund(source, _PRINTED[source], initial_fen=initial * CENT_WAN, budget_fen=budget * CENT_WAN,
                executed_fen=executed * CENT_WAN)


def _total(rows: list[Fund]) -> Fund:
    return Fund("total", "年度资金总额", weight_c=1000, **{
        name: sum(getattr(row, name) for row in rows) for name in ("initial_fen", "budget_fen", "executed_fen")})
