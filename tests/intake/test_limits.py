"""Hostile and broken files: each ends in a message that names the file and the limit; the others go in."""

import io
import re
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from data_access.intake.documents import apart, archive, read_document
from data_access.intake.documents.grid import Unreadable
from data_access.intake.documents.limits import LIMITS, MB
from data_access.intake.pipeline import read_paths
from tests.intake import pdf_paper
from tests.paper import form

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


def refusal(data: bytes, **limits) -> str:
    with pytest.raises(Unreadable) as refused:
        read_document(data, replace(LIMITS, **limits))
    assert refused.value.text.endswith("。")
    return refused.value.text


def zipped(path: Path, files: dict[str, bytes], flags: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return path


def outcomes(*paths: Path) -> dict[str, tuple[str, str]]:
    """Path below the first one's folder: (status, first message)."""
    return {str(Path(name).relative_to(paths[0].parent)): (r.status, r.messages[0].text if r.messages else "")
            for name, r in read_paths(paths)}


@pytest.fixture
def good(tmp_path) -> bytes:
    return form(tmp_path / "好表.docx").read_bytes()


def with_part(package: bytes, name: str, change) -> bytes:
    """The package with one part put through `change`."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            data = source.read(info)
            copy.writestr(info.filename, change(data) if info.filename == name else data)
    return target.getvalue()


def test_a_document_that_expands_without_end_is_refused(good):
    def laugh(xml: bytes) -> bytes:
        return re.sub(rb"\?>", f'?><!DOCTYPE w [<!ENTITY l0 "哈">{LAUGHS}]>'.encode(), xml, count=1).replace(
            "水闸检修".encode(), b"&l8;")
    assert "实体" in refusal(with_part(good, "word/document.xml", laugh))


def test_an_entity_that_reaches_for_a_file_is_refused(good):
    outside = b'?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    assert "实体" in refusal(with_part(good, "word/document.xml", lambda xml: xml.replace(b"?>", outside, 1)))


def test_a_bomb_in_a_document_is_not_unpacked(good):
    bomb = with_part(good, "word/document.xml", lambda xml: xml + b" " * (30 * MB))
    assert "200 倍" in refusal(bomb)
    assert "2 MB" in refusal(with_part(good, "word/document.xml", lambda xml: xml + b" " * (3 * MB)),
                             expanded_bytes=2 * MB)


def test_a_file_beyond_the_size_limit_is_not_read(good):
    assert "上限 1 KB" in refusal(good, file_bytes=1024)


def test_a_cell_at_the_far_end_of_a_sheet_is_refused():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("表").write(1_048_575, 16_383, "尽头")
    book.close()
    assert "1048576 行" in refusal(target.getvalue())


def test_a_million_empty_rows_cost_nothing():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write(0, 0, "项目名称")
    bold = book.add_format({"bold": True})
    for row in range(1, 40_000):
        sheet.write_blank(row, 0, None, bold)
    sheet.set_row(1_048_575, 30, bold)
    book.close()
    assert len(read_document(target.getvalue()).blocks[0].rows) == 1


def test_a_document_of_too_many_cells_says_the_limit(good):
    assert "格，超过上限 20 格" in refusal(good, cells=20)


def test_a_pdf_of_too_many_pages_says_the_limit():
    data = pdf_paper.pdf(*[pdf_paper.text(50, 50, "第一页")] * 6)
    assert "6 页，超过上限 5 页" in refusal(data, pdf_pages=5)


def test_a_page_that_is_a_drawing_is_left_out():
    drawing = "".join(f"{n} 0 m {n} 800 l S\n" for n in range(60)) + pdf_paper.text(50, 50, "图纸")
    document = read_document(pdf_paper.pdf(drawing), replace(LIMITS, page_lines=50))
    assert not document.blocks and "上限 50 条" in document.notes[0][1]


def test_a_pdf_with_a_password_says_so(tmp_path):
    data = pdf_paper.pdf(pdf_paper.text(50, 50, "密"))
    locked = data.replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<" + b"41" * 32
                          + b">/U<" + b"42" * 32 + b">/P -4>>")
    assert "密码" in refusal(locked)


def test_what_takes_too_long_is_stopped_and_the_next_file_is_read(good):
    data = pdf_paper.pdf(*[pdf_paper.text(50, 50, "慢" * 100) * 40] * 30)
    assert "秒还没有读完" in refusal(data, seconds=0.05)
    assert read_document(pdf_paper.pdf(pdf_paper.text(50, 50, "快"))).blocks[0].text == "快"


def test_what_takes_too_much_memory_is_stopped(good):
    apart.stop()
    wordy = with_part(good, "word/document.xml", lambda xml: xml.replace(
        b"</w:body>", b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>" % 7 * 400_000 + b"</w:body>"))
    assert "内存超过上限 256 MB" in refusal(wordy, memory_bytes=256 * MB, ratio=10_000)
    apart.stop()


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_truncated_document_is_refused(good, share):
    assert "不完整" in refusal(good[:int(len(good) * share)])


def test_archives_within_archives_are_read_to_the_limit(tmp_path, good):
    inner = zipped(tmp_path / "里.zip", {"丙.docx": good}).read_bytes()
    middle = zipped(tmp_path / "中.zip", {"里.zip": inner, "乙.docx": good}).read_bytes()
    outer = zipped(tmp_path / "外.zip", {"中.zip": middle, "甲.docx": good})
    deep = zipped(tmp_path / "深.zip", {"外.zip": outer.read_bytes()})
    assert {name: status for name, (status, _) in outcomes(outer).items()} == {
        "外.zip/中.zip/里.zip/丙.docx": "read", "外.zip/中.zip/乙.docx": "read", "外.zip/甲.docx": "read"}
    status, text = outcomes(deep)["深.zip/外.zip/中.zip/里.zip"]
    assert status == "refused" and "上限 3 层" in text


def test_names_in_gbk_and_names_that_climb_out_are_shown_right(tmp_path, good):
    path = zipped(tmp_path / "报送.zip", {"XXXXXX.docx": good, "../../YY.docx": good})
    raw = path.read_bytes().replace(b"XXXXXX", "水利局".encode("gbk"))
    path.write_bytes(raw)
    assert list(outcomes(path)) == ["报送.zip/水利局.docx", "报送.zip/YY.docx"]


def test_a_bomb_a_password_and_damage_in_an_archive(tmp_path, good):
    bomb = zipped(tmp_path / "炸弹.zip", {"表.docx": b"\x00" * (30 * MB)})
    locked = zipped(tmp_path / "密码.zip", {"甲.docx": good})
    raw = bytearray(locked.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", raw, raw.index(mark) + at, 1)
    locked.write_bytes(raw)
    torn = zipped(tmp_path / "损坏.zip", {"乙.docx": good, "丙.docx": good})
    raw = bytearray(torn.read_bytes())
    raw[300:400] = b"\xff" * 100
    torn.write_bytes(raw)
    found = outcomes(bomb, locked, torn)
    assert "200 倍" in found["炸弹.zip"][1]
    assert "密码" in found["密码.zip/甲.docx"][1]
    assert "损坏" in found["损坏.zip/乙.docx"][1]
    assert found["损坏.zip/丙.docx"][0] == "read"


def test_too_many_files_and_an_empty_archive_are_told(tmp_path, good):
    many = zipped(tmp_path / "多.zip", {f"{n}.txt": b"x" for n in range(7)})
    problem, = archive.members(many, replace(LIMITS, members=5))
    with pytest.raises(Unreadable, match="超过上限 5 个"):
        problem.load()
    assert outcomes(zipped(tmp_path / "空.zip", {}))["空.zip"][0] == "refused"
