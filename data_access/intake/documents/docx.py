"""Word (.docx): body paragraphs and tables in order, spans from gridSpan and vMerge."""

from collections.abc import Iterator
from io import BytesIO

from docx import Document as open_docx
from docx.oxml.ns import qn

from data_access.intake.documents import package
from data_access.intake.documents.grid import Cell, Document, Grid, Paragraph, Unreadable
from data_access.intake.documents.limits import LIMITS, Limits

EXPECTED = "完整的 Word 文档（.docx）"
_WIDEST = 255                                                 # columns that a merged cell may span


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    """The document's paragraphs and tables. Raises Unreadable when it is cut off, too big or no Word document."""
    try:
        with package.opened(data, limits) as parts:
            package.check_parts(parts)
        return _document(open_docx(BytesIO(data)).element.body)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:                                # python-docx raises many kinds on broken packages
        raise Unreadable("Word 文件打不开，可能不完整或已损坏。请在 Word 中重新打开另存后再导入。",
                         found="打不开的 Word 文件", expected=EXPECTED) from error


def _document(body) -> Document:
    document, tables, paragraphs = Document("docx"), 0, 0
    for element in _content(body):
        if element.tag == qn("w:p"):
            paragraphs += 1
            text = _text(element)
            if text.strip():
                document.blocks.append(Paragraph(text, f"第{paragraphs}段"))
        else:
            tables += 1
            document.blocks.append(_grid(element, f"表{tables}"))
    return document


def _content(parent) -> Iterator:
    """Paragraphs and tables in order, also those in content controls and in tables that only frame other tables."""
    for element in parent:
        if element.tag == qn("w:sdt"):
            yield from _content(element.find(qn("w:sdtContent")))
        elif element.tag == qn("w:tbl") and _is_frame(element):
            for tr in element.iterchildren(qn("w:tr")):
                for tc in _row_cells(tr):
                    yield from _content(tc)
        elif element.tag in (qn("w:p"), qn("w:tbl")):
            yield element


def _is_frame(table) -> bool:
    """A table of one or two columns with a table in it that is wider: drawn around a form, no form itself."""
    if table.find(f".//{qn('w:tc')}//{qn('w:tbl')}") is None:
        return False
    inner = max(_width(nested) for nested in table.iter(qn("w:tbl")) if nested is not table)
    return _width(table) <= 2 < inner


def _width(table) -> int:
    return max((len(list(_row_cells(tr))) for tr in table.iterchildren(qn("w:tr"))), default=0)


def _text(element) -> str:
    """Text of a paragraph; line breaks kept, tabs as spaces."""
    marks = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " "}
    return "".join(node.text or "" if node.tag == qn("w:t") else marks.get(node.tag, "") for node in element.iter())


def _grid(table, name: str) -> Grid:
    grid, open_merges = Grid(name, []), {}
    for row_index, tr in enumerate(table.iterchildren(qn("w:tr"))):
        row, col = [], _skipped(tr)
        for position, tc in enumerate(_row_cells(tr)):
            span, merge = _spans(tc)
            if merge == "continue" and col in open_merges:
                open_merges[col]["rows"] += 1
            else:
                cell = {"row": row_index, "col": col, "cols": span, "rows": 1, "text": _cell_text(tc),
                        "address": f"{name} 第{row_index + 1}行第{position + 1}列"}
                row.append(cell)
                open_merges[col] = cell
                if merge is None:
                    open_merges.pop(col)
            col += span
        grid.rows.append(row)
    grid.rows = [[Cell(**cell) for cell in row] for row in grid.rows]
    return grid


def _row_cells(tr) -> Iterator:
    for element in tr:
        if element.tag == qn("w:tc"):
            yield element
        elif element.tag == qn("w:sdt"):
            yield from element.find(qn("w:sdtContent")).iterchildren(qn("w:tc"))


def _skipped(tr) -> int:
    before = tr.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return 0 if before is None else min(int(before.get(qn("w:val"))), _WIDEST)


def _spans(tc) -> tuple[int, str | None]:
    """(column span, None | 'restart' | 'continue')."""
    properties = tc.find(qn("w:tcPr"))
    if properties is None:
        return 1, None
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    return (1 if span is None else max(1, min(int(span.get(qn("w:val"))), _WIDEST)),
            None if merge is None else merge.get(qn("w:val")) or "continue")


def _cell_text(tc) -> str:
    return "\n".join(_text(p) for p in tc.iter(qn("w:p")))
