"""What the store does for imports, settings, decisions and lists, on SQLite and on a real PostgreSQL alike.

Corrections: test_corrections.py; older stores: test_migrations.py; scores and findings: test_postgres.py.
"""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from data_access.copy import Copy
from data_access.demo.generator import make_filings
from data_access.intake.batch import Batch, preview, stage, store
from data_access.intake.file import Options
from data_access.intake.pipeline import sources
from data_access.intake.record import Item
from data_access.store import decisions, imports, settings
from data_access.store import tables as t
from data_access.store.engine import open_store, writing
from data_access.store.write import save_items, save_within
from tests.intake.shared import ROOT


@pytest.fixture
def readings():
    return make_filings(seed=11, size=24)[0]


def brought(engine, readings, *, scores: int = 0) -> int:
    """An import of some readings, their totals raised by some points; gives its number."""
    number = imports.begin(engine, kind="forms", door="command", person="周复核", options={"year": None})
    for ordinal, reading in enumerate(readings, 1):
        filings = [replace(one, total_score_c=(one.total_score_c or 0) - scores) for one in reading.filings]
        changed = replace(reading, filings=filings, sha256=f"{reading.name}{scores}"[:64])
        with writing(engine) as connection:
            saved = save_within(connection, changed, import_id=number)
            imports.add_file(connection, number, ordinal, path=reading.name, name=reading.name, sha256=changed.sha256,
                             size=10_000, kind="docx", status="read", filings=saved.filings, lines=saved.lines,
                             replaced=saved.replaced, department="", year=None, cells_read=9, cells_ignored=1,
                             cells_left=0, messages=[], document_id=saved.document_id)
    imports.finish(engine, number)
    return number


def current(engine) -> dict[str, int]:
    """Key and total of every current filing."""
    f = t.filings.c
    with engine.connect() as connection:
        return dict(map(tuple, connection.execute(select(f.key, f.total_score_c).where(f.replaced_by.is_(None)))))


def count(engine, table) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_undoing_an_import_brings_back_what_it_replaced(both, readings):
    first = brought(both, readings)
    before = current(both)
    copy = Copy(both)
    copy.refresh()
    second = brought(both, readings, scores=100)
    assert current(both) != before and set(current(both)) == set(before)
    copy.refresh()
    done = imports.undo(both, second, person="周复核")
    assert (done.filings, done.restored, done.history) == (len(before), len(before), 0)
    assert current(both) == before
    assert copy.refresh(), "the copy did not notice the undoing"
    shown = dict(copy.cursor().execute("SELECT filing, total_score_c FROM filings").fetchall())
    assert shown == before
    imports.undo(both, first, person="周复核")
    assert not current(both) and not count(both, t.lines) and not count(both, t.documents)
    assert count(both, t.imports) == 2 and count(both, t.files) == 2 * len(readings), "what was done stays told"


def test_undoing_the_import_in_the_middle_leaves_the_later_one_standing(both, readings):
    numbers = [brought(both, readings, scores=points) for points in (0, 100, 200)]
    last = current(both)
    done = imports.undo(both, numbers[1], person="周复核")
    assert (done.restored, done.history) == (0, len(last))
    assert current(both) == last
    assert imports.undo(both, numbers[2], person="周复核").restored == len(last)
    assert set(current(both)) == set(last) and current(both) != last


def test_an_import_is_undone_once_and_not_while_it_goes_on(both, readings):
    going = imports.begin(both, kind="forms", door="page", person="", options={})
    with pytest.raises(imports.NotNow, match="还在进行"):
        imports.undo(both, going, person="周复核")
    number = brought(both, readings[:1])
    imports.undo(both, number, person="周复核")
    with pytest.raises(imports.NotNow, match="已经撤销"):
        imports.undo(both, number, person="周复核")
    with pytest.raises(imports.NotNow, match="没有"):
        imports.undo(both, 999, person="周复核")


def listed(engine, name: str, *items: Item) -> int:
    """An import of a budget list; gives its number."""
    number = imports.begin(engine, kind="budget", door="command", person="周复核", options={})
    with writing(engine) as connection:
        save_items(connection, "budget", list(items), name=name, path=name, sha256=name.ljust(64, "0"), options="",
                   status="read", import_id=number)
    imports.finish(engine, number)
    return number


def budgets(engine) -> set[tuple[str, int]]:
    """Project and budget of the lists that count."""
    copy = Copy(engine)
    copy.refresh()
    return set(copy.cursor().execute("SELECT project, budget_fen FROM budgets").fetchall())


def test_undoing_an_import_of_a_list_brings_back_the_list_before(both):
    first = listed(both, "清单.xlsx", Item(2024, "青禾县水利局", "水闸检修", None, 50_000_000, "表1 第2行"),
                   Item(2024, "青禾县教育局", "校舍维修", "51", 90_000_000, "表1 第3行"))
    before = budgets(both)
    assert len(before) == 2
    second = listed(both, "清单2.xlsx", Item(2024, "青禾县水利局", "水闸检修", None, 60_000_000, "表1 第2行"))
    assert budgets(both) == {("水闸检修", 60_000_000), ("校舍维修", 90_000_000)}
    assert imports.undo(both, second, person="周复核").rows == 1
    assert budgets(both) == before
    assert imports.undo(both, first, person="周复核").rows == 2
    assert not budgets(both) and not count(both, t.budgets)


SAMPLES = ROOT / "samples" / "青禾县"


@pytest.fixture
def batch(both, tmp_path):
    """Three sample files and a letter without a form, read but not stored."""
    wanted = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in (".docx", ".xls")]
    found = Batch(Options(region="青禾县"), tmp_path, list(sources(wanted)))
    stage(both, found)
    return found


def test_a_preview_says_what_storing_does_and_leaves_nothing(both, batch):
    told = preview(both, batch)
    assert not count(both, t.documents) and not count(both, t.filings) and not count(both, t.departments)
    stored = store(both, batch, person="周复核", door="page")
    assert [(one.status, one.filings, one.lines, one.replaced) for one in told] == [
        (one.status, one.filings, one.lines, one.replaced) for one in stored]
    assert count(both, t.filings) == sum(one.filings for one in stored) > 5
    again = preview(both, batch)
    assert sum(one.replaced for one in again) == count(both, t.filings), "what is stored would be replaced"
    assert not any(version.changes for one in again for version in one.versions)


def test_an_import_tells_whose_files_came_and_what_became_of_each(both, batch):
    store(both, batch, person="周复核", door="page")
    with both.connect() as connection:
        rows = {row.name: row for row in connection.execute(select(t.files))}
        found = connection.execute(select(t.imports)).one()
    assert (found.kind, found.door, found.person, found.options) == ("forms", "page", "周复核", {"region": "青禾县"})
    assert found.finished_at is not None
    letter = next(row for name, row in rows.items() if "通知" in name)
    assert (letter.filings, letter.document_id) == (0, None) and letter.messages
    school = next(row for name, row in rows.items() if "教育局" in name)
    assert (school.status, school.filings, school.department, school.year) == ("read", 3, "青禾县教育局", 2024)
    assert school.cells_left == 0 < school.cells_read


def test_settings_are_kept_with_who_and_when(both, store_url):
    assert settings.load(both) == settings.Settings()
    settings.save(both, person="周复核", bureau="青禾县财政局", default_year=2024, limits={"pdf_pages": 80})
    assert settings.save(both, person="周复核", bureau="青禾县财政局") == []
    assert settings.save(both, person="吴核对", bureau="青禾县财政局绩效股") == ["bureau"]
    again = open_store(store_url)
    found = settings.load(again)
    assert (found.bureau, found.default_year, found.keep_originals) == ("青禾县财政局绩效股", 2024, True)
    assert found.limits.pdf_pages == 80
    again.dispose()
    with both.connect() as connection:
        past = connection.execute(select(t.settings.c.value).where(t.settings.c.name == "bureau")).scalar_one()
    assert [(one["value"], one["person"]) for one in past] == [
        ("青禾县财政局绩效股", "吴核对"), ("青禾县财政局", "周复核")]


def test_of_several_decisions_about_a_finding_the_last_holds(both):
    decisions.decide(both, [("abc-B01", "执行数为0")], "属实", note="已电话核实", person="周复核")
    decisions.decide(both, [("abc-B01", "执行数为0"), ("abd-A01", "总分多1分")], "说明合理", note="见附件",
                     person="吴核对")
    with both.connect() as connection:
        held = {row.key: row.state for row in connection.execute(decisions.last_ones())}
    assert held == {"abc-B01": "说明合理", "abd-A01": "说明合理"}
    assert [one["state"] for one in decisions.history(both, "abc-B01")] == ["说明合理", "属实"]
