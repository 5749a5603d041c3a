"""报送情况: what was due of each department, what came, what could not be read."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from data_access.copy import Copy
from data_access.intake.record import Item, Reading
from data_access.queries import coverage
from data_access.queries.filters import Filters
from data_access.store import departments
from data_access.store import tables as t
from data_access.store.engine import memory_store, writing
from data_access.store.stamps import raise_stamp
from data_access.store.write import save_items, save_reading
from pages._parts import coverage_lists
from pages._parts.coverage import unread_rows
from tests.pages.bureau import SCHOOL, WATER, Screens, filing, links, page, table, tiles, words

LACKS = {"severity": "error", "where": "第1页", "found": "扫描件", "expected": "有文字层的 PDF", "text": "请补发原件。"}


@pytest.fixture
def came(monkeypatch):
    engine = memory_store()
    for sha, total in (("a", 90), ("b", 95)):
        save_reading(engine, Reading("水利.docx", sha, "docx", filings=[
            filing(total=total, position=1, cells_read=80, cells_ignored=10, left_over=[("表1", "x")] * 10)]))
    save_reading(engine, Reading("水利整体.docx", "w", "docx", filings=[
        filing(form="department", project="", position=1)]))
    with writing(engine) as connection:
        save_items(connection, "budget", [Item(2024, WATER, "水闸检修", None, 5_000_000, "第2行"),
                                          Item(2024, WATER, "渠道清淤", None, 3_000_000, "第3行"),
                                          Item(2024, SCHOOL, "校舍维修", None, 9_000_000, "第4行")],
                   name="清单.xlsx", path="清单.xlsx", sha256="c", options="", status="read")
    _files(engine, [("教育.pdf", SCHOOL, "refused", "d"), ("图.png", "", "refused", "e"),
                    ("水利.docx", WATER, "read", "b")])
    copy = Copy(engine)
    copy.refresh()
    return Screens(monkeypatch, copy)


def _files(engine, found) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    with writing(engine) as connection:
        number = connection.execute(insert(t.imports).values(
            kind="forms", door="page", person="", options={}, started_at=now, finished_at=now)
            .returning(t.imports.c.import_id)).scalar_one()
        connection.execute(insert(t.files), [
            {"import_id": number, "ordinal": at, "path": name, "name": name, "sha256": sha, "size": 1, "kind": "",
             "status": status, "filings": 0, "lines": 0, "replaced": 0, "department": department, "year": None,
             "cells_read": 0, "cells_ignored": 0, "cells_left": 0, "messages": [LACKS], "document_id": None}
            for at, (name, department, status, sha) in enumerate(found, 1)])
        raise_stamp(connection, "imports")


def test_what_was_due_and_what_came_stand_beside_each_other(came):
    rows = {row["canonical"]: row for row in coverage.departments(came.copy.cursor(), Filters(years=(2024,)))}
    water, school, nobody = rows[WATER], rows[SCHOOL], rows[coverage.NOBODY]
    assert (water["due"], water["due_wan"], water["missing"], water["projects"], water["refiled"]) == (2, 8, 1, 1, 1)
    assert water["quality"] == 0.9 and water["unread"] == 0
    assert (school["due"], school["missing"], school["projects"], school["unread"]) == (1, 1, 0, 1)
    assert (nobody["due"], nobody["unread"]) == (None, 1)


def test_the_page_shows_the_sums_and_leads_to_the_missing(came):
    at = came.open("coverage")
    shown = tiles(at)
    assert shown["应评项目"][0] == "3个" and shown["未见自评表"][0] == "2个" and shown["没有读出的文件"][0] == "2个"
    assert {row[0]: row[2] for row in table(at, "各部门报送情况")[1:]} == {WATER: "1", SCHOOL: "1", "未知部门": "—"}
    assert ["教育.pdf", "未能读取", "第1页", "请补发原件。"] in [row[1:] for row in table(at, "没有读出的文件")[1:]]


def test_a_file_that_came_in_again_and_could_be_read_is_told_no_more(came):
    _files(came.copy.engine, [("教育.pdf", SCHOOL, "read", "f")])
    came.copy.refresh()
    assert [row["name"] for row in coverage.unread(came.copy.cursor(), Filters())] == ["图.png"]
    assert all(json.loads(row["messages"]) == [LACKS] for row in coverage.unread(came.copy.cursor(), Filters()))


def test_without_a_budget_list_nobody_lacks_anything(screens):
    at = screens.open("coverage")
    assert tiles(at)["应评项目"] == ("—", "还没有导入预算清单")
    assert {row[1] for row in table(at, "各部门报送情况")[1:]} == {"—"}


def test_an_office_sees_only_what_its_own_departments_owe(came):
    """What was due of others, and their unread files, stood on the screen of a 科室 that does not look after them."""
    with came.copy.engine.connect() as store:
        ids = {row.name: row.department_id for row in store.execute(select(t.departments))}
    departments.set_offices(came.copy.engine, {ids[SCHOOL]: "教科文股"}, person="周复核")
    came.copy.refresh()
    own = Filters(years=(2024,), offices=("教科文股",))
    assert [row["canonical"] for row in coverage.departments(came.copy.cursor(), own)] == [SCHOOL]
    assert [row["name"] for row in coverage.unread(came.copy.cursor(), own)] == ["教育.pdf"]
    assert [row["department"] for row in unread_rows(came.copy, own)] == [SCHOOL]


def _row(at, department):
    """Heading → (screen, parameters) of the cells of a department that are links."""
    rows = next(one for one in page(at).iter("table") if words(one.find("caption")) == "各部门报送情况").iter("tr")
    heads, *body = [[cell for cell in row if cell.tag in ("th", "td")] for row in rows]
    row = next(row for row in body if words(row[0]) == department)
    return {words(head): next(iter(links(cell).values()))
            for head, cell in zip(heads, row, strict=True) if len(links(cell))}


def _leads(came, department, head):
    """The screen that a cell leads to."""
    screen, parameters = _row(came.open("coverage", y="2024"), department)[head]
    return came.open(screen, **parameters)


def test_what_was_due_of_a_department_lists_its_projects_of_the_budget_list(came):
    shown = table(_leads(came, WATER, "应评项目"), "应评项目")[1:]
    assert [(row[0], row[4], row[5]) for row in shown] == [("水闸检修", "5.00", "清单.xlsx 第2行"),
                                                           ("渠道清淤", "3.00", "清单.xlsx 第3行")]


@pytest.mark.parametrize("department", [WATER, SCHOOL])
def test_what_a_department_lacks_opens_its_own_finding(came, department):
    """A department that had filed nothing could not be chosen, and its number opened the findings of all."""
    shown = page(_leads(came, department, "未见自评表")).find_class("jh-finding")
    assert len(shown) == 1 and f"“{department}”预算清单中" in words(shown[0])


def test_the_departments_own_form_is_listed_with_a_link_to_it(came):
    at = _leads(came, WATER, "部门整体")
    assert [row[:2] for row in table(at, "部门整体自评表")[1:]] == [["部门整体支出", WATER]]
    screen, parameters = links(page(at))["部门整体支出"]
    assert (screen, words(page(came.open(screen, **parameters)).find("header/h1"))) == ("filing", "部门整体支出")


def test_what_was_filed_again_is_listed_with_how_often(came):
    at = _leads(came, WATER, "重新报送")
    assert [(row[0], row[3]) for row in table(at, "重新报送的自评表")[1:]] == [("水闸检修", "2")]
    screen, parameters = links(page(at))["水闸检修"]
    assert len(table(came.open(screen, **parameters), "版本")[1:]) == 2


def test_what_was_not_understood_is_listed_by_form(came):
    at = _leads(came, WATER, "读懂的格子")
    assert [(row[0], *row[3:]) for row in table(at, "有格子没读懂的自评表")[1:]] == [("水闸检修", "10", "100", "90.0%")]


@pytest.mark.parametrize("department, name", [(SCHOOL, "教育.pdf"), (coverage.NOBODY, "图.png")])
def test_the_unread_files_of_a_department_are_listed_alone(came, department, name):
    at = _leads(came, department, "未能读取")
    assert [row[:3] for row in table(at, "没有读出的文件")[1:]] == [[department, name, "未能读取"]]


def test_files_read_in_part_are_listed_apart_from_those_not_read(came):
    _files(came.copy.engine, [("附表.xlsx", SCHOOL, "partly", "g")])
    came.copy.refresh()
    assert [row[1] for row in table(_leads(came, SCHOOL, "部分读取"), "没有读出的文件")[1:]] == ["附表.xlsx"]
    assert [row[1] for row in table(_leads(came, SCHOOL, "未能读取"), "没有读出的文件")[1:]] == ["教育.pdf"]
    assert {row["state"] for row in unread_rows(came.copy, Filters(), "partly")} == {"部分读取"}


def test_tiles_lead_to_the_lists_they_count(came):
    at = came.open("coverage")
    to = {words(tile.find_class("jh-label")[0]): tile for tile in page(at).find_class("jh-tile")}
    for label, caption, many in (("应评项目", "应评项目", 3), ("重新报送", "重新报送的自评表", 1)):
        (screen, parameters), = links(to[label]).values()
        assert len(table(came.open(screen, **parameters), caption)[1:]) == many
    assert to["没有读出的文件"].get("href") == "#没有读出的文件"


@pytest.mark.parametrize("screen", ["", "ranking", "findings", "department", "filing", "coverage"])
def test_a_department_that_filed_nothing_can_be_chosen_on_every_screen(came, screen):
    for name in (SCHOOL, coverage.NOBODY):
        at = came.open(screen, d=name, y="2024")
        assert at.multiselect(key="d").value == [name]


def test_a_long_list_turns_its_pages(came, monkeypatch):
    monkeypatch.setattr(coverage_lists, "PAGE", 2)
    assert len(table(came.open("coverage", list="应评项目", y="2024"), "应评项目")[1:]) == 2
    last = came.open("coverage", list="应评项目", y="2024", p="2")
    assert [row[0] for row in table(last, "应评项目")[1:]] == ["渠道清淤"]
    assert "共 3 个" in words(page(last))
