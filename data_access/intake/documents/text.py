"""Text extractions (.txt, .md): cells separated by tabs and line breaks, spans lost.

Two ways of writing a table are met: a row a line, cells parted by tabs; and a cell a line, each behind a tab, rows
parted by a blank line. Text inside a cell may itself hold line breaks and blank lines.
"""

import re

from data_access.intake.documents.grid import Cell, Document, Grid, Paragraph, Unreadable
from scoring.numbers import plain_number

# A line that begins so stands outside a table, even right behind it.
_OUTSIDE = re.compile(r"^\s*(附件|附表|备\s*注|注\s*[:：]|说明[:：]|单位(主要)?负责人|填表人|填报人|联系|审核人|#|"
                      r".*自\s*评\s*表\s*$|([(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)[^。；;，,]{2,14}$|"
                      r"[(（]?\s*\d{4}\s*年度?\s*[)）]?\s*$)")
_NUMBERS = re.compile(r"^(?P<word>[\u4e00-\u9fff]{2,}\s+(?=\d))?(?P<numbers>\d+(\.\d+)?%?(\s+\d+(\.\d+)?%?)+)$")


def read(data: bytes) -> Document:
    """Paragraphs and grids of a text extraction. Raises Unreadable when it is no text."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    tabbed = [line for line in lines if "\t" in line]
    one_cell = sum(line.startswith("\t") and line.count("\t") == 1 for line in tabbed)
    document = Document("text")
    if tabbed and one_cell >= 0.8 * len(tabbed):
        _cell_lines(lines, document)
    else:
        _row_lines(lines, document)
    _name_grids(document)
    return document


def decode(data: bytes) -> str:
    """UTF-8 (with or without BOM), UTF-16 or GB18030. Raises Unreadable for anything else."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("文件内容不是文字，无法读取。", found="二进制内容", expected="UTF-8 或 GBK 编码的文字")


def _row_lines(lines: list[str], document: Document) -> None:
    """A row a line: consecutive lines with tabs are one grid; blank lines do not end it, other text does."""
    grid: Grid | None = None
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            if grid is None:
                grid = Grid("", [], spans=False)
                document.blocks.append(grid)
            texts = _split_numbers(line.split("\t"))
            grid.rows.append([Cell(len(grid.rows), col, text.strip(), f"第{number}行")
                              for col, text in enumerate(texts)])
        elif line.strip():
            grid = None
            document.blocks.append(Paragraph(line.strip(), f"第{number}行"))
    for block in document.blocks:
        if isinstance(block, Grid):
            _join_cut_rows(block)


def _join_parted_rows(grid: Grid) -> None:
    """Join a row that a blank line at a cell's end parted: together the halves are as wide as a neighbour."""
    rows: list[list[Cell]] = []
    index = 0
    while index < len(grid.rows):
        row, below = grid.rows[index], grid.rows[index + 1:index + 2]
        if below and rows and not row[0].text and below[0][0].text:
            widths = {len(rows[-1]), *(len(r) for r in grid.rows[index + 2:index + 3])}
            if len(row) + len(below[0]) in widths:
                row, index = [*row, *below[0]], index + 1
        rows.append(row)
        index += 1
    grid.rows = _numbered(rows)


def _numbered(rows: list[list[Cell]]) -> list[list[Cell]]:
    return [[Cell(r, c, cell.text, cell.address) for c, cell in enumerate(row)] for r, row in enumerate(rows)]


def _split_numbers(texts: list[str]) -> list[str]:
    """'0.65 35.00 3.50' with blanks behind it are the numbers of several cells that OCR ran together.

    A word may stand in front of them (资金 2.22 2.22), and the last cell may repeat the last number.
    """
    result, index = [], 0
    while index < len(texts):
        found = _NUMBERS.match(texts[index].strip())
        parts = [*filter(None, [(found.group("word") or "").strip()]), *found.group("numbers").split()] if found else []
        room = texts[index + 1:index + len(parts)]
        if len(parts) > 1 and len(room) == len(parts) - 1 and not any(text.strip() for text in room[:-1]) \
                and (not room[-1].strip() or plain_number(room[-1]) == plain_number(parts[-1])):
            result += parts
            index += len(parts)
        else:
            result.append(texts[index])
            index += 1
    return result


def _join_cut_rows(grid: Grid) -> None:
    """Join a row that a line break inside a cell cut in two, in grids that are otherwise regular."""
    counts = [len(row) for row in grid.rows]
    usual = max(set(counts), key=counts.count)
    if counts.count(usual) < 0.6 * len(counts):
        return
    rows, index = [], 0
    while index < len(grid.rows):
        parts = _pieces(counts, index, usual)
        row = grid.rows[index]
        for first, *rest in grid.rows[index + 1:index + parts]:
            row = [*row[:-1], _joined(row[-1], first.text), *rest]
        rows.append(row)
        index += parts
    grid.rows = _numbered(rows)


def _pieces(counts: list[int], index: int, usual: int) -> int:
    """How many rows from here on together make one of the usual width; 1 where they do not."""
    width = counts[index]
    for number, count in enumerate(counts[index + 1:], 1):
        if width >= usual or count >= usual or width + count - 1 > usual:
            return 1
        width += count - 1
        if width == usual:
            return number + 1
    return 1


def _joined(cell: Cell, more: str) -> Cell:
    return Cell(cell.row, cell.col, f"{cell.text}\n{more}".strip(), cell.address)


def _cell_lines(lines: list[str], document: Document) -> None:
    """A cell a line, behind a tab; a blank line ends the row unless the cell's own text goes on behind it."""
    grid: Grid | None = None
    new_row, blanks = True, 0
    for number, line in enumerate(lines, 1):
        if line.startswith("\t"):
            if grid is None:
                grid = Grid("", [], spans=False)
                document.blocks.append(grid)
                new_row = True
            if new_row:
                grid.rows.append([])
            row = grid.rows[-1]
            row.append(Cell(len(grid.rows) - 1, len(row), line.strip(), f"第{number}行"))
            new_row, blanks = False, 0
        elif not line.strip():
            blanks += 1
            new_row = True
        elif grid is not None and (blanks == 0 or _goes_on(
                lines, number - 1, blanks, alone=len(grid.rows[-1]) == 1)):
            grid.rows[-1][-1] = _joined(grid.rows[-1][-1], line.strip())
            new_row, blanks = False, 0
        else:
            grid = None
            document.blocks.append(Paragraph(line.strip(), f"第{number}行"))
            blanks = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            _join_parted_rows(block)


def _goes_on(lines: list[str], index: int, blanks: int, *, alone: bool) -> bool:
    """Whether text behind one blank line still belongs to the cell: it is short and a cell follows it.

    `alone`: the cell is its row's only one; then a title (…自评表) may go on in it.
    """
    end, pieces = index, 0
    while blanks == 1 and pieces < 5:
        begin = end
        while end < len(lines) and lines[end].strip() and not lines[end].startswith("\t"):
            if _OUTSIDE.match(lines[end]) and not (alone and lines[end].strip().endswith("自评表")):
                return False
            end += 1
        if end < len(lines) and lines[end].startswith("\t"):
            return True
        long = any(len(line) > 12 for line in lines[begin:end])
        pieces, blanks = pieces + 1, 0
        while end < len(lines) and not lines[end].strip():
            blanks, end = blanks + 1, end + 1
        if end < len(lines) and lines[end].startswith("\t"):
            return end - index <= 6
        if long:
            return False
    return False


def _name_grids(document: Document) -> None:
    for number, grid in enumerate((b for b in document.blocks if isinstance(b, Grid)), 1):
        grid.name = f"表{number}"
