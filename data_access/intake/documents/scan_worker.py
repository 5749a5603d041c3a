"""The worker process of OCR: loads the models once, reads one document after the other, ends with its parent."""

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from data_access.intake.documents import pdf, scan_page
from data_access.intake.documents.apart import receive, send
from data_access.intake.documents.grid import Document, Unreadable
from data_access.intake.documents.limits import Limits
from data_access.intake.documents.scan_picture import LONG, SHORT, check_pixels, pictures
from data_access.intake.documents.scan_text import Reader

READ_BY_OCR = "本文件是扫描件或图片，由文字识别（OCR）读入，可能有认错的字和数。请对照原件核对，以原件为准。"


def serve() -> None:
    """The process itself: what comes in is read until the program that started it is gone."""
    outbox = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                                             # what a library prints does not get into the answers
    inbox: queue.Queue = queue.Queue()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    cv2.setNumThreads(1)
    with contextlib.suppress(OSError):
        while True:
            kind, data, limits = inbox.get()
            _bound(limits.scan_memory_bytes)
            answer = _answer(kind, data, limits, lambda: send(outbox, "page"))
            tired = isinstance(answer, Exception) or _peak() > 0.9 * limits.scan_memory_bytes
            send(outbox, (answer, tired))


def _listen(inbox: queue.Queue) -> None:
    """Take in what the parent sends; when it is gone, end at once, also in the middle of a page."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            inbox.put(receive(sys.stdin.buffer))
    os._exit(0)


def _answer(kind: str, data: bytes, limits: Limits, tell: Callable[[], None]) -> Document | Exception:
    """A document, or what went wrong: Unreadable or MemoryError."""
    try:
        return read(kind, data, limits, tell)
    except Exception as error:
        return _plain(error)


def _plain(error: Exception) -> Exception:
    """An error as the parent can take it."""
    if isinstance(error, Unreadable):
        return Unreadable(error.text, where=error.where, found=error.found, expected=error.expected)
    if isinstance(error, MemoryError) or "alloc" in str(error).lower() or "memory" in str(error).lower():
        return MemoryError()                                  # OpenCV, onnxruntime: a lack of memory has many names
    return Unreadable("识别时出错，没有读取。请重新扫描，或发送 Word、Excel 原件。", found=type(error).__name__,
                      expected="清晰、端正的扫描件或照片")


def read(kind: str, data: bytes, limits: Limits, tell: Callable[[], None] = lambda: None) -> Document:
    """Read a picture or a PDF with scanned pages; `tell` is called before each page. Raises Unreadable."""
    if kind == "picture":
        document = _pictures(data, limits, tell)
    else:
        with contextlib.closing(pypdfium2.PdfDocument(data)) as file:
            document = pdf.read(data, limits, partial(_of_pdf, file, limits, tell))
    document.by_ocr = True
    document.notes.insert(0, ("全文", READ_BY_OCR))
    return document


def _pictures(data: bytes, limits: Limits, tell: Callable[[], None]) -> Document:
    document, pages, margin = Document("picture"), [], set()
    for number, picture in enumerate(pictures(data, limits), 1):
        tell()
        height = 842.0 * picture.shape[0] / max(picture.shape[:2])
        tables, outside = scan_page.read(document, picture, number, height, _reader())
        blocks, margin = pdf.arranged(tables, outside, number, height, margin)
        pages.append(blocks)
    return pdf.finished(document, pages)


def _of_pdf(file: pypdfium2.PdfDocument, limits: Limits, tell: Callable[[], None], document: Document, page):
    """Tables and characters of a PDF page that is a picture."""
    tell()
    return scan_page.read(document, drawn(file, page, limits), page.page_number, float(page.height), _reader())


def drawn(file: pypdfium2.PdfDocument, page, limits: Limits) -> np.ndarray:
    """A page of a PDF (pdfplumber's) as a picture in colour, as sharp as what it shows. Raises Unreadable."""
    longer = max(page.width, page.height)
    sharpest = 1.0
    for image in page.images:
        width, height = image.get("srcsize") or (0, 0)
        check_pixels(int(width), int(height), limits)
        sharpest = max(sharpest, width / max(1, image["x1"] - image["x0"]))
    scale = min(LONG, max(SHORT, sharpest * longer)) / longer
    sheet = file[page.page_number - 1]
    picture = sheet.render(scale=scale, rotation=0, rev_byteorder=False).to_numpy()[:, :, :3].copy()
    sheet.close()
    return picture


@cache
def _reader() -> Reader:
    return Reader(int(os.environ.get("JIHE_OCR_THREADS", "2")))


def _peak() -> int:
    """The most memory of its own this process ever held, in bytes; 0 where the system does not tell."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
    return 0


def _bound(memory: int) -> None:
    """Limit the memory this process can ask for, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
