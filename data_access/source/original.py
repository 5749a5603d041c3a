"""The original of a document, opened again within the limits; or why there is none, in Chinese."""

from collections.abc import Sequence

from sqlalchemy import Engine

from data_access import originals
from data_access.intake.documents import read_document
from data_access.intake.documents.grid import Document
from data_access.source.clip import Clip, clip
from data_access.store import settings

AGAIN = "在导入页重新导入这份文件（勾选“重新读取”），即可留存原件。"


def is_kept(engine: Engine, sha256: str) -> bool:
    """Whether the original can be opened."""
    return originals.is_kept(engine, sha256)


def why_missing(engine: Engine, sha256: str) -> str:
    """Why there is no original, and what to do."""
    if originals.is_kept(engine, sha256):
        return f"留存的原件与入库时不一致，可能被改动过，不能作为依据。请用部门报送的原件核对；{AGAIN}"
    if not settings.load(engine).keep_originals:
        return ("设置里没有勾选“留存原件”。请按文件名找部门报送的原件核对；"
                f"需要在这里查看时，先在设置页打开留存，再{AGAIN}")
    return f"这份文件入库时还没有留存原件，或原件已被移走。请按文件名找部门报送的原件核对；{AGAIN}"


def opened(engine: Engine, sha256: str) -> Document | None:
    """The document read again; None where no sound original is kept. Raises Unreadable beyond the limits."""
    data = originals.load(engine, sha256)
    return None if data is None else read_document(data, settings.load(engine).limits)


def clipped(engine: Engine, sha256: str, document: Document, addresses: Sequence[str]) -> Clip | None:
    """The place round the first address in the original; None where it has no such place."""
    data = originals.load(engine, sha256)
    return None if data is None else clip(data, document, addresses, settings.load(engine).limits)
