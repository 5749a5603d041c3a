"""People at the dashboard at once: `.venv/bin/python -m benchmarks.sessions [lines]`. Nothing is asserted.

Default 1000000. Sessions speak Streamlit's protocol (benchmarks/visitor.py) and choose years on 总览, all of them asked
before, so that every answer is cached. Goals (measurements.md §12.7, and the issue's): processor time a rerun at most
0.2 x that of the same screen with plotly.express and Python's default collecting; 50 sessions with think time: p95 at
most 15 x one session's script time; memory a session under 2 MB.

Seen on 2026-11-21 at 1M lines on an idle machine, three times: 0.19 to 0.20 (1 session) and 0.21 to 0.23 (10) x plain;
p50 76 to 79 ms, p95 370 to 636 ms, 10.7, 16.2 and 19.0 x one session's script time; no memory a session that shows.
"""

import asyncio
import random
import statistics
import sys

from benchmarks.asked import p95
from benchmarks.server import Server, serving
from benchmarks.visitor import Visitor, stroll, visit

LOOKS, PEOPLE, PAUSE, RERUNS = 12, 50, 6.0, 200            # PAUSE: most seconds of thinking before a click


async def opened(server: Server) -> Visitor:
    """The first visitor, who has looked at every year: what others ask is cached."""
    first = await visit(server.address)
    for year in first.years:
        await first.look(year)
    return first


async def rerun(server: Server, sessions: int) -> float:
    """Seconds of the server's processor a cached rerun, some sessions clicking without a pause."""
    people = [await opened(server)] + [await visit(server.address) for _ in range(sessions - 1)]
    draw = random.Random(1)
    before = server.processor()
    looks = RERUNS // sessions
    await asyncio.gather(*(stroll(one, looks, 0, draw) for one in people))
    used = server.processor() - before
    for one in people:
        await one.connection.close()
    return used / (looks * sessions)


async def crowd(server: Server) -> tuple[list[float], float, float]:
    """(seconds of every look of PEOPLE sessions with think time, MB a session held more after all arrived, after all
    had clicked)."""
    first = await opened(server)
    before = server.memory()
    people = [await visit(server.address) for _ in range(PEOPLE)]
    arrived = server.memory()
    draw = random.Random(2)
    taken = await asyncio.gather(*(stroll(one, LOOKS, PAUSE, draw) for one in people))
    clicked = server.memory()
    for one in [first, *people]:
        await one.connection.close()
    return sum(taken, []), (arrived - before) / PEOPLE, (clicked - before) / PEOPLE


def measure(lines: str) -> None:
    """Print what one size gives."""
    with serving(JIHE_BENCH_LINES=lines) as server:
        one, ten = asyncio.run(rerun(server, 1)), asyncio.run(rerun(server, 10))
        taken, arrived, clicked = asyncio.run(crowd(server))
        held = server.memory()
    with serving(JIHE_BENCH_LINES=lines, JIHE_BENCH_PLAIN="1") as server:
        plain_one, plain_ten = asyncio.run(rerun(server, 1)), asyncio.run(rerun(server, 10))
    print(f"{lines} lines; the server held {held:.0f} MB")
    for label, ours, plain in (("1 session", one, plain_one), ("10 sessions", ten, plain_ten)):
        print(f"processor a cached rerun, {label}: {ours * 1000:.1f} ms, plain {plain * 1000:.1f} ms: "
              f"{ours / plain:.2f} (<= 0.2)")
    print(f"{PEOPLE} sessions with think time: p50 {statistics.median(taken) * 1000:.0f} ms, p95 "
          f"{p95(taken) * 1000:.0f} ms: {p95(taken) / one:.1f} x one session's script time (<= 15)")
    print(f"memory a session: {arrived:.2f} MB after arriving, {clicked:.2f} MB after {LOOKS} clicks (< 2)")


if __name__ == "__main__":
    measure(sys.argv[1] if sys.argv[1:] else "1000000")
