"""The four real documents, against a record of them that was checked by hand (tests/truth)."""

import json
from functools import cache

import pytest

from data_access.intake.pipeline import read_bytes
from data_access.intake.record import Reading
from tests.intake.compare import compare
from tests.intake.shared import TRUTH, needs_seeds, seed

pytestmark = needs_seeds
NUMBERS = ("000", "001", "002", "003")
LEAST_TEXTS = {"003": 0.97}                                   # OCR destroyed some of its texts beyond reading


@cache
def reading(number: str) -> Reading:
    return read_bytes(seed(number).read_bytes(), seed(number).name)


@cache
def truth(number: str) -> list[dict]:
    return json.loads((TRUTH / f"{number}.json").read_text(encoding="utf-8"))


def test_together_they_hold_54_filings_and_437_lines():
    filings = [filing for number in NUMBERS for filing in reading(number).filings]
    assert (len(filings), sum(len(filing.lines) for filing in filings)) == (54, 437)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_is_read_as_printed(number):
    outcome = compare(truth(number), reading(number).filings)
    assert outcome.numbers > 450
    assert not outcome.wrong_numbers


@pytest.mark.parametrize("number", NUMBERS)
def test_texts_are_read_as_printed(number):
    outcome = compare(truth(number), reading(number).filings)
    right = 1 - len(outcome.wrong_texts) / outcome.texts
    assert right >= LEAST_TEXTS.get(number, 1), "\n".join(outcome.wrong_texts)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_value_has_its_address(number):
    for filing in reading(number).filings:
        for line in filing.lines:
            named = [name for name in ("level3", "target", "actual", "weight", "score") if line.raw.get(name)]
            assert all(line.at.get(name) for name in ["row", *named])
        assert filing.at["title"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_message_says_where_and_what(number):
    for filing in reading(number).filings:
        for message in filing.messages:
            assert message.where and message.text.endswith("。")
