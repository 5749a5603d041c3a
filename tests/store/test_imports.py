"""Taking an import back: what it replaced is current again, whatever came before and after it."""

import pytest
from sqlalchemy import func, select

from data_access.copy import Copy
from data_access.intake import batch as work
from data_access.intake.file import Options
from data_access.intake.pipeline import sources
from data_access.intake.record import Item, Reading
from data_access.store import imports
from data_access.store import tables as t
from data_access.store.engine import writing
from data_access.store.write import save_items, save_within
from tests.paper import form
from tests.store.test_write import current, filing, versions

WATER = "青禾县水利局"


@pytest.fixture
def engine(both):
    return both


def bring(engine, *filings, finished: bool = True) -> int:
    """An import of one document with these filings; gives its number."""
    number = imports.begin(engine, kind="forms", door="page", person="王经办", options={})
    for position, each in enumerate(filings, 1):
        each.position = position
    with writing(engine) as connection:
        saved = save_within(connection, Reading("表.docx", f"{number:064}", "docx", filings=list(filings)),
                            import_id=number)
        imports.add_file(connection, number, 1, path="表.docx", name="表.docx", sha256=f"{number:064}", size=1,
                         kind="docx", status="read", filings=saved.filings, lines=saved.lines,
                         replaced=saved.replaced, department=WATER, year=2024, cells_read=0, cells_ignored=0,
                         cells_left=0, messages=[], document_id=saved.document_id)
    if finished:
        imports.finish(engine, number)
    return number


def budget(engine, *amounts: int, department: str = WATER) -> int:
    number = imports.begin(engine, kind="budget", door="page", person="王经办", options={})
    items = [Item(2024, department, f"项目{at}", None, amount, f"第{at}行") for at, amount in enumerate(amounts, 1)]
    with writing(engine) as connection:
        save_items(connection, "budget", items, name=f"清单{number}.xlsx", path="", sha256=f"{number:064}", options="",
                   status="read", import_id=number)
    imports.finish(engine, number)
    return number


def scores(engine) -> list[int]:
    return [score for _, score in current(engine)]


def counts(engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (t.documents, t.filings, t.lines, t.funds, t.messages, t.budgets)}


def listed(engine) -> list[int]:
    copy = Copy(engine)
    copy.refresh()
    return [row[0] for row in copy.cursor().execute("SELECT budget_fen FROM budgets ORDER BY ordinal").fetchall()]


def test_undoing_brings_the_replaced_version_back_and_leaves_no_row(engine):
    bring(engine, filing(score=80))
    before, key = counts(engine), current(engine)[0][0]
    second = bring(engine, filing(score=90), filing("河道清淤"))
    would = imports.what_undo_does(engine, second)
    done = imports.undo(engine, second, person="李科长")
    assert would == done == imports.Undo(documents=1, filings=2, restored=1, history=0, rows=0)
    assert current(engine) == [(key, 8000)] and counts(engine) == before


@pytest.mark.parametrize(("undone", "left"), [((1,), [9000]), ((2,), [8500]), ((1, 2), [8000]), ((2, 1), [8000]),
                                              ((0,), [9000]), ((0, 1, 2), [])])
def test_of_a_chain_of_three_versions_any_may_go(engine, undone, left):
    numbers = [bring(engine, filing(score=score)) for score in (80, 85, 90)]
    for at in undone:
        imports.undo(engine, numbers[at], person="李科长")
    assert scores(engine) == left


def test_a_version_that_was_replaced_since_goes_from_history_only(engine):
    bring(engine, filing(score=80))
    middle = bring(engine, filing(score=85))
    bring(engine, filing(score=90))
    assert imports.undo(engine, middle, person="").history == 1
    again = bring(engine, filing(score=95))
    imports.undo(engine, again, person="")
    assert scores(engine) == [9000]


def test_two_versions_within_one_import_go_together(engine):
    bring(engine, filing(score=80))
    number = imports.begin(engine, kind="forms", door="command", person="", options={})
    with writing(engine) as connection:
        for score in (85, 90):
            save_within(connection, Reading("表.docx", f"{score}", "docx", filings=[filing(score=score)]),
                        import_id=number)
    done = imports.undo(engine, number, person="", force=True)
    assert (done.filings, done.restored) == (2, 1) and scores(engine) == [8000]


def test_the_parts_touched_rise_so_that_every_copy_notices(engine):
    bring(engine, filing(score=80), filing("绿化", department="青禾县林业局"))
    second = bring(engine, filing(score=90))
    copy = Copy(engine)
    copy.refresh()
    before, version = versions(engine), copy.version
    imports.undo(engine, second, person="")
    after = versions(engine)
    assert {key: after[key] - before[key] for key in before} == {"2024|1": 1, "2024|2": 0}
    copy.refresh()
    found = copy.cursor().execute("SELECT total_score_c FROM filings ORDER BY project").fetchall()
    assert copy.version > version and sorted(found) == [(8000,), (9000,)]
    assert copy.cursor().execute("SELECT undone_at IS NOT NULL FROM imports ORDER BY 1").fetchall() == [
        (False,), (True,)]


def test_a_later_list_counts_and_undoing_it_brings_the_earlier_back(engine):
    budget(engine, 100, 200)
    other = budget(engine, 7, department="青禾县林业局")
    later = budget(engine, 300)
    assert sorted(listed(engine)) == [7, 300]
    assert imports.what_undo_does(engine, later).rows == 1
    imports.undo(engine, later, person="")
    assert sorted(listed(engine)) == [7, 100, 200]
    imports.undo(engine, other, person="")
    assert listed(engine) == [100, 200]


def test_what_happened_stays_told_and_undoing_twice_is_refused(engine):
    number = bring(engine, filing())
    imports.undo(engine, number, person="李科长")
    with engine.connect() as connection:
        row = connection.execute(select(t.imports)).one()
        file = connection.execute(select(t.files)).one()
    assert (row.person, row.undone_by, row.undone_at is not None) == ("王经办", "李科长", True)
    assert (file.status, file.filings, file.document_id) == ("read", 1, None)
    with pytest.raises(imports.NotNow, match="已经撤销"):
        imports.undo(engine, number, person="")
    with pytest.raises(imports.NotNow, match="没有第 99 次"):
        imports.undo(engine, 99, person="")


def test_an_import_that_goes_on_cannot_be_undone_and_one_cut_off_can(engine, monkeypatch):
    number = bring(engine, filing(), finished=False)
    with pytest.raises(imports.NotNow, match="还在进行"):
        imports.undo(engine, number, person="")
    later = imports.now() + imports.QUIET * 2
    monkeypatch.setattr(imports, "now", lambda: later)
    assert imports.undo(engine, number, person="").filings == 1


def test_a_preview_leaves_no_trace_and_storing_does_what_it_said(engine, tmp_path):
    bring(engine, filing("水闸检修", budget=50, score=90))
    before = counts(engine)
    batch = work.Batch(Options(), tmp_path, list(sources([form(tmp_path / "新.docx", total="100")])))
    work.stage(engine, batch)
    said, = work.preview(engine, batch)
    assert counts(engine) == before and said.filings == 1
    numbers = []
    did, = work.store(engine, batch, person="王经办", door="page", begun=numbers.append)
    assert did.versions == said.versions
    imports.undo(engine, numbers[0], person="李科长")
    assert counts(engine) == before


def test_thousands_of_filings_go_in_one_step(engine):
    number = bring(engine, *[filing(f"项目{at}") for at in range(1200)])
    assert imports.undo(engine, number, person="").filings == 1200
    assert set(counts(engine).values()) == {0}
