"""排名: departments and projects in the order asked for, missing values last, a page at a time."""

import pytest

from data_access.queries import ranking
from data_access.queries.filters import Filters
from pages._parts.ranking import listed
from tests.pages.bureau import page, table, words


def test_departments_by_difference(screens):
    shown = table(screens.open("ranking"), "部门排名")
    assert shown[1][:8] == ["1", "青禾县水利局", "4", "150.00", "83.33%", "74.84", "91.09", "−16.25"]
    assert shown[2][:8] == ["2", "青禾县教育局项目少", "1", "1,200.00", "100.00%", "100.00", "100.00", "0.00"]


def test_a_department_of_one_project_does_not_win_unless_asked(screens):
    at = screens.open("ranking")
    at.toggle(key="few").set_value(False).run()
    assert [row[1] for row in table(at, "部门排名")[1:]] == ["青禾县教育局项目少", "青禾县水利局"]


def test_a_department_is_compared_with_the_others_without_itself_and_with_its_year_before(screens):
    shown = {row[1]: row[-2:] for row in table(screens.open("ranking", sort="执行率"), "部门排名")[1:]}
    assert shown == {"青禾县水利局": ["100.00%", "75.00%"], "青禾县教育局项目少": ["83.33%", "—"]}


def test_of_one_department_alone_the_others_still_stand_beside_it(screens):
    (row,) = table(screens.open("ranking", sort="自评分", d="青禾县水利局"), "部门排名")[1:]
    assert row[-2:] == ["100.00", "97.50"]


def test_money_in_findings_counts_a_project_once(bureau):
    found = {row["canonical"]: row
             for row in ranking.departments(bureau.cursor(), Filters(years=(2024,)), "asked_wan")}
    asked = bureau.cursor().execute(
        "SELECT canonical, sum(exec_budget_fen) / 1e6 FROM filing_view v WHERE year = 2024 AND form = 'project' AND "
        "EXISTS (FROM findings n WHERE n.filing = v.filing AND severity <> '低') GROUP BY canonical").fetchall()
    assert {name: row["asked_wan"] for name, row in found.items() if row["asked_wan"]} == dict(asked)


def test_the_download_holds_every_row_in_the_order_on_screen(screens):
    at = screens.open("ranking", by="项目")
    rows = listed(screens.copy, "项目", Filters(years=(2024,)), "difference", True, False)
    assert [row[1] for row in table(at, "项目排名")[1:]] == [row["project"] for row in rows]
    assert [row["place"] for row in rows] == [1, 2, 3, 4, 5]


def test_projects_can_be_shown_and_turned_round(screens):
    at = screens.open("ranking", by="项目")
    assert table(at, "项目排名")[1][1:3] == ["渠道清淤", "青禾县水利局"]
    assert table(at, "项目排名")[1][5:8] == ["99.38 优", "84.38 良", "+15.00"]
    at.selectbox(key="psort").set_value("执行率").run()
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


@pytest.mark.parametrize(("query", "sort"), [
    *((ranking.departments, sort) for sort in ranking.MEASURES),
    *((ranking.projects, sort) for sort in ranking.OF_PROJECTS)])
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
