"""What changed since an import, as `data_access.since.prepare` found it; each number and the list behind it.

`pair` is what prepare gives: (import_id, version of the copy). Of the filters years, departments and offices count.
"""

from dataclasses import replace

import duckdb

from data_access.queries import findings
from data_access.queries.filters import FEN_PER_WAN, Filters, of_filings, of_whom
from data_access.queries.rows import one, rows

FILINGS = {"added": "change = 'added'", "replaced": "change = 'replaced'",
           "refiled_grade": "change = 'replaced' AND self_grade IS DISTINCT FROM before_self_grade",
           "regraded": "change = 'replaced' AND recomputed_grade IS DISTINCT FROM before_recomputed_grade"}
FINDINGS = ("cleared", "reopened")
_CHANGED = f"""
    SELECT c.change, f.filing, f.form, f.project, f.canonical, f.year, c.self_grade AS before_self_grade,
           c.recomputed_grade AS before_recomputed_grade, c.self_total_c / 100 AS before_filed,
           c.recomputed_c / 100 AS before_recomputed, f.self_total_c / 100 AS filed, f.recomputed_c / 100 AS recomputed,
           f.self_grade, f.recomputed_grade, f.exec_budget_fen / {FEN_PER_WAN} AS budget_wan
    FROM changed_filings c JOIN filing_view f USING (filing) WHERE since = ? AND version = ?"""
# By hand: set right or taken back since the import began; what a better reading replaced is no such change.
_BY_HAND = """
    SELECT c.*, f.form, f.project, f.canonical, f.year, coalesce(c.withdrawn_at, c.corrected_at) AS changed_at
    FROM corrections c JOIN filings f USING (filing)
    WHERE greatest(c.corrected_at, coalesce(c.withdrawn_at, c.corrected_at)) >= (
        SELECT started_at FROM imports WHERE import_id = ?) AND coalesce(c.withdrawn_by, '') <> '重新读取'"""


def summary(cursor: duckdb.DuckDBPyConnection, pair: tuple[int, int], filters: Filters) -> dict:
    """first (there was no filing before: the rest is 0); added, replaced (filings), refiled_grade, regraded (of the
    replaced, the filed or the recomputed grade changed); raised, cleared: counts of findings by severity (高 中 低);
    reopened (decided about, to be decided anew); corrections (by hand, set or taken back since the import began)."""
    filters = of_whom(filters)
    where, values = of_filings(filters)
    counted = ", ".join(f"count(*) FILTER ({test}) AS {name}" for name, test in FILINGS.items())
    found = one(cursor, "SELECT any_value(first) AS first FROM changes WHERE since = ? AND version = ?", pair)
    found |= one(cursor, f"SELECT {counted} FROM ({_CHANGED}) WHERE {where}", [*pair, *values])
    gone = rows(cursor, f"""
        SELECT severity, count(*) FILTER (change = 'cleared') AS cleared,
               count(*) FILTER (change = 'reopened') AS reopened
        FROM changed_findings WHERE since = ? AND version = ? AND {where} GROUP BY severity""", [*pair, *values])
    found["cleared"] = dict.fromkeys("高中低", 0) | {row["severity"]: row["cleared"] for row in gone if row["severity"]}
    found["reopened"] = sum(row["reopened"] for row in gone)
    now = findings.summary(cursor, replace(filters, since=pair))
    found["raised"] = {severity: now[severity] for severity in "高中低"}
    found |= one(cursor, f"SELECT count(*) AS corrections FROM ({_BY_HAND}) WHERE {where}", [pair[0], *values])
    return found


def filings(cursor: duckdb.DuckDBPyConnection, pair: tuple[int, int], filters: Filters, which: str, limit: int,
            offset: int = 0) -> list[dict]:
    """The filings of a key of FILINGS, the dearest first: filing, form, project, canonical, year, budget_wan, filed,
    self_grade, recomputed, recomputed_grade, and all four with `before_` (None where the filing is new)."""
    where, values = of_filings(of_whom(filters))
    return rows(cursor, f"""
        SELECT * FROM ({_CHANGED}) WHERE {FILINGS[which]} AND {where}
        ORDER BY budget_wan DESC NULLS LAST, canonical, project, filing LIMIT ? OFFSET ?""",
                [*pair, *values, limit, offset])


def gone(cursor: duckdb.DuckDBPyConnection, pair: tuple[int, int], filters: Filters, which: str, limit: int,
         offset: int = 0) -> list[dict]:
    """Findings cleared or reopened (`which`), 高 first: key, code, name, severity, filing, form, project, canonical,
    year, level3, message (of then), now (the present sentence, None where cleared), decided (the state that was)."""
    where, values = of_filings(of_whom(filters))
    return rows(cursor, f"""
        SELECT c.* EXCLUDE (since, version), n.message AS now
        FROM changed_findings c LEFT JOIN findings n USING (key)
        WHERE c.since = ? AND c.version = ? AND c.change = ? AND {where}
        ORDER BY list_position(['高', '中', '低'], c.severity), c.money_fen DESC NULLS LAST, canonical, c.filing,
                 c.code, key LIMIT ? OFFSET ?""", [*pair, which, *values, limit, offset])


def corrected(cursor: duckdb.DuckDBPyConnection, pair: tuple[int, int], filters: Filters, limit: int,
              offset: int = 0) -> list[dict]:
    """Corrections by hand since the import began, the last first: the columns of `corrections` and of its filing form,
    project, canonical, year; changed_at (UTC, when it was set or taken back)."""
    where, values = of_filings(of_whom(filters))
    return rows(cursor, f"""SELECT * FROM ({_BY_HAND}) WHERE {where}
                            ORDER BY changed_at DESC, correction_id LIMIT ? OFFSET ?""",
                [pair[0], *values, limit, offset])
