"""export unread: files that could not be read, or only in part, by department, to send back with what to do."""

import json

import duckdb

from data_access.exports.selection import EVERYTHING, Selection
from data_access.queries.rows import rows

UNKNOWN = "未知部门"
STATES = {"refused": "未能读取", "partly": "部分读取"}
# A file that came in again since, under its name or with the same bytes, is told of as it came in last.
_FILES = """
    WITH standing AS (SELECT f.*, i.started_at FROM files f JOIN imports i USING (import_id) WHERE i.undone_at IS NULL)
    SELECT f.import_id, f.started_at, f.path, f.name, f.status, f.department, f.year, f.messages FROM standing f
    WHERE f.status IN ('refused', 'partly') AND (f.import_id = coalesce(?, f.import_id)) AND NOT EXISTS (
        SELECT 1 FROM standing later
        WHERE later.status IN ('read', 'partly', 'refused')
          AND (later.import_id, later.ordinal) > (f.import_id, f.ordinal)
          AND ((later.sha256 = f.sha256 AND f.sha256 <> '')
               OR (later.name = f.name AND later.department = f.department)))
    ORDER BY f.department = '', f.department, f.name, f.import_id, f.ordinal"""


def unread(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING, *,
           import_id: int | None = None) -> list[dict]:
    """One object a place that could not be read, sorted by department: department (未知部门 where nothing tells),
    source, path, year, state, where, found, expected, text (what is wrong and what to do), import, imported_at.

    import_id: of that import only. What came in again since and could be read is no longer told."""
    found = [row for row in rows(cursor, _FILES, [import_id])
             if selection.keeps({**row, "canonical": row["department"]})]
    return [_told(row, message) for row in found for message in json.loads(row["messages"]) or [{}]]


def _told(row: dict, message: dict) -> dict:
    return {"department": row["department"] or UNKNOWN, "source": row["name"], "path": row["path"],
            "year": row["year"], "state": STATES[row["status"]],
            **{name: message.get(name, "") for name in ("where", "found", "expected", "text")},
            "import": row["import_id"], "imported_at": row["started_at"].isoformat(timespec="seconds")}
