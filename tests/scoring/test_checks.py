"""Every check's own cases through the real scoring; how findings fold, keep quiet, and stay the same part by part."""

import re
import shutil

import pytest

from scoring.check import CheckError, load_checks, run, unchecked
from scoring.recompute import score
from tests.scoring import facts

CHECKS = load_checks()
CASES = [(check["code"], case) for check in CHECKS for case in check["cases"]]
CODES = [check["code"] for check in CHECKS]
# The least that is shipped: rules.md §5 and design.md §5, and those across parts and documents.
ISSUE = ("A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A11 A12 A13 A14 A15 B01 B02 B03 B04 B05 B06 B07 B08 B09 B10 B11 "
         "C01 C02 C03 C04 C05 C06 C07 C08 C09 C10 C11 C12 C13 C14 C15 C16 C17 C18 D01 D02 D03 D04 D05 D06 D07 "
         "D08 E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11").split()
ACCUSING = re.compile("造假|虚报|弄虚作假|作弊|欺骗|骗取|谎报|瞒报|违规|违法|违纪|套取|挪用|虚假|虚构|伪造|编造")


def findings(connection, part_ids=None) -> list[dict]:
    """All findings as dicts, ordered by key."""
    run(connection, CHECKS, part_ids)
    return rows(connection)


def rows(connection) -> list[dict]:
    cursor = connection.execute("SELECT * FROM findings ORDER BY key")
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]


def scored(*descriptions):
    connection = facts.filed(*descriptions)
    score(connection)
    return connection


def filings_of(case: dict) -> list[dict]:
    return case["filings"] if "filings" in case else [case["change"]]


@pytest.fixture(scope="module")
def many():
    """Every case in one store, the n-th as part n; findings made in one go."""
    connection = scored(*[{"department": f"示例县{chr(0x4e00 + number)}局"} | filing | {"part": number}
                          for number, (_, case) in enumerate(CASES) for filing in filings_of(case)])
    findings(connection)
    return connection


@pytest.fixture(scope="module")
def told(many):
    """The findings of `many`."""
    return rows(many)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{code}-{case['name']}" for code, case in CASES])
def test_case(told, number):
    code, case = CASES[number]
    found = [finding for finding in told if (finding["part_id"], finding["code"]) == (number, code)]
    if case.get("quiet"):
        assert not found, found
        return
    expected = dict(case["fires"])
    assert len(found) == expected.pop("count", 1), found
    for finding in found:
        assert {key: finding[key] for key in expected} == expected, finding


def test_the_right_filing_raises_nothing():
    assert findings(scored({})) == []


def test_every_check_of_the_issue_is_there_with_both_kinds_of_case():
    assert set(CODES) >= set(ISSUE)
    for check in CHECKS:
        assert any(case.get("quiet") for case in check["cases"]), check["code"]
        assert any("fires" in case for case in check["cases"]), check["code"]


def test_part_by_part_gives_what_one_run_gives(many, told):
    parts = list(range(len(CASES)))
    many.execute("DELETE FROM findings")
    for some in (parts[50:], parts[:1], parts[1:50]):
        findings(many, some)
    assert rows(many) == told and len(told) > 100


def test_a_part_without_filings_loses_its_findings():
    connection = scored({"part": 1, "total_score": 90}, {"part": 2, "total_score": 90})
    assert {finding["part_id"] for finding in findings(connection)} == {1, 2}
    for table in ("filings", "lines", "line_scores", "filing_scores"):
        connection.execute(f"DELETE FROM {table} WHERE part_id = 1")
    assert {finding["part_id"] for finding in findings(connection, [1])} == {2}


def test_running_twice_changes_nothing(many, told):
    assert findings(many) == told


def test_every_finding_speaks_and_leaves_no_gap(told):
    assert {finding["code"] for finding in told} == set(CODES)
    assert len({finding["key"] for finding in told}) == len(told)
    for finding in told:
        for field in ("message", "ask", "basis", "address", "unit_of_value", "name"):
            assert finding[field], (finding["code"], field)
        sentences = finding["message"] + finding["ask"] + finding["basis"]
        assert not re.search(r"[{}]|None|NULL|nan", sentences), sentences
        assert finding["severity"] in "高中低" and finding["direction"] in ("over", "under", None)
        assert finding["part_id"] is not None and finding["pack"]


def test_numbers_of_the_system_carry_a_unit(told):
    """What stands in “quotes” is the form's own text, A06 is a check's code; other numbers are followed by a unit."""
    unit = re.compile(r"(分|万元|%|倍|行|项|份|个|条|年度|张|格)")
    for finding in told:
        plain = re.sub("“[^”]*”", "", finding["message"])
        for number in re.finditer(r"(?<![A-Z\d.,])\d[\d.,]*", plain):
            if not plain[:number.start()].endswith("第"):
                assert unit.match(plain, number.end()), (finding["code"], plain)


def test_thousands_of_an_amount_are_set_off(told):
    """30000万元 is misread as 3000万元; so an officer reads 30,000万元, in sentences as in tables."""
    plain = [re.sub("“[^”]*”", "", finding["message"]) for finding in told]
    assert not [sentence for sentence in plain if re.search(r"\d{4}[\d.]*万元", sentence)]
    assert [sentence for sentence in plain if "30,000万元" in sentence]


def test_no_template_accuses():
    for check in CHECKS:
        texts = [check[key] for key in ("name", "what", "why", "message", "ask", "guard", "basis")]
        texts += [check.get("name_under", ""), *map(str, check["evidence"].values())]
        assert not ACCUSING.search("".join(texts)), check["code"]


def test_direction_follows_the_difference(told):
    for finding in told:
        if finding["direction"] and finding["difference"]:
            assert (finding["difference"] > 0) == (finding["direction"] == "over"), finding


def test_a_line_hit_by_a_data_fault_is_kept_from_a07_and_a12():
    lines = {1: {"actual": "10人次"}, 2: {"actual": "已完成"}}
    found = findings(scored({"lines": lines}))
    assert sorted(finding["code"] for finding in found) == ["C05", "C11"]


def test_a_line_with_its_sign_the_wrong_way_is_asked_about_nothing_else():
    cost = {"target": "≥20万元", "actual": "10万元"}
    assert {finding["code"] for finding in findings(scored({"lines": {3: cost}}))} == {"C06"}


@pytest.mark.parametrize("line, code", [
    ({"level2": "时效指标", "target": "2024年10月底前", "actual": "2024年12月5日"}, "C12"),
    ({"target": "=100人次", "actual": "80人次"}, "C13"), ({"target": "100-110人次", "actual": "80人次"}, "C13")])
def test_full_points_beside_a_rule_the_pack_leaves_open_are_asked_about_once(line, code):
    found = findings(scored({"reason": "另有说明", "lines": {1: line}}))
    assert {finding["code"] for finding in found if finding["ordinal"] == 1} == {code}


def test_what_a_department_does_as_a_whole_names_its_filings():
    forms = [{"project": f"第{n}项目", "part": 1} for n in "甲乙丙丁戊"]
    told = findings(scored(*forms, {"project": "别处的项目", "part": 2}))
    found, = [finding for finding in told if finding["code"] == "C02"]
    assert (found["filing"], found["level"], found["key"]) == (None, "department", "part1-C02")
    assert found["others"] == ["f1", "f2", "f3", "f4", "f5"]


def test_execution_hit_by_a_data_fault_is_kept_from_b01_and_a06():
    form = {"initial": 0, "budget": 0, "executed": 0, "rate": None, "exec_score": 0, "total_score": 90,
            "sub": [["财政资金", 90, 89.974, 0]]}
    assert {finding["code"] for finding in findings(scored(form))} == {"B03"}


def test_one_lead_a_line_and_data_faults_lead():
    found = findings(scored({"total_score": 105, "lines": {2: {"actual": "已完成", "score": 25}}}))
    on_line = {finding["code"]: finding for finding in found if finding["ordinal"] == 2}
    assert on_line["C05"]["lead"] is None
    assert on_line["A04"]["lead"] == on_line["C05"]["key"]


def test_budget_withdrawn_folds_the_unexplained_change():
    found = {finding["code"]: finding for finding in findings(scored(
        {"budget": 0, "executed": 0, "rate": None, "exec_score": 0, "total_score": 50, "grade": "差"}))}
    assert found["B05"]["lead"] == found["B11"]["key"] and found["B11"]["lead"] is None


def test_key_does_not_depend_on_the_order_of_lines_or_filings():
    one = findings(scored({"lines": {1: {"actual": "80人次"}}}))
    first = facts.RIGHT["lines"]
    moved = {1: first[2], 2: first[1] | {"actual": "80人次"}}
    other = findings(scored({"lines": moved}))
    assert {finding["key"] for finding in one} == {finding["key"] for finding in other}


def test_repeated_project_names_the_others():
    finding, = [found for found in findings(scored({}, {}, {"project": "别的项目"})) if found["code"] == "E08"]
    assert finding["filing"] == "f1" and finding["others"] == ["f2"]


def test_unchecked_says_what_is_missing():
    connection = scored({})
    missing = {entry["code"] for entry in unchecked(connection, CHECKS)}
    assert missing >= {"A03", "B09", "D07", "E01", "E03", "E06", "E07", "E10", "E11"}
    lacking = [check | {"needs": [{"table": "accounts", "why": "没有导入部门决算"}]} for check in CHECKS[:1]]
    assert unchecked(connection, lacking) == [{"code": "A01", "why": "没有导入部门决算"}]
    assert "E03" not in {entry["code"] for entry in unchecked(scored({"stated": [{"grade": "优"}]}), CHECKS)}


@pytest.mark.parametrize("old, new, told", [
    ("guard:", "gaurd:", "gaurd.*guard"), ("default: 高", "defualt: 高", "severity.defualt.*default"),
    ("basis:", "#basis:", "缺少 basis"), ("level: filing", "level: form", "level"), ("{total}", "{totl}", "totl"),
    ("then: 低", "then: 轻", "severity"), ("{value: 0.05", "{valeu: 0.05", "settings.tolerance.valeu.*value"),
    ("code: A01", "code: A99", "A01"), ("what: ", "what: [", "YAML")])
def test_a_faulty_file_is_refused_with_file_and_key(tmp_path, old, new, told):
    source = (facts.SCHEMA.parent / "checks" / "A01.yaml").read_text(encoding="utf-8")
    assert old in source
    (tmp_path / "A01.yaml").write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CheckError, match=f"A01.yaml.*{told}"):
        load_checks([tmp_path])


def test_a_bureau_adds_a_check_by_adding_a_file(tmp_path):
    shipped = facts.SCHEMA.parent / "checks"
    text = (shipped / "C17.yaml").read_text(encoding="utf-8").replace("code: C17", "code: X01")
    (tmp_path / "X01.yaml").write_text(text, encoding="utf-8")
    assert [check["code"] for check in load_checks([shipped, tmp_path])] == [*CODES, "X01"]
    shutil.copy(shipped / "A01.yaml", tmp_path)
    with pytest.raises(CheckError, match="A01"):
        load_checks([shipped, tmp_path])


def test_a_check_whose_sql_fails_is_named():
    with pytest.raises(CheckError, match="A01.yaml.*no_such_column"):
        run(scored({}), [CHECKS[0] | {"test": "no_such_column > 1"}])
