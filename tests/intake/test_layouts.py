"""Layouts as unlike each other as layouts.md allows, written as Word and Excel: each file of layouts/ is a case."""

from pathlib import Path

import pytest
import yaml

from data_access.intake.pipeline import read_bytes
from tests.intake.compare import compare
from tests.intake.layout_paper import as_docx, as_xlsx

CASES = {path.stem: path for path in sorted(Path(__file__).with_name("layouts").glob("*.yaml"))}


FUND = ("source", "initial", "budget", "executed", "weight", "rate", "score")
LINE = ("level1", "level2", "level3", "target", "actual", "weight", "score", "reason")


def case(name: str) -> dict:
    """What a file of layouts/ tells; its expected funds and lines may be written short, between bars."""
    told = yaml.safe_load(CASES[name].read_text(encoding="utf-8"))
    expanded(told["expected"])
    return told


def expanded(records: list[dict]) -> list[dict]:
    """Records whose funds and lines may be written short."""
    for record in records:
        for key, fields in (("funds", FUND), ("indicators", LINE)):
            if key in record:
                record[key] = [_long(row, fields) if isinstance(row, str) else row for row in record[key]]
    return records


def _long(row: str, fields: tuple[str, ...]) -> dict:
    numbers = {"initial", "budget", "executed", "weight", "rate", "score"}
    parts = [part.strip() for part in row.split("|")]
    return {field: (float(part) if part else None) if field in numbers else part
            for field, part in zip(fields, parts, strict=False)}


def written(told: dict, kind: str) -> bytes:
    if kind == "docx":
        return as_docx([part for parts in told["sheets"].values() for part in parts])
    return as_xlsx(told["sheets"], tuple(told.get("hidden", ())))


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_read_as_its_author_meant_it(name, kind):
    told = case(name)
    if kind not in told.get("kinds", ("docx", "xlsx")):
        pytest.skip(f"{name} is about {told['kinds']}")
    reading = read_bytes(written(told, kind), f"{name}.{kind}")
    outcome = compare(told["expected"], reading.filings)
    assert not outcome.wrong, told["what"]
    assert outcome.numbers + outcome.texts >= 10
    said = [m.text for holder in (reading, *reading.filings) for m in holder.messages]
    for words in told.get("messages", ()):
        assert any(words in text for text in said), (words, said)
    assert reading.status == told.get("status", "read"), said
    left = [text for filing in reading.filings for _, text in filing.left_over]
    assert left == told.get("left_over", []), left
