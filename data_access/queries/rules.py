"""规则登记: the packs and checks as an officer reads them, and which pack is in force for which forms."""

import duckdb

from data_access.queries.filters import Filters, of_filings, of_whom
from data_access.queries.rows import rows
from scoring import check
from scoring.pack import NATIONAL, Pack

SEEN = {"V": "见到原文", "T": "多处来源印证", "K": "常识待核", "U": "未证实", "D": "本系统默认", "算术": "算术"}
ASSUMED = ("K", "U", "D")
# What stands beside the filings of a year and department, by relation; canonical NULL: whoever it does not name was
# looked at too (only what glowed is listed, only a sample is reviewed).
_BESIDE = {
    "budgets": "SELECT year, canonical FROM budgets", "payments": "SELECT year, canonical FROM payments",
    "warnings": "SELECT year, NULL::VARCHAR AS canonical FROM warnings",
    "reviews_sheet": "SELECT f.year, NULL::VARCHAR AS canonical FROM reviews_sheet JOIN filings f USING (filing)",
    "filings": "SELECT year + 1 AS year, canonical FROM filings"}     # needed of the year before
FORMS = {"project": "项目", "department": "部门整体"}
NAMES = {
    "execution.weight": "预算执行分值", "execution.formula": "预算执行得分",
    "execution.cost_share": "成本节约认定的执行率下限",
    "quantitative.ge": "正向指标（≥）", "quantitative.le": "反向指标（≤）", "quantitative.eq": "等于指标（＝）",
    "quantitative.range": "区间指标", "qualitative.full": "定性：达成", "qualitative.part": "定性：部分达成",
    "qualitative.missed": "定性：未达成",
    "grades.优": "优的分数线", "grades.良": "良的分数线", "grades.中": "中的分数线",
    "grades.none": "等级", "total.weights_not_100": "分值合计不是100", "total.rounding": "取整",
    "weights.成本": "成本指标分值",
    "weights.产出": "产出指标分值", "weights.效益": "效益指标分值", "weights.满意度": "满意度指标分值",
    "over.note": "超额完成须注明", "over.reason": "超额完成须说明原因"}
# The formulas a pack may name, with the words an officer reads.
WORDS = {
    "execution.formula": {"ratio": "分值×执行率，最高满分"}, "quantitative.ge": {"ratio": "完成值÷指标值，最高满分"},
    "quantitative.le": {"inverse": "指标值÷完成值", "linear_to_double": "超出部分按比例扣减，到指标值两倍为0"},
    "quantitative.eq": {"ratio": "小者÷大者", "at_least": "不低于指标值即满分", "within": "不高于指标值即满分",
                        "strict": "不等即为0"},
    "quantitative.range": {"distance": "按超出一侧的比例", "inside_only": "不在区间内为0"},
    "total.weights_not_100": {"rescale": "折算为100分", "keep": "不折算"},
    "total.rounding": {"half_up": "四舍五入到两位小数", "cut": "截位到两位小数"}}


def in_force(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> list[dict]:
    """Which pack the filings chosen are scored by: pack, name, form, year (None: not known), reason, filings."""
    where, values = of_filings(filters)
    return rows(cursor, f"""
        SELECT pack, pack_name AS name, form, year, pack_reason AS reason, count(*) AS filings
        FROM filing_view WHERE {where} GROUP BY ALL ORDER BY year DESC NULLS LAST, form DESC, pack""", values)


def packs(known: dict[str, Pack]) -> list[dict]:
    """Every pack: id, name, authority, citation, seen (mark in words), own, regions, forms, years, differs
    (from the national one, in words; '' where nothing does)."""
    national = known[NATIONAL]
    return [{"id": pack.id, "name": pack.head["name"], "authority": pack.head["authority"], "own": bool(pack.layer),
             "citation": pack.head["citation"], "seen": SEEN[pack.head["evidence"]], "regions": _where(pack),
             "forms": "、".join(FORMS[form] for form in pack.head["applies_to"]["forms"]),
             "years": _years(pack.head["valid"]),
             "differs": "；".join(f"{name} {now}" for name, now, _ in differences(pack, national))}
            for pack in sorted(known.values(), key=lambda pack: (pack.id != NATIONAL, -pack.layer, pack.id))]


def _where(pack: Pack) -> str:
    applies = pack.head["applies_to"]
    if pack.id == NATIONAL:
        return "没有自己规则包的地区（暂按）"
    if applies.get("instead_of"):
        return f"替代 {'、'.join(applies['instead_of'])}"
    found = [*applies["regions"][:2], *(["表下印有该备注的表"] if applies["phrases"] else [])]
    return "、".join(found) or "不自动套用，只供查阅和试算"


def _years(span: dict) -> str:
    return f"{span.get('from') or '不限'}–{span.get('to') or ''}"


def differences(pack: Pack, national: Pack) -> list[tuple[str, str, str]]:
    """(name, what this pack says, what the national one says) for every value whose words differ."""
    keys = [key for key in NAMES if key in pack.values or key in national.values]
    both = [(NAMES[key], _said(pack, key), _said(national, key)) for key in keys if not _ungraded(pack, key)]
    return [(name, now, then) for name, now, then in both if now != then]


def _ungraded(pack: Pack, key: str) -> bool:
    return key.startswith("grades.") and key != "grades.none" and "grades.none" in pack.values


def _said(pack: Pack, key: str) -> str:
    item = pack.value(key)
    return words(key, item["value"]) if item else "没有规定"


def values(pack: Pack, national: Pack) -> list[dict]:
    """Every value of a pack in order: key, name, value (words), years, source, seen, assumed, national (words where
    the national pack says otherwise, else None)."""
    found = []
    for key in NAMES:
        if _ungraded(pack, key):
            continue
        for item in pack.values.get(key, []):
            now = words(key, item["value"])
            found.append({"key": key, "name": NAMES[key], "value": now, "years": _years(item),
                          "source": item["source"], "seen": SEEN[item["evidence"]],
                          "assumed": item["evidence"] in ASSUMED,
                          "national": None if now == _said(national, key) else _said(national, key)})
    return found


def words(key: str, value) -> str:
    """A pack's value as an officer reads it."""
    if value is None:
        return "没有规定"
    if key in WORDS and not isinstance(value, list):
        return WORDS[key][value]
    if key == "execution.formula":
        return "分档：" + "，".join(f"执行率{rate * 100:g}%及以上得{share * 100:g}%" for rate, share in value)
    if key.startswith("qualitative."):
        return f"{value[0] * 100:g}%–{value[1] * 100:g}%"
    if key == "grades.none":
        return "不评定等级"
    if key == "execution.cost_share":
        return f"{value * 100:g}%"
    return f"{value:g}{'倍' if key.startswith('over.') else '分'}"


def further(pack: Pack) -> list[dict]:
    """What a pack rules beside the score and 绩核 does not compute: what, rule, source, seen."""
    return [{**item, "seen": SEEN[item["evidence"]]} for item in pack.head.get("further") or []]


def checks(known: list[dict]) -> list[dict]:
    """Every check as its file says: code, name, severity (all it may give, 高 first), what, guard, basis, seen,
    settings (name -> value, unit)."""
    found = []
    for one in known:
        given = {one["severity"]["default"], *(case["then"] for case in one["severity"].get("when", []))}
        found.append({"code": one["code"], "name": one["name"],
                      "severity": [name for name in "高中低" if name in given], "what": one["what"],
                      "guard": one["guard"], "basis": one["basis"].replace("{pack}", "现行规则包"),
                      "seen": SEEN[one["mark"]], "settings": one.get("settings", {})})
    return found


def unchecked(cursor: duckdb.DuckDBPyConnection, known: list[dict], filters: Filters | None = None) -> list[dict]:
    """The checks not carried out (未检查) for want of data: code, name, why, years ('' where no year has the data),
    departments (names; [] where it is all of those asked about).

    Lists beside the forms and the filings of the year before count year by year and, where they speak of departments,
    department by department; of the filters years, departments and 科室 leave out what holds for others."""
    names = {one["code"]: one["name"] for one in known}
    found = [{**one, "years": "", "departments": []} for one in check.unchecked(cursor, known)]
    wholly = {one["code"] for one in found}
    for one in known:
        for need in one.get("needs", []) if one["code"] not in wholly else ():
            lacking = _without(cursor, need["table"], filters or Filters())
            for some in ([row for row in lacking if row["all_of_them"]],
                         [row for row in lacking if not row["all_of_them"]]):
                if some:
                    they = sorted({name for row in some for name in row["canonicals"] if not row["all_of_them"]})
                    found.append({"code": one["code"], "why": need["why"], "departments": they,
                                  "years": "、".join(str(row["year"]) for row in some) + "年度"})
    return sorted(({**one, "name": names[one["code"]]} for one in found), key=lambda one: one["code"])


def _without(cursor: duckdb.DuckDBPyConnection, table: str, filters: Filters) -> list[dict]:
    """Where filings lack what stands beside them: year, canonicals (departments), all_of_them (of that year)."""
    if table not in _BESIDE:
        return []
    where, values = of_filings(of_whom(filters))
    return rows(cursor, f"""
        WITH here AS (SELECT DISTINCT year, canonical FROM filings WHERE year IS NOT NULL AND {where}),
        beside AS ({_BESIDE[table]})
        SELECT h.year, list(h.canonical) FILTER (b.year IS NULL) AS canonicals, bool_and(b.year IS NULL) AS all_of_them
        FROM here h LEFT JOIN (SELECT DISTINCT * FROM beside) b
            ON b.year = h.year AND coalesce(b.canonical, h.canonical) = h.canonical
        GROUP BY h.year HAVING canonicals IS NOT NULL ORDER BY h.year""", values)
