"""疑点清单: findings as a person reads them, lead first, the ones folded under it behind. Paged in SQL."""

from dataclasses import replace

import duckdb

from data_access.queries.filters import FEN_PER_WAN, UNKNOWN_YEAR, Filters, of_findings
from data_access.queries.rows import one, rows
from data_access.store.decisions import OPEN, STATES

# A finding beside its filing, with the state that holds and the last decision.
FINDINGS = f"""
    SELECT n.*, CASE WHEN d.said = n.message THEN d.decided ELSE '{OPEN}' END AS state, d.* EXCLUDE (key, said)
    FROM shown_findings n LEFT JOIN (
        SELECT key, any_value(said) AS said, any_value(state) AS decided, any_value(note) AS decided_why,
               any_value(person) AS decided_by, any_value(decided_at) AS decided_at
        FROM decisions GROUP BY key) d ON d.key = n.key"""
_ROWS = f"(SELECT *, money_fen / {FEN_PER_WAN} AS money_wan FROM ({FINDINGS}))"
_RANK = "strpos('高中低', severity)"
# name -> (expression, the direction that comes first). Between equals the order is that of `place`: by severity, then
# by money. Missing values are last both ways.
SORTS = {
    "severity": (_RANK, "ASC"),
    "money": ("money_fen", "DESC"),
    "difference": ("CASE WHEN unit_of_value = '分' THEN abs(difference) END", "DESC"),
    "department": ("canonical COLLATE zh", "ASC"),
    "project": ("nullif(project, '') COLLATE zh", "ASC"),
    "check": ("code", "ASC"),
    "year": ("year", "DESC"),
    "state": (f"list_position({list(STATES)}, state)", "ASC"),
}


def _seen(filters: Filters, by: str) -> str:
    """Where to look findings up: without the decisions, unless filters or `by` (a sort, a facet) ask for the state."""
    return f"({FINDINGS})" if filters.states or by.removeprefix("-").startswith("state") else "shown_findings"


def _leads(filters: Filters, sort: str) -> tuple[str, list, str]:
    """The start of a statement that makes `matched`, the findings chosen, and `leads`, those that stand under no other
    one chosen; its parameters; the order of leads. sort: a key of SORTS, with "-" before it backwards."""
    first, direction = SORTS[sort.removeprefix("-")]
    turned = {"ASC": "DESC", "DESC": "ASC"}[direction] if sort.startswith("-") else direction
    where, values = of_findings(filters)
    return (f"""WITH matched AS (SELECT place, lead_place, filing, severity, {first} AS sorted
                                 FROM {_seen(filters, sort)} WHERE {where}),
                leads AS (SELECT * FROM matched m ANTI JOIN matched head ON head.place = m.lead_place)""",
            values, f"sorted {turned} NULLS LAST, place")


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
    found = rows(cursor, f"""SELECT {FACETS[name]} AS value, count(*) AS findings
                             FROM {_seen(filters, name)} WHERE {where} AND value IS NOT NULL GROUP BY value
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
    found = rows(cursor, f"""{matched},
        paged AS MATERIALIZED (SELECT place, row_number() OVER (ORDER BY {order}) AS nth FROM leads
                               ORDER BY {order} LIMIT ? OFFSET ?),
        seated AS (SELECT place, nth, false AS under FROM paged
                   UNION ALL SELECT m.place, nth, true FROM matched m JOIN paged ON paged.place = m.lead_place)
        SELECT n.*, CASE WHEN under THEN n.lead ELSE n.key END AS head
        FROM {_ROWS} n JOIN seated ON seated.place = n.place ORDER BY nth, under, n.place""",
                 [*values, limit, offset])
    return _with_corrections(cursor, found)


def around(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str, key: str) -> dict:
    """One lead in its list: rows (it and those folded under it, as in `page`; empty when the finding is gone), place
    (from 1) and total (leads in the list), before and after (keys of its neighbours; None at the ends). A lead that the
    filters no longer leave is shown at place 0, without neighbours but the first of the list as `after`."""
    matched, values, order = _leads(filters, sort)
    near = rows(cursor, f"""{matched},
        seated AS (SELECT place, row_number() OVER (ORDER BY {order}) AS nth, count(*) OVER () AS total FROM leads),
        own AS (SELECT nth FROM seated JOIN shown_findings USING (place) WHERE key = ?)
        SELECT nth, key, total FROM seated JOIN shown_findings USING (place)
        WHERE nth = 1 OR nth - coalesce((FROM own), 0) IN (-1, 0, 1)""", [*values, key])
    places = {row["nth"]: row["key"] for row in near}
    place = next((place for place, one in places.items() if one == key), 0)
    found = rows(cursor, f"FROM {_ROWS} WHERE key = ? OR lead = ? ORDER BY place", [key, key])
    return {"rows": _seated(_with_corrections(cursor, found), [key]), "place": place,
            "total": near[0]["total"] if near else 0, "before": places.get(place - 1), "after": places.get(place + 1)}


def keys(cursor: duckdb.DuckDBPyConnection, filters: Filters, sort: str = "severity") -> list[str]:
    """The keys of all findings chosen, in the order of `page`: what a download of this list holds."""
    matched, values, order = _leads(filters, sort)
    found = rows(cursor, f"""{matched},
        seats AS (SELECT place, row_number() OVER (ORDER BY {order}) AS nth FROM leads),
        seated AS (SELECT m.place, coalesce(own.nth, head.nth) AS nth, own.nth IS NULL AS under FROM matched m
                   LEFT JOIN seats own ON own.place = m.place LEFT JOIN seats head ON head.place = m.lead_place)
        SELECT key FROM seated JOIN shown_findings USING (place) ORDER BY nth, under, place""", values)
    return [row["key"] for row in found]


def of_filing(cursor: duckdb.DuckDBPyConnection, filing: str) -> list[dict]:
    """The findings of one filing, and those of others that name it, as in `page`."""
    found = rows(cursor, f"""FROM {_ROWS} WHERE filing = ? OR list_contains(others, ?)
                             ORDER BY {_RANK}, ordinal NULLS FIRST, code, key""", [filing, filing])
    known = {row["key"] for row in found}
    return _seated(_with_corrections(cursor, found), [row["key"] for row in found if row["lead"] not in known])


def _with_corrections(cursor: duckdb.DuckDBPyConnection, found: list[dict]) -> list[dict]:
    """These rows with `corrected`: the values set right by hand that a finding rests on."""
    made = rows(cursor, """SELECT filing, ordinal, place = 'lines' AS of_line, concat(
                                  name, ' ', coalesce(nullif(old, ''), '空'), ' → ', coalesce(nullif(new, ''), '空'),
                                      '（', person, '：', reason, '）') AS words
                           FROM corrections WHERE withdrawn_at IS NULL AND filing IN (SELECT unnest(?::VARCHAR[]))
                           ORDER BY correction_id""", [[row["filing"] for row in found]])

    def words(row: dict) -> str | None:
        return "；".join(one["words"] for one in made if one["filing"] == row["filing"] and (
            row["ordinal"] is None or not one["of_line"] or one["ordinal"] == row["ordinal"])) or None

    return [row | {"corrected": words(row)} for row in found]


def _seated(found: list[dict], leads: list[str]) -> list[dict]:
    """These rows with `head`, by lead in the order of `leads`, each lead before those folded under it."""
    under: dict[str, list[dict]] = {lead: [] for lead in leads}
    for row in found:
        head = row["key"] if row["key"] in under else row["lead"]
        under[head].append(row | {"head": head})
    return [row for lead, members in under.items() for row in sorted(members, key=lambda row: row["key"] != lead)]
