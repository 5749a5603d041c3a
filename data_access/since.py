"""What imports changed: the bureau as it stood before one of them, scored and checked by the same rules, beside now.

Findings are derived and never stored, so the ones of then are made anew on a private connection. Only the parts that
the import and the later ones touched are read and scored; the rest is taken as it is. Corrections by hand, names and
settings are those of today on both sides, so what remains is what the imports did.
"""

import threading
from weakref import WeakKeyDictionary

import duckdb
import pandas as pd
from sqlalchemy import Connection

from data_access.copy import SCHEMA, Copy
from data_access.facts import FACTS, WHOLE, batches, parts_of, whole_facts
from data_access.store.as_of import held_filings, touched_parts
from data_access.whatif import bring
from scoring import check, check_sound, recompute
from scoring.check_file import CheckError

_SCORES = ("executions", "line_scores", "filing_scores", "findings")
_RELATIONS = """
    CREATE TABLE IF NOT EXISTS changes (since INTEGER, version BIGINT, first BOOLEAN);
    CREATE TABLE IF NOT EXISTS changed_filings (since INTEGER, version BIGINT, change VARCHAR, filing VARCHAR,
        self_grade VARCHAR, recomputed_grade VARCHAR, self_total_c INTEGER, recomputed_c INTEGER);
    CREATE TABLE IF NOT EXISTS changed_findings (since INTEGER, version BIGINT, change VARCHAR, key VARCHAR,
        code VARCHAR, name VARCHAR, severity VARCHAR, filing VARCHAR, form VARCHAR, project VARCHAR, canonical VARCHAR,
        year INTEGER, level3 VARCHAR, money_fen BIGINT, message VARCHAR, decided VARCHAR);"""
_FILINGS = """
    SELECT CASE WHEN b.filing IS NULL THEN 'added' ELSE 'replaced' END AS change, n.filing, b.self_grade,
           b.recomputed_grade, b.self_total_c, b.recomputed_c
    FROM now_filings n LEFT JOIN filing_view b ON b.filing = n.filing WHERE n.import_id >= ?"""
# A finding that is gone, or whose decision no longer rests on its sentence, as it was.
_FINDINGS = """
    WITH codes AS (SELECT unnest(?::VARCHAR[]) AS code),
    before AS (FROM findings SEMI JOIN codes USING (code)), after AS (FROM now_findings SEMI JOIN codes USING (code)),
    was AS (SELECT CASE WHEN a.key IS NULL THEN 'cleared' ELSE 'reopened' END AS change, b.*, d.state AS decided
            FROM before b LEFT JOIN after a USING (key) LEFT JOIN decisions d ON d.key = b.key AND d.said = b.message
                AND d.state <> '待核实'
            WHERE a.key IS NULL OR d.key IS NOT NULL AND a.message <> b.message)
    SELECT w.change, w.key, w.code, w.name, w.severity, w.filing, f.form, f.project,
           coalesce(f.canonical, p.canonical) AS canonical, coalesce(f.year, p.year) AS year, l.level3,
           coalesce(f.exec_budget_fen, f.budget_fen, f.initial_fen) AS money_fen, w.message, w.decided
    FROM was w LEFT JOIN filing_view f ON f.filing = w.filing LEFT JOIN part_view p ON p.part_id = w.part_id
    LEFT JOIN lines l ON l.filing = w.filing AND l.ordinal = w.ordinal
    UNION ALL BY NAME SELECT 'raised' AS change, key FROM after ANTI JOIN before USING (key)"""

LINES_AT_ONCE = 200_000          # at 100,000 lines: 2 s for a small import, 7 s for one of all parts
_one_at_a_time = threading.Lock()
# The pairs (since, version) compared in each copy: asked at every click, so not looked up in it.
_compared: WeakKeyDictionary[Copy, set[tuple[int, int]]] = WeakKeyDictionary()


def prepare(copy: Copy, since: int) -> tuple[int, int]:
    """Find out what the import of this number and all later ones changed, unless it is known; gives (since, version).

    Leaves in the copy `changes`, `changed_filings` and `changed_findings` (docs/data.md), which queries.since reads by
    that pair; those of the two last versions of the copy are kept."""
    pair = (since, copy.version)
    if not _is_known(copy, pair):
        with _one_at_a_time:
            if not _is_known(copy, pair):                     # another visitor may have asked meanwhile
                cursor = copy.cursor()
                cursor.execute(_RELATIONS)
                with copy.engine.connect() as store:
                    _compare(copy, cursor, store, pair)
                _compared[copy] = set(cursor.execute("SELECT since, version FROM changes").fetchall())
    return pair


def is_quick(copy: Copy, since: int) -> bool:
    """Whether `prepare` is done within seconds: the bureau is not too large, or it was done before."""
    return (_is_known(copy, (since, copy.version))
            or copy.cursor().execute("SELECT count(*) FROM lines").fetchone()[0] <= LINES_AT_ONCE)


def _is_known(copy: Copy, pair: tuple[int, int]) -> bool:
    return pair in _compared.get(copy, ())


def _compare(copy: Copy, cursor: duckdb.DuckDBPyConnection, store: Connection, pair: tuple[int, int]) -> None:
    since, _ = pair
    parts, first = touched_parts(store, since), not held_filings(store, since)
    found = {}
    if parts and not first:
        with duckdb.connect() as private:
            cursor.execute("BEGIN")                           # one state of the copy, whatever is loaded meanwhile
            _fill(private, cursor, parts)
            cursor.execute("COMMIT")
            for group in batches(store, parts):
                _put(private, parts_of(store, group, everything=False, choose=copy.choose, before=since))
            _put(private, whole_facts(store, since))
            codes = _review(private, copy.checks, parts)
            found = {"changed_filings": private.sql(_FILINGS, params=[since]).to_arrow_table(),
                     "changed_findings": private.sql(_FINDINGS, params=[codes]).to_arrow_table()}
    _keep(cursor, pair, found, first=first)


def _fill(private: duckdb.DuckDBPyConnection, cursor: duckdb.DuckDBPyConnection, parts: list[int]) -> None:
    """Facts and scores outside the parts as they are now, and what of now to compare with."""
    private.execute(SCHEMA.read_text(encoding="utf-8"))
    check_sound.lock(private)
    rules = [name for name in _tables(private) if name not in (*FACTS, *WHOLE)]
    recompute.score(private)                                  # of nothing: makes the relations and the views
    check.run(private, [])
    for name in rules:
        bring(private, name, cursor.sql(f"SELECT * FROM {name}"))
    for name in (*FACTS, *_SCORES):
        bring(private, name, cursor.sql(f"SELECT * FROM {name} WHERE part_id IS NULL OR NOT list_contains(?, part_id)",
                                        params=[parts]))
    bring(private, "now_filings", cursor.sql("SELECT filing, import_id FROM filings"), new=True)
    bring(private, "now_findings", cursor.sql("SELECT key, code, message FROM findings"), new=True)
    bring(private, "decisions", cursor.sql("SELECT key, state, said FROM decisions"), new=True)


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for name, in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]


def _put(private: duckdb.DuckDBPyConnection, frames: dict[str, pd.DataFrame]) -> None:
    """The facts of then; what neither scores nor checks read is left."""
    for name in _tables(private):
        if name in frames and name != "decisions":
            private.register("_rows", frames[name])
            private.execute(f"INSERT INTO {name} BY NAME SELECT * FROM _rows")
            private.unregister("_rows")


def _review(private: duckdb.DuckDBPyConnection, checks: list[dict], parts: list[int], *,
            one_pass: bool = True) -> list[str]:
    """Score and check the parts; gives the codes of the checks that could be run on what was filed then."""
    private.execute("BEGIN")
    try:
        recompute.score(private, parts)
        check.run(private, checks, parts, one_pass=one_pass)
        private.execute("COMMIT")
    except CheckError as fault:
        private.execute("ROLLBACK")
        left = [one for one in checks if one["code"] != fault.code]
        if len(left) == len(checks) and not one_pass:
            raise
        return _review(private, left, parts, one_pass=False)
    return [one["code"] for one in checks]


def _keep(cursor: duckdb.DuckDBPyConnection, pair: tuple[int, int], found: dict, *, first: bool) -> None:
    cursor.execute("BEGIN")
    for name, table in found.items():
        cursor.register("_rows", table)
        cursor.execute(f"INSERT INTO {name} BY NAME SELECT ? AS since, ? AS version, * FROM _rows", pair)
        cursor.unregister("_rows")
    cursor.execute("INSERT INTO changes VALUES (?, ?, ?)", [*pair, first])
    for name in ("changed_filings", "changed_findings", "changes"):
        cursor.execute(f"DELETE FROM {name} WHERE version NOT IN (SELECT version FROM changes GROUP BY version "
                       "ORDER BY version DESC LIMIT 2)")
    cursor.execute("COMMIT")
