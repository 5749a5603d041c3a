"""对比: two years or two departments side by side, and the projects they share."""

import pytest

from data_access.copy import from_readings
from data_access.queries import compare
from data_access.queries.filters import Filters
from data_access.two_packs import by_two_packs
from tests.pages.bureau import WATER, page, readings, table, words


def test_two_years_side_by_side(screens):
    rows = {row[0]: row[1:] for row in table(screens.open("compare"), "并排的金额和得分")}
    assert rows[""] == ["2023年度", "2024年度", "差"]
    assert rows["项目自评表（份）"] == ["1", "5", "+4"]
    assert rows["全年预算（万元）"] == ["40.00", "1,350.00", "+1,310.00"]
    assert rows["执行率"] == ["75.00%", "98.15%", "+23.15 个百分点"]


def test_two_departments_side_by_side(screens):
    at = screens.open("compare", what="两个部门")
    rows = {row[0]: row[1:] for row in table(at, "并排的金额和得分")}
    assert rows[""] == ["青禾县教育局", "青禾县水利局", "差"] and rows["项目自评表（份）"] == ["1", "4", "+3"]
    grades = {row[0]: row[1:] for row in table(at, "并排的等级")}
    assert grades["优"][0] == "1 → 1" and grades["差"][1].startswith("2 → ")


def test_a_number_of_findings_leads_to_its_list(screens):
    at = screens.open("compare")
    (link,) = [one for one in page(at).iter("a") if "code=A07" in one.get("href") and "y=2024" in one.get("href")]
    code, left, right = next(row for row in table(at, "并排的疑点") if row[0].startswith("A07"))
    assert (left, right) == ("·", words(link))


def test_projects_of_both_years_are_paired_by_department_and_name(screens, bureau):
    found = compare.moved(bureau.cursor(), Filters(years=(2023,)), Filters(years=(2024,)))
    assert [(row["project"], row["canonical"], row["total"]) for row in found] == [("水闸检修", WATER, 1)]
    row = found[0]
    assert row["change"] == row["second_recomputed"] - row["first_recomputed"] and row["first_rate"] == 0.75
    assert table(screens.open("compare"), "两个年度的同名项目")[1][0] == "水闸检修"


def test_nothing_is_compared_where_there_is_only_nothing(no_filings):
    assert no_filings.open("compare")


def test_two_packs_score_the_same_filings(screens, bureau):
    found = by_two_packs(bureau, "CN-2020", "SN-HENGKOU", Filters(years=(2024,)))
    assert found["filings"] == 6
    for side, id_ in zip(found["sides"], ("CN-2020", "SN-HENGKOU"), strict=True):
        alone = from_readings(readings(), pack_id=id_).cursor().execute(
            "SELECT avg(recomputed_c) / 100 FROM filing_view WHERE year = 2024 AND self_total_c IS NOT NULL").fetchone()
        assert side["recomputed"] == pytest.approx(alone[0])
    at = screens.open("compare", what="两个规则包")
    assert table(at, "两个规则包的得分和等级")[1][0] == "重算均分"


def test_a_pack_laid_beside_itself_differs_nowhere(bureau):
    found = by_two_packs(bureau, "CN-2020", "CN-2020", Filters())
    assert found["regraded"] == 0 and found["moved"] == [] and found["sides"][0] == found["sides"][1]
