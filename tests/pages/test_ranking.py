"""排名: departments and projects in the order asked for, missing values last, a page at a time."""

import pytest

from data_access.queries import ranking
from data_access.queries.filters import Filters
from tests.pages.bureau import page, table, words


def test_departments_by_difference(screens):
    shown = table(screens.open("ranking"), "部门排名")
    assert shown[1][:8] == ["1", "青禾县教育局", "1", "1,200.00", "100.00%", "100.00", "100.00", "0.00"]
    assert shown[2][:8] == ["2", "青禾县水利局", "4", "150.00", "83.33%", "74.84", "91.09", "−16.25"]


def test_projects_can_be_shown_and_turned_round(screens):
    at = screens.open("ranking", by="项目")
    assert table(at, "项目排名")[1][1:3] == ["渠道清淤", "青禾县水利局"]
    assert table(at, "项目排名")[1][5:8] == ["99.38 优", "84.38 良", "+15.00"]
    at.selectbox(key="sort").set_value("执行率").run()
    rates = [row[4] for row in table(at, "项目排名")[1:]]
    assert rates == ["100.00%", "100.00%", "93.75%", "0.00%", "—"]
    at.segmented_control(key="order").set_value("从低到高").run()
    assert [row[4] for row in table(at, "项目排名")[1:]] == ["0.00%", "93.75%", "100.00%", "100.00%", "—"]


def test_a_cell_of_the_matrix_leads_to_its_projects(screens):
    at = screens.open("ranking", by="项目", grade="优", regrade="良")
    assert [row[1] for row in table(at, "项目排名")[1:]] == ["渠道清淤"]


def test_a_name_is_text_and_never_markup(screens):
    at = screens.open("ranking", by="项目", d="青禾县教育局")
    assert table(at, "项目排名")[1][1] == "<b>校舍</b>维修"
    assert not [bold for bold in page(at).iter("b") if words(bold) == "校舍"]


@pytest.mark.parametrize("sort", ranking.SORTS)
@pytest.mark.parametrize("query", [ranking.departments, ranking.projects])
def test_pages_follow_each_other_without_gap_or_repetition(bureau, query, sort):
    cursor, key = bureau.cursor(), "canonical" if query is ranking.departments else "filing"
    whole = [row[key] for row in query(cursor, Filters(), sort, True, 100, 0)]
    assert whole == [query(cursor, Filters(), sort, True, 1, at)[0][key] for at in range(len(whole))]
    values = [row[sort] for row in query(cursor, Filters(), sort, True, 100, 0)]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values == known + [None] * (len(values) - len(known))


def test_an_unknown_sort_is_refused(bureau):
    with pytest.raises(ValueError, match="unknown sort"):
        ranking.projects(bureau.cursor(), Filters(), "rate; DROP TABLE filings")
