"""Importing from a screen: what pages call. Everything goes to the real store, never to the demonstration's."""

from collections.abc import Iterable

from data_access import exports, open_copy
from data_access.exports import write
from data_access.exports.unread import of_results
from data_access.intake import jobs
from data_access.intake.companions import KINDS
from data_access.intake.file import Options, with_settings
from data_access.intake.jobs import Busy, Job
from data_access.intake.owners import owners_of
from data_access.store import imports, settings
from data_access.store.imports import NotNow, Undo

__all__ = ["KINDS", "Busy", "Job", "NotNow", "Undo", "ask", "begin", "jobs", "megabytes", "own", "undo",
           "unread_number", "unread_of", "unread_of_preview", "what_undo_does"]


def begin(files: Iterable[tuple[str, bytes]], *, person: str, kind: str, region: str | None, year: int | None,
          department: str | None, again: bool) -> Job:
    """Take in files, (path, bytes) of each, and start reading them behind the page. Raises jobs.Busy.

    kind: guess, forms, or that of a list (KINDS); region, year, department fill blanks only; again: read anew what is
    stored."""
    engine = open_copy.store()
    options = with_settings(Options(kind, region, year, department, again), settings.load(engine))
    return jobs.begin(engine, options, person, files, after=open_copy.real().refresh)


def own() -> settings.Settings:
    """The bureau's settings, for what a blank option means."""
    return settings.load(open_copy.store())


def megabytes() -> int:
    """The biggest file that is taken, in MB."""
    return max(1, own().limits.file_bytes // 1024 ** 2)


def ask(query, *arguments):
    """`query(cursor, *arguments)` on the real store's copy, refreshed; whatever bureau the screens show."""
    copy = open_copy.real()
    open_copy.keep_up(copy)
    return query(copy.cursor(), *arguments)


def what_undo_does(import_id: int) -> Undo:
    """The consequences of `undo`, without undoing."""
    return imports.what_undo_does(open_copy.store(), import_id)


def undo(import_id: int, *, person: str) -> Undo:
    """Take back everything an import stored. Raises NotNow, in Chinese."""
    engine = open_copy.store()
    job = jobs.current()
    if job is not None and job.import_id == import_id and job.state == "storing":
        raise NotNow(f"第 {import_id} 次导入还在进行，请等它结束后再撤销。")
    if not person.strip():
        raise NotNow("请先填写经办人。")
    ours = job is not None and job.import_id == import_id     # it failed: nothing of it goes on any more
    return imports.undo(engine, import_id, person=person.strip(), force=ours)


def unread_of(import_id: int | None) -> bytes:
    """The list to send back as xlsx: of one import, or (None) of all that stand."""
    words = "全部导入" if import_id is None else f"第 {import_id} 次导入"
    return _workbook(ask(lambda cursor: exports.unread(cursor, import_id=import_id)), words)


def unread_of_preview(job: Job) -> bytes:
    """The list to send back for files that are read but not stored, as xlsx."""
    return _workbook(of_results(job.preview, owners_of(job.engine, job.preview)), "尚未入库的一批文件")


def _workbook(objects: list[dict], words: str) -> bytes:
    return write.as_xlsx("unread", objects, write.About(words, exports.data_date(open_copy.store()),
                                                              bureau=own().bureau))


def unread_number() -> int:
    """How many files wait to be sent back, over all imports."""
    return len({(row["import"], row["path"]) for row in ask(exports.unread)})
