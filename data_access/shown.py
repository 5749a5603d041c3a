"""shown_filings and shown_findings: what the screens filter, sort and count, joined once after each change instead of a
dozen times a screen (docs/data.md)."""

import duckdb

# What a rate or an average is made of stands only where its other side is known, so that sums divide as they are.
_FILINGS = """
    SELECT filing, part_id, document_id, source, sha256, position, form, project, department, canonical, unit,
           year, budget_fen, initial_fen, exec_budget_fen, exec_executed_fen, executed_rate, self_total_c, self_grade,
           recomputed_c, recomputed_grade, grade_certain, lines_unscorable, pack_name, cells_read, cells_ignored,
           cells_left, imported_at, versions,
           CASE WHEN recomputed_c IS NOT NULL THEN self_total_c END AS compared_filed_c,
           CASE WHEN self_total_c IS NOT NULL THEN recomputed_c END AS compared_recomputed_c,
           CASE WHEN exec_budget_fen IS NOT NULL THEN exec_executed_fen END AS rated_executed_fen,
           CASE WHEN exec_executed_fen IS NOT NULL THEN exec_budget_fen END AS rated_budget_fen,
           CASE WHEN initial_fen IS NOT NULL THEN exec_executed_fen END AS initial_executed_fen,
           CASE WHEN exec_executed_fen IS NOT NULL THEN initial_fen END AS initial_rated_fen,
           coalesce(findings, 0) AS findings, coalesce(high, 0) AS high,
           coalesce(medium, 0) AS medium, coalesce(low, 0) AS low
    FROM filing_view LEFT JOIN (
        SELECT filing, count(*) AS findings, count(*) FILTER (severity = '高') AS high,
               count(*) FILTER (severity = '中') AS medium, count(*) FILTER (severity = '低') AS low
        FROM findings WHERE filing IS NOT NULL GROUP BY filing) USING (filing)"""
# A finding of a whole department or document takes year and department of its part, the source of what it names. Laid
# down in the order in which lists begin, by `place`, so that a page of them lies together.
_FINDINGS = """
    WITH named AS (SELECT o.key, list(struct_pack(filing := f.filing, project := f.project, form := f.form)
                                      ORDER BY o.nth) AS about,
                          CASE WHEN count(DISTINCT f.source) = 1 THEN any_value(f.source) END AS source
                   FROM (SELECT key, unnest(others) AS filing, generate_subscripts(others, 1) AS nth FROM findings) o
                   JOIN filings f ON f.filing = o.filing GROUP BY o.key),
    joined AS (SELECT n.*, f.form, f.project, f.unit, coalesce(f.source, named.source) AS source, f.sha256, f.position,
                      f.department, f.self_grade, f.recomputed_grade, l.level3, coalesce(f.year, p.year) AS year,
                      coalesce(f.canonical, p.canonical) AS canonical, f.initial_fen,
                      coalesce(f.exec_budget_fen, f.budget_fen, f.initial_fen) AS money_fen,
                      coalesce(named.about, []) AS about
               FROM findings n LEFT JOIN named ON named.key = n.key
               LEFT JOIN shown_filings f ON f.filing = n.filing
               LEFT JOIN part_view p ON p.part_id = n.part_id
               LEFT JOIN lines l ON l.filing = n.filing AND l.ordinal = n.ordinal),
    placed AS (SELECT *, CAST(row_number() OVER (
                             ORDER BY strpos('高中低', severity), money_fen DESC NULLS LAST, canonical,
                                      filing NULLS LAST, ordinal NULLS FIRST, code, key) AS INTEGER) AS place
               FROM joined)
    SELECT n.*, head.place AS lead_place FROM placed n LEFT JOIN placed head ON head.key = n.lead ORDER BY n.place"""


def make(connection: duckdb.DuckDBPyConnection) -> None:
    """Make both anew of what scoring and checks left."""
    connection.execute(f"CREATE OR REPLACE TABLE shown_filings AS {_FILINGS}")
    connection.execute(f"CREATE OR REPLACE TABLE shown_findings AS {_FINDINGS}")
