"""疑点清单: what the filters leave, lead first, and the same rows in the files that are taken away."""

import csv
import io
import re
from collections import Counter
from urllib.parse import parse_qs, urlsplit

import pytest
from openpyxl import load_workbook

from data_access import shown
from data_access.exports import flags, flags_csv, flags_xlsx
from data_access.queries import findings
from data_access.queries.filters import Filters
from data_access.queries.rows import rows
from tests.pages.bureau import WATER, Screens, page, small_copy, table, words


def _cards(at) -> list[str]:
    return [card.get("data-key") for card in page(at).find_class("jh-finding")]


def _heads(at) -> list[str]:
    return [words(card.find_class("jh-finding-head")[0]) for card in page(at).find_class("jh-finding")]


def _expected(bureau, **chosen) -> list[dict]:
    """The findings of 2024 with these values, picked row by row."""
    cursor = bureau.cursor()
    filings = {row["filing"]: row for row in rows(cursor, "FROM filing_view")}
    return [row for row in rows(cursor, "FROM findings") if filings[row["filing"]]["year"] == 2024
            and all((filings[row["filing"]] | row)[name] in values for name, values in chosen.items())]


def test_the_gravest_and_dearest_come_first(screens, bureau):
    at = screens.open("findings")
    found = _expected(bureau)
    counts = Counter(row["severity"] for row in found)
    folded = sum(row["lead"] is not None for row in found)
    assert folded >= 1
    said = words(page(at).find_class("jh-head")[0])
    assert f"共 {len(found)} 条，归并为 {len(found) - folded} 处，涉及 4 份自评表" in said
    assert f"高 {counts['高']} · 中 {counts['中']} · 低 {counts['低']}" in said
    shown = [head[0] for head in _heads(at)]
    assert shown == sorted(shown, key="高中低".index)
    assert _heads(at)[0].startswith("高A06 执行得分与规则不符部门整体支出 · 青禾县水利局 · 2024年度 · 150.00 万元")


def test_a_card_has_the_sentence_the_question_and_the_address(screens):
    card, = page(screens.open("findings", code="A07 定量指标得分偏高")).find_class("jh-finding")
    assert "“检修数量”指标值“≥10座”，完成值“5座”" in words(card)
    assert "建议询问未达目标为何" in words(card)
    assert "出处水利2024.docx，表1 第7行" in words(card)


def test_a_folded_finding_stands_under_its_lead(screens):
    at = screens.open("findings", d=WATER)
    folded = page(at).find_class("jh-folded")
    assert [words(one.find("ul").find("li").find("b")) for one in folded] == ["B05 预算大幅调整未说明"]
    assert "B11 预算全额调减" in words(folded[0].getparent())


def test_a_folded_finding_without_its_lead_in_the_list_stands_alone(screens):
    at = screens.open("findings", code="B05 预算大幅调整未说明")
    assert len(_cards(at)) == 2
    assert sum("并入主疑点" in head for head in _heads(at)) == 1


@pytest.mark.parametrize(("key", "value", "chosen"), [
    ("s", ["中"], {"severity": ["中"]}), ("s", ["高", "中"], {"severity": ["高", "中"]}),
    ("code", ["A01 总分与分项不符", "A12 重算总分偏差"], {"code": ["A01", "A12"]}),
    ("grade", ["差"], {"self_grade": ["差"]}),
    ("topic", ["零执行评差"], {"code": ["B10", "B11"], "self_grade": ["差"]})])
def test_each_filter_narrows_the_list(screens, bureau, key, value, chosen):
    at = screens.open("findings")
    widget = next(one for one in [*at.multiselect, *at.button_group] if one.key == key)
    widget.set_value(value).run()
    number = len(_expected(bureau, **chosen))
    assert 0 < number < len(_expected(bureau))
    assert f"共 {number} 条" in words(page(at).find_class("jh-head")[0])


def _number(at) -> int:
    """How many findings the head of the list tells."""
    return int(re.search(r"共 ([\d,]+) 条", words(page(at).find_class("jh-head")[0]))[1].replace(",", ""))


def test_several_years_and_departments_add_up(screens, bureau):
    at = screens.open("findings", y=["2023", "2024"], d=[WATER, "青禾县教育局"])
    said = words(page(at).find_class("jh-head")[0])
    assert f"2023、2024年度 · {WATER}、青禾县教育局" in said
    cursor = bureau.cursor()
    one_by_one = [findings.summary(cursor, Filters(years=(year,), departments=(name,)))["findings"]
                  for year in (2023, 2024) for name in (WATER, "青禾县教育局")]
    assert _number(at) == sum(one_by_one) > max(one_by_one)


def test_a_click_adds_a_year_and_every_year_stands_alone(screens):
    at = screens.open("findings")
    at.segmented_control(key="y").select("2023").run()
    assert set(at.segmented_control(key="y").value) == {"2023", "2024"}
    at.segmented_control(key="y").select("全部年度").run()
    assert at.segmented_control(key="y").value == ["全部年度"]
    at.segmented_control(key="y").select("2023").run()
    assert at.segmented_control(key="y").value == ["2023"]
    at.segmented_control(key="y").unselect("2023").run()
    assert at.segmented_control(key="y").value == ["全部年度"]


def test_amounts_can_be_bounded_on_both_sides(screens, bureau):
    at = screens.open("findings", least="50", most="100")
    money = [row["money_wan"] for row in findings.page(bureau.cursor(), Filters(years=(2024,)), limit=1000)]
    assert _number(at) == sum(50 <= (one or 0) <= 100 for one in money) > 0
    assert "50 万元以上 · 100 万元以下" in words(page(at).find_class("jh-head")[0])


def test_filters_can_be_cleared_at_once(screens):
    at = screens.open("findings", s="中", code="B11 预算全额调减", d=WATER)
    assert len(_cards(at)) == 1
    next(button for button in at.button if button.label == "清除筛选").click().run()
    assert len(_cards(at)) > 1
    assert at.multiselect(key="d").value == [WATER]


def test_nothing_found_is_not_called_faultless(screens):
    at = screens.open("findings", d="青禾县教育局")
    assert "不等于没有问题" in words(page(at).find_class("jh-empty")[0])


def test_a_list_is_sent_page_by_page(bureau):
    cursor = bureau.cursor()
    whole = findings.page(cursor, Filters(), limit=100)
    pieces = [findings.page(cursor, Filters(), limit=3, offset=at) for at in range(0, 12, 3)]
    assert [row["key"] for piece in pieces for row in piece] == [row["key"] for row in whole]
    assert {len({row["head"] for row in piece}) for piece in pieces[:3]} == {3}


@pytest.mark.parametrize("filters", [
    Filters(), Filters(years=(2024,), departments=(WATER,)), Filters(severities=("中",)), Filters(checks=("B05",)),
    Filters(topics=("零执行评差",)),
    Filters(years=(2023, 2024), departments=(WATER, "青禾县教育局"), severities=("高", "中"), grades=("优", "差"),
            forms=("project",), states=("待核实",), least_wan=10, most_wan=100)])
@pytest.mark.parametrize("sort", [*findings.SORTS, "-money"])
def test_the_files_hold_exactly_the_rows_on_screen(bureau, filters, sort):
    cursor = bureau.cursor()
    shown = [row["key"] for row in findings.page(cursor, filters, sort, limit=1000)]
    listed = flags(cursor, keys=findings.keys(cursor, filters, sort))
    assert [row["key"] for row in listed] == shown and shown
    sheet = load_workbook(io.BytesIO(flags_xlsx(listed))).worksheets[0]
    names = [cell.value for cell in sheet[1]]
    messages = [row[names.index("疑点说明")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert messages == [row["message"] for row in listed]
    lines = list(csv.reader(io.StringIO(flags_csv(listed).decode("utf-8-sig"))))
    assert len(lines) == len(shown) + 1


_MAIN = {"severity": lambda row: "高中低".index(row["severity"]), "money": lambda row: row["money_wan"],
         "difference": lambda row: abs(row["difference"]) if row["unit_of_value"] == "分" else None,
         "check": lambda row: row["code"], "year": lambda row: row["year"],
         "state": lambda row: row["state"], "project": lambda row: row["project"] or None,
         "department": lambda row: row["canonical"]}


@pytest.mark.parametrize("sort", findings.SORTS)
def test_a_sort_turned_round_is_the_same_list_backwards(bureau, sort):
    leads = [[row for row in findings.page(bureau.cursor(), Filters(), way + sort, limit=1000)
              if row["key"] == row["head"]] for way in ("", "-")]
    there, back = ([_MAIN[sort](row) for row in rows_ if _MAIN[sort](row) is not None] for rows_ in leads)
    assert list(dict.fromkeys(there)) == list(dict.fromkeys(back))[::-1]
    for rows_ in leads:                                       # what is missing stands last both ways
        missing = [_MAIN[sort](row) is None for row in rows_]
        assert missing == sorted(missing)


def test_a_click_on_the_head_of_a_column_sorts_and_once_more_turns_it_round(screens):
    at = screens.open("findings", **{"as": "列表"})
    for asked, arrow in (("", "▼"), ("true", "▲")):
        link = next(one for one in page(at).iter("a") if words(one).startswith("金额"))
        at = screens.open("findings", **parse_qs(urlsplit(link.get("href")).query))
        heads, *lines = table(at, "疑点")
        money = [float(line[5].replace(",", "")) for line in lines if line[5] != "—"]
        assert heads[5] == f"金额 {arrow}" and len(set(money)) > 2
        assert money == sorted(money, reverse=not asked)


def test_a_row_of_the_list_opens_its_finding(screens):
    at = screens.open("findings", **{"as": "列表"})
    link = next(one for one in page(at).find_class("sentence")[1].iter("a"))
    opened = screens.open("findings", **parse_qs(urlsplit(link.get("href")).query))
    card = page(opened).find_class("jh-finding")[-1]
    assert words(link) in words(card) and "第 1 条，共 10 条" in [one.value for one in opened.caption][0]


def test_a_finding_of_a_whole_department_leads_to_the_forms_it_names(monkeypatch):
    copy = small_copy()
    copy.connection.execute("""
        INSERT INTO findings SELECT * REPLACE ('whole' AS key, NULL AS filing, NULL AS ordinal, NULL AS lead,
            'A13' AS code, 'department' AS level, (SELECT list(filing ORDER BY position) FROM filings
                                    WHERE part_id = f.part_id AND form = 'project') AS others) FROM findings f
        WHERE part_id = (SELECT any_value(part_id) FROM filings WHERE canonical = ? AND year = 2024) LIMIT 1""",
                            [WATER])
    shown.make(copy.connection)
    at = Screens(monkeypatch, copy).open("findings", d=WATER)
    card = next(one for one in page(at).find_class("jh-finding") if one.get("data-key") == "whole")
    named = {words(link): parse_qs(urlsplit(link.get("href")).query)["filing"][0] for link in card.iter("a")}
    assert list(named) == ["水闸检修", "渠道清淤", "堤坝巡查", "泵站更新"]
    assert "水利2024.docx" in words(card)
    part = {words(link): parse_qs(urlsplit(link.get("href")).query) for link in page(at).find_class("jh-more")}
    assert part["查看这个部门 →"] == part["报送情况 →"] == {"d": [WATER], "y": ["2024"]}


def test_findings_of_a_whole_department_take_its_year_and_name(bureau):
    cursor = bureau.cursor()
    part, = cursor.execute("SELECT any_value(part_id) FROM filings WHERE canonical = ? AND year = 2024",
                           [WATER]).fetchone()
    cursor.execute("BEGIN")
    cursor.execute("""
        INSERT INTO findings SELECT * REPLACE ('whole' AS key, NULL AS filing, NULL AS ordinal, NULL AS lead,
                                               'department' AS level, ? AS part_id) FROM findings LIMIT 1""", [part])
    shown.make(cursor)
    here = findings.page(cursor, Filters(years=(2024,), departments=(WATER,)), limit=100)
    elsewhere = findings.page(cursor, Filters(years=(2023,)), limit=100)
    cursor.execute("ROLLBACK")
    assert [(row["year"], row["canonical"]) for row in here if row["key"] == "whole"] == [(2024, WATER)]
    assert "whole" not in {row["key"] for row in elsewhere}


def test_each_count_over_the_list_leads_to_that_many_findings(screens):
    at = screens.open("findings")
    for link in page(at).find_class("jh-facets")[0].iter("a"):
        asked = parse_qs(urlsplit(link.get("href")).query)
        shown = screens.open("findings", **asked)
        number = words(link).rsplit(" ", 1)[1]
        assert f"共 {number} 条" in words(page(shown).find_class("jh-head")[0]), link.get("href")


def test_the_list_by_check_and_by_department_adds_up(screens, bureau):
    total = findings.summary(bureau.cursor(), Filters(years=(2024,)))["findings"]
    by_check = table(screens.open("findings", **{"as": "按规则"}), "按规则")
    assert sum(int(row[2]) for row in by_check[1:]) == total
    by_department = table(screens.open("findings", **{"as": "按部门"}), "按部门")
    assert sum(int(row[2]) for row in by_department[1:]) == total
    assert {row[0] for row in by_department[1:]} <= {WATER, "青禾县教育局"}


def test_what_is_searched_for_is_in_the_findings_shown(screens):
    at = screens.open("findings", q="检修数量")
    assert len(_cards(at)) >= 1 and all("检修数量" in words(card) for card in page(at).find_class("jh-finding"))
    assert "含“检修数量”" in words(page(at).find_class("jh-head")[0])


def test_the_neighbours_of_a_finding_are_those_of_the_list(bureau):
    cursor, filters = bureau.cursor(), Filters(years=(2024,))
    leads = [row["key"] for row in findings.page(cursor, filters, limit=1000) if row["key"] == row["head"]]
    for at, key in enumerate(leads):
        group = findings.around(cursor, filters, "severity", key)
        assert (group["place"], group["total"]) == (at + 1, len(leads)) and group["rows"][0]["key"] == key
        assert group["before"] == (leads[at - 1] if at else None)
        assert group["after"] == (leads[at + 1] if at + 1 < len(leads) else None)
    assert findings.around(cursor, filters, "severity", "gone")["rows"] == []
