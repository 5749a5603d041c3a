"""export claims, accounts: tables of the store that a later import fills, written as they stand."""

from datetime import date

from sqlalchemy import Engine, MetaData, Table, inspect, select

from data_access.exports.selection import Selection


def stored(engine: Engine, name: str, selection: Selection) -> list[dict] | None:
    """The rows of a table of the store, all columns; None where the store has no such table yet."""
    if not inspect(engine).has_table(name):
        return None
    table = Table(name, MetaData(), autoload_with=engine)
    wanted = {"year": selection.year, "department": selection.department}
    where = [table.c[column] == value for column, value in wanted.items() if value is not None and column in table.c]
    with engine.connect() as store:
        found = store.execute(select(table).where(*where).order_by(*table.primary_key.columns)).mappings()
        return [{column: _plain(value) for column, value in row.items()} for row in found]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
