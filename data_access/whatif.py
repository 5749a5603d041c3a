"""试算: what a change of rules would do, computed on a private connection; the shared scores stay as they are."""

import duckdb

from data_access import own_packs, own_rules
from data_access.copy import FACTS, SCHEMA, Copy
from data_access.own_packs import Change
from data_access.queries.filters import Filters, of_filings, of_whom
from data_access.queries.rows import rows
from scoring import check, check_sound, pack, recompute

WHOLE_FACTS = ("claims", "accounts", "confirmed")
_SCORES = "SELECT filing, canonical, project, form, year, self_total_c, recomputed_c, recomputed_grade FROM filing_view"
_HIGH = "SELECT DISTINCT filing FROM findings WHERE severity = '高' AND filing IS NOT NULL AND list_contains(?, code)"


def try_out(copy: Copy, change: Change, filters: Filters) -> dict:
    """What would change for the filings chosen (years and departments only). ValueError where the change is no rule.

    filings; changed (recomputed total moves); grades: before, after, filings; entered, left: filings that enter or
    leave the list of 高 (filing, project, form, canonical, year, before, after in points); departments: canonical,
    filings, regraded, moved (average change in points); checks: code, name, before, after (findings), of those that
    move; run, kept: how many checks were carried out anew, and the codes of those that were not: a check that sees the
    whole bureau runs only where the change is one of its own settings.
    """
    packs = pack.with_pack(copy.packs, own_packs.draft(copy.packs, copy.packs_folder, change), "试算")
    settled, faults = own_rules.settled(copy.plain_checks, packs)
    if new := [fault for fault in faults if fault not in copy.pack_faults]:
        raise ValueError(new[0])
    known = {one["code"] for one in copy.checks}              # without those that failed on what is filed
    checks = [one for one in settled if one["code"] in known
              and (not check.is_whole(one) or one["code"] in change.settings)]
    cursor = copy.cursor()
    with duckdb.connect() as private:
        _fill(private, cursor, filters, everything=any(check.is_whole(one) for one in checks))
        _rules(private, packs, packs[f"OWN-{change.base}"])
        recompute.score(private)
        check.run(private, checks)
        names = {one["code"]: one["name"] for one in checks}
        return _compared(private, cursor, names) | {"run": len(checks), "kept": sorted(known - set(names))}


def _fill(private: duckdb.DuckDBPyConnection, cursor: duckdb.DuckDBPyConnection, filters: Filters, *,
          everything: bool) -> None:
    """The facts of every part the filters touch (or of all), and as `before`, `scope` the present scores and the parts
    of the filings chosen."""
    private.execute(SCHEMA.read_text(encoding="utf-8"))
    check_sound.lock(private)
    where, values = of_filings(of_whom(filters))
    parts = cursor.sql(f"SELECT DISTINCT part_id FROM filing_view WHERE {where}", params=values).to_arrow_table()
    needed = [part.as_py() for part in parts["part_id"]]
    for table in FACTS + WHOLE_FACTS:
        only = "true" if everything else "list_contains(?, part_id)"
        bring(private, table, cursor.sql(f"SELECT * FROM {table} WHERE {only}", params=[needed] * (not everything)))
    bring(private, "before", cursor.sql(f"{_SCORES} WHERE {where}", params=values), new=True)
    private.register("found", parts)
    private.execute("CREATE TABLE scope AS SELECT * FROM found")
    private.unregister("found")


def bring(private: duckdb.DuckDBPyConnection, table: str, found: duckdb.DuckDBPyRelation, *,
          new: bool = False) -> None:
    """Put what was found on another connection into a private one's table, by name of column; new: make the table."""
    private.register("_rows", found.to_arrow_table())
    private.execute(f"CREATE TABLE {table} AS SELECT * FROM _rows" if new
                    else f"INSERT INTO {table} BY NAME SELECT * FROM _rows")
    private.unregister("_rows")


def _rules(private: duckdb.DuckDBPyConnection, packs: dict, own: pack.Pack) -> None:
    """The rows of the packs, and for each filing the pack that would be in force."""
    for table, make in (("packs", pack.pack_rows), ("execution_tiers", pack.tier_rows)):
        for row in make(packs):
            places = ", ".join("?" * len(row))
            private.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))
    replaced = own.head["applies_to"]["instead_of"]
    for key, form, year in private.execute("SELECT DISTINCT pack, form, year FROM filings").fetchall():
        id_ = key.split("@")[0]
        base = id_.removeprefix("OWN-")
        found = pack.revision(packs, base, form, year) if base in replaced else packs[id_]
        private.execute("UPDATE filings SET pack = ? WHERE pack = ? AND form = ? AND year IS NOT DISTINCT FROM ?",
                        [pack.key_of(found or packs[base], year), key, form, year])


def _compared(private: duckdb.DuckDBPyConnection, cursor: duckdb.DuckDBPyConnection, names: dict[str, str]) -> dict:
    codes = list(names)
    old = [row[0] for row in cursor.execute(_HIGH, [codes]).fetchall()]
    before = cursor.sql("SELECT code, filing, part_id FROM findings WHERE list_contains(?, code)", params=[codes])
    bring(private, "findings_before", before, new=True)
    private.execute(f"CREATE TABLE after AS {_SCORES}")
    private.execute("CREATE TABLE high AS SELECT b.filing, list_contains(?, b.filing) AS was, "
                    f"h.filing IS NOT NULL AS now FROM before b LEFT JOIN ({_HIGH}) h ON h.filing = b.filing",
                    [old, codes])
    both = "FROM before b JOIN after a ON a.filing = b.filing"
    listed = f"""SELECT b.filing, b.project, b.form, b.canonical, b.year, b.recomputed_c / 100 AS before,
        a.recomputed_c / 100 AS after {both} JOIN high h ON h.filing = b.filing WHERE h.was <> h.now AND h.now = ?
        ORDER BY b.canonical, b.project, b.filing"""
    scope = "filing IN (SELECT filing FROM before) OR filing IS NULL AND part_id IN (SELECT part_id FROM scope)"
    counts = rows(private, f"""
        SELECT code, count(*) FILTER (NOT new) AS before, count(*) FILTER (new) AS after FROM (
            SELECT code, filing, part_id, false AS new FROM findings_before
            UNION ALL SELECT code, filing, part_id, true FROM findings)
        WHERE {scope} GROUP BY code HAVING before <> after ORDER BY abs(after - before) DESC, code""")
    return {
        "checks": [{**row, "name": names[row["code"]]} for row in counts],
        "filings": private.execute("SELECT count(*) FROM before").fetchone()[0],
        "changed": private.execute(
            f"SELECT count(*) {both} WHERE a.recomputed_c IS DISTINCT FROM b.recomputed_c").fetchone()[0],
        "grades": rows(private, f"""
            SELECT b.recomputed_grade AS before, a.recomputed_grade AS after, count(*) AS filings
            {both} GROUP BY 1, 2"""),
        "high": rows(private, "SELECT count(*) FILTER (was) AS before, count(*) FILTER (now) AS after FROM high")[0],
        "entered": rows(private, listed, [True]), "left": rows(private, listed, [False]),
        "departments": rows(private, f"""
            SELECT b.canonical, count(*) AS filings,
                count(*) FILTER (a.recomputed_grade IS DISTINCT FROM b.recomputed_grade) AS regraded,
                avg(a.recomputed_c - b.recomputed_c) / 100 AS moved,
                count(*) FILTER (h.was <> h.now) AS crossed {both} JOIN high h ON h.filing = b.filing
            GROUP BY 1 HAVING regraded > 0 OR abs(moved) > 0 OR crossed > 0
            ORDER BY regraded DESC, abs(moved) DESC, crossed DESC, b.canonical LIMIT 10""")}
