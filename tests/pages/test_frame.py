"""The frame of all screens: the menu is the folder, the banner, the empty bureau, an accident."""

import re
import tomllib
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data_access import open_copy
from data_access.intake import jobs
from data_access.queries import findings, overview
from data_access.store.engine import ROOT
from pages._parts import bar
from pages._parts.accident import SENTENCE
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
    monkeypatch.setattr(overview, "totals", _broken)
    monkeypatch.setattr(open_copy, "current", lambda: (bureau, False))
    at = Screens(monkeypatch, bureau)
    with pytest.raises(AssertionError, match="没能打开"):
        at.open()
    assert "boom" in caplog.text


def _broken(*_):
    raise RuntimeError("boom")


def _accident(at, caplog) -> bool:
    """Whether this run tells our sentence once, nothing of Streamlit's own, and the log has the rest."""
    return [one.value for one in at.error] == [SENTENCE] and not at.exception and "boom" in caplog.text


def test_an_accident_in_the_dialog_is_told_in_it_in_chinese(monkeypatch, screens, bureau, caplog):
    key, = bureau.cursor().execute("SELECT key FROM findings LIMIT 1").fetchone()
    at = screens.open("findings", finding=key)
    monkeypatch.setattr(findings, "around", _broken)
    assert _accident(at.run(), caplog)
    assert page(at).find_class("jh-finding"), "the list behind the dialog stays"


def test_an_accident_while_an_import_is_watched_is_told_in_chinese(monkeypatch, caplog):
    monkeypatch.setattr(jobs, "current", _broken)
    at = AppTest.from_string("from pages._parts.import_watch import watch\nwatch(1, 'reading')")
    assert _accident(at.run(), caplog)


def test_an_accident_in_a_callback_is_told_in_chinese(monkeypatch, screens, caplog):
    at = screens.open("findings")
    monkeypatch.setattr(bar, "_EMPTY", SimpleNamespace(items=_broken))
    next(one for one in at.button if one.label == "清除筛选").click()
    assert _accident(at.run(), caplog)


def test_beginning_anew_and_stopping_are_no_accidents(caplog):
    at = AppTest.from_string("""import streamlit as st
from pages._parts.accident import told
with told():
    if "again" not in st.session_state:
        st.session_state["again"] = True
        st.rerun()
    st.text("second run")
    st.stop()
st.text("never")""").run()
    assert [one.value for one in at.text] == ["second run"] and not at.error and "failed" not in caplog.text


def test_what_streamlit_runs_past_the_frame_tells_its_accidents_itself():
    """Dialogs, fragments and callbacks: `told` stands right under the decorator, right above the callback."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    decorators = re.findall(r"@st\.(?:dialog|fragment)\b.*\n(.*)", code)
    assert len(decorators) > 1 and set(decorators) == {"@told()"}
    callbacks = set(re.findall(r"\bon_[a-z]+\"?[=:] ?([a-z_]+)", code))
    assert {"_closed", "clear_filters", "_settle_years", "_last_of"} <= callbacks
    assert not [name for name in callbacks if f"@told()\ndef {name}(" not in code]


def test_no_error_of_streamlits_own_leads_to_a_search_engine():
    assert tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["client"]["showErrorLinks"] is False


def test_an_answer_is_kept_until_the_data_change(monkeypatch, bureau):
    asked = []
    monkeypatch.setattr(overview, "by_check", lambda *arguments: asked.append(arguments) or [])
    screens = Screens(monkeypatch, bureau)
    screens.open()
    screens.open()
    assert len(asked) == 1
