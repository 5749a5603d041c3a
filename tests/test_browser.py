"""The screens in a real browser: what a leader does, from 总览 to the list taken away, on the demonstration bureau.

Skipped where there is no Chromium, unless JIHE_BROWSER=required (CI): then its absence is a failure.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCREENS = ("", "ranking", "ranking?by=项目", "findings", "department", "department?d={department}", "filing",
           "filing?filing={filing}")
# Words a reader may meet in Latin letters: formats, commands, file names, codes; and the names behind drawn icons.
LATIN = re.compile(r"\b[a-z_]+_(left|right|up|down|more)\b|\b(Excel|CSV|Word|python3|manage\.py|import)\b"
                   r"|\S+\.(docx|xlsx|txt|pdf)|\b[A-Z]{1,3}\d*\b")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The dashboard on an empty store of its own: it shows the demonstration bureau. Gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = os.environ | {"JIHE_DB": f"sqlite:///{tmp_path_factory.mktemp('store') / 'jihe.db'}"}
    surroundings.pop("JIHE_NO_DEMO", None)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    process = subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(20)


def _answering(address: str, process: subprocess.Popen) -> str:
    for _ in range(240):
        assert process.poll() is None, "the server ended"
        try:
            with urlopen(address + "/_stcore/health", timeout=2):
                return address
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server does not answer")


@pytest.fixture(scope="module")
def browser():
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        told = f"no Chromium on this machine ({', '.join(BROWSERS)})"
        if os.environ.get("JIHE_BROWSER") == "required":
            pytest.fail(told)
        pytest.skip(told)
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, server):
    """A fresh tab 1280 wide; nothing it loads may come from elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=server, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if not _local(request.url, server) else None)
    yield page
    context.close()
    assert not foreign, "an offline machine cannot load these"


def _local(address: str, server: str) -> bool:
    return address.startswith((server, server.replace("http", "ws"), "data:", "blob:"))


def opened(tab, address: str) -> None:
    tab.goto("/" + address)
    settled(tab)


def settled(tab) -> None:
    """Wait until the script run is over and its last element stands."""
    tab.locator(".jh-foot").wait_for()
    tab.wait_for_function("() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    tab.wait_for_timeout(300)


def head(tab) -> str:
    return " ".join(tab.locator(".jh-head").inner_text().split())


def asked(tab) -> dict[str, list[str]]:
    """The parameters in the address bar."""
    return parse_qs(urlsplit(tab.url).query)


def menu(tab, name: str) -> None:
    tab.get_by_role("link", name=name, exact=True).first.click()
    settled(tab)


def choose(tab, label: str, value: str) -> None:
    tab.get_by_role("combobox", name=label).fill(value)
    tab.get_by_role("option", name=value, exact=True).click()
    settled(tab)


def listed(tab) -> list[tuple[str, str]]:
    """(check, sentence) of every finding of the list, lead first, over all its pages."""
    found = []
    while True:
        found += tab.evaluate("""() => [...document.querySelectorAll('.jh-finding, .jh-folded li')].map(one =>
            [one.querySelector('b').innerText, one.querySelector('p').innerText])""")
        onward = tab.get_by_role("button", name="Next page")
        if not onward.count() or onward.is_disabled():
            return [tuple(pair) for pair in found]
        onward.click()
        settled(tab)


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
    tab.locator(".jh-pack").wait_for()
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
    opened(tab, "ranking?sort=疑点")
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


def test_filters_live_in_the_address_and_survive_every_screen(tab):
    opened(tab, "")
    tab.get_by_role("radio", name="2022").click()
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
