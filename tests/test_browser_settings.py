"""Two spellings of one department in a real browser: proposed, refused, confirmed, ranked as one, taken apart again."""

import pytest

from data_access.store.engine import open_store
from tests.browsing import fresh_tab, opened, served, settled
from tests.store.spellings import FULL, TWICE, two_names

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser, tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'jihe.db'}")
    two_names(engine)
    engine.dispose()
    with served(tmp_path / "jihe.db") as address, fresh_tab(browser, address) as page:
        yield page


def ranked(tab) -> dict[str, str]:
    """Department → how many projects, as 排名 shows them."""
    opened(tab, "ranking")
    rows = tab.locator(".jh-table tbody tr")
    return {row.locator("td").nth(1).locator("a").inner_text(): row.locator("td").nth(2).inner_text()
            for row in rows.all()}


def names(tab) -> None:
    opened(tab, "settings?view=部门名称")
    who = tab.get_by_label("经办人")
    who.fill("周复核")
    who.press("Enter")
    settled(tab)


def press(tab, label: str) -> None:
    tab.get_by_role("button", name=label, exact=True).click()
    tab.get_by_test_id("stAlert").wait_for()
    settled(tab)


def test_two_spellings_become_one_department_and_two_again(tab):
    assert set(ranked(tab)) == {FULL, TWICE}
    assert tab.evaluate("document.documentElement.lang") == "zh-CN"
    names(tab)
    press(tab, "不是")
    assert tab.locator(".jh-pair").count() == 0
    tab.reload()
    names(tab)
    assert tab.locator(".jh-pair").count() == 0, "refused pairs stay away"
    tab.get_by_text("已确认不是同一个部门").click()
    press(tab, "重新提出")
    assert FULL in tab.locator(".jh-pair").inner_text()
    press(tab, "是同一个，合并")
    assert "其中 1 份两边都有" in tab.get_by_test_id("stAlert").inner_text()
    found = ranked(tab)
    assert list(found) == [FULL] and found[FULL] == "3"
    names(tab)
    tab.get_by_text("已合并的名称和别名").click()
    press(tab, "分开")
    assert set(ranked(tab)) == {FULL, TWICE}
