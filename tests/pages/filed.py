"""A filing imported from a real Word file, its original kept: half the work done, full marks for it."""

from pathlib import Path

from sqlalchemy import Engine

from data_access.copy import Copy
from data_access.intake.batch import import_paths
from data_access.store.engine import open_store
from tests import paper

LINE = "表1 第6行第4列"                                       # 检修水闸
ACTUAL = "表1 第6行第6列"


def half_done(folder: Path, *, actual: str = "5座", **more) -> Path:
    """A form whose first line says that half was done."""
    folder.mkdir(exist_ok=True)
    return paper.form(folder / "水利自评表.docx", lines=paper.changed(0, actual=actual), **more)


def stored(folder: Path, *paths: Path) -> Engine:
    """A store of its own with these files imported, one after the other."""
    engine = open_store(f"sqlite:///{folder / 'jihe.db'}")
    for path in paths:
        import_paths(engine, [path], person="周复核")
    return engine


def copy_of(engine: Engine) -> Copy:
    copy = Copy(engine)
    copy.refresh()
    return copy


def key_of(copy: Copy) -> str:
    """The only filing."""
    return copy.cursor().execute("SELECT filing FROM filings").fetchone()[0]
