"""Checks that see more than one part: run in a second step over everything, whatever part changed."""

import pytest

from scoring.check import CheckError, is_whole, load_checks, run, unchecked
from scoring.recompute import score
from tests.scoring import facts
from tests.scoring.test_checks import findings, rows, scored

CHECKS = load_checks()
WHOLE = [check["code"] for check in CHECKS if is_whole(check)]


def test_document_bureau_and_cross_year_checks_see_everything():
    assert WHOLE == ["C04", "D08", "E01", "E02", "E04", "E10", "E11"]


def test_a_check_that_sees_everything_neither_withholds_nor_heeds(tmp_path):
    shipped = (facts.SCHEMA.parent / "checks" / "C04.yaml").read_text(encoding="utf-8")
    (tmp_path / "C04.yaml").write_text(shipped + "heeds: [line]\n", encoding="utf-8")
    with pytest.raises(CheckError, match="C04.yaml：heeds"):
        load_checks([tmp_path])


def two_years():
    """The same project in two years: this year's target is lower, and the line falls short of it."""
    return scored({"part": 1, "year": 2023}, {"part": 2, "lines": {1: {"target": "≥70人次", "actual": "60人次"}}})


def test_a_change_in_one_part_is_seen_in_another():
    connection = two_years()
    assert "C04" in {finding["code"] for finding in findings(connection)}
    connection.execute("UPDATE lines SET target_value = 60 WHERE filing = 'f1' AND ordinal = 1")
    connection.execute("UPDATE lines SET actual_value = 60 WHERE filing = 'f1' AND ordinal = 1")
    score(connection, [1])
    part_wise = findings(connection, [1])
    assert "C04" not in {finding["code"] for finding in part_wise}
    assert part_wise == findings(connection)


def test_the_second_step_never_leads_a_line():
    connection = two_years()
    for part_ids in (None, [1], [2]):
        on_line = {f["code"]: f for f in findings(connection, part_ids) if f["filing"] == "f2" and f["ordinal"] == 1}
        assert on_line["A07"]["lead"] is None and on_line["C04"]["lead"] == on_line["A07"]["key"]


def test_findings_of_a_check_go_when_its_list_is_taken_away():
    connection = scored({"budgets": [["堤防维修", None, 30]]}, {"part": 2})
    assert "E01" in {finding["code"] for finding in findings(connection)}
    connection.execute("DELETE FROM budgets")
    assert "E01" not in {finding["code"] for finding in findings(connection, [2])}
    assert "E01" in {entry["code"] for entry in unchecked(connection, CHECKS)}


def test_a_document_finding_names_its_filings_and_has_a_key_of_its_own():
    connection = scored({"claims": [["count", "projects", 3]]}, {"project": "堤防维修"})
    finding, = [finding for finding in findings(connection) if finding["code"] == "E10"]
    assert finding["filing"] is None and finding["others"] == ["f1", "f2"] and finding["level"] == "document"
    assert finding["key"].startswith("part1-E10-") and finding["line_key"] is None


def test_views_are_whole_again_after_a_run_of_one_part():
    connection = two_years()
    run(connection, CHECKS)
    run(connection, CHECKS, [2])
    assert connection.execute("SELECT count(*) FROM filing_view").fetchone() == (2,)
    assert rows(connection) == findings(connection)


def test_a_unit_that_files_under_its_own_name_is_evaluated():
    code = "99012324T000000000701"
    listed = {"project": "堤防维修", "budgets": [["农民培训", code, 10]]}
    assert "E01" in {f["code"] for f in findings(scored(listed))}
    unit = {"part": 2, "department": "示例县农技中心", "project_code": code}
    assert "E01" not in {f["code"] for f in findings(scored(listed, unit))}


def test_a_document_is_compared_with_its_own_forms_only():
    connection = scored({"part": 1, "claims": [["count", "projects", 1], ["sum", "funds", 10]]}, {"part": 2})
    assert "E10" not in {finding["code"] for finding in findings(connection)}
    assert facts.RIGHT["claims"] == []
