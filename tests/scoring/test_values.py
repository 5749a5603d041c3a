"""Reading targets and actual values: the table pairs.yaml, the rows' names, and what is always true."""

import json
import math
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.values import read_pair

HERE = Path(__file__).parent
KINDS = {"numbers": "number", "ranges": "number", "cost rows": "number",
         "percentages that answer no percentage": "percent", "dates": "date", "on time": "on_time",
         "tiers": "tier", "copies": "same", "done": "done", "words": "words",
         "blank": "blank", "not comparable": "number"}
GROUPS = yaml.safe_load((HERE / "pairs.yaml").read_text(encoding="utf-8"))
CASES = [(group, *case) for group, cases in GROUPS.items() for case in cases]
TRUTH = sorted((HERE.parent / "truth").glob("*.json"))


def stated(pair) -> dict:
    return {name: value for name, value in asdict(pair).items() if value is not None}


@pytest.mark.parametrize(("group", "target", "actual", "expected"), CASES,
                         ids=[f"{group}: {target} | {actual}" for group, target, actual, _ in CASES])
def test_pair(group, target, actual, expected):
    level2 = {"cost rows": "成本指标", "dates": "时效指标"}.get(group, "数量指标")
    assert stated(read_pair(target, actual, level2=level2)) == expected | {"actual_kind": KINDS[group]}


@pytest.mark.parametrize(("target", "levels", "op"), [
    ("10万元", {"level2": "成本指标", "level3": "租赁费"}, "le"),
    ("10万元", {"level1": "成本指标", "level2": "经济成本指标", "level3": "2024年度经费"}, "le"),
    ("5", {"level2": "成本指标", "level3": "成本节约率"}, "ge"),
    ("5", {"level2": "成本指标", "level3": "资金支付进度"}, "le"),
    ("90", {"level2": "成本指标", "level3": "服务成本满意度"}, "ge"),
    ("100%", {"level2": "成本指标", "level3": "预算控制"}, "ge"),
    ("708.97万元", {"level2": "社会效益指标", "level3": "发放研发奖金"}, "ge"),
    ("0", {"level2": "数量指标", "level3": "事故数"}, "ge")])
def test_what_an_unsigned_number_means_depends_on_the_row(target, levels, op):
    assert read_pair(target, target, **levels).op == op


@pytest.mark.parametrize(("target", "actual", "level3", "value"), [
    ("1", "50%", "合同执行率", 50), ("95", "95%", "群众满意度", 95), ("100", "98%", "完成情况", 98)])
def test_a_percentage_beside_a_bare_number_that_is_one(target, actual, level3, value):
    pair = read_pair(target, actual, level2="质量指标", level3=level3)
    assert (pair.actual_kind, pair.actual_value, pair.target_unit, pair.unclear) == ("number", value, "%", None)


def test_a_percentage_beside_a_count_is_no_count():
    assert read_pair("40", "100%", level2="数量指标", level3="会议次数").actual_kind == "percent"


@pytest.mark.parametrize("spelling", ["≥95%", "≧95％", ">=95%", " ≥ 95 % ", "$\\geq 95\\%$", "不低于95%", "９５％以上"])
def test_spellings_of_one_target(spelling):
    assert read_pair(spelling, "96%") == read_pair("≥95%", "96%")


@settings(deadline=None)
@given(st.text("≥≤<>=0123456789.%-~万亿元人次个年月日底前已未完成达以上内无(),，、/$\\ \n一二十百第A", max_size=14),
       st.text("≥≤0123456789.%-万亿元人次个年月日已未完成达以上无(),，/ 一二十百", max_size=14))
def test_no_text_breaks_it_and_no_number_is_made_up(target, actual):
    pair = read_pair(target, actual, level2="成本指标")
    for value in (pair.target_value, pair.target_high, pair.actual_value):
        assert value is None or math.isfinite(value)
    assert pair.target_high is None or pair.target_value <= pair.target_high
    assert pair.actual_kind is not None
    if pair.target_value is not None:
        assert any(sign.isdigit() or sign in "一二三四五六七八九十百零两" for sign in target)


def test_the_real_documents_leave_few_pairs_unread():
    found = Counter()
    for path in TRUTH:
        for filing in json.loads(path.read_text(encoding="utf-8")):
            for line in filing["indicators"]:
                levels = {name: line[name] for name in ("level1", "level2", "level3")}
                found[read_pair(line["target"], line.get("actual", ""), **levels).unclear] += 1
    assert (sum(found.values()), found["several"], found["units"], found["negative"]) == (437, 0, 0, 0)
    assert found["reading"] == 1                               # 1900年1月
    assert found["no_number"] == 13
