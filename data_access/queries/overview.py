"""总览: the numbers of the first page. Money, rates and averages count project forms only (design.md §4)."""

from dataclasses import replace

import duckdb

from data_access.queries.filters import FEN_PER_WAN, MOVES, Filters, of_filings, of_findings
from data_access.queries.findings import FINDINGS
from data_access.queries.rows import one, rows

# The money of a form as scoring took it: the total row, or the sum of the other rows where the total is blank.
MONEY = f"""
    sum(initial_fen) / {FEN_PER_WAN} AS initial_wan, count(initial_fen) AS with_initial,
    sum(exec_budget_fen) / {FEN_PER_WAN} AS budget_wan, sum(exec_executed_fen) / {FEN_PER_WAN} AS executed_wan,
    sum(rated_executed_fen) / nullif(sum(rated_budget_fen), 0) AS rate,
    sum(initial_executed_fen) / nullif(sum(initial_rated_fen), 0) AS initial_rate"""
# Both averages over the same forms: those that state a total and can be recomputed.
AVERAGES = """
    avg(compared_filed_c) / 100 AS filed, avg(compared_recomputed_c) / 100 AS recomputed,
    count(compared_filed_c) AS compared"""


def totals(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> dict:
    """One dict: filings, projects, department_forms, departments (counts); initial_wan, budget_wan, executed_wan
    (万元, None: nowhere stated); with_initial (forms that state an initial budget); rate, initial_rate (fractions);
    filed, recomputed (average points of the `compared` project forms); not_compared (project forms without one of
    the two); over (filed 5 points or more above the recomputed total); filed_you, fell (graded 优 as filed; of these
    recomputed to another grade); lowered, raised (recomputed to a lower, a higher grade)."""
    where, values = of_filings(filters)
    counts = one(cursor, f"""
        SELECT count(*) AS filings, count(*) FILTER (form = 'project') AS projects,
               count(*) FILTER (form = 'department') AS department_forms, count(DISTINCT canonical) AS departments
        FROM shown_filings WHERE {where}""", values)
    projects = one(cursor, f"""
        SELECT {MONEY}, {AVERAGES}, count(*) - compared AS not_compared,
               count(*) FILTER (self_total_c - recomputed_c >= 500) AS over,
               count(*) FILTER (self_grade = '优') AS filed_you,
               count(*) FILTER (self_grade = '优' AND recomputed_grade <> '优') AS fell,
               count(*) FILTER ({MOVES["等级下调"]}) AS lowered, count(*) FILTER ({MOVES["等级上调"]}) AS raised
        FROM shown_filings WHERE form = 'project' AND {where}""", values)
    return counts | projects


def grades(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> list[dict]:
    """Rows self_grade, recomputed_grade (优 良 中 差 or None: no grade), filings: project forms in that cell."""
    where, values = of_filings(filters)
    return rows(cursor, f"""
        SELECT self_grade, recomputed_grade, count(*) AS filings
        FROM shown_filings WHERE form = 'project' AND {where} GROUP BY ALL""", values)


def severities(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> list[dict]:
    """Rows severity (always 高, 中, 低), findings, filings (flagged at it), share (of the filings shown)."""
    where, values = of_findings(filters)
    of, of_values = of_filings(filters)
    return rows(cursor, f"""
        WITH shown AS ({FINDINGS}), counted AS (
            SELECT severity, count(*) AS findings, count(DISTINCT filing) AS filings
            FROM shown WHERE {where} GROUP BY severity)
        SELECT s.severity, coalesce(findings, 0) AS findings, coalesce(filings, 0) AS filings,
               coalesce(filings, 0) / nullif((SELECT count(*) FROM shown_filings WHERE {of}), 0) AS share
        FROM (VALUES ('高', 1), ('中', 2), ('低', 3)) s(severity, place) LEFT JOIN counted USING (severity)
        ORDER BY place""", values + of_values)


def idle(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> dict:
    """零执行评差: b10 (executed nothing), b11 (budget withdrawn, graded 差), both counts of project and department
    forms; budget_wan: their money (budget, or what was withdrawn) in 万元."""
    where, values = of_findings(replace(filters, topics=("零执行评差",)))
    return one(cursor, f"""
        WITH shown AS ({FINDINGS})
        SELECT count(*) FILTER (code = 'B10') AS b10, count(*) FILTER (code = 'B11') AS b11,
               coalesce(sum(CASE code WHEN 'B10' THEN money_fen ELSE initial_fen END), 0) / {FEN_PER_WAN} AS budget_wan
        FROM shown WHERE {where}""", values)


def by_year(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> list[dict]:
    """Rows by year, oldest first: year, projects, budget_wan, executed_wan, rate, initial_rate, filed, recomputed,
    compared (as in `totals`). Filings without a year are left out."""
    where, values = of_filings(filters)
    return rows(cursor, f"""
        SELECT year, count(*) AS projects, {MONEY}, {AVERAGES}
        FROM shown_filings WHERE form = 'project' AND year IS NOT NULL AND {where}
        GROUP BY year ORDER BY year""", values)


def first_to_ask(cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int = 10) -> list[dict]:
    """The project forms to look at first, those with findings of severity 高 by their money: filing, form, project,
    canonical, year, budget_wan, filed, recomputed (points), self_grade, recomputed_grade, high (findings), names."""
    where, values = of_filings(filters)
    return rows(cursor, f"""
        SELECT f.filing, f.form, f.project, f.canonical, f.year, f.exec_budget_fen / {FEN_PER_WAN} AS budget_wan,
               f.self_total_c / 100 AS filed, f.recomputed_c / 100 AS recomputed, f.self_grade, f.recomputed_grade,
               n.high, n.names
        FROM shown_filings f JOIN (
            SELECT filing, count(*) AS high, string_agg(DISTINCT code || ' ' || name, '、' ORDER BY code || ' ' || name)
                   AS names
            FROM findings WHERE severity = '高' AND lead IS NULL GROUP BY filing) n USING (filing)
        WHERE form = 'project' AND {where}
        ORDER BY coalesce(f.exec_budget_fen, f.initial_fen, 0) DESC, n.high DESC, f.filing LIMIT ?""", [*values, limit])


def by_check(cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int = 8) -> list[dict]:
    """The checks that ask most: code, findings, filings, high, medium, low, open (still 待核实; counts)."""
    where, values = of_findings(filters)
    return rows(cursor, f"""
        WITH shown AS ({FINDINGS})
        SELECT code, count(*) AS findings, count(DISTINCT filing) AS filings,
               count(*) FILTER (severity = '高') AS high, count(*) FILTER (severity = '中') AS medium,
               count(*) FILTER (severity = '低') AS low, count(*) FILTER (state = '待核实') AS open
        FROM shown WHERE {where} GROUP BY code ORDER BY high DESC, findings DESC, code LIMIT ?""", [*values, limit])
