"""export scores: one object a filing, what the rules give beside what was filed, with the sentence for each line."""

from collections import defaultdict

import duckdb

from data_access.exports.selection import EVERYTHING, Selection
from data_access.exports.text import points, tidy, wan
from data_access.queries.rows import rows
from scoring import explain


def scores(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING) -> list[dict]:
    """The filings chosen, by source name and position. Points with two decimals, amounts in 万元; `department` is the
    canonical name."""
    lines = defaultdict(list)
    for row in rows(cursor, "SELECT * FROM line_view ORDER BY filing, ordinal"):
        lines[row["filing"]].append(row)
    found = rows(cursor, "SELECT * FROM filing_view ORDER BY source, position, filing")
    return [_score(row, lines[row["filing"]]) for row in found if selection.keeps(row)]


def _score(row: dict, lines: list[dict]) -> dict:
    return {
        "filing": row["filing"], "source": row["source"], "position": row["position"], "form": row["form"],
        "year": row["year"], "department": row["canonical"], "unit": tidy(row["unit"]),
        "project": tidy(row["project"]), "pack": row["pack"], "pack_reason": row["pack_reason"],
        "self_total": points(row["self_total_c"]), "parts_total": points(row["parts_total_c"]),
        "recomputed": points(row["recomputed_c"]), "low": points(row["low_c"]), "high": points(row["high_c"]),
        "recomputed_raw": points(row["recomputed_raw_c"]), "self_grade": row["self_grade"],
        "recomputed_grade": row["recomputed_grade"], "grade_certain": row["grade_certain"],
        "executed_rate": row["executed_rate"], "lines_exact": row["lines_exact"],
        "lines_banded": row["lines_banded"], "lines_unscorable": row["lines_unscorable"],
        "execution": _execution(row), "lines": [_line(line) for line in lines],
    }


def _execution(row: dict) -> dict:
    return {"base": row["exec_base"], "budget": wan(row["exec_budget_fen"]), "executed": wan(row["exec_executed_fen"]),
            "weight": points(row["exec_weight_c"]), "score": points(row["exec_score_c"]),
            "recomputed": points(row["exec_recomputed_c"]), "low": points(row["exec_low_c"]),
            "high": points(row["exec_high_c"]), "method": row["exec_method"], "assumed": row["exec_assumed"],
            "why": explain.execution_sentence(row)}


def _line(row: dict) -> dict:
    return {"ordinal": row["ordinal"], "level3": tidy(row["level3"]), "weight": points(row["weight_c"]),
            "score": points(row["score_c"]), "recomputed": points(row["recomputed_c"]), "low": points(row["low_c"]),
            "high": points(row["high_c"]), "method": row["method"], "assumed": row["assumed"],
            "why": explain.line_sentence(row)}
