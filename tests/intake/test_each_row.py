"""Every row of ../shared/layouts.md has a case: a small form changed in one respect, a layout, or a named test."""

import re
from pathlib import Path

import pytest
import yaml

from data_access.intake.pipeline import read_bytes
from tests.intake.compare import compare
from tests.intake.layout_paper import as_docx, as_xlsx
from tests.intake.shared import FORMS, needs_forms
from tests.intake.test_layouts import expanded

HERE = Path(__file__).parent
TOLD = yaml.safe_load((HERE / "each_row.yaml").read_text(encoding="utf-8"))
PARTS = ("head", "funds", "goals", "header", "lines", "total", "tail")


def paper(told: dict) -> list:
    """The form of a case: title lines, and one table."""
    form = TOLD["base"] | told
    return [*form["title"], [row for part in PARTS for row in form[part]]]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("number", range(len(TOLD["cases"])),
                         ids=lambda number: f"{number}-{TOLD['cases'][number]['row']}")
def test_a_row_is_read_as_it_says(number, kind):
    told = TOLD["cases"][number]
    data = as_docx(paper(told)) if kind == "docx" else as_xlsx({"表": paper(told)})
    reading = read_bytes(data, f"表.{kind}")
    outcome = compare(expanded([told["expected"]]), reading.filings)
    assert outcome.numbers + outcome.texts > 0 and not outcome.wrong
    assert reading.status == told.get("status", "read")
    said = [message.text for holder in (reading, *reading.filings) for message in holder.messages]
    assert told.get("says", "") in "".join(said)
    assert [text for filing in reading.filings for _, text in filing.left_over] == told.get("left", [])


@needs_forms
def test_no_row_is_without_a_case():
    section, rows = 0, []
    for line in (FORMS.parent / "layouts.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"## (\d+)\.", line):
            section, number = found.group(1), 0
        elif line.startswith("| ") and not line.startswith(("| variant", "| ---")):
            number += 1
            rows.append(f"{section}.{number}")
    known = {case["row"] for case in TOLD["cases"]} | set(TOLD["elsewhere"])
    assert len(rows) > 100 and set(rows) == known


@pytest.mark.parametrize("place", sorted(set(TOLD["elsewhere"].values())))
def test_the_cases_told_of_elsewhere_are_there(place):
    name, _, function = place.partition("::")
    path = HERE / (f"{name}.yaml" if name.startswith("layouts/") else name)
    assert path.is_file() and f"def {function}" in (path.read_text(encoding="utf-8") if function else "def ")
