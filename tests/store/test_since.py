"""What imports changed: the bureau of then, made again beside now, is the one that undoing them leaves."""

from dataclasses import replace

import pytest

from data_access import since
from data_access.copy import Copy
from data_access.queries import findings as list_of
from data_access.queries import since as query
from data_access.queries.filters import Filters
from data_access.queries.rows import rows
from data_access.store import decisions, departments, imports, merging
from data_access.store.correct import correct
from data_access.store.engine import writing
from tests.pages.bureau import SCHOOL, WATER, filing, half_done
from tests.store.test_imports import bring, budget

_SCORED = "self_grade, recomputed_grade, self_total_c, recomputed_c"


@pytest.fixture
def engine(both):
    return both


def copy_of(engine) -> Copy:
    copy = Copy(engine)
    copy.refresh()
    return copy


def findings(copy: Copy) -> dict[str, str]:
    return dict(copy.cursor().execute("SELECT key, message FROM findings").fetchall())


def scored(copy: Copy) -> dict[str, dict]:
    return {row["filing"]: row for row in rows(copy.cursor(), f"SELECT filing, {_SCORED} FROM filing_scores")}


def told(copy: Copy, number: int, change: str) -> set[str]:
    """Keys of the filings or findings that changed in this way since an import."""
    table, key = ("changed_filings", "filing") if change in ("added", "replaced") else ("changed_findings", "key")
    return {row[0] for row in copy.cursor().execute(
        f"SELECT {key} FROM {table} WHERE change = ? AND since = ? AND version = ?",
        [change, *since.prepare(copy, number)]).fetchall()}


def summary(copy: Copy, number: int, **filters) -> dict:
    return query.summary(copy.cursor(), since.prepare(copy, number), Filters(**filters))


def four_imports(engine) -> list[int]:
    """Right and wrong filings of two departments; a list; a better one and one more; the wrong again."""
    return [bring(engine, filing(), filing("渠道清淤", lines=half_done()), filing("校舍维修", SCHOOL, executed=60)),
            budget(engine, 50, 60),
            bring(engine, filing("渠道清淤"), filing("堤坝巡查", budget=20, executed=0, total=50, grade="差")),
            bring(engine, filing("渠道清淤", lines=half_done(), total=70, grade="中"), filing("校舍维修", SCHOOL))]


@pytest.mark.parametrize("at", [1, 2, 3])
def test_the_bureau_of_then_is_the_one_that_undoing_leaves(engine, at):
    numbers = four_imports(engine)
    copy = copy_of(engine)
    now, after = findings(copy), scored(copy)
    changed = {change: told(copy, numbers[at], change) for change in ("raised", "cleared", "added", "replaced")}
    was = {row["filing"]: row for row in rows(
        copy.cursor(), f"SELECT filing, {_SCORED} FROM changed_filings WHERE change = 'replaced'")}
    for number in reversed(numbers[at:]):
        imports.undo(engine, number, person="李科长")
    copy.refresh()
    then, before = findings(copy), scored(copy)
    assert changed["raised"] == set(now) - set(then) and changed["raised"]
    assert changed["cleared"] == set(then) - set(now)
    assert changed["added"] == set(after) - set(before)
    assert was == {key: before[key] for key in changed["replaced"]}


def test_a_better_form_clears_findings_and_changes_grades(engine):
    bring(engine, filing("渠道清淤", lines=half_done()), filing("校舍维修", SCHOOL))
    later = bring(engine, filing("渠道清淤", total=85, grade="良"))
    copy = copy_of(engine)
    found = summary(copy, later)
    assert (found["added"], found["replaced"], found["refiled_grade"], found["regraded"]) == (0, 1, 1, 1)
    assert found["cleared"]["高"] == 1 and found["raised"] == {"高": 0, "中": 0, "低": 1}
    pair = since.prepare(copy, later)
    row, = query.filings(copy.cursor(), pair, Filters(), "regraded", 10)
    assert (row["before_filed"], row["filed"]) == (100, 85)
    assert (row["before_recomputed"], row["recomputed"], row["before_recomputed_grade"]) == (85, 100, "良")
    codes = {row["code"]: row for row in query.gone(copy.cursor(), pair, Filters(), "cleared", 50)}
    assert codes["A07"]["project"] == "渠道清淤" and "5座" in codes["A07"]["message"] and codes["A07"]["now"] is None
    listed = list_of.page(copy.cursor(), Filters(since=pair))
    assert [(row["code"], row["project"]) for row in listed] == [("A01", "渠道清淤")]
    assert sum(summary(copy, later, departments=(SCHOOL,))["raised"].values()) == 0


def test_of_a_first_import_everything_is_new(engine):
    first = bring(engine, filing("渠道清淤", lines=half_done()))
    found = summary(copy_of(engine), first)
    assert found["first"] and not found["added"]
    assert not summary(copy_of(engine), bring(engine, filing("堤坝巡查")))["first"]


def test_an_import_that_stored_nothing_changed_nothing(engine):
    bring(engine, filing("渠道清淤", lines=half_done()))
    empty = imports.begin(engine, kind="forms", door="page", person="", options={})
    imports.finish(engine, empty)
    found = summary(copy_of(engine), empty)
    assert not found["first"] and not found["added"] + found["replaced"] + sum(found["raised"].values())


def test_a_list_clears_and_raises_what_looks_over_the_whole_bureau(engine):
    bring(engine, filing(), filing("校舍维修", SCHOOL))
    later = budget(engine, 50_000_000)
    found = summary(copy_of(engine), later)
    assert found["added"] == found["replaced"] == 0 and sum(found["raised"].values())


def test_what_was_decided_is_open_again_once_the_form_says_otherwise(engine):
    bring(engine, filing("渠道清淤", lines=half_done()))
    copy = copy_of(engine)
    key, said = next(item for item in findings(copy).items() if "-A07-" in item[0])
    decisions.decide(engine, [(key, said)], "属实", note="已调阅", person="周复核")
    lines = half_done()
    lines[0].actual = "4座"
    later = bring(engine, filing("渠道清淤", lines=lines))
    copy.refresh()
    assert told(copy, later, "reopened") == {key}
    row, = query.gone(copy.cursor(), since.prepare(copy, later), Filters(), "reopened", 10)
    assert (row["decided"], row["message"]) == ("属实", said) and "4座" in row["now"]
    decisions.decide(engine, [(key, row["now"])], "属实", note="再次调阅", person="周复核")
    copy.refresh()
    assert not told(copy, later, "reopened"), "decided anew"


def test_names_put_together_since_are_one_on_both_sides(engine):
    bring(engine, filing("渠道清淤", lines=half_done()))
    later = bring(engine, replace(filing("渠道清淤", "水利局"), unit=f"{WATER}本级"))
    copy = copy_of(engine)
    assert summary(copy, later)["added"] == 1
    with engine.connect() as connection:
        ids = {row.name: row.department_id for row in departments.listing(connection)}
    merging.confirm(engine, ids["水利局"], ids[WATER], person="李科长")
    copy.refresh()
    found = summary(copy, later)
    assert (found["added"], found["replaced"]) == (0, 1) and found["cleared"]["高"]


def test_corrections_by_hand_are_told_and_do_not_count_as_a_change_of_the_import(engine):
    later = [bring(engine, filing("渠道清淤", lines=half_done())), bring(engine, filing("堤坝巡查"))][1]
    copy = copy_of(engine)
    assert summary(copy, later)["corrections"] == 0
    key = next(key for key in findings(copy) if "-A07-" in key).split("-")[0]
    with writing(engine) as connection:
        correct(connection, key, "lines", 1, "actual", "10座", person="周复核", reason="与原表不符")
    copy.refresh()
    found = summary(copy, later)
    assert found["corrections"] == 1 and not sum(found["cleared"].values()) + sum(found["raised"].values())
    row, = query.corrected(copy.cursor(), since.prepare(copy, later), Filters(), 10)
    assert (row["old"], row["new"], row["project"]) == ("5座", "10座", "渠道清淤")


def test_the_same_question_is_answered_once_until_the_data_changes(engine, monkeypatch):
    bring(engine, filing())
    later = bring(engine, filing("渠道清淤", lines=half_done()))
    copy = copy_of(engine)
    made = []
    monkeypatch.setattr(since, "_compare", lambda *given, do=since._compare: (made.append(1), do(*given)))
    for _ in range(2):
        assert summary(copy, later)["added"] == 1
    assert len(made) == 1
    bring(engine, filing("堤坝巡查"))
    copy.refresh()
    assert summary(copy, later)["added"] == 2 and len(made) == 2
    for _ in range(3):
        decisions.decide(engine, [("x", "y")], "待核实", person="")
        copy.refresh()
        since.prepare(copy, later)
    kept = copy.cursor().execute("SELECT count(DISTINCT version) FROM changed_filings").fetchone()
    assert kept == (2,), "older answers are let go"


def test_a_check_that_fails_on_what_was_filed_then_is_left_out_on_both_sides(engine):
    bring(engine, filing("渠道清淤", lines=half_done()))
    later = bring(engine, filing("渠道清淤"))
    copy = copy_of(engine)
    failing = next(check for check in copy.checks if check["code"] == "A07")
    broken = {**failing, "code": "Z98", "test": "CAST(actual AS INTEGER) > 0 OR true"}
    copy.checks = [*copy.checks, broken]
    assert "A07" in {row["code"] for row in query.gone(
        copy.cursor(), since.prepare(copy, later), Filters(), "cleared", 50)}
