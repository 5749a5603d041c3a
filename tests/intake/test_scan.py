"""Scans and pictures read by OCR: the grid of the made-up forms, their filings, pages that lie wrong."""

import json
import os

import pytest

from data_access.intake.documents import read_document, scan
from data_access.intake.documents.grid import Document, Grid, Paragraph
from data_access.intake.pipeline import read_bytes
from scoring.numbers import normal, plain_number
from tests.intake import pdf_paper as paper
from tests.intake import scan_paper
from tests.intake.compare import as_record, compare
from tests.intake.shared import FORMS, needs_forms

os.environ.setdefault("JIHE_OCR_THREADS", "1")
pytestmark = pytest.mark.skipif(not scan.installed(), reason="requirements-ocr.txt is not installed")
XS = [40, 140, 240, 300, 340]
ROWS = [["三级指标", "指标值", "分值", "得分"], ["改造供水管网长度", "≥36公里", "10", "9.78"],
        ["新建水厂数量", "2座", "5", "—"], ["受益人口", "≥45,318人", "12.5", "10"]]
SMALL = paper.text(150, 60, "2024年度项目支出绩效自评表", 14) + paper.table(XS, 100, ROWS)
_read: dict[str, Document] = {}


def sample(name: str) -> Document:
    """A made-up form read once for all tests."""
    if name not in _read:
        _read[name] = read_document((FORMS / name).read_bytes())
    return _read[name]


def grid(document: Document) -> Grid:
    one, = (block for block in document.blocks if isinstance(block, Grid))
    return one


def texts(document: Document) -> list[list[str]]:
    return [[normal(cell.text) for cell in row] for row in grid(document).rows]


def by_place(cells) -> dict[tuple, str]:
    return {(row, col, rows, cols): normal(text) for row, col, rows, cols, text in cells}


@needs_forms
@pytest.mark.parametrize(("name", "truth", "numbers", "words"), [
    ("sample-a-scan.pdf", "sample-a", 0.98, 0.99), ("sample-b-scan.pdf", "sample-b", 0.98, 0.99),
    ("sample-a-hard.jpg", "sample-a", 0.90, 0.97)])
def test_the_grid_of_a_scan_is_the_one_that_was_printed(name, truth, numbers, words):
    wanted = by_place(json.loads((FORMS / f"{truth}.json").read_text(encoding="utf-8"))["cells"])
    got = by_place((c.row, c.col, c.rows, c.cols, c.text) for row in grid(sample(name)).rows for c in row)
    assert wanted.keys() == got.keys()
    figures = [place for place, text in wanted.items() if plain_number(text.strip("%=≥≤")) is not None]
    others = [place for place, text in wanted.items() if text and place not in figures]
    assert len(figures) > 50 and len(others) > 60
    assert sum(wanted[p] == got[p] for p in figures) >= numbers * len(figures)
    assert sum(wanted[p] == got[p] for p in others) >= words * len(others)


@needs_forms
@pytest.mark.parametrize(("name", "numbers", "words"), [
    ("sample-a-scan.pdf", 0.98, 0.99), ("sample-a-hard.jpg", 0.90, 0.97)])
def test_a_scan_gives_the_filing_of_the_word_file(monkeypatch, name, numbers, words):
    word = read_bytes((FORMS / "sample-a.docx").read_bytes(), "sample-a.docx").filings
    monkeypatch.setattr("data_access.intake.pipeline.read_document", lambda *_: sample(name))
    reading = read_bytes((FORMS / name).read_bytes(), name)
    outcome = compare([as_record(filing) for filing in word], reading.filings)
    assert reading.status == "read" and outcome.numbers > 40 and outcome.texts > 60
    assert len(outcome.wrong_numbers) <= (1 - numbers) * outcome.numbers, outcome.wrong_numbers
    assert len(outcome.wrong_texts) <= (1 - words) * outcome.texts, outcome.wrong_texts
    assert any("文字识别" in message.text and message.severity == "warning" for message in reading.messages)


@needs_forms
def test_stamped_cells_are_named():
    stamped = {where for where, text in sample("sample-a-hard.jpg").notes if "印章" in text}
    assert "第1页 表1 第24行第8列" in stamped and "第1页 表1 第10行第2列" not in stamped


@needs_forms
def test_addresses_name_page_table_row_and_column():
    cell = next(c for row in grid(sample("sample-b-scan.pdf")).rows for c in row if c.text[:9] == "检测水样批次（第2")
    assert cell.address == "第2页 表1 第3行第4列"


@scan_paper.needs_font
@pytest.mark.parametrize(("turn", "said"), [(0, None), (90, "横放"), (180, "倒置"), (270, "横放")])
def test_a_page_that_lies_on_its_side_or_head_is_turned(turn, said):
    page, = scan_paper.pictures(paper.pdf(SMALL))
    document = read_document(scan_paper.saved([scan_paper.worn(page, skew=1.2).rotate(turn, expand=True)], "JPEG"))
    assert document.kind == "picture" and texts(document) == ROWS
    assert [text for _, text in document.notes if "转正" in text and said in text] if said else len(document.notes) == 1


@scan_paper.needs_font
def test_pages_with_text_and_scanned_ones_are_read_in_order_and_their_table_is_one():
    below = [[f"{row[0][:4]}（续）", *row[1:]] for row in ROWS[1:]]
    page, = scan_paper.pictures(paper.pdf(paper.table(XS, 40, below)))
    mixed = scan_paper.mixed(paper.pdf(SMALL), scan_paper.worn(page.rotate(0, translate=(9, 4), fillcolor="white")))
    document = read_document(mixed)
    assert document.kind == "pdf" and [type(block) for block in document.blocks] == [Paragraph, Grid]
    assert texts(document) == [*ROWS, *([normal(text) for text in row] for row in below)]
    assert any("文字识别" in text for _, text in document.notes)


@scan_paper.needs_font
def test_a_scan_with_a_hidden_layer_of_text_is_read_as_the_picture_it_is():
    page, = scan_paper.pictures(paper.pdf(SMALL))
    hidden = paper.text(60, 60, "识 别 层 乱 码").replace("BT ", "BT 3 Tr ")
    assert texts(read_document(scan_paper.over(paper.pdf(hidden), scan_paper.worn(page)))) == ROWS


@scan_paper.needs_font
def test_dashes_are_dashes_and_a_column_that_counts_keeps_its_one():
    rows = [["序号", "指标", "得分", "备注"], ["一", "管网", "—", "一"], ["二", "水厂", "—", "好"]]
    page, = scan_paper.pictures(paper.pdf(paper.table(XS, 100, rows)))
    assert texts(read_document(scan_paper.saved([page], "PNG"))) == [rows[0], ["一", "管网", "—", "—"], rows[2]]


@scan_paper.needs_font
def test_a_slash_is_no_one_and_signs_that_stand_alone_are_kept():
    rows = [["三级指标", "指标性质", "分值", "得分"], ["管网", "=", "/", "1"], ["水厂", "≥", "1", "/"]]
    page, = scan_paper.pictures(paper.pdf(paper.table(XS, 100, rows)))
    assert texts(read_document(scan_paper.saved([scan_paper.worn(page)], "JPEG"))) == rows


@scan_paper.needs_font
def test_pages_of_a_tiff_are_read_one_after_the_other():
    page, = scan_paper.pictures(paper.pdf(SMALL))
    document = read_document(scan_paper.saved([page, page], "TIFF"))
    titles = [block.address for block in document.blocks if isinstance(block, Paragraph)]
    assert titles == ["第1页 第1段", "第2页 第1段"]


@scan_paper.needs_font
def test_red_print_is_no_seal():
    red = "1 0 0 rg " + paper.text(150, 60, "项目支出绩效自评表", 14) + "0 g " + paper.table(XS, 100, ROWS)
    document = read_document(scan_paper.saved(scan_paper.pictures(paper.pdf(red)), "PNG"))
    assert document.blocks[0].text == "项目支出绩效自评表"
    assert not [text for _, text in document.notes if "印章" in text]
