"""Rule packs: their worked examples score as they say, faults in a file are named, the right one is chosen."""

from pathlib import Path

import pytest
import yaml

from scoring.pack import FOLDER, PackError, choose, load_packs, pack_rows
from scoring.recompute import score
from tests.scoring.facts import c, filed

EXAMPLES = [(pack.id, example) for pack in load_packs().values() for example in pack.examples]
NOTES = """备注： 2. 定量指标计分原则：正向指标（即年度指标值为 $\\geq X$ ，得分=权重*实际完成值/年度指标值），
反向指标（即年度指标值为≤X，得分=权重*年度指标值/实际完成值），得分不得突破权重总额。
3. 定性指标计分原则：分别按照该指标对应分值区间100%-80%（含）、80%-60%（含）、60%-0%合理确定分值。"""


@pytest.mark.parametrize(("pack", "example"), EXAMPLES, ids=[f"{pack} {example['what']}" for pack, example in EXAMPLES])
def test_a_worked_example_scores_as_the_pack_says(pack, example):
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
