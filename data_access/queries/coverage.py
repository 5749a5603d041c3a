"""报送情况: what was expected of each department and what came: filed, missing, unread, filed again, understood."""

from dataclasses import replace

import duckdb

from data_access.queries.filters import FEN_PER_WAN, Filters, departments_of, of_filings
from data_access.queries.rows import rows
from data_access.queries.unread import NOBODY, UNREAD_FILES

# What a form is told among -> which forms
FORMS = {"wholes": "form = 'department'", "refiled": "versions > 1", "left": "cells_left > 0"}


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


def due(cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int, offset: int = 0) -> list[dict]:
    """The projects of the budget list with money, most first: canonical, year, project, project_code ('' for none),
    budget_wan (万元), source, address, total (rows in all)."""
    names = departments_of(cursor, filters)
    return rows(cursor, f"""
        SELECT canonical, year, project, coalesce(project_code, '') AS project_code,
               budget_fen / {FEN_PER_WAN} AS budget_wan, source, address, count(*) OVER () AS total
        FROM budgets
        WHERE budget_fen > 0 AND {"list_contains(?, coalesce(year, 0))" if filters.years else "true"}
          AND coalesce(list_contains(?, canonical), true)
        ORDER BY budget_fen DESC, canonical COLLATE zh, ordinal LIMIT ? OFFSET ?""",
                [*([list(filters.years)] if filters.years else []), names, limit, offset])


def forms(cursor: duckdb.DuckDBPyConnection, filters: Filters, which: str, limit: int, offset: int = 0) -> list[dict]:
    """The forms of one kind of FORMS, those with most cells not understood first: filing, form, project, canonical,
    unit, year, imported_at (UTC), versions, cells_left, cells (filled ones in all), total (rows in all)."""
    where, values = of_filings(replace(filters, grades=(), regrades=()))
    return rows(cursor, f"""
        SELECT filing, form, project, canonical, unit, year, imported_at, versions, cells_left,
               cells_read + cells_ignored + cells_left AS cells, count(*) OVER () AS total
        FROM shown_filings WHERE {FORMS[which]} AND {where}
        ORDER BY cells_left DESC, canonical COLLATE zh, year DESC NULLS LAST, filing LIMIT ? OFFSET ?""",
                [*values, limit, offset])


def unread(cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int = 200, offset: int = 0,
           status: str = "") -> list[dict]:
    """The files of UNREAD_FILES, of one status (refused, partly) where given: canonical, name, path, status,
    started_at, messages (JSON list of {severity, where, found, expected, text}), total (rows in all); refused ones
    first."""
    years = [list(filters.years)] if filters.years else []
    names = departments_of(cursor, filters)
    return rows(cursor, f"""
        SELECT coalesce(nullif(department, ''), '{NOBODY}') AS canonical, name, path, status, started_at, messages,
               count(*) OVER () AS total
        FROM ({UNREAD_FILES})
        WHERE {"(year IS NULL OR list_contains(?, year))" if years else "true"}
          AND coalesce(list_contains(?, canonical), true) AND status LIKE ?
        ORDER BY status = 'partly', canonical COLLATE zh, name LIMIT ? OFFSET ?""",
                [*years, names, status or "%", limit, offset])


def how_many_unread(cursor: duckdb.DuckDBPyConnection) -> int:
    """How many files stand in UNREAD_FILES."""
    return rows(cursor, f"SELECT count(*) AS files FROM ({UNREAD_FILES})")[0]["files"]
