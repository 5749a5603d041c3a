"""export lines: one object an indicator line (指标行), as filed and as understood."""

import duckdb

from data_access.exports import corrections
from data_access.exports.filings import indicator
from data_access.exports.selection import EVERYTHING, Selection
from data_access.exports.text import tidy
from data_access.queries.rows import rows

_UNDERSTOOD = ("op", "target_value", "target_high", "target_unit", "actual_value", "actual_unit", "target_date",
               "actual_date", "tier")


def lines(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING, *, context: bool = False) -> list[dict]:
    """The lines of the filings chosen, in their order. `context` puts source, position, year, department, project and
    unit in front: for tables, where nobody looks up the filing's id."""
    found = rows(cursor, """
        SELECT l.*, f.source, f.position, f.year, f.department, f.canonical, f.project, f.unit
        FROM lines l JOIN filings f USING (filing) ORDER BY f.source, f.position, filing, l.ordinal""")
    corrected = corrections.standing(cursor)
    return [{**(_context(row) if context else {}), **_line(row, corrected[row["filing"]])}
            for row in found if selection.keeps(row)]


def _line(row: dict, corrected: list[dict]) -> dict:
    own = [one for one in corrected if one["place"] == "lines" and one["ordinal"] == row["ordinal"]]
    return {**indicator(row), "filing": row["filing"], "ordinal": row["ordinal"], "line_key": row["line_key"],
            "address": row["address"], **{name: row[name] for name in _UNDERSTOOD},
            "corrections": own}


def _context(row: dict) -> dict:
    return {"source": row["source"], "position": row["position"], "year": row["year"],
            "department": row["canonical"], "project": tidy(row["project"]), "unit": tidy(row["unit"])}
