"""疑点清单: findings as a person reads them, lead first, the ones folded under it behind. Paged in SQL."""

from dataclasses import replace

import duckdb

from data_access.queries.filters import FEN_PER_WAN, UNKNOWN_YEAR, Filters, of_findings
from data_access.queries.rows import one, rows
from data_access.store.decisions import OPEN, STATES

# A finding beside its filing, with the state that holds. Decisions are grouped: then the join falls away where nobody
# asks for the state.
FINDINGS = f"""
    SELECT n.*, CASE WHEN d.said = n.message THEN d.state ELSE '{OPEN}' END AS state
    FROM shown_findings n LEFT JOIN (SELECT key, any_value(said) AS said, any_value(state) AS state FROM decisions
                                     GROUP BY key) d ON d.key = n.key"""
# A row as it is shown: the decision with its words, values set right by hand, the filings that the finding names.
_ROWS = f"""
    WITH chosen AS MATERIALIZED (SELECT * FROM ({FINDINGS}) WHERE {{which}}),
    fixed AS (SELECT n.key, string_agg(c.name || ' ' || CASE c.old WHEN '' THEN '空' ELSE c.old END || ' → '
                                       || CASE c.new WHEN '' THEN '空' ELSE c.new END
                                       || '（' || c.person || '：' || c.reason || '）', '；' ORDER BY c.correction_id)
                     AS corrected
              FROM chosen n JOIN corrections c ON c.filing = n.filing AND c.withdrawn_at IS NULL
                            AND (n.ordinal IS NULL OR c.place <> 'lines' OR c.ordinal = n.ordinal) GROUP BY n.key),
    named AS (SELECT o.key, list(struct_pack(filing := f.filing, project := f.project,
                                             form := f.form) ORDER BY o.nth) AS about,
                     CASE WHEN count(DISTINCT f.source) = 1 THEN any_value(f.source) END AS source
              FROM (SELECT key, unnest(others) AS filing, generate_subscripts(others, 1) AS nth FROM chosen) o
              JOIN filings f ON f.filing = o.filing GROUP BY o.key)
    SELECT n.* REPLACE (coalesce(n.source, named.source) AS source), n.money_fen / {FEN_PER_WAN} AS money_wan,
           d.state AS decided, d.note AS decided_why, d.person AS decided_by, d.decided_at, fixed.corrected,
           coalesce(named.about, []) AS about
    FROM chosen n LEFT JOIN decisions d ON d.key = n.key LEFT JOIN fixed ON fixed.key = n.key
    LEFT JOIN named ON named.key = n.key"""
_UNDER = "(list_contains(?, key) OR list_contains(?, lead))"
_RANK = "CASE severity WHEN '高' THEN 1 WHEN '中' THEN 2 ELSE 3 END"
_STEADY = "canonical, filing NULLS LAST, ordinal NULLS FIRST, code, key"
_FOLDED = f"{_RANK}, {_STEADY}"
# name -> (expression, the direction that comes first, what decides between equals). Missing values are last both ways.
SORTS = {
    "severity": (_RANK, "ASC", "-money_fen"),
    "money": ("money_fen", "DESC", _RANK),
    "difference": ("CASE WHEN unit_of_value = '分' THEN abs(difference) END", "DESC", _RANK),
    "department": ("canonical COLLATE zh", "ASC", _RANK),
    "project": ("nullif(project, '') COLLATE zh", "ASC", _RANK),
    "check": ("code", "ASC", _RANK),
    "year": ("year", "DESC", _RANK),
    "state": (f"list_position({list(STATES)}, state)", "ASC", _RANK),
}


def _leads(filters: Filters, sort: str) -> tuple[str, list, str]:
    """The start of a statement that makes `matched`, the findings chosen, and `leads`, those that stand under no other
    one chosen; its parameters; the order of leads. sort: a key of SORTS, with "-" before it backwards."""
    first, direction, second = SORTS[sort.removeprefix("-")]
    turned = {"ASC": "DESC", "DESC": "ASC"}[direction] if sort.startswith("-") else direction
    where, values = of_findings(filters)
    return (f"""WITH matched AS (SELECT key, lead, filing, severity, {first} AS sort_1, {second} AS sort_2, canonical,
                                        ordinal, code FROM ({FINDINGS}) WHERE {where}),
                leads AS (SELECT * FROM matched m ANTI JOIN matched h ON h.key = m.lead)""",
            values, f"sort_1 {turned} NULLS LAST, sort_2 NULLS LAST, {_STEADY}")


def summary(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> dict:
    """Of the findings chosen: findings, groups (leads with what is folded under them), filings, 高 中 低 (counts)."""
    matched, values, _ = _leads(filters, "check")
    return one(cursor, f"""{matched}
        SELECT count(*) AS findings, (SELECT count(*) FROM leads) AS groups, count(DISTINCT filing) AS filings,
               count(*) FILTER (severity = '高') AS 高, count(*) FILTER (severity = '中') AS 中,
               count(*) FILTER (severity = '低') AS 低
        FROM matched""", values)


FACETS = {"severities": "severity", "states": "state", "forms": "form", "checks": "code", "departments": "canonical",
          "years": f"coalesce(year, {UNKNOWN_YEAR})"}


def facet(cursor: duckdb.DuckDBPyConnection, filters: Filters, name: str, limit: int = 50) -> dict[str | int, int]:
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
    """`limit` leads from `offset` on, in the order `sort` (a key of SORTS, with "-" before it backwards), each directly
    followed by its folded ones.

    Rows: the columns of `findings`, with head (key of the lead it is shown under, else its own key), year, canonical,
    form, project, unit, source, position, level3, money_wan (万元), state; decided, decided_why, decided_by,
    decided_at: the last decision (None: none yet), which holds unless the facts changed since; then `state` is 待核实;
    corrected (values set right by hand, in words; None: none); about (list of {filing, project, form}: the filings in
    `others` that are there).
    """
    matched, values, order = _leads(filters, sort)
    found = rows(cursor, f"{matched} SELECT key FROM leads ORDER BY {order} LIMIT ? OFFSET ?", [*values, limit, offset])
    return _with_folded(cursor, filters, [row["key"] for row in found])


def _with_folded(cursor: duckdb.DuckDBPyConnection, filters: Filters, leads: list[str]) -> list[dict]:
    """The rows of these leads in this order, each followed by those folded under it that the filters leave."""
    where, values = of_findings(filters)
    found = rows(cursor, f"{_ROWS.format(which=f'({where}) AND {_UNDER}')} ORDER BY {_FOLDED}", [*values, leads, leads])
    return _seated(found, leads)


def _seated(found: list[dict], leads: list[str]) -> list[dict]:
    """These rows with `head`, by lead in the order of `leads`, each lead before those folded under it."""
    under: dict[str, list[dict]] = {lead: [] for lead in leads}
    for row in found:
        head = row["key"] if row["key"] in under else row["lead"]
        under[head].append(row | {"head": head})
    return [row for lead, members in under.items() for row in sorted(members, key=lambda row: row["key"] != lead)]


def around(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str, key: str) -> dict:
    """One lead in its list: rows (it and those folded under it, as in `page`; empty when the finding is gone), place
    (from 1) and total (leads in the list), before and after (keys of its neighbours; None at the ends). A lead that the
    filters no longer leave is shown at place 0, without neighbours but the first of the list as `after`."""
    matched, values, order = _leads(filters, sort)
    near = rows(cursor, f"""{matched},
        placed AS (SELECT key, row_number() OVER (ORDER BY {order}) AS place, count(*) OVER () AS total FROM leads)
        FROM placed WHERE place = 1 OR place - coalesce((SELECT place FROM placed WHERE key = ?), 0) IN (-1, 0, 1)""",
                [*values, key])
    places = {row["place"]: row["key"] for row in near}
    place = next((place for place, one in places.items() if one == key), 0)
    return {"rows": _with_folded(cursor, Filters(), [key]), "place": place, "total": near[0]["total"] if near else 0,
            "before": places.get(place - 1), "after": places.get(place + 1)}


def keys(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "severity") -> list[str]:
    """The keys of all findings chosen, in the order of `page`: what a download of this list holds."""
    matched, values, order = _leads(filters, sort)
    found = rows(cursor, f"""{matched},
        placed AS (SELECT key, row_number() OVER (ORDER BY {order}) AS place FROM leads),
        seated AS (SELECT m.*, coalesce(own.place, head.place) AS place, own.place IS NULL AS under FROM matched m
                   LEFT JOIN placed own ON own.key = m.key LEFT JOIN placed head ON head.key = m.lead)
        SELECT key FROM seated ORDER BY place, under, {_FOLDED}""", values)
    return [row["key"] for row in found]


def of_filing(cursor: duckdb.DuckDBPyConnection, filing: str) -> list[dict]:
    """The findings of one filing, and those of others that name it, as in `page`."""
    found = rows(cursor, f"""{_ROWS.format(which="filing = ? OR list_contains(others, ?)")}
                             ORDER BY {_RANK}, ordinal NULLS FIRST, code, key""", [filing, filing])
    known = {row["key"] for row in found}
    return _seated(found, [row["key"] for row in found if row["lead"] not in known])
