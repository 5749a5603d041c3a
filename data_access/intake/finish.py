"""The end of reading a form: what its title, its end and all of it together decide."""

import re

from data_access.intake.head import unit_above
from data_access.intake.indicators import settle_levels
from data_access.intake.persons import speaks_of_persons, without_persons
from data_access.intake.record import Filing, Message
from data_access.intake.rows import is_funds_header, is_indicator_header
from data_access.intake.segments import FormSegment
from scoring.numbers import normal

_DEPARTMENT_FORM = re.compile(r"部门整体|整体支出|整体绩效|部门(单位)?预算整体")


def stops(segment: FormSegment, filing: Filing, block: str) -> str:
    """Where a text extraction breaks off: within a row, within the table, or '' when the form comes to its end."""
    last = segment.rows[-1]
    if last.spans or block == "closing" or "total" in filing.at:
        return ""
    header = [len(row.cells) for row in segment.rows if is_indicator_header(row) or is_funds_header(row)]
    filing.at["end"] = last.cells[-1].address
    return "row" if header and len(last.cells) < header[-1] else "table"


def finish(filing: Filing, segment: FormSegment, headers: list[str]) -> None:
    """Title, kind of form, notes, what the whole form decides about its levels and total; persons let go."""
    title = "".join(normal(p.text) for p in segment.title if not _is_no_title(p.text)) or filing.title
    filing.title = title if not filing.title or title.endswith(filing.title) else title + filing.title
    filing.at["title"] = (segment.title[0].address if segment.title
                          else next((c.address for r in segment.rows for c in r.filled), ""))
    filing.form = "department" if _DEPARTMENT_FORM.search(filing.title + filing.project) else "project"
    if filing.form == "project" and not filing.project:
        filing.messages.append(Message("warning", filing.at["title"], "", "项目名称",
                                       "没有读到项目名称，请核对原表是否填写。"))
    filing.layout = " ".join(headers)
    for paragraph in segment.title:
        filing.unit = filing.unit or unit_above(paragraph.text) or ""
    notes = [line.strip() for p in segment.after for line in p.text.splitlines()
             if line.strip() and not speaks_of_persons(line) and not re.match(r"\s*附[件表]", line)]
    filing.notes = "\n".join(filter(None, [filing.notes, *notes]))
    spans = not segment.rows or segment.rows[0].spans
    settle_levels(filing.lines, spans=spans)
    _settle_total(filing)
    if not filing.lines:
        filing.messages.append(_no_lines(filing, segment))
    for name in ("title", "department", "unit", "reason", "measures", "notes"):
        setattr(filing, name, without_persons(getattr(filing, name)))


def _no_lines(filing: Filing, segment: FormSegment) -> Message:
    """A form without a single indicator is not complete, whatever its funds say."""
    header = next((row for row in segment.rows if is_indicator_header(row)), None)
    if header is None:
        return Message("error", filing.at["title"], "", "指标表（一级指标、二级指标、三级指标…）",
                       "没有找到指标表，只读到了资金等内容。请核对原表是否完整。")
    return Message("error", header.filled[0].address, "只有表头", "表头下面的指标行",
                   "指标表没有内容：表头下面一行指标也没有。请核对原表是否完整。")


def _is_no_title(line: str) -> bool:
    """A line between title and table that names the unit, a date, the unit of money, or persons."""
    return unit_above(line) is not None or speaks_of_persons(line) \
        or bool(re.search(r"日期\s*[:：]|单位\s*[:：]", line) and "自评表" not in line)


def _settle_total(filing: Filing) -> None:
    """A form without weight column: its total weight is the sum of the points in its outer labels (layouts.md §7)."""
    if filing.total_weight_c is None and filing.total_score_c is not None \
            and filing.lines and all(line.weight_c is None for line in filing.lines):
        outer = [block.points_c for block in filing.blocks if block.level == 0]
        if outer:
            total = filing.total_fund
            filing.total_weight_c = sum(outer) + ((total.weight_c or 0) if total else 0)
