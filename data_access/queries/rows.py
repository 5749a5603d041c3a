"""Run one SELECT on a cursor of the copy and give its rows as plain dicts; NULL is None."""

from collections.abc import Sequence

import duckdb


def rows(cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence = ()) -> list[dict]:
    """Every row as {column: value}."""
    result = cursor.execute(sql, list(values))
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def one(cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence = ()) -> dict:
    """The only row of an aggregate."""
    return rows(cursor, sql, values)[0]
