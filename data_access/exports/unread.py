"""export unread: files that could not be read, or only in part, by department, to send back with what to do."""

import json
from pathlib import PurePath

import duckdb

from data_access.exports.selection import EVERYTHING, Selection
from data_access.intake.companions import KINDS
from data_access.intake.result import FileResult
from data_access.queries.rows import rows
from data_access.queries.unread import NOBODY, UNREAD_FILES

STATES = {"refused": "未能读取", "partly": "部分读取"}
_FILES = f"""
    SELECT import_id, started_at, path, name, status, department, year, messages FROM ({UNREAD_FILES})
    WHERE import_id = coalesce(?, import_id) ORDER BY department = '', department, name, import_id, ordinal"""


def unread(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING, *,
           import_id: int | None = None) -> list[dict]:
    """One object a place that could not be read, sorted by department: department (未知部门 where nothing tells),
    source, path, year, state, where, found, expected, text (what is wrong and what to do), import, imported_at.

    import_id: of that import only. What came in again since and could be read is no longer told."""
    found = [row for row in rows(cursor, _FILES, [import_id])
             if selection.keeps({**row, "canonical": row["department"]})]
    return [_told(row, message) for row in found for message in json.loads(row["messages"]) or [{}]]


def of_results(results: list[FileResult], owners: dict[int, tuple[str, int | None]]) -> list[dict]:
    """The same for files that are only previewed; owners: (department, year) by ordinal (intake.owners)."""
    told = [{"department": (file.kind not in KINDS and owners[number][0]) or NOBODY,
             "source": PurePath(file.path).name, "path": file.path,
             "year": owners[number][1], "state": STATES[file.status],
             **{name: getattr(message, name) for name in ("where", "found", "expected", "text")},
             "import": None, "imported_at": ""}
            for number, file in enumerate(results, 1) if file.status in STATES
            for message in file.messages if message.severity == "error" or file.status == "refused"]
    return sorted(told, key=lambda row: (row["department"] == NOBODY, row["department"], row["source"]))


def _told(row: dict, message: dict) -> dict:
    return {"department": row["department"] or NOBODY, "source": row["name"], "path": row["path"],
            "year": row["year"], "state": STATES[row["status"]],
            **{name: message.get(name, "") for name in ("where", "found", "expected", "text")},
            "import": row["import_id"], "imported_at": row["started_at"].isoformat(timespec="seconds")}
