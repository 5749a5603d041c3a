"""对比: what two views have in common: projects of the same name, and how they moved from one to the other."""

import duckdb

from data_access.queries.filters import FEN_PER_WAN, Filters, of_filings
from data_access.queries.rows import rows

_MEASURED = f"""
    SELECT filing, form, project, canonical, year, exec_budget_fen / {FEN_PER_WAN} AS budget_wan,
           executed_rate AS rate, self_total_c / 100 AS filed, recomputed_c / 100 AS recomputed,
           self_grade, recomputed_grade FROM shown_filings WHERE form = 'project' AND project <> '' AND {{where}}
    QUALIFY count(*) OVER (PARTITION BY canonical, project) = 1"""


def moved(cursor: duckdb.DuckDBPyConnection, first: Filters, second: Filters, limit: int = 20) -> list[dict]:
    """Project forms of the same department and name in both views, those whose recomputed total moved most first.
    Rows: filing (of the second view), form, project, canonical; first_ and second_ budget_wan (万元), rate (fraction),
    filed, recomputed (points), self_grade, recomputed_grade; change (recomputed, points; None where one is missing);
    total (rows in all). A name that one view holds twice in a department is left out."""
    (one, one_values), (two, two_values) = of_filings(first), of_filings(second)
    both = ", ".join(f"{side[0]}.{name} AS {side}_{name}" for side in ("first", "second")
                     for name in ("budget_wan", "rate", "filed", "recomputed", "self_grade", "recomputed_grade"))
    return rows(cursor, f"""
        WITH f AS ({_MEASURED.format(where=one)}), s AS ({_MEASURED.format(where=two)})
        SELECT s.filing, s.form, s.project, s.canonical, {both}, s.recomputed - f.recomputed AS change,
               count(*) OVER () AS total
        FROM f JOIN s USING (canonical, project)
        ORDER BY abs(change) DESC NULLS LAST, s.budget_wan DESC NULLS LAST, s.filing LIMIT ?""",
                [*one_values, *two_values, limit])
