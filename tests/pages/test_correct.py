"""更正: an officer sets a misread value right on the filing's page, sees what follows, and can take it back."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.bureau import Screens, page, table, tiles, words
from tests.pages.filed import LINE, copy_of, half_done, key_of, stored


@pytest.fixture
def copy(tmp_path):
    return copy_of(stored(tmp_path, half_done(tmp_path / "来件")))


@pytest.fixture
def at(monkeypatch, copy):
    screens = Screens(monkeypatch, copy)
    monkeypatch.setattr("data_access.open_copy.current", lambda: (copy.refresh(), (copy, False))[1])
    return screens.open("filing", filing=key_of(copy), at=LINE)


def save(at: AppTest, field: str, text: str, *, reason: str = "读错一位", person: str = "周复核") -> AppTest:
    """Fill in the form and save, as a person does: first the field, then the rest."""
    at.selectbox(key="correct-field").set_value(field).run()
    at.get("text_input")[_place(at, "correct-" + field)].set_value(text)
    at.text_input(key="correct-why").set_value(reason)
    at.text_input(key="who-correct").set_value(person)
    return at.button(key="correct-save").click().run()


def _place(at: AppTest, key: str) -> int:
    return next(n for n, one in enumerate(at.text_input) if (one.key or "").startswith(key))


def cells(at: AppTest) -> list[str]:
    return table(at, "指标行，左为原表，右为重算")[1]


def codes(at: AppTest) -> list[str]:
    return [words(one.find_class("jh-finding-head")[0]) for one in page(at).find_class("jh-finding")]


def test_a_corrected_value_changes_scores_and_findings_at_once(at):
    assert any("A07" in code for code in codes(at)) and tiles(at)["重算总分"][0] == "85.00分"
    at = save(at, "actual", "10座")
    assert not at.error and "已更正" in at.success[0].value
    assert not any("A07" in code for code in codes(at)) and tiles(at)["重算总分"][0] == "100.00分"
    assert cells(at)[4] == "10座已更正，原读 5座"
    assert table(at, "人工更正")[1][2:6] == ["表1 第6行第6列", "5座", "10座", "周复核"]


def test_a_finding_that_rests_on_a_corrected_value_says_so(at):
    at = save(at, "actual", "6座")
    card = next(one for one in page(at).find_class("jh-finding") if "A07" in words(one))
    mark, *_ = card.find_class("jh-fixed")
    assert words(mark) == "含人工更正" and "5座 → 6座" in mark.get("title") and "读错一位" in mark.get("title")


def test_withdrawing_brings_back_what_was_read(at):
    at = save(at, "actual", "10座")
    at.text_input(key="who-withdraw").set_value("周复核")
    at = at.button(key="withdraw-do").click().run()
    assert "已撤销" in at.success[0].value and cells(at)[4] == "5座"
    assert "由周复核撤销" in table(at, "人工更正")[1][8]
    assert any("A07" in code for code in codes(at))


@pytest.mark.parametrize(("change", "said"), [
    ({"field": "score_c", "text": "优"}, "不是分数"), ({"field": "actual", "text": "5座"}, "不需要更正"),
    ({"field": "actual", "text": "9座", "person": ""}, "经办人"),
    ({"field": "actual", "text": "9座", "reason": ""}, "理由")])
def test_what_cannot_be_saved_is_said_in_words(at, change, said):
    at = save(at, **change)
    assert said in at.error[0].value and cells(at)[4] == "5座"


def test_an_amount_that_is_none_is_refused(monkeypatch, copy):
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), at="表1 第4行第2列")
    assert "不是金额" in save(at, "executed_fen", "五十万左右").error[0].value


def test_a_corrected_head_is_told_under_the_title(monkeypatch, copy):
    screens = Screens(monkeypatch, copy)
    monkeypatch.setattr("data_access.open_copy.current", lambda: (copy.refresh(), (copy, False))[1])
    at = save(screens.open("filing", filing=key_of(copy), at="表1 第1行第2列"), "year", "2023")
    assert "2023年度" in words(page(at).find_class("jh-head")[0])
    assert "年度 2024 → 2023（周复核" in words(page(at))
