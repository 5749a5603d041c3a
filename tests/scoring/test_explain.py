"""The sentences: the numbers of the sum stand in them, assumed parts say 暂按, 无法重算 says what is missing."""

import pytest

from scoring.explain import bridge, execution_sentence, line_sentence
from tests.scoring.test_recompute import only, scored


@pytest.mark.parametrize(("line", "sentence"), [
    ({"target": "≥15次", "actual": "36次", "weight": 10, "score": 10},
     "目标≥15次，完成36次，达到目标，按正向指标计满分10分；自评10分，一致。"),
    ({"target": "≥36公里", "actual": "35.2公里", "weight": 10, "score": 9.75},
     "目标≥36公里，完成35.2公里，未达到目标，按正向指标：10分 × 35.2 ÷ 36 = 9.78分；"
     "自评9.75分，差0.03分，在容差内。"),
    ({"target": "≤10天", "actual": "15天", "weight": 10, "score": 10},
     "目标≤10天，完成15天，超过指标值，按反向指标（规则包未规定，暂按指标值÷完成值）：10分 × 10 ÷ 15 = 6.67分；"
     "自评10分，比重算高3.33分。"),
    ({"target": "≤20万元", "actual": "5000元", "weight": 10, "score": None},
     "目标≤20万元，完成0.5万元（填“5000元”），未超过指标值，"
     "按反向指标计满分10分；未填自评得分。"),
    ({"target": "=5次", "actual": "4次", "weight": 10, "score": 8},
     "目标=5次，完成4次，与指标值不一致，按等于指标（规则包未规定，暂按小者÷大者）："
     "10分 × 4 ÷ 5 = 8分；自评8分，一致。"),
    ({"target": "≥600份", "actual": "≥600份", "weight": 20, "score": 20},
     "目标≥600份，完成600份（填“≥600份”，是界限，按其数计），达到目标，按正向指标计满分20分；自评20分，一致。"),
    ({"target": "2024年12月底前", "actual": "2025年1月3日", "weight": 10, "score": 10},
     "要求“2024年12月底前”，完成于“2025年1月3日”，晚于要求；规则包未规定，暂按“部分达成”一档（6~8分）；自评10分，高于上限，"
     "按上限8分计。"),
    ({"target": "2024年12月", "actual": "时限要求内", "weight": 10, "score": 10},
     "要求“2024年12月”，完成值“时限要求内”，没有写明日期，暂按按时完成计满分10分；自评10分，一致。"),
    ({"target": "显著提升", "actual": "显著提升", "weight": 10, "score": 9},
     "完成值“显著提升”照抄指标值，不能证明档次，暂按6~10分；自评9分，在范围内。"),
    ({"target": "有效减少", "actual": "达成预期指标", "weight": 5, "score": 3},
     "完成值“达成预期指标”，按“达成”一档（4~5分）；自评3分，低于下限，按下限4分计。"),
    ({"target": "7个", "actual": "100%", "weight": 5, "score": 5},
     "指标值“7个”，完成值只填百分比100%，没有实际完成情况，暂按 5分 × 100% = 5分，不能核实（0~5分）；自评5分，一致。"),
    ({"target": "7人", "actual": "保障", "weight": 10, "score": 10},
     "无法重算：指标值“7人”要求数值，完成值“保障”只有文字，缺实际完成数；保留自评10分，未核实（0~10分）。"),
    ({"target": "7人", "actual": "", "weight": 10, "score": None},
     "无法重算：没有填完成值；未填自评得分，无从取数（0~10分）。"),
    ({"target": "7人", "actual": "7人", "weight": None, "score": 10},
     "无法重算：缺少分值；自评10分，不能计入重算总分。"),
    ({"target": "7人", "actual": "7人", "weight": None, "score": None}, "没有分值和得分，不计分。")])
def test_line(line, sentence):
    assert line_sentence(only(**line)) == sentence


def test_a_likely_typing_error_is_said():
    assert line_sentence(only(target="≥95%", actual="10", weight=10, score=8)).endswith(
        "自评8分，比重算高6.95分。完成值不足指标值的五分之一而得分在八成以上，疑似填错：如系笔误，最多可得10分。")


def test_low_cost_with_little_spent_says_what_is_missing():
    _, lines = scored({"executed": 3.5, "lines": {3: {"target": "≤2.6万元", "actual": "0.35万元", "score": 1}}})
    assert line_sentence(lines["f1", 3]) == (
        "无法重算：成本0.35万元低于指标值2.6万元，但预算执行不足80%，不能区分节约还是未做完，缺应付未付或结算说明；保留自评1分，"
        "未核实（0~10分）。")


@pytest.mark.parametrize(("change", "sentence"), [
    ({"budget": 185, "executed": 165.27, "exec_score": 8.9},
     "执行率 = 165.27 ÷ 185 = 89.34%，10分 × 89.34% = 8.93分；自评8.9分，差0.03分，在容差内。"),
    ({"budget": 10, "executed": 12}, "执行率 = 12 ÷ 10 = 120%，超过100%按100%计，10分 × 100% = 10分；自评10分，一致。"),
    ({"budget": None, "executed": 5, "exec_score": 8},
     "执行率 = 5 ÷ 10 = 50%（没有全年预算数，以年初预算数为基数），10分 × 50% = 5分；自评8分，比重算高3分。"),
    ({"exec_weight": None, "executed": 9, "exec_score": 9},
     "执行率 = 9 ÷ 10 = 90%，10分 × 90% = 9分（表上未印分值，暂按规则包）；自评9分，一致。"),
    ({"budget": 0, "executed": 0, "exec_score": 0},
     "全年预算数和执行数均为0，执行率不适用；保留自评0分，未核实（0~10分）。"),
    ({"executed": None, "raw_executed": "100%"},
     "无法重算：缺全年执行数（填的“100%”不是金额）；保留自评10分，未核实（0~10分）。"),
    ({"exec_weight": 100, "exec_score": 98}, "资金总额行印的是全表的分值，没有预算执行得分，不单独计分。"),
    ({"exec_weight": None, "exec_score": None}, "没有预算执行分值，不单独计分。")])
def test_execution(change, sentence):
    (filing,), _ = scored(change)
    assert execution_sentence(filing) == sentence


@pytest.mark.parametrize("change", [
    {}, {"lines": {1: {"actual": "80人次"}, 2: {"actual": "90%"}}, "executed": 8},
    {"total_score": 97, "lines": {1: {"weight": 42.5, "score": 41}}}, {"lines": {4: {"score": 1}}, "total_score": 81}])
def test_the_bridge_adds_up_exactly(change):
    (filing,), lines = scored(change)
    steps = bridge(filing, list(lines.values()), {"ge": "条款一", "execution": "条款二", "rescale": "条款三"})
    assert steps[0]["change_c"] == filing["self_total_c"]
    assert sum(step["change_c"] for step in steps) == steps[-1]["total_c"] == filing["recomputed_c"]
    assert all(step["change_c"] for step in steps[1:])
    assert {step["clause"] for step in steps if step["ordinal"] in (1, 2)} <= {"条款一"}


def test_there_is_no_bridge_without_a_total():
    (filing,), lines = scored({"total_score": None})
    assert bridge(filing, list(lines.values()), {}) == []
