"""Open the record store: SQLite in WAL mode by default, PostgreSQL by URL; migrated to the newest tables on opening."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_URL = f"sqlite:///{ROOT / 'data' / 'jihe.db'}"


def store_url(url: str | None = None) -> str:
    """The store to use: the one given, else the environment's JIHE_DB, else data/jihe.db under the project's root."""
    return url or os.environ.get("JIHE_DB") or DEFAULT_URL


def open_store(url: str | None = None) -> Engine:
    """An engine on the store, tables made or migrated. Raises SQLAlchemyError or OSError when out of reach."""
    url = store_url(url)
    if url.startswith("sqlite"):
        return _migrated(_sqlite(url))
    return _migrated(create_engine(url, pool_pre_ping=True))


def memory_store() -> Engine:
    """A store that lives in this process's memory: for `check`, and for tests."""
    return _migrated(_sqlite("sqlite://"))


def _sqlite(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    in_memory = path in ("sqlite://", "", ":memory:")
    if in_memory:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _prepare(raw, _record):
        raw.isolation_level = None                            # we say BEGIN ourselves, below
        raw.execute("PRAGMA foreign_keys=ON")
        if not in_memory:
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def _begin(connection):
        # A reader that later writes would meet SQLITE_BUSY_SNAPSHOT, which no timeout helps: writers say so first.
        writes = connection.get_execution_options().get("jihe_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is stored, or nothing."""
    with engine.connect().execution_options(jihe_writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def copied(engine: Engine, path: Path) -> Iterator[Engine]:
    """A store to try something long on and roll it back. For SQLite a copy at `path`, removed afterwards: there a
    transaction would keep every other writer waiting. Elsewhere the store itself."""
    if engine.dialect.name != "sqlite":
        yield engine
        return
    with engine.connect() as source, closing(sqlite3.connect(path)) as target:
        source.connection.driver_connection.backup(target)
    copy = _sqlite(f"sqlite:///{path}")
    try:
        yield copy
    finally:
        copy.dispose()
        for file in path.parent.glob(f"{path.name}*"):        # with what write-ahead logging left beside it
            file.unlink()


def _migrated(engine: Engine) -> Engine:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return engine
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return engine
