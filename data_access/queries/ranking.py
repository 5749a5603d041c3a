"""排名: departments and projects in order. Project forms only; sorted and paged in SQL, missing values last."""

import duckdb

from data_access.queries.filters import FEN_PER_WAN, Filters, of_filings
from data_access.queries.overview import AVERAGES, MONEY
from data_access.queries.rows import one, rows

SORTS = ("rate", "filed", "recomputed", "difference", "findings", "budget_wan")
# Findings counted once a filing; folded ones count too, as in the list.
_COUNTS = """
    SELECT filing, count(*) AS findings, count(*) FILTER (severity = '高') AS high,
           count(*) FILTER (severity = '中') AS medium, count(*) FILTER (severity = '低') AS low
    FROM findings WHERE filing IS NOT NULL GROUP BY filing"""
_SUMS = "coalesce(sum({0}), 0)::BIGINT AS {0}"


def departments(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "difference",
                descending: bool = True, limit: int = 50, offset: int = 0) -> list[dict]:
    """Rows: canonical, projects, compared (counts), budget_wan, executed_wan (万元), rate (fraction), filed,
    recomputed, difference (average points), findings, high, medium, low (counts, of project forms),
    total (rows in all)."""
    where, values = of_filings(filters)
    counts = ", ".join(_SUMS.format(name) for name in ("findings", "high", "medium", "low"))
    return rows(cursor, f"""
        WITH ranked AS (
            SELECT canonical, count(*) AS projects, {MONEY}, {AVERAGES}, filed - recomputed AS difference, {counts}
            FROM filing_view LEFT JOIN ({_COUNTS}) USING (filing)
            WHERE form = 'project' AND {where} GROUP BY canonical)
        SELECT *, count(*) OVER () AS total FROM ranked
        ORDER BY {_order(sort, descending)}, canonical COLLATE zh LIMIT ? OFFSET ?""", [*values, limit, offset])


def projects(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "difference", descending: bool = True,
             limit: int = 50, offset: int = 0) -> list[dict]:
    """Rows: filing, form, project, canonical, unit, year, budget_wan, executed_wan (万元), rate (fraction), filed,
    recomputed, difference (points), self_grade, recomputed_grade, grade_certain, lines_unscorable, findings, high,
    medium, low, total (rows in all)."""
    where, values = of_filings(filters)
    return rows(cursor, f"""
        SELECT filing, form, project, canonical, unit, year, exec_budget_fen / {FEN_PER_WAN} AS budget_wan,
               exec_executed_fen / {FEN_PER_WAN} AS executed_wan, executed_rate AS rate,
               self_total_c / 100 AS filed, recomputed_c / 100 AS recomputed,
               (self_total_c - recomputed_c) / 100 AS difference, self_grade, recomputed_grade, grade_certain,
               lines_unscorable, coalesce(findings, 0) AS findings, coalesce(high, 0) AS high,
               coalesce(medium, 0) AS medium, coalesce(low, 0) AS low, count(*) OVER () AS total
        FROM filing_view LEFT JOIN ({_COUNTS}) USING (filing)
        WHERE form = 'project' AND {where}
        ORDER BY {_order(sort, descending)}, canonical COLLATE zh, filing LIMIT ? OFFSET ?""",
                [*values, limit, offset])


def how_many(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> dict:
    """departments and projects (counts) that the filters leave."""
    where, values = of_filings(filters)
    return one(cursor, f"""SELECT count(DISTINCT canonical) AS departments, count(*) AS projects
                           FROM filing_view WHERE form = 'project' AND {where}""", values)


def _order(sort: str, descending: bool) -> str:
    if sort not in SORTS:
        raise ValueError(f"unknown sort {sort!r}; one of {', '.join(SORTS)}")
    return f"{sort} {'DESC' if descending else 'ASC'} NULLS LAST"
