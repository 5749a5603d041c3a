"""docs/precision.md speaks of the findings that the real documents raise today, no more and no fewer."""

import re
from collections import Counter

import pytest

from data_access.copy import from_readings
from data_access.intake.pipeline import read_bytes
from tests.intake.shared import ROOT, SEEDS, needs_seeds

PAGE = ROOT / "docs" / "precision.md"
ROW = re.compile(r"^\| ([A-E]\d\d .+?) \| (高|中) \| (\d+) \| (.+?) \| (.+?) \|", re.MULTILINE)
JUDGED = re.compile(r"(对|可议|错)(?: (\d+))?")


@pytest.fixture(scope="module")
def found() -> Counter:
    """(codes, severity) → findings of 高 and 中 on the documents, codes that the page puts together as one."""
    copy = from_readings([read_bytes(path.read_bytes(), path.name) for path in sorted(SEEDS.glob("*.txt"))])
    return Counter(copy.cursor().execute("SELECT code, severity FROM findings WHERE severity <> '低'").fetchall())


def told() -> list[tuple[tuple[str, ...], str, int, str]]:
    text = PAGE.read_text(encoding="utf-8")
    return [(tuple(re.findall(r"[A-E]\d\d", rule)), severity, int(number), verdict)
            for rule, severity, number, _, verdict in ROW.findall(text)]


@needs_seeds
def test_every_finding_of_high_and_middle_severity_stands_in_the_table(found):
    listed = {(code, severity) for codes, severity, *_ in told() for code in codes}
    assert set(found) == listed
    for codes, severity, number, _ in told():
        assert sum(found[code, severity] for code in codes) == number, (codes, severity)


def test_the_sums_below_are_those_of_the_table_and_no_high_is_wrong():
    sums: Counter = Counter()
    for _, severity, number, verdict in told():
        judged = {word: int(count or number) for word, count in JUDGED.findall(verdict)}
        assert sum(judged.values()) == number, verdict
        sums.update({(severity, word): count for word, count in judged.items()} | {severity: number})
    text = PAGE.read_text(encoding="utf-8")
    high, middle = ([sums[severity], sums[severity, "错"], sums[severity, "可议"]] for severity in "高中")
    assert "高 {} 条，错 {}，可议 {}".format(*high) in text and "中 {} 条，错 {}".format(*middle) in text
    assert text.count(f"可议 {middle[2]}。") == 1
    assert sums["高", "错"] == 0 and sums["中", "错"] < 0.05 * sums["中"]
