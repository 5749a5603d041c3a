"""A small invented document as a text extraction: two forms of one county, for machines without the real documents."""

from tests.intake.variants import Extraction, Table

NOTE = "备注：\n1.定量指标得分=权重*实际完成值/年度指标值，得分不得突破权重总额。"


def document(*, cell_lines: bool) -> Extraction:
    """Two project forms of 青禾县, fully filled, totals right. Both writings hold the same."""
    blocks: list[str | Table] = []
    for number, (project, budget, spent, lines) in enumerate(FORMS, 1):
        blocks += [f"附件{number}", f"2023年度{project}项目自评表", _table(project, budget, spent, lines), NOTE]
    return Extraction(cell_lines, blocks)


def _table(project: str, budget: str, spent: str, lines: list[tuple]) -> Table:
    rate = f"{float(spent) / float(budget):.2%}"
    score = f"{round(10 * float(spent) / float(budget), 2):g}"
    total = sum(float(line[6]) for line in lines) + float(score)
    level1 = ""
    rows: Table = [
        ["项目名称", project], ["主管部门", "青禾县水利局", "实施单位", "青禾县河道管理所"],
        ["预算执行情况\n（万元）\n（10分）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", budget, budget, spent, "10分", rate, score],
        ["", "其中：当年财政拨款", budget, budget, spent, "—", rate, "—"],
        ["", "上年结转资金", "", "", "", "—", "", "—"], ["", "其他资金", "", "", "", "—", "", "—"],
        ["年度总体目标", "预期目标", "实际完成情况"],
        ["", f"完成{project}年度任务，保障汛期安全。", f"已完成{project}年度任务，汛期平稳。"],
        ["绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分",
         "偏差原因分析及改进措施"]]
    for line in lines:
        rows.append(["", line[0] if line[0] != level1 else "", *line[1:]])
        level1 = line[0]
    return [*rows, ["总分", "100", f"{total:g}", ""], ["偏差大或\n目标未完成\n原因分析", "无"],
            ["改进措施及\n结果应用方案", "无"]]


_OUT, _EFFECT, _PLEASED = "产出指标（50分）", "效益指标（30分）", "满意度\n指标（10分）"
FORMS = [
    ("河道清淤", "86.5", "80.2", [
        (_OUT, "数量指标", "清淤长度", "≥12公里", "11.4公里", "20", "19", "汛期停工"),
        (_OUT, "质量指标", "验收合格率", "100%", "100%", "10", "10", ""),
        (_OUT, "时效指标", "完工时间", "2023年11月底前", "2023年10月底", "10", "10", ""),
        (_OUT, "成本指标", "每公里成本", "≤7.2万元", "7万元", "10", "10", ""),
        (_EFFECT, "社会效益\n指标", "受益群众", "≥1.2万人", "12600人", "15", "15", ""),
        (_EFFECT, "可持续影响指标", "长效管护机制", "健全", "基本健全", "15", "13", "两村未配管护员"),
        (_PLEASED, "服务对象满意度指标", "沿线群众满意度", "≧90%", "93%", "10", "10", "")]),
    ("水闸检修", "40", "40", [
        (_OUT, "数量指标", "检修水闸", "8座", "8座", "25", "25", ""),
        (_OUT, "时效指标", "检修及时率", "≥95%", "90%", "25", "23.68", "配件到货晚"),
        (_EFFECT, "生态效益\n指标", "灌区水质", "有效改善", "有效改善", "30", "27", ""),
        (_PLEASED, "服务对象满意度指标", "灌区农户满意度", "≥90%", "91%", "10", "10", "")]),
]
