"""Two documents of one department, one year and one file name: each is asked about by itself."""

from dataclasses import replace

import pytest

from data_access.copy import Copy
from data_access.demo.generator import make_bureau
from data_access.queries import findings
from data_access.queries.filters import Filters
from data_access.store.engine import memory_store
from data_access.store.write import save_reading

WHOLE = Filters(checks=("E10", "E11"))


@pytest.fixture(scope="module")
def report():
    """A report with final accounts and statements about all its forms."""
    return next(one for one in make_bureau().readings if one.claims and one.accounts and len(one.filings) > 5)


def stored(*readings) -> Copy:
    engine = memory_store()
    for reading in readings:
        save_reading(engine, reading)
    copy = Copy(engine)
    copy.refresh()
    return copy


def part_of(report, sha256: str, filings: list):
    return replace(report, sha256=sha256, filings=[replace(one, position=at) for at, one in enumerate(filings, 1)])


def test_two_documents_of_one_name_have_findings_of_their_own(report):
    """Both had one key: the card did not open, the download told one of them twice."""
    half = len(report.filings) // 2
    copy = stored(part_of(report, "a", report.filings[:half]), part_of(report, "b", report.filings[half:]))
    cursor = copy.cursor()
    keys = findings.keys(cursor, WHOLE)
    assert len(keys) == len(set(keys)) == 4                   # each half differs from the text, and from the accounts
    assert [findings.around(cursor, WHOLE, "severity", key)["place"] for key in keys] == [1, 2, 3, 4]
    assert cursor.execute("SELECT count(*) - count(DISTINCT key) FROM findings").fetchone() == (0,)


def test_what_a_report_sent_again_leaves_behind_is_not_compared_with_its_text(report):
    """The old file kept one current form, left out of the new one: 正文19个、所附1份 was asked."""
    again = replace(report.filings[1], total_score_c=(report.filings[1].total_score_c or 0) - 100)
    copy = stored(report, part_of(report, "b", [again, *report.filings[2:]]))
    asked = [row["source"] for row in findings.page(copy.cursor(), Filters(checks=("E10",)))]
    (documents,) = copy.cursor().execute("SELECT count(DISTINCT document_id) FROM claims").fetchone()
    assert len(asked) <= 1 and documents == 1
