"""A store of an older version opens with all its filings, on SQLite and on PostgreSQL; migrations and tables agree."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, insert, select, text

from data_access.copy import Copy
from data_access.demo.generator import make_filings
from data_access.store import engine as opening
from data_access.store import tables as t
from data_access.store.engine import memory_store, open_store, writing
from data_access.store.write import save_reading

SIZE = 30


def old_store(url: str, revision: str) -> None:
    """A store as that version left it: its own tables, filled with what the version knew of some filings."""
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
    engine = opening._sqlite(url) if url.startswith("sqlite") else create_engine(url)
    today = memory_store()
    for reading in make_filings(seed=3, size=SIZE)[0]:
        save_reading(today, reading)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        _fill(connection, today)
    engine.dispose()


def _fill(connection, today) -> None:
    then = MetaData()
    then.reflect(connection)
    with today.connect() as source:
        for table in t.metadata.sorted_tables:
            known = then.tables.get(table.name)
            rows = source.execute(select(table)).mappings().all()
            if known is None or not rows:
                continue
            names = [column.name for column in table.c if column.name in known.c]
            # today's types: to reflection a JSON column of SQLite is text
            connection.execute(insert(table), [{name: row[name] for name in names} for row in rows])
            if connection.dialect.name == "postgresql":
                _count_on(connection, table)


def _count_on(connection, table) -> None:
    """Let PostgreSQL's numbering go on behind the rows put in with numbers of their own."""
    column = next(iter(table.primary_key.columns))
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:t, :c)"),
                                  {"t": table.name, "c": column.name}).scalar_one()
    if sequence:
        connection.execute(text(f"SELECT setval('{sequence}', (SELECT max({column.name}) FROM {table.name}))"))


def shown(engine) -> tuple[list, list]:
    copy = Copy(engine)
    copy.refresh()
    cursor = copy.cursor()
    return (cursor.sql("SELECT filing, project, total_score_c FROM filings ORDER BY 1").fetchall(),
            cursor.sql("SELECT key, severity, message FROM findings ORDER BY ALL").fetchall())


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_store_of_an_older_version_opens_with_all_it_held(store_url, revision):
    old_store(store_url, revision)
    engine, fresh = open_store(store_url), memory_store()
    for reading in make_filings(seed=3, size=SIZE)[0]:
        save_reading(fresh, reading)
    filings, findings = shown(engine)
    assert len(filings) == SIZE and findings
    if revision == "0002":                                    # the first version knew no claims, which E10 compares
        assert (filings, findings) == shown(fresh)
    with engine.connect() as connection:
        assert set(connection.execute(select(t.documents.c.import_id)).scalars()) == {None}
    engine.dispose()


def test_an_older_store_takes_new_filings_and_what_is_filed_again(store_url):
    old_store(store_url, "0002")
    engine = open_store(store_url)
    again, more = make_filings(seed=3, size=SIZE)[0][0], make_filings(seed=4, size=SIZE)[0][0]
    saved = save_reading(engine, again)
    assert saved.replaced == saved.filings == len(again.filings)
    assert save_reading(engine, more).filings
    engine.dispose()


def test_the_migrations_make_the_tables_the_code_speaks_of(both):
    with both.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert not compare_metadata(context, t.metadata)
