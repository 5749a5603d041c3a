"""What a bureau settles in a real browser: two spellings of one department are proposed, refused, confirmed, ranked as
one, taken apart again; a rule is tried out, saved with a reason, and taken back."""

import pytest

from data_access.store.engine import open_store
from tests.browsing import opened, served, settled
from tests.store.spellings import FULL, TWICE, two_names

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The dashboard on a store with four filings, each of them 差 by its recomputed 50 points."""
    path = tmp_path_factory.mktemp("settled") / "jihe.db"
    engine = open_store(f"sqlite:///{path}")
    two_names(engine)
    engine.dispose()
    with served(path) as address:
        yield address


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


def typed(tab, label: str, text: str) -> None:
    tab.get_by_label(label, exact=True).fill(text)


def tile(tab, label: str) -> str:
    return tab.locator(".jh-tile", has=tab.get_by_text(label, exact=True)).locator(".jh-value").inner_text()


def versions(tab) -> list[str]:
    """Number and state of every version that 本单位修改记录 lists."""
    rows = tab.locator("table", has=tab.locator("caption", has_text="本单位修改记录")).locator("tbody tr")
    return [" ".join((row.locator("td").first.inner_text(), row.locator("td").last.inner_text()))
            for row in rows.all()]


def graded(tab) -> set[str]:
    """The grades 重算 gives, as 排名 of projects shows them."""
    opened(tab, "rules")
    return set(tab.locator("table", has=tab.locator("caption", has_text="正在使用的规则包"))
               .locator("tbody tr td:nth-child(3)").all_inner_texts())


def test_a_rule_is_tried_saved_with_a_reason_and_taken_back(tab):
    shipped = graded(tab)
    opened(tab, "rules?view=试算与修改")
    line = tab.get_by_label("中的分数线")
    line.fill("45")
    line.press("Enter")
    settled(tab)
    assert tile(tab, "重算等级变动") == "4份" and tile(tab, "重算总分变动") == "0份"
    tab.get_by_role("button", name="保存", exact=True).click()
    tab.get_by_test_id("stAlert").wait_for()
    assert "没有保存：请写明" in tab.get_by_test_id("stAlert").inner_text() and versions(tab) == []
    typed(tab, "规则名称", "本县分数线")
    typed(tab, "修改人（科室）", "绩效科")
    typed(tab, "理由或文号", "示例通知〔2026〕1号")
    tab.get_by_role("button", name="保存", exact=True).click()
    tab.locator("caption", has_text="本单位修改记录").wait_for(state="attached")
    settled(tab)
    assert versions(tab) == ["1 现行"] and graded(tab) == {"本县分数线"}
    opened(tab, "rules?view=试算与修改")
    typed(tab, "撤回人", "绩效科")
    typed(tab, "撤回理由", "通知作废")
    tab.get_by_role("button", name="撤回现行版本").click()
    tab.get_by_text("已撤回：通知作废").wait_for()
    settled(tab)
    assert versions(tab) == ["1 已撤回：通知作废"] and graded(tab) == shipped
