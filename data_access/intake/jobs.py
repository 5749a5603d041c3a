"""The import that goes on behind the page: one at a time in a process, to be watched from any window.

It outlives a change of page and waits, read but not stored, until somebody confirms or drops it. Uploaded files lie in
a private temporary folder until then; nothing of them stays behind.
"""

import atexit
import itertools
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from data_access.intake import batch as work
from data_access.intake.batch import Batch
from data_access.intake.file import Options
from data_access.intake.pipeline import Source, file_sources
from data_access.intake.progress import Progress
from data_access.intake.result import FileResult
from data_access.store import imports

_PREFIX, _FORGOTTEN = "jihe-import-", 2 * 24 * 3600           # seconds: left by a process that was killed
_numbers = itertools.count(1)
_lock = threading.Lock()
_jobs: list["Job"] = []                                       # at most one


class Busy(Exception):
    """Another import is going on or waits to be confirmed."""


@dataclass
class Job:
    """state: reading → waiting (a preview is ready) → storing → done; or failed, with `error` in Chinese. after: done
    when all is stored, before it counts as done (scores are made anew).

    preview: what storing would do, one result a file; results: what it did; differs: files (by number from 0) of which
    it did something else than previewed, because the store had changed."""

    engine: Engine
    batch: Batch
    person: str
    after: Callable[[], object] = lambda: None
    number: int = field(default_factory=lambda: next(_numbers))
    began: datetime = field(default_factory=imports.now)
    state: str = "reading"
    preview: list[FileResult] = field(default_factory=list)
    results: list[FileResult] = field(default_factory=list)
    differs: list[int] = field(default_factory=list)
    import_id: int | None = None
    error: str = ""
    halt: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    @property
    def progress(self) -> Progress:
        """How far the step is that goes on."""
        return self.batch.progress


def current() -> Job | None:
    """The job of this process, also one that ended and was not looked at yet."""
    return _jobs[0] if _jobs else None


def is_storing() -> bool:
    """Whether this process is putting a batch into the store just now."""
    return any(job.state == "storing" for job in _jobs)


def begin(engine: Engine, options: Options, person: str, files: Iterable[tuple[str, bytes]], *,
          after: Callable[[], object] = lambda: None) -> Job:
    """Take in files, (path, bytes) of each, and start reading them. Raises Busy. `after`: see Job."""
    with _lock:
        if _jobs:
            raise Busy
        _sweep()
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        job = Job(engine, Batch(options, folder, _taken_in(folder, files, options)), person, after)
        _jobs.append(job)
    _start(job, _read)
    return job


def _taken_in(folder: Path, files: Iterable[tuple[str, bytes]], options: Options) -> list[Source]:
    taken = []
    for number, (name, data) in enumerate(files):
        path = folder / f"{number:06}.file"
        path.write_bytes(data)
        taken.append((path, name))
    return [source for path, name in taken
            for source in file_sources(path, name, named=len(taken) == 1, limits=options.limits)]


def take_as(job: Job, number: int, kind: str) -> None:
    """Take one file of a preview for another kind (of a list; '': leave it out) and preview anew."""
    def again(job: Job) -> None:
        work.read_again(job.engine, job.batch, number, kind)
        _preview(job)
    _start(job, again)


def confirm(job: Job, person: str) -> None:
    """Store what waits."""
    job.person = person
    _start(job, _store, "storing")


def halt(job: Job) -> None:
    """Leave off after the file that is being worked at: reading is dropped, what was stored stays (and can be
    undone)."""
    job.halt.set()


def drop(job: Job) -> None:
    """Forget a job that waits or ended, with the files."""
    shutil.rmtree(job.batch.folder, ignore_errors=True)
    with _lock:
        if job in _jobs:
            _jobs.remove(job)


def _start(job: Job, step: Callable[[Job], None], state: str = "reading") -> None:
    """Do a step of a job behind the page."""
    job.state = state
    job.halt.clear()
    job.thread = threading.Thread(target=_guarded, args=(job, step), name="jihe-import", daemon=True)
    job.thread.start()


def _guarded(job: Job, step: Callable[[Job], None]) -> None:
    try:
        step(job)
    except Exception as error:                                # the store cannot be reached, the disk is full
        logging.getLogger(__name__).exception("An import failed")
        job.error = f"没有完成：{(str(error).strip() or type(error).__name__).splitlines()[0][:200]}"
        job.state = "failed"
        shutil.rmtree(job.batch.folder, ignore_errors=True)


def _read(job: Job) -> None:
    work.stage(job.engine, job.batch, stop=job.halt.is_set)
    if job.halt.is_set():
        drop(job)
    else:
        _preview(job)


def _preview(job: Job) -> None:
    job.preview = work.preview(job.engine, job.batch)
    job.state = "waiting"


def _store(job: Job) -> None:
    def begun(number: int) -> None:
        job.import_id = number

    job.results = work.store(job.engine, job.batch, person=job.person, door="page", begun=begun,
                             stop=job.halt.is_set)
    job.differs = [at for at, (said, did) in enumerate(zip(job.preview, job.results, strict=False))
                   if _essence(said) != _essence(did)]
    shutil.rmtree(job.batch.folder, ignore_errors=True)
    job.after()
    job.state = "done"


def _essence(result: FileResult) -> tuple:
    return result.status, result.filings, result.replaced, result.rows, [one.changes for one in result.versions]


def _sweep() -> None:
    """Remove what a process that was killed left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(folder, ignore_errors=True)


@atexit.register
def _forget() -> None:
    """The uploaded files do not outlive the program."""
    for job in list(_jobs):
        job.halt.set()
        shutil.rmtree(job.batch.folder, ignore_errors=True)
