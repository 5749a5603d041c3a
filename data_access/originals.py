"""The original files, kept by their hash: what a value's address leads back to (design.md §2).

One file a document, named by the sha256 of its bytes, in a folder beside the store; written whole or not at all.
Shown only in clips round a value, never exported.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from sqlalchemy import Engine

from data_access.store import settings
from data_access.store.engine import ROOT


def home(engine: Engine) -> Path:
    """The folder of a store's originals: beside its file, or data/originals where the store is no file."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    return (Path(path).parent if path and path != ":memory:" else ROOT / "data") / "originals"


def keep(engine: Engine, sha256: str, data: bytes) -> None:
    """Keep a file's bytes under their hash; does nothing where the settings say no or it is kept. Raises OSError."""
    path = home(engine) / sha256
    if path.exists() or not settings.load(engine).keep_originals:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)                                # a reader sees the whole file or none
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def load(engine: Engine, sha256: str) -> bytes | None:
    """The bytes kept under a hash; None where none are kept."""
    path = home(engine) / sha256
    return path.read_bytes() if sha256 and path.is_file() else None
