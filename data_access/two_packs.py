"""对比 of two rule packs: the same filings scored by the one and by the other, on a private connection."""

import duckdb

from data_access.copy import FACTS, SCHEMA, Copy
from data_access.queries.filters import Filters, of_filings
from data_access.queries.rows import one, rows
from data_access.whatif import bring
from scoring import pack, recompute

_OF_FILING = tuple(name for name in FACTS if name not in ("budgets", "payments", "warnings"))
_SCORED = "SELECT filing, form, project, canonical, self_total_c, self_grade, recomputed_c, recomputed_grade"


def by_two_packs(copy: Copy, first: str, second: str, filters: Filters) -> dict:
    """The filings chosen (projects and departments) as two packs score them, whatever pack is in force for them.

    sides: of each pack filed, recomputed (average points of those that have both), grades (grade or None → filings),
    compared (counts). filings; regraded (graded otherwise by the second pack). moved: the 20 filings whose recomputed
    total differs most: filing, form, project, canonical, first, second (points), first_grade, second_grade, change."""
    with duckdb.connect() as private:
        _fill(private, copy, filters)
        for table, make in (("packs", pack.pack_rows), ("execution_tiers", pack.tier_rows)):
            for row in make(copy.packs):
                private.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
                                list(row.values()))
        for name, id_ in (("first", first), ("second", second)):
            _by(private, copy.packs[id_])
            private.execute(f"CREATE TABLE {name}_side AS {_SCORED} FROM filing_view")
        return {"sides": [_side(private, name) for name in ("first", "second")], **_between(private)}


def _fill(private: duckdb.DuckDBPyConnection, copy: Copy, filters: Filters) -> None:
    private.execute(SCHEMA.read_text(encoding="utf-8"))
    where, values = of_filings(filters)
    cursor = copy.cursor()
    chosen = [row[0] for row in cursor.execute(f"SELECT filing FROM filing_view WHERE {where}", values).fetchall()]
    for table in _OF_FILING:
        bring(private, table, cursor.sql(f"SELECT * FROM {table} WHERE list_contains(?, filing)", params=[chosen]))


def _by(private: duckdb.DuckDBPyConnection, chosen: pack.Pack) -> None:
    """Score every filing by one pack, in its version of the filing's year."""
    for (year,) in private.execute("SELECT DISTINCT year FROM filings").fetchall():
        private.execute("UPDATE filings SET pack = ? WHERE year IS NOT DISTINCT FROM ?",
                        [pack.key_of(chosen, year), year])
    recompute.score(private)


def _side(private: duckdb.DuckDBPyConnection, name: str) -> dict:
    grades = rows(private, f"SELECT recomputed_grade AS grade, count(*) AS filings FROM {name}_side GROUP BY 1")
    return one(private, f"""
        SELECT avg(self_total_c) FILTER (recomputed_c IS NOT NULL) / 100 AS filed,
               avg(recomputed_c) FILTER (self_total_c IS NOT NULL) / 100 AS recomputed,
               count(*) FILTER (self_total_c IS NOT NULL AND recomputed_c IS NOT NULL) AS compared
        FROM {name}_side""") | {"grades": {row["grade"]: row["filings"] for row in grades}}


def _between(private: duckdb.DuckDBPyConnection) -> dict:
    both = "FROM first_side f JOIN second_side s USING (filing)"
    counts = one(private, f"""SELECT count(*) AS filings, count(*) FILTER (
                                  f.recomputed_grade IS DISTINCT FROM s.recomputed_grade) AS regraded {both}""")
    return counts | {"moved": rows(private, f"""
        SELECT filing, f.form, f.project, f.canonical, f.recomputed_c / 100 AS first, s.recomputed_c / 100 AS second,
               f.recomputed_grade AS first_grade, s.recomputed_grade AS second_grade,
               (s.recomputed_c - f.recomputed_c) / 100 AS change
        {both} WHERE f.recomputed_c IS DISTINCT FROM s.recomputed_c OR f.recomputed_grade IS DISTINCT FROM
        s.recomputed_grade ORDER BY abs(change) DESC NULLS LAST, filing LIMIT 20""")}
