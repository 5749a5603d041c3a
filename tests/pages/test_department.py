"""部门: one department over the years."""

from tests.pages.bureau import WATER, page, table, tiles, words


def test_without_a_department_it_asks_for_one_and_lists_them(screens):
    at = screens.open("department")
    assert "选一个" in words(page(at).find_class("jh-empty")[0])
    assert [row[0] for row in table(at, "部门名单")[1:]] == [WATER, "青禾县教育局"]


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
    assert len(tree.find_class("jh-finding")) == 8
    more = tree.find_class("jh-more")[0]
    assert words(more).startswith("查看全部 ") and more.get("href").startswith("findings?y=2024&d=")


def test_a_department_without_filings_in_a_year_says_so(screens):
    at = screens.open("department", d="青禾县教育局", y="2023")
    assert "没有项目自评表" in words(page(at).find_class("jh-empty")[0])
