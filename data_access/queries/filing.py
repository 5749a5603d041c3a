"""项目: one filing, the form as filed and what follows from it; and finding a filing by name."""

import duckdb

from data_access.queries.filters import FEN_PER_WAN, Filters, of_filings
from data_access.queries.rows import one, rows
from scoring import explain

_WAN = ", ".join(f"{name}_fen / {FEN_PER_WAN} AS {name}_wan" for name in ("initial", "midyear", "budget", "executed"))
_NAME = "regexp_replace({}, '(19|20)[0-9][0-9](年度|年)?', '', 'g')"    # a project's name but for the year in it


def search(cursor: duckdb.DuckDBPyConnection, filters: Filters, text: str = "", limit: int = 20,
           offset: int = 0) -> list[dict]:
    """Filings whose project, department or unit holds `text` ('' : all), most money first. Rows: filing, form, project,
    canonical, unit, year, position, budget_wan (万元), filed, recomputed (points), self_grade, recomputed_grade,
    findings, high (counts), total (rows in all)."""
    where, values = of_filings(filters)
    return rows(cursor, f"""
        SELECT filing, form, project, canonical, unit, year, position,
               coalesce(exec_budget_fen, initial_fen) / {FEN_PER_WAN} AS budget_wan, self_total_c / 100 AS filed,
               recomputed_c / 100 AS recomputed, self_grade, recomputed_grade,
               findings, high, count(*) OVER () AS total
        FROM shown_filings
        WHERE {where} AND contains(lower(concat_ws(' ', project, canonical, department, unit)), lower(?))
        ORDER BY form = 'department', budget_wan DESC NULLS LAST, filing LIMIT ? OFFSET ?""",
                [*values, text.strip(), limit, offset])


def through_the_years(cursor: duckdb.DuckDBPyConnection, filing: str, limit: int = 20) -> list[dict]:
    """The forms of the same department for the same project (one name but for the year in it; or the department's own
    form), this one among them, oldest first: filing, year, project, form, budget_wan (万元), rate (fraction), filed,
    recomputed (points), self_grade, recomputed_grade, grade_certain, high, medium, low (counts)."""
    return rows(cursor, f"""
        WITH own AS (SELECT canonical, form, project AS its FROM shown_filings
                     WHERE filing = ? AND (project <> '' OR form = 'department'))
        SELECT filing, year, project, form, exec_budget_fen / {FEN_PER_WAN} AS budget_wan, executed_rate AS rate,
               self_total_c / 100 AS filed, recomputed_c / 100 AS recomputed, self_grade, recomputed_grade,
               grade_certain, high, medium, low
        FROM shown_filings JOIN own USING (canonical, form)
        WHERE {_NAME.format("project")} = {_NAME.format("its")}
        ORDER BY year NULLS FIRST, filing LIMIT ?""", [filing, limit])


def head(cursor: duckdb.DuckDBPyConnection, filing: str) -> dict | None:
    """The columns of `filing_view` of one filing, its scores in points beside them (self_total, parts_total,
    recomputed, low, high, exec_weight_used, exec_score, exec_recomputed), money in 万元 (exec_budget_wan,
    exec_executed_wan), and `exec_sentence`: how the execution score follows. None: no such filing."""
    points = ", ".join(f"{name}_c / 100 AS {name}" for name in (
        "self_total", "parts_total", "weights", "recomputed", "low", "high", "exec_score", "exec_recomputed"))
    found = rows(cursor, f"""
        SELECT *, {points}, exec_budget_fen / {FEN_PER_WAN} AS exec_budget_wan,
               exec_executed_fen / {FEN_PER_WAN} AS exec_executed_wan
        FROM filing_view WHERE filing = ?""", [filing])
    return {**found[0], "exec_sentence": explain.execution_sentence(found[0])} if found else None


def funds(cursor: duckdb.DuckDBPyConnection, filing: str) -> list[dict]:
    """The rows of the funds block, total first: ordinal, source, printed, initial_wan, midyear_wan, budget_wan,
    executed_wan (万元), weight, score (points), rate (fraction as printed)."""
    return rows(cursor, f"""
        SELECT ordinal, source, printed, {_WAN}, weight_c / 100 AS weight, rate, score_c / 100 AS score
        FROM funds WHERE filing = ? ORDER BY source <> 'total', ordinal""", [filing])


def lines(cursor: duckdb.DuckDBPyConnection, filing: str) -> list[dict]:
    """The indicator lines in order: the columns of `line_view`, with weight, score, recomputed, low, high, difference
    (points; difference = filed − recomputed, None where either is missing), findings (keys of the findings on the
    line) and `sentence`: how the recomputed score follows."""
    found = rows(cursor, """
        SELECT v.*, weight_c / 100 AS weight, score_c / 100 AS score, recomputed_c / 100 AS recomputed,
               low_c / 100 AS low, high_c / 100 AS high, (score_c - recomputed_c) / 100 AS difference,
               (SELECT count(*) FROM findings n WHERE n.filing = v.filing AND n.ordinal = v.ordinal) AS findings
        FROM line_view v WHERE filing = ? ORDER BY ordinal""", [filing])
    return [{**line, "sentence": explain.line_sentence(line)} for line in found]


def texts(cursor: duckdb.DuckDBPyConnection, filing: str) -> dict[str, list[dict]]:
    """goals (expected, achieved), stated (where, total_score in points, grade, budget_wan, executed_wan, rate) and
    messages of the import (severity error or warning, where, found, expected, text)."""
    return {
        "goals": rows(cursor, "SELECT expected, achieved FROM goals WHERE filing = ? ORDER BY ordinal", [filing]),
        "stated": rows(cursor, f"""
            SELECT "where", total_score_c / 100 AS total_score, grade, budget_fen / {FEN_PER_WAN} AS budget_wan,
                   executed_fen / {FEN_PER_WAN} AS executed_wan, rate
            FROM stated WHERE filing = ? ORDER BY ordinal""", [filing]),
        "messages": rows(cursor, 'SELECT severity, "where", found, expected, text FROM messages WHERE filing = ?',
                         [filing])}


def corrections(cursor: duckdb.DuckDBPyConnection, filing: str) -> list[dict]:
    """The corrections by hand, newest first: correction_id, place (filings funds lines), ordinal, field, name (of the
    field), address, old, new (texts, '' for blank), person, reason, corrected_at, withdrawn_at (UTC; None: it holds),
    withdrawn_by."""
    return rows(cursor, "SELECT * FROM corrections WHERE filing = ? ORDER BY correction_id DESC", [filing])


def bridge(cursor: duckdb.DuckDBPyConnection, filing: str, most: int = 7) -> list[dict]:
    """The way from the filed total to the recomputed one: rows label, change (points), pack, clause, why. The first row
    is the filed total, the last (change None) the end; between them the `most` largest steps and the rest as one, so
    that all changes add up. Empty where one of the two totals is missing."""
    head = one(cursor, "SELECT * FROM filing_view WHERE filing = ?", [filing])
    found = rows(cursor, "SELECT * FROM line_view WHERE filing = ? ORDER BY ordinal", [filing])
    said = rows(cursor, "SELECT method, clause FROM clauses WHERE pack = ?", [head["pack"]])
    first, *steps = explain.bridge(head, found, {row["method"]: row["clause"] for row in said}) or [None]
    if first is None:
        return []
    steps = sorted(steps, key=lambda step: -abs(step["change_c"]))
    rest = sum(step["change_c"] for step in steps[most:])
    steps = [first, *steps[:most], *([{"label": "其余各项", "change_c": rest}] if rest else [])]
    return [_shown(step) for step in steps] + [{"label": "重算", "change": None, "pack": "", "clause": "", "why": ""}]


def _shown(step: dict) -> dict:
    return {"label": step["label"], "change": step["change_c"] / 100, "pack": step.get("pack", ""),
            "clause": step.get("clause", ""), "why": step.get("why", "")}
