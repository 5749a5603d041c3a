"""排名: departments and projects in order of one measure. Project forms only; sorted and paged in SQL, missing last.

A department's measure is one sum divided by another, so that the average of its peers is the same division with its own
share taken out: a department is never compared with itself.
"""

from dataclasses import replace

import duckdb

from data_access.queries.filters import FEN_PER_WAN, UNKNOWN_YEAR, Filters, of_filings
from data_access.queries.rows import one, rows

# measure -> (what is added up, what it is divided by), over the project forms of a department
MEASURES = {
    "rate": ("sum(rated_executed_fen)", "sum(rated_budget_fen)"),
    "filed": ("sum(compared_filed_c) / 100", "count(compared_filed_c)"),
    "recomputed": ("sum(compared_recomputed_c) / 100", "count(compared_filed_c)"),
    "difference": ("sum(compared_filed_c - compared_recomputed_c) / 100", "count(compared_filed_c)"),
    "per_filing": ("coalesce(sum(findings), 0)", "count(*)"),
    "asked_wan": (f"coalesce(sum(exec_budget_fen) FILTER (high + medium > 0), 0) / {FEN_PER_WAN}", "1"),
    "budget_wan": (f"sum(exec_budget_fen) / {FEN_PER_WAN}", "1"),
}
OF_PROJECTS = ("rate", "filed", "recomputed", "difference", "findings", "budget_wan", "executed_wan")
FEW = 3                                                       # fewer comparable projects than this say little
_SUMS = "coalesce(sum({0}), 0)::BIGINT AS {0}"


def departments(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "difference",
                descending: bool = True, limit: int = 50, offset: int = 0, few_last: bool = False) -> list[dict]:
    """Rows: canonical, projects, compared (counts); budget_wan (万元), rate (fraction), filed, recomputed, difference
    (average points), per_filing (findings a form), asked_wan (万元 of forms with a finding 高 or 中); findings, high,
    medium, low (counts); few (fewer than FEW comparable forms); peers, before (the measure `sort` of all other
    departments together, and of this one a year earlier; None where there is none); total (rows in all).

    `few_last` puts those with few forms behind the others."""
    _known(sort, MEASURES)
    rest = replace(filters, departments=())
    where, values = of_filings(rest)
    earlier, earlier_values = _year_before(rest, sort)
    names = list(filters.departments)
    return rows(cursor, f"""
        WITH summed AS ({_summed(where, MEASURES)}),
        beside AS (SELECT *, (sum({sort}_sum) OVER () - {sort}_sum) / nullif(sum({sort}_by) OVER () - {sort}_by, 0)
                             AS peers FROM summed),
        earlier AS ({earlier})
        SELECT canonical, projects, compared, {", ".join(f"{name}_sum / nullif({name}_by, 0) AS {name}"
                                                         for name in MEASURES)},
               findings, high, medium, low, compared < {FEW} AS few, peers, before, count(*) OVER () AS total
        FROM beside LEFT JOIN earlier USING (canonical)
        WHERE {"list_contains(?, canonical)" if names else "true"}
        ORDER BY {"few, " if few_last else ""}{_order(sort, descending)}, canonical COLLATE zh LIMIT ? OFFSET ?""",
                [*values, *earlier_values, *([names] if names else []), limit, offset])


def _summed(where: str, measures) -> str:
    """One row a department: the two sums of each of these measures, and the counts."""
    sums = ", ".join(f"{add} AS {name}_sum, {by} AS {name}_by" for name in measures for add, by in [MEASURES[name]])
    counts = ", ".join(_SUMS.format(name) for name in ("findings", "high", "medium", "low"))
    return f"""SELECT canonical, count(*) AS projects, count(compared_filed_c) AS compared, {sums}, {counts}
               FROM shown_filings WHERE form = 'project' AND {where} GROUP BY canonical"""


def _year_before(filters: Filters, sort: str) -> tuple[str, list]:
    """One row a department: `before`, the measure a year earlier; no row unless exactly one known year is chosen. And
    the parameters."""
    if len(filters.years) != 1 or filters.years[0] == UNKNOWN_YEAR:
        return "SELECT '' AS canonical, CAST(NULL AS DOUBLE) AS before WHERE false", []
    where, values = of_filings(replace(filters, years=(filters.years[0] - 1,)))
    return f"SELECT canonical, {sort}_sum / nullif({sort}_by, 0) AS before FROM ({_summed(where, [sort])})", values


def projects(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "difference", descending: bool = True,
             limit: int = 50, offset: int = 0) -> list[dict]:
    """Rows: filing, form, project, canonical, unit, year, budget_wan, executed_wan (万元), rate (fraction), filed,
    recomputed, difference (points), self_grade, recomputed_grade, grade_certain, lines_unscorable, findings, high,
    medium, low, before (the measure `sort` of the project of the same name a year earlier), total (rows in all)."""
    _known(sort, OF_PROJECTS)
    where, values = of_filings(filters)
    return rows(cursor, f"""
        WITH measured AS (
            SELECT filing, form, project, canonical, unit, year,
                   exec_budget_fen / {FEN_PER_WAN} AS budget_wan,
                   exec_executed_fen / {FEN_PER_WAN} AS executed_wan, executed_rate AS rate,
                   self_total_c / 100 AS filed, recomputed_c / 100 AS recomputed,
                   (self_total_c - recomputed_c) / 100 AS difference, self_grade, recomputed_grade, grade_certain,
                   lines_unscorable, findings, high, medium, low
            FROM shown_filings WHERE form = 'project'),
        earlier AS (
            SELECT canonical, project, year + 1 AS year, any_value({sort}) AS before FROM measured
            WHERE project <> '' GROUP BY ALL HAVING count(*) = 1)
        SELECT m.*, before, count(*) OVER () AS total
        FROM measured m LEFT JOIN earlier USING (canonical, project, year) WHERE {where}
        ORDER BY {_order(sort, descending)}, canonical COLLATE zh, filing LIMIT ? OFFSET ?""",
                [*values, limit, offset])


def how_many(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> dict:
    """departments and projects (counts) that the filters leave."""
    where, values = of_filings(filters)
    return one(cursor, f"""SELECT count(DISTINCT canonical) AS departments, count(*) AS projects
                           FROM shown_filings WHERE form = 'project' AND {where}""", values)


def _known(sort: str, measures) -> None:
    if sort not in measures:
        raise ValueError(f"unknown sort {sort!r}; one of {', '.join(measures)}")


def _order(sort: str, descending: bool) -> str:
    return f"{sort} {'DESC' if descending else 'ASC'} NULLS LAST"
