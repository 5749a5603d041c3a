"""The store on a real PostgreSQL: the same filings, the same scores, the same findings as on SQLite."""

from data_access.copy import Copy
from data_access.demo.generator import make_filings
from data_access.store.engine import memory_store, open_store
from data_access.store.write import save_reading


def _rows(engine, table: str) -> list[tuple]:
    copy = Copy(engine)
    copy.refresh()
    columns = {"findings": "key, severity, message", "line_scores": "* EXCLUDE part_id",
               "filing_scores": "* EXCLUDE part_id"}[table]
    return copy.cursor().sql(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()


def test_postgresql_and_sqlite_give_the_same_scores_and_findings(postgres_server):
    readings, _ = make_filings(size=120)
    engines = [open_store(postgres_server), memory_store()]
    for engine in engines:
        for reading in readings:
            save_reading(engine, reading)
    for table in ("line_scores", "filing_scores", "findings"):
        on_postgres, on_sqlite = (_rows(engine, table) for engine in engines)
        assert on_postgres and on_postgres == on_sqlite


def test_postgresql_keeps_history_when_a_filing_is_filed_again(postgres_server):
    engine = open_store(postgres_server)
    readings, _ = make_filings(seed=7, size=20)
    save_reading(engine, readings[0])
    again = save_reading(engine, readings[0])
    assert again.replaced == len(readings[0].filings)
