"""Scoring at scale as ratios taken inside one run: `.venv/bin/python -m benchmarks.scale [lines ...]`.

Default 100000 1000000; 10000000 needs 20 GB. Each size runs in a process of its own. The floor is a copy of the 12
columns that scores need, the text floor one of all columns of `lines`, which checks read too. Actions take turns, the
median of five counts. Goals: measurements.md §12 and the issue's. Nothing is asserted.
"""

import ctypes
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks import bulk
from data_access.queries import filing as one_filing
from scoring import check, recompute

FLOOR = """CREATE OR REPLACE TABLE floor_copy AS SELECT filing, part_id, ordinal, weight_c, score_c, op, target_value,
           target_high, actual_value, tier, actual_kind, unclear FROM lines"""
TEXT_FLOOR = "CREATE OR REPLACE TABLE text_floor AS SELECT * FROM lines"
ROUNDS = 5


def actions(connection: duckdb.DuckDBPyConnection, checks: list[dict]) -> dict[str, Callable[[], object]]:
    """What is timed, by name. Checks that close inside a part apart from those over the whole copy."""
    closed = [one for one in checks if not check.is_whole(one)]
    whole = [one for one in checks if check.is_whole(one)]
    largest, filing = connection.execute(
        "SELECT part_id, min(filing) FROM lines GROUP BY part_id ORDER BY count(*) DESC LIMIT 1").fetchall()[0]

    def part() -> None:
        connection.execute("BEGIN")
        recompute.score(connection, [largest])
        check.run(connection, closed, [largest])
        connection.execute("COMMIT")

    def explain() -> None:
        one_filing.head(connection, filing)
        one_filing.lines(connection, filing)

    return {"floor": lambda: connection.execute(FLOOR), "text floor": lambda: connection.execute(TEXT_FLOOR),
            "scores": lambda: recompute.score(connection), "whole checks": lambda: check.run(connection, whole),
            "checks": lambda: check.run(connection, closed), "largest part": part, "one filing": explain}


def medians(timed: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Seconds of each action, taken in turns after one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(ROUNDS + 1):
        for name, action in timed.items():
            start = time.perf_counter()
            action()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds[1:]) for name, seconds in taken.items()}


def resident() -> int:
    """Bytes of memory this process holds, after giving back what it does not use."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure(size: int) -> None:
    """Print one size's table."""
    copy = bulk.seed()
    before = resident()
    connection = bulk.multiply(copy, size)
    facts = resident()
    recompute.score(connection)
    check.run(connection, [one for one in copy.checks if not check.is_whole(one)])
    scored = resident()
    (lines,), (found,) = [connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0]
                          for table in ("lines", "findings")]
    taken = medians(actions(connection, copy.checks))
    print(f"\n{lines:,} lines, {found:,} findings of {len(copy.checks)} checks")
    floor, full = taken["floor"], taken["scores"] + taken["checks"]
    for label, value, goal in (
            ("scores / floor", taken["scores"] / floor, ""), ("checks / floor", taken["checks"] / floor, ""),
            ("full recompute / floor", full / floor, "<= 8"),
            ("full recompute / text floor", full / taken["text floor"], ""),
            ("largest part / full", taken["largest part"] / full, "<= 0.15 at 1M, <= 0.06 at 10M"),
            ("one filing / full", taken["one filing"] / full, "<= 0.05"),
            ("whole-copy checks / floor", taken["whole checks"] / floor, "apart"),
            ("facts, bytes a line", (facts - before) / lines, ""),
            ("after scoring, bytes a line", (scored - before) / lines, "<= 600")):
        print(f"{label:30} {value:9.3f}  {goal}")
    print({name: f"{seconds * 1000:.0f} ms" for name, seconds in taken.items()}, flush=True)


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or [100_000, 1_000_000]
    if len(sizes) == 1:
        measure(sizes[0])
    else:
        for each in sizes:
            subprocess.run([sys.executable, "-m", "benchmarks.scale", str(each)], check=True)
