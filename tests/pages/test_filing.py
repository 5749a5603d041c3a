"""项目: the form as filed, beside it what follows, and how to find a filing."""

from dataclasses import replace

import pytest

from data_access.copy import from_readings
from data_access.intake.record import Reading
from data_access.queries import filing
from data_access.queries.filters import Filters
from tests.pages.bureau import GOAL, Screens, page, table, tiles, words
from tests.pages.bureau import filing as bureau_filing


@pytest.fixture
def dredging(bureau):
    return filing.search(bureau.cursor(), Filters(), "渠道清淤")[0]["filing"]


def test_a_filing_is_found_by_a_part_of_its_name(screens):
    at = screens.open("filing")
    at.text_input(key="q").set_value("清淤").run()
    assert [row[:2] for row in table(at, "找到的自评表")[1:]] == [["渠道清淤", "青禾县水利局"]]
    at.text_input(key="q").set_value("没有这个").run()
    assert "没有找到" in words(page(at).find_class("jh-empty")[0])


def test_the_search_has_a_head_of_its_own_until_a_filing_is_shown(screens, dredging):
    assert [words(one) for one in page(screens.open("filing")).iter("h1")] == ["项目"]
    assert [words(one) for one in page(screens.open("filing", filing=dredging)).iter("h1")] == ["渠道清淤"]


def test_totals_and_pack(screens, dredging):
    at = screens.open("filing", filing=dredging)
    shown = tiles(at)
    assert shown["自评总分"] == ("99.38分", "等级 优")
    assert shown["重算总分"] == ("84.38分", "等级 良")
    assert shown["自评减重算"][0] == "+15.00分"
    assert shown["执行率"] == ("93.75%", "75.00 ÷ 80.00 万元")
    assert "规则包：" in words(page(at).find_class("jh-pack")[0])


def test_each_line_stands_beside_its_recomputation_and_sentence(screens, dredging):
    lines = table(screens.open("filing", filing=dredging), "指标行，左为原表，右为重算")
    assert len(lines) == 1 + 4 + 1
    assert lines[1][2:9] == ["检修数量", "≥10座", "5座", "30.00", "30.00", "15.00", "+15.00"]
    assert "30分 × 5 ÷ 10 = 15分" in lines[1][9] and "表1 第7行" in lines[1][9]
    assert lines[-1][6:9] == ["99.38", "84.38", "+15.00"]


def test_funds_goals_messages_and_findings(screens, dredging):
    at = screens.open("filing", filing=dredging)
    funds = table(at, "资金，万元；出处 表1 第4行")
    assert funds[1] == ["年度资金总额", "60.00", "—", "80.00", "75.00", "10.00", "93.75%", "9.38", "表1 第4行"]
    assert table(at, "年度总体目标")[1] == list(GOAL)
    assert table(at, "导入提示")[1][:3] == ["请留意", "表2 第5行第4列", "约九成"]
    assert len(page(at).find_class("jh-finding")) == 3


def test_the_same_project_in_other_years_is_a_click_away(screens, bureau):
    newest, = filing.search(bureau.cursor(), Filters(years=(2024,)), "水闸检修")
    shown = table(screens.open("filing", filing=newest["filing"]), "同一项目各年度")
    assert [row[0] for row in shown[1:]] == ["2023年度", "2024年度"] and {row[1] for row in shown[1:]} == {"水闸检修"}
    years = filing.through_the_years(bureau.cursor(), newest["filing"])
    assert [row["year"] for row in years] == [2023, 2024] and years[1]["filing"] == newest["filing"]
    assert filing.through_the_years(bureau.cursor(), years[0]["filing"]) == years


def test_a_project_is_the_same_with_another_year_in_its_name(monkeypatch):
    forms = [bureau_filing(f"{year}年度水渠清理", year=year) for year in (2022, 2023)]
    forms += [bureau_filing("", year=2022), bureau_filing("", year=2023)]           # nobody knows what these are
    cursor = from_readings([Reading("甲.docx", "s", "docx", filings=[
        replace(form, position=at) for at, form in enumerate(forms, 1)])]).cursor()
    named = filing.search(cursor, Filters(), "水渠")
    assert len(filing.through_the_years(cursor, named[0]["filing"])) == 2
    bare, = (row for row in filing.search(cursor, Filters(years=(2022,))) if not row["project"])
    assert filing.through_the_years(cursor, bare["filing"]) == []


def test_a_filing_that_is_gone_is_named_so(screens):
    gone = page(screens.open("filing", filing="nothing"))
    assert "没有这份自评表" in words(gone) and [words(one) for one in gone.iter("h1")] == ["项目"]


def test_every_bridge_leads_from_the_filed_to_the_recomputed_total(bureau):
    cursor = bureau.cursor()
    for found in filing.search(cursor, Filters(), "", 100):
        first, *steps, _ = filing.bridge(cursor, found["filing"])
        assert first["change"] == found["filed"]
        assert first["change"] + sum(step["change"] for step in steps) == pytest.approx(found["recomputed"])


def test_a_bridge_with_many_steps_keeps_the_sum(bureau, dredging):
    first, *steps, _ = filing.bridge(bureau.cursor(), dredging, most=0)
    assert [step["label"] for step in steps] == ["其余各项"]
    assert first["change"] + steps[0]["change"] == pytest.approx(84.38)


def test_how_far_the_form_was_read_is_said(monkeypatch):
    one = bureau_filing(position=1, cells_read=150, cells_ignored=47, left_over=[("表1 第3行", "加盖公章")] * 3)
    copy = from_readings([Reading("表.docx", "a", "docx", filings=[one])])
    key = filing.search(copy.cursor(), Filters())[0]["filing"]
    at = Screens(monkeypatch, copy).open("filing", filing=key)
    assert "读懂的格子 98.5%（3 格没有读懂）" in words(page(at).find_class("jh-pack")[0])
