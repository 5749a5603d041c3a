"""Department names: what is proposed, what confirming moves, what taking apart gives back."""

import pytest
from sqlalchemy import func, select

from data_access.copy import Copy
from data_access.exports import filings as export_filings
from data_access.intake.record import Filing, Fund, Item, Line, Reading
from data_access.queries import ranking
from data_access.queries.filters import Filters
from data_access.store import decisions, departments, merging, proposals, settings
from data_access.store import tables as t
from data_access.store.departments import Refused
from data_access.store.engine import writing
from data_access.store.write import save_items, save_reading

FULL, TWICE = "恒山示范区创业就业办公室", "恒山示范区创业就业就业办公室"
WATER = "青禾县水利局"
WHO = {"person": "周复核"}


def filing(project: str, department: str, *, score: int = 90, budget: int = 50, year: int | None = 2024,
           unit: str = "人力资源所", **more) -> Filing:
    fund = Fund("total", "年度资金总额", budget * 1_000_000, None, budget * 1_000_000, budget * 500_000, 1000, 0.5, 500)
    lines = [Line("产出指标", "数量指标", "培训人数", "≥30人", "15人", 9000, (score - 5) * 100)]
    return Filing(project=project, department=department, unit=unit, year=year, year_printed=year, funds=[fund],
                  lines=lines, total_score_c=score * 100, **more)


def save(engine, *filings: Filing, name: str) -> None:
    for position, each in enumerate(filings, 1):
        each.position = position
    save_reading(engine, Reading(name, name, "docx", filings=list(filings)))


def state(engine) -> list[tuple]:
    """Every version of every filing: project, department as printed, canonical, version that replaced it, key."""
    f = t.filings.c
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(
            select(f.project, f.department, t.departments.c.name, f.replaced_by, f.key, f.identity, t.parts.c.year)
            .join_from(t.filings, t.parts).join(t.departments).order_by(f.filing_id))]


def chains(engine) -> list[list[int]]:
    """The versions of each filing, by the order they came, told by their keys; only the last one is current."""
    f, found = t.filings.c, {}
    with engine.connect() as connection:
        for at, (key, replaced) in enumerate(connection.execute(select(f.key, f.replaced_by).order_by(f.filing_id))):
            found.setdefault(key, []).append((at, replaced))
    assert all((replaced is None) == (at == chain[-1][0]) for chain in found.values() for at, replaced in chain)
    return sorted([at for at, _ in chain] for chain in found.values())


def ids(engine) -> dict[str, int]:
    with engine.connect() as connection:
        return dict(connection.execute(select(t.departments.c.name, t.departments.c.department_id)).all())


def ask(engine, query, *arguments):
    with engine.connect() as connection:
        return query(connection, *arguments)


def proposed(engine) -> list[tuple[str, str]]:
    return [(pair.one.name, pair.into.name) for pair in ask(engine, proposals.proposals)]


def two_names(engine) -> None:
    """One bureau's forms under two names: one project under both, changed in between."""
    save(engine, filing("技能培训", FULL), filing("创业补贴", FULL), name="甲.docx")
    save(engine, filing("技能培训", TWICE, score=95), filing("见习补助", TWICE), name="乙.docx")


def confirm(engine, one: str = TWICE, into: str = FULL):
    return merging.confirm(engine, ids(engine)[one], ids(engine)[into], **WHO)


def test_confirming_puts_both_under_one_name_and_the_later_form_replaces_the_earlier(both):
    two_names(both)
    before = {row[:2]: row[4] for row in state(both)}
    assert proposed(both) == [(TWICE, FULL)]
    assert confirm(both) == merging.Moved(filings=2, replaced=1)
    assert {row[2] for row in state(both)} == {FULL} and proposed(both) == []
    assert {row[1] for row in state(both)} == {FULL, TWICE}, "what was printed stays"
    assert chains(both) == [[0, 2], [1], [3]]
    keys = {row[:2]: row[4] for row in state(both)}
    assert keys["见习补助", TWICE] == before["见习补助", TWICE], "findings and decisions hang on the key"
    assert keys["技能培训", TWICE] == before["技能培训", FULL]


def test_the_figures_that_changed_are_told(both):
    two_names(both)
    confirm(both)
    with both.connect() as connection:
        text, = connection.execute(select(t.messages.c.text)).scalars()
    assert f"在“{TWICE}”和“{FULL}”下各有一份" in text and "总分 90 → 95" in text


def test_the_ranking_and_the_export_follow(both):
    two_names(both)
    copy = Copy(both)
    copy.refresh()
    assert len(ranking.departments(copy.cursor(), Filters())) == 2
    confirm(both)
    copy.refresh()
    row, = ranking.departments(copy.cursor(), Filters())
    assert (row["canonical"], row["projects"]) == (FULL, 3)
    rows = export_filings(copy.cursor())
    assert {row["department_canonical"] for row in rows} == {FULL}
    assert {row["department"] for row in rows} == {FULL, TWICE}


def test_what_prints_a_merged_name_later_belongs_there_too(both):
    two_names(both)
    confirm(both)
    save(both, filing("见习补助", TWICE, score=80), name="丙.docx")
    assert {row[2] for row in state(both)} == {FULL} and chains(both) == [[0, 2], [1], [3, 4]]


def test_confirming_is_as_if_the_name_had_been_known_from_the_start(both):
    with writing(both) as connection:
        home = connection.execute(t.departments.insert().values(name=FULL).returning(t.departments.c.department_id))
        departments.put_alias(connection, TWICE, home.scalar_one(), "周复核")
    two_names(both)
    known = chains(both), [row[5] for row in state(both)]
    with writing(both) as connection:
        for table in reversed(t.metadata.sorted_tables):
            connection.execute(table.delete())
    two_names(both)
    confirm(both)
    assert (chains(both), [row[5] for row in state(both)]) == known


def test_two_names_inside_one_document_are_two_filings(both):
    """恒口's extraction prints one office in two ways; its forms of one name are not versions of each other."""
    save(both, filing("公用经费", FULL, budget=10), filing("公用经费", TWICE, budget=20), name="一.docx")
    assert confirm(both) == merging.Moved(filings=1)
    assert chains(both) == [[0], [1]]


def test_equals_that_cannot_be_told_apart_are_both_kept_with_a_message(both):
    save(both, filing("公用经费", FULL, budget=10), filing("公用经费", FULL, budget=20), name="一.docx")
    save(both, filing("公用经费", TWICE, budget=30), name="二.docx")
    assert confirm(both) == merging.Moved(filings=1, unsure=1)
    assert chains(both) == [[0], [1], [2]]
    with both.connect() as connection:
        assert "两份都保留" in connection.execute(select(t.messages.c.text)).scalar_one()


def test_taking_apart_gives_everything_back(both):
    two_names(both)
    before = state(both)
    confirm(both)
    assert merging.split(both, TWICE, **WHO).filings == 2
    assert state(both) == before and proposed(both) == [(TWICE, FULL)]
    with both.connect() as connection:
        assert connection.execute(select(func.count()).select_from(t.messages)).scalar_one() == 0


def test_decisions_go_along_and_come_back(both):
    two_names(both)
    decisions.decide(both, [(f"{state(both)[0][4]}-A06", "少了")], "属实", note="已核", person="甲")
    late = f"{state(both)[2][4]}-A07"
    decisions.decide(both, [(late, "多了")], "数据有误", note="已核", person="乙")
    confirm(both)
    key = state(both)[2][4]
    for code, person in (("A06", "甲"), ("A07", "乙")):
        assert [one["person"] for one in decisions.history(both, f"{key}-{code}")] == [person]
    merging.split(both, TWICE, **WHO)
    assert [one["person"] for one in decisions.history(both, late)] == ["乙"]
    assert not decisions.history(both, f"{key}-A07")


def test_taking_apart_sorts_what_was_imported_in_between(both):
    two_names(both)
    confirm(both)
    save(both, filing("技能培训", FULL, score=70), filing("新项目", TWICE), name="丙.docx")
    assert chains(both) == [[0, 2, 4], [1], [3], [5]]
    merging.split(both, TWICE, **WHO)
    assert chains(both) == [[0, 4], [1], [2], [3], [5]]
    assert [row[2] for row in state(both)] == [FULL, FULL, TWICE, TWICE, FULL, TWICE]
    assert len({row[4] for row in state(both)}) == 5
    save(both, filing("新项目", FULL), filing("新项目", TWICE), name="丁.docx")
    assert chains(both)[-2:] == [[5, 7], [6]], "no key is given twice"


def test_a_merged_department_that_is_merged_again_and_taken_out(both):
    two_names(both)
    save(both, filing("夜校", "示范区创业就业办公室"), name="丙.docx")
    before = state(both)
    confirm(both)
    confirm(both, FULL, "示范区创业就业办公室")
    assert {row[2] for row in state(both)} == {"示范区创业就业办公室"}
    merging.split(both, FULL, **WHO)
    assert [row[2] for row in state(both)] == [FULL] * 4 + ["示范区创业就业办公室"]
    merging.split(both, TWICE, **WHO)
    assert state(both) == before


def test_neither_a_circle_nor_a_department_with_itself(both):
    two_names(both)
    confirm(both)
    for pair in ((TWICE, FULL), (FULL, TWICE), (FULL, FULL)):
        with pytest.raises(Refused, match="已经是同一个部门"):
            confirm(both, *pair)
    with pytest.raises(Refused, match="经办人"):
        merging.split(both, TWICE, person=" ")


def test_a_code_leads_to_the_department_it_was_merged_into(both):
    save(both, filing("甲", TWICE, department_code="701"), name="一.docx")
    save(both, filing("乙", FULL), name="二.docx")
    confirm(both)
    save(both, filing("丙", "另一种写法", department_code="701"), name="三.docx")
    assert {row[2] for row in state(both)} == {FULL}
    merging.split(both, TWICE, **WHO)
    assert [row[2] for row in state(both)] == [TWICE, FULL, TWICE]


def test_refused_pairs_are_not_proposed_again_until_taken_back(both):
    two_names(both)
    proposals.refuse(both, ids(both)[TWICE], ids(both)[FULL], **WHO)
    assert proposed(both) == []
    row, = ask(both, proposals.refusals)
    assert (row["printed"], row["name"], row["by"]) == (TWICE, FULL, "周复核")
    proposals.take_back(both, TWICE, ids(both)[FULL], **WHO)
    assert proposed(both) == [(TWICE, FULL)]


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
    copy.refresh()
    rows = copy.cursor().execute("SELECT DISTINCT canonical, office FROM filings ORDER BY office").fetchall()
    assert rows == [(FULL, "社保科"), (TWICE, None)]
