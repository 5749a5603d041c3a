"""The columns of csv and xlsx: Chinese header, and where its value stands in an export's object (docs/glossary.md)."""

from data_access.exports.corrections import in_words

_WHERE = {"来源文件": "source", "文件内序号": "position", "年度": "year", "主管部门": "department", "实施单位": "unit",
          "项目名称": "project"}

COLUMNS = {
    "filings": {
        "自评表编号": "id", "来源文件": "source", "文件内序号": "position", "表种": "form",
        "版式": "layout", "地区": "region", "年度": "year", "项目名称": "project",
        "项目编码": "project_code", "主管部门（表上）": "department", "部门编码": "department_code",
        "主管部门": "department_canonical", "实施单位": "unit", "单位编码": "unit_code",
        "年初预算数（万元）": "total.initial", "年中调整数（万元）": "total.midyear_adjustment",
        "全年预算数（万元）": "total.budget", "全年执行数（万元）": "total.executed",
        "执行分值": "total.weight", "执行率（表上）": "total.rate", "执行得分": "total.score",
        "指标行数": "counts.indicators", "年度目标": "joined.expected", "目标完成情况": "joined.achieved",
        "偏差原因": "reason", "改进措施": "measures", "表内说明": "notes", "总分值": "total_weight",
        "自评总分": "total_score", "自评等级": "grade", "等级（表上）": "grade_printed",
        "人工更正": "corrections"},
    "lines": {
        **_WHERE, "行号": "ordinal", "一级指标": "level1", "二级指标": "level2", "三级指标": "level3",
        "指标值": "target", "完成值": "actual", "分值": "weight", "得分": "score", "偏差原因": "reason",
        "自评表编号": "filing", "行标识": "line_key", "位置": "address", "比较方式": "op",
        "目标数值": "target_value", "目标上限": "target_high", "目标单位": "target_unit",
        "完成数值": "actual_value", "完成单位": "actual_unit", "目标日期": "target_date",
        "完成日期": "actual_date", "完成档次": "tier", "人工更正": "corrections"},
    "scores": {
        **_WHERE, "表种": "form", "规则包": "pack", "选用理由": "pack_reason", "自评总分": "self_total",
        "分项得分合计": "parts_total", "重算总分": "recomputed", "重算最低": "low", "重算最高": "high",
        "重算合计（未折算）": "recomputed_raw", "自评等级": "self_grade", "重算等级": "recomputed_grade",
        "等级是否确定": "grade_certain", "执行率": "executed_rate", "可精确重算行数": "lines_exact",
        "按档次重算行数": "lines_banded", "无法重算行数": "lines_unscorable", "执行基数": "execution.base",
        "预算数（万元）": "execution.budget", "执行数（万元）": "execution.executed",
        "执行分值": "execution.weight", "执行得分": "execution.score",
        "执行重算得分": "execution.recomputed", "执行重算最低": "execution.low",
        "执行重算最高": "execution.high", "执行重算方法": "execution.method",
        "执行是否暂按": "execution.assumed", "执行重算说明": "execution.why", "自评表编号": "filing"},
    "flags": {
        "严重程度": "severity", "规则代码": "code", "规则名称": "name", **_WHERE, "行号": "line",
        "三级指标": "level3", "疑点说明": "message", "自评": "filed", "重算": "recomputed",
        "差额": "difference", "数值单位": "unit_of_value", "询问内容": "ask", "依据": "basis",
        "位置": "address", "核实状态": "state", "规则包": "pack", "自评表编号": "filing",
        "牵连自评表": "others", "归并于": "lead", "疑点编号": "key"},
    "claims": {
        "来源文件": "source", "年度": "year", "主管部门": "department", "陈述种类": "kind", "范围": "scope",
        "表种": "form", "数值": "value", "数值单位": "unit", "原文": "printed", "位置": "where"},
    "accounts": {
        "来源文件": "source", "年度": "year", "主管部门": "department", "决算表": "title", "表类": "kind",
        "科目代码": "code", "科目名称": "name", "基本支出（万元）": "basic", "项目支出（万元）": "project",
        "合计（万元）": "total", "位置": "address"},
    "unread": {
        "主管部门": "department", "来源文件": "source", "年度": "year", "读取结果": "state", "位置": "where",
        "读到": "found", "应为": "expected", "说明和办法": "text", "路径": "path", "导入编号": "import",
        "导入时间": "imported_at"},
    "departments": {
        "名次": "place", "部门": "canonical", "项目数": "projects", "可重算项目数": "compared",
        "全年预算数（万元）": "budget_wan", "执行率": "rate", "自评均分": "filed", "重算均分": "recomputed",
        "自评减重算": "difference", "每份疑点": "per_filing", "涉疑金额（万元）": "asked_wan", "高": "high",
        "中": "medium", "低": "low", "其他部门": "peers", "上年": "before", "项目较少": "few"},
    "projects": {
        "名次": "place", "项目名称": "project", "主管部门": "canonical", "实施单位": "unit", "年度": "year",
        "全年预算数（万元）": "budget_wan", "全年执行数（万元）": "executed_wan", "执行率": "rate", "自评总分": "filed",
        "自评等级": "self_grade", "重算总分": "recomputed", "重算等级": "recomputed_grade", "自评减重算": "difference",
        "高": "high", "中": "medium", "低": "low", "上年": "before", "自评表编号": "filing"},
}

# Words for the codes of the json, by the last part of the path.
_OP = {"ge": "不少于", "gt": "大于", "le": "不超过", "lt": "小于", "eq": "等于", "range": "区间",
       "date": "日期", "period": "时期", "qual": "定性"}
WORDS = {
    "form": {"project": "项目支出", "department": "部门整体支出"}, "op": _OP,
    "method": {**_OP, "stated": "按填报百分比", "ratio": "按执行率", "not_applicable": "不适用",
               "unscorable": "无法重算", "none": "不计分"},
    "tier": {"full": "达成", "part": "部分达成", "missed": "未达成"},
    "base": {"budget": "全年预算数", "initial": "年初预算数", "sub_rows": "分项资金合计"},
    "kind": {"count": "项目数", "sum": "金额", "rate": "执行率", "grades": "等级分布", "expenditure": "支出决算",
             "income": "收入决算", "fiscal": "一般公共预算财政拨款支出", "basic": "基本支出明细", "summary": "总表",
             "other": "其他"},
    "scope": {"projects": "全部项目", "funds": "资金", "executed": "执行", "part": "其中一部分"},
}


def table(subject: str, objects: list[dict]) -> tuple[list[str], list[list]]:
    """Headers and rows: texts, numbers, None. Lists are joined, codes become words, the total fund row is flattened."""
    columns = COLUMNS.get(subject) or {name: name for name in (objects[0] if objects else ())}
    if subject == "filings":
        objects = [_flat(filing) for filing in objects]
    return list(columns), [[_cell(row, path) for path in columns.values()] for row in objects]


def _flat(filing: dict) -> dict:
    total = next((fund for fund in filing["funds"] if fund["source"] == "total"), {})
    joined = {name: "；".join(goal[name] for goal in filing["goals"] if goal[name])
              for name in ("expected", "achieved")}
    return {**filing, "total": total, "counts": {"indicators": len(filing["indicators"])}, "joined": joined}


def _cell(row: dict, path: str) -> str | int | float | None:
    value = row
    for name in path.split("."):
        value = value.get(name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(in_words(item) if name == "corrections" else str(item) for item in value)
    if isinstance(value, dict):
        return str(value)
    return WORDS.get(name, {}).get(value, value)
