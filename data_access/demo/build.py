"""The demonstration bureau's store: made once, through the same path as imported filings, in a file of its own."""

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import Engine

from data_access.demo.generator import make_bureau
from data_access.demo.plant import Planted
from data_access.intake.record import Reading
from data_access.store import imports
from data_access.store.engine import ROOT, open_store, writing
from data_access.store.write import save_items, save_reading

# What decides the demonstration store's content: when one of these changes, it is made anew.
_SOURCES = ("data_access/demo", "data_access/store", "data_access/intake/record.py", "scoring/values.py",
            "scoring/words.yaml", "scoring/numbers.py")


LATE = 3                                                      # documents of the last year that came by themselves


def build(engine: Engine, **sizes) -> list[Planted]:
    """Save 示例县 into an empty store, in two imports; `sizes` as make_bureau takes them. Gives the planted faults."""
    bureau = make_bureau(**sizes)
    _bring(engine, bureau.readings[:-LATE], bureau.lists)
    _bring(engine, bureau.readings[-LATE:], [])
    return bureau.planted


def _bring(engine: Engine, readings: list[Reading], lists: list[tuple]) -> None:
    number = imports.begin(engine, kind="forms", door="command", person="", options={})
    for reading in readings:
        save_reading(engine, reading, path=f"示例县/{reading.name}", options="demo", import_id=number)
    with writing(engine) as connection:
        for kind, name, items in lists:
            digest = hashlib.sha256(repr(items).encode()).hexdigest()
            save_items(connection, kind, items, name=name, sha256=digest, path=f"示例县/{name}", options="demo",
                       status="read", import_id=number)
    imports.finish(engine, number)


def open_demo(folder: Path, **sizes) -> Engine:
    """The demonstration store in `folder`, made when it is not there yet; its planted faults stand beside it as JSON.

    What an older program made is removed. Raises OSError or SQLAlchemyError when the folder cannot be written.
    """
    path = folder / f"demo-{_fingerprint(sizes)}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("demo-" + "[0-9a-f]" * 10 + ".*"):
            old.unlink(missing_ok=True)
        _make(path, sizes)
    return open_store(f"sqlite:///{path}")


def _make(path: Path, sizes: dict) -> None:
    """Build beside the final name, then move: nobody opens half a store."""
    unfinished = path.with_name(f"unfinished-{os.getpid()}.db")
    unfinished.unlink(missing_ok=True)                        # of a process that broke off
    engine = open_store(f"sqlite:///{unfinished}")
    planted = build(engine, **sizes)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    path.with_suffix(".planted.json").write_text(
        json.dumps([asdict(fault) for fault in planted], ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(unfinished, path)


def _fingerprint(sizes: dict) -> str:
    digest = hashlib.sha256(repr(sorted(sizes.items())).encode())
    for source in _SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in (".py", ".yaml"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
