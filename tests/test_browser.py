"""The screens in a real browser: what a leader does, from 总览 to the list taken away, on the demonstration bureau.

Skipped where there is no Chromium, unless JIHE_BROWSER=required (CI): then its absence is a failure.
"""

import re
import unicodedata
from urllib.parse import parse_qs, urlencode, urlsplit

import pdfplumber
import pytest
from openpyxl import load_workbook

from tests.browsing import LATIN, asked, choose, head, listed, menu, opened, settled

SCREENS = ("", "ranking", "ranking?by=项目", "findings", "department", "department?d={department}", "filing",
           "filing?filing={filing}")

pytestmark = pytest.mark.browser


def test_the_first_address_asked_for_may_be_any_screen(tab):
    """Before anybody opened the menu: Streamlit would run the file of pages/ by itself."""
    opened(tab, "findings?y=2023")
    assert head(tab).startswith("疑点清单 2023年度")
    assert tab.locator(".jh-banner").count() == 1


def test_from_the_overview_to_the_list_taken_away(tab, tmp_path):
    opened(tab, "")
    assert head(tab).startswith("自评复核总览 2024年度 · 全部部门")
    tab.locator(".jh-tile").first.wait_for()
    department = _one_with_findings(tab)
    opened(tab, "")
    choose(tab, "部门", department)
    assert asked(tab) == {"d": [department]} and department in head(tab)

    menu(tab, "疑点清单")
    assert asked(tab)["d"] == [department] and department in head(tab)
    first = tab.locator(".jh-finding").first
    sentence, where = first.locator(".jh-message").inner_text(), first.locator(".jh-where").inner_text()
    tab.get_by_role("link", name="查看这份自评表").first.click()
    tab.locator(".jh-pack").first.wait_for()
    settled(tab)
    assert head(tab).split()[0] == where.split(" · ")[0]
    assert sentence in tab.locator(".jh-message").all_inner_texts()

    menu(tab, "疑点清单")
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="下载 Excel").click()
    assert waiting.value.suggested_filename == f"疑点清单_演示数据_2024年度_{department}.xlsx"
    waiting.value.save_as(tmp_path / "list.xlsx")
    book = load_workbook(tmp_path / "list.xlsx")
    names, *lines = book["疑点清单"].iter_rows(values_only=True)
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    shown = listed(tab)
    assert len(shown) == int(re.search(r"共 (\d+) 条", head(tab))[1]) > 1
    assert [(f"{row['规则代码']} {row['规则名称']}", row["疑点说明"]) for row in rows] == shown
    assert {row["主管部门"] for row in rows} == {department}
    about = dict(book["说明"].iter_rows(values_only=True))
    assert department in about["筛选条件"] and about["行数"] == len(rows)


def _one_with_findings(tab) -> str:
    """The department with most findings: enough for more than one page of the list or some folded ones."""
    opened(tab, "ranking?sort=涉疑金额")
    return tab.locator(".jh-table tbody tr").first.locator("td").nth(1).inner_text()


def test_idle_money_is_one_click_from_the_overview(tab):
    opened(tab, "?y=全部年度")
    tile = tab.locator("a.jh-tile", has_text="零执行评差")
    number = int(tile.locator(".jh-value").inner_text().removesuffix("份"))
    tile.click()
    tab.wait_for_url("**/findings?**")
    settled(tab)
    checks = [check for check, _ in listed(tab)]
    assert len(checks) == number > 0
    assert set(checks) == {"B10 零执行评差", "B11 预算全额调减"}


def test_findings_are_decided_one_after_the_other(tab):
    opened(tab, "findings?d=示例县水利局&y=全部年度")
    sentence = tab.locator(".jh-message").first.inner_text()
    tab.get_by_role("button", name="写核实结果 →").first.click()
    dialog = tab.get_by_role("dialog")
    dialog.locator(".jh-message", has_text=sentence[:20]).first.wait_for()
    dialog.get_by_role("radio", name="说明合理").click()
    dialog.get_by_role("button", name="保存，看下一条").click()
    dialog.get_by_text("请写明依据").wait_for()               # no decision without a reason
    dialog.get_by_role("textbox", name="依据或部门的说明").fill("年末结转，凭证已看")
    dialog.get_by_role("textbox", name="经办人").fill("绩效科")
    dialog.get_by_role("button", name="保存，看下一条").click()
    dialog.get_by_text("第 2 条，共").wait_for()
    tab.keyboard.press("Escape")
    tab.locator(".jh-finding", has_text="年末结转，凭证已看（绩效科").wait_for()
    opened(tab, "findings?d=示例县水利局&y=全部年度&state=说明合理")
    assert [one[1] for one in listed(tab)][0] == sentence


def test_a_finding_is_decided_without_a_mouse(tab):
    opened(tab, "findings?d=示例县财政局&d=示例县教育局&y=全部年度")
    sentence = tab.locator(".jh-message").first.inner_text()
    _tab_to(tab, "写核实结果 →")
    tab.keyboard.press("Enter")
    dialog = tab.get_by_role("dialog")
    dialog.get_by_text("第 1 条，共").wait_for()
    settled(tab)
    tab.keyboard.press("Alt+ArrowDown")
    dialog.get_by_text("第 2 条，共").wait_for()
    settled(tab)
    tab.keyboard.press("Alt+ArrowUp")
    dialog.get_by_text("第 1 条，共").wait_for()
    settled(tab)
    _tab_to(tab, "待核实")
    tab.keyboard.press("ArrowRight")                          # to 属实
    tab.keyboard.press("Space")
    settled(tab)
    _tab_to(tab, "依据或部门的说明")
    tab.keyboard.type("合同和凭证已核对")
    _tab_to(tab, "经办人")
    tab.keyboard.type("绩效科")
    settled(tab)
    tab.keyboard.press("Control+Enter")
    dialog.get_by_text("第 2 条，共").wait_for()
    tab.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    settled(tab)
    assert "finding" not in asked(tab)
    first = tab.locator(".jh-finding").first
    assert first.locator(".jh-message").inner_text() == sentence
    assert "属实：合同和凭证已核对（绩效科" in first.inner_text()


FOCUS = """() => {
    const one = document.activeElement, boxes = [one];
    while (boxes.length < 5) boxes.push(boxes.at(-1).parentElement);
    const marked = style => style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                            || style.borderTopColor === 'rgb(31, 78, 121)';
    return one.tagName === 'MAIN' || boxes.some(box => marked(getComputedStyle(box)))}"""


def _tab_to(tab, name: str) -> None:
    """Press Tab until the element of this name has the focus; at every step one sees where it is."""
    said = ""
    for _ in range(60):
        tab.keyboard.press("Tab")
        tab.wait_for_function(FOCUS, timeout=3000)            # a border takes its colour by and by
        said = tab.evaluate("() => (one => one.getAttribute('aria-label') || one.innerText)(document.activeElement)")
        if said.split("\n")[0].strip() == name:
            return
    raise AssertionError(f"{name} is not reached by Tab, the last was {said!r}")


def test_a_department_prints_on_one_sheet(tab, tmp_path):
    opened(tab, "department?d=示例县水利局&sheet=1")
    tab.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    with pdfplumber.open(tmp_path / "sheet.pdf") as paper:
        assert len(paper.pages) == 1 and (round(paper.pages[0].width), round(paper.pages[0].height)) == (595, 842)
        text = unicodedata.normalize("NFKC", paper.pages[0].extract_text())   # Chromium prints radicals
    assert "示例县水利局" in text and "先问这几条" in text and "演示数据" in text
    assert "规则登记" not in text, "the menu is not for paper"


def test_filters_live_in_the_address_and_survive_every_screen(tab):
    opened(tab, "")
    tab.get_by_role("button", name="2022", exact=True).click()
    settled(tab)
    choose(tab, "部门", "示例县教育局")
    for name, screen in (("排名", "ranking"), ("疑点清单", "findings"), ("部门", "department"), ("项目", "filing"),
                         ("总览", "")):
        menu(tab, name)
        assert urlsplit(tab.url).path == f"/{screen}"
        assert asked(tab) == {"y": ["2022"], "d": ["示例县教育局"]}
    tab.reload()
    settled(tab)
    assert head(tab) == "自评复核总览 2022年度 · 示例县教育局"

    several = {"y": ["2022", "2021"], "d": ["示例县教育局", "示例县水利局"]}
    opened(tab, "findings?" + urlencode(several, doseq=True))
    assert head(tab).startswith("疑点清单 2021、2022年度 · 示例县教育局、示例县水利局")
    menu(tab, "排名")                                         # nothing was clicked but the menu
    assert asked(tab) == several and "共 2 个部门" in head(tab)


@pytest.mark.parametrize("width", [1280, 1440])
def test_every_screen_fits_its_width_and_speaks_chinese(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})
    opened(tab, "ranking?by=项目")
    known = {"department": "示例县教育局",
             "filing": parse_qs(urlsplit(tab.locator(".jh-table a").first.get_attribute("href")).query)["filing"][0]}
    for screen in SCREENS:
        opened(tab, screen.format(**known))
        wide = tab.evaluate("""() => [...document.querySelectorAll('[data-testid=stMain], .jh-scroll')]
                               .some(one => one.scrollWidth > one.clientWidth + 1)""")
        assert not wide, f"{screen} is wider than the screen"
        text = LATIN.sub("", tab.get_by_test_id("stMain").inner_text())
        assert not re.findall(r"[A-Za-z]{3,}", text), f"{screen} speaks English"
