"""Write a described layout as Word or Excel. Cells stand between bars; `<` is merged with the cell left of it, `^` with
the one above; `⏎` breaks a line. In Excel `86%%` is the number 0.86 shown as 86%, `ƒ98` a formula that shows 98.
Everything in the descriptions is invented."""

from io import BytesIO

import xlsxwriter
from docx import Document

from tests.intake import word_paper

Texts = list[list[str]]


def grid(rows: list[str]) -> Texts:
    """Cell texts of every row, all rows equally wide."""
    cells = [[part.strip().replace("⏎", "\n") for part in row.split("|")] for row in rows]
    width = max(map(len, cells))
    return [[*row, *[""] * (width - len(row))] for row in cells]


def spans(texts: Texts) -> list[tuple[int, int, int, int, str]]:
    """(row, column, last row, last column, text) of every cell that is not merged into another."""
    found = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            last_c = c
            while last_c + 1 < len(row) and row[last_c + 1] == "<":
                last_c += 1
            last_r = r
            while last_r + 1 < len(texts) and texts[last_r + 1][c] == "^":
                last_r += 1
            found.append((r, c, last_r, last_c, text))
    return found


def as_docx(parts: list) -> bytes:
    """A Word document, in order, of paragraphs (text), tables (lists of rows), and what word_paper.py draws:
    {box: text}, {frame: [texts and tables]}, {controlled: rows}."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        elif isinstance(part, list):
            _table(document, part)
        elif "box" in part:
            word_paper.box(document, part["box"])
        elif "frame" in part:
            word_paper.frame(document, part["frame"], _table)
        else:
            word_paper.controlled(_table(document, part["controlled"]))
    return _saved(document.save)


def _table(holder, rows: list[str]):
    texts = [[text.replace("%%", "%").removeprefix("ƒ") for text in row] for row in grid(rows)]
    table = holder.add_table(rows=len(texts), cols=len(texts[0]))
    table.style = "Table Grid"                                # drawn lines: a PDF made of it keeps its cells
    for r, c, last_r, last_c, text in spans(texts):
        cell = table.cell(r, c)
        if (last_r, last_c) != (r, c):
            cell = cell.merge(table.cell(last_r, last_c))
        cell.text = text
    return table


def as_xlsx(sheets: dict[str, list], hidden: tuple[str, ...] = ()) -> bytes:
    """A workbook: each sheet holds paragraphs (a merged row each) and tables one below the other."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, parts in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        top = 0
        for part in parts:
            texts = [[part, *["<"] * 7]] if isinstance(part, str) else grid(part)
            for r, c, last_r, last_c, text in spans(texts):
                _put(sheet, book, (top + r, c, top + last_r, last_c), text)
            top += len(texts)
    book.close()
    return buffer.getvalue()


def _put(sheet, book, place: tuple[int, int, int, int], text: str) -> None:
    number = text.removeprefix("ƒ").removesuffix("%%")
    value = float(number) if number.replace(".", "", 1).isdigit() and not number.startswith("00") else text
    if text.endswith("%%"):
        sheet.write_number(*place[:2], round(value / 100, 6), book.add_format({"num_format": "0.00%"}))
    elif text.startswith("ƒ"):
        sheet.write_formula(*place[:2], f"={number}+0", None, value)
    elif place[:2] != place[2:]:
        sheet.merge_range(*place, value)
    elif text.startswith("="):
        sheet.write_string(*place[:2], text)
    else:
        sheet.write(*place[:2], value)


def _saved(save) -> bytes:
    buffer = BytesIO()
    save(buffer)
    return buffer.getvalue()
