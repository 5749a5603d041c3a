"""The paths of the four people in a real browser: at the demonstration bureau's size, and at 100,000 forms when asked.

Skipped where there is no Chromium, unless JIHE_BROWSER=required (CI). The demonstration bureau is stored as a bureau's
own forms are, so that its departments can be given to a 科室.
"""

import os
import shutil

import pytest

from data_access.demo import build
from data_access.store.engine import ROOT
from tests.browsing import served
from tests.paths import PATHS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The dashboard on a store that holds what the demonstration bureau holds."""
    engine = build.open_demo(ROOT / "data")
    engine.dispose()
    store = tmp_path_factory.mktemp("store") / "jihe.db"
    shutil.copy(engine.url.database, store)
    with served(store) as address:
        yield address


@pytest.mark.parametrize("who", PATHS)
def test_each_of_the_four_reaches_the_end(tab, who):
    assert list(PATHS[who](tab))


@pytest.mark.skipif(os.environ.get("JIHE_LARGE") != "1",
                    reason="takes half an hour: JIHE_LARGE=1, or by hand `python -m benchmarks.paths`")
def test_each_of_the_four_reaches_the_end_among_100_000_forms(browser, tmp_path):
    from benchmarks.paths import walk
    assert set(walk(browser, tmp_path, 100_000)) == set(PATHS)
