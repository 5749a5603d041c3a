"""Imports for the screen: who brought which files in, when, through which door, and what became of them."""

import json
from datetime import UTC, datetime

import duckdb

from data_access.intake.companions import KINDS
from data_access.queries.rows import rows
from data_access.store.imports import QUIET, now

_LIST = """
    SELECT i.*, count(f.ordinal) AS files, coalesce(sum(f.filings), 0) AS filings,
           coalesce(sum(f.replaced), 0) AS replaced,
           coalesce(sum(f.lines) FILTER (list_contains(?, f.kind)), 0) AS rows,
           count(*) FILTER (f.status IN ('refused', 'partly')) AS unread,
           count(*) FILTER (f.status = 'duplicate') AS duplicates
    FROM imports i LEFT JOIN files f USING (import_id) GROUP BY ALL ORDER BY i.import_id DESC LIMIT ? OFFSET ?"""
# What needs a person first.
_FILES = """
    SELECT * FROM files WHERE import_id = ?
    ORDER BY list_position(['refused', 'partly', 'read', 'duplicate', 'ignored'], status), ordinal LIMIT ? OFFSET ?"""


def listing(cursor: duckdb.DuckDBPyConnection, limit: int, offset: int) -> list[dict]:
    """The imports, newest first: the columns of `imports` with times in local time, files, filings, replaced, rows (of
    lists), unread, duplicates, and state: finished, undone, going (it stored something lately), broken (cut off)."""
    return [_seen(row) for row in rows(cursor, _LIST, [list(KINDS), limit, offset])]


def number(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many imports there ever were."""
    return rows(cursor, "SELECT count(*) AS n FROM imports")[0]["n"]


def files(cursor: duckdb.DuckDBPyConnection, import_id: int, limit: int, offset: int) -> list[dict]:
    """The files of an import, those that could not be read first; messages as a list of dicts."""
    found = rows(cursor, _FILES, [import_id, limit, offset])
    return [{**row, "messages": json.loads(row["messages"])} for row in found]


def _seen(row: dict) -> dict:
    quiet = now() - max(row["started_at"], row["stored_at"] or row["started_at"]) > QUIET
    state = ("undone" if row["undone_at"] else "finished" if row["finished_at"] else "broken" if quiet else "going")
    return {**row, "state": state, **{name: local(row[name]) for name in ("started_at", "finished_at", "undone_at")}}


def local(moment: datetime | None) -> datetime | None:
    """A moment of the store (UTC) on the clock of this machine."""
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone()
