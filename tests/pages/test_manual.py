"""The manual: every screen of the menu is in it, every picture it shows is there and is a picture."""

import re

from PIL import Image

from pages._parts.links import screens, title
from pages._parts.manual import DOCS, text
from tests.pages.bureau import page, words

PICTURES = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text())


def test_every_screen_of_the_menu_is_told_of():
    said = text()
    missing = [title(path) for address, path in screens().items() if address != "manual" and title(path) not in said]
    assert not missing


def test_every_picture_is_there_and_none_is_left_over():
    assert {DOCS / name for name in PICTURES} == set((DOCS / "pictures").glob("*.png"))
    for name in PICTURES:
        with Image.open(DOCS / name) as picture:
            assert picture.width >= 1000


def test_the_manual_opens_from_the_menu(request, monkeypatch):
    bureau = request.getfixturevalue("screens")
    at = bureau.open("manual")
    assert "使用手册" in words(page(at))
    assert any("局领导：五分钟" in one.value for one in at.markdown)
