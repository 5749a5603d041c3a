"""部门: one department over the years. Money, rates and averages count project forms only (design.md §4)."""

import duckdb

from data_access.queries.overview import AVERAGES, MONEY
from data_access.queries.rows import rows


def over_years(cursor: duckdb.DuckDBPyConnection, department: str) -> list[dict]:
    """Rows by year, oldest first: year, projects, initial_wan, budget_wan, executed_wan (万元), rate, initial_rate,
    filed, recomputed (average points), compared; findings, 高, 中, 低 (counts, of every form of the year)."""
    return rows(cursor, f"""
        WITH f AS (SELECT year, count(*) AS projects, {MONEY}, {AVERAGES}
                   FROM shown_filings WHERE form = 'project' AND canonical = $1 GROUP BY year),
        n AS (SELECT year, count(*) AS findings, count(*) FILTER (severity = '高') AS 高,
                     count(*) FILTER (severity = '中') AS 中, count(*) FILTER (severity = '低') AS 低
              FROM findings JOIN (SELECT DISTINCT part_id, year FROM filings WHERE canonical = $1) USING (part_id)
              GROUP BY year)
        SELECT f.*, coalesce(findings, 0) AS findings, coalesce(高, 0) AS 高, coalesce(中, 0) AS 中,
               coalesce(低, 0) AS 低
        FROM f LEFT JOIN n ON n.year IS NOT DISTINCT FROM f.year ORDER BY f.year NULLS FIRST""", [department])


def grades(cursor: duckdb.DuckDBPyConnection, department: str) -> list[dict]:
    """Rows: year, grade (优 良 中 差 or None), filed, recomputed: how many project forms have it."""
    return rows(cursor, """
        SELECT year, grade, sum(filed)::INTEGER AS filed, sum(recomputed)::INTEGER AS recomputed FROM (
            SELECT year, self_grade AS grade, 1 AS filed, 0 AS recomputed
            FROM shown_filings WHERE form = 'project' AND canonical = $1
            UNION ALL
            SELECT year, recomputed_grade, 0, 1 FROM shown_filings WHERE form = 'project' AND canonical = $1)
        GROUP BY year, grade ORDER BY year, grade""", [department])


def checks(cursor: duckdb.DuckDBPyConnection, department: str, limit: int = 60) -> list[dict]:
    """Rows: code, year, findings: how often each check asked, by year."""
    return rows(cursor, """
        SELECT code, year, count(*) AS findings
        FROM findings JOIN (SELECT DISTINCT part_id, year FROM filings WHERE canonical = $1) USING (part_id)
        GROUP BY code, year
        QUALIFY dense_rank() OVER (ORDER BY code) <= $2
        ORDER BY code, year""", [department, limit])


def peers(cursor: duckdb.DuckDBPyConnection, department: str) -> dict[int | None, dict]:
    """All other departments together, by year: {year: {rate (fraction), filed, recomputed (average points)}}."""
    found = rows(cursor, f"""SELECT year, {MONEY}, {AVERAGES} FROM shown_filings
                             WHERE form = 'project' AND canonical <> ? GROUP BY year""", [department])
    return {row["year"]: row for row in found}


def repeated(cursor: duckdb.DuckDBPyConnection, department: str, limit: int = 15) -> list[dict]:
    """What was asked of the same project, or of the department's own form, in more than one year: code, form, project,
    years (oldest first), filing (the newest one), high (whether once with 高); most years first. Folded findings are
    left out."""
    return rows(cursor, """
        SELECT n.code, f.form, f.project, list_sort(list(DISTINCT f.year)) AS years,
               arg_max(f.filing, f.year) AS filing, bool_or(n.severity = '高') AS high
        FROM findings n JOIN filings f ON f.filing = n.filing
        WHERE f.canonical = ? AND n.lead IS NULL AND f.year IS NOT NULL GROUP BY n.code, f.form, f.project
        HAVING count(DISTINCT f.year) > 1 ORDER BY len(years) DESC, high DESC, n.code, f.project LIMIT ?""",
                [department, limit])


def discipline(cursor: duckdb.DuckDBPyConnection, department: str) -> list[dict]:
    """How a department files, by year, oldest first: year, projects, wholes (forms), first, last (when they were
    imported, UTC), refiled (forms filed more than once), quality (share of cells understood), no_lines (forms without
    an indicator), no_total (forms without a printed total)."""
    return rows(cursor, """
        SELECT year, count(*) FILTER (form = 'project') AS projects, count(*) FILTER (form = 'department') AS wholes,
               min(imported_at) AS first, max(imported_at) AS last, count(*) FILTER (versions > 1) AS refiled,
               sum(cells_read + cells_ignored) / nullif(sum(cells_read + cells_ignored + cells_left), 0) AS quality,
               count(*) FILTER (filing NOT IN (SELECT filing FROM lines)) AS no_lines,
               count(*) FILTER (total_score_c IS NULL) AS no_total
        FROM filings WHERE canonical = ? GROUP BY year ORDER BY year NULLS FIRST""", [department])
