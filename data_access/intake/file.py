"""One file of an import: read it, save what it gave, tell both as a row of the store's list of files."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from data_access.intake.companions import KINDS, Row, guess, read_list
from data_access.intake.documents.kinds import kind_of
from data_access.intake.documents.limits import LIMITS, Limits
from data_access.intake.pipeline import Source, load, read_loaded
from data_access.intake.record import Message, Reading
from data_access.intake.result import FileResult
from data_access.store.settings import Settings
from data_access.store.write import NO_DEPARTMENT, save_items, save_within, stored_before

LEFT_SHOWN = 60                                               # left-over cells told of one file; the rest are counted
Content = Reading | list[Row] | None
_NOTHING: Mapping[tuple[str, str], str] = {}


@dataclass(frozen=True)
class Options:
    """What was given with an import. kind: forms, that of a list (companions.KINDS), or guess: a file without a form
    that looks like a list, or a reviewers' sheet, is taken for one. region, year, department fill blanks only. again:
    read what was read before anew."""

    kind: str = "forms"
    region: str | None = None
    year: int | None = None
    department: str | None = None
    again: bool = False
    limits: Limits = LIMITS

    def stored(self, kind: str) -> str:
        """What `documents.options` says, so that the same bytes with other options are no duplicate."""
        given = [str(value or "") for value in (self.region, self.year, self.department)]
        return "|".join(given) if kind == "forms" else "|".join([kind, *given[1:]])


def with_settings(options: Options, settings: Settings) -> Options:
    """The options with the bureau's default year and limits where nothing was given.

    Its region is not written down with a filing: the copy looks it up (Copy.choose), so that a change re-scores."""
    return replace(options, year=options.year or settings.default_year, limits=settings.limits)


def read_file(connection: Connection, source: Source, options: Options,
              seen: Mapping[tuple[str, str], str] = _NOTHING) -> tuple[FileResult, Content]:
    """Read a file. seen: (sha256, kind) → path of what was read in the same batch already; those and what is stored are
    duplicates."""
    data, refused = load(source)
    if refused:
        kind = "forms" if options.kind == "guess" else options.kind
        return FileResult(source.name, "", "refused", messages=refused.messages, kind=kind), None
    sha256 = hashlib.sha256(data).hexdigest()
    for kind in ("forms", *KINDS) if options.kind == "guess" else (options.kind,):
        if known := known_as(connection, sha256, kind, options, seen):
            return duplicate(source, sha256, kind, len(data), known), None
    if options.kind in KINDS:
        return read_as_list(source, data, options.kind, options)
    given = {"region": options.region, "year": options.year, "department": options.department,
             "limits": options.limits}
    reading = read_loaded(source, data, given)
    looks_like = guess(data, source.name, options.limits) if _may_be_list(source, data, reading) else ""
    if reading.filings and looks_like != "reviews":
        looks_like = ""
    if looks_like and options.kind == "guess":
        result, content = read_as_list(source, data, looks_like, options)
        return (replace(result, guess=looks_like), content) if content else (_of_reading(source, data, reading), None)
    if looks_like:
        name = KINDS[looks_like]
        risk = "当作自评表会替换部门自己报的表，请撤销这次导入，" if reading.filings else ""
        reading.messages.append(Message("warning", source.name, name, "自评表",
                                        f"这份文件像是{name}，{risk}可作为它导入。"))
    return replace(_of_reading(source, data, reading), guess=looks_like), reading if reading.filings else None


def known_as(connection: Connection, sha256: str, kind: str, options: Options,
             seen: Mapping[tuple[str, str], str] = _NOTHING) -> str | None:
    """Where these bytes are already, in words, so that they need not go in again; None where they must."""
    if (sha256, kind) in seen:
        return f"与同一批的“{seen[sha256, kind]}”内容相同"
    name = None if options.again else stored_before(connection, sha256, options.stored(kind))
    return name and f"内容已在库里（“{name}”）"


def duplicate(source: Source, sha256: str, kind: str, size: int | None, known: str) -> FileResult:
    """The result of a file that is there already."""
    return FileResult(source.name, sha256, "duplicate", kind=kind, size=size, messages=[
        Message("warning", source.name, "", "", f"{known}，跳过。")])


def read_as_list(source: Source, data: bytes, kind: str, options: Options) -> tuple[FileResult, Content]:
    """Read a file as a list of a kind of KINDS."""
    items, messages = read_list(data, source.name, kind, year=options.year, department=options.department,
                                limits=options.limits)
    faulty = any(message.severity == "error" for message in messages)
    return FileResult(source.name, hashlib.sha256(data).hexdigest(),
                      "refused" if not items else "partly" if faulty else "read", messages=messages, kind=kind,
                      format=kind_of(data), size=len(data), rows=len(items),
                      department=_most(item.department for item in items) or "",
                      year=_most(item.year for item in items)), items or None


def _may_be_list(source: Source, data: bytes, reading: Reading) -> bool:
    """Whether it is worth asking: a spreadsheet without a form, or what calls itself a review. A reviewers' sheet reads
    like a form, and taken for one it would replace the department's own."""
    if any(word in text for word in ("复核", "底稿", "抽查")
           for text in (source.name, *(filing.title for filing in reading.filings))):
        return True
    return not reading.filings and (kind_of(data) in ("xlsx", "xls") or source.name.lower().endswith(".csv"))


def _of_reading(source: Source, data: bytes, reading: Reading) -> FileResult:
    found = reading.filings
    left = [(f.project or f.department, *cell) for f in found for cell in f.left_over]
    return FileResult(
        source.name, reading.sha256, reading.status, filings=len(found), lines=sum(len(f.lines) for f in found),
        messages=[*reading.messages, *(message for f in found for message in f.messages)], format=reading.kind,
        size=len(data), department=_most(f.department or f.unit for f in found) or "",
        year=_most(f.year for f in found), cells_read=sum(f.cells_read for f in found),
        cells_ignored=sum(f.cells_ignored for f in found), cells_left=len(left), left_over=left[:LEFT_SHOWN])


def _most(values: Iterable[Any]) -> Any:
    """The most frequent value that says something, or None."""
    counted = Counter(value for value in values if value)
    return counted.most_common(1)[0][0] if counted else None


def save_file(connection: Connection, result: FileResult, content: Content, options: Options,
              import_id: int | None) -> FileResult:
    """Save what a file gave, within the caller's transaction; gives the result with what became of it."""
    if content is None:
        return result
    said = {"path": result.path, "options": options.stored(result.kind), "import_id": import_id}
    if isinstance(content, Reading):
        saved = save_within(connection, content, **said)
        department = _most(one.department for one in saved.versions if one.department != NO_DEPARTMENT) or ""
    else:
        saved = save_items(connection, result.kind, content, name=Path(result.path).name, sha256=result.sha256,
                           status=result.status, **said)
        department = result.department
    partly = result.kind in KINDS and any(message.severity == "error" for message in saved.messages)
    return replace(result, filings=saved.filings, lines=saved.lines, replaced=saved.replaced, versions=saved.versions,
                   messages=[*result.messages, *saved.messages], department=department, document_id=saved.document_id,
                   status="partly" if partly else result.status)


def row(result: FileResult) -> dict[str, Any]:
    """The columns of `files` for a result; lines of a list are its rows, its kind is that of the list."""
    names = ("path sha256 size status filings lines replaced department year cells_read cells_ignored cells_left "
             "document_id").split()
    return {name: getattr(result, name) for name in names} | {
        "lines": result.lines or result.rows,
        "name": Path(result.path).name, "kind": result.format if result.kind == "forms" else result.kind,
        "messages": [asdict(message) for message in result.messages]}
