"""What lines say by themselves, noted when they are loaded and not at every change of a rule: each check's sums over a
filing's lines, and its candidates, the lines that come into question whatever the scores are.
"""

import duckdb

from scoring import check_sql

# Of what the two relations were made: the name of a sum or a check's code, and its SQL.
_NOTED = "CREATE TABLE IF NOT EXISTS noted (kind VARCHAR NOT NULL, name VARCHAR NOT NULL, sql VARCHAR NOT NULL)"
Wanted = dict[tuple[str, str], str]


def wanted(checks: list[dict]) -> Wanted:
    """The SQL over `lines` that these checks need noted, by kind (sum, candidates) and name."""
    sums = {("sum", name): sql for check in checks for name, sql in check_sql.sums(check).items()}
    return sums | {("candidates", check["code"]): sql for check in checks if (sql := check_sql.candidates(check))}


def note(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None, *,
         changed: bool = True) -> None:
    """Make `line_sums` and `line_candidates` (docs/data.md) anew for these parts (None: all), or for all where other
    SQL is wanted than was noted. changed: whether the lines of these parts may have; False: what is noted still holds.

    Raises duckdb.Error."""
    asked = wanted(checks)
    if not asked:
        return
    connection.execute(_NOTED)
    held = {(kind, name): sql for kind, name, sql in connection.execute("FROM noted").fetchall()}
    if asked.items() <= held.items():
        if changed:
            _fill(connection, held, part_ids)
        return
    _fill(connection, asked, None)
    connection.execute("DELETE FROM noted")
    connection.executemany("INSERT INTO noted VALUES (?, ?, ?)", [[*key, sql] for key, sql in asked.items()])


def _fill(connection: duckdb.DuckDBPyConnection, asked: Wanted, part_ids: list[int] | None) -> None:
    only = check_sql.of_parts(part_ids)
    for table, kind, select in (("line_sums", "sum", _sums), ("line_candidates", "candidates", _candidates)):
        sql = select({name: sql for (of, name), sql in asked.items() if of == kind}, only)
        if part_ids is None:
            connection.execute(f"CREATE OR REPLACE TABLE {table} AS {sql}")
        else:
            connection.execute(f"DELETE FROM {table} WHERE {only}")
            connection.execute(f"INSERT INTO {table} {sql}")


def _sums(named: dict[str, str], only: str) -> str:
    each = "".join(f", {sql} AS {name}" for name, sql in named.items())
    return f"SELECT filing, part_id{each} FROM lines WHERE {only} GROUP BY filing, part_id"


def _candidates(coded: dict[str, str], only: str) -> str:
    flags = "".join(f', CASE WHEN {sql} THEN true ELSE false END AS "in_{code}"' for code, sql in coded.items())
    any_of = " OR ".join(f'"in_{code}"' for code in coded) or "false"
    return f"SELECT * FROM (SELECT filing, part_id, ordinal{flags} FROM lines WHERE {only}) WHERE {any_of}"
