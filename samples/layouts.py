"""How a described form stands on paper: five layouts, each giving rows of cell texts.

`<` is merged with the cell left of it, `^` with the one above. A form: see forms.yaml.
"""

Rows = list[list[str]]
YEAR = "2024"
OUTER = "绩\n效\n指\n标"


def titles(layout: str, form: dict) -> list[str]:
    """What stands above the table."""
    if layout == "department":
        return ["部门整体支出绩效自评表", f"（{YEAR}年度）"]
    if layout == "split":
        return [f"部门预算项目支出绩效自评表（{YEAR}年度）"]
    if layout == "yuan":
        return [f"{YEAR}年度项目支出绩效自评表"]
    return ["项目支出绩效自评表", f"（{YEAR}年度）"]


def rows(layout: str, form: dict) -> Rows:
    """The table of a form."""
    return {"national": national, "adjusted": adjusted, "split": split, "yuan": yuan,
            "department": department}[layout](form)


def national(form: dict) -> Rows:
    """The form of 财预〔2020〕10号, nine columns."""
    return [*_head(form, 9), *_funds(form, ["年初预算数", "全年预算数", "全年执行数"]), *_goals(form, 9),
            *_lines(form, ["年度\n指标值", "实际\n完成值", "分值", "得分", "偏差原因分析\n及改进措施"],
                    (3, 4, 5, 6, 7)),
            ["总分", *["<"] * 5, "100", form["total"], ""], _signed(9)]


def adjusted(form: dict) -> Rows:
    """Points before the actual value, other words for the amounts."""
    return [*_head(form, 9), *_funds(form, ["年初预算", "调整后预算数", "实际支出数"]), *_goals(form, 9),
            *_lines(form, ["目标值", "权重", "完成值", "自评得分", "未完成原因和改进措施"], (3, 5, 4, 6, 7)),
            ["合计", *["<"] * 4, "100", "", form["total"], ""], _signed(9)]


def department(form: dict) -> Rows:
    """部门整体: no project, the grade in the head."""
    head = [["部门名称", "<", "<", form["department"], *["<"] * 5],
            ["自评得分", "<", "<", form["total"], "<", "<", "自评等级", form["grade"], "<"]]
    return [*head, *national(form)[2:]]


def yuan(form: dict) -> Rows:
    """Amounts in 元, no initial budget; points in the outer label."""
    funds = [["项目资金\n（元）", "", "<", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分", "<"]]
    for text in form["funds"]:
        source, _, budget, spent, weight, rate, score = text.split("|")
        funds.append(["^", source, "<", budget, spent, weight, rate, score, "<"])
    lines = _lines(form, ["年度指标值", "全年完成值", "分值", "得分", "偏差原因分析及改进措施"], (3, 4, 5, 6, 7))
    lines[0][0] = "年度绩效指标\n（90分）"
    return [*_head(form, 9), *funds, *_goals(form, 9), *lines,
            ["总分", *["<"] * 5, "100", form["total"], form["grade"]], _signed(9)]


def split(form: dict) -> Rows:
    """The target in three columns, sources under other names, eleven columns."""
    funds = [["预算执行情况\n（10分）", "年度预算数（万元）", "<", "年初预算", "调整后预算数", "预算执行数", "<",
              "预算执行率", "权重", "得分", "原因"]]
    for text in form["funds"]:
        source, initial, budget, spent, weight, rate, score = text.split("|")
        funds.append(["^", source, "<", initial, budget, spent, "<", rate, weight, score, ""])
    lines = [["绩效指标\n（90分）", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值",
              "权重", "得分", "未完成原因分析"]]
    for text, merged in _merged(form):
        target = _three(text[3])
        lines.append(["^", *merged, text[2], *target, text[4], text[5], text[6], text[7]])
    return [*_head(form, 11), *_goals(form, 11), *funds, *lines,
            ["合计", *["<"] * 7, "100", form["total"], ""]]


def _three(target: str) -> list[str]:
    """Sign, number, unit of a target; words stand in the middle."""
    sign = target[0] if target[0] in "≥≤=" else ""
    number = "".join(c for c in target if c.isdigit() or c == ".")
    return [sign, number, target[len(sign) + len(number):]] if number else ["定性", target, ""]


def _head(form: dict, width: int) -> Rows:
    rest = ["<"] * (width - 7)
    return [["项目名称", "<", "<", form.get("project", ""), *["<"] * (width - 4)],
            ["主管部门", "<", "<", form["department"], "<", "实施单位", form.get("unit", ""), *rest]]


def _funds(form: dict, amounts: list[str]) -> Rows:
    found = [["项目资金\n（万元）", "", "<", *amounts, "分值", "执行率", "得分"]]
    return found + [["^", text.split("|")[0], "<", *text.split("|")[1:]] for text in form["funds"]]


def _goals(form: dict, width: int) -> Rows:
    half = width // 2
    return [["年度\n总体\n目标", "预期目标", *["<"] * (half - 1), "实际完成情况", *["<"] * (width - half - 2)],
            ["^", form["expected"], *["<"] * (half - 1), form["achieved"], *["<"] * (width - half - 2)]]


def _lines(form: dict, words: list[str], order: tuple[int, ...]) -> Rows:
    found = [[OUTER, "一级指标", "二级指标", "三级指标", *words]]
    return found + [["^", *merged, text[2], *(text[at] for at in order)] for text, merged in _merged(form)]


def _merged(form: dict):
    """(cells of a line, its first two levels or `^` where they repeat)."""
    before = ["", ""]
    for text in form["lines"]:
        cells = text.split("|")
        same1 = cells[0] == before[0]
        yield cells, ["^" if same1 else cells[0], "^" if same1 and cells[1] == before[1] else cells[1]]
        before = cells[:2]


def _signed(width: int) -> list[str]:
    return ["填表人：林小禾　　联系电话：0000-0000000　　填报日期：2025年2月20日", *["<"] * (width - 1)]
