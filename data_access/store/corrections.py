"""Values that a person set right by hand: they hold whenever the same bytes are read again, until withdrawn.

A correction belongs to a file (sha256) and a cell (address); `old` is what the reader read there, `new` what is right,
both as an officer writes them. At most one stands for a value; those withdrawn or replaced stay as rows.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, insert, select, update

from data_access.intake.record import Filing, Message, Reading
from data_access.store import correctable
from data_access.store import tables as t
from data_access.store.correctable import FIELDS

REREAD = "重新读取"                                           # who withdraws what a better reading replaces


def applied(connection: Connection, reading: Reading) -> list[Message]:
    """Apply the file's standing corrections to a reading in place; gives a message for each."""
    return [_apply(connection, reading.filings, row) for row in standing(connection, reading.sha256)]


def standing(connection: Connection, sha256: str) -> list[Row]:
    """The corrections of a file that hold, oldest first."""
    c = t.corrections.c
    return list(connection.execute(select(t.corrections).where(c.sha256 == sha256, c.withdrawn_at.is_(None))
                                   .order_by(c.correction_id)))


def _apply(connection: Connection, filings: list[Filing], correction: Row) -> Message:
    field = FIELDS[correction.place][correction.field]
    by = f"（{correction.person}，{correction.reason}）"
    found = find(filings, correction)
    if found is None:
        return Message("warning", correction.address, "", field.name,
                       f"人工更正的{field.name}“{shown(correction.new)}”没有套用：重新读取后找不到原来的格子。请核对。{by}")
    filing, ordinal, row = found
    read = field.written(row)
    old = correction.old if read == correction.new else read  # equal where the reading was corrected before
    field.read(row, correction.new)
    now_read = {"position": filing.position, "ordinal": ordinal, "old": old}
    if any(getattr(correction, name) != value for name, value in now_read.items()):
        close(connection, correction.correction_id, REREAD)   # read otherwise, or counted elsewhere, than before
        add(connection, **{**correction._asdict(), **now_read})
    return Message("warning", correction.address, shown(old), shown(correction.new),
                   f"{field.name}读作“{shown(old)}”，按人工更正取“{shown(correction.new)}”。{by}")


def find(filings: list[Filing], correction: Row) -> tuple[Filing, int, correctable.Row] | None:
    """(filing, ordinal, row) of the corrected cell, first looked for in the form of its position; None: it is gone."""
    what = {name: getattr(correction, name) for name in ("place", "ordinal", "field", "address")}
    near = sorted(filings, key=lambda filing: filing.position != correction.position)
    found = ((filing, row_at(filing, **what)) for filing in near
             if correction.address or filing.position == correction.position)
    return next(((filing, *row) for filing, row in found if row), None)


def row_at(filing: Filing, place: str, ordinal: int, field: str, address: str) -> tuple[int, correctable.Row] | None:
    """(ordinal, row) of a filing whose field stands at an address; of several the one of this ordinal."""
    how = FIELDS[place][field]
    rows = {number: row for number, row in rows_of(filing, place) if correctable.address_of(row, how) == address}
    if ordinal in rows:
        return ordinal, rows[ordinal]
    return next(iter(rows.items()), None) if address else None


def rows_of(filing: Filing, place: str) -> Iterator[tuple[int, correctable.Row]]:
    """(ordinal, row) of a place of a filing: itself as 0, its funds, its lines."""
    return enumerate([filing]) if place == "filings" else enumerate(getattr(filing, place), 1)


def add(connection: Connection, **values: object) -> int:
    """Store a correction; the columns of the table but its id and what tells of a withdrawal. Gives the id."""
    kept = {name: value for name, value in values.items() if name not in ("correction_id", "withdrawn_at",
                                                                          "withdrawn_by")}
    return connection.execute(insert(t.corrections).values(**kept).returning(
        t.corrections.c.correction_id)).scalar_one()


def close(connection: Connection, correction_id: int, person: str) -> None:
    """End a correction; the row stays."""
    connection.execute(update(t.corrections).where(t.corrections.c.correction_id == correction_id)
                       .values(withdrawn_at=now(), withdrawn_by=person))


def now() -> datetime:
    """The present moment as the store keeps it: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def shown(text: str) -> str:
    """A value in a sentence; 空 where there is none."""
    return text or "空"
