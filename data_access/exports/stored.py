"""export claims, accounts: what documents say of all their forms, and the lines of their final accounts."""

import duckdb

from data_access.exports.selection import EVERYTHING, Selection
from data_access.exports.text import plain, wan
from data_access.queries.rows import rows

# A document's year and department are those of the part that holds most of its filings.
_ROWS = """
    SELECT r.*, p.year, p.department, p.canonical FROM {name} r
    JOIN (SELECT part_id, any_value(year) AS year, any_value(department) AS department,
                 any_value(canonical) AS canonical
          FROM filings GROUP BY part_id) p ON p.part_id = r.part_id
    ORDER BY r.source, r.document_id, r.ordinal"""


def claims(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING) -> list[dict]:
    """One object a statement. value: a number of projects, 万元, or a fraction, as unit says (个 万元 率)."""
    units = {"sum": "万元", "rate": "率"}
    return [{"source": row["source"], "year": row["year"], "department": row["canonical"], "where": row["where"],
             "kind": row["kind"], "scope": row["scope"], "form": row["form"],
             "value": wan(row["value"]) if row["kind"] == "sum" else plain(row["value"]),
             "unit": units.get(row["kind"], "个"), "printed": row["printed"]}
            for row in rows(cursor, _ROWS.format(name="claims")) if selection.keeps(row)]


def accounts(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING) -> list[dict]:
    """One object a line of the final accounts, amounts in 万元."""
    return [{"source": row["source"], "year": row["year"], "department": row["canonical"], "title": row["title"],
             "kind": row["kind"], "code": row["code"], "name": row["name"], "basic": wan(row["basic_fen"]),
             "project": wan(row["project_fen"]), "total": wan(row["total_fen"]), "address": row["address"]}
            for row in rows(cursor, _ROWS.format(name="accounts")) if selection.keeps(row)]
