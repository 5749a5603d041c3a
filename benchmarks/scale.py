"""Scoring at scale as ratios taken inside one run: `.venv/bin/python -m benchmarks.scale [lines ...]`.

Default 100000 1000000. Each size runs in a process of its own. The floor is a copy of the 12 columns that scores need,
the text floor one of all columns of `lines`, which checks read too. What lines say by themselves is noted when they
are loaded (notes); a full recompute is scores and checks after a change of rules. Actions take turns, the median of
three counts, by the clock and of the processor (other work on the machine disturbs that little). Goals:
measurements.md §12 and the issue's. Nothing is asserted.

Seen on 2026-11-21 at 1M lines on an idle machine (clock / processor): full recompute 71 / 52 x the floor, 18 / 13 x the
text floor; scores 8.1 / 7.0 x; notes 17 x; checks over the whole bureau 83 x; largest part 0.20 / 0.16;
one filing 0.01; 493 bytes a line after scoring. At 10M: full recompute 43 x the floor, 9.6 / 8.7 x the text floor;
scores 5 x; largest part 0.066 / 0.050; one filing 0.003; 247 bytes a line.
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
from scoring import check, check_notes, recompute

FLOOR = """CREATE OR REPLACE TABLE floor_copy AS SELECT filing, part_id, ordinal, weight_c, score_c, op, target_value,
           target_high, actual_value, tier, actual_kind, unclear FROM lines"""
TEXT_FLOOR = "CREATE OR REPLACE TABLE text_floor AS SELECT * FROM lines"
ROUNDS = 3


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
            "notes": lambda: check_notes.note(connection, closed, None),
            "scores": lambda: recompute.score(connection), "whole checks": lambda: check.run(connection, whole),
            "checks": lambda: check.run(connection, closed, changed=False), "largest part": part,
            "one filing": explain}


def medians(timed: dict[str, Callable[[], object]]) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of each action, taken in turns after one round to warm up: by the clock, and of the processor."""
    clocks = (time.perf_counter, time.process_time)
    taken: dict[str, list[list[float]]] = {name: [] for name in timed}
    for _ in range(ROUNDS + 1):
        for name, action in timed.items():
            start = [clock() for clock in clocks]
            action()
            taken[name].append([clock() - since for clock, since in zip(clocks, start, strict=True)])
    wall, worked = ({name: statistics.median(column) for name, each in taken.items()
                     for column in [[seconds[n] for seconds in each[1:]]]} for n in range(2))
    return wall, worked


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
    connection.execute("CHECKPOINT")                          # as the program does when all is loaded
    scored = resident()
    (lines,), (found,) = [connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0]
                          for table in ("lines", "findings")]
    print(f"\n{lines:,} lines, {found:,} findings of {len(copy.checks)} checks; bytes a line: facts "
          f"{(facts - before) / lines:.0f}, after scoring {(scored - before) / lines:.0f} (<= 600)", flush=True)
    both = medians(actions(connection, copy.checks))
    full = [taken["scores"] + taken["checks"] for taken in both]
    print(f"{'':30} {'clock':>9} {'processor':>9}")
    for label, name, base, goal in (
            ("scores / floor", "scores", "floor", ""), ("checks / floor", "checks", "floor", ""),
            ("full recompute / floor", None, "floor", "<= 8"), ("full recompute / text floor", None, "text floor", ""),
            ("largest part / full", "largest part", None, "<= 0.15 at 1M, <= 0.06 at 10M"),
            ("one filing / full", "one filing", None, "<= 0.05"),
            ("notes of the lines / floor", "notes", "floor", "when lines are loaded"),
            ("whole-copy checks / floor", "whole checks", "floor", "apart")):
        values = [(taken[name] if name else all_) / (taken[base] if base else all_)
                  for taken, all_ in zip(both, full, strict=True)]
        print(f"{label:30} {values[0]:9.3f} {values[1]:9.3f}  {goal}")
    print({name: f"{seconds * 1000:.0f} ms" for name, seconds in both[0].items()}, flush=True)


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or [100_000, 1_000_000]
    if len(sizes) == 1:
        measure(sizes[0])
    else:
        for each in sizes:
            subprocess.run([sys.executable, "-m", "benchmarks.scale", str(each)], check=True)
