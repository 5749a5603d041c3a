"""Many files at once: stage (read them, nothing stored), preview (what storing would do), store; or in one go.

Of a staged batch only the results are in memory; what was read waits on the disk, one file each.
"""

import logging
import os
import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from data_access import originals
from data_access.intake import file as one
from data_access.intake.file import Content, Options
from data_access.intake.owners import owners_of
from data_access.intake.pipeline import Source, load, sources
from data_access.intake.progress import Progress
from data_access.intake.record import Message
from data_access.intake.result import FileResult
from data_access.store import imports, settings
from data_access.store.engine import copied, writing
from data_access.store.proposals import proposals

Stop = Callable[[], bool]                                     # asked before each file: whether to leave off
_STORE_FAILS = (OSError, OperationalError, InterfaceError)    # nothing more can be done


@dataclass
class Batch:
    """Files read and waiting. folder: where their readings lie. files: one result each, in order. alike: names of
    departments that would stand side by side and may be one: (name, likely name, why)."""

    options: Options
    folder: Path
    found: list[Source]
    files: list[FileResult] = field(default_factory=list)
    alike: list[tuple[str, str, str]] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)


def stage(engine: Engine, batch: Batch, *, stop: Stop = lambda: False) -> None:
    """Read every file of the batch; nothing is stored."""
    batch.files.clear()
    batch.progress.begin(len(batch.found))
    seen: dict[tuple[str, str], str] = {}
    for number, source in enumerate(batch.found):
        if stop():
            return
        batch.progress.name = source.name
        with engine.connect() as connection:
            result, content = one.read_file(connection, source, batch.options, seen)
        keep(batch, number, content)
        if content is not None:
            seen[result.sha256, result.kind] = result.path
        batch.files.append(result)
        batch.progress.done += 1


def keep(batch: Batch, number: int, content: Content) -> None:
    """Put what a file gave on the disk."""
    _place(batch, number).write_bytes(pickle.dumps(content, pickle.HIGHEST_PROTOCOL))


def _content(batch: Batch, number: int) -> Content:
    return pickle.loads(_place(batch, number).read_bytes())   # our own, from our own folder


def _place(batch: Batch, number: int) -> Path:
    return batch.folder / f"{number:06}.reading"


def read_again(engine: Engine, batch: Batch, number: int, kind: str) -> None:
    """Take one file of a staged batch for another kind (of a list; '' leaves it out); see it by `preview`."""
    source = batch.found[number]
    if kind:
        with engine.connect() as connection:
            result, content = one.read_file(connection, source, replace(batch.options, kind=kind))
        batch.files[number] = replace(result, guess=batch.files[number].guess)
    else:
        content = None
        batch.files[number] = replace(batch.files[number], status="ignored", rows=0, kind="forms", messages=[Message(
            "warning", source.name, "", "", "按您的选择，这份文件没有导入。")])
    keep(batch, number, content)


def preview(engine: Engine, batch: Batch) -> list[FileResult]:
    """What storing the batch would do, by doing it and taking it back; fills in `alike`."""
    with copied(engine, batch.folder / "try.db") as place, \
            place.connect().execution_options(jihe_writes=True) as connection:
        whole = connection.begin()
        try:
            results = [_saved(connection, result, _content(batch, number), batch.options, None)
                       for number, result in enumerate(batch.files)]
            batch.alike = _alike(connection, results)
            return results
        finally:
            whole.rollback()


def _alike(connection: Connection, results: list[FileResult]) -> list[tuple[str, str, str]]:
    here = {version.department for result in results for version in result.versions}
    return [(pair.one.name, pair.into.name, pair.reason) for pair in proposals(connection)
            if {pair.one.name, pair.into.name} & here]


def _saved(connection: Connection, result: FileResult, content: Content, options: Options,
           import_id: int | None) -> FileResult:
    """Save one file within a transaction; what cannot be saved is set aside and leaves no trace."""
    step = connection.begin_nested()
    try:
        result = one.save_file(connection, result, content, options, import_id)
        step.commit()
    except _STORE_FAILS:
        raise
    except Exception as error:
        step.rollback()
        if os.environ.get("JIHE_DEBUG") == "1":
            raise
        logging.getLogger(__name__).debug("saving failed", exc_info=error)
        return replace(result, status="refused", filings=0, lines=0, rows=0, messages=[Message(
            "error", Path(result.path).name, type(error).__name__, "能够入库的自评表",
            "存入数据库时遇到程序没有预料到的内容，这份文件没有入库。请把文件发给维护人员。")])
    return result


def store(engine: Engine, batch: Batch, *, person: str, door: str, begun: Callable[[int], None] = lambda _: None,
          stop: Stop = lambda: False) -> list[FileResult]:
    """Store a staged batch file by file, each in a transaction of its own; gives the results. `begun` is told the
    number of the import."""
    import_id = _begin(engine, batch.options, person, door)
    begun(import_id)
    batch.progress.begin(len(batch.files))
    results, seen = [], {}
    for number, (source, result) in enumerate(zip(batch.found, batch.files, strict=True)):
        if stop():
            break
        batch.progress.name = source.name
        content = _content(batch, number)
        if result.status == "duplicate" or content is not None:
            result, content = _fresh(engine, source, result, content, batch.options, seen)
        results.append(_store_one(engine, import_id, number, source, result, content, batch.options))
        if results[-1].document_id:
            seen[result.sha256, result.kind] = result.path
        batch.progress.done += 1
    _end(engine, import_id, results)
    return results


def _fresh(engine: Engine, source: Source, result: FileResult, content: Content, options: Options,
           seen: dict[tuple[str, str], str]) -> tuple[FileResult, Content]:
    """The store may have changed since the file was read: a duplicate may be gone by now, another may have come."""
    with engine.connect() as connection:
        known = one.known_as(connection, result.sha256, result.kind, options, seen)
        if known and content is not None:
            return one.duplicate(source, result.sha256, result.kind, result.size, known), None
        if not known and result.status == "duplicate":
            return one.read_file(connection, source, replace(options, kind=result.kind))
    return result, content


def _store_one(engine: Engine, import_id: int, number: int, source: Source, result: FileResult, content: Content,
               options: Options) -> FileResult:
    if content is not None:
        result = _with_original(engine, source, result)
    with writing(engine) as connection:
        result = _saved(connection, result, content, options, import_id)
        imports.add_file(connection, import_id, number + 1, **one.row(result))
    return result


def _with_original(engine: Engine, source: Source, result: FileResult) -> FileResult:
    """Keep the file itself, where the bureau wants that; a full disk costs the original, not the filings."""
    try:
        data, refused = load(source)
        if refused is None:
            originals.keep(engine, result.sha256, data)
    except OSError as error:
        return replace(result, messages=[*result.messages, Message(
            "warning", source.name, type(error).__name__, "原件", "原件没有保存（磁盘可能已满），内容已照常入库。")])
    return result


def _begin(engine: Engine, options: Options, person: str, door: str) -> int:
    given = {"region": options.region, "year": options.year, "department": options.department, "again": options.again}
    return imports.begin(engine, kind="forms" if options.kind == "guess" else options.kind, door=door, person=person,
                         options={name: value for name, value in given.items() if value})


def _end(engine: Engine, import_id: int, results: list[FileResult]) -> None:
    imports.name_owners(engine, import_id, owners_of(engine, results))
    imports.finish(engine, import_id)


def import_paths(engine: Engine, paths: Iterable[str | Path], *, kind: str = "forms", region: str | None = None,
                 year: int | None = None, department: str | None = None, again: bool = False, person: str = "",
                 watch: Callable[[Progress], None] = lambda _: None,
                 begun: Callable[[int], None] = lambda _: None) -> list[FileResult]:
    """Read files, folders and .zip archives and store each at once, in a transaction of its own.

    kind: forms, or that of a list. `watch` is shown the progress before each file and at the end; `begun` is told the
    number of the import."""
    options = one.with_settings(Options(kind, region, year, department, again), settings.load(engine))
    found = list(sources(paths, options.limits))
    if not found:
        return []
    import_id = _begin(engine, options, person, "command")
    begun(import_id)
    progress, results, seen = Progress(total=len(found)), [], {}
    for number, source in enumerate(found):
        progress.name = source.name
        watch(progress)
        with engine.connect() as connection:
            result, content = one.read_file(connection, source, options, seen)
        results.append(_store_one(engine, import_id, number, source, result, content, options))
        if results[-1].document_id:
            seen[result.sha256, result.kind] = result.path
        progress.done += 1
    progress.name = ""
    watch(progress)
    _end(engine, import_id, results)
    return results
