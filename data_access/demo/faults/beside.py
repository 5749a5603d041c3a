"""Where lists, reports and accounts tell something else than the forms: B09, E01, E02, E10, E11."""

from random import Random

from data_access.demo.draft import Draft, wan
from data_access.demo.faults import Found
from data_access.demo.money import CENT_WAN
from data_access.demo.vocabulary import words


def b09(draft: Draft, rng: Random) -> Found:
    """The ledger shows another payment than the form."""
    spent = draft.total.executed_fen
    if draft.filing.form != "project" or not spent or spent < 1000 * CENT_WAN:
        return []
    draft.beside.paid_fen = round(spent * rng.choice((0.62, 0.8, 0.9, 1.12)) / CENT_WAN) * CENT_WAN
    told = f"自评表执行 {float(wan(spent)):g} 万元，台账 {float(wan(draft.beside.paid_fen)):g} 万元"
    return [(draft, "B09", None, told)]


def e01(draft: Draft, rng: Random) -> Found:
    """One or two projects of the budget list have no form; asked of the department's own form."""
    if draft.filing.form == "project":
        return []
    names = rng.sample(words("wording")["unfiled"], rng.randint(1, 2))
    draft.beside.unfiled = [(name, None, rng.randint(300, 9000) * CENT_WAN) for name in names]
    return [(draft, "E01", None, f"预算清单中 {len(names)} 个项目没有自评表：{'、'.join(names)}")]


def e02(draft: Draft, rng: Random) -> Found:
    """The project code lacks a figure; the lists know the project by its name."""
    if draft.filing.form != "project" or draft.last or _again(draft):
        return []
    code = draft.filing.project_code
    draft.filing.project_code, draft.beside.coded = code[:-1], False
    return [(draft, "E02", None, f"编码 {code[:-1]} 少一位")]


def _again(draft: Draft) -> bool:
    """Whether another form of the document bears the same name."""
    return sum(other.filing.project == draft.filing.project for other in draft.siblings) > 1


def e10(draft: Draft, rng: Random) -> Found:
    """The report's sum of funds is not that of the forms behind it."""
    projects = _whole_document(draft)
    if not projects:
        return []
    funds = sum(other.total.budget_fen or 0 for other in projects)
    draft.beside.told_fen = round(funds * rng.choice((0.06, 0.09, 0.15)) / CENT_WAN) * CENT_WAN
    what = f"报告资金比各表合计多 {float(wan(draft.beside.told_fen)):g} 万元"
    return [(other, "E10", None, what) for other in projects]


def e11(draft: Draft, rng: Random) -> Found:
    """The final accounts hold a little more project money than the forms: a project without a form."""
    projects = _whole_document(draft)
    if not projects or not all(other.total.executed_fen for other in projects):
        return []
    spent = sum(other.total.executed_fen for other in projects)
    draft.beside.booked_fen = round(spent * rng.uniform(0.02, 0.08) / CENT_WAN) * CENT_WAN
    what = f"决算项目支出比各表合计多 {float(wan(draft.beside.booked_fen)):g} 万元"
    return [(other, "E11", None, what) for other in projects]


def _whole_document(draft: Draft) -> list[Draft]:
    """The project forms of a small document with a report, of which none has a fault; [] for any other draft."""
    projects = [other for other in draft.siblings if other.filing.form == "project"]
    fit = draft.filing.form == "department" and draft.department.has_report and 3 <= len(projects) <= 8
    return [] if not fit or any(other.planted for other in draft.siblings) else projects
