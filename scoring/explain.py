"""One result as a Chinese sentence with the numbers in it. It repeats what the SQL did; it computes no score.

Rows are dicts of line_view or filing_view (docs/data.md). Assumed parts say 暂按; 无法重算 says why and what is
missing.
"""

from decimal import ROUND_HALF_UP, Decimal

TOLERANCE_C = 5                                               # hundredths of a point, as the checks (design.md §5)
_SIGN = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}
_TIERS = {"full": "达成", "part": "部分达成并具有一定效果", "missed": "未达成且效果较差"}
_LE = {"inverse": "指标值÷完成值", "linear_to_double": "超出部分按比例扣减，达到指标值两倍为0"}
_EQ = {"ratio": "小者÷大者", "at_least": "不低于指标值即满分", "within": "不高于指标值即满分", "strict": "不等即为0"}
_RANGE = {"distance": "超出一侧的比例", "inside_only": "不在区间内为0"}
# The clause a line's method rests on (keys of the relation `clauses`).
_CLAUSE = {"ge": "ge", "le": "le", "eq": "eq", "range": "range", "date": "date", "period": "date", "qual": "qual",
           "stated": "ge"}


def line_sentence(row: dict) -> str:
    """How the recomputed score of one indicator line follows, e.g.
    目标≥15次，完成36次，达到目标，按正向指标计满分10分；自评10分，一致。"""
    method = row["method"]
    if method == "none":
        return "没有分值和得分，不计分。"
    if method == "unscorable":
        return _unscorable(row)
    how = {"ge": _number, "le": _number, "eq": _number, "range": _number, "date": _date, "period": _date,
           "qual": _band, "stated": _stated}[method](row)
    return f"{how}；{_beside(row)}{_typo(row)}"


def execution_sentence(row: dict) -> str:
    """How the recomputed score of the budget execution follows, e.g.
    执行率 = 165.27 ÷ 185 = 89.34%，10分 × 89.34% = 8.93分；自评8.9分，差0.03分，在容差内。"""
    weight = _points(row["exec_weight_c"])
    note = "（表上未印分值，暂按规则包）" if row["exec_weight_assumed"] else ""
    method = row["exec_method"]
    if method == "none":
        whole = (row.get("printed_exec_weight_c") or 0) >= 10000
        why = "资金总额行印的是全表的分值，没有预算执行得分" if whole else "没有预算执行分值"
        return f"{why}，不单独计分。"
    if method == "ratio":
        beside = _filed(row["exec_score_c"], row["exec_recomputed_c"], row["exec_alt_c"])
        if row.get("exec_share") is not None:
            return (f"{_rate(row)}，按规则包的分档计{_percent(row['exec_share'])}：{weight} × "
                    f"{_percent(row['exec_share'])} = {_points(row['exec_recomputed_c'])}{note}；{beside}")
        return (f"{_rate(row)}，{weight} × {_percent(min(row['executed_rate'], 1))} = "
                f"{_points(row['exec_recomputed_c'])}{note}；{beside}")
    why = "全年预算数和执行数均为0，执行率不适用" if method == "not_applicable" else f"无法重算：{_no_rate(row)}"
    return f"{why}{note}；{_kept(row['exec_score_c'], row['exec_weight_c'])}"


def bridge(filing: dict, lines: list[dict], clauses: dict[str, str]) -> list[dict]:
    """The way from the filed total to the recomputed one, a step for each place where the two differ.

    filing, lines: rows of filing_view and line_view; clauses: method -> clause of the filing's pack. Steps: label,
    change_c (hundredths), total_c (after the step), ordinal (None: no line), pack, clause, why (a sentence). The first
    is the filed total (change_c = total_c), the changes add up to the recomputed total exactly. [] where one of the
    totals is missing."""
    total, end = filing["self_total_c"], filing["recomputed_c"]
    if total is None or end is None:
        return []
    mismatch = (filing["parts_total_c"] or 0) - total
    told = [_step("总分与分项合计之差", mismatch, "算术：总分应等于各项得分之和", "")]
    if filing["exec_method"] != "none":
        change = filing["exec_recomputed_c"] - (filing["exec_score_c"] or 0)
        told.append(_step("预算执行", change, clauses.get("execution", ""), execution_sentence(filing)))
    for line in lines:
        if line["recomputed_c"] is not None:
            change = line["recomputed_c"] - (line["score_c"] or 0)
            told.append(_step(line["level3"] or f"第{line['ordinal']}行", change,
                              clauses.get(_CLAUSE.get(line["method"]), ""), line_sentence(line), line["ordinal"]))
    rescaled = end - filing["recomputed_raw_c"]
    told.append(_step("折算为百分制", rescaled, clauses.get("rescale", ""), f"分值合计{_points(filing['weights_c'])}"))
    steps = [_step("自评总分", total, "", "") | {"total_c": total, "pack": filing["pack_name"]}]
    for step in told:
        if step["change_c"]:
            total += step["change_c"]
            steps.append(step | {"total_c": total, "pack": filing["pack_name"]})
    return steps


def _step(label: str, change_c: int, clause: str, why: str, ordinal: int | None = None) -> dict:
    return {"label": label, "change_c": change_c, "clause": clause, "why": why, "ordinal": ordinal}


# ---- lines

def _number(row: dict) -> str:
    target, weight, unit = row["target_value"], _points(row["weight_c"]), row["target_unit"] or ""
    asked = f"{_plain(target)}~{_plain(row['target_high'])}" if row["method"] == "range" \
        else f"{_SIGN[row['op']]}{_plain(target)}"
    told = f"目标{asked}{unit}，完成{_plain(row['actual_value'])}{unit}{_as_printed(row)}"
    kind, reached, sum_ = _formula(row)
    if sum_ is None:
        return f"{told}，{reached}，按{kind}计{'满分' + weight if row['recomputed_c'] else '0分'}"
    return f"{told}，{reached}，按{kind}{_assumed_formula(row)}：{weight} × {sum_} = {_points(row['recomputed_c'])}"


def _as_printed(row: dict) -> str:
    """The actual as printed, where it is a bound (≥6次) or stands in another unit (5000元)."""
    bound = any(sign in row["actual"] for sign in ("≥", "≧", "≤", "≦", ">", "<", "以上", "以下", "以内"))
    other = row["actual_unit"] != row["target_unit"]
    return f"（填{_shown(row['actual'])}{'，是界限，按其数计' if bound else ''}）" if bound or other else ""


def _formula(row: dict) -> tuple[str, str, str | None]:
    """(kind of indicator, what happened, the fraction as text or None where it is all or nothing)."""
    method, target, actual, high = row["method"], row["target_value"], row["actual_value"], row["target_high"]
    t, a = _plain(target), _plain(actual)
    plain = target == 0 or row["recomputed_c"] in (0, row["weight_c"])
    if method == "ge":
        return "正向指标", "达到目标" if actual >= target else "未达到目标", None if actual >= target else f"{a} ÷ {t}"
    if method == "le":
        over = f"(2 − {a} ÷ {t})" if row["f_le_formula"] == "linear_to_double" else f"{t} ÷ {a}"
        over = None if plain or row["recomputed_c"] == 0 else over
        return "反向指标", "未超过指标值" if actual <= target else "超过指标值", None if actual <= target else over
    if method == "eq":
        low, top = (a, t) if actual < target else (t, a)
        return "等于指标", "与指标值一致" if actual == target else "与指标值不一致", None if plain else f"{low} ÷ {top}"
    if actual < target:
        return "区间指标", "低于区间下限", f"{a} ÷ {t}"
    return ("区间指标", "高于区间上限", f"{_plain(high)} ÷ {a}") if actual > high else ("区间指标", "在区间内", None)


def _assumed_formula(row: dict) -> str:
    if not row["assumed"]:
        return ""
    formula = {"le": _LE.get(row["f_le_formula"]), "eq": _EQ.get(row["f_eq_formula"]),
               "range": _RANGE.get(row["f_range_formula"])}
    return f"（规则包未规定，暂按{formula[row['method']]}）"


def _date(row: dict) -> str:
    weight, due = _points(row["weight_c"]), _shown(row["target"])
    if row["tier_used"]:
        return f"要求{due}，完成于{_shown(row['actual'])}，晚于要求；规则包未规定，暂按“部分达成”一档（{_range(row)}）"
    if row["actual_kind"] == "date":
        kept = "在要求的期间内" if row["method"] == "period" else "按时完成"
        return f"要求{due}，完成于{_shown(row['actual'])}，{kept}，计满分{weight}"
    return f"要求{due}，完成值{_shown(row['actual'])}，没有写明日期，暂按按时完成计满分{weight}"


def _band(row: dict) -> str:
    actual = _shown(row["actual"])
    if row["tier_used"]:
        assumed = "暂按" if row["assumed"] else "按"
        return f"完成值{actual}，{assumed}“{_TIERS[row['tier_used']]}”一档（{_range(row)}）"
    why = {"same": f"完成值{actual}照抄指标值", "on_time": f"完成值{actual}只说按时"}.get(
        row["actual_kind"], f"完成值{actual}只说已完成")
    return f"{why}，不能证明档次，暂按{_range(row)}"


def _stated(row: dict) -> str:
    sum_ = f"{_points(row['weight_c'])} × {_plain(min(row['actual_value'], 100))}% = {_points(row['recomputed_c'])}"
    return (f"指标值{_shown(row['target'])}，完成值只填百分比{_plain(row['actual_value'])}%，没有实际完成情况，"
            f"暂按 {sum_}，不能核实（0~{_points(row['high_c'])}）")


def _unscorable(row: dict) -> str:
    return f"无法重算：{_why_not(row)}；{_kept(row['score_c'], row['weight_c'])}"


def _why_not(row: dict) -> str:
    target, actual = _shown(row["target"]), _shown(row["actual"])
    unit = row["target_unit"] or ""
    if row["weight_c"] is None or row["weight_c"] < 0:
        return "缺少分值"
    if row["actual_kind"] == "blank":
        return "没有填完成值"
    if row["unclear"]:
        return {"units": f"指标值{target}与完成值{actual}的单位不能换算，缺同一单位的完成数",
                "no_number": f"指标值{target}要求数值，完成值{actual}只有文字，缺实际完成数",
                "several": f"指标值{target}、完成值{actual}中有多个数，不能确定用哪一个",
                "negative": f"指标值{target}、完成值{actual}含负数，比例公式不适用"}.get(
            row["unclear"], f"指标值{target}、完成值{actual}不能识别")
    if row["op"] is None:
        return "没有可以比较的指标值"
    if row["op"] in ("le", "lt") and row["actual_value"] is not None:
        told = f"成本{_plain(row['actual_value'])}{unit}低于指标值{_plain(row['target_value'])}{unit}"
        return (f"{told}，但预算执行不足{_percent(row['f_cost_share'])}，不能区分节约还是未做完，"
                "缺应付未付或结算说明")
    return f"指标值{target}，完成值{actual}没有说明达成程度，缺档次或证明"


def _range(row: dict) -> str:
    return f"{_plain(row['tier_lo_c'] / 100)}~{_points(row['tier_hi_c'])}"


def _typo(row: dict) -> str:
    if not row["typo"]:
        return ""
    return f"完成值不足指标值的五分之一而得分在八成以上，疑似填错：如系笔误，最多可得{_points(row['high_c'])}。"


def _beside(row: dict) -> str:
    """The filed score beside the result; in a band, what became of it."""
    score, result = row["score_c"], row["recomputed_c"]
    if score is None or result is None or row["tier_lo_c"] is None:
        return _filed(score, result, row["alt_c"])
    if score == result:
        return f"自评{_points(score)}，在范围内。"
    edge = "高于上限，按上限" if score > result else "低于下限，按下限"
    return f"自评{_points(score)}，{edge}{_points(result)}计。"


# ---- execution

def _rate(row: dict) -> str:
    base = {"initial": "（没有全年预算数，以年初预算数为基数）", "sub_rows": "（总额行未填或为0，按各资金来源合计）"}
    over = "，超过100%按100%计" if row["executed_rate"] > 1 else ""
    parts = f"{_wan(row['exec_executed_fen'])} ÷ {_wan(row['exec_budget_fen'])}"
    return f"执行率 = {parts} = {_percent(row['executed_rate'])}{base.get(row['exec_base'], '')}{over}"


def _no_rate(row: dict) -> str:
    if row["exec_budget_fen"] is None:
        return f"缺全年预算数{_not_amount(row.get('raw_budget'))}"
    if row["exec_executed_fen"] is None:
        return f"缺全年执行数{_not_amount(row.get('raw_executed'))}"
    return f"预算数{_wan(row['exec_budget_fen'])}万元、执行数{_wan(row['exec_executed_fen'])}万元，不能相除"


def _not_amount(raw: str | None) -> str:
    return f"（填的“{raw}”不是金额）" if raw else ""


# ---- pieces

def _filed(score_c: int | None, result_c: int | None, alt_c: int | None) -> str:
    if score_c is None:
        return "未填自评得分。"
    if result_c is None:
        return f"自评{_points(score_c)}。"
    gap = score_c - result_c
    if gap == 0:
        return f"自评{_points(score_c)}，一致。"
    if abs(gap) <= TOLERANCE_C:
        return f"自评{_points(score_c)}，差{_points(abs(gap))}，在容差内。"
    cut = "（取整方式不同可解释）" if score_c == alt_c else ""
    return f"自评{_points(score_c)}，比重算{'高' if gap > 0 else '低'}{_points(abs(gap))}{cut}。"


def _kept(score_c: int | None, weight_c: int | None) -> str:
    """What happens to a score that cannot be recomputed."""
    if weight_c is None or weight_c < 0:
        return f"自评{_points(score_c)}，不能计入重算总分。" if score_c is not None else "也没有填得分。"
    if score_c is None:
        return f"未填自评得分，无从取数（0~{_points(weight_c)}）。"
    return f"保留自评{_points(min(max(score_c, 0), weight_c))}，未核实（0~{_points(weight_c)}）。"


def _shown(text: str) -> str:
    return f"“{text if len(text) <= 24 else text[:23] + '…'}”" if text else "空白"


def _plain(value: float | None, thousands: str = "") -> str:
    """A number without trailing zeros: 36, 35.2, 497533.4; thousands: what sets them off."""
    text = f"{Decimal(str(round(value or 0, 8))):{thousands}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _points(hundredths: int | None) -> str:
    return "空白" if hundredths is None else f"{_plain(hundredths / 100)}分"


def _wan(fen: int) -> str:
    """An amount in 万元: 1,234.5."""
    return _plain(fen / 1_000_000, ",")


def _percent(rate: float) -> str:
    return f"{_plain(float(Decimal(str(rate * 100)).quantize(Decimal('0.01'), ROUND_HALF_UP)))}%"
