"""What each of the four people does (docs/manual.md), step by step on a tab, at any size of bureau.

Each path looks at what it meets and yields the name of every step once its screen stands, so that a test can run it to
its end and benchmarks/paths.py can time its steps.
"""

import re
from collections.abc import Iterator

from samples import build
from tests.browsing import asked, choose, head, listed, menu, opened, settled

FORM = next(build.FOLDER / one["file"] for one in build.samples()
            if one["file"].endswith(".docx") and len(one["forms"]) == 1 and one["forms"][0]["finds"])
OFFICE, TEN = "农业农村股", 10


def _rows(tab, at: int = 0):
    return tab.locator(".jh-table").nth(at).locator("tbody tr")


def _names(tab) -> list[str]:
    """The departments of 排名, as listed."""
    return [row.locator("td").nth(1).locator("a").inner_text() for row in _rows(tab).all()]


def _number(text: str) -> int:
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def _follow(tab, link) -> None:
    """Click a link into another screen and wait until that one stands."""
    before = tab.url
    link.click()
    tab.wait_for_function("before => location.href !== before", arg=before)
    settled(tab)


def leader(tab) -> Iterator[str]:
    """Five minutes: three sentences, which grades change, the first project to ask about, one sheet for the meeting."""
    opened(tab, "")
    assert tab.locator(".jh-memo p").count() == 3
    yield "总览"
    tile = tab.locator("a.jh-tile", has_text="等级将变").first
    regraded = _number(tile.locator(".jh-value").inner_text())
    _follow(tab, tile)
    assert _number(head(tab).split("共")[1]) == regraded > 0
    yield "等级将变的名单"
    _follow(tab, tab.locator("a[href^='filing?']").first)
    tab.get_by_test_id("stPlotlyChart").first.wait_for()      # the steps from filed to recomputed
    yield "等级将变的项目"
    opened(tab, "")
    yield "再看总览"
    first = tab.locator("a[href^='filing?']").first
    project = first.inner_text()
    _follow(tab, first)
    assert project.split("（")[0] in tab.locator("h1").inner_text()
    assert tab.locator(".jh-table.lines tbody tr").count()
    yield "项目"
    opened(tab, "ranking?sort=涉疑金额")
    department = _names(tab)[0]
    yield "排名"
    opened(tab, f"department?d={department}")
    assert head(tab).startswith(department)
    yield "部门"
    _follow(tab, tab.get_by_role("link", name="一页纸（打印）→"))
    assert "先问这几条" in tab.get_by_test_id("stMain").inner_text()
    yield "一页纸"


def officer(tab) -> Iterator[str]:
    """A day: who filed, which checks ask most, one of them to its end, a search, a rule tried out, a list taken."""
    opened(tab, "coverage")
    assert _rows(tab).count() > 1
    yield "报送情况"
    opened(tab, "findings?y=全部年度&as=按规则")
    total, link = _number(head(tab).split("共")[1]), _rows(tab).first.locator("a").first
    check = link.inner_text()
    yield "疑点按规则"
    _follow(tab, link)
    few = _number(head(tab).split("共")[1])
    assert asked(tab)["code"] == [check] and 0 < few < total
    yield "一条规则的疑点"
    opened(tab, f"findings?y=全部年度&code={check}&as=逐条")
    onward, first = tab.get_by_role("button", name="Next page"), tab.locator(".jh-where").first.inner_text()
    onward.click()
    tab.wait_for_function("first => document.querySelector('.jh-where').innerText !== first", arg=first)
    settled(tab)
    yield "下一页"
    search = tab.get_by_role("textbox", name="查找")
    search.fill("维修")
    search.press("Enter")
    settled(tab)
    assert 0 < _number(head(tab).split("共")[1]) < few
    assert all("维修" in text for text in tab.locator(".jh-finding").all_inner_texts())
    yield "查找"
    with tab.expect_download(timeout=240_000) as waiting:
        tab.get_by_role("button", name="下载 Excel").click()
    assert waiting.value.suggested_filename.endswith(".xlsx") and waiting.value.path().stat().st_size > 5000
    yield "下载"
    opened(tab, "rules?view=试算与修改")
    yield "规则登记"
    cut = tab.get_by_role("spinbutton").first
    cut.fill("95")
    cut.press("Enter")
    settled(tab)
    assert "试算" in tab.get_by_test_id("stMain").inner_text()
    yield "试算"


def office(tab) -> Iterator[str]:
    """Ten departments: named as one 科室's, ranked among themselves, one of them over the years, two years compared."""
    opened(tab, "ranking?y=全部年度")
    departments = sorted(_names(tab))[:TEN]
    opened(tab, "settings?view=科室")
    yield "设置"
    who = tab.get_by_label("经办人")
    who.fill("周复核")
    who.press("Enter")
    settled(tab)
    rows = "\n".join(f"{name},{OFFICE}" for name in departments)
    tab.locator("input[type=file]").set_input_files(
        {"name": "分工.csv", "mimeType": "text/csv", "buffer": f"部门,科室\n{rows}\n".encode("utf-8-sig")})
    settled(tab)
    tab.get_by_role("button", name="导入分工表").click()
    tab.get_by_test_id("stAlert").first.wait_for(timeout=240_000)
    settled(tab)
    yield "导入分工"
    opened(tab, f"ranking?y=全部年度&o={OFFICE}")
    assert sorted(_names(tab)) == departments
    yield "本科室排名"
    menu(tab, "疑点清单")
    assert asked(tab)["o"] == [OFFICE] and OFFICE in head(tab)
    named = {text.split(" · ")[1] for text in tab.locator(".jh-where").all_inner_texts() if text.count(" · ") > 1}
    assert not {name for name in named if name.endswith("局")} - {*departments}
    yield "本科室疑点"
    opened(tab, f"department?d={departments[0]}")
    tab.get_by_test_id("stPlotlyChart").first.wait_for()
    yield "部门"
    opened(tab, "compare")
    assert _rows(tab).count() > 5
    yield "对比"
    opened(tab, "compare?what=两个部门")
    choose(tab, "右边", departments[2])
    assert departments[2] in head(tab)
    yield "对比两个部门"


def filer(tab) -> Iterator[str]:
    """Before filing: one's own form dropped on 预审, its score and findings seen, nothing kept."""
    opened(tab, "")
    held = _stock(tab)
    opened(tab, "precheck")
    yield "预审"
    tab.locator("input[type=file]").set_input_files(FORM)
    tab.locator(".jh-table.lines").first.wait_for(timeout=240_000)
    settled(tab)
    told = tab.get_by_test_id("stMain").inner_text()
    assert "读懂的格子" in told and listed(tab)
    yield "放入一份表"
    opened(tab, "")
    assert _stock(tab) == held, "预审 stored something"
    yield "总览"


def _stock(tab) -> str:
    return re.search(r"自评表 [\d,]+ 份", tab.locator(".jh-foot").inner_text())[0]


PATHS = {"leader": leader, "officer": officer, "office": office, "filer": filer}
