"""Rule packs: their worked examples score as they say, faults in a file are named, the right one is chosen."""

from pathlib import Path

import pytest
import yaml

from scoring.pack import FOLDER, PackError, choose, load_packs, pack_rows, read_packs, tier_rows, with_pack
from scoring.recompute import score
from tests.scoring.facts import _insert as add_rows
from tests.scoring.facts import c, filed

EXAMPLES = [(pack.id, example) for pack in load_packs().values() for example in pack.examples]
NOTES = """备注： 2. 定量指标计分原则：正向指标（即年度指标值为 $\\geq X$ ，得分=权重*实际完成值/年度指标值），
反向指标（即年度指标值为≤X，得分=权重*年度指标值/实际完成值），得分不得突破权重总额。
3. 定性指标计分原则：分别按照该指标对应分值区间100%-80%（含）、80%-60%（含）、60%-0%合理确定分值。"""


@pytest.mark.parametrize(("pack", "example"), EXAMPLES, ids=[f"{pack} {example['what']}" for pack, example in EXAMPLES])
def test_a_worked_example_scores_as_the_pack_says(pack, example):
    if "level2" in example or "target" in example:
        _line_scores(pack, example)
    elif "execution" in example:
        _execution_scores(pack, example)
    else:
        _grade_follows(pack, example)


def _execution_scores(pack, example):
    connection = filed({"pack": pack, "budget": example["budget"], "executed": example["executed"],
                        "exec_weight": None, "exec_score": example["score"]})
    score(connection)
    weight, recomputed = connection.execute("SELECT exec_weight_c, exec_recomputed_c FROM filing_scores").fetchone()
    assert (weight, recomputed) == (c(example["weight"]), c(example["execution"]))


def _grade_follows(pack, example):
    connection = filed({"pack": pack, "total_score": example["grade_of"], "grade": None})
    score(connection)
    assert connection.execute("SELECT self_grade FROM filing_scores").fetchone() == (example["grade"],)


def _line_scores(pack, example):
    line = {key: example[key] for key in ("target", "actual", "weight", "score", "level2", "level3") if key in example}
    connection = filed({"pack": pack, "lines": {1: line}})
    score(connection)
    method, recomputed, assumed = connection.execute(
        "SELECT method, recomputed_c, assumed FROM line_scores WHERE ordinal = 1").fetchone()
    assert (method, recomputed, assumed) == (example["method"], c(example["recomputed"]), example.get("assumed", False))


def test_every_shipped_pack_has_examples_and_says_who_stands_behind_it():
    for pack in load_packs().values():
        assert pack.examples
        assert {"written_by", "checked_by", "look_again"} <= pack.head.keys()


def test_an_overlay_states_only_what_differs():
    packs = load_packs()
    hengkou = yaml.safe_load((FOLDER / "SN-HENGKOU.yaml").read_text(encoding="utf-8"))
    assert "grades" not in hengkou
    assert packs["SN-HENGKOU"].value("grades.优") == packs["CN-2020"].value("grades.优")
    rows = {row["pack"]: row for row in pack_rows(packs)}
    assert (rows["CN-2020"]["le_assumed"], rows["SN-HENGKOU"]["le_assumed"]) == (True, False)
    assert rows["SN-HENGKOU"]["eq_assumed"]


# ---- choosing

@pytest.mark.parametrize(("asked", "pack", "reason"), [
    ({"notes": NOTES}, "SN-HENGKOU", "表下备注"),
    ({"notes": NOTES, "year": None}, "SN-HENGKOU", "表下备注"),
    ({"region": "恒口示范区", "form": "department"}, "SN-HENGKOU", "恒口示范区适用"),
    ({"region": "示例市"}, "CN-2020", "暂按国家办法（示例市没有自己的规则包）"),
    ({}, "CN-2020", "暂按国家办法（未确定地区）"),
    ({"notes": "得分不得突破权重总额"}, "CN-2020", "暂按国家办法"),
    ({"year": 2018}, "CN-2020", "2018年早于规则包的施行年度")])
def test_choosing(asked, pack, reason):
    chosen, why = choose(load_packs(), **{"region": None, "form": "project", "year": 2024, "notes": ""} | asked)
    assert chosen == pack
    assert reason in why


# ---- files at fault

def changed(folder: Path, change) -> Path:
    data = yaml.safe_load((FOLDER / "CN-2020.yaml").read_text(encoding="utf-8"))
    change(data)
    (folder / "CN-2020.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("change", "message"), [
    (lambda data: data["quantitative"].update(eqq=1), "CN-2020.yaml：不认识 quantitative.eqq，是不是 eq？"),
    (lambda data: data.update(rounding=1), "不认识 rounding"),
    (lambda data: data["total"].pop("rounding"), "缺少 total.rounding"),
    (lambda data: data["grades"].pop("中"), "缺少 grades.中"),
    (lambda data: data.pop("valid"), "缺少 valid"),
    (lambda data: data["quantitative"]["le"].update(value="linear"), "应为 inverse、linear_to_double 之一"),
    (lambda data: data["quantitative"]["le"].pop("source"), "quantitative.le 应写明"),
    (lambda data: data["quantitative"]["le"].update(evidence="X"), "应为 V T K U D 之一"),
    (lambda data: data.update(overlay_of="XX"), "overlay_of 指向的规则包 XX 不存在")])
def test_a_fault_is_named_with_file_and_key(tmp_path, change, message):
    with pytest.raises(PackError) as fault:
        load_packs([changed(tmp_path, change)])
    assert message in str(fault.value)


# ---- years

def test_a_value_that_ended_still_counts_for_its_years(tmp_path):
    def cut_since_2025(data):
        old = data["total"]["rounding"]
        data["total"]["rounding"] = [old | {"to": 2024}, old | {"value": "cut", "from": 2025}]
    packs = load_packs([changed(tmp_path, cut_since_2025)])
    assert {row["pack"]: row["rounding"] for row in pack_rows(packs)} == {"CN-2020@2020": "half_up", "CN-2020": "cut"}
    assert [choose(packs, region=None, form="project", year=year)[0] for year in (2023, 2025, None)] == [
        "CN-2020@2020", "CN-2020", "CN-2020"]
    assert [row["pack"] for row in pack_rows(packs, 2023)] == ["CN-2020@2020"]


def test_a_pack_may_know_no_grades(tmp_path):
    def ungraded(data):
        none = data["grades"]["优"] | {"value": True}
        data["grades"] = {"none": none}
    (row,) = pack_rows(load_packs([changed(tmp_path, ungraded)]))
    assert (row["grade_you_c"], row["grade_zhong_c"]) == (None, None)


# ---- a bureau's own packs

def own(**more) -> dict:
    """A mapping of an own pack that takes the place of the national one from 2024 on."""
    cut = {"value": 85, "unit": "分", "from": 2024, "evidence": "V", "source": "本单位通知"}
    return {"id": "OWN-CN-2020", "name": "本单位规则", "overlay_of": "CN-2020", "authority": "示例县财政局",
            "citation": "示例县通知", "evidence": "V", "valid": {"from": 2024, "to": None}, "grades": {"良": cut},
            "applies_to": {"regions": [], "phrases": [], "forms": ["project", "department"],
                           "instead_of": ["CN-2020"]}} | more


def written(folder: Path, *packs: dict) -> Path:
    for number, data in enumerate(packs):
        (folder / f"{number}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


def test_an_own_pack_takes_the_place_of_the_one_it_names_from_its_first_year(tmp_path):
    packs, faults = read_packs([FOLDER, written(tmp_path, own())])
    assert not faults
    asked = {"region": None, "form": "project"}
    assert choose(packs, **asked, year=2023)[0] == "CN-2020"
    chosen, why = choose(packs, **asked, year=2024)
    assert chosen == "OWN-CN-2020"
    assert "本单位规则" in why and "暂按国家办法" in why
    rows = {row["pack"]: row for row in pack_rows(packs)}
    assert (rows["CN-2020"]["grade_liang_c"], rows["OWN-CN-2020"]["grade_liang_c"]) == (8000, 8500)


def test_a_value_of_a_later_year_leaves_the_earlier_years_as_they_were(tmp_path):
    packs, _ = read_packs([FOLDER, written(tmp_path, own(valid={"from": 2020, "to": None}))])
    rows = {row["pack"]: row["grade_liang_c"] for row in pack_rows(packs)}
    assert (rows["OWN-CN-2020@2020"], rows["OWN-CN-2020"]) == (8000, 8500)


def test_a_broken_file_is_left_out_and_the_others_load(tmp_path):
    (tmp_path / "broken.yaml").write_text("id: [", encoding="utf-8")
    packs, faults = read_packs([FOLDER, written(tmp_path, own(gradse={}), own(id="OWN-2", valid={"from": 2030}))])
    assert "OWN-2" in packs and "CN-2020" in packs
    assert [fault.split("：")[0] for fault in faults] == ["0.yaml", "broken.yaml"]
    assert "不认识 gradse，是不是 grades？" in faults[0]


@pytest.mark.parametrize(("second", "refused"), [
    ({}, True), ({"valid": {"from": 2025, "to": 2025}}, True), ({"valid": {"from": 2022, "to": 2023}}, False),
    ({"applies_to": own()["applies_to"] | {"instead_of": ["SN-HENGKOU"]}}, False)])
def test_two_packs_for_the_same_filings_and_years_are_refused(tmp_path, second, refused):
    _, faults = read_packs([FOLDER, written(tmp_path, own(), own(id="OWN-2", **second))])
    assert bool(faults) is refused
    assert not refused or "1.yaml：valid 与规则包 OWN-CN-2020 在CN-2020的年度重叠" in faults[0]


def test_overlapping_years_of_one_value_are_refused(tmp_path):
    def twice(data):
        old = data["total"]["rounding"]
        data["total"]["rounding"] = [old | {"to": 2024}, old | {"value": "cut", "from": 2024}]
    with pytest.raises(PackError, match="total.rounding 的年度重叠：2020–2024 与 2024–至今"):
        load_packs([changed(tmp_path, twice)])


@pytest.mark.parametrize(("rate", "points"), [(10, 10), (9.5, 10), (9.49, 8), (8, 8), (7.9, 0), (0, 0), (12, 10)])
def test_execution_may_be_scored_by_steps(tmp_path, rate, points):
    steps = {"value": [[0.95, 1], [0.8, 0.8], [0, 0]], "unit": "比例", "from": 2020, "evidence": "V", "source": "通知"}
    packs = with_pack(load_packs(), own(grades={}, execution={"formula": steps}), "own.yaml")
    connection = filed({"executed": rate, "exec_score": 5, "pack": "OWN-CN-2020"})
    for table, rows in (("packs", pack_rows(packs)), ("execution_tiers", tier_rows(packs))):
        add_rows(connection, table, [row for row in rows if row["pack"] == "OWN-CN-2020"])
    score(connection)
    assert connection.execute("SELECT exec_recomputed_c FROM filing_scores").fetchone() == (c(points),)


@pytest.mark.parametrize("steps", [[[0.8, 1], [0.95, 1], [0, 0]], [[0.95, 1]], [[0.5, 2], [0, 0]], "stairs"])
def test_steps_must_fall_to_zero(steps):
    value = {"value": steps, "unit": "比例", "from": 2020, "evidence": "V", "source": "通知"}
    with pytest.raises(PackError, match="own.yaml：execution.formula 的值为"):
        with_pack(load_packs(), own(execution={"formula": value}), "own.yaml")


def test_no_unconfirmed_value_passes_as_settled():
    for pack in load_packs().values():
        (row,) = (row for row in pack_rows({pack.id: pack}) if row["pack"] == pack.id)
        for name in ("le", "eq", "range"):
            assert row[f"{name}_assumed"] == (pack.value(f"quantitative.{name}")["evidence"] in "KUD")


@pytest.mark.parametrize(("asked", "pack"), [
    ({"region": "湖北省", "form": "department"}, "HB-DEPT"), ({"region": "湖北省"}, "CN-2020"),
    ({"region": "天长市", "year": 2022}, "AH-STD"), ({"region": "天长市"}, "CN-2020"),
    ({"region": "衡山县", "form": "department"}, "HN-DEPT-F"), ({"region": "四川省", "year": 2023}, "SC-PRJ"),
    ({"region": "陕西省"}, "CN-2020"), ({"region": "广西"}, "CN-2020")])
def test_a_regions_pack_is_in_force_for_its_forms_and_years_only(asked, pack):
    chosen, why = choose(load_packs(), **{"region": None, "form": "project", "year": 2024} | asked)
    assert chosen == pack
    assert ("暂按国家办法" in why) == (pack == "CN-2020")
