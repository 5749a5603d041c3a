"""The browser of tests marked `browser`: started for each file of them, since its event loop suits no other test."""

import os
import shutil

import pytest

from tests.browsing import fresh_tab, served

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser():
    """A real Chromium. Skips without one, unless JIHE_BROWSER=required (CI): then its absence is a failure."""
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


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The dashboard on an empty store of its own: it shows the demonstration bureau. Gives its address."""
    with served(tmp_path_factory.mktemp("store") / "jihe.db") as address:
        yield address


@pytest.fixture
def tab(browser, server):
    """A fresh tab on the dashboard."""
    with fresh_tab(browser, server) as page:
        yield page
