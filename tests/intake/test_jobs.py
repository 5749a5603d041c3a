"""The import behind the page: it waits for a person, can be stopped or fail, and leaves nothing behind."""

import pytest
from sqlalchemy import select

from data_access.intake import batch as work
from data_access.intake import jobs
from data_access.intake.file import Options
from data_access.store import imports
from data_access.store import tables as t
from tests.intake.test_batch import engine, facts, folder

__all__ = ["engine", "folder"]


@pytest.fixture
def no_job():
    yield
    while job := jobs.current():
        jobs.drop(job)


def begun(engine, folder, **options) -> jobs.Job:
    files = ((str(path.relative_to(folder.parent)), path.read_bytes()) for path in sorted(folder.rglob("*.*")))
    job = jobs.begin(engine, Options(**{"kind": "guess", **options}), "王经办", files)
    job.thread.join(60)
    return job


def test_a_job_waits_for_a_person_and_leaves_nothing_on_the_disk(engine, folder, no_job):
    job = begun(engine, folder)
    assert job.state == "waiting" and jobs.current() is job and facts(engine)["filings"] == 0
    with pytest.raises(jobs.Busy):
        jobs.begin(engine, Options(), "另一人", [])
    jobs.confirm(job, "李科长")
    job.thread.join(60)
    assert (job.state, job.differs, job.import_id) == ("done", [], 1) and facts(engine)["filings"] == 3
    assert not job.batch.folder.exists() and jobs.current() is job          # until somebody has seen it
    jobs.drop(job)
    assert jobs.current() is None


def test_a_job_dropped_stores_nothing(engine, folder, no_job):
    job = begun(engine, folder)
    jobs.drop(job)
    assert not job.batch.folder.exists() and facts(engine)["documents"] == 0


def test_a_job_stopped_while_storing_keeps_whole_files_and_ends_in_order(engine, folder, no_job, monkeypatch):
    job = begun(engine, folder)
    real = work._store_one

    def stops(*arguments):
        jobs.halt(job)
        return real(*arguments)

    monkeypatch.setattr(work, "_store_one", stops)
    jobs.confirm(job, "王经办")
    job.thread.join(60)
    assert job.state == "done" and len(job.results) == 1
    with engine.connect() as connection:
        assert connection.execute(select(t.imports.c.finished_at)).scalar_one() is not None


def test_a_store_that_fails_is_told_and_what_was_stored_can_be_undone(engine, folder, no_job, monkeypatch):
    job = begun(engine, folder)
    real, calls = work._store_one, []

    def fails(*arguments):
        calls.append(1)
        if len(calls) == 4:
            raise OSError("disk full")
        return real(*arguments)

    monkeypatch.setattr(work, "_store_one", fails)
    jobs.confirm(job, "王经办")
    job.thread.join(60)
    assert job.state == "failed" and "disk full" in job.error and not job.batch.folder.exists()
    stored = facts(engine)["filings"]
    assert stored and imports.undo(engine, job.import_id, person="", force=True).filings == stored
