"""Words on screen that carry their meaning: each is used somewhere, and told in one sentence."""

from pages._parts.links import FOLDER
from pages._parts.text import TERMS, explained


def test_every_term_explained_is_a_word_on_some_screen():
    screens = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    assert [term for term in TERMS if term not in screens] == []
    assert all(meaning and len(meaning) < 50 for meaning in TERMS.values())


def test_a_heading_shows_its_meaning_and_another_stays_as_it_is():
    assert explained("差额") == '<abbr title="自评减重算；正数是自评偏高" tabindex="0">差额</abbr>'
    assert explained("部门") == "部门"
