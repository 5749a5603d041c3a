"""Department names: renaming, aliases by hand, lists of budgets and payments, 科室, what the list of names says."""

import pytest
from sqlalchemy import insert, select

from data_access.copy import Copy
from data_access.intake.record import Item
from data_access.queries.filters import Filters, choices
from data_access.queries.ranking import how_many
from data_access.store import departments, merging, settings
from data_access.store import tables as t
from data_access.store.departments import Refused
from data_access.store.engine import writing
from data_access.store.write import save_items
from tests.store.spellings import FULL, TWICE, WATER, WHO, ask, chains, confirm, filing, ids, save, state, two_names


def test_a_new_name_carries_everything_and_the_old_one_still_counts(both):
    two_names(both)
    keys = [row[4] for row in state(both)]
    merging.rename(both, ids(both)[FULL], "恒山示范区就业局", **WHO)
    assert [row[4] for row in state(both)] == keys
    save(both, filing("创业补贴", FULL, score=70), filing("夜校", "恒山示范区就业局"), name="丙.docx")
    assert chains(both) == [[0], [1, 4], [2], [3], [5]]
    merging.confirm(both, ids(both)[TWICE], ids(both)["恒山示范区就业局"], **WHO)
    merging.split(both, TWICE, **WHO)
    assert chains(both) == [[0], [1, 4], [2], [3], [5]] and [row[4] for row in state(both)][:4] == keys
    merging.rename(both, ids(both)["恒山示范区就业局"], FULL, **WHO)
    assert [row[2] for row in state(both)] == [FULL, FULL, TWICE, TWICE, FULL, FULL]


def test_names_that_mean_another_department_are_refused(both):
    two_names(both)
    for name in (FULL, " ", TWICE):
        with pytest.raises(Refused):
            merging.rename(both, ids(both)[FULL], name, **WHO)
    with pytest.raises(Refused, match="请用“合并”"):
        merging.add_alias(both, TWICE, ids(both)[FULL], **WHO)


def test_an_alias_by_hand_moves_what_prints_it(both):
    save(both, filing("甲", FULL), name="一.docx")
    merging.add_alias(both, "就业办", ids(both)[FULL], **WHO)
    save(both, filing("乙", "就业办"), name="二.docx")
    assert [row[2] for row in state(both)] == [FULL, FULL]
    merging.split(both, "就业办", **WHO)
    assert [row[2] for row in state(both)] == [FULL, "就业办"]


def test_budget_and_payment_lists_go_along(both):
    two_names(both)
    for kind, name in (("budget", "预算.xlsx"), ("payments", "台账.xlsx")):
        items = [Item(2024, FULL, "技能培训", None, 5_000, "表1"), Item(2024, TWICE, "见习补助", None, 6_000, "表1")]
        with writing(both) as connection:
            save_items(connection, kind, items, name=name, path=name, sha256=name, options="", status="read")
    confirm(both)
    copy = Copy(both)
    for names in ({FULL}, {FULL, TWICE}):
        copy.refresh()
        for list_ in ("budgets", "payments"):
            rows = copy.cursor().execute(f"SELECT project, canonical FROM {list_}").fetchall()
            assert len(rows) == 2 and {row[1] for row in rows} == names
        merging.split(both, TWICE, **WHO) if len(names) == 1 else None


def test_only_the_parts_touched_are_read_anew(both):
    two_names(both)
    save(both, filing("水闸", WATER), name="丙.docx")
    copy = Copy(both)
    copy.refresh()
    confirm(both)
    with both.connect() as connection:
        touched = set(connection.execute(select(t.parts.c.part_id).join_from(t.parts, t.departments).where(
            t.departments.c.name != WATER)).scalars())
    assert set(copy.refresh()) == touched


def test_the_list_says_what_each_department_goes_by(both):
    two_names(both)
    save(both, filing("水闸", WATER, department_code="303"), name="丙.docx")
    confirm(both)
    merging.add_alias(both, "就业办", ids(both)[FULL], **WHO)
    departments.set_offices(both, {ids(both)[FULL]: "社保科"}, **WHO)
    found = {row.name: row for row in ask(both, departments.listing)}
    assert list(found) == [FULL, WATER]
    assert (found[FULL].filings, found[FULL].aliases, found[FULL].office) == (3, ["就业办"], "社保科")
    assert [(one["name"], one["by"]) for one in found[FULL].merged] == [(TWICE, "周复核")]
    assert found[WATER].code == "303"
    said = [one["value"] for one in settings.history(both, departments.LOG)]
    assert said == [f"“{FULL}”的科室：未填 → 社保科", f"“就业办”记为“{FULL}”的别名", f"“{TWICE}”并入“{FULL}”"]


def test_an_office_reaches_the_screens(both):
    two_names(both)
    copy = Copy(both)
    copy.refresh()
    departments.set_offices(both, {ids(both)[FULL]: "社保科"}, **WHO)
    assert copy.refresh() == []                               # no part is read anew
    assert copy.cursor().execute("FROM offices").fetchall() == [(FULL, "社保科")]
    assert choices(copy.cursor())["offices"] == ["社保科"]
    assert how_many(copy.cursor(), Filters(offices=("社保科",)))["departments"] == 1


def test_the_office_of_a_department_without_forms_goes_over_when_it_is_merged(both):
    two_names(both)
    copy = Copy(both)
    copy.refresh()
    with writing(both) as connection:
        connection.execute(insert(t.departments).values(name="老水利站", office="农业股"))
    merging.confirm(both, ids(both)["老水利站"], ids(both)[FULL], **WHO)
    copy.refresh()
    assert (FULL, "农业股") in copy.cursor().execute("FROM offices").fetchall()
