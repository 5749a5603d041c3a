"""Exactness: the scoring SQL gives what fractions give, parts what one run gives; right filings stay quiet."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.copy import Copy
from data_access.demo import build
from data_access.store.engine import memory_store
from scoring import check
from scoring.recompute import score
from tests.scoring import facts, random_lines, reference

EACH, FILINGS = 11_500, 10_000                                # some lines of a method turn out to be of another
LINES = "SELECT method, recomputed_c, low_c, high_c FROM line_scores ORDER BY CAST(filing[2:] AS INTEGER), ordinal"
TOTALS = """SELECT weights_c, recomputed_raw_c, recomputed_c, low_c, high_c, recomputed_grade, grade_certain
            FROM filing_scores ORDER BY CAST(filing[2:] AS INTEGER)"""


@pytest.fixture(scope="module")
def bureau():
    """10,000 random filings, over 10,000 lines of every method and nearest misses, scored; what they should score."""
    random = np.random.default_rng(20261121)
    rows = pd.concat([random_lines.lines(random, EACH), random_lines.nearest_misses(random, 2_000)], ignore_index=True)
    own = random_lines.filings(random, FILINGS)
    rows["at"] = random.integers(0, FILINGS, len(rows))
    rows["ordinal"] = rows.groupby("at").cumcount() + 1
    connection = random_lines.opened()
    random_lines.load(connection, own, rows)
    score(connection)
    mixed = random_lines.packs()
    wanted = zip(own.to_dict("records"), random_lines.expected_rows(own, rows), strict=True)
    return connection, [({**fund, **_whole(fund)}, lines, mixed[fund["pack"]]) for fund, lines in wanted]


def _whole(fund: dict) -> dict:
    return {name: None if pd.isna(fund[name]) else int(fund[name]) for name in ("budget", "executed", "w", "s")}


def _differing(got: list[tuple], wanted: list[tuple], about: list) -> list:
    assert len(got) == len(wanted)
    return [(told, mine, what) for told, mine, what in zip(got, wanted, about, strict=True) if told != mine][:5]


def test_lines_equal_exact_fractions(bureau):
    connection, filings = bureau
    about = [(row, pack) for _, lines, pack in filings for row in lines]
    wanted = [reference.line(row, pack) for row, pack in about]
    assert _differing(connection.execute(LINES).fetchall(), wanted, about) == []
    counts = pd.Series([row[0] for row in wanted]).value_counts()
    assert set(counts.index) == set(random_lines.OPS) and counts.min() >= 10_000, counts


def test_filings_equal_exact_fractions(bureau):
    connection, filings = bureau
    wanted = [reference.filing(lines, fund, pack) for fund, lines, pack in filings]
    assert _differing(connection.execute(TOTALS).fetchall(), wanted, filings) == []
    assert {row[5] for row in wanted} == {"优", "良", "中", "差", None}
    assert {row[6] for row in wanted} == {True, False, None}


def test_scores_stay_inside_their_bounds(bureau):
    outside = """SELECT count(*) FROM lines JOIN line_scores USING (filing, ordinal) WHERE NOT (
        0 <= low_c AND low_c <= high_c AND high_c <= weight_c
        AND coalesce(recomputed_c BETWEEN low_c AND high_c, true))"""
    assert bureau[0].execute(outside).fetchone() == (0,)


NUMBER = st.integers(0, 200).map(lambda n: n * 10_000) | st.integers(0, 20_000) | st.integers(0, 10**10 - 1)
LINE = st.fixed_dictionaries({
    "op": st.sampled_from(["ge", "gt", "le", "lt", "eq", "range", "date", "period", "qual", None]),
    "t": NUMBER, "h": NUMBER, "a": NUMBER | st.none(), "w": st.integers(0, 10_000) | st.none(),
    "s": st.integers(0, 10_000) | st.none(), "tier": st.sampled_from([None, None, None, "full", "part", "missed"]),
    "kind": st.sampled_from(["number", "same", "done", "words"]),
    "unclear": st.sampled_from([None, None, None, "units", "no_number"]), "due": st.just("2024-06-30"),
    "done": st.sampled_from([None, "2024-05-01", "2024-06-30", "2024-07-01"]), "cost": st.booleans()})


@pytest.fixture(scope="module")
def scratch():
    return random_lines.opened()


def _own(pack: str = "P0", executed: int = 700) -> pd.DataFrame:
    return pd.DataFrame({"pack": [pack], "budget": [1000], "executed": [executed], "w": [1000], "s": [900]})


def _frame(rows: list[dict]) -> pd.DataFrame:
    return pd.DataFrame([row | {"h": max(row["t"], row["h"])} for row in rows], dtype=object).assign(
        at=0, ordinal=range(1, len(rows) + 1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(LINE, min_size=1, max_size=20), pack=st.sampled_from(list(random_lines.packs())))
def test_any_mixture_equals_exact_fractions(scratch, rows, pack):
    own, frame = _own(pack), _frame(rows)
    random_lines.load(scratch, own, frame)
    score(scratch)
    (wanted,) = random_lines.expected_rows(own, frame)
    assert scratch.execute(LINES).fetchall() == [reference.line(row, random_lines.packs()[pack]) for row in wanted]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(LINE, min_size=2, max_size=12), random=st.randoms())
def test_the_order_of_lines_changes_nothing(scratch, rows, random):
    found = []
    for _ in range(2):
        random_lines.load(scratch, _own(), _frame(rows))
        score(scratch)
        found.append((scratch.execute("SELECT * FROM filing_scores").fetchall(),
                      scratch.execute("SELECT * EXCLUDE ordinal FROM line_scores ORDER BY ALL").fetchall()))
        random.shuffle(rows)
    assert found[0] == found[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_random_parts_give_what_one_run_gives(demo, seed):
    copy, whole = demo
    parts = [part for (part,) in copy.connection.execute("SELECT DISTINCT part_id FROM filings ORDER BY 1").fetchall()]
    random = np.random.default_rng(seed)
    random.shuffle(parts)
    for some in np.array_split(parts, random.integers(2, 6)):
        score(copy.connection, some.tolist())
        check.run(copy.connection, copy.checks, some.tolist())
    assert _results(copy.connection) == whole


@pytest.fixture(scope="module")
def demo():
    """The copy of a demonstration bureau of 300 filings, and everything scored and found in one run."""
    engine = memory_store()
    build.build(engine, size=300)
    copy = Copy(engine)
    copy.refresh()
    whole = _results(copy.connection)
    assert all(len(rows) >= 100 for rows in whole.values()), {name: len(rows) for name, rows in whole.items()}
    return copy, whole


def _results(connection) -> dict[str, list[tuple]]:
    closed = "WHERE level IN ('line', 'filing', 'department')"
    return {table: connection.execute(f"SELECT * FROM {table} {where} ORDER BY ALL").fetchall()
            for table, where in (("line_scores", ""), ("filing_scores", ""), ("findings", closed))}


SPENT_95 = {"executed": 9.5, "rate": .95, "exec_score": 9.5, "total_score": 99.5, "lines": {3: {"actual": "9.5万元"}}}
RIGHT_LINE = {"level2": "数量指标", "level3": "检修水闸", "target": "≥36座", "actual": "36座"}


@pytest.mark.parametrize("change", [
    {}, SPENT_95, {**SPENT_95, "initial": 9, "sub": [["current_year", 9, 10, 9.5]]},
    {"lines": {2: {"actual": "100%"}}}, {"lines": {3: {"target": "≤10万元", "actual": "9.5万元"}}},
    {"lines": {1: RIGHT_LINE, 2: {"target": "≥95%", "actual": "95%"}}},
    {"lines": {1: {"level2": "时效指标", "level3": "完成时间", "target": "2024年12月底前", "actual": "2024年11月"}}}])
def test_a_right_filing_raises_nothing(change):
    connection = facts.filed(change)
    score(connection)
    check.run(connection)
    assert connection.execute("SELECT code, message FROM findings").fetchall() == []


def _right(random: np.random.Generator, part: int) -> dict:
    """A right filing with figures of its own: everything reached or a little more, all money spent but a little."""
    people, rate, money = random.integers(20, 900), random.integers(85, 96), int(random.integers(20, 900))
    spent = round(money * random.uniform(0.96, 1), 2)
    score = int(Fraction(str(spent)) / money * 1000 + Fraction(1, 2)) / 100
    return {
        "part": part, "department": f"示例县第{part}局", "unit": f"示例县第{part}局", "project": f"第{part}号培训",
        "budget": money, "initial": money, "executed": spent, "rate": spent / money, "exec_score": score,
        "total_score": 90 + score,
        "lines": {1: {"target": f"≥{people}人次", "actual": f"{people + random.integers(0, people // 10 + 1)}人次"},
                  2: {"target": f"≥{rate}%", "actual": f"{rate + random.integers(0, 4)}%"},
                  3: {"target": f"≤{money}万元", "actual": f"{spent}万元"},
                  5: {"target": f"≥{rate - 5}%", "actual": f"{rate - random.integers(1, 5)}%"}}}


def test_a_hundred_right_filings_of_all_figures_raise_nothing():
    random = np.random.default_rng(7)
    connection = facts.filed(*[_right(random, part) for part in range(1, 101)])
    score(connection)
    check.run(connection)
    assert connection.execute("SELECT code, filing, message FROM findings").fetchall() == []
