"""未检查 is told for the years and departments that lack what a check needs, and for no other."""

import pytest
from sqlalchemy import select

from data_access.copy import Copy
from data_access.intake.record import Item
from data_access.queries.filters import Filters
from data_access.queries.rules import unchecked
from data_access.store import departments
from data_access.store import tables as t
from data_access.store.engine import memory_store, writing
from data_access.store.write import save_items
from tests.pages.bureau import Screens, page, table, words
from tests.store.spellings import WATER, filing, save

FARM = "青禾县农业局"


@pytest.fixture
def copy():
    """Water filed 2023 and 2024, farming 2024 only; the budget list of 2024 names water alone."""
    engine = memory_store()
    save(engine, filing("水闸检修", WATER, year=2023), name="甲.docx")
    save(engine, filing("水闸检修", WATER), filing("渠道清淤", FARM), name="乙.docx")
    with writing(engine) as connection:
        save_items(connection, "budget", [Item(2024, WATER, "水闸检修", None, 50_000_000, "第2行")], name="清单.xlsx",
                   sha256="1" * 64, options="", status="read", path="清单.xlsx", import_id=None)
    found = Copy(engine)
    found.refresh()
    return found


def told(copy, *asked) -> dict[tuple[str, str], list[str]]:
    return {(row["code"], row["years"]): row["departments"]
            for row in unchecked(copy.cursor(), copy.checks, Filters(*asked)) if row["code"] in ("E01", "E04", "B09")}


def test_years_and_departments_that_lack_a_list_or_the_year_before(copy):
    assert told(copy) == {("B09", ""): [], ("E01", "2023年度"): [], ("E01", "2024年度"): [FARM],
                          ("E04", "2023年度"): [], ("E04", "2024年度"): [FARM]}
    assert told(copy, (2024,), (WATER,)) == {("B09", ""): []}
    assert told(copy, (2024,), (FARM,)) == {("B09", ""): [], ("E01", "2024年度"): [], ("E04", "2024年度"): []}
    with copy.engine.connect() as store:
        ids = {row.name: row.department_id for row in store.execute(select(t.departments))}
    departments.set_offices(copy.engine, {ids[WATER]: "农业股"}, person="周复核")
    copy.refresh()
    assert told(copy, (2024,), (), ("农业股",)) == {("B09", ""): []}


def test_a_departments_page_says_what_was_not_checked_there(copy, monkeypatch):
    screens = Screens(monkeypatch, copy)
    lines = {name: words(page(screens.open("department", d=name, y="2024")).find_class("jh-unchecked")[0])
             for name in (WATER, FARM)}
    assert "没有上一年度的自评表" in lines[FARM] and "没有上一年度的自评表" not in lines[WATER]
    rows = {(row[0], row[2]): row[3] for row in table(screens.open("rules", view="复核规则", y="2024"), "未检查")[1:]}
    assert rows["E01", "2024年度"] == FARM and rows["B09", "全部"] == "全部"
