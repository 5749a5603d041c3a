"""Stores for tests: a new SQLite file, and a new database on a real PostgreSQL that is started once for all of them."""

import os

import pytest
from sqlalchemy import create_engine, text

from data_access.store.engine import open_store
from tests.store import postgres

REQUIRED = os.environ.get("JIHE_POSTGRES") == "required"


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    if postgres.programs() is None and not REQUIRED:
        pytest.skip("no PostgreSQL on this machine (Debian: postgresql)")
    with postgres.server(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    """The address of a store that does not exist yet, on each kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'jihe.db'}"
        return
    server = create_engine(request.getfixturevalue("postgres_server"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        name = f"jihe_{connection.execute(text('SELECT count(*) FROM pg_database')).scalar_one()}"
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    yield request.getfixturevalue("postgres_server").removesuffix("/postgres") + f"/{name}"


@pytest.fixture
def both(store_url):
    """An engine on an empty store, once on SQLite and once on PostgreSQL."""
    engine = open_store(store_url)
    yield engine
    engine.dispose()
