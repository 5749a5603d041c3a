"""One scanned page: set upright, its tables by their rulings, its letters by OCR; given as a PDF page with text is."""

import re

import cv2
import numpy as np

from data_access.intake.documents import scan_picture, scan_rulings, scan_text
from data_access.intake.documents.grid import Document, Doubt
from data_access.intake.documents.pdf import Box, PageTable, fill, give_addresses
from data_access.intake.documents.scan_marks import with_marks, with_stop, with_words
from data_access.intake.documents.scan_text import Piece, Place, Reader

_UNSURE = 0.8                                                 # a cell with a less certain letter should be looked at
_UPRIGHT = 0.95                                               # mean certainty below which a page may be upside down
_SEEN = 0.5                                                   # mean certainty below which a page cannot be read
_DASHES = re.compile(r"[一—–\-_ー]+")
_COUNTED = re.compile(r"[(（]?[二三][)）]?[、.]?")


def read(document: Document, picture: np.ndarray, number: int, height: float,
         reader: Reader) -> tuple[list[PageTable], list[dict]]:
    """(tables, characters outside them) of a page in colour, in points of a page of this height.

    What is uncertain goes to the document's `doubts`, what else should be known to its `notes`.
    """
    grey, seals = scan_picture.level(*scan_picture.cleaned(scan_picture.sized(picture)))
    lines = scan_rulings.lines(grey, seals)
    corners = scan_rulings.corners(*lines)
    if corners is not None:
        grey, seals = scan_picture.squared(grey, corners, seals)
        lines = scan_rulings.lines(grey, seals)
    grey, seals, lines, places, turn = _upright(grey, seals, lines, reader)
    ruled = scan_rulings.tables(*lines)
    bare = _without(grey, lines)
    cells = [table.box(cell) for table in ruled for cell in table.cells]
    pieces = _pieces(bare, places, cells, reader)
    _note_turn(document, number, turn, pieces)
    scale = height / grey.shape[0]
    size = scale * scan_text.size_of(piece.place for piece in pieces)
    tables, start = [], 0
    for index, table in enumerate(ruled, 1):
        own = [[] for _ in table.cells]
        for piece in pieces:
            if start <= piece.cell < start + len(table.cells):
                own[piece.cell - start].append(piece)
        tables.append(_table(document, table, own, f"第{number}页 表{index}", number, scale, size))
        _note_seals(document, tables[-1], seals, scale)
        start += len(table.cells)
    outside = [piece for piece in pieces if piece.cell < 0]
    _note_unsure(document, number, outside)
    return tables, [char for piece in outside for char in _chars(piece, scale, size)]


def _without(grey: np.ndarray, lines: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The page without its rulings, so that none is taken for a letter."""
    return np.where(cv2.dilate(lines[0] | lines[1], np.ones((3, 3), np.uint8)) > 0, 255, grey).astype(np.uint8)


def _upright(grey: np.ndarray, seals: np.ndarray, lines: tuple, reader: Reader) -> tuple:
    """(page, seals, rulings, places of text) set upright, and by how many degrees they were turned clockwise.

    On an upright page lines of text run level and can be read.
    """
    turn, places = 0, reader.find(_without(grey, lines))
    long = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in places if max(x1 - x0, y1 - y0) > 2 * min(x1 - x0, y1 - y0)]
    if sum(h for w, h in long if h > w) > sum(w for w, h in long if w > h):
        grey, seals, turn = cv2.rotate(grey, cv2.ROTATE_90_CLOCKWISE), cv2.rotate(seals, cv2.ROTATE_90_CLOCKWISE), 90
        lines = scan_rulings.lines(grey, seals)
        places = reader.find(_without(grey, lines))
    if _is_upside_down(grey, places, reader):
        grey, seals, turn = cv2.rotate(grey, cv2.ROTATE_180), cv2.rotate(seals, cv2.ROTATE_180), turn + 180
        lines = scan_rulings.lines(grey, seals)
        height, width = grey.shape
        places = [(width - x1, height - y1, width - x0, height - y0) for x0, y0, x1, y1 in places]
    return grey, seals, lines, places, turn


def _is_upside_down(grey: np.ndarray, places: list[Place], reader: Reader) -> bool:
    """Whether the longest lines of text can be read better upside down."""
    longest = sorted(places, key=lambda p: p[0] - p[2])[:8]
    crops = [crop for x0, y0, x1, y1 in longest if (crop := grey[max(0, y0):y1, max(0, x0):x1]).size]
    own = _certainty(crops, reader)
    return own < _UPRIGHT and _certainty([cv2.rotate(crop, cv2.ROTATE_180) for crop in crops], reader) > own


def _certainty(crops: list[np.ndarray], reader: Reader) -> float:
    """How well lines can be read as they stand."""
    return float(np.mean([mean for _, _, mean in reader.recognise(crops)])) if crops else 1.0


def _pieces(bare: np.ndarray, places: list[Place], cells: list[Place], reader: Reader) -> list[Piece]:
    """Every line of text of a page, each in its cell."""
    ink = scan_text.ink_of(bare)
    found = scan_text.cut(places, cells, ink)
    size = scan_text.size_of(place for _, place in found)
    found += scan_text.overlooked(found, cells, ink, size)
    texts = reader.recognise([scan_text.crop(bare, place, size) for _, place in found])
    pieces = []
    for (cell, place), (text, least, mean) in zip(found, texts, strict=True):
        if scan_text.is_dash(place, size):
            text, least, mean = "—", 1.0, 1.0
        if text := with_words(with_marks(text, place, ink)):
            pieces.append(Piece(text, least, mean, place, cell))
    return pieces


def _table(document: Document, ruled: scan_rulings.Ruled, pieces: list[list[Piece]], name: str, number: int,
           scale: float, size: float) -> PageTable:
    """A table with its cells' texts, as `pdf` makes one of a page with text."""
    table = PageTable(number, name, ruled.ys[0] * scale, ruled.xs[0] * scale, ruled.xs[-1] * scale,
                      [[] for _ in ruled.ys[1:]], scanned=True)
    boxes = []
    for cell in ruled.cells:
        x0, top, x1, bottom = (value * scale for value in ruled.box(cell))
        boxes.append(Box(x0, top, x1, bottom, cell[0], cell[2] - cell[0] + 1))
    fill(boxes, [[char for piece in own for char in _chars(piece, scale, size)] for own in pieces])
    for box in boxes:
        box.text = with_stop(box.text)
    _set_dashes(boxes)
    for box in sorted(boxes, key=lambda b: (b.row, b.x0)):
        table.rows[box.row].append(box)
    give_addresses(table)
    for box, own in zip(boxes, pieces, strict=True):
        least = min((piece.least for piece in own), default=1.0)
        if least < _UNSURE and box.text != "—":
            document.doubts.append(Doubt(box.address, box.text.replace("\n", ""), round(least, 2)))
    return table


def _chars(piece: Piece, scale: float, size: float) -> list[dict]:
    """The letters of a line, spread over its width as print spreads them: a Latin one takes half of a Chinese one."""
    x0, top, x1, bottom = (value * scale for value in piece.place)
    widths = [1.0 if ord(letter) > 0x2E7F else 0.5 for letter in piece.text]
    edges = x0 + (x1 - x0) * np.cumsum([0.0, *widths]) / sum(widths)
    middle = (top + bottom) / 2
    return [{"text": letter, "x0": float(left), "x1": float(right), "top": middle - size / 2,
             "bottom": middle + size / 2, "size": size}
            for letter, left, right in zip(piece.text, edges, edges[1:], strict=False)]


def _set_dashes(boxes: list[Box]) -> None:
    """A lone 一 is a dash, unless its column counts on: 二, 三."""
    counted = {(round(box.x0), round(box.x1)) for box in boxes if _COUNTED.fullmatch(box.text)}
    for box in boxes:
        if _DASHES.fullmatch(box.text):
            box.text = "一" if (round(box.x0), round(box.x1)) in counted else "—"


def _note_turn(document: Document, number: int, turn: int, pieces: list[Piece]) -> None:
    if pieces and np.mean([piece.mean for piece in pieces]) < _SEEN:
        document.notes.append((f"第{number}页", f"第{number}页看不清，认出的字多半不可靠。"
                               "请用 200 至 300 dpi 重新扫描，或发送原件。"))
    elif turn:
        placed = "倒置" if turn == 180 else "横放"
        document.notes.append((f"第{number}页", f"第{number}页扫描时{placed}，已转正后读入。"))


def _note_seals(document: Document, table: PageTable, seals: np.ndarray, scale: float) -> None:
    """Say which filled cells lie under a seal."""
    for box in (box for row in table.rows for box in row if box.text):
        x0, top, x1, bottom = (int(value / scale) for value in (box.x0, box.top, box.x1, box.bottom))
        if np.count_nonzero(seals[top + 2:bottom - 2, x0 + 2:x1 - 2]) > 30:
            document.notes.append((box.address, "这一格上盖有红色印章，颜色已去掉，字仍可能认错。请对照原件核对。"))


def _note_unsure(document: Document, number: int, outside: list[Piece]) -> None:
    for piece in outside:
        if piece.least < _UNSURE:
            document.doubts.append(Doubt(f"第{number}页 表外", piece.text, round(piece.least, 2)))
