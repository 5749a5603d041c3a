"""PDF with a text layer: tables from their rulings, joined over pages, and the text between them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from data_access.intake.documents import pdf_rulings as rulings
from data_access.intake.documents import scan
from data_access.intake.documents.grid import Document, Grid, Paragraph, Unreadable
from data_access.intake.documents.limits import LIMITS, Limits
from data_access.intake.documents.pdf_join import fitted, grid_of, is_continued
from data_access.intake.documents.pdf_text import is_full, joined, lines_of, paragraphs

EXPECTED = "有文字层的 PDF"
SCAN = f"PDF 是扫描件，只有图片没有文字。{scan.MISSING}"
_PAGE_NUMBER = re.compile(r"^[-—–\s·]*第?\s*\d{1,4}\s*页?([/／,，共\s]+\d{1,4}\s*页?)?[-—–\s·]*$")
_OF_A_FORM = re.compile(r"表|\d{4}\s*年|[：:]")               # a title, its year or 单位名称：… may stand on every page
_TOLERANCE = 2.0                                              # points within which two rulings are one


@dataclass
class Box:
    """A cell of one page. row and col are the indices of its edges; full: its last line left no room."""

    x0: float
    top: float
    x1: float
    bottom: float
    row: int
    rows: int
    text: str = ""
    full: bool = False
    address: str = ""


@dataclass
class PageTable:
    """A table as one page shows it: its cells row by row."""

    page: int
    name: str
    top: float
    left: float
    right: float
    rows: list[list[Box]] = field(default_factory=list)
    scanned: bool = False


def read(data: bytes, limits: Limits = LIMITS, recognise: "scan.Recognise | None" = None) -> Document:
    """Paragraphs and grids of a PDF; `recognise` reads pages that are pictures.

    Raises Unreadable for a password, too many pages, broken content, and Scanned for pictures that nobody reads here.
    """
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            return _document(pdf, limits, recognise)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:                                # pdfminer raises many kinds on broken files
        if isinstance(error, PDFPasswordIncorrect) or "Password" in repr(error):
            raise Unreadable("PDF 有打开密码，无法读取。请去掉密码（用密码打开后另存或打印为 PDF）再导入。",
                             found="有密码的 PDF", expected=EXPECTED) from error
        raise Unreadable("PDF 打不开，可能不完整或已损坏。请重新导出后再导入。",
                         found="打不开的 PDF", expected=EXPECTED) from error


def _document(pdf, limits: Limits, recognise: "scan.Recognise | None") -> Document:
    if len(pdf.pages) > limits.pdf_pages:
        raise Unreadable(f"PDF 有 {len(pdf.pages)} 页，超过上限 {limits.pdf_pages} 页。请只发送自评表所在的页。",
                         found=f"{len(pdf.pages)} 页", expected=f"不超过 {limits.pdf_pages} 页")
    if recognise:
        scan.check_pages(sum(map(_is_picture, pdf.pages)), limits)
    document, pictures, blocks, margin = Document("pdf"), [], [], set()
    for page in map(upright, pdf.pages):
        number = page.page_number
        if _is_picture(page):
            pictures.append(number)
            if recognise:
                found, margin = arranged(*recognise(document, page), number, page.height, margin)
                blocks.append(found)
            elif scan.installed():
                raise scan.Scanned(SCAN, where=f"第{number}页", found="扫描件", expected=EXPECTED)
        elif len(page.edges) > limits.page_lines:
            document.notes.append((f"第{number}页", f"第{number}页有 {len(page.edges)} 条线，超过上限 "
                                   f"{limits.page_lines} 条，像是图纸，没有读入。"))
        elif page.chars:
            _check_letters(page)
            found, margin = _blocks(page, margin)
            blocks.append(found)
        page.close()
    if pictures and not recognise:
        _say_unread(document, pictures, blocks)
    return finished(document, blocks)


def finished(document: Document, pages: list[list[Paragraph | PageTable]]) -> Document:
    """The document with the blocks of its pages, tables that go on over pages joined; a note when there is none."""
    document.blocks = list(joined_pages(pages))
    if not any(isinstance(block, Grid) for block in document.blocks):
        document.notes.append(("全文", "PDF 里没有画线的表格，只读到文字。若是扫描件或表格没有框线，请发送原件。"))
    return document


def _say_unread(document: Document, pictures: list[int], blocks: list[list]) -> None:
    """Note the pages that are pictures where none can be read; a PDF of nothing else is refused."""
    if not any(blocks):
        raise Unreadable(SCAN, where="第" + "、".join(map(str, pictures[:5])) + "页", found="扫描件", expected=EXPECTED)
    document.notes += [(f"第{number}页", f"第{number}页是扫描图片，没有读入。{scan.MISSING}") for number in pictures]


def _is_picture(page) -> bool:
    """Whether a page is a picture or letters drawn as outlines; one with a hidden layer of text beneath is one too."""
    if not page.chars:
        return bool(page.images) or len(page.curves) > 100
    covered = max(((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images), default=0)
    return covered > 0.5 * page.width * page.height and len(page.edges) < 6


def upright(page):
    """The page turned so that most of its text reads from left to right."""
    turns = Counter(_turn(char["matrix"]) for char in page.chars)
    turn = turns.most_common(1)[0][0] if turns else 0
    if not turn:
        return page
    page.close()
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.page_obj.rotate + turn) % 360
    return pdfplumber.page.Page(page.pdf, page.page_obj, page.page_number)


def _turn(matrix: tuple) -> int:
    """By how many degrees, clockwise, a page must be turned for a character to stand upright."""
    a, b = matrix[:2]
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 180
    return 90 if b > 0 else 270


def _check_letters(page) -> None:
    """Refuse a page whose font does not say which characters it prints."""
    unknown = sum(char["text"].startswith("(cid:") or char["text"] == "\ufffd" for char in page.chars)
    if unknown > 20 and unknown > 0.2 * len(page.chars):
        raise Unreadable("PDF 的字体没有编码表，文字无法还原。请从 Word 或 Excel 重新导出，或发送原件。",
                         where=f"第{page.page_number}页", found="无法还原的文字", expected=EXPECTED)


def _blocks(page, margin: set[str]) -> tuple[list[Paragraph | PageTable], set[str]]:
    """The tables and paragraphs of one page as `arranged` gives them; slanted watermarks are left out."""
    return arranged(*tables_of(page), page.page_number, page.height, margin)


def tables_of(page) -> tuple[list[PageTable], list[dict]]:
    """(the tables of an upright page with text, the characters outside them); slanted watermarks are left out."""
    outside, tables = [char for char in page.chars if not _is_slanted(char)], []
    for number, found in enumerate(rulings.tables(page), 1):
        table, outside = _table(found, outside, page.page_number, number)
        tables.append(table)
    return tables, outside


def arranged(tables: list[PageTable], outside: list[dict], number: int, height: float,
             margin: set[str]) -> tuple[list[Paragraph | PageTable], set[str]]:
    """(tables and paragraphs of one page from top to bottom, the texts in its margins).

    Left out: page numbers and what also stood in the margins of the page before.
    """
    texts = [(text, top, not 0.12 * height <= top <= 0.88 * height) for text, top in paragraphs(lines_of(outside))]
    texts = [(text, top, at_edge) for text, top, at_edge in texts if not (at_edge and _PAGE_NUMBER.match(text))]
    kept = [(text, top) for text, top, at_edge in texts
            if not (at_edge and text in margin) or _OF_A_FORM.search(text)]
    blocks = [(table.top, table) for table in tables]
    blocks += [(top, Paragraph(text, f"第{number}页 第{i}段")) for i, (text, top) in enumerate(kept, 1)]
    return ([block for _, block in sorted(blocks, key=lambda pair: pair[0])],
            {text for text, _, at_edge in texts if at_edge})


def _is_slanted(char: dict) -> bool:
    """Whether a character stands askew, as in a watermark; italics lean, but their line is level."""
    return abs(char["matrix"][0]) > 0.01 and abs(char["matrix"][1]) > 0.01


def _table(found, chars: list[dict], page: int, number: int) -> tuple[PageTable, list[dict]]:
    """(the table with its cells' texts, the characters outside it)."""
    xs, ys = edges(x for c in found.cells for x in (c[0], c[2])), edges(y for c in found.cells for y in (c[1], c[3]))
    table = PageTable(page, f"第{page}页 表{number}", ys[0], xs[0], xs[-1], [[] for _ in ys[1:]])
    slots: dict[tuple[int, int], int] = {}
    boxes: list[Box] = []
    for x0, top, x1, bottom in sorted(found.cells, key=lambda c: (c[1], c[0])):
        first, last = index_of(top, ys), max(index_of(bottom, ys), index_of(top, ys) + 1)
        for row in range(first, last):
            for col in range(index_of(x0, xs), index_of(x1, xs)):
                slots.setdefault((row, col), len(boxes))
        boxes.append(Box(x0, top, x1, bottom, first, last - first))
    texts: list[list[dict]] = [[] for _ in boxes]
    outside = []
    for char in chars:
        at = (bisect_right(ys, (char["top"] + char["bottom"]) / 2) - 1,
              bisect_right(xs, (char["x0"] + char["x1"]) / 2) - 1)
        (texts[slots[at]] if at in slots else outside).append(char)
    fill(boxes, texts)
    for box in sorted(boxes, key=lambda b: (b.row, b.x0)):
        if box.row < len(table.rows):
            table.rows[box.row].append(box)
    give_addresses(table)
    return table, outside


def fill(boxes: list[Box], texts: list[list[dict]]) -> None:
    """Give each cell its text; the narrowest margin met in the table is its padding."""
    lines = [lines_of(chars) for chars in texts]
    margins = [line.x0 - box.x0 for box, own in zip(boxes, lines, strict=True) for line in own]
    padding = min(8.0, max(0.0, min(margins, default=0.0)))
    for box, own in zip(boxes, lines, strict=True):
        box.text = joined(own, box.x0, box.x1, padding)
        box.full = bool(own) and is_full(own[-1], box.x0, box.x1, padding, own[-1].size)


def give_addresses(table: PageTable) -> None:
    """Addresses by row and by the place among the cells that cover the row, as one counts with a finger."""
    above: list[Box] = []
    for index, row in enumerate(table.rows):
        above = [box for box in above if box.row + box.rows > index]
        for box in row:
            place = sum(other.x0 < box.x0 for other in above) + row.index(box) + 1
            box.address = f"{table.name} 第{index + 1}行第{place}列"
        above += row


def edges(values: Iterator[float]) -> list[float]:
    """The rulings' positions in order, those within the tolerance as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOLERANCE:
            found.append(value)
    return found


def index_of(value: float, positions: list[float]) -> int:
    """The index of the ruling at a position."""
    return max(0, bisect_right(positions, value + _TOLERANCE) - 1)


def joined_pages(pages: list[list[Paragraph | PageTable]]) -> Iterator[Paragraph | Grid]:
    """The pages' blocks in order; a table that goes on at the top of the next page is one grid with it."""
    group: list[PageTable] = []
    for block in (block for page in pages for block in page):
        if isinstance(block, PageTable) and block.scanned and group:
            fitted(block, group)
        if isinstance(block, PageTable) and group and is_continued(group[-1], block):
            group.append(block)
            continue
        if group:
            yield grid_of(group)
        group = [block] if isinstance(block, PageTable) else []
        if isinstance(block, Paragraph):
            yield block
    if group:
        yield grid_of(group)
