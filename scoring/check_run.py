"""Put before the checks of one run what they all read, each made once: the filings with the sums over their lines, and
the lines that any check picks, found in a single pass. docs/data.md names what a check sees.
"""

from collections.abc import Iterable
from contextlib import suppress

import duckdb

from scoring import check_sql

Columns = dict[str, list[str]]


def prepare(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None, *,
            one_pass: bool = True) -> Columns:
    """Make for these parts (None: all) temporary relations that hide the views: `filing_view` with the sums,
    `line_view` over it, and `line_hits`, the picked lines with a column for each check's code. Gives their columns.

    Without one_pass there is no `line_hits`: each check picks for itself, so that one whose predicate fails can be told
    from the rest. Raises duckdb.Error."""
    catalog = connection.execute("SELECT current_database()").fetchone()[0]
    words = {"filing", "part_id"}.union(*map(check_sql.words, checks))
    words |= {word.removeprefix("f_") for word in words}
    _make_filings(connection, checks, part_ids, catalog, words)
    _make_lines(connection, part_ids, catalog, words)
    made = ["filing_view", "line_view"]
    if one_pass and any(map(check_sql.picking, checks)):
        _make_hits(connection, [check for check in checks if check_sql.picking(check)])
        made.append("line_hits")
    return {name: _names(connection, f"temp.main.{name}") for name in made}


def _make_filings(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None, catalog: str,
                  words: set[str]) -> None:
    source = f'"{catalog}".main.filing_view'
    columns = ", ".join(f'v."{name}"' for name in _names(connection, source) if name in words)
    sums = {name: sql for check in checks for name, sql in check_sql.sums(check).items()}
    joined = ""
    if sums:
        columns += ", s.* EXCLUDE (filing)"
        each = ", ".join(f"{sql} AS {name}" for name, sql in sums.items())
        joined = (f'LEFT JOIN (SELECT filing, {each} FROM "{catalog}".main.lines l WHERE {of_parts(part_ids, "l")} '
                  "GROUP BY filing) s ON s.filing = v.filing")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE filing_view AS SELECT {columns} FROM {source} v {joined} "
                       f"WHERE {of_parts(part_ids, 'v')}")


def _make_lines(connection: duckdb.DuckDBPyConnection, part_ids: list[int] | None, catalog: str,
                words: set[str]) -> None:
    own = [f'l."{name}"' for name in _names(connection, f'"{catalog}".main.lines') if name in words]
    scores = [f's."{name}"' for name in _names(connection, f'"{catalog}".main.line_scores')
              if name in words - {"filing", "part_id", "ordinal"}]
    above = [f'f."{name}" AS "f_{name}"' for name in _names(connection, "temp.main.filing_view")
             if name not in ("filing", "part_id")]
    connection.execute(f"""
CREATE OR REPLACE TEMP VIEW line_view AS SELECT {', '.join([*own, *scores, *above])}
FROM "{catalog}".main.lines l JOIN "{catalog}".main.line_scores s ON s.filing = l.filing AND s.ordinal = l.ordinal
    JOIN temp.main.filing_view f ON f.filing = l.filing
WHERE {of_parts(part_ids, 'l')} AND {of_parts(part_ids, 's')}""")


def _make_hits(connection: duckdb.DuckDBPyConnection, checks: list[dict]) -> None:
    """What only a sentence names of the filing (f_…) is joined to the few lines picked, not to all."""
    picks = {check["code"]: check_sql.picking(check) for check in checks}
    tested = check_sql.words_of(" ".join(picks.values()))
    told = set().union(*map(check_sql.words, checks))
    names = _names(connection, "temp.main.line_view")
    inner = ", ".join(f'"{name}"' for name in names if not name.startswith("f_") or name in tested)
    outer = "".join(f', f."{name.removeprefix("f_")}" AS "{name}"' for name in names
                    if name.startswith("f_") and name in told - tested)
    flags = ", ".join(f'CASE WHEN {test} THEN true ELSE false END AS "{code}"' for code, test in picks.items())
    hit = " OR ".join(f'"{code}"' for code in picks)
    connection.execute(f"""
CREATE OR REPLACE TEMP TABLE line_hits AS SELECT h.*{outer}
FROM (SELECT * FROM (SELECT {inner}, {flags} FROM line_view v) WHERE {hit}) h
    JOIN temp.main.filing_view f ON f.filing = h.filing""")


def idle(connection: duckdb.DuckDBPyConnection, checks: list[dict], columns: Columns) -> set[str]:
    """Codes of the checks that look at picked lines only, and for which none was picked."""
    codes = [check["code"] for check in checks if check_sql.only_picked(check)] if "line_hits" in columns else []
    if not codes:
        return set()
    any_of = ", ".join(f'coalesce(bool_or("{code}"), false)' for code in codes)
    found = connection.execute(f"SELECT {any_of} FROM line_hits").fetchone()
    return {code for code, hit in zip(codes, found, strict=True) if not hit}


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the views' names mean the whole copy again."""
    for kind, name in (("VIEW", "line_view"), ("TABLE", "filing_view"), ("TABLE", "line_hits")):
        with suppress(duckdb.TransactionException):           # broken off: the rollback that is due takes them away
            connection.execute(f"DROP {kind} IF EXISTS temp.main.{name}")


def of_parts(part_ids: Iterable[int] | None, alias: str = "") -> str:
    """A predicate that holds for the rows of these parts; None: for all."""
    if part_ids is None:
        return "true"
    listed = ", ".join(str(int(part_id)) for part_id in part_ids) or "NULL"
    return f"{alias}{'.' if alias else ''}part_id IN ({listed})"


def _names(connection: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {relation}").fetchall()]
