"""What became of one file of an import, as told on the screen, on a terminal, in the store's list of files."""

from dataclasses import dataclass, field

from data_access.intake.record import Message
from data_access.store.write import Version


@dataclass
class FileResult:
    """What became of one file. status: read, partly, refused, duplicate or ignored.

    kind: what it was read as (forms, or a list of KINDS); format: docx, xlsx …, '' when it was not opened; size: bytes,
    None when it could not be opened; rows: of a list; guess: the list a file without a form, or a reviewers' sheet,
    looks like; department: whose file it is, as far as its own content tells; left_over: (form, address, text), the
    first ones of cells_left; versions: what each filing became."""

    path: str
    sha256: str
    status: str
    filings: int = 0
    lines: int = 0
    replaced: int = 0
    messages: list[Message] = field(default_factory=list)
    kind: str = "forms"
    format: str = ""
    size: int | None = None
    rows: int = 0
    guess: str = ""
    department: str = ""
    year: int | None = None
    cells_read: int = 0
    cells_ignored: int = 0
    cells_left: int = 0
    left_over: list[tuple[str, str, str]] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    document_id: int | None = None
