"""Cut a document into forms, reports and the rest, by titles and labels."""

import re
from dataclasses import dataclass, field

from data_access.intake.documents.grid import Cell, Document, Paragraph
from data_access.intake.labels import meaning, plain
from scoring.numbers import normal, plain_number

_TITLE = re.compile(r"(自评价?(情况|得分)?表|自我评价表|绩效评价表|评价自评表)")
_REPORT = re.compile(r"(报告|总结)(的通知)?$")
_CLAUSE = re.compile(r"[。；;，]")


@dataclass
class Row:
    """One row of a form: the cells that cover it from left to right, and whether spans are known."""

    cells: list[Cell]
    index: int
    spans: bool

    @property
    def filled(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.text.strip()]

    @property
    def own(self) -> list[Cell]:
        """Cells that begin in this row."""
        return [cell for cell in self.cells if cell.row == self.index and cell.text.strip()]


@dataclass
class FormSegment:
    """A form as found: title lines in front of it, its rows, the paragraphs behind it."""

    title: list[Paragraph]
    rows: list[Row] = field(default_factory=list)
    after: list[Paragraph] = field(default_factory=list)


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
        rows = [Row(block.covering(i), i, block.spans) for i in range(len(block.rows))]
        if not is_form_table(rows) and not (form and form.rows and _goes_on(rows, form)):
            found.ignored.append((block.name, "没有自评表的表头，作为其他表格忽略"))
        elif not _has_head(rows) and not any(_TITLE.search(p.text) for p in title) and form is None:
            found.reports[-1].tables.append(rows)
        else:
            form = _take_rows(rows, title, form, found)
            title = []
    found.forms = [segment for segment in found.forms if any(map(is_data_header, segment.rows))]
    return found


def _paragraph(paragraph: Paragraph, title: list[Paragraph], form: FormSegment | None,
               found: Segments) -> tuple[list[Paragraph], FormSegment | None]:
    """Sort in a report's beginning, a title, or text behind the open form. Gives (title lines, open form)."""
    text = normal(paragraph.text)
    short = len(text) <= 60 and not _CLAUSE.search(text)
    if short and _REPORT.search(text):
        found.reports.append(ReportSegment([paragraph]))
        return [], None
    if short and _TITLE.search(text):
        return [paragraph], None
    if form is not None and form.rows:
        form.after.append(paragraph)
    elif not any(_TITLE.search(p.text) for p in title):
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
            form = FormSegment(_title_lines(title) if not begins else [])
            title = []
            found.forms.append(form)
        form.rows += [*waiting, row]
        waiting = []
    return form


def _title_lines(lines: list[Paragraph]) -> list[Paragraph]:
    """The title among the lines in front of a table, with what follows it; else lines that name a unit or year."""
    first = next((i for i, p in enumerate(lines) if _TITLE.search(p.text) and not _CLAUSE.search(p.text)), None)
    if first is not None:
        return lines[first:]
    return [p for p in lines[-2:] if re.match(r"\s*(\S{0,4}单位|[(（]?\s*\d{4}\s*年)", p.text)]


def is_title_row(row: Row) -> bool:
    """A row whose only text is a title (…自评表) or a year in brackets."""
    texts = {normal(cell.text) for cell in row.filled}
    return len(texts) == 1 and bool(_TITLE.search(next(iter(texts)))) and not _CLAUSE.search(next(iter(texts)))


def _begins_form(row: Row) -> bool:
    return bool(row.filled) and meaning("head", row.filled[0].text) == "project"


def _has_head(rows: list[Row]) -> bool:
    return any(meaning("head", label) in ("project", "department", "unit")
               for row in rows[:12] for label in joined_labels(row)) or any(map(is_title_row, rows[:3]))


def joined_labels(row: Row) -> list[str]:
    """The row's first label, also pieced together from up to three cells where OCR cut it."""
    texts = [cell.text for cell in row.filled[:3]]
    joins = ["".join(texts[:n]) for n in range(1, len(texts) + 1)]
    return joins if not row.spans else joins[:1]


def _goes_on(rows: list[Row], form: FormSegment) -> bool:
    """Whether a table without a header of its own continues the form: same number of columns as its last rows."""
    widths = {max((cell.col + cell.cols for cell in row.cells), default=0) for row in form.rows[-5:]}
    return max((cell.col + cell.cols for cell in rows[0].cells), default=0) in widths


def is_form_table(rows: list[Row]) -> bool:
    """Whether a table has an indicator header or a funds block with 执行 columns."""
    return any(map(is_data_header, rows))


def is_data_header(row: Row) -> bool:
    """An indicator header or a funds header."""
    return is_indicator_header(row) or is_funds_header(row)


def roles(group: str, row: Row) -> list[tuple[Cell, str | None]]:
    """The meaning of each filled cell of a header row within a group of labels.yaml."""
    return [(cell, meaning(group, cell.text, loose=not row.spans)) for cell in row.filled]


def is_indicator_header(row: Row) -> bool:
    """Level or name words beside target, actual, weight or score words, and no number."""
    if len(row.filled) < 4 or _mostly_numbers(row):
        return False
    names = {role for _, role in roles("indicators", row)} - {None, "outer", "decoy"}
    values = names & {"target", "target_initial", "target_adjusted", "actual", "score", "weight", "sign"}
    return bool(names & {"level1", "level2", "level3"}) and len(values) >= 2 and len(names) >= 3


def is_funds_header(row: Row) -> bool:
    """Amount words of at least two kinds, 执行 among them, and no number."""
    if _mostly_numbers(row):
        return False
    names = {role for _, role in roles("funds", row)} - {None}
    amounts = names & {"initial", "initial_filed", "budget", "executed", "rate"}
    return bool(names & {"executed", "rate"}) and len(amounts) >= 2 and len(names) >= 3 \
        and not any(role in ("level2", "level3") for _, role in roles("indicators", row))


def _mostly_numbers(row: Row) -> bool:
    """A header holds no numbers; one is let pass, since OCR reads a ruling as 1."""
    return sum(plain_number(cell.text) is not None for cell in row.filled) > (0 if row.spans else 1)


def is_goal_header(row: Row) -> bool:
    """预期目标 beside 实际完成情况."""
    cells = row.filled
    texts = [cell.text for cell in cells]
    if not row.spans:                                         # OCR cuts labels in two: 年度目 / 标
        texts += ["".join(pair) for pair in zip(texts, texts[1:], strict=False)]
    names = {meaning("goals", text, loose=not row.spans) for text in texts}
    return "achieved" in names and ("expected" in names or len(row.filled) <= 3) \
        and not is_indicator_header(row) and all(len(plain(cell.text)) <= 14 for cell in row.filled)
