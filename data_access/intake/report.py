"""Read what a document's report says of its projects: tables in 元, conclusions, numbered paragraphs.

What it says goes to the filing's `stated`; what a form lost to OCR is taken from the report (reconcile.py).
"""

import re
from dataclasses import dataclass, field

from data_access.intake import funds, indicators
from data_access.intake.cells import Ledger
from data_access.intake.columns import read_columns
from data_access.intake.documents.grid import Paragraph
from data_access.intake.head import GRADES
from data_access.intake.indicators import Levels
from data_access.intake.record import Filing, Fund, Line, Stated
from data_access.intake.rows import CLAUSE, Row, is_funds_header, is_indicator_header
from data_access.intake.segments import ReportSegment
from scoring.numbers import amount_fen, normal, percent, points_c

_NAME = re.compile(r"^项目名称[:：](.+)$")
_UNIT = re.compile(r"(项目单位|主管部门)[:：](\d+)[-—](.+?)(?=主管部门|项目单位|$)")
_ITEM = re.compile(r"^(\d{1,2}[.、．]|[(（][一二三四五六七八九十]+[)）])\s*")
_HEADING = re.compile(r"^([一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分|[(（][一二三四五六七八九十]+[)）])")
_SCORE = re.compile(r"(?:自评|总|最终|评价)得?分(?:数)?(?:为)?[:：]?[(（]?(\d{1,3}(?:\.\d+)?)[)）]?分?")
_GRADE = re.compile(r"(?:等级|等次)(?:为)?[:：]?[(（“\"]?(优秀?|良好?|中等?|较?差)[)）”\"]?"
                    r"|属于[“\"](优秀?|良好?|中等?|较?差)")
_CONCLUSION = re.compile(r"[“\"]([^”\"]{2,40})[”\"]项目绩效自评价结果为[:：]?总得分(\d+(?:\.\d+)?)分,?"
                         r"属于[“\"]?(优|良|中|差)")
_BUDGET = re.compile(r"(?:预算(?:资金|数|安排|下达)?|下达资金|安排资金|资金)(?:为|共计)?(\d+(?:\.\d+)?)(亿元|万元|元)")
_SPENT = re.compile(r"(?:支出|执行数?|支付)(?:为|共计)?(\d+(?:\.\d+)?)(亿元|万元|元)")
_RATE = re.compile(r"执行率(?:为|达)?(\d+(?:\.\d+)?%)")
_NAME_END = re.compile(r"[(（,，:：。]|(?:项目)?(?:年初|全年)?预算(?=\d|为|资金|数|安排)")


@dataclass
class Report:
    """What one report, or one numbered paragraph, says of one project. funds and lines only where it has tables."""

    name: str
    where: str
    stated: Stated
    funds: list[Fund] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)   # unit, department: (code, name)
    whole_department: bool = False


@dataclass
class Reports:
    """All statements of a document, its codes with their readings, and its own paragraphs."""

    reports: list[Report] = field(default_factory=list)
    names_by_code: dict[str, list[str]] = field(default_factory=dict)


def read_reports(segments: list[ReportSegment]) -> Reports:
    """Statements about projects in the report parts of a document."""
    found = Reports()
    for segment in segments:
        for paragraph in segment.paragraphs:
            for _, code, name in _UNIT.findall(normal(paragraph.text)):
                found.names_by_code.setdefault(code, []).append(name)
        if segment.tables:
            found.reports.append(_project_report(segment))
        else:
            found.reports += _items(segment.paragraphs)
    return found


def _project_report(segment: ReportSegment) -> Report:
    """A report on one project, with tables of its own."""
    holder = Filing()
    for rows in segment.tables:
        _read_table(rows, holder)
    text = "".join(normal(p.text) for p in segment.paragraphs)
    total = holder.total_fund
    where = segment.paragraphs[0].address if segment.paragraphs else ""
    stated = _statement(re.sub(r"^.*?最终评分结果", "", text), where)
    if total is not None:
        stated.budget_fen, stated.executed_fen = total.budget_fen, total.executed_fen
        stated.rate = total.rate
        stated.where = total.at["row"]
    return Report(_name(segment.paragraphs), stated.where, stated, holder.funds, holder.lines,
                  _sections(segment.paragraphs), _codes(segment.paragraphs))


def _codes(paragraphs: list[Paragraph]) -> dict[str, tuple[str, str]]:
    labels = {"项目单位": "unit", "主管部门": "department"}
    return {labels[label]: (code, name) for p in paragraphs for label, code, name in _UNIT.findall(normal(p.text))}


def _name(paragraphs: list[Paragraph]) -> str:
    """The project named on the cover: 项目名称:X, which may run on over lines until 项目单位."""
    for index, paragraph in enumerate(paragraphs):
        found = _NAME.match(normal(paragraph.text))
        if found:
            name = found.group(1)
            for more in paragraphs[index + 1:index + 3]:
                if re.search(r"单位[:：]|部门[:：]|年", more.text):
                    break
                name += normal(more.text)
            return re.split(r"(项目单位|主管部门)[:：]", name)[0]
    return ""


def _read_table(rows: list[Row], holder: Filing) -> None:
    """A table of a report: funds or indicators, by its header (often two rows)."""
    ledger = Ledger(rows)
    for index, row in enumerate(rows):
        if not (is_funds_header(row) or is_indicator_header(row)):
            continue
        below = rows[index + 1] if index + 1 < len(rows) else None
        group = "indicators" if is_indicator_header(row) else "funds"
        two = below is not None and _names_parts(group, below)
        columns = read_columns(group, [row, below] if two else [row])
        body = rows[index + 1 + two:]
        if group == "funds":
            header = funds.funds_header(columns, "")
            holder.funds += [f for r in body if r.filled and (f := funds.read_fund(r, header, holder, ledger, set()))]
        else:
            columns, levels = indicators.prepare(columns), Levels()
            lines = [line for r in body if r.filled
                     and (line := indicators.read_row(r, columns, levels, holder, ledger))]
            holder.lines += [line for line in lines if line.level3 or line.weight_c is not None]
        return


def _names_parts(group: str, row: Row) -> bool:
    """Whether a row below a header names parts of it (年初指标 | 调整后指标; 目标申报 | 预算编制)."""
    wanted = {"initial_filed", "initial_set", "target_initial", "target_adjusted"}
    return bool({c.role for c in read_columns(group, [row])} & wanted)


def _items(paragraphs: list[Paragraph]) -> list[Report]:
    """Numbered paragraphs that state a score: one item a project; page breaks inside an item are closed."""
    reports: list[Report] = []
    start, chunk = None, ""
    for paragraph in [*paragraphs, Paragraph("一、", "")]:
        text = normal(paragraph.text)
        begins = _ITEM.match(text) or _HEADING.match(text) or re.match(r"^\d{1,2}、", text)
        if not begins:
            chunk += text
            continue
        if start is not None:
            reports += _item(chunk, start.address)
        start, chunk = paragraph, "" if _HEADING.match(text) and not CLAUSE.search(text) else text
    return reports


def _item(text: str, where: str) -> list[Report]:
    """One numbered paragraph as statements: about one project, or the conclusions it lists by name."""
    listed = _CONCLUSION.findall(text)
    if listed:
        return [Report(name, where, Stated(where, points_c(score), grade)) for name, score, grade in listed]
    stated = _statement(text, where)
    if stated.total_score_c is None:
        return []
    name = _NAME_END.split(_ITEM.sub("", text), maxsplit=1)[0]
    return [Report(name, where, stated, whole_department="部门整体" in text[:40])]


def _statement(text: str, where: str) -> Stated:
    """Score, grade, budget, spending and rate that a text states; None for what it does not."""
    score, grade = _SCORE.search(text), _GRADE.search(text)
    budget, spent, rate = _BUDGET.search(text), _SPENT.search(text), _RATE.search(text)
    return Stated(where, points_c(score.group(1)) if score else None,
                  GRADES.get(next(filter(None, grade.groups()))) if grade else None,
                  amount_fen("".join(budget.groups())) if budget else None,
                  amount_fen("".join(spent.groups())) if spent else None, percent(rate.group(1)) if rate else None)


def _sections(paragraphs: list[Paragraph]) -> dict[str, str]:
    """The report's sections that a form restates: goals, problems (reason), measures."""
    keys = {"年度目标": "expected", "全年目标实际完成情况": "achieved", "问题及原因": "reason", "改进措施": "measures"}
    sections: dict[str, str] = {}
    current = None
    for paragraph in paragraphs:
        text = normal(paragraph.text)
        heading = re.match(r"^([一二三四五六七八九十]+[、.]|[(（]?[\d一二三四五六七八九十]+[)）.、])", text)
        if heading and len(text) <= 30:
            current = next((key for word, key in keys.items() if word in text), None)
            if current:
                sections[current] = ""
        elif current:
            sections[current] += text
    return sections
