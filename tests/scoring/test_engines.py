"""The scoring SQL is portable: the same text, transpiled, scores alike row by row on DuckDB, SQLite and PostgreSQL."""

import math
import os
import sqlite3
from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd
import psycopg
import pytest
import sqlglot
from sqlglot import exp

from data_access.copy import Copy
from data_access.demo import build
from data_access.store.engine import memory_store
from scoring import recompute
from tests.scoring import facts, random_lines
from tests.store import postgres

REQUIRED = os.environ.get("JIHE_POSTGRES") == "required"
FACTS, SCORES = ("filings", "lines", "packs", "execution_tiers"), ("line_scores", "filing_scores")
Execute = Callable[..., object]


def transpiled(sql: str, dialect: str) -> list[str]:
    """DuckDB's text in another dialect. A new database needs no CREATE OR REPLACE, which SQLite has not."""
    trees = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree]
    for create in (create for tree in trees for create in tree.find_all(exp.Create)):
        create.set("replace", False)
    return [tree.sql(dialect=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE) for tree in trees]


def scored(execute: Execute, many: Execute, dialect: str, mark: str, rows: dict[str, tuple]) -> dict[str, list[tuple]]:
    """Load the facts into an empty database, score them there, give the score tables' rows."""
    texts = recompute._statements()
    for sql in transpiled(facts.SCHEMA.read_text(encoding="utf-8"), dialect):
        execute(sql)
    for table, (names, values) in rows.items():
        columns = ", ".join(f'"{name}"' for name in names)
        many(f"INSERT INTO {table} ({columns}) VALUES ({', '.join([mark] * len(names))})", values)
    for table, text in texts.items():
        execute(transpiled(f"CREATE TABLE {table} AS {text.format(only='true')}", dialect)[0])
    return {table: ordered(execute(f"SELECT * FROM {table}").fetchall()) for table in SCORES}


def ordered(rows: list[tuple]) -> list[tuple]:
    """By filing and ordinal; SQLite has 0 and 1 where others have false and true."""
    plain = [tuple(int(value) if isinstance(value, bool) else value for value in row) for row in rows]
    return sorted(plain, key=lambda row: (row[0], row[2] or 0))


def demo() -> duckdb.DuckDBPyConnection:
    engine = memory_store()
    build.build(engine, size=300)
    copy = Copy(engine)
    copy.refresh()
    return copy.connection


def edges() -> duckdb.DuckDBPyConnection:
    """Random lines of every method and the nearest misses, in filings of every mixture of rules."""
    random = np.random.default_rng(4)
    rows = pd.concat([random_lines.lines(random, 300), random_lines.nearest_misses(random, 200)], ignore_index=True)
    own = random_lines.filings(random, 400)
    rows["at"] = random.integers(0, 395, len(rows))           # a few filings have no line at all
    rows["ordinal"] = rows.groupby("at").cumcount() + 1
    connection = random_lines.opened()
    random_lines.load(connection, own, rows)
    recompute.score(connection)
    return connection


@pytest.fixture(scope="module", params=[demo, edges], ids=["demo", "edges"])
def ours(request):
    """The facts, and DuckDB's own scores."""
    connection = request.param()
    loaded = {}
    for table in FACTS:
        found = connection.execute(f"SELECT * FROM {table}")
        loaded[table] = ([column[0] for column in found.description], found.fetchall())
    return loaded, {table: ordered(connection.execute(f"SELECT * FROM {table}").fetchall()) for table in SCORES}


def alike(theirs: dict[str, list[tuple]], ours: dict[str, list[tuple]]) -> None:
    for table in SCORES:
        assert len(theirs[table]) == len(ours[table]) >= 300
        different = [pair for pair in zip(theirs[table], ours[table], strict=True) if pair[0] != pair[1]]
        assert not different[:3], (table, len(different))


def test_sqlite_scores_alike(ours):
    connection = sqlite3.connect(":memory:")
    connection.create_function("floor", 1, lambda x: None if x is None else math.floor(x), deterministic=True)
    alike(scored(connection.execute, connection.executemany, "sqlite", "?", ours[0]), ours[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if postgres.programs() is None and not REQUIRED:
        pytest.skip("no PostgreSQL on this machine (Debian: postgresql)")
    with postgres.server(tmp_path_factory.mktemp("postgres")) as address:
        yield address.replace("+psycopg", "")


def test_postgresql_scores_alike(server, ours):
    with psycopg.connect(server) as connection:
        alike(scored(connection.execute, connection.cursor().executemany, "postgres", "%s", ours[0]), ours[1])
        connection.rollback()                                 # leaves the database empty for the next facts
