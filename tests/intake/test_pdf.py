"""PDF with a text layer: the grid by its rulings, page breaks undone, the same filing as the Word file beside it."""

import json

import pytest

from data_access.intake.documents import pdf
from data_access.intake.documents.grid import Grid, Paragraph, Unreadable
from data_access.intake.pipeline import read_bytes
from scoring.numbers import normal
from tests.intake import pdf_paper as paper
from tests.intake.compare import as_record, compare
from tests.intake.shared import FORMS, needs_forms

XS = [40, 140, 240, 300, 340]
HEAD = ["三级指标", "指标值", "分值", "得分"]


def grids(*pages: str) -> list[Grid]:
    return [block for block in pdf.read(paper.pdf(*pages)).blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


@needs_forms
@pytest.mark.parametrize("name", ["sample-a", "sample-b"])
def test_the_grid_of_a_made_up_form_is_the_one_it_was_printed_from(name):
    truth = json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8"))
    grid, = (b for b in pdf.read((FORMS / f"{name}.pdf").read_bytes()).blocks if isinstance(b, Grid))
    got = [[c.row, c.col, c.rows, c.cols, normal(c.text)] for row in grid.rows for c in row]
    assert sorted(got) == sorted([*cell[:4], normal(cell[4])] for cell in truth["cells"])


@needs_forms
@pytest.mark.parametrize("name", ["hubei_ezhou", "ningxia_yinchuan", "shanxi_jishan"])
def test_a_filed_layout_is_read_without_a_difference(name):
    expected = json.loads((FORMS / f"{name}.json").read_text(encoding="utf-8"))["evaluations"]
    outcome = compare(expected, read_bytes((FORMS / f"{name}.pdf").read_bytes(), f"{name}.pdf").filings)
    assert outcome.numbers > 30 and not outcome.wrong


@needs_forms
@pytest.mark.parametrize("name", ["hubei_ezhou", "ningxia_yinchuan", "shanxi_jishan", "sample-a", "sample-b"])
def test_pdf_and_word_give_the_same_filing(name):
    pdf_filings, word_filings = (
        [_plain(as_record(filing)) for filing in read_bytes((FORMS / f"{name}.{kind}").read_bytes(), name).filings]
        for kind in ("pdf", "docx"))
    assert pdf_filings and pdf_filings == word_filings


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return normal(value) if isinstance(value, str) else value


def test_a_column_without_its_ruling_on_the_next_page_is_found_by_position():
    grid, = grids(paper.table(XS, 700, [HEAD, ["改造管网", "≥36公里", "10", "9"]]),
                  paper.table(XS, 40, [["新建水厂", ("2座", 2), "5"], [("合计", 2), "20", "14"]]))
    assert [(c.text, c.col, c.cols) for c in grid.rows[2]] == [("新建水厂", 0, 1), ("2座", 1, 2), ("5", 3, 1)]


def test_a_row_cut_by_the_page_break_is_one_row():
    grid, = grids(paper.table(XS, 700, [HEAD, ["工程验收合格率及管护\n制度建立并有效执行情", "≥95%", "10", "10"]]),
                  paper.table(XS, 40, [["况", "", "", ""], ["群众满意度", "≥90%", "10", "10"]]))
    assert texts(grid)[1:] == [["工程验收合格率及管护制度建立并有效执行情况", "≥95%", "10", "10"],
                               ["群众满意度", "≥90%", "10", "10"]]
    assert [cell.address for cell in grid.rows[2]][0] == "第2页 表1 第2行第1列"


def test_a_row_with_numbers_is_never_taken_for_the_rest_of_another():
    grid, = grids(paper.table(XS, 700, [HEAD, ["工程验收合格率及管护", "≥95%", "10", "10"]]),
                  paper.table(XS, 40, [["", "≥90%", "10", ""]]))
    assert len(grid.rows) == 3


def test_a_header_repeated_on_the_next_page_is_dropped():
    grid, = grids(paper.table(XS, 700, [HEAD, ["改造管网", "≥36公里", "10", "9"]]) + paper.text(290, 810, "- 1 -"),
                  paper.table(XS, 40, [HEAD, ["新建水厂", "2座", "5", "5"]]) + paper.text(290, 810, "- 2 -"))
    assert [row[0] for row in texts(grid)] == ["三级指标", "改造管网", "新建水厂"]


def test_running_headers_and_watermarks_do_not_part_a_table():
    header = paper.text(240, 20, "青禾县财政局")
    slanted = paper.text(200, 400, "草稿").replace("BT /F1 10 Tf", "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 200 400 Tm")
    pages = [header + slanted + paper.table(XS, top, rows) for top, rows in (
        (700, [HEAD, ["改造管网", "≥36公里", "10", "9"]]), (40, [["新建水厂", "2座", "5", "5"]]))]
    document = pdf.read(paper.pdf(*pages))
    assert [type(block) for block in document.blocks] == [Paragraph, Grid]
    assert len(document.blocks[1].rows) == 3


def test_tables_with_text_between_stay_apart_and_text_has_its_address():
    document = pdf.read(paper.pdf(paper.table(XS, 700, [HEAD, ["改造管网", "≥36公里", "10", "9"]]),
                                  paper.text(200, 40, "项目支出绩效自评表") + paper.table(XS, 80, [HEAD])))
    assert [type(block) for block in document.blocks] == [Grid, Paragraph, Grid]
    assert document.blocks[1] == Paragraph("项目支出绩效自评表", "第2页 第1段")


def test_a_table_without_lines_at_its_sides_keeps_its_outer_columns():
    rows = [HEAD, ["改造管网", "≥36公里", "10", "9"], ["新建水厂", "2座", "5", "5"]]
    lines = "".join(f"{XS[0]} {742 - 18 * n} m {XS[-1]} {742 - 18 * n} l S\n" for n in range(len(rows) + 1))
    lines += "".join(f"{x} 742 m {x} {742 - 18 * len(rows)} l S\n" for x in XS[1:-1])
    words = [paper.text(XS[col] + 3, 103 + 18 * n, cell) for n, row in enumerate(rows) for col, cell in enumerate(row)]
    grid, = grids(lines + "".join(words))
    assert texts(grid) == rows


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_read_upright(turn):
    upright = paper.pdf(paper.table(XS, 100, [HEAD, ["改造管网", "≥36公里", "10", "9"]]))
    turned = upright.replace(b"/Type/Page/Parent", f"/Type/Page/Rotate {turn}/Parent".encode())
    assert pdf.read(turned) == pdf.read(upright) and pdf.read(upright).blocks


def test_wrapped_lines_are_joined_and_real_breaks_kept():
    grid, = grids(paper.table(XS, 100, [["按期完成工程建设任务\n群众满意", "甲\n乙", "1", "2"]]))
    assert texts(grid)[0][:2] == ["按期完成工程建设任务群众满意", "甲\n乙"]


def test_a_pdf_without_any_ruled_table_says_so():
    reading = read_bytes(paper.pdf(paper.text(50, 100, "项目支出绩效自评表")), "自评表.pdf")
    assert reading.status == "ignored" and "没有画线的表格" in reading.messages[0].text


def test_a_scan_says_what_to_do():
    with pytest.raises(Unreadable, match="扫描件.*OCR.*Word") as refused:
        pdf.read(_scan())
    assert refused.value.where == "第1页"


def _scan() -> bytes:
    picture = "q 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
    return paper.pdf(picture)
