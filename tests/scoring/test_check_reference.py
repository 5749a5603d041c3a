"""docs/checks.md is what the YAML says, today."""

from pathlib import Path

from scoring.check import load_checks
from scoring.check_reference import markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def test_the_check_reference_is_current():
    assert PAGE.read_text(encoding="utf-8") == markdown(load_checks()), (
        "docs/checks.md is out of date: .venv/bin/python -m scoring.check_reference > docs/checks.md")


def test_every_check_stands_in_it_with_its_question():
    text = PAGE.read_text(encoding="utf-8")
    for check in load_checks():
        assert f"### {check['code']} {check['name']}" in text
        assert " ".join(check["ask"].split()) in text.replace("\\|", "|")
