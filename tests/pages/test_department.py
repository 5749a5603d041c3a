"""部门: one department over the years."""

from data_access.copy import from_readings
from data_access.intake.record import Reading
from data_access.queries import department as query
from tests.pages.bureau import SCHOOL, WATER, Screens, filing, half_done, page, table, tiles, words


def test_without_a_department_it_asks_for_one_and_lists_them(screens):
    at = screens.open("department")
    assert "共 2 个部门，选一个" in words(page(at).find_class("jh-head")[0])
    assert [row[0] for row in table(at, "部门名单")[1:]] == [WATER, "青禾县教育局"]


def test_a_hundred_departments_and_more_are_all_listed_a_page_at_a_time(monkeypatch):
    found = [Reading(f"{at}.docx", str(at), "docx", filings=[filing(department=f"青禾县第{at}所", position=1)])
             for at in range(104)]
    several = Screens(monkeypatch, from_readings(found))
    pages = [several.open("department", p=str(at)) for at in (1, 2, 3)]
    names = [[row[0] for row in table(at, "部门名单")[1:]] for at in pages]
    assert [len(each) for each in names] == [50, 50, 4] and len(set(sum(names, []))) == 104
    assert "共 104 个部门" in words(page(pages[0]).find_class("jh-head")[0])


def test_the_year_chosen_stands_beside_the_year_before(screens, bureau):
    total, = bureau.cursor().execute("""SELECT count(*) FROM findings JOIN filings USING (filing)
                                        WHERE canonical = ? AND year = 2024""", [WATER]).fetchone()
    shown = tiles(screens.open("department", d=WATER))
    assert shown["2024年度项目"] == ("4份", "全年预算 150.00 万元")
    assert shown["执行率"] == ("83.33%", "比上年 +8.33 个百分点")
    assert shown["自评均分"] == ("74.84分", "比上年 −22.66 分")
    assert shown["疑点"][0] == f"{total}条"
    assert tiles(screens.open("department", d=WATER, y="2023"))["执行率"] == ("75.00%", "上年无数据")


def test_years_grades_and_checks_are_counted(screens):
    at = screens.open("department", d=WATER)
    years = table(at, "历年执行、均分和等级")
    assert years[0][8:] == ["优", "良", "差"]
    assert years[1] == ["2023年度", "1", "40.00", "30.00", "75.00%", "97.50", "97.50", "0.00", "1 → 1", "·", "·"]
    assert years[2][8:] == ["2 → 3", "0 → 1", "2 → 0"]
    checks = {row[0]: row[1:] for row in table(at, "历年疑点")[1:]}
    assert checks["B10 零执行评差"] == ["·", "1"]
    assert checks["B05 预算大幅调整未说明"] == ["·", "2"]


def test_the_first_findings_stand_below_and_all_are_one_click_away(screens):
    tree = page(screens.open("department", d=WATER))
    assert len(tree.find_class("jh-finding")) == 4
    more, = [one for one in tree.find_class("jh-more") if "条" in words(one)]
    assert words(more).startswith("查看全部 ") and more.get("href").startswith("findings?y=2024&d=")


def test_a_department_without_filings_in_a_year_says_so(screens):
    at = screens.open("department", d="青禾县教育局", y="2023")
    assert "没有项目自评表" in words(page(at).find_class("jh-empty")[0])


def test_other_departments_stand_beside_it_without_itself(bureau):
    cursor = bureau.cursor()
    others = query.peers(cursor, WATER)
    assert others[2024]["rate"] == 1 and others[2024]["recomputed"] == 100
    assert 2023 not in others, "nobody else filed in 2023"


def test_its_projects_and_how_it_files(screens):
    at = screens.open("department", d=WATER)
    assert {row[0] for row in table(at, "本部门项目")[1:]} == {"水闸检修", "渠道清淤", "堤坝巡查", "泵站更新"}
    filed = {row[0]: row[1:] for row in table(at, "报送情况")[1:]}
    assert filed["2024年度"][:2] == ["4", "1"] and filed["2023年度"][:2] == ["1", "0"]


def test_what_was_asked_in_two_years_is_listed_once(monkeypatch):
    found = [Reading(f"{year}.docx", str(year), "docx", filings=[filing(year=year, lines=half_done(), position=1)])
             for year in (2023, 2024)]
    copy = from_readings(found)
    rows = [row for row in query.repeated(copy.cursor(), WATER) if row["code"] == "A07"]
    assert [(row["project"], row["years"]) for row in rows] == [("水闸检修", [2023, 2024])]
    at = Screens(monkeypatch, copy).open("department", d=WATER)
    assert ["A07 定量指标得分偏高 高", "水闸检修", "2023、2024", "2"] in table(at, "连年重复的疑点")


def test_another_department_takes_the_place_of_the_one_shown(screens):
    at = screens.open("department", d=WATER)
    at.multiselect(key="d").select(SCHOOL).run()
    assert at.multiselect(key="d").value == [SCHOOL]
    assert words(page(at).find_class("jh-head")[0]).startswith(SCHOOL)


def test_several_departments_from_another_screen_are_listed_to_choose_from(screens):
    at = screens.open("department", d=[WATER, SCHOOL])
    assert {row[0] for row in table(at, "部门名单")[1:]} == {WATER, SCHOOL}


def test_the_sheet_to_print_holds_years_projects_and_questions(screens):
    sheet, = page(screens.open("department", d=WATER, sheet="1")).find_class("jh-sheet")
    said = words(sheet)
    assert WATER in said and "先问这几条" in said and "自评高出重算最多的项目" in said and "数据日期" in said
    assert len(sheet.findall(".//ol/li")) == 6
