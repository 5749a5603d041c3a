"""The in-memory DuckDB copy of the store: facts by part, scores and findings derived from them.

Each process keeps one. `refresh()` reloads the parts whose version rose and re-scores only those.
"""

import threading
from pathlib import Path

import duckdb
import pandas as pd
from sqlalchemy import Connection, Engine, select

from data_access import own_rules, shown
from data_access.facts import FACTS, batches, parts_of, whole_facts
from data_access.intake.record import Reading
from data_access.store import settings, stamps
from data_access.store import tables as t
from data_access.store.engine import memory_store
from data_access.store.write import save_reading
from scoring import check, check_sound, pack, recompute
from scoring.check_file import CheckError

SCHEMA = Path(recompute.__file__).with_name("schema.sql")
MESSAGES = """CREATE TABLE messages (filing VARCHAR, document_id INTEGER, source VARCHAR, severity VARCHAR,
              "where" VARCHAR, found VARCHAR, expected VARCHAR, "text" VARCHAR)"""

DECISIONS = """CREATE TABLE decisions (key VARCHAR, state VARCHAR, said VARCHAR, note VARCHAR, person VARCHAR,
               decided_at TIMESTAMP)"""
OFFICES = "CREATE TABLE offices (canonical VARCHAR, office VARCHAR)"
IMPORTS = """CREATE TABLE imports (import_id INTEGER, kind VARCHAR, door VARCHAR, person VARCHAR, region VARCHAR,
             year INTEGER, department VARCHAR, started_at TIMESTAMP, stored_at TIMESTAMP, finished_at TIMESTAMP,
             undone_at TIMESTAMP, undone_by VARCHAR);
             CREATE TABLE files (import_id INTEGER, ordinal INTEGER, path VARCHAR, name VARCHAR, sha256 VARCHAR,
             size BIGINT, kind VARCHAR, status VARCHAR, filings INTEGER, lines INTEGER, replaced INTEGER,
             department VARCHAR, year INTEGER, cells_read INTEGER, cells_ignored INTEGER, cells_left INTEGER,
             messages VARCHAR, document_id INTEGER)"""
CORRECTIONS = """CREATE TABLE corrections (filing VARCHAR, correction_id INTEGER, place VARCHAR, ordinal INTEGER,
                 field VARCHAR, name VARCHAR, address VARCHAR, old VARCHAR, new VARCHAR, person VARCHAR, reason VARCHAR,
                 corrected_at TIMESTAMP, withdrawn_at TIMESTAMP, withdrawn_by VARCHAR)"""

NAME = "bureau"                                               # of the database that the connection holds
_RULES = {"packs": pack.pack_rows, "execution_tiers": pack.tier_rows, "clauses": pack.clause_rows}


def opened() -> duckdb.DuckDBPyConnection:
    """An empty database in memory that keeps its tables compressed (an eighth of the size) after each CHECKPOINT."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH ':memory:' AS {NAME} (COMPRESS true)")
    connection.execute(f"USE {NAME}")
    return connection


class Copy:
    """A store's copy. `pack_id` re-scores every filing with one pack, for a view. docs/data.md lists the relations."""

    def __init__(self, engine: Engine, *, pack_id: str | None = None, packs_folder: Path | None = None):
        self.engine, self.pack_id, self.packs_folder = engine, pack_id, packs_folder
        self._reloads = 0
        self.settings = settings.Settings()                   # of the bureau whose store it is; read by refresh()
        self._read_rules()
        self.connection = opened()
        self.connection.execute(SCHEMA.read_text(encoding="utf-8"))
        self.connection.execute(MESSAGES)
        self.connection.execute(IMPORTS)
        self.connection.execute(CORRECTIONS)
        self.connection.execute(DECISIONS)
        self.connection.execute(OFFICES)
        check_sound.lock(self.connection)                     # no check's SQL reads a file or changes a setting
        self._write_rules(self.connection)
        self._versions: dict[int, int] = {}
        self._stamps = 0
        self._scored = False
        self._lock = threading.Lock()

    @property
    def version(self) -> int:
        """Rises with every change of the store; part of every cache key."""
        return sum(self._versions.values()) + self._reloads + self._stamps

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A reader's own cursor; the relations are shared."""
        cursor = self.connection.cursor()
        cursor.execute(f"USE {NAME}")                         # a new cursor does not inherit it
        return cursor

    def refresh(self) -> list[int]:
        """Reload and re-score what changed since the last call. Gives the part_ids reloaded."""
        with self._lock, self.engine.connect() as store:
            versions = dict(store.execute(select(t.parts.c.part_id, t.parts.c.version)).all())
            changed = sorted(part for part, version in versions.items() if self._versions.get(part) != version)
            changed += sorted(set(self._versions) - set(versions))
            if rules := own_rules.stamp(self.packs_folder) != self._stamp:
                self._read_rules()
                changed = sorted({*versions, *self._versions})
            stamped = stamps.total(store)
            if stamped != self._stamps and self._read_settings(store):
                changed = sorted({*versions, *self._versions})
            if changed or rules or not self._scored:
                self._load(store, changed, rules=rules)
            elif stamped != self._stamps:
                self._load_whole(store)
            self._reloads += rules
            self._versions, self._stamps = versions, stamped
        return changed

    @property
    def faults(self) -> list[str]:
        """What is wrong with each rule file that was left out: packs first, then checks."""
        return self.pack_faults + self.check_faults

    def _read_settings(self, store: Connection) -> bool:
        """Whether the bureau's region changed: it chooses the pack of filings that name none."""
        before, self.settings = self.settings.region, settings.load_within(store)
        return before != self.settings.region

    def _read_rules(self) -> None:
        """packs, checks, plain_checks (before own packs give a setting), pack_faults, check_faults."""
        self._stamp = own_rules.stamp(self.packs_folder)
        rules = own_rules.read_rules(self.packs_folder)
        self.packs, self.checks, self.plain_checks = rules.packs, rules.checks, rules.plain
        self.pack_faults, self.check_faults = rules.pack_faults, rules.check_faults

    def _write_rules(self, cursor: duckdb.DuckDBPyConnection) -> None:
        for name, make in _RULES.items():
            cursor.execute(f"DELETE FROM {name}")
            self._insert(name, pd.DataFrame(make(self.packs)), cursor)

    def _load(self, store: Connection, part_ids: list[int], *, rules: bool, one_pass: bool = True) -> None:
        cursor = self.cursor()
        cursor.execute("BEGIN")
        try:
            if rules:
                self._write_rules(cursor)
            self._load_facts(store, cursor, part_ids)
            only = part_ids if self._scored and not rules else None
            recompute.score(cursor, only)
            check.run(cursor, self.checks, only, one_pass=one_pass)
            shown.make(cursor)
            cursor.execute("COMMIT")
        except CheckError as fault:
            cursor.execute("ROLLBACK")
            unknown = one_pass and fault.code is None         # which check was it? Each by itself shows it
            if not unknown:
                self._leave_out(fault)
            self._load(store, part_ids, rules=True, one_pass=not unknown)    # the other checks go on, over everything
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        if not self._scored:
            cursor.execute("CHECKPOINT")                      # nobody reads yet: compress what was loaded
        self._scored = True

    def _leave_out(self, fault: CheckError) -> None:
        """Go on without a check that failed on what is filed; raises the fault again where no check is to blame."""
        failed = next((one for one in self.checks if one["code"] == fault.code), None)
        if failed is None:
            raise fault
        self.check_faults = [*self.check_faults, check_sound.named(failed, fault)]
        self.checks = [one for one in self.checks if one is not failed]

    def _load_whole(self, store: Connection) -> None:
        """Read anew the small relations that belong to no part; nothing is scored by them."""
        cursor = self.cursor()
        cursor.execute("BEGIN")
        self._insert_whole(store, cursor)
        cursor.execute("COMMIT")

    def _insert_whole(self, store: Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        for name, frame in whole_facts(store).items():
            cursor.execute(f"DELETE FROM {name}")
            self._insert(name, frame, cursor)

    def _load_facts(self, store: Connection, cursor: duckdb.DuckDBPyConnection, part_ids: list[int]) -> None:
        for name in FACTS:
            if self._versions:
                cursor.execute(f"DELETE FROM {name} WHERE part_id IN (SELECT unnest(?))", [part_ids])
        groups = batches(store, part_ids)
        for group in groups:
            alone = len(groups) == 1 and not self._versions
            for name, frame in parts_of(store, group, everything=alone, choose=self.choose).items():
                self._insert(name, frame, cursor)
        self._insert_whole(store, cursor)

    def choose(self, **filing) -> tuple[str, str]:
        """The pack of a filing (region, form, year, notes) and why, in Chinese."""
        if self.pack_id:
            return self.pack_id, f"按指定的规则包 {self.pack_id} 试算"
        return pack.choose(self.packs, **{**filing, "region": filing["region"] or self.settings.region or None})

    def _insert(self, name: str, frame: pd.DataFrame, cursor: duckdb.DuckDBPyConnection | None = None) -> None:
        if len(frame):
            cursor = cursor or self.connection
            cursor.register("_rows", frame)
            cursor.execute(f"INSERT INTO {name} BY NAME SELECT * FROM _rows")
            cursor.unregister("_rows")


def from_readings(readings: list[Reading], *, pack_id: str | None = None, packs_folder: Path | None = None) -> Copy:
    """A copy of readings that are not stored: what `check` and 预审 review."""
    engine = memory_store()
    for reading in readings:
        save_reading(engine, reading)
    copy = Copy(engine, pack_id=pack_id, packs_folder=packs_folder)
    copy.refresh()
    return copy
