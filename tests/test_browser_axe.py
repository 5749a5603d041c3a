"""Every screen, light and dark, looked over by axe-core: nothing that keeps a person with a disability out; nothing
wider than a tablet; nothing light on white paper.

Skipped where there is no Chromium, unless JIHE_BROWSER=required (CI).
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages._parts.links import screens
from tests.browsing import fresh_tab, opened

DEPARTMENT = "示例县教育局"
MORE = ("ranking?by=项目", "findings?as=按部门", "findings?as=列表", f"department?d={DEPARTMENT}",
        f"department?d={DEPARTMENT}&sheet=1", "compare?what=两个部门", "rules?view=复核规则", "rules?view=试算与修改")
# Streamlit's own markup, which no page of ours can change: a resizable text area's label, the uploader's inner button.
THEIRS = ("stFileUploaderDropzone", "stAppHeader", "stToolbar")
COLOURS = ("color-contrast", "link-in-text-block")           # the rules of axe that look at colours
WIDER = """() => [document.documentElement, ...document.querySelectorAll('.stMain, .jh-scroll')].filter(one =>
    one.scrollWidth > one.clientWidth + 1).map(one => one.className + ' ' + one.innerText.slice(0, 30))"""
APP = "document.querySelector('.stApp')"
NIGHT = "rgb(22, 24, 27)"                                     # backgroundColor of .streamlit/config.toml

pytestmark = pytest.mark.browser


def test_no_screen_keeps_anybody_out(browser, server):
    """Each screen is opened once: looked over in full in the light look, then, the elements being the same, for what
    depends on colours in the dark one, then for what would scroll sideways on a tablet."""
    with fresh_tab(browser, server) as tab:
        opened(tab, "ranking?by=项目")
        filing = parse_qs(urlsplit(tab.locator("a[href^='filing?']").first.get_attribute("href")).query)["filing"][0]
        grave, wide = [], []
        for screen in ["", *list(screens())[1:], *MORE, f"filing?filing={filing}"]:
            tab.emulate_media(color_scheme="light")
            tab.set_viewport_size({"width": 1280, "height": 900})
            opened(tab, screen)
            grave += [f"{screen}: {one}" for one in _grave(tab)]
            tab.emulate_media(color_scheme="dark")
            tab.wait_for_function(f"() => getComputedStyle({APP}).backgroundColor === '{NIGHT}'")
            tab.wait_for_timeout(400)                         # colours of some elements fade over
            grave += [f"{screen}, dark: {one}" for one in _grave(tab, runOnly=list(COLOURS))]
            tab.set_viewport_size({"width": 820, "height": 1180})
            tab.wait_for_timeout(200)
            wide += [f"{screen}: {one}" for one in tab.evaluate(WIDER)]
        assert not grave, "\n".join(grave)
        assert not wide, "\n".join(wide)


def test_a_dark_screen_prints_black_on_white(browser, server):
    with fresh_tab(browser, server) as tab:
        tab.emulate_media(color_scheme="dark")
        opened(tab, f"department?d={DEPARTMENT}")
        shades = """() => [...document.querySelectorAll('.jh-table td, h1, .jh-message, .jh-value')].map(one =>
            getComputedStyle(one).color.match(/[0-9]+/g).slice(0, 3).map(Number))"""
        assert max(map(min, tab.evaluate(shades))) > 200, "letters of the dark look are light"
        tab.emulate_media(media="print", color_scheme="dark")
        assert max(map(min, tab.evaluate(shades))) < 120
        assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def _grave(tab, **options) -> list[str]:
    """What axe finds serious or critical: rule and element."""
    return [f"{one['id']} {node['target']}" for one in Axe().run(tab, options=options).response["violations"]
            if one["impact"] in ("serious", "critical") for node in one["nodes"]
            if not any(name in str(node) for name in THEIRS)]
