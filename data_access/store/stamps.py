"""Stamps: they rise with changes of the store that no part's version tells of, so that every copy notices."""

from sqlalchemy import Connection, func, insert, select, update

from data_access.store import tables as t


def raise_stamp(connection: Connection, name: str) -> None:
    """Say, in the change's own transaction, that something changed. name: imports, settings, corrections …"""
    s = t.stamps.c
    if not connection.execute(update(t.stamps).where(s.name == name).values(version=s.version + 1)).rowcount:
        connection.execute(insert(t.stamps).values(name=name, version=1))


def total(connection: Connection) -> int:
    """The sum of all stamps; it only rises."""
    return connection.execute(select(func.coalesce(func.sum(t.stamps.c.version), 0))).scalar_one()
