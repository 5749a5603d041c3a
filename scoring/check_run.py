"""Put before the checks of one run what they all read, each made once: the filings with the sums over their lines, and
the lines that any check picks, found in a single pass. docs/data.md names what a check sees.
"""

from contextlib import suppress

import duckdb

from scoring import check_notes, check_sql

Columns = dict[str, list[str]]


def prepare(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None, *,
            one_pass: bool = True, changed: bool = True) -> Columns:
    """Make for these parts (None: all) temporary relations that hide the views: `filing_view` with the sums,
    `line_view` over it, and `line_hits`, the picked lines with a column for each check's code. Gives their columns.

    Without one_pass there is no `line_hits` and there are no sums: each check picks and adds up for itself, so that one
    whose SQL fails can be told from the rest. changed: as for check_notes.note(). Raises duckdb.Error."""
    if one_pass:
        check_notes.note(connection, checks, part_ids, changed=changed)
    catalog = connection.execute("SELECT current_database()").fetchone()[0]
    words = {"filing", "part_id"}.union(*map(check_sql.words, checks))
    words |= {word.removeprefix("f_") for word in words}
    _make_filings(connection, checks if one_pass else [], part_ids, catalog, words)
    _make_lines(connection, part_ids, catalog, words)
    made = ["filing_view", "line_view"]
    if one_pass and any(map(check_sql.picking, checks)):
        _make_hits(connection, [check for check in checks if check_sql.picking(check)], part_ids, catalog)
        made.append("line_hits")
    return {name: _names(connection, f"temp.main.{name}") for name in made}


def _make_filings(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None, catalog: str,
                  words: set[str]) -> None:
    source = f'"{catalog}".main.filing_view'
    columns = ", ".join(f'v."{name}"' for name in _names(connection, source) if name in words)
    sums = sorted(set().union(*map(check_sql.sums, checks)))
    joined = f'LEFT JOIN "{catalog}".main.line_sums s ON s.filing = v.filing' if sums else ""
    columns += "".join(f', s."{name}"' for name in sums)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE filing_view AS SELECT {columns} FROM {source} v {joined} "
                       f"WHERE {check_sql.of_parts(part_ids, 'v')}")


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
WHERE {check_sql.of_parts(part_ids, 'l')} AND {check_sql.of_parts(part_ids, 's')}""")


def _make_hits(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None,
               catalog: str) -> None:
    """What only a sentence names of the filing (f_…) is joined to the few lines picked, not to all."""
    tested = check_sql.words_of(" ".join(map(check_sql.picking, checks)))
    told = set().union(*map(check_sql.words, checks))
    names = _names(connection, "temp.main.line_view")
    inner = ", ".join(f'v."{name}"' for name in names if not name.startswith("f_") or name in tested)
    outer = "".join(f', f."{name.removeprefix("f_")}" AS "{name}"' for name in names
                    if name.startswith("f_") and name in told - tested)
    among = (f'JOIN (SELECT filing AS in_filing, ordinal AS in_ordinal, * EXCLUDE (filing, part_id, ordinal) '
             f'FROM "{catalog}".main.line_candidates WHERE {check_sql.of_parts(part_ids)}) '
             "ON in_filing = v.filing AND in_ordinal = v.ordinal")
    passes = [_hits(inner, some, source) for source, some in (
        ("", [check for check in checks if "candidates" not in check]),
        ("WHERE differs", [check for check in checks if check_sql.differing(check)]),
        (among, [check for check in checks if check_sql.candidates(check)])) if some]
    connection.execute(f"""
CREATE OR REPLACE TEMP TABLE line_hits AS SELECT h.*{outer}
FROM ({' UNION ALL BY NAME '.join(passes)}) h JOIN temp.main.filing_view f ON f.filing = h.filing""")


def _hits(inner: str, checks: list[dict], source: str) -> str:
    """One pass over the lines, or those among them that come into question: with a column for each code."""
    noted = {check["code"]: f'"in_{check["code"]}" AND ' if check_sql.candidates(check) else "" for check in checks}
    tests = {check["code"]: noted[check["code"]] + check_sql.testing(check) for check in checks}
    flags = ", ".join(f'CASE WHEN {test} THEN true ELSE false END AS "{code}"' for code, test in tests.items())
    hit = " OR ".join(f'"{code}"' for code in tests)
    return f"SELECT * FROM (SELECT {inner}, {flags} FROM line_view v {source}) WHERE {hit}"


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


def _names(connection: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {relation}").fetchall()]
