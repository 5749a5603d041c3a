"""Imports as such: who brought which files in, when and through which door, what became of each; and their undoing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from data_access.store import tables as t
from data_access.store.engine import writing
from data_access.store.stamps import raise_stamp

QUIET = timedelta(minutes=3)                                  # then an import that has not ended counts as cut off


@dataclass(frozen=True)
class Undo:
    """What undoing an import does (or did): filings that go, those of them that replaced an older version which is
    current again, those that a later import had replaced anyway, rows of lists that go, documents."""

    documents: int
    filings: int
    restored: int
    history: int
    rows: int


class NotNow(Exception):
    """An import that cannot be undone: why, in Chinese."""


def begin(engine: Engine, *, kind: str, door: str, person: str, options: dict[str, Any]) -> int:
    """A new import; gives its number. kind: forms, or that of a list; door: page, command; options: what was given."""
    with writing(engine) as connection:
        number = connection.execute(insert(t.imports).values(
            kind=kind, door=door, person=person, options=options, started_at=now()
        ).returning(t.imports.c.import_id)).scalar_one()
        raise_stamp(connection, "imports")
    return number


def add_file(connection: Connection, import_id: int, ordinal: int, **values: Any) -> None:
    """What became of one file: columns of `files`, in the transaction that stores it."""
    connection.execute(insert(t.files).values(import_id=import_id, ordinal=ordinal, **values))


def name_owners(engine: Engine, import_id: int, owners: dict[int, tuple[str, int | None]]) -> None:
    """Say whose files (by ordinal) they are: (department, year)."""
    with writing(engine) as connection:
        for ordinal, (department, year) in owners.items():
            connection.execute(update(t.files).where(t.files.c.import_id == import_id, t.files.c.ordinal == ordinal)
                               .values(department=department, year=year))


def finish(engine: Engine, import_id: int) -> None:
    """The import came to its end; one without this was cut off."""
    with writing(engine) as connection:
        connection.execute(update(t.imports).where(t.imports.c.import_id == import_id).values(finished_at=now()))
        raise_stamp(connection, "imports")


def now() -> datetime:
    """The present moment as the store keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def is_going_on(connection: Connection, import_id: int) -> bool:
    """Whether an import has not ended and stored something lately (another process may be at it)."""
    i, d = t.imports.c, t.documents.c
    row = connection.execute(select(i.started_at, i.finished_at).where(i.import_id == import_id)).one()
    last = connection.execute(select(func.max(d.imported_at)).where(d.import_id == import_id)).scalar_one()
    return row.finished_at is None and now() - max(row.started_at, last or row.started_at) < QUIET


def what_undo_does(engine: Engine, import_id: int) -> Undo:
    """The consequences of `undo`, without undoing."""
    with engine.connect() as connection:
        return _consequences(connection, *_theirs(connection, import_id))


def undo(engine: Engine, import_id: int, *, person: str, force: bool = False) -> Undo:
    """Take back everything an import stored, in one transaction; what it had replaced is current again.

    Its rows in `imports` and `files` stay and tell. `force`: although it has not ended. Raises NotNow.
    """
    with writing(engine) as connection:
        found = connection.execute(select(t.imports).where(t.imports.c.import_id == import_id)).first()
        if found is None:
            raise NotNow(f"没有第 {import_id} 次导入。")
        if found.undone_at is not None:
            raise NotNow(f"第 {import_id} 次导入已经撤销过了。")
        if not force and is_going_on(connection, import_id):
            raise NotNow(f"第 {import_id} 次导入还在进行，请等它结束（或中断三分钟）后再撤销。")
        documents, filings = _theirs(connection, import_id)
        done = _consequences(connection, documents, filings)
        _raise_parts(connection, documents, filings)
        _bring_back(connection, filings)
        _remove(connection, documents)
        connection.execute(update(t.imports).where(t.imports.c.import_id == import_id)
                           .values(undone_at=now(), undone_by=person))
        connection.execute(update(t.files).where(t.files.c.import_id == import_id).values(document_id=None))
        raise_stamp(connection, "imports")
    return done


def _theirs(connection: Connection, import_id: int) -> tuple[list[int], dict[int, int | None]]:
    """The documents of an import, and its filings: filing_id → replaced_by."""
    f = t.filings.c
    documents = connection.execute(
        select(t.documents.c.document_id).where(t.documents.c.import_id == import_id)).scalars().all()
    filings = connection.execute(select(f.filing_id, f.replaced_by).join_from(t.filings, t.documents).where(
        t.documents.c.import_id == import_id)).all()
    return list(documents), dict(map(tuple, filings))


def _consequences(connection: Connection, documents: list[int], filings: dict[int, int | None]) -> Undo:
    restored = sum(_follow(filings, successor) is None for _, successor in _replaced(connection, filings))
    history = sum(_follow(filings, successor) is not None for successor in filings.values())
    rows = sum(connection.execute(select(func.count()).select_from(table).where(table.c.document_id.in_(some)))
               .scalar_one() for table in t.COMPANIONS for some in _lots(documents))
    return Undo(len(documents), len(filings), restored, history, rows)


def _replaced(connection: Connection, filings: dict[int, int | None]) -> list[tuple[int, int]]:
    """(filing_id, replaced_by) of filings of other imports that these replaced."""
    f = t.filings.c
    found = [tuple(row) for some in _lots(filings) for row in connection.execute(
        select(f.filing_id, f.replaced_by).where(f.replaced_by.in_(some)))]
    return [(old, new) for old, new in found if old not in filings]


def _follow(filings: dict[int, int | None], successor: int | None) -> int | None:
    """The first later version that stays when `filings` go; None: there is none, the version before is current."""
    while successor in filings:
        successor = filings[successor]
    return successor


def _bring_back(connection: Connection, filings: dict[int, int | None]) -> None:
    """Whoever was replaced by one that goes is replaced by the next that stays, or is current again."""
    for old, successor in _replaced(connection, filings):
        connection.execute(update(t.filings).where(t.filings.c.filing_id == old)
                           .values(replaced_by=_follow(filings, successor)))


def _raise_parts(connection: Connection, documents: list[int], filings: dict[int, int | None]) -> None:
    """The versions of all parts that lose or get back a filing or a list rise once."""
    changed = [*filings, *(old for old, _ in _replaced(connection, filings))]
    parts = {part for some in _lots(changed) for part in connection.execute(
        select(t.filings.c.part_id).where(t.filings.c.filing_id.in_(some))).scalars()}
    parts |= {part for table in t.COMPANIONS for some in _lots(documents) for part in connection.execute(
        select(table.c.part_id).where(table.c.document_id.in_(some))).scalars()}
    for some in _lots(sorted(parts)):
        connection.execute(update(t.parts).where(t.parts.c.part_id.in_(some)).values(version=t.parts.c.version + 1))


def _remove(connection: Connection, documents: list[int]) -> None:
    """Delete the documents with all that hangs on them."""
    for some in _lots(documents):
        connection.execute(delete(t.filings).where(t.filings.c.document_id.in_(some)))
        connection.execute(delete(t.documents).where(t.documents.c.document_id.in_(some)))


def _lots(values: Iterable[int]) -> list[list[int]]:
    """At most 500 at a time: databases limit the number of parameters."""
    values = list(values)
    return [values[at:at + 500] for at in range(0, len(values), 500)]
