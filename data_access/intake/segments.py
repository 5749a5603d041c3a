"""Cut a document into forms, reports and the rest, by titles and labels."""

import re
from dataclasses import dataclass, field

from data_access.intake.beside import parted
from data_access.intake.documents.grid import Document, Paragraph
from data_access.intake.flat import unrolled
from data_access.intake.labels import meaning
from data_access.intake.rows import CLAUSE, TITLE, Row, is_data_header, is_goal_header, is_title_row, joined_labels
from data_access.intake.turned import straightened
from scoring.numbers import normal

_HEADING = 30                                                 # letters; a longer line between tables is a note
_REPORT = re.compile(r"(报告|总结)(的通知)?$")


@dataclass
class FormSegment:
    """A form as found: title lines in front of it, its rows, the paragraphs behind it."""

    title: list[Paragraph]
    rows: list[Row] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)
    inner: list[Paragraph] = field(default_factory=list)      # short lines between its tables: 二、预算执行情况


@dataclass
class ReportSegment:
    """Report text with the tables in it."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)


@dataclass
class Segments:
    """What a document holds. ignored: (address, why) of tables that are no form."""

    forms: list[FormSegment] = field(default_factory=list)
    reports: list[ReportSegment] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)


def segments_of(document: Document) -> Segments:
    """Forms, reports and other tables of a document, in its order."""
    found = Segments(reports=[ReportSegment()])
    title: list[Paragraph] = []
    form: FormSegment | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            title, form = _paragraph(block, title, form, found)
            continue
        for rows in parted(unrolled([Row(block.covering(i), i, block.spans) for i in range(len(block.rows))])):
            title, form = _table(block.name, straightened(rows), title, form, found)
    found.forms = [segment for segment in found.forms if any(map(is_data_header, segment.rows))]
    return found


def _table(name: str, rows: list[Row], title: list[Paragraph], form: FormSegment | None,
           found: Segments) -> tuple[list[Paragraph], FormSegment | None]:
    """Sort in a table: a form or more of it, a report's own table, or neither. Gives (title lines, open form)."""
    opens = any(TITLE.search(p.text) for p in title) and _has_head(rows)
    more = form is not None and bool(form.rows) and (_goes_on(rows, form) or any(map(is_goal_header, rows[:2])))
    if not (is_form_table(rows) or opens or more):
        found.ignored.append((name, "没有自评表的表头，作为其他表格忽略"))
    elif not _has_head(rows) and not any(TITLE.search(p.text) for p in title) and form is None:
        found.reports[-1].tables.append(rows)
    else:
        return [], _take_rows(rows, title, form, found)
    return title, form


def _paragraph(paragraph: Paragraph, title: list[Paragraph], form: FormSegment | None,
               found: Segments) -> tuple[list[Paragraph], FormSegment | None]:
    """Sort in a report's beginning, a title, or text behind the open form. Gives (title lines, open form)."""
    text = normal(paragraph.text)
    short = len(text) <= 60 and not CLAUSE.search(text)
    if short and _REPORT.search(text):
        found.reports.append(ReportSegment([paragraph]))
        return [], None
    if short and TITLE.search(text):
        return [paragraph], None
    if form is not None and form.rows:
        form.after.append(paragraph)
    elif not any(TITLE.search(p.text) for p in title):
        found.reports[-1].paragraphs.append(paragraph)
    return [*title[-5:], paragraph], form


def _take_rows(rows: list[Row], title: list[Paragraph], form: FormSegment | None, found: Segments) -> FormSegment:
    """Add a table's rows to the open form; cut where a new form begins inside the table."""
    waiting: list[Row] = []
    for row in rows:
        if is_title_row(row):
            if form is not None and any(map(is_data_header, form.rows)):
                form = None
            waiting.append(row)
            continue
        begins = _begins_form(row) and form is not None and any(map(is_data_header, form.rows))
        if form is None or begins:
            above = form.title if form and not waiting else []
            form = FormSegment(_title_lines(title) if not begins else above)
            title = []
            found.forms.append(form)
        form.inner += [p for p in form.after if len(p.text) <= _HEADING]
        form.after = [p for p in form.after if len(p.text) > _HEADING]
        form.rows += [*waiting, row]
        waiting = []
    return form


def _title_lines(lines: list[Paragraph]) -> list[Paragraph]:
    """The title among the lines in front of a table, with what follows it; else lines that name a unit or year."""
    first = next((i for i, p in enumerate(lines) if TITLE.search(p.text) and not CLAUSE.search(p.text)), None)
    if first is not None:
        return lines[first:]
    return [p for p in lines[-2:] if re.match(r"\s*(\S{0,4}单位|[(（]?\s*\d{4}\s*年)", p.text)]


def _begins_form(row: Row) -> bool:
    return bool(row.filled) and meaning("head", row.filled[0].text) == "project"


def _has_head(rows: list[Row]) -> bool:
    return any(meaning("head", label) in ("project", "department", "unit")
               for row in rows[:12] for label in joined_labels(row)) or any(map(is_title_row, rows[:3]))


def _goes_on(rows: list[Row], form: FormSegment) -> bool:
    """Whether a table without a header of its own continues the form: same number of columns as its last rows."""
    widths = {max((cell.col + cell.cols for cell in row.cells), default=0) for row in form.rows[-5:]}
    return max((cell.col + cell.cols for cell in rows[0].cells), default=0) in widths


def is_form_table(rows: list[Row]) -> bool:
    """Whether a table has an indicator header or a funds block with 执行 columns."""
    return any(map(is_data_header, rows))
