"""项目: the versions of a filing, from the store itself; the copy holds only the current one."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from data_access.intake.record import Filing
from data_access.store import tables as t
from data_access.store.changes import changes
from data_access.store.correctable import FIELDS
from data_access.store.corrections import standing
from data_access.store.load import load_filing


@dataclass(frozen=True)
class Version:
    """One version of a filing: which it is (1 is what was filed first), the file it came from, who brought it in.

    person, door: of the import, '' where none was kept; imported_at: UTC; changed: (name, before, after) against the
    version before it.
    """

    number: int
    filing_id: int
    current: bool
    position: int
    source: str
    path: str
    kind: str
    sha256: str
    imported_at: datetime
    import_id: int | None
    person: str
    door: str
    changed: list[tuple[str, str, str]] = field(default_factory=list)


def listing(engine: Engine, filing: str) -> list[Version]:
    """Every version of a filing (its stable key), the newest first; empty where there is no such filing."""
    with engine.connect() as connection:
        return _listed(connection, filing)[::-1]


def version(engine: Engine, filing: str, number: int | None = None) -> tuple[Version, Filing] | None:
    """A version (None: the current one) with its facts as stored; None where there is no such version."""
    with engine.connect() as connection:
        found = next((one for one in _listed(connection, filing)
                      if (one.current if number is None else one.number == number)), None)
        return None if found is None else (found, load_filing(connection, found.filing_id))


def corrections(engine: Engine, sha256: str, position: int) -> list[dict]:
    """The corrections by hand that hold for the form at a position of a file: as queries.filing.corrections gives those
    of the current version."""
    with engine.connect() as connection:
        return [{**row._asdict(), "name": FIELDS[row.place][row.field].name}
                for row in standing(connection, sha256) if row.position == position]


def _listed(connection: Connection, filing: str) -> list[Version]:
    """The versions in the order they came."""
    f, d, i = t.filings.c, t.documents.c, t.imports.c
    rows = connection.execute(
        select(f.filing_id, f.replaced_by, f.position, d.name, d.path, d.kind, d.sha256, d.imported_at, d.import_id,
               i.person, i.door)
        .select_from(t.filings.join(t.documents).outerjoin(t.imports, i.import_id == d.import_id))
        .where(f.key == filing).order_by(f.filing_id)).all()
    before = [None, *(row.filing_id for row in rows)]
    return [Version(number, row.filing_id, row.replaced_by is None, row.position, row.name, row.path, row.kind,
                    row.sha256, row.imported_at, row.import_id, row.person or "", row.door or "",
                    changes(connection, old, row.filing_id) if old else [])
            for number, (row, old) in enumerate(zip(rows, before, strict=False), 1)]
