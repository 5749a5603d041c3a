"""疑点清单: findings as a person reads them, lead first, the ones folded under it behind. Paged in SQL."""

from dataclasses import replace

import duckdb

from data_access.queries.filters import FEN_PER_WAN, Filters, of_findings
from data_access.queries.rows import one, rows

# A finding beside its filing, with the decision that holds.
FINDINGS = """
    SELECT n.*,
           CASE WHEN d.said = n.message THEN d.state ELSE '待核实' END AS state, d.state AS decided,
           d.note AS decided_why, d.person AS decided_by, d.decided_at,
           (SELECT string_agg(c.name || ' ' || CASE c.old WHEN '' THEN '空' ELSE c.old END || ' → '
                              || CASE c.new WHEN '' THEN '空' ELSE c.new END
                              || '（' || c.person || '：' || c.reason || '）', '；' ORDER BY c.correction_id)
            FROM corrections c WHERE c.filing = n.filing AND c.withdrawn_at IS NULL
            AND (n.ordinal IS NULL OR c.place <> 'lines' OR c.ordinal = n.ordinal)) AS corrected
    FROM shown_findings n
    LEFT JOIN decisions d ON d.key = n.key"""
# The finding a row stands under: its lead where that is in the list too, else itself.
_GROUPED = f"""
    WITH shown AS ({FINDINGS}), matched AS (
        SELECT key, lead, severity, money_fen, difference, canonical, filing, ordinal, code FROM shown WHERE {{where}}),
    grouped AS (SELECT m.*, coalesce(h.key, m.key) AS head FROM matched m LEFT JOIN matched h ON h.key = m.lead)"""
_RANK = "CASE severity WHEN '高' THEN 1 WHEN '中' THEN 2 ELSE 3 END"
_STEADY = "canonical, filing NULLS LAST, ordinal NULLS FIRST, code, key"
SORTS = {
    "severity": f"{_RANK}, money_fen DESC NULLS LAST, {_STEADY}",
    "difference": f"abs(difference) DESC NULLS LAST, {_STEADY}",
    "department": f"{_STEADY}",
}


def summary(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> dict:
    """Of the findings chosen: findings, groups (leads with what is folded under them), filings, 高 中 低 (counts)."""
    where, values = of_findings(filters)
    return one(cursor, f"""{_GROUPED.format(where=where)}
        SELECT count(*) AS findings, count(DISTINCT head) AS groups, count(DISTINCT filing) AS filings,
               count(*) FILTER (severity = '高') AS 高, count(*) FILTER (severity = '中') AS 中,
               count(*) FILTER (severity = '低') AS 低
        FROM grouped""", values)


FACETS = {"severities": "severity", "states": "state", "forms": "form", "checks": "code", "departments": "canonical"}


def facet(cursor: duckdb.DuckDBPyConnection, filters: Filters, name: str, limit: int = 50) -> dict[str, int]:
    """How many findings each value of one filter (a key of FACETS) would leave, the others as they are; most first."""
    where, values = of_findings(replace(filters, **{name: ()}))
    found = rows(cursor, f"""WITH shown AS ({FINDINGS}) SELECT {FACETS[name]} AS value, count(*) AS findings
                             FROM shown WHERE {where} AND value IS NOT NULL GROUP BY value
                             ORDER BY findings DESC, value LIMIT ?""", [*values, limit])
    return {row["value"]: row["findings"] for row in found}


def by_department(cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int = 50, offset: int = 0) -> list[dict]:
    """The departments asked, 高 first: canonical, findings, filings, high, medium, low, open (still 待核实; counts),
    money_wan (万元 of the filings concerned, each once), total (rows in all)."""
    where, values = of_findings(filters)
    return rows(cursor, f"""
        WITH shown AS ({FINDINGS}), matched AS (SELECT * FROM shown WHERE {where}),
        money AS (SELECT canonical, sum(money_fen) / {FEN_PER_WAN} AS money_wan
                  FROM (SELECT DISTINCT canonical, filing, money_fen FROM matched) GROUP BY canonical)
        SELECT canonical, count(*) AS findings, count(DISTINCT filing) AS filings,
               count(*) FILTER (severity = '高') AS high, count(*) FILTER (severity = '中') AS medium,
               count(*) FILTER (severity = '低') AS low, count(*) FILTER (state = '待核实') AS open,
               any_value(money_wan) AS money_wan, count(*) OVER () AS total
        FROM matched LEFT JOIN money USING (canonical) GROUP BY canonical
        ORDER BY high DESC, medium DESC, findings DESC, canonical COLLATE zh LIMIT ? OFFSET ?""",
                [*values, limit, offset])


def page(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "severity", limit: int = 20,
         offset: int = 0) -> list[dict]:
    """`limit` leads from `offset` on, in the order `sort` (a key of SORTS), each directly followed by its folded ones.

    Rows: the columns of `findings`, with head (key of the lead it is shown under, else its own key), year, canonical,
    form, project, unit, source, position, level3, money_wan (万元), state; decided, decided_why, decided_by,
    decided_at: the last decision (None: none yet), which holds unless the facts changed since; then `state` is 待核实.
    """
    where, values = of_findings(filters)
    places = rows(cursor, f"""{_GROUPED.format(where=where)},
        heads AS (SELECT key AS head, row_number() OVER (ORDER BY {SORTS[sort]}) AS place
                  FROM grouped WHERE key = head ORDER BY place LIMIT ? OFFSET ?)
        SELECT key, head FROM grouped JOIN heads USING (head)
        ORDER BY place, key <> head, {SORTS["severity"]}""", [*values, limit, offset])
    heads = {row["key"]: row["head"] for row in places}
    shown = rows(cursor, f"""WITH shown AS (SELECT * FROM ({FINDINGS}) WHERE list_contains(?, key))
                             SELECT *, money_fen / {FEN_PER_WAN} AS money_wan FROM shown""", [list(heads)])
    found = {row["key"]: row for row in shown}
    return [found[key] | {"head": head} for key, head in heads.items()]


def around(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str, key: str) -> dict:
    """One lead in its list: rows (it and those folded under it, as in `page`; empty when the finding is gone), place
    (from 1) and total (leads in the list), before and after (keys of its neighbours; None at the ends). A lead that the
    filters no longer leave is shown at place 0, without neighbours but the first of the list as `after`."""
    where, values = of_findings(filters)
    found = rows(cursor, f"""{_GROUPED.format(where=where)},
        heads AS (SELECT key, row_number() OVER w AS place, lag(key) OVER w AS before, lead(key) OVER w AS after,
                         count(*) OVER () AS total, first_value(key) OVER w AS top
                  FROM grouped WHERE key = head WINDOW w AS (ORDER BY {SORTS[sort]}))
        FROM heads WHERE key = ? OR place = 1 ORDER BY key = ? DESC LIMIT 1""", [*values, key, key])
    at = found[0] if found else {"key": None, "top": None, "total": 0}
    inside = at["key"] == key
    members = rows(cursor, f"""
        WITH shown AS ({FINDINGS}) SELECT *, ? AS head, money_fen / {FEN_PER_WAN} AS money_wan FROM shown
        WHERE key = ? OR lead = ? ORDER BY key <> ?, {SORTS["severity"]}""", [key, key, key, key])
    return {"rows": members, "place": at["place"] if inside else 0, "total": at["total"],
            "before": at["before"] if inside else None, "after": at["after"] if inside else at["top"]}


def keys(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "severity") -> list[str]:
    """The keys of all findings chosen, in the order of `page`: what a download of this list holds."""
    where, values = of_findings(filters)
    found = rows(cursor, f"""{_GROUPED.format(where=where)},
        heads AS (SELECT key AS head, row_number() OVER (ORDER BY {SORTS[sort]}) AS place FROM grouped WHERE key = head)
        SELECT key FROM grouped JOIN heads USING (head) ORDER BY place, key <> head, {SORTS["severity"]}""", values)
    return [row["key"] for row in found]


def of_filing(cursor: duckdb.DuckDBPyConnection, filing: str) -> list[dict]:
    """The findings of one filing, and those of others that name it, as in `page`."""
    return rows(cursor, f"""
        WITH shown AS ({FINDINGS}), matched AS (SELECT * FROM shown WHERE filing = ? OR list_contains(others, ?)),
        grouped AS (SELECT m.*, coalesce(h.key, m.key) AS head FROM matched m LEFT JOIN matched h ON h.key = m.lead)
        SELECT g.*, g.money_fen / {FEN_PER_WAN} AS money_wan
        FROM grouped g JOIN (SELECT key AS head, row_number() OVER (ORDER BY {_RANK}, ordinal NULLS FIRST, code, key)
                             AS place FROM grouped WHERE key = head) USING (head)
        ORDER BY place, g.key <> head, {_RANK}, code, g.key""", [filing, filing])
