"""The original files, kept by their hash: what a value's address leads back to (design.md §2).

One file a document, named by the sha256 of its bytes, in a folder beside the store; written whole or not at all.
Shown only in clips round a value, never exported.
"""

import hashlib
import os
import re
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine

from data_access.store import settings
from data_access.store.engine import ROOT

_HASH = re.compile(r"[0-9a-f]{64}")


def home(engine: Engine) -> Path:
    """The folder of a store's originals: beside its file, or data/originals where the store is no file."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    return (Path(path).parent if path and path != ":memory:" else ROOT / "data") / "originals"


def keep(engine: Engine, sha256: str, data: bytes) -> None:
    """Keep a file's bytes under their hash; does nothing where the settings say no, it is kept, or the
    store itself lives in memory only. Raises OSError."""
    if not _HASH.fullmatch(sha256):
        raise ValueError(f"no sha256: {sha256!r}")
    path = home(engine) / sha256
    if str(engine.url) == "sqlite://" or path.exists() or not settings.load(engine).keep_originals:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".new-{uuid4().hex}")
    try:
        new.write_bytes(data)
        os.replace(new, path)                                 # a reader sees the whole file or none
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def is_kept(engine: Engine, sha256: str) -> bool:
    """Whether a file is kept under this hash."""
    return bool(_HASH.fullmatch(sha256)) and (home(engine) / sha256).is_file()


def load(engine: Engine, sha256: str) -> bytes | None:
    """The bytes kept under a hash; None where none are kept, or the file is not what it was."""
    if not is_kept(engine, sha256):
        return None
    data = (home(engine) / sha256).read_bytes()
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
