"""Screens on the small invented bureau, made once for all tests of a run."""

from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager

from tests.pages.bureau import Screens, empty_copy, small_copy


@pytest.fixture(autouse=True)
def through_the_menu(monkeypatch):
    """AppTest forgets before every run that the app has a menu of its own, and would run files of pages/ by themselves;
    the server remembers (test_browser.py asks it for such an address first of all)."""
    monkeypatch.setattr(PagesManager, "main_script_parent", Path("no such folder"))


@pytest.fixture(scope="session")
def bureau():
    return small_copy()


@pytest.fixture
def screens(monkeypatch, bureau):
    return Screens(monkeypatch, bureau)


@pytest.fixture
def no_filings(monkeypatch):
    return Screens(monkeypatch, empty_copy())
