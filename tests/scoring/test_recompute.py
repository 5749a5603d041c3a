"""The scoring SQL case by case where the design states a rule (test_exactness.py: random lines)."""

import pytest

from scoring.recompute import MissingPackError, score
from tests.scoring.facts import RIGHT, filed


def columns(connection, sql: str) -> list[dict]:
    found = connection.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def scored(*descriptions: dict):
    """The filing_view rows and the line_view rows (by filing and ordinal) of described filings."""
    connection = filed(*descriptions)
    score(connection)
    lines = {(row["filing"], row["ordinal"]): row for row in columns(connection, "SELECT * FROM line_view")}
    return columns(connection, "SELECT * FROM filing_view ORDER BY position"), lines


def only(**line):
    """The result of RIGHT's first line with this change."""
    return scored({"lines": {1: line}})[1]["f1", 1]


def test_scoring_by_part_equals_scoring_everything():
    short = {2: {"actual": "81%"}, 5: {"actual": "无"}}
    connection = filed({"part": 1}, {"part": 2, "lines": short}, {"part": 3, "executed": 7})
    score(connection)
    every = [connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
             for table in ("line_scores", "filing_scores")]
    score(connection, [2])
    score(connection, [1, 3])
    assert every == [connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
                     for table in ("line_scores", "filing_scores")]


def test_a_part_that_is_gone_loses_its_scores():
    connection = filed({"part": 1}, {"part": 2})
    score(connection)
    connection.execute("DELETE FROM filings WHERE part_id = 2; DELETE FROM lines WHERE part_id = 2")
    score(connection, [2])
    assert connection.execute("SELECT filing FROM filing_scores").fetchall() == [("f1",)]


def test_an_unknown_pack_is_named():
    with pytest.raises(MissingPackError, match="XX-1999"):
        score(filed({"pack": "XX-1999"}))


# ---- lines

@pytest.mark.parametrize(("target", "actual", "method", "recomputed", "low", "high", "assumed"), [
    ("≥100人次", "100人次", "ge", 3000, 3000, 3000, False),
    (">100人次", "80人次", "ge", 2400, 2400, 2400, False),
    ("0起", "0起", "ge", 3000, 3000, 3000, False),
    ("≤10天", "15天", "le", 2000, 2000, 2000, True),
    ("≤10天", "8天", "le", 3000, 3000, 3000, False),
    ("≤0起", "1起", "le", 0, 0, 0, False),
    ("=5次", "6次", "eq", 2500, 2500, 2500, True),
    ("90%-95%", "99%", "range", 2879, 2879, 2879, True),
    ("≥95%", "10", "ge", 316, 316, 3000, False),                # likely a typing error: high is the weight
    ("2024年12月底前", "2024年11月", "date", 3000, 3000, 3000, False),
    ("2024年12月底前", "时限要求内", "date", 3000, 3000, 3000, True),
    ("2024年12月底前", "2025年1月3日", "date", 2400, 1800, 2400, True),
    ("2024年度", "2024年度", "period", 3000, 3000, 3000, False),
    ("2024年12月底前", "已完成", "qual", 3000, 1800, 3000, True),
    ("有效提升", "部分达成预期指标并具有一定效果", "qual", 2400, 1800, 2400, False),
    ("≥100人次", "未完成预期指标且效果较差", "qual", 1800, 0, 1800, False),
    ("显著提升", "显著提升", "qual", 3000, 1800, 3000, True),
    ("显著提升", "良好", "unscorable", 3000, 0, 3000, False),
    ("7个", "100%", "stated", 3000, 0, 3000, True),
    ("2020年12月31日之前", "90%", "stated", 2700, 0, 3000, True),
    ("7人", "保障", "unscorable", 3000, 0, 3000, False),
    ("≤160万美元", "1吨", "unscorable", 3000, 0, 3000, False),
    ("≥3%", "-2%", "unscorable", 3000, 0, 3000, False),
    ("1900年1月", "已拨付", "unscorable", 3000, 0, 3000, False),
    ("—", "制度健全", "unscorable", 3000, 0, 3000, False)])
def test_each_method(target, actual, method, recomputed, low, high, assumed):
    row = only(target=target, actual=actual)
    assert (row["method"], row["recomputed_c"], row["low_c"], row["high_c"], row["assumed"]) == (
        method, recomputed, low, high, assumed)


def test_a_tier_clips_from_below_too():
    assert only(target="提升", actual="达成预期指标", score=9)["recomputed_c"] == 2400


def test_hengkou_notes_settle_the_reverse_formula():
    _, lines = scored({"pack": "SN-HENGKOU", "lines": {1: {"target": "≤10天", "actual": "15天"}}})
    assert (lines["f1", 1]["recomputed_c"], lines["f1", 1]["assumed"]) == (2000, False)


def test_low_cost_is_no_saving_where_little_was_spent():
    saved = {"lines": {3: {"actual": "2万元", "score": 7}}}
    _, lines = scored({"executed": 9, **saved}, {"executed": 2, **saved},
                      {"budget": 0, "executed": 0, **saved})
    assert [(lines[f, 3]["method"], lines[f, 3]["recomputed_c"]) for f in ("f1", "f2", "f3")] == [
        ("le", 1000), ("unscorable", 700), ("unscorable", 700)]


def test_unit_prices_may_be_low_without_much_spending():
    _, lines = scored({"executed": 2, "lines": {3: {"target": "≤12万元/公里", "actual": "11万元/公里"}}})
    assert lines["f1", 3]["method"] == "le"


def test_a_line_without_weight_and_score_is_not_counted():
    (filing,), lines = scored({"lines": {6: {"level3": "其中", "target": "3次", "actual": "3次"}}})
    assert lines["f1", 6]["method"] == "none"
    assert (filing["lines_total"], filing["recomputed_c"]) == (5, 10000)


def test_a_blank_score_where_it_would_be_kept_leaves_bounds_only():
    (filing,), lines = scored({"lines": {1: {"actual": "保障", "score": None}}})
    assert (lines["f1", 1]["recomputed_c"], lines["f1", 1]["low_c"], lines["f1", 1]["high_c"]) == (None, 0, 3000)
    assert (filing["recomputed_c"], filing["recomputed_grade"]) == (None, None)
    assert (filing["low_c"], filing["high_c"]) == (6600, 10000)


def test_the_other_rounding_is_kept_beside():
    row = only(target="≥3次", actual="2次", weight=10.01)
    assert (row["recomputed_c"], row["alt_c"]) == (667, 667)
    row = only(target="≥36公里", actual="35.2公里", weight=10)
    assert (row["recomputed_c"], row["alt_c"]) == (978, 977)


# ---- execution and totals

@pytest.mark.parametrize(("change", "method", "base", "recomputed", "low", "high"), [
    ({"executed": 8.6, "exec_score": 9}, "ratio", "budget", 860, 860, 860),
    ({"executed": 12}, "ratio", "budget", 1000, 1000, 1000),
    ({"budget": None, "executed": 5}, "ratio", "initial", 500, 500, 500),
    ({"budget": 0, "executed": 0, "exec_score": 3}, "not_applicable", "budget", 300, 0, 1000),
    ({"budget": 0, "executed": 5}, "unscorable", "budget", 1000, 0, 1000),
    ({"executed": None, "raw_executed": "100%"}, "unscorable", "budget", 1000, 0, 1000),
    ({"initial": 0, "budget": 0, "executed": 0, "sub": [["current_year", 90, 90, 45]]},
     "ratio", "sub_rows", 500, 500, 500),
    ({"initial": None, "budget": None, "executed": None, "sub": [["县级资金", None, 4, 3]]},
     "ratio", "sub_rows", 750, 750, 750),
    ({"exec_weight": 100, "exec_score": 98}, "none", "budget", None, None, None),
    ({"exec_weight": None, "exec_score": None}, "none", "budget", None, None, None),
    ({"exec_weight": None, "exec_score": 98}, "none", "budget", None, None, None)])
def test_execution(change, method, base, recomputed, low, high):
    (filing,), _ = scored(change)
    names = ("method", "base", "recomputed_c", "low_c", "high_c")
    assert [filing[f"exec_{name}"] for name in names] == [method, base, recomputed, low, high]


def test_an_execution_score_without_weight_takes_the_packs_weight():
    (filing,), _ = scored({"exec_weight": None, "exec_score": 9, "executed": 9})
    assert (filing["exec_weight_c"], filing["exec_weight_assumed"], filing["weights_c"]) == (1000, True, 10000)


def test_weights_of_112_5_are_rescaled_and_the_plain_sum_is_kept():
    (filing,), _ = scored({"lines": {1: {"weight": 42.5, "score": 40}}})
    assert (filing["weights_c"], filing["recomputed_raw_c"], filing["recomputed_c"], filing["high_c"]) == (
        11250, 11250, 10000, 10000)


def test_a_total_of_59_over_parts_of_64():
    lines = {1: {"target": "专刊1期", "actual": "1期", "score": 1}, 2: {"actual": "97%", "score": 25},
             4: {"actual": "部分达成预期指标并具有一定效果", "score": 13}}
    (filing,), _ = scored({"total_score": 59, "grade": "差", "exec_score": 5, "executed": 5, "lines": lines})
    assert (filing["self_total_c"], filing["parts_total_c"], filing["self_grade"]) == (5900, 6400, "差")
    assert (filing["recomputed_c"], filing["recomputed_grade"]) == (3000 + 2000 + 1000 + 1300 + 1000 + 500, "良")


def test_a_form_without_points_is_not_scored_as_zero():
    (filing,), lines = scored({"exec_weight": None, "exec_score": None, "total_score": None, "grade": None,
                               "lines": {n: {"weight": None, "score": None} for n in RIGHT["lines"]}})
    assert {line["method"] for line in lines.values()} == {"none"}
    assert {filing[name] for name in ("recomputed_c", "low_c", "high_c", "recomputed_raw_c", "parts_total_c",
                                      "self_grade", "recomputed_grade", "grade_certain")} == {None}


def test_scores_without_any_weight_column_are_not_recomputed():
    (filing,), _ = scored({"lines": {n: {"weight": None} for n in RIGHT["lines"]}})
    assert (filing["recomputed_c"], filing["low_c"], filing["parts_total_c"]) == (None, None, 10000)


def test_grades_are_certain_only_when_both_bounds_give_the_same():
    sure, unsure = scored({}, {"lines": {1: {"actual": "保障"}}})[0]
    assert (sure["grade_certain"], unsure["grade_certain"], unsure["recomputed_grade"]) == (True, False, "优")


def test_a_pack_without_grades_gives_none():
    connection = filed({"grade": None})
    connection.execute("UPDATE packs SET grade_you_c = NULL, grade_liang_c = NULL, grade_zhong_c = NULL")
    score(connection)
    assert connection.execute("SELECT self_grade, recomputed_grade, grade_certain FROM filing_scores").fetchall() == [
        (None, None, None)]


def test_a_pack_that_keeps_odd_sums_does_not_rescale():
    connection = filed({"lines": {1: {"weight": 42.5}}})
    connection.execute("UPDATE packs SET rescale = false")
    score(connection)
    assert connection.execute("SELECT recomputed_c FROM filing_scores").fetchall() == [(11250,)]
