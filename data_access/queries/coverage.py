"""报送情况: what was expected of each department and what came: filed, missing, unread, filed again, understood."""

from dataclasses import replace

import duckdb

from data_access.intake.companions import KINDS
from data_access.queries.filters import FEN_PER_WAN, Filters, departments_of, of_filings
from data_access.queries.rows import rows

# Files that could not be read, or only in part, and did not come in again since (under their name or with the same
# bytes) so that they could be: each as it came in last. Columns of `files`, and started_at of its import; a list of the
# bureau's own is no department's file.
_LISTS = ", ".join(f"'{kind}'" for kind in KINDS)
UNREAD_FILES = f"""
    WITH standing AS (SELECT f.*, i.started_at FROM files f JOIN imports i USING (import_id) WHERE i.undone_at IS NULL)
    SELECT f.* REPLACE (CASE WHEN f.kind IN ({_LISTS}) THEN '' ELSE f.department END AS department) FROM standing f
    WHERE f.status IN ('refused', 'partly') AND NOT EXISTS (
        SELECT 1 FROM standing later
        WHERE later.status IN ('read', 'partly', 'refused')
          AND (later.import_id, later.ordinal) > (f.import_id, f.ordinal)
          AND ((later.sha256 = f.sha256 AND f.sha256 <> '')
               OR (later.name = f.name AND later.department = f.department)))"""
NOBODY = "未知部门"


def departments(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> list[dict]:
    """Rows, the least complete first: canonical (NOBODY for files nobody can be named for); due, due_wan (projects of
    the budget list with money, 万元; None where no list names the department), missing (of these without a form);
    projects, wholes (forms filed), refiled (of these filed more than once), unread, partly (files), quality (share of
    the forms' cells understood), last (day of the last import, UTC moment; None: nothing came). Years, departments
    and 科室 of the filters count; a file whose year nobody knows counts in every year."""
    where, values = of_filings(replace(filters, grades=(), regrades=()))
    years = [list(filters.years)] if filters.years else []
    of_year = "list_contains(?, coalesce(year, 0))" if years else "true"
    names = departments_of(cursor, filters)
    return rows(cursor, f"""
        WITH filed AS (
            SELECT canonical, count(*) FILTER (form = 'project') AS projects,
                   count(*) FILTER (form = 'department') AS wholes, count(*) FILTER (versions > 1) AS refiled,
                   sum(cells_read + cells_ignored) / nullif(sum(cells_read + cells_ignored + cells_left), 0) AS quality,
                   max(imported_at) AS last
            FROM shown_filings WHERE {where} GROUP BY canonical),
        listed AS (SELECT canonical, count(*) AS due, sum(budget_fen) / {FEN_PER_WAN} AS due_wan, list(DISTINCT part_id)
                   AS parts FROM budgets WHERE budget_fen > 0 AND {of_year} GROUP BY canonical),
        lacking AS (SELECT l.canonical, coalesce(sum(n.difference), 0)::INTEGER AS missing
                    FROM listed l LEFT JOIN findings n ON n.code = 'E01' AND list_contains(l.parts, n.part_id)
                    GROUP BY l.canonical),
        troubled AS (SELECT coalesce(nullif(department, ''), '{NOBODY}') AS canonical,
                            count(*) FILTER (status = 'refused') AS unread,
                            count(*) FILTER (status = 'partly') AS partly
                     FROM ({UNREAD_FILES}) WHERE year IS NULL OR {of_year} GROUP BY 1)
        SELECT canonical, due, due_wan, missing, coalesce(projects, 0) AS projects, coalesce(wholes, 0) AS wholes,
               coalesce(refiled, 0) AS refiled, coalesce(unread, 0) AS unread, coalesce(partly, 0) AS partly,
               quality, last
        FROM filed FULL JOIN listed USING (canonical) FULL JOIN lacking USING (canonical)
        FULL JOIN troubled USING (canonical)
        WHERE coalesce(list_contains(?, canonical), true)
        ORDER BY coalesce(missing, 0) + coalesce(unread, 0) > 0 DESC, coalesce(missing, 0) DESC, unread DESC,
                 partly DESC NULLS LAST, canonical COLLATE zh""", [*values, *years, *years, names])


def unread(cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int = 200) -> list[dict]:
    """The files of UNREAD_FILES: department, name, path, status, started_at, messages (JSON list of {severity, where,
    found, expected, text}); refused ones first."""
    years = [list(filters.years)] if filters.years else []
    names = departments_of(cursor, filters)
    return rows(cursor, f"""
        SELECT coalesce(nullif(department, ''), '{NOBODY}') AS canonical, name, path, status, started_at, messages
        FROM ({UNREAD_FILES})
        WHERE {"(year IS NULL OR list_contains(?, year))" if years else "true"}
          AND coalesce(list_contains(?, canonical), true)
        ORDER BY status = 'partly', canonical COLLATE zh, name LIMIT ?""", [*years, names, limit])


def how_many_unread(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many files stand in UNREAD_FILES."""
    return rows(cursor, f"SELECT count(*) AS files FROM ({UNREAD_FILES})")[0]["files"]
