"""Department names: what is proposed, what confirming moves, what taking apart gives back."""

import pytest
from sqlalchemy import func, select

from data_access.copy import Copy
from data_access.exports import filings as export_filings
from data_access.queries import ranking
from data_access.queries.filters import Filters
from data_access.store import decisions, departments, merging, proposals
from data_access.store import tables as t
from data_access.store.departments import Refused
from data_access.store.engine import writing
from tests.store.spellings import FULL, TWICE, WHO, ask, chains, confirm, filing, ids, proposed, save, state, two_names


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
