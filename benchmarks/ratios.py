"""Speed as ratios taken inside one run: `.venv/bin/python -m benchmarks.ratios [filings]`. Nothing here is asserted.

Prints for each ratio its median of five: scoring and checks against copying the columns that scoring needs; reloading
one part against reloading everything. Reading is measured in benchmarks/reading.py, large sizes in benchmarks/scale.py.
"""

import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import update

from benchmarks.timing import median
from data_access.copy import Copy
from data_access.demo import build
from data_access.store import tables as t
from data_access.store.engine import open_store, writing
from scoring import check, recompute

FLOOR = """CREATE OR REPLACE TABLE floor_copy AS SELECT filing, part_id, ordinal, weight_c, score_c, op, target_value,
           target_high, actual_value, tier, actual_kind, unclear FROM lines"""


def scoring(folder: Path, size: int) -> None:
    engine = open_store(f"sqlite:///{folder / 'bench.db'}")
    start = time.perf_counter()
    build.build(engine, size=size)
    print(f"making and saving {size} filings: {time.perf_counter() - start:.1f} s")
    copy = Copy(engine)
    copy.refresh()
    cursor = copy.cursor()
    floor = median(lambda: cursor.execute(FLOOR))
    full = median(lambda: recompute.score(cursor))
    checks = median(lambda: check.run(cursor, copy.checks))
    print(f"full recompute: {full / floor:.1f} x the floor copy ({full * 1000:.0f} ms)")
    print(f"all checks: {checks / floor:.1f} x the floor copy ({checks * 1000:.0f} ms)")

    def refile() -> None:
        with writing(engine) as connection:
            connection.execute(update(t.parts).where(t.parts.c.part_id == 1).values(version=t.parts.c.version + 1))
        copy.refresh()

    everything = median(lambda: Copy(engine).refresh(), times=3)
    print(f"reloading one part: {median(refile) / everything:.2f} x loading everything ({everything:.2f} s)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        scoring(Path(name), int(sys.argv[1]) if len(sys.argv) > 1 else 2400)
