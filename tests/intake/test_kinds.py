"""Every kind of document gives the same form; the kind is decided by content; what cannot be read says why."""

import csv
import io
import os
import shutil
import struct
from pathlib import Path

import pytest
import xlsxwriter

from data_access.intake.documents import read_document, xls_cells
from data_access.intake.documents.grid import Document, Unreadable
from data_access.intake.documents.kinds import kind_of
from data_access.intake.pipeline import read_bytes, read_paths
from tests.intake.shared import FORMS, needs_forms
from tests.paper import form

needs_office = pytest.mark.skipif(not shutil.which("soffice") and os.environ.get("JIHE_OFFICE") != "required",
                                  reason="LibreOffice (soffice) is not on this machine")
BESIDE = (("sample-a.docx", "docx"), ("sample-a.doc", "doc"), ("sample-a.xlsx", "xlsx"), ("sample-a.xls", "xls"),
          ("sample-a.pdf", "pdf"), ("sample-a-hard.jpg", "picture"))


def workbook(fill) -> Document:
    """A one-sheet workbook, written by `fill(book, sheet)`, as read."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    fill(book, book.add_worksheet("表"))
    book.close()
    return read_document(target.getvalue())


def texts(document: Document) -> list[str]:
    return [cell.text for cell in document.blocks[0].rows[0]]


@needs_forms
@pytest.mark.parametrize(("name", "kind"), BESIDE)
def test_the_kind_is_decided_by_content(name, kind):
    assert kind_of((FORMS / name).read_bytes()) == kind


@needs_forms
def test_a_renamed_file_is_read_all_the_same():
    data = (FORMS / "hubei_ezhou.xlsx").read_bytes()
    assert read_bytes(data, "自评表.docx").status == "read"
    assert read_bytes((FORMS / "hubei_ezhou.pdf").read_bytes(), "自评表.txt").status == "read"


@needs_office
@needs_forms
def test_an_old_word_file_gives_the_same_filing_as_the_new_one():
    old, new = (read_bytes((FORMS / name).read_bytes(), name) for name in ("sample-a.doc", "sample-a.docx"))
    assert (old.kind, new.kind) == ("doc", "docx")
    assert old.filings == new.filings and len(new.filings) == 1


@needs_forms
def test_without_libreoffice_an_old_word_file_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    reading = read_bytes((FORMS / "sample-a.doc").read_bytes(), "青禾县.doc")
    assert reading.status == "refused"
    assert reading.messages[0].where == "青禾县.doc"
    assert "LibreOffice" in reading.messages[0].text and "另存为 .docx" in reading.messages[0].text


@needs_office
def test_a_damaged_old_word_file_is_refused():
    data = b"{\\rtf1" + b"\xff\xfe\x00" * 50
    assert read_bytes(data, "坏.rtf").status in ("refused", "ignored")


@needs_forms
def test_a_target_taken_for_a_formula_is_recovered_and_reported():
    document = read_document((FORMS / "sample-a.xlsx").read_bytes())
    assert "=2座" in [cell.text for row in document.blocks[0].rows for cell in row]
    assert [(where, "=2座" in text) for where, text in document.notes] == [("自评表!F13", True)]


@needs_forms
def test_a_cell_that_shows_an_error_is_reported_in_old_excel():
    (where, text), = read_document((FORMS / "sample-a.xls").read_bytes()).notes
    assert where == "自评表!F13" and "#NAME?" in text


def test_percentages_are_read_as_shown():
    def fill(book, sheet):
        for col, (value, shape) in enumerate(((0.86, "0%"), (0.9732, "0.00%"), (1, "0.0%"), (0.5, "0.00"))):
            sheet.write(0, col, value, book.add_format({"num_format": shape}))
    assert texts(workbook(fill)) == ["86%", "97.32%", "100%", "0.5"]


def test_percentages_and_errors_of_old_excel_are_found_in_its_records():
    def record(kind: int, shape: str, *values) -> bytes:
        return struct.pack(f"<HH{shape}", kind, struct.calcsize(f"<{shape}"), *values)
    custom = "0.0%".encode("utf-16-le")
    head = b"".join([record(0x41E, f"HHB{len(custom)}s", 164, 4, 1, custom),
                     *(record(0xE0, "HH", 0, number) for number in (0, 9, 164))])
    cells = b"".join([record(0x203, "HHHd", 0, 0, 1, 0.86), record(0x27E, "HHHI", 0, 1, 2, 9555 << 2 | 3),
                      record(0xBD, "HHHIHIH", 1, 0, 0, 7 << 2 | 2, 1, 1 << 2 | 2, 1),
                      record(0x205, "HHHBB", 2, 0, 0, 0x07, 1)])
    start = len(head) + 4 + 8 + 4
    book = head + record(0x85, "II", start, 0) + record(0x0A, "") + cells + record(0x0A, "")
    found, = xls_cells.second_look(book)
    assert {place: cell.text for place, cell in found.items()} == {
        (0, 0): "86%", (0, 1): "9555%", (1, 1): "100%", (2, 0): ""}
    assert "#DIV/0!" in found[2, 0].remark


def test_dates_are_read_as_dates():
    def fill(book, sheet):
        sheet.write(0, 0, 45291, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    assert texts(workbook(fill)) == ["2023-12-31"]


def test_formulas_without_a_result_and_errors_name_the_cell():
    def fill(book, sheet):
        sheet.write(0, 0, 1)
        sheet.write_formula(0, 1, "=A1+1", None, "")
        sheet.write_formula(0, 2, "=A1/0", None, "#DIV/0!")
        sheet.write_formula(0, 3, "=A1*2", None, 2)
    document = workbook(fill)
    assert texts(document) == ["1", "", "", "2"]
    assert [where for where, _ in document.notes] == ["表!B1", "表!C1"]
    assert "没有计算结果" in document.notes[0][1] and "#DIV/0!" in document.notes[1][1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_comma_separated_values_are_one_grid(encoding):
    target = io.StringIO()
    csv.writer(target).writerows([["三级指标", "年度指标值", "实际完成值", "分值", "得分"],
                                  ["检修水闸, 含启闭机", "≥10座", "10座", "30", "30"],
                                  ["农户满意度", "≥90%", "95%", "10", "10"]])
    document = read_document(target.getvalue().encode(encoding))
    assert document.kind == "csv" and len(document.blocks[0].rows) == 3
    assert document.blocks[0].rows[1][0].text == "检修水闸, 含启闭机"
    assert document.blocks[0].rows[1][1].address == "第2行第2列"


@pytest.mark.parametrize(("data", "said"), [
    (b"Rar!\x1a\x07\x01\x00" + b"x" * 50, "RAR"), (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "7z"),
    (b"<html><table><tr><td>1</td></tr></table>", "网页"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "图片"), (b"MZ" + b"\x00" * 50, "程序"), (b"  \n", "空的"),
    (b"%PDF-1.7\n" + b"x" * 500, "PDF"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "另存为")])
def test_what_cannot_be_read_says_why(data, said):
    with pytest.raises(Unreadable, match=said) as refused:
        read_document(data)
    assert refused.value.found and refused.value.expected and refused.value.text.endswith("。")


def test_in_a_folder_files_are_known_by_content(tmp_path):
    form(tmp_path / "表.docx").rename(tmp_path / "无后缀")
    (tmp_path / "说明.log").write_text("今天没有事", encoding="utf-8")
    (tmp_path / "包.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + b"x" * 50)
    statuses = {Path(name).name: reading.status for name, reading in read_paths([tmp_path])}
    assert statuses == {"无后缀": "read", "说明.log": "ignored", "包.rar": "refused"}
