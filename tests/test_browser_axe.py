"""Every screen, light and dark, looked over by axe-core: nothing that keeps a person with a disability out.

Skipped where there is no Chromium, unless JIHE_BROWSER=required (CI).
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from pages._parts.links import screens
from tests.browsing import fresh_tab, opened

DEPARTMENT = "示例县教育局"
MORE = ("ranking?by=项目", "findings?as=按部门", f"department?d={DEPARTMENT}", f"department?d={DEPARTMENT}&sheet=1",
        "compare?what=两个部门", "rules?view=复核规则", "rules?view=试算与修改")
# Streamlit's own markup, which no page of ours can change: a resizable text area's label, the uploader's inner button.
THEIRS = ("stFileUploaderDropzone", "stAppHeader", "stToolbar")
COLOURS = ("color-contrast", "link-in-text-block")           # the rules of axe that look at colours
APP = "document.querySelector('.stApp')"
NIGHT = "rgb(22, 24, 27)"                                     # backgroundColor of .streamlit/config.toml

pytestmark = pytest.mark.browser


def test_no_screen_keeps_anybody_out(browser, server):
    """Each screen is opened once: looked over in full in the light look, then, the elements being the same, for what
    depends on colours in the dark one."""
    with fresh_tab(browser, server) as tab:
        opened(tab, "ranking?by=项目")
        filing = parse_qs(urlsplit(tab.locator("a[href^='filing?']").first.get_attribute("href")).query)["filing"][0]
        grave = []
        for screen in ["", *list(screens())[1:], *MORE, f"filing?filing={filing}"]:
            tab.emulate_media(color_scheme="light")
            opened(tab, screen)
            grave += [f"{screen}: {one}" for one in _grave(tab)]
            tab.emulate_media(color_scheme="dark")
            tab.wait_for_function(f"() => getComputedStyle({APP}).backgroundColor === '{NIGHT}'")
            tab.wait_for_timeout(400)                         # colours of some elements fade over
            grave += [f"{screen}, dark: {one}" for one in _grave(tab, runOnly=list(COLOURS))]
        assert not grave, "\n".join(grave)


def _grave(tab, **options) -> list[str]:
    """What axe finds serious or critical: rule and element."""
    return [f"{one['id']} {node['target']}" for one in Axe().run(tab, options=options).response["violations"]
            if one["impact"] in ("serious", "critical") for node in one["nodes"]
            if not any(name in str(node) for name in THEIRS)]
