"""shown_filings and shown_findings: what the screens filter, sort and count, joined once after each change instead of a
dozen times a screen (docs/data.md)."""

import duckdb

_FILINGS = """
    SELECT filing, part_id, document_id, source, sha256, position, form, project, department, canonical, office, unit,
           year, budget_fen, initial_fen, exec_budget_fen, exec_executed_fen, executed_rate, self_total_c, self_grade,
           recomputed_c, recomputed_grade, grade_certain, lines_unscorable, pack_name, cells_read, cells_ignored,
           cells_left, imported_at, versions, coalesce(findings, 0) AS findings, coalesce(high, 0) AS high,
           coalesce(medium, 0) AS medium, coalesce(low, 0) AS low
    FROM filing_view LEFT JOIN (
        SELECT filing, count(*) AS findings, count(*) FILTER (severity = '高') AS high,
               count(*) FILTER (severity = '中') AS medium, count(*) FILTER (severity = '低') AS low
        FROM findings WHERE filing IS NOT NULL GROUP BY filing) USING (filing)"""
# A finding of a whole department or document takes year and department of its part.
_FINDINGS = """
    SELECT n.*, f.form, f.project, f.unit, f.source, f.sha256, f.position, f.self_grade, f.recomputed_grade, l.level3,
           coalesce(f.year, p.year) AS year, coalesce(f.canonical, p.canonical) AS canonical,
           coalesce(f.exec_budget_fen, f.budget_fen, f.initial_fen) AS money_fen, f.initial_fen
    FROM findings n
    LEFT JOIN shown_filings f ON f.filing = n.filing
    LEFT JOIN (SELECT part_id, any_value(year) AS year, any_value(canonical) AS canonical
               FROM (SELECT part_id, year, canonical FROM filings UNION SELECT part_id, year, canonical FROM budgets)
               GROUP BY part_id) p ON p.part_id = n.part_id
    LEFT JOIN lines l ON l.filing = n.filing AND l.ordinal = n.ordinal"""


def make(connection: duckdb.DuckDBPyConnection) -> None:
    """Make both anew of what scoring and checks left."""
    connection.execute(f"CREATE OR REPLACE TABLE shown_filings AS {_FILINGS}")
    connection.execute(f"CREATE OR REPLACE TABLE shown_findings AS {_FINDINGS}")
