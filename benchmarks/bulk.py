"""Facts in bulk for measuring: the demonstration bureau's own, multiplied inside DuckDB. No store takes part."""

import math
from pathlib import Path

import duckdb
from sqlalchemy import Engine

from data_access import shown
from data_access.copy import Copy, opened
from data_access.demo import build
from data_access.facts import FACTS, WHOLE
from data_access.store.engine import memory_store
from scoring import check, recompute

RULES = ("packs", "execution_tiers")
SCHEMA = Path(recompute.__file__).with_name("schema.sql")
# A copy's own columns: other filings, names and values, in the same part, so that parts grow and nothing is a copy of
# another form (E09) that was none before.
_OWN = {"filing": "left(md5(s.filing || k), 12)",
        "project": "s.project || CASE WHEN s.project <> '' THEN k || '片' ELSE '' END",
        "line_key": "s.line_key || k", "level3": "s.level3 || k",
        "target": "s.target || CASE WHEN s.target <> '' THEN '·' || k ELSE '' END",
        "actual": "s.actual || CASE WHEN s.actual <> '' THEN '·' || k ELSE '' END",
        "project_code": "left(s.project_code, 18) || lpad(CAST(k AS VARCHAR), 3, '0')",
        "position": "s.position + 1000 * k",
        "expected": "s.expected || k", "achieved": "s.achieved || k"}


def seed(filings: int = 1200, engine: Engine | None = None) -> Copy:
    """The scored demonstration bureau that is multiplied, in a store that is empty yet (None: in memory)."""
    engine = engine or memory_store()
    build.build(engine, size=filings)
    copy = Copy(engine)
    copy.refresh()
    return copy


def multiply(copy: Copy, lines: int) -> duckdb.DuckDBPyConnection:
    """A connection with at least `lines` indicator lines and what belongs to them, ordered by part; not scored."""
    connection = opened()
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    (own,) = copy.connection.execute("SELECT count(*) FROM lines").fetchone()
    times = math.ceil(lines / own)
    for table in (*FACTS, *RULES):
        connection.register("shipped", copy.cursor().sql(f"SELECT * FROM {table}").to_arrow_table())
        if table in RULES:
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM shipped")
        else:
            names = [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
            columns = ", ".join(f'{_OWN[name]} AS {name}' if name in _OWN else f's."{name}"' for name in names)
            order = ", ".join(name for name in ("part_id", "filing", "ordinal") if name in names)
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM "
                               f"(SELECT {columns} FROM shipped s, range({times}) r(k)) ORDER BY {order}")
        connection.unregister("shipped")
    connection.execute("CHECKPOINT")
    connection.execute("SET checkpoint_threshold = '1TB'")    # else whichever action comes next pays for compressing
    return connection


def bureau(lines: int, engine: Engine | None = None) -> Copy:
    """What the screens read, in bulk: scored, checked by what closes inside a part (the checks over the whole copy take
    minutes and few findings are theirs). The relations that belong to no part are the seed's own.

    engine: as for seed(); one in memory has a single connection, which no two visitors may use at once."""
    copy = seed(engine=engine)
    connection = multiply(copy, lines)
    for name in WHOLE:
        connection.register("shipped", copy.cursor().sql(f"SELECT * FROM {name}").to_arrow_table())
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM shipped")
        connection.unregister("shipped")
    recompute.score(connection)
    check.run(connection, [one for one in copy.checks if not check.is_whole(one)])
    shown.make(connection)
    connection.execute("CHECKPOINT")
    copy.connection = connection
    return copy
