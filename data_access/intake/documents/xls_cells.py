"""A second look into an old Excel workbook (BIFF8 records) for what calamine does not tell: errors, percent formats."""

import re
import struct
from collections.abc import Iterator

from data_access.intake.documents.cell_text import Found, of_formula, percent_text
from data_access.intake.documents.grid import Unreadable
from data_access.intake.documents.limits import LIMITS, Limits

_FORMULA, _EOF, _FILEPASS, _SHEET, _XF, _FORMAT = 0x06, 0x0A, 0x2F, 0x85, 0xE0, 0x41E
_NUMBER, _RK, _MULRK, _ERROR = 0x203, 0x27E, 0xBD, 0x205
_LABELS = (0xFD, 0x204)
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def second_look(book: bytes, limits: Limits = LIMITS) -> list[dict[tuple[int, int], Found]]:
    """What else is known of cells, by (row, column), a dict a sheet in the workbook's order.

    Raises Unreadable for a password or a sheet that reaches too far.
    """
    starts, percents = _globals(book)
    return [_sheet(book, start, percents, limits) for start in starts]


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(type, content) of the records up to the end of the part they begin."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4:at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length


def _globals(book: bytes) -> tuple[list[int], dict[int, int]]:
    """(where each sheet begins, the cell styles that show percentages with their digits)."""
    starts, formats, digits = [], [], {9: 0, 10: 2}
    for kind, content in _records(book, 0):
        if kind == _FILEPASS:
            raise Unreadable("Excel 文件有打开密码，无法读取。请去掉密码另存后再导入。", found="有密码的 Excel",
                             expected="没有密码的 Excel 工作簿")
        if kind == _SHEET and len(content) >= 4:
            starts.append(struct.unpack_from("<I", content)[0])
        elif kind == _XF and len(content) >= 4:
            formats.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _FORMAT and len(content) > 5:
            text = content[5:].decode("utf-16-le" if content[4] & 1 else "latin-1", "replace")
            shape = re.fullmatch(r"[#,]*0(?:\.(0+))?%", text.split(";")[0])
            if shape:
                digits[struct.unpack_from("<H", content)[0]] = len(shape.group(1) or "")
    return starts, {index: digits[number] for index, number in enumerate(formats) if number in digits}


def _sheet(book: bytes, start: int, percents: dict[int, int], limits: Limits) -> dict[tuple[int, int], Found]:
    found, rows, cols = {}, 0, 0
    for kind, content in _records(book, start):
        if kind in (_FORMULA, _NUMBER, _RK, _MULRK, _ERROR, *_LABELS) and len(content) >= 6:
            row, col, _ = struct.unpack_from("<HHH", content)
            rows, cols = max(rows, row + 1), max(cols, col + 1)
            for place, style, value in _values(kind, content):
                if isinstance(value, str):
                    found[place] = of_formula("", value)
                elif style in percents:
                    found[place] = Found(percent_text(value, percents[style]))
    if rows > limits.rows or rows * cols > limits.cells:
        raise Unreadable(f"工作表的内容一直排到第 {rows} 行第 {cols} 列，超过上限 {limits.rows} 行、"
                         f"{limits.cells} 格，没有读取。请删去表格以外的内容后再导入。",
                         found=f"{rows} 行 × {cols} 列", expected=f"不超过 {limits.rows} 行")
    return found


def _values(kind: int, content: bytes) -> Iterator[tuple[tuple[int, int], int, float | str]]:
    """((row, column), style, number or error text) of the cells in a record."""
    row, col, style = struct.unpack_from("<HHH", content)
    if kind == _MULRK:
        for index in range((len(content) - 6) // 6):
            style, number = struct.unpack_from("<HI", content, 4 + 6 * index)
            yield (row, col + index), style, _rk(number)
    elif kind == _RK and len(content) >= 10:
        yield (row, col), style, _rk(struct.unpack_from("<I", content, 6)[0])
    elif kind == _ERROR and len(content) >= 8 and content[7]:
        yield (row, col), style, _ERRORS.get(content[6], "#?")
    elif kind == _FORMULA and len(content) >= 14 and content[12:14] == b"\xff\xff":
        if content[6] == 2:
            yield (row, col), style, _ERRORS.get(content[8], "#?")
    elif kind in (_NUMBER, _FORMULA) and len(content) >= 14:
        yield (row, col), style, struct.unpack_from("<d", content, 6)[0]


def _rk(number: int) -> float:
    """Excel's packed number: an integer or the upper half of a float, maybe in hundredths."""
    value = struct.unpack("<i", struct.pack("<I", number))[0] >> 2 if number & 2 else \
        struct.unpack("<d", b"\x00\x00\x00\x00" + struct.pack("<I", number & 0xFFFFFFFC))[0]
    return value / 100 if number & 1 else value
