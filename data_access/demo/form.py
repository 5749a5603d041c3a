"""One filed form of 示例县: the project's or the department's 自评表 of one year, without faults."""

from random import Random

from data_access.demo.draft import Draft, close, settle_funds, shown, wan
from data_access.demo.lines import add_lines, choose_lines
from data_access.demo.money import department_funds, project_funds
from data_access.demo.roster import Department, Project
from data_access.demo.vocabulary import dice, words
from data_access.intake.record import Block, Filing, Fund, Stated

_BLOCKS = (("产出指标", 5000), ("效益指标", 3000), ("满意度指标", 1000))


def project_draft(seed: int, department: Department, project: Project, year: int, step: int) -> Draft:
    """A project's form of one year."""
    rng, settings = dice(seed, department.name, project.index, year), words("settings")
    poor = rng.random() < settings["poor"]
    filing = Filing(
        form="project", layout="示例县：项目支出绩效自评表", title=f"示例县项目支出绩效自评表（{year}年度）",
        region="示例县", year=year, year_printed=year, project=project.name.format(year=year),
        project_code=project.code, department=department.name, department_code=department.code,
        unit=project.unit, unit_code=project.unit_code,
        funds=project_funds(rng, department, project.budget, year, step, poor=poor))
    short = rng.uniform(0.55, 0.9) if poor else settings["characters"][department.character]["short"]
    fixed = dice(seed, department.name, project.index, "lines")
    return _filled(Draft(filing, department, project.budget), rng, fixed, project.kind, step=step, short=short,
                   first_unit=project.object_unit, thing=project.object)


def department_draft(seed: int, department: Department, year: int, step: int, projects: list[Draft]) -> Draft:
    """The 部门整体 form of one year; its project money is the sum of the document's project forms."""
    rng = dice(seed, department.name, year, "部门整体")
    filing = Filing(
        form="department", layout="示例县：部门整体支出绩效自评表", title=f"示例县部门整体支出绩效自评表（{year}年度）",
        region="示例县", year=year, year_printed=year, department=department.name,
        department_code=department.code, unit=department.name, unit_code=f"{department.code}001",
        funds=department_funds(rng, department, year, step, projects))
    short = words("settings")["characters"][department.character]["short"]
    return _filled(Draft(filing, department, 1000.0), rng, dice(seed, department.name, "整体"), "部门整体",
                   step=step, short=short, first_unit="", thing="机关")


def _filled(draft: Draft, rng: Random, fixed: Random, kind: str, **lines) -> Draft:
    """Lines, goals, reasons and sums of a form whose head and funds stand."""
    filing = draft.filing
    if draft.department.has_report:
        filing.stated.append(Stated(where="自评报告 绩效目标完成情况"))
    add_lines(draft, rng, fixed, choose_lines(fixed, kind, draft.usual), **lines)
    settle_funds(draft)
    filing.blocks = [Block(1, label, points) for label, points in _BLOCKS]
    fills = {"project": filing.project, "object": lines["thing"], "executed": "{executed}"}
    goal, done = (words("kinds")[kind][name].format(**fills) for name in ("goal", "done"))
    surveys = words("settings")["characters"][draft.department.character]["surveys"]
    draft.goal = (goal, done + words("wording")["surveyed"] if surveys else done)
    close(draft)
    _explain(draft, rng)
    return draft


def _explain(draft: Draft, rng: Random) -> None:
    """The form-level reason and measures: why little was spent, where added money came from."""
    wording, filing, total = words("wording"), draft.filing, draft.total
    reasons = []
    if abs(total.budget_fen - total.initial_fen) > total.initial_fen * 0.28:
        reasons.append(rng.choice(wording["added"]).format(year=filing.year, number=rng.randint(11, 260)))
    if total.executed_fen < total.budget_fen * 0.9:
        reasons.append(rng.choice(wording["low_rate"]))
    filing.reason = "；".join(reasons) or rng.choice(wording["nothing"])
    filing.measures = rng.choice(wording["measures"]) if reasons or filing.total_score_c < 9000 else ""


def finish(draft: Draft) -> Filing:
    """The filing with its goals, the addresses of its cells in the (invented) document, and what they print."""
    filing, spent = draft.filing, draft.total.executed_fen
    filing.goals = [(draft.goal[0], draft.goal[1].format(executed="" if spent is None else shown(wan(spent))))]
    table, row = f"表{filing.position}", 5 + len(filing.funds)
    filing.at = {"title": f"{table} 第1行", "project": f"{table} 第2行第2列", "department": f"{table} 第3行第2列"}
    for place, fund in enumerate(filing.funds, 6):
        fund.at = {"row": f"{table} 第{place}行"}
        fund.raw = _printed(fund) | fund.raw
    for place, line in enumerate(filing.lines, row + 4):
        line.at = {"row": f"{table} 第{place}行"}
        line.raw = {"target": line.target, "actual": line.actual, "weight": _points(line.weight_c),
                    "score": _points(line.score_c)}
    filing.at["total"] = f"{table} 第{row + 4 + len(filing.lines)}行"
    filing.cells_read = 12 + sum(len(fund.raw) for fund in filing.funds) + sum(
        bool(text) for line in filing.lines for text in line.raw.values())
    filing.cells_ignored = 26 + len(filing.lines)
    return filing


def _printed(fund: Fund) -> dict[str, str]:
    """The fund row's cells as printed; blank ones are left out."""
    cells = {name.removesuffix("_fen"): shown(wan(getattr(fund, name)))
             for name in ("initial_fen", "budget_fen", "executed_fen") if getattr(fund, name) is not None}
    if fund.rate is not None:
        cells["rate"] = f"{fund.rate * 100:.2f}%"
    if fund.source == "total":
        cells |= {"weight": _points(fund.weight_c), "score": _points(fund.score_c)}
    return cells


def _points(points_c: int | None) -> str:
    return "" if points_c is None else f"{points_c / 100:.2f}".rstrip("0").rstrip(".")
