"""Which bureau the screens show: the real store, or the demonstration bureau while the real store is empty."""

import atexit
import gc
import os
import threading

from sqlalchemy import Engine, select

from data_access import own_packs
from data_access.copy import Copy
from data_access.demo import build
from data_access.intake import jobs
from data_access.store import tables as t
from data_access.store.engine import ROOT, open_store

_copies: dict[str, Copy] = {}
_opening = threading.Lock()


def is_empty(engine: Engine) -> bool:
    """Whether no filing was ever stored."""
    with engine.connect() as connection:
        return connection.execute(select(t.filings.c.filing_id).limit(1)).first() is None


def store() -> Engine:
    """The real store, never the demonstration's: what a person imports, sets or corrects always goes there."""
    return real().engine


def real() -> Copy:
    """The copy of the real store as of its last refresh, whatever the screens show."""
    return _copy("real", open_store, own_packs.home)


def current() -> tuple[Copy, bool]:
    """The copy the screens show, refreshed, and whether it is the demonstration bureau.

    JIHE_NO_DEMO=1 (`run --no-demo`) shows an empty bureau instead of the demonstration.
    """
    copy = real()
    show_demo = os.environ.get("JIHE_NO_DEMO") != "1" and is_empty(copy.engine)
    if show_demo:
        copy = _copy("demo", lambda: build.open_demo(ROOT / "data"), lambda _engine: ROOT / "data" / "demo-packs")
    keep_up(copy)
    return copy, show_demo


def keep_up(copy: Copy) -> None:
    """Refresh a copy; while this process stores a batch the screens stay as they were, and follow once at its end."""
    if not jobs.is_storing():
        copy.refresh()


@atexit.register
def _close() -> None:
    """Let go of everything before the interpreter ends: DuckDB's binding reports what is still held as leaks."""
    _copies.clear()
    gc.unfreeze()
    gc.collect()


def _copy(name: str, opener, folder) -> Copy:
    with _opening:                                            # two first visitors share one copy
        if name not in _copies:
            engine = opener()
            copy = Copy(engine, packs_folder=folder(engine))
            copy.refresh()
            gc.collect()
            gc.freeze()                                       # Streamlit collects after each run: 7–10x with this
            _copies[name] = copy
    return _copies[name]
