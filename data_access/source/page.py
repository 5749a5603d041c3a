"""A piece of a PDF page or scan as a picture: the rows round a value, its box marked, cells that name persons covered.

The page is drawn in the process that reads heavy documents, within its bounds of time and memory.
"""

import re
from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO

import pdfplumber
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from data_access.intake.documents import apart, pdf
from data_access.intake.documents.grid import Cell, Document, Grid, Unreadable
from data_access.intake.documents.limits import Limits
from data_access.intake.documents.pdf import Box, PageTable
from data_access.intake.rows import Row, is_data_header
from data_access.source.privacy import hidden

_PAGE = re.compile(r"第(\d+)页 表")
_AROUND = 2                                                   # rows shown above and below
_SHARPNESS = 2.0                                              # pixels a point: 144 dpi
_MARK, _ROW, _COVER = (200, 40, 30), (255, 243, 176), (222, 218, 207)
_WIDEST = 1600                                                # pixels


def picture(data: bytes, document: Document, grid: Grid, addresses: Sequence[str], limits: Limits) -> bytes | None:
    """A PNG of the rows round the first address; None where its box is not found on the page.

    grid: the one that holds the address."""
    found = _PAGE.match(addresses[0])
    if not found:
        return None
    texts = {cell.address: cell.text for block in document.blocks if isinstance(block, Grid)
             for row in block.rows for cell in row}
    number = int(found.group(1))
    try:
        return apart.run(draw, document.kind, data, number, tuple(addresses), texts, _turns(document, number), limits,
                         limits=limits)
    except Unreadable:
        return None


def _turns(document: Document, number: int) -> tuple[int, ...]:
    """By how many degrees the reader may have turned a scanned page: what it noted."""
    noted = [text for where, text in document.notes if where == f"第{number}页"]
    return (180,) if any("倒置" in text for text in noted) else (90, 270) if any("横放" in t for t in noted) else (0,)


def draw(kind: str, data: bytes, number: int, addresses: Sequence[str], texts: dict[str, str], turns: tuple[int, ...],
         limits: Limits) -> bytes | None:
    """As `picture`, in the process at hand. texts: what was read at each address; a scanned box without is covered."""
    image, tables, scale = _page(kind, data, number, set(texts), turns, limits)
    for table in tables:
        boxes = {box.address: box for row in table.rows for box in row}
        if addresses[0] in boxes:
            return _clipped(image, table, boxes, addresses, texts, scale)
    return None


def _page(kind: str, data: bytes, number: int, known: set[str], turns: tuple[int, ...],
          limits: Limits) -> tuple[Image.Image, list[PageTable], float]:
    """(the page as a picture, its tables, pixels a point)."""
    if kind == "pdf":
        with pdfplumber.open(BytesIO(data)) as file:
            page = pdf.upright(file.pages[number - 1])
            tables, _ = pdf.tables_of(page)
            if tables:
                return _rendered(data, number, page.page_obj.rotate), tables, _SHARPNESS
    if find_spec("cv2") is None:                              # OpenCV comes with OCR
        return Image.new("L", (1, 1)), [], 1.0
    from data_access.source import scanned

    return scanned.page(kind, data, number, known, turns, limits)


def _rendered(data: bytes, number: int, rotation: int) -> Image.Image:
    """The page drawn as pdfplumber counts its points: turned as it was read, from the corner of its media box."""
    with pypdfium2.PdfDocument(data) as file:
        page = file[number - 1]
        page.set_cropbox(*page.get_mediabox())
        page.set_rotation(rotation % 360)
        return page.render(scale=_SHARPNESS).to_pil().convert("RGB")


def _clipped(image: Image.Image, table: PageTable, boxes: dict[str, Box], addresses: Sequence[str],
             texts: dict[str, str], scale: float) -> bytes:
    """The rows of a table round the first address, marked and covered."""
    main = boxes[addresses[0]]
    first, last = max(0, main.row - _AROUND), min(len(table.rows), main.row + main.rows + _AROUND)
    shown = [box for box in boxes.values() if box.row + box.rows > first and box.row < last]
    own = [box for box in shown if first <= box.row]
    top, bottom = min(box.top for box in own), max(box.bottom for box in own if box.row + box.rows <= last)
    image = image.convert("RGB")
    pen = ImageDraw.Draw(image)
    for box in _covered(table, shown, texts):
        pen.rectangle(_pixels(box, scale, -2), fill=_COVER)
    for address in addresses:
        if address in boxes:
            _mark(image, boxes[address], scale, main=address == addresses[0])
    strips = [(top, bottom), *_header(table, first, texts)]
    return _png(_stacked([image.crop((int(table.left * scale) - 4, int(y0 * scale) - 4, int(table.right * scale) + 5,
                                      int(y1 * scale) + 5)) for y0, y1 in reversed(strips)]))


def _header(table: PageTable, first: int, texts: dict[str, str]) -> list[tuple[float, float]]:
    """(top, bottom) of the header above the rows shown, where the page has one and it is not among them."""
    for index in range(min(first + _AROUND, len(table.rows) - 1), -1, -1):
        row = table.rows[index]
        cells = [Cell(index, n, texts.get(box.address, box.text), box.address, box.rows) for n, box in enumerate(row)]
        if is_data_header(Row(cells, index, True)):
            return [(min(b.top for b in row), min(b.bottom for b in row if b.rows == min(b.rows for b in row)))] \
                if index < first else []
    return []


def _stacked(parts: list[Image.Image]) -> Image.Image:
    """Pieces of one width below each other, parted by a thin grey band."""
    gap = 8
    whole = Image.new("RGB", (parts[0].width, sum(part.height + gap for part in parts) - gap), _COVER)
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height + gap
    return whole


def _covered(table: PageTable, shown: list[Box], texts: dict[str, str]) -> list[Box]:
    """The boxes that name persons, and those of which nothing was read (a repeated header is shown by its own text)."""
    unseen: set[int] = set()
    for index in {box.row for box in shown}:
        covering = [box for row in table.rows[:index + 1] for box in row if box.row + box.rows > index]
        cells = {id(box): Cell(box.row, position, texts.get(box.address, box.text), box.address, box.rows)
                 for position, box in enumerate(sorted(covering, key=lambda box: box.x0))}
        covered = hidden(Row(list(cells.values()), index, True))
        unseen |= {box for box, cell in cells.items() if id(cell) in covered}
    return [box for box in shown if id(box) in unseen or (table.scanned and box.address not in texts)]


def _mark(image: Image.Image, box: Box, scale: float, *, main: bool) -> None:
    """Tint a cell and, where it is the one asked for, draw a line round it."""
    area = _pixels(box, scale, -1)
    tint = Image.new("RGB", (max(1, area[2] - area[0]), max(1, area[3] - area[1])), _ROW)
    part = image.crop((*area[:2], area[0] + tint.width, area[1] + tint.height))
    image.paste(ImageChops.multiply(part, tint), area[:2])
    if main:
        ImageDraw.Draw(image).rectangle(_pixels(box, scale, 1), outline=_MARK, width=3)


def _pixels(box: Box, scale: float, grown: int) -> tuple[int, int, int, int]:
    return (int(box.x0 * scale) - grown, int(box.top * scale) - grown,
            int(box.x1 * scale) + grown, int(box.bottom * scale) + grown)


def _png(image: Image.Image) -> bytes:
    if image.width > _WIDEST:
        image = image.resize((_WIDEST, round(image.height * _WIDEST / image.width)))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
