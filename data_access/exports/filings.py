"""export filings: one object a filled-in form, as interchange.md promises it. Amounts in 万元, rates as fractions."""

from collections import defaultdict

import duckdb

from data_access.exports import corrections
from data_access.exports.selection import EVERYTHING, Selection
from data_access.exports.text import points, tidy, wan
from data_access.queries.rows import rows


def filings(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING) -> list[dict]:
    """The filings chosen, by source name (code points) and position in it."""
    found = rows(cursor, "SELECT * FROM filings ORDER BY source, position, filing")
    children = {name: _by_filing(cursor, name) for name in ("funds", "lines", "blocks", "goals", "stated")}
    children["corrections"] = corrections.standing(cursor)
    return [_filing(row, {name: of[row["filing"]] for name, of in children.items()})
            for row in found if selection.keeps(row)]


def _by_filing(cursor: duckdb.DuckDBPyConnection, name: str) -> dict[str, list[dict]]:
    groups = defaultdict(list)
    for row in rows(cursor, f"SELECT * FROM {name} ORDER BY filing, ordinal"):
        groups[row["filing"]].append(row)
    return groups


def _filing(row: dict, children: dict[str, list[dict]]) -> dict:
    return {
        "id": row["filing"], "source": row["source"], "position": row["position"], "form": row["form"],
        "layout": row["layout"], "region": row["region"], "year": row["year"],
        "project": tidy(row["project"]), "project_code": row["project_code"],
        "department": tidy(row["department"]), "department_code": row["department_code"],
        "department_canonical": row["canonical"], "unit": tidy(row["unit"]), "unit_code": row["unit_code"],
        "funds": [_fund(fund) for fund in children["funds"]],
        "indicators": [indicator(line) for line in children["lines"]],
        "blocks": [{"level": block["level"], "label": tidy(block["label"]), "points": points(block["points_c"])}
                   for block in children["blocks"]],
        "goals": [{"expected": tidy(goal["expected"]), "achieved": tidy(goal["achieved"])}
                  for goal in children["goals"]],
        "reason": tidy(row["reason"]), "measures": tidy(row["measures"]), "notes": tidy(row["notes"]),
        "total_weight": points(row["total_weight_c"]), "total_score": points(row["total_score_c"]),
        "grade": row["grade"], "grade_printed": tidy(row["grade_printed"]),
        "stated": [_stated(stated) for stated in children["stated"]], "corrections": children["corrections"],
    }


def _fund(fund: dict) -> dict:
    return {"source": fund["source"], "initial": wan(fund["initial_fen"]),
            "midyear_adjustment": wan(fund["midyear_fen"]), "budget": wan(fund["budget_fen"]),
            "executed": wan(fund["executed_fen"]), "weight": points(fund["weight_c"]), "rate": fund["rate"],
            "score": points(fund["score_c"])}


def indicator(line: dict) -> dict:
    """The fields of one indicator line as filed."""
    texts = {name: tidy(line[name]) for name in ("level1", "level2", "level3", "target", "actual")}
    return {**texts, "weight": points(line["weight_c"]), "score": points(line["score_c"]),
            "reason": tidy(line["reason"])}


def _stated(stated: dict) -> dict:
    return {"where": stated["where"], "total_score": points(stated["total_score_c"]), "grade": stated["grade"],
            "budget": wan(stated["budget_fen"]), "executed": wan(stated["executed_fen"]), "rate": stated["rate"]}
