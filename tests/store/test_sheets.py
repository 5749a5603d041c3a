"""Monitoring lights and reviewers' sheets in the store, on SQLite and on a real PostgreSQL alike; matching rows."""

from dataclasses import replace

import pytest

from data_access.copy import Copy
from data_access.demo.generator import make_filings
from data_access.intake.record import Light, Reviewed
from data_access.store import departments, imports, merging, sheets
from data_access.store import tables as t
from data_access.store.engine import writing
from data_access.store.write import save_items, save_reading
from tests.store.test_both import count


@pytest.fixture(scope="module")
def reading():
    return make_filings(seed=11, size=24)[0][0]


def brought(engine, kind, *items) -> tuple[int, list]:
    """An import of a list; gives its number and what it had to say."""
    number = imports.begin(engine, kind=kind, door="command", person="周复核", options={})
    with writing(engine) as connection:
        saved = save_items(connection, kind, [replace(item) for item in items], name=f"{number}.xlsx", path="",
                           sha256=f"{number:064}", options="", status="read", import_id=number)
    imports.finish(engine, number)
    return number, saved.messages


def row(filing, score_c, line=0, **other) -> Reviewed:
    one = filing.lines[line]
    return Reviewed(filing.year, filing.department, filing.project, filing.project_code, one.level2, one.level3,
                    one.score_c, "", score_c, other.get("note", ""), f"Sheet1!K{line + 4}")


def relation(engine, query):
    copy = Copy(engine)
    copy.refresh()
    return copy.cursor().execute(query).fetchall()


def test_a_sheet_goes_in_is_matched_and_is_taken_back(both, reading):
    filing = next(one for one in reading.filings if one.form == "project")
    save_reading(both, reading)
    number, messages = brought(both, "reviews", row(filing, 0), row(filing, None, 1))
    assert messages == [] and count(both, t.reviews) == 2
    assert relation(both, "SELECT ordinal, review_score_c FROM reviews_sheet ORDER BY 1") == [(1, 0), (2, None)]
    assert [sev for sev, in relation(both, "SELECT severity FROM findings WHERE code = 'E07'")] == ["高", "高"]
    assert imports.undo(both, number, person="周复核").rows == 2
    assert count(both, t.reviews) == 0 and relation(both, "SELECT * FROM reviews_sheet") == []


def test_lights_count_by_month_and_go_along_when_departments_are_merged(both, reading):
    filing = next(one for one in reading.filings if one.form == "project")
    save_reading(both, reading)
    said = [Light(filing.year, "别名局", filing.project, filing.project_code, month, light, "Sheet1!B2")
            for month, light in ((6, "red"), (8, "green"))]
    brought(both, "warnings", *said)
    _, messages = brought(both, "warnings", replace(said[1], light="yellow"))
    assert [message.where for message in messages] == ["1.xlsx"]
    assert relation(both, "SELECT month, light FROM warnings ORDER BY 1") == [(6, "red"), (8, "yellow")]
    with both.connect() as connection:
        ids = {one.name: one.department_id for one in departments.listing(connection)}
    merging.confirm(both, ids["别名局"], ids[filing.department], person="周复核")
    assert {name for name, in relation(both, "SELECT canonical FROM warnings")} == {filing.department}


FILINGS = [{"filing": name, "part_id": 1, "year": 2024, "project": project, "project_code": code, "form": form}
           for name, project, code, form in (("f1", "2024年农民培训", None, "project"), ("f2", "堤防", "51", "project"),
                                             ("f3", "农民培训", None, "department"))]
LINES = [{"filing": "f1", "ordinal": 1, "level2": "数量指标", "level3": "培训人次（人）", "score_c": 900},
         {"filing": "f1", "ordinal": 2, "level2": "数量指标", "level3": "培训期数", "score_c": 800},
         {"filing": "f1", "ordinal": 3, "level2": "社会效益", "level3": "培训期数", "score_c": 500},
         {"filing": "f1", "ordinal": 4, "level2": "社会效益", "level3": "培训期数", "score_c": 400},
         {"filing": "f2", "ordinal": 1, "level2": "", "level3": "长度", "score_c": 900}]


@pytest.mark.parametrize(("said", "line"), [
    ({"project": "农民培训"}, ("f1", 1)), ({"project": "《农民 培训》", "indicator": "培训人次(人)"}, ("f1", 1)),
    ({"indicator": "培训期数", "level2": "数量指标"}, ("f1", 2)),
    ({"indicator": "培训期数", "self_score_c": 400}, ("f1", 4)),
    ({"indicator": "培训期数", "level2": "社会效益", "self_score_c": 100}, None), ({"indicator": "培训天数"}, None),
    ({"project": "堤", "project_code": "51", "indicator": "长度"}, ("f2", 1)), ({"project": "堤"}, None),
    ({"part_id": 2}, None)])
def test_a_row_speaks_of_one_line_or_says_why_not(said, line):
    sheet = {"document_id": 1, "part_id": 1, "year": 2024, "project": "农民培训", "project_code": None, "level2": "",
             "indicator": "培训人次（人）", "self_score_c": None, "address": "K4"} | said
    found, messages = sheets.matched([sheet], FILINGS, LINES)
    assert [(one["filing"], one["ordinal"]) for one in found] == ([line] if line else [])
    assert [message.where for message in messages] == ([] if line else ["K4"])
    assert all(message.severity == "error" and sheet["project"] in message.text for message in messages)
