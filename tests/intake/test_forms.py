"""Six filed layouts as Word and Excel, against the record beside each."""

import json

import pytest

from data_access.intake.pipeline import read_bytes
from tests.intake.compare import compare
from tests.intake.shared import FORMS, needs_forms

LAYOUTS = ("hubei_changjiang", "hubei_ezhou", "hunan_hengshan", "ningxia_yinchuan", "shanxi_jishan", "sichuan_qingshen")


@needs_forms
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_filed_layout_is_read_without_a_difference(layout, kind):
    path = FORMS / f"{layout}.{kind}"
    expected = json.loads((FORMS / f"{layout}.json").read_text(encoding="utf-8"))["evaluations"]
    reading = read_bytes(path.read_bytes(), path.name)
    outcome = compare(expected, reading.filings)
    assert reading.status == "read"
    assert outcome.numbers >= 15 and outcome.texts >= 20
    assert not outcome.wrong
    assert not [filing.left_over for filing in reading.filings if filing.left_over]
