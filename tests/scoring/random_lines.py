"""Random filings whose scores are known exactly: one set of numbers as fact rows for the SQL and for reference.py.

Numbers are drawn as whole ten-thousandths, so that the reference has them exactly; a fixed seed, so a run repeats.
"""

import itertools
from fractions import Fraction
from functools import cache

import duckdb
import numpy as np
import pandas as pd

from tests.scoring import facts, reference

UNIT = 10_000                                                 # ten-thousandths in one
TOP = 10**6 * UNIT
OPS = {"ge": ["ge", "gt"], "le": ["le", "lt"], "eq": ["eq"], "range": ["range"], "stated": ["ge", "le", "eq", "date"],
       "date": ["date"], "period": ["period"], "qual": ["qual", "ge"], "unscorable": ["ge", "qual", "date", None],
       "none": ["ge", None]}
STEPS = (("0.95", "1"), ("0.8", "0.85"), ("0.6", "0.5"), ("0", "0"))   # execution: rate from, share; highest first
CUTS = ("you", "liang", "zhong")
OTHER_BANDS = {"full": ("0.9", "1"), "part": ("0.55", "0.89"), "missed": ("0.15", "0.549"), None: ("0.55", "1")}
OTHER = {tier: tuple(map(Fraction, ends)) for tier, ends in OTHER_BANDS.items()}


def packs() -> dict[str, dict]:
    """Every mixture of formulas, rounding, rescaling, bands and grades that a pack may state, by name."""
    mixed = itertools.product(("inverse", "linear_to_double"), ("ratio", "at_least", "within", "strict"),
                              ("half_up", "cut"), (reference.BANDS, OTHER), (True, False))
    return {f"P{number}": {"le": le, "eq": eq, "rounding": rounding, "bands": bands, "rescale": rescale,
                           "range": "distance" if number % 3 else "inside_only", "steps": () if number % 4 else STEPS,
                           "grades": (9000, 8000, 6000) if number % 5 else None}
            for number, (le, eq, rounding, bands, rescale) in enumerate(mixed)}


def numbers(random: np.random.Generator, size: int) -> np.ndarray:
    """Ten-thousandths below 10^6: large ones, everyday ones with two decimals, whole ones, tiny ones."""
    return random.permutation(np.concatenate([
        random.integers(0, TOP, size // 4), random.integers(0, 20_001, size // 4) * 100,
        random.integers(0, 121, size // 4) * UNIT, random.integers(0, 2_000, size - 3 * (size // 4))]))


def actuals(random: np.random.Generator, target: np.ndarray) -> np.ndarray:
    """Results: independent of the target, near it, equal to it, a fifth of it."""
    near = (target * random.uniform(0, 2.5, len(target))).astype(np.int64)
    choices = [numbers(random, len(target)), near, target, target + random.integers(-1, 2, len(target)), target // 5]
    return np.clip(np.choose(random.choice(5, len(target), p=[.3, .4, .1, .1, .1]), choices), 0, TOP - 1)


def lines(random: np.random.Generator, each: int) -> pd.DataFrame:
    """`each` lines of every method, t h a as ten-thousandths."""
    return pd.concat([_of_method(random, method, each) for method in OPS], ignore_index=True)


def _of_method(random: np.random.Generator, method: str, size: int) -> pd.DataFrame:
    def pick(*values: object) -> np.ndarray:
        return random.choice(np.array(values, dtype=object), size)

    target = numbers(random, size)
    day = random.integers(0, 366, (2, size))
    usual = random.choice([0, 100, 200, 500, 1000, 1250, 1500, 3000], size)
    weight = np.where(random.random(size) < .5, usual, random.integers(0, 10_001, size))
    frame = pd.DataFrame({
        "method": method, "op": pick(*OPS[method]), "t": target, "h": np.maximum(target, numbers(random, size)),
        "a": actuals(random, target), "w": weight, "s": (weight * random.uniform(0, 1.3, size)).astype(int),
        "tier": None, "kind": "number", "unclear": None, "due": _dates(day[0]), "done": None,
        "cost": random.random(size) < .1})
    share = random.choice([.8, 1.0], size)
    frame["s"] = frame.s.mask(random.random(size) < .3, (weight * share).astype(int)).astype(object)
    frame.loc[random.random(size) < .02, "s"] = None
    if method == "range":
        frame.loc[frame.index % 3 == 0, "a"] = actuals(random, frame.h.to_numpy())[frame.index % 3 == 0]
    return _dressed(frame, method, pick, _dates(day[1]))


def _dressed(frame: pd.DataFrame, method: str, pick, done: np.ndarray) -> pd.DataFrame:
    """What makes the lines of a method that do not live on numbers."""
    if method == "stated":
        frame["kind"] = "percent"
        frame["a"] = frame.a % (150 * UNIT)
    elif method in reference.DAYS:
        frame["kind"] = pick("date", "date", "on_time", "same")
        frame["done"] = np.where(frame.kind == "date", done, None)
    elif method == "qual":
        frame["tier"] = np.where(frame.op == "ge", pick("full", "part", "missed"), pick("full", "part", "missed", None))
        frame["kind"] = np.where(frame.tier.isna(), pick("same", "done", "on_time"), "tier")
    elif method == "unscorable":
        frame["kind"] = pick("words", "blank")
        frame["unclear"] = np.where(frame.op == "ge", pick("units", "no_number", "negative", None), None)
        frame["a"] = frame.a.astype(object)
        frame.loc[frame.op == "ge", "a"] = None
    elif method == "none":
        frame["w"] = frame["s"] = None
    return frame


def _dates(days: np.ndarray) -> np.ndarray:
    return (np.datetime64("2024-01-01") + days).astype(str).astype(object)


def nearest_misses(random: np.random.Generator, size: int) -> pd.DataFrame:
    """Lines whose exact score lies as close below a half hundredth, or below a whole one, as four decimals allow."""
    rows = []
    for target, weight in zip(random.integers(TOP // 10, TOP, size), random.integers(1, 10_000, size), strict=True):
        odd, prime = int(target) | 1, int(weight)
        if np.gcd(odd, prime) == 1:
            rows += [(odd, rest * pow(prime, -1, odd) % odd, prime) for rest in (odd // 2, odd // 2 + 1, odd - 1, 1)]
    frame = pd.DataFrame(rows, columns=["t", "a", "w"])
    empty = dict.fromkeys(("s", "tier", "unclear", "due", "done"))
    return frame.assign(h=frame.t, op="ge", method="ge", kind="number", cost=False, **empty)


def filings(random: np.random.Generator, count: int) -> pd.DataFrame:
    """`count` filings: their pack and their fund (fen and hundredths)."""
    budget = np.where(random.random(count) < .05, 0, random.integers(1, 10**10, count))
    executed = np.where(random.random(count) < .3, budget, (budget * random.uniform(0, 1.2, count)).astype(np.int64))
    weight = random.choice(np.array([None, 1000, 1000, 2000, 1250], dtype=object), count)
    score = np.where(random.random(count) < .1, None, random.integers(0, 1001, count))
    return pd.DataFrame({"pack": random.choice(list(packs()), count), "budget": budget, "executed": executed,
                         "w": weight, "s": np.where(pd.isna(weight), None, score)})


def opened() -> duckdb.DuckDBPyConnection:
    """Fact tables with the mixed packs and no filing."""
    connection = facts.empty()
    usual = connection.execute("SELECT * FROM packs WHERE pack = 'CN-2020'").df()
    rows = pd.concat([usual.assign(**_pack_row(name, pack)) for name, pack in packs().items()])
    _insert(connection, "packs", rows.astype({f"grade_{cut}_c": "Int64" for cut in CUTS}))
    tiers = [(name, float(rate), end and float(end), float(share)) for name, pack in packs().items()
             for (rate, share), end in zip(pack["steps"], [None, *(rate for rate, _ in pack["steps"])], strict=False)]
    connection.executemany("INSERT INTO execution_tiers VALUES (?, ?, ?, ?)", tiers)
    return connection


def _pack_row(name: str, pack: dict) -> dict:
    ends = {f"{tier}_{end}": float(pack["bands"][tier][at])
            for tier in ("full", "part", "missed") for at, end in enumerate(("lo", "hi"))}
    grades = dict(zip([f"grade_{cut}_c" for cut in CUTS], pack["grades"] or [None] * 3, strict=True))
    return {"pack": name, "le_formula": pack["le"], "eq_formula": pack["eq"],
            "range_formula": pack["range"], "rounding": pack["rounding"],
            "rescale": pack["rescale"], "cost_share": .8, **ends, **grades}


@cache
def _head() -> pd.DataFrame:
    """The row of one right filing."""
    template = facts.empty()
    facts.add(template, "", {"rate": None})
    return template.execute("SELECT * FROM filings").df()


def load(connection: duckdb.DuckDBPyConnection, own: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Replace all filings (the n-th is in part n % 7) and all lines (`at`: which filing, `ordinal`)."""
    head = _head()
    head = head.loc[head.index.repeat(len(own))].assign(
        filing=[f"f{at}" for at in range(len(own))], part_id=np.arange(len(own)) % 7, pack=own.pack.to_numpy(),
        budget_fen=own.budget.to_numpy(), initial_fen=own.budget.to_numpy(), executed_fen=own.executed.to_numpy(),
        exec_weight_c=own.w.astype("Int64").to_numpy(), exec_score_c=own.s.astype("Int64").to_numpy())
    table = pd.DataFrame({
        "filing": "f" + rows["at"].astype(str), "part_id": rows["at"] % 7, "ordinal": rows.ordinal,
        "line_key": rows.ordinal.astype(str), "level1": "产出", "level2": np.where(rows.cost, "成本指标", "质量指标"),
        "level3": "", "target": "", "actual": "", "reason": "", "address": "", "op": rows.op, "tier": rows.tier,
        "target_value": _floats(rows.t), "target_high": _floats(rows.h), "actual_value": _floats(rows.a),
        "weight_c": rows.w.astype("Int64"), "score_c": rows.s.astype("Int64"), "actual_kind": rows.kind,
        "unclear": rows.unclear, "target_date": rows.due, "actual_date": rows.done})
    for name, frame in (("filings", head), ("lines", table)):
        connection.execute(f"DELETE FROM {name}")
        _insert(connection, name, frame)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    connection.register("rows", frame)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
    connection.unregister("rows")


def _floats(units: pd.Series) -> pd.Series:
    return pd.Series([None if pd.isna(unit) else int(unit) / UNIT for unit in units], units.index, dtype="Float64")


def expected_rows(own: pd.DataFrame, rows: pd.DataFrame) -> list[list[dict]]:
    """The lines of each filing as reference.py wants them, in the order of `ordinal`."""
    poor = (own.executed < .8 * own.budget).tolist()
    found: list[list[dict]] = [[] for _ in poor]
    for stored in rows.sort_values(["at", "ordinal"]).to_dict("records"):
        row = {name: None if pd.isna(value) else value for name, value in stored.items()}
        exact = {name: None if row[name] is None else Fraction(int(row[name]), UNIT) for name in "tha"}
        whole = {name: None if row[name] is None else int(row[name]) for name in "ws"}
        found[row["at"]].append(row | exact | whole | {"unproven": row["cost"] and poor[row["at"]]})
    return found
