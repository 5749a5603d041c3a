"""In a real browser: from a finding to its cell in the original; a misread cell set right, kept, taken back.

Skipped where there is no Chromium, unless JIHE_BROWSER=required (CI): then its absence is a failure.
"""

import os
import subprocess
import sys

import pytest

from tests.browsing import ROOT, choose, opened, served, settled
from tests.pages.filed import half_done, stored

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def filed(tmp_path_factory):
    """A form that says half was done and takes full marks, imported; gives the store's file and the form's."""
    folder = tmp_path_factory.mktemp("store")
    paper = half_done(folder / "来件")
    stored(folder, paper).dispose()
    return folder / "jihe.db", paper


@pytest.fixture(scope="module")
def server(filed):
    with served(filed[0]) as address:
        yield address


def asked(tab) -> list[str]:
    """The checks that ask on the page."""
    return tab.locator(".jh-finding-head b").all_inner_texts()


def _type(tab, label: str, text: str) -> None:
    tab.get_by_label(label).last.fill(text)
    tab.get_by_label(label).last.press("Tab")
    settled(tab)


def test_a_misread_cell_is_found_set_right_kept_and_taken_back(tab, filed):
    opened(tab, "findings")
    card = tab.locator(".jh-finding", has_text="A07").first
    card.locator(".jh-source-link").click()
    tab.locator(".jh-source .main").wait_for()
    settled(tab)
    marked = tab.locator(".jh-source .marked")
    assert tab.locator(".jh-source .main").inner_text() == "检修水闸" and "5座" in marked.all_inner_texts()
    box = tab.locator(".jh-source .main").bounding_box()
    assert 0 < box["y"] < 900, "the marked cell is not on the screen without scrolling"

    tab.get_by_text("读错了？更正这一处的值").click()
    settled(tab)
    choose(tab, "哪个值", "完成值")
    _type(tab, "原表上是", "10座")
    _type(tab, "理由", "原表是10座，读成5座")
    _type(tab, "经办人", "周复核")
    tab.get_by_role("button", name="保存更正").click()
    tab.get_by_text("完成值已更正").wait_for()
    settled(tab)
    assert not [name for name in asked(tab) if name.startswith("A07")]
    assert tab.locator(".jh-table.lines .jh-fixed").all_inner_texts() == ["已更正，原读 5座"]

    store, paper = filed
    again = subprocess.run([sys.executable, "cli.py", "import", "--again", str(paper)], cwd=ROOT, capture_output=True,
                           text=True, env=os.environ | {"JIHE_DB": f"sqlite:///{store}"}, check=True)
    assert "按人工更正取“10座”" in again.stdout + again.stderr
    tab.reload()
    settled(tab)
    assert tab.locator(".jh-table.lines .jh-fixed").all_inner_texts() == ["已更正，原读 5座"]
    assert not [name for name in asked(tab) if name.startswith("A07")]

    tab.get_by_text("撤销更正").click()
    settled(tab)
    _type(tab, "经办人", "周复核")
    tab.get_by_role("button", name="撤销，恢复读到的值").click()
    tab.get_by_text("更正已撤销").wait_for()
    settled(tab)
    assert tab.locator(".jh-table.lines .jh-fixed").count() == 0
    assert [name for name in asked(tab) if name.startswith("A07")]
