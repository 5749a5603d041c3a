"""The frame of all screens: the menu is the folder, the banner, the empty bureau, an accident."""

import pytest

from data_access import open_copy
from data_access.queries import overview
from pages._parts.links import FOLDER, opens_empty, screens, title
from tests.pages.bureau import Screens, page, words


def test_the_menu_is_the_folder():
    titles = [title(path) for path in screens().values()]
    assert titles[:5] == ["总览", "排名", "疑点清单", "部门", "项目"]
    assert len(set(titles)) == len(titles) and all(len(one) <= 4 and not one.isascii() for one in titles)
    assert all(address.isascii() for address in screens())
    assert set(screens().values()) == set(FOLDER.glob("[!_]*.py"))


@pytest.mark.parametrize("screen", ["", *list(screens())[1:]])
def test_the_demonstration_says_so_on_every_screen(monkeypatch, bureau, screen):
    at = Screens(monkeypatch, bureau, demo=True).open(screen)
    assert "演示数据" in words(page(at).find_class("jh-banner")[0])
    assert "只计项目自评表" in words(page(at).find_class("jh-foot")[0])


@pytest.mark.parametrize("screen", ["", *list(screens())[1:]])
def test_real_data_bear_no_banner(screens, screen):
    assert not page(screens.open(screen)).find_class("jh-banner")


def test_an_empty_bureau_says_how_to_begin(no_filings):
    said = page(no_filings.open()).find_class("jh-empty")[0]
    assert "还没有自评表" in words(said) and said.find(".//a").get("href").startswith("import")


@pytest.mark.parametrize("screen", [each for each in screens() if opens_empty(each)])
def test_these_screens_open_while_there_is_no_filing(no_filings, screen):
    at = no_filings.open(screen)
    assert words(page(at).find(".//h1")) and "None" not in words(page(at).find_class("jh-foot")[0])


def test_an_accident_is_told_in_chinese_and_logged(monkeypatch, bureau, caplog):
    def broken(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr(overview, "totals", broken)
    monkeypatch.setattr(open_copy, "current", lambda: (bureau, False))
    at = Screens(monkeypatch, bureau)
    with pytest.raises(AssertionError, match="没能打开"):
        at.open()
    assert "boom" in caplog.text


def test_an_answer_is_kept_until_the_data_change(monkeypatch, bureau):
    asked = []
    monkeypatch.setattr(overview, "by_check", lambda *arguments: asked.append(arguments) or [])
    screens = Screens(monkeypatch, bureau)
    screens.open()
    screens.open()
    assert len(asked) == 1
