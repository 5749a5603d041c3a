"""A scanned page again as a picture set level and upright, its boxes found by their rulings; nothing is recognised."""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from itertools import islice

import cv2
import numpy as np
import pdfplumber
import pypdfium2
from PIL import Image

from data_access.intake.documents import scan_picture, scan_rulings
from data_access.intake.documents.limits import Limits
from data_access.intake.documents.pdf import Box, PageTable, give_addresses
from data_access.intake.documents.scan_worker import drawn

_TURNS = {0: None, 90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def page(kind: str, data: bytes, number: int, known: set[str], turns: tuple[int, ...],
         limits: Limits) -> tuple[Image.Image, list[PageTable], float]:
    """(the page in grey, its tables, pixels a point) turned by that one of `turns` that gives most of the `known`
    addresses. Raises Unreadable beyond the limits."""
    picture, height = _picture(kind, data, number, limits)
    grey, seals = scan_picture.level(*scan_picture.cleaned(scan_picture.sized(picture)))
    corners = scan_rulings.corners(*scan_rulings.lines(grey, seals))
    if corners is not None:
        grey, seals = scan_picture.squared(grey, corners, seals)
    found = [_turned(grey, seals, turn, number, height) for turn in turns]
    best = max(found, key=lambda one: len(known & set(_addresses(one[1]))))
    return Image.fromarray(best[0]), best[1], best[0].shape[0] / height


def _picture(kind: str, data: bytes, number: int, limits: Limits) -> tuple[np.ndarray, float]:
    """(the page in colour, its height in points) as the reader sees it."""
    if kind == "picture":
        picture = next(islice(scan_picture.pictures(data, limits), number - 1, None))
        return picture, 842.0 * picture.shape[0] / max(picture.shape[:2])
    with closing(pypdfium2.PdfDocument(data)) as file, pdfplumber.open(BytesIO(data)) as pages:
        sheet = pages.pages[number - 1]
        return drawn(file, sheet, limits), float(sheet.height)


def _turned(grey: np.ndarray, seals: np.ndarray, turn: int, number: int,
            height: float) -> tuple[np.ndarray, list[PageTable]]:
    how = _TURNS[turn]
    if how is not None:
        grey, seals = cv2.rotate(grey, how), cv2.rotate(seals, how)
    scale = height / grey.shape[0]
    ruled = scan_rulings.tables(*scan_rulings.lines(grey, seals))
    return grey, [_table(one, number, index, scale) for index, one in enumerate(ruled, 1)]


def _table(ruled: scan_rulings.Ruled, number: int, index: int, scale: float) -> PageTable:
    """The table's boxes with their addresses, as the reader counts them; without texts."""
    table = PageTable(number, f"第{number}页 表{index}", ruled.ys[0] * scale, ruled.xs[0] * scale,
                      ruled.xs[-1] * scale, [[] for _ in ruled.ys[1:]], scanned=True)
    boxes = [Box(*(value * scale for value in ruled.box(cell)), cell[0], cell[2] - cell[0] + 1)
             for cell in ruled.cells]
    for box in sorted(boxes, key=lambda b: (b.row, b.x0)):
        table.rows[box.row].append(box)
    give_addresses(table)
    return table


def _addresses(tables: list[PageTable]) -> Iterator[str]:
    return (box.address for table in tables for row in table.rows for box in row)
