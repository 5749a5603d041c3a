"""From rows of cells to files: Word, Excel old and new, PDF with text (LibreOffice makes it), PDF of scanned pages.

Word and Excel come out the same byte for byte each time.
"""

import io
import random
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import xlsxwriter
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

Part = str | list[list[str]]                                  # a paragraph, or the rows of a table
WIDE = 17.4                                                   # cm: the whole table


def spans(rows: list[list[str]]) -> list[tuple[int, int, int, int, str]]:
    """(row, column, last row, last column, text) of every cell that is not merged into another."""
    found = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            last_c, last_r = c, r
            while last_c + 1 < len(row) and row[last_c + 1] == "<":
                last_c += 1
            while last_r + 1 < len(rows) and rows[last_r + 1][c] == "^":
                last_r += 1
            found.append((r, c, last_r, last_c, text))
    return found


def word(parts: list[Part]) -> bytes:
    """A Word document of paragraphs and tables in order. `# ` in front: a heading in the middle; `---`: a new page."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.8)
    for part in parts:
        if isinstance(part, list):
            _word_table(document, part)
        elif part == "---":
            document.add_page_break()
        else:
            _words(document.add_paragraph(), part.removeprefix("# "), 16 if part.startswith("# ") else 10.5)
            if part.startswith(("# ", "（")):
                document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    buffer = io.BytesIO()
    document.save(buffer)
    return _still(buffer.getvalue())


def _word_table(document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style, table.autofit = "Table Grid", False
    widths = _widths(rows)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)                              # and of its cells: Word reads these, LibreOffice the grid
        for cell in column.cells:
            cell.width = Cm(width)
    for r, c, last_r, last_c, text in spans(rows):
        cell = table.cell(r, c)
        if (last_r, last_c) != (r, c):
            cell = cell.merge(table.cell(last_r, last_c))
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        first = cell.paragraphs[0]
        if len(text) <= 20:
            first.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _words(first, text, 9)


def _widths(rows: list[list[str]]) -> list[float]:
    """Column widths in cm: by the longest text that stands in one column alone, within bounds."""
    need = [4.0] * len(rows[0])
    for _, c, _, last_c, text in spans(rows):
        if c == last_c:
            need[c] = max(need[c], min(9.0, max(len(line) for line in text.split("\n"))))
    return [WIDE * one / sum(need) for one in need]


def _words(paragraph, text: str, size: float) -> None:
    paragraph.paragraph_format.space_after = Pt(2 if size < 16 else 4)
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), size >= 16
    run.font.name = "Times New Roman"
    properties = run._element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    language = properties.makeelement(qn("w:lang"), {qn("w:eastAsia"): "zh-CN"})
    properties.append(language)


def _still(data: bytes) -> bytes:
    """A zip with the same members and one fixed date, without the template's picture of itself."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (2025, 2, 20, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return buffer.getvalue()


def excel(sheets: dict[str, list[Part]], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook: each sheet holds its paragraphs (merged rows) and tables one below the other."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2025, 2, 20, 9)})
    cell = book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
                            "font_name": "宋体"})
    head = book.add_format({"bold": True, "font_size": 14, "align": "center", "font_name": "宋体"})
    for name, parts in sheets.items():
        sheet, top = book.add_worksheet(name), 0
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 10, 14)
        if name in hidden:
            sheet.hide()
        for part in parts:
            table = isinstance(part, list)
            rows = part if table else [[part.removeprefix("# "), *["<"] * 8]]
            for r, c, last_r, last_c, text in spans(rows):
                place, value = (top + r, c, top + last_r, last_c), _value(text)
                (sheet.merge_range if place[:2] != place[2:] else sheet.write)(
                    *(place if place[:2] != place[2:] else place[:2]), value, cell if table else head)
            top += len(rows)
    book.close()
    return buffer.getvalue()


def old_excel(sheets: dict[str, list[Part]]) -> bytes:
    """The same as a workbook of Excel 97 (needs xlwt, which only the builder uses)."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    style = xlwt.easyxf("align: wrap on, horiz center, vert center; "
                        "borders: left thin, right thin, top thin, bottom thin")
    for name, parts in sheets.items():
        sheet, top = book.add_sheet(name), 0
        for c in range(9):
            sheet.col(c).width = 256 * (8 if c == 0 else 16)
        for part in parts:
            rows = part if isinstance(part, list) else [[part.removeprefix("# "), *["<"] * 8]]
            for r, c, last_r, last_c, text in spans(rows):
                sheet.write_merge(top + r, top + last_r, c, last_c, _value(text), style)
            top += len(rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _value(text: str) -> float | str:
    """A number where the whole text is one."""
    return float(text) if text.replace(".", "", 1).isdigit() else text


def pdf(parts: list[Part]) -> bytes:
    """The Word document as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "form.docx")
        source.write_bytes(word(parts))
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                        "pdf", "--outdir", folder, str(source)], check=True, stdout=subprocess.DEVNULL, timeout=120)
        return Path(folder, "form.pdf").read_bytes()


def scan(parts: list[Part]) -> bytes:
    """The printed pages as a flat-bed scanner gives them: 150 dpi, grey, half a degree askew, specks; no text layer."""
    import numpy
    import pypdfium2
    from PIL import Image, ImageFilter

    speck, pages = random.Random(2024), []
    for page in pypdfium2.PdfDocument(pdf(parts)):
        picture = page.render(scale=150 / 72).to_pil().convert("L")
        picture = picture.rotate(0.5, resample=Image.Resampling.BICUBIC, fillcolor=255).filter(
            ImageFilter.GaussianBlur(0.4))
        noise = numpy.random.default_rng(speck.randrange(10**6)).normal(0, 5, (picture.height, picture.width))
        pages.append(Image.fromarray(numpy.clip(numpy.asarray(picture) * 0.95 + noise, 0, 255).astype("uint8")))
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", resolution=150, quality=55, save_all=True, append_images=pages[1:])
    return buffer.getvalue()
