"""What a screen asks, against the floor copy: `.venv/bin/python -m benchmarks.asked [lines ...]`. Nothing is asserted.

Default 1000000. Each size runs in a process of its own. A page is the numbers of 总览, a ranking, 50 findings and three
facets under random filters, none of them cached; the floor is the copy of benchmarks/scale.py, made in turns with the
pages. Goal (measurements.md §12.4): p95 of 60 pages at most 1 x the floor at 1M and 10M lines.

Seen on 2026-11-21 on an idle machine, clock / processor: 1M lines 0.82 to 0.92 / 0.5 (47 to 54 ms, mostly planning);
10M 0.25 / 0.20 (155 ms).
"""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import duckdb

from benchmarks import bulk
from benchmarks.scale import FLOOR
from data_access.queries import filters as choose
from data_access.queries import findings, overview, ranking
from data_access.queries.filters import Filters

PAGES = 60
PARTS: dict[str, Callable] = {
    "numbers": overview.totals, "ranking": ranking.departments,
    "50 findings": lambda cursor, filters: findings.page(cursor, filters, "severity", 50, 0),
    "facet of severities": lambda cursor, filters: findings.facet(cursor, filters, "severities"),
    "facet of checks": lambda cursor, filters: findings.facet(cursor, filters, "checks"),
    "facet of departments": lambda cursor, filters: findings.facet(cursor, filters, "departments")}


def random_filters(cursor: duckdb.DuckDBPyConnection, number: int) -> list[Filters]:
    """Views as people choose them: mostly one year, often a department, now and then severities, a check, words."""
    known, draw = choose.choices(cursor), random.Random(1)

    def one(chance: float, values) -> tuple:
        return (draw.choice(list(values)),) if draw.random() < chance else ()

    return [Filters(years=one(0.7, known["years"]), departments=one(0.3, known["departments"]),
                    severities=one(0.3, "高中低"), checks=one(0.2, known["checks"]), grades=one(0.1, "优良中差"),
                    text="".join(one(0.1, ["工程", "补助", "满意度"]))) for _ in range(number)]


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    start, worked = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - start, time.process_time() - worked


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def measure(size: int) -> None:
    """Print one size's table."""
    cursor = bulk.bureau(size).cursor()
    (lines,), (filings,), (found,) = [cursor.execute(f"SELECT count(*) FROM {name}").fetchone()
                                      for name in ("lines", "filings", "findings")]
    print(f"\n{lines:,} lines, {filings:,} filings, {found:,} findings; {PAGES} pages", flush=True)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ("floor", *PARTS)}
    for filters in random_filters(cursor, PAGES + 1):
        taken["floor"].append(timed(lambda: cursor.execute(FLOOR)))
        for name, query in PARTS.items():
            taken[name].append(timed(lambda query=query, filters=filters: query(cursor, filters)))
    taken = {name: each[1:] for name, each in taken.items()}  # the first one warms up
    taken["page"] = [tuple(map(sum, zip(*parts, strict=True)))
                     for parts in zip(*(taken[name] for name in PARTS), strict=True)]
    print(f"{'':22} {'clock: p50':>12} {'p95':>8} {'processor: p50':>16} {'p95':>8}   (ms)")
    for name, each in taken.items():
        clock, worked = ([pair[n] * 1000 for pair in each] for n in range(2))
        print(f"{name:22} {statistics.median(clock):12.1f} {p95(clock):8.1f} {statistics.median(worked):16.1f} "
              f"{p95(worked):8.1f}")
    for n, clock in enumerate(("clock", "processor")):
        floor, pages = ([pair[n] for pair in taken[name]] for name in ("floor", "page"))
        print(f"p95 of a page / the floor's median, by the {clock}: {p95(pages) / statistics.median(floor):.2f} (<= 1)")


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:]] or [1_000_000]
    if len(sizes) == 1:
        measure(sizes[0])
    else:
        for each in sizes:
            subprocess.run([sys.executable, "-m", "benchmarks.asked", str(each)], check=True)
