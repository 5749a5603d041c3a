"""Scans beyond a limit, broken pictures, OCR that is not there, and the worker: one, kept, ended with its parent."""

import os
import struct
import subprocess
import sys
import time
import zlib
from dataclasses import replace

import pytest

from data_access.intake.documents import pdf, read_document, scan
from data_access.intake.documents.grid import Document, Doubt, Unreadable
from data_access.intake.documents.limits import LIMITS, MB
from data_access.intake.doubts import say_doubts
from data_access.intake.pipeline import read_bytes
from data_access.intake.record import Filing, Line, Reading
from tests.intake import pdf_paper as paper
from tests.intake import scan_paper
from tests.intake.shared import ROOT

os.environ.setdefault("JIHE_OCR_THREADS", "1")
needs_ocr = pytest.mark.skipif(not scan.installed(), reason="requirements-ocr.txt is not installed")
PICTURE = "q 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"


def png(width: int, height: int) -> bytes:
    """A black and white picture of any size in a few bytes."""
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) + \
        chunk(b"IDAT", zlib.compress(b"\x00" * min(height * (width // 8 + 2), 100_000))) + chunk(b"IEND", b"")


def test_without_ocr_a_scan_and_a_picture_say_how_to_get_it(monkeypatch):
    monkeypatch.setattr(scan, "installed", lambda: False)
    for data in (paper.pdf(PICTURE), png(200, 100)):
        reading = read_bytes(data, "自评表")
        assert reading.status == "refused" and "pip install -r requirements-ocr.txt" in reading.messages[0].text
    assert (ROOT / "requirements-ocr.txt").is_file()


def test_without_ocr_the_scanned_pages_of_a_pdf_with_text_are_named(monkeypatch):
    monkeypatch.setattr(scan, "installed", lambda: False)
    document = pdf.read(paper.pdf(paper.text(50, 100, "绩效自评情况说明"), PICTURE))
    assert [where for where, text in document.notes if "requirements-ocr.txt" in text] == ["第2页"]


@needs_ocr
def test_a_picture_of_too_many_pixels_is_refused_unopened():
    with pytest.raises(Unreadable, match="60000×60000 像素，超过上限 100 百万像素"):
        read_document(png(60_000, 60_000))


@needs_ocr
def test_too_many_scanned_pages_are_refused():
    with pytest.raises(Unreadable, match="超过上限 2 页.*只发送自评表"):
        read_document(paper.pdf(*[PICTURE] * 3), replace(LIMITS, scan_pages=2))
    blank, = scan_paper.pictures(paper.pdf(""), 40)
    with pytest.raises(Unreadable, match="3 页，超过上限 2 页"):
        read_document(scan_paper.saved([blank] * 3, "TIFF"), replace(LIMITS, scan_pages=2))


@needs_ocr
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "TIFF"])
def test_a_truncated_picture_is_refused(kind):
    page, = scan_paper.pictures(paper.pdf(paper.table([40, 140, 240], 100, [["a", "b"]])), 60)
    data = scan_paper.saved([page], kind)
    for end in (30, len(data) // 2):
        reading = read_bytes(data[:end] + b"\x00", f"自评表.{kind}")
        assert reading.status == "refused" and "图片打不开" in reading.messages[0].text


@needs_ocr
def test_a_blank_picture_says_there_is_no_form():
    blank, = scan_paper.pictures(paper.pdf(""), 60)
    reading = read_bytes(scan_paper.saved([blank], "PNG"), "空白.png")
    assert reading.status == "ignored" and "没有找到自评表" in reading.messages[-1].text


@needs_ocr
def test_a_page_that_takes_too_long_is_stopped_and_the_next_document_is_read():
    data = scan_paper.saved(scan_paper.pictures(paper.pdf(""), 60), "PNG")
    with pytest.raises(Unreadable, match="超过|还没有完") as refused:
        read_document(data, replace(LIMITS, scan_page_seconds=0.01))
    assert refused.value.found == "超时" and not scan._running
    assert read_document(data).blocks == []


@needs_ocr
def test_a_lack_of_memory_is_named_and_the_next_document_is_read():
    data = scan_paper.saved(scan_paper.pictures(paper.pdf(paper.text(50, 100, "a")), 60), "PNG")
    with pytest.raises(Unreadable, match="内存超过上限 90 MB"):
        read_document(data, replace(LIMITS, scan_memory_bytes=90 * MB))
    assert read_document(data).by_ocr


@needs_ocr
def test_one_worker_serves_all_documents():
    data = scan_paper.saved(scan_paper.pictures(paper.pdf(""), 60), "PNG")
    read_document(data)
    first = scan._running[0].pid
    read_document(data)
    assert [process.pid for process in scan._running] == [first]


@needs_ocr
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_worker_ends_with_its_parent_even_when_that_is_killed():
    program = ("from data_access.intake.documents import scan; import time;"
               "process = scan._process(); print(process.pid, flush=True); time.sleep(60)")
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _lives(worker)


def _lives(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as state:
            return state.read().split(") ")[1][0] != "Z"
    except OSError:
        return False


def test_doubts_are_said_at_the_filing_that_holds_the_value_and_names_are_not_quoted():
    filing = Filing(lines=[Line(actual="35.2公里", at={"actual": "第1页 表1 第9行第4列"})])
    reading = Reading("自评表.jpg", "", "picture", "read", [filing])
    say_doubts(Document("picture", by_ocr=True, doubts=[
        Doubt("第1页 表1 第9行第4列", "35.2公里", 0.614), Doubt("第1页 表1 第26行第2列", "张三丰", 0.5)]), reading)
    assert "文字识别" in filing.messages[0].text
    assert (filing.messages[1].where, filing.messages[1].found) == ("第1页 表1 第9行第4列", "35.2公里")
    assert "61%" in filing.messages[1].text
    assert [(m.where, m.found) for m in reading.messages] == [("第1页 表1 第26行第2列", "")]
