"""The parts of 排名: the measures one can rank by, the two tables, the rows that are downloaded."""

from collections.abc import Callable

from data_access.copy import Copy
from data_access.queries import ranking
from data_access.queries.filters import Filters
from pages._parts import tables
from pages._parts.links import anchor, view
from pages._parts.text import count, esc, filing_name, points, rate, signed, wan

MEASURES = {"部门": {"差额": "difference", "执行率": "rate", "自评分": "filed", "重算分": "recomputed",
                     "每份疑点": "per_filing", "涉疑金额": "asked_wan", "全年预算": "budget_wan"},
            "项目": {"差额": "difference", "执行率": "rate", "自评分": "filed", "重算分": "recomputed",
                     "疑点": "findings", "全年预算": "budget_wan", "全年执行": "executed_wan"}}
_SHOWN: dict[str, Callable] = {"差额": signed, "执行率": rate, "涉疑金额": wan, "全年预算": wan, "全年执行": wan}
_FEW = '<i class="jh-mark" title="可重算的项目不到 3 个，均分易受一个项目左右">项目少</i>'
_MOST = 1_000_000


def listed(copy: Copy, by: str, filters: Filters, measure: str, descending: bool, few_last: bool) -> list[dict]:
    """Every row of the ranking with its place, for the download: called outside the script, so nothing of Streamlit."""
    if by == "部门":
        found = ranking.departments(copy.cursor(), filters, measure, descending, _MOST, 0, few_last)
    else:
        found = ranking.projects(copy.cursor(), filters, measure, descending, _MOST, 0)
    return [{"place": place, **row} for place, row in enumerate(found, 1)]


def departments_table(found: list[dict], sort: str, filters: Filters, offset: int) -> None:
    """Departments with the chosen measure of all others together, and their own a year earlier, beside it."""
    extra = {"每份疑点": " 每份疑点:num", "涉疑金额": " 涉疑金额（万元）:num"}.get(sort, "")
    heads = tables.columns("名次:num 部门:wide 项目:num 全年预算（万元）:num 执行率:num 自评:num 重算:num 差额:num "
                           f"疑点{extra} 其他部门:num 上年:num")
    body = []
    for place, row in enumerate(found, offset + 1):
        name = anchor(row["canonical"], "department", **{**view(filters), "d": row["canonical"]})
        mine = [_said(row[MEASURES["部门"][sort]], sort)] if extra else []
        body.append([str(place), name + (_FEW if row["few"] else ""), count(row["projects"]), wan(row["budget_wan"]),
                     tables.rate_bar(row["rate"]), points(row["filed"]), points(row["recomputed"]),
                     tables.gap(row["difference"]), tables.severity_counts(row), *mine, _said(row["peers"], sort),
                     _said(row["before"], sort)])
    tables.table(heads, body, caption="部门排名")
    together = "平均每个部门" if sort in ("涉疑金额", "全年预算") else "合在一起"
    tables.note(f"“其他部门”是除本部门外全部部门{together}的{sort}，“上年”是本部门上一年度的{sort}。"
                + ("涉疑金额：有“高”“中”疑点的项目的全年预算。" if sort == "涉疑金额" else ""))


def projects_table(found: list[dict], sort: str, filters: Filters, offset: int) -> None:
    """Projects, with the chosen measure of the project of the same name a year earlier."""
    executed = sort == "全年执行"
    more = " 全年执行（万元）:num" if executed else ""
    body = [[str(place), anchor(filing_name(row), "filing", filing=row["filing"], **view(filters)),
             esc(row["canonical"]), wan(row["budget_wan"]), *([wan(row["executed_wan"])] if executed else []),
             tables.rate_bar(row["rate"]), tables.score(row["filed"], row["self_grade"]),
             tables.score(row["recomputed"], row["recomputed_grade"], certain=row["grade_certain"]),
             tables.gap(row["difference"]), tables.severity_counts(row), _said(row["before"], sort)]
            for place, row in enumerate(found, offset + 1)]
    tables.table(tables.columns(f"名次:num 项目:wide 部门 全年预算（万元）:num{more} 执行率:num 自评:num "
                                "重算:num 差额:num 疑点 上年:num"), body, caption="项目排名")
    tables.note(f"“上年”是同部门同名项目上一年度的{sort}。")


def _said(value: float | None, sort: str) -> str:
    return (count(value) if sort == "疑点" else _SHOWN.get(sort, points)(value))
