"""The same form gives the same filing in whatever format it comes: Word, old Word, Excel, old Excel, PDF."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from data_access.intake.pipeline import read_bytes
from tests.intake.compare import as_record, compare
from tests.intake.shared import FORMS, needs_forms
from tests.intake.test_layouts import CASES, case, expanded, written

needs_office = pytest.mark.skipif(
    not shutil.which("soffice") and os.environ.get("JIHE_OFFICE") != "required",
    reason="LibreOffice is not on this machine (JIHE_OFFICE=required makes this a failure)")
LAYOUTS = ("hubei_changjiang", "hubei_ezhou", "hunan_hengshan", "ningxia_yinchuan", "shanxi_jishan", "sichuan_qingshen")
CLEAN = sorted(p.name for p in FORMS.glob("*.*") if p.suffix in (".docx", ".xlsx", ".xls", ".pdf", ".doc")
               and "scan" not in p.name) if FORMS.is_dir() else []
PRINTED = [name for name in CASES if "docx" in case(name).get("kinds", ["docx"]) and case(name).get("printed", True)]


def reading_of(name: str):
    return read_bytes((FORMS / name).read_bytes(), name)


def truth(layout: str) -> list[dict]:
    return json.loads((FORMS / f"{layout}.json").read_text(encoding="utf-8"))["evaluations"]


@needs_forms
@pytest.mark.parametrize("name", [n for n in CLEAN if n.rsplit(".", 1)[0] in LAYOUTS])
def test_a_filed_form_reads_with_all_numbers_and_texts_right(name):
    outcome = compare(truth(name.rsplit(".", 1)[0]), reading_of(name).filings)
    assert outcome.numbers >= 15 and not outcome.wrong_numbers
    assert len(outcome.wrong_texts) <= 0.01 * outcome.texts


@needs_forms
@pytest.mark.parametrize("name", [
    pytest.param(n, marks=needs_office if n.endswith(".doc") else ()) for n in CLEAN if n.startswith("sample-a.")])
def test_the_made_up_form_reads_right_in_every_file_type(name):
    told = expanded(yaml.safe_load(Path(__file__).with_name("sample_a.yaml").read_text(encoding="utf-8")))
    reading = reading_of(name)
    outcome = compare(told, reading.filings)
    assert outcome.numbers >= 50 and not outcome.wrong_numbers
    lost = 1 if name.endswith(".xls") else 0                  # =2座 is stored as a formula that gives an error
    assert len(outcome.wrong_texts) == lost, outcome.wrong_texts
    said = [message.text for message in reading.messages]
    assert (["=2座" in text for text in said] == [True]) == name.endswith(".xlsx")
    assert any("F13" in text and "#NAME?" in text for text in said) == name.endswith(".xls")


@needs_forms
@pytest.mark.parametrize("layout", sorted({name.rsplit(".", 1)[0] for name in CLEAN}))
def test_a_form_is_the_same_filing_in_each_of_its_formats(layout):
    """All fields; what the .xls has lost (see above) and what needs LibreOffice apart."""
    names = [n for n in CLEAN if n.startswith(f"{layout}.") and not n.endswith((".xls", ".doc"))]
    first, *others = [[as_record(filing) for filing in reading_of(name).filings] for name in names]
    assert first and all(other == first for other in others), names


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Path:
    """The invented layouts, printed from Word to PDF by LibreOffice in one go."""
    folder = tmp_path_factory.mktemp("printed")
    for name in PRINTED:
        (folder / f"{name}.docx").write_bytes(written(case(name), "docx"))
    subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
                    "pdf", "--outdir", str(folder), *map(str, sorted(folder.glob("*.docx")))],
                   capture_output=True, timeout=180, check=True)
    return folder


@needs_office
@pytest.mark.parametrize("name", PRINTED)
def test_an_invented_layout_reads_from_a_pdf_as_from_word(name, printed):
    told = case(name)
    reading = read_bytes((printed / f"{name}.pdf").read_bytes(), f"{name}.pdf")
    assert not compare(told["expected"], reading.filings).wrong
    assert [text for filing in reading.filings for _, text in filing.left_over] == told.get("left_over", [])
