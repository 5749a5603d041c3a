"""What stands beside the forms of 示例县: the report's sums, the final accounts, the bureau's lists.

All follow from the forms as they are filed; Draft.beside says where one of them is to tell something else.
"""

from data_access.demo import overseen
from data_access.demo.draft import Draft, shown, wan
from data_access.demo.vocabulary import words
from data_access.intake.companions import Row
from data_access.intake.record import Account, Claim, Filing, Item


def claims(drafts: list[Draft]) -> list[Claim]:
    """What the document's report says of its projects together: how many, how much money, the grades."""
    whole, projects = drafts[0], [draft.filing for draft in drafts if draft.filing.form == "project"]
    if not whole.department.has_report or not projects:
        return []
    funds = sum(_budget(filing) for filing in projects) + whole.beside.told_fen
    said = [("count", "projects", len(projects), f"项目 {len(projects)} 个")]
    if all(filing.total_fund.budget_fen for filing in projects) or whole.beside.told_fen:
        said.append(("sum", "funds", funds, f"涉及资金 {shown(wan(funds))} 万元"))
    if whole.department.prints_grade:
        counts = {grade: sum(filing.grade == grade for filing in projects) for grade in "优良中差"}
        said += [("grades", grade, count, f"评为{grade}的 {count} 个") for grade, count in counts.items() if count]
    return [Claim(f"自评报告 第{place}段", kind, scope, "project", value, printed)
            for place, (kind, scope, value, printed) in enumerate(said, 2)]


def accounts(drafts: list[Draft]) -> list[Account]:
    """The document's 支出决算表: staff and office by the department's own form, projects by theirs; [] where a form
    does not say plainly what was spent."""
    whole, projects = drafts[0], [draft.filing for draft in drafts if draft.filing.form == "project"]
    if not whole.department.has_report or not all(_plain(filing) for filing in projects):
        return []
    basic = next((fund.executed_fen or 0 for fund in whole.filing.funds if fund.source == "基本支出"), 0)
    spent = sum(_spent(filing) for filing in projects) + whole.beside.booked_fen
    codes = words("wording")["accounts"]
    rows = [("", "合计", basic, spent), (codes[0][0], codes[0][1], basic, 0), (codes[1][0], codes[1][1], 0, spent)]
    return [Account("支出决算表", "expenditure", code, name, first, second, first + second, f"决算表1 第{place}行")
            for place, (code, name, first, second) in enumerate(rows, 4)]


def lists(documents: dict[str, list[Draft]]) -> list[tuple[str, str, list[Row]]]:
    """(kind, file name, rows) of the bureau's own lists: each year's budget list, payment ledger, monitoring lights and
    reviewers' sheet; one without a row is left out."""
    found: list[tuple[str, str, list[Row]]] = []
    for year in sorted({draft.filing.year for drafts in documents.values() for draft in drafts}):
        drafts = [draft for drafts in documents.values() for draft in drafts if draft.filing.year == year]
        found += [("budget", f"示例县{year}年预算清单.xlsx", _placed(_rows("budget", year, drafts))),
                  ("payments", f"示例县{year}年支付台账.xlsx", _placed(_rows("payments", year, drafts))),
                  ("warnings", f"示例县{year}年{overseen.MONTH}月绩效监控预警清单.xlsx", overseen.lights(drafts)),
                  ("reviews", f"示例县{year}年绩效自评复核底稿.xlsx", overseen.sheet(drafts))]
    return [one for one in found if one[2]]


def _rows(kind: str, year: int, drafts: list[Draft]) -> list[tuple]:
    found = []
    for draft in drafts:
        filing, beside = draft.filing, draft.beside
        amount = _budget(filing) if kind == "budget" else _spent(filing) if beside.paid_fen is None else beside.paid_fen
        if filing.form == "project" and amount:
            found.append((year, filing.department, beside.name or filing.project,
                          filing.project_code if beside.coded else None, amount))
        if kind == "budget":
            found += [(year, filing.department, *unfiled) for unfiled in beside.unfiled]
    return found


def _placed(rows: list[tuple]) -> list[Item]:
    return [Item(*row, f"表1 第{place}行") for place, row in enumerate(rows, 3)]


def _budget(filing: Filing) -> int:
    """The year's budget as the list has it: the total row's, else what its sources add up to, else the initial one."""
    total, *sources = filing.funds
    return total.budget_fen or sum(fund.budget_fen or 0 for fund in sources) or total.initial_fen or 0


def _spent(filing: Filing) -> int:
    total, *sources = filing.funds
    return total.executed_fen or sum(fund.executed_fen or 0 for fund in sources)


def _plain(filing: Filing) -> bool:
    """Whether the total row says what was spent, and its sources do not say something else."""
    total, *sources = filing.funds
    return total.executed_fen is not None and bool(total.executed_fen or not sum(f.executed_fen or 0 for f in sources))
