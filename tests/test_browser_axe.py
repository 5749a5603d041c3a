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

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_keeps_anybody_out(browser, server, scheme):
    with fresh_tab(browser, server) as tab:
        tab.emulate_media(color_scheme=scheme)
        opened(tab, "ranking?by=项目")
        filing = parse_qs(urlsplit(tab.locator("a[href^='filing?']").first.get_attribute("href")).query)["filing"][0]
        grave = []
        for screen in ["", *list(screens())[1:], *MORE, f"filing?filing={filing}"]:
            opened(tab, screen)
            found = Axe().run(tab).response["violations"]
            grave += [f"{screen}: {one['id']} {node['target']}" for one in found
                      if one["impact"] in ("serious", "critical") for node in one["nodes"]
                      if not any(name in str(node) for name in THEIRS)]
        assert not grave, "\n".join(grave)
