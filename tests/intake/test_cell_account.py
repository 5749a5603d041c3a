"""Every filled cell of a form is read, ignored or left over; nothing is lost, nothing is counted twice."""

import json
from pathlib import Path

import pytest

from data_access.intake.documents import read_document
from data_access.intake.documents.grid import Cell, Grid
from data_access.intake.form import read_form
from data_access.intake.pipeline import read_bytes
from data_access.intake.record import Filing
from data_access.intake.segments import FormSegment, segments_of
from tests.intake import invented, variants
from tests.intake.layout_paper import as_docx
from tests.intake.shared import FORMS, needs_forms, needs_seeds, seed
from tests.intake.test_layouts import CASES, case, written


def accounts(data: bytes) -> list[tuple[Filing, set[Cell]]]:
    """Each form of a document as read, and the filled cells of its rows."""
    return [(read_form(form), cells_of(form)) for form in segments_of(read_document(data)).forms]


def cells_of(form: FormSegment) -> set[Cell]:
    return {cell for row in form.rows for cell in row.cells if cell.text.strip()}


def balanced(filing: Filing, cells: set[Cell]) -> None:
    assert filing.cells_read + filing.cells_ignored + len(filing.left_over) == len(cells)
    assert {at for at, _ in filing.left_over} <= {cell.address for cell in cells}
    assert filing.cells_read > 0


@pytest.mark.parametrize("name", CASES)
def test_every_cell_of_an_invented_layout_is_accounted_for(name):
    told = case(name)
    found = accounts(written(told, told.get("kinds", ["docx"])[0]))
    assert found
    for filing, cells in found:
        if filing.lines:
            balanced(filing, cells)


@pytest.mark.parametrize("name", CASES)
def test_no_cell_of_a_form_is_lost_on_the_way_into_it(name):
    told = case(name)
    document = read_document(written(told, told.get("kinds", ["docx"])[0]))
    found = segments_of(document)
    other = {at for at, _ in found.ignored} | {row.cells[0].address.split()[0].split("!")[0]
                                               for report in found.reports for rows in report.tables for row in rows}
    filled = {cell.address for grid in document.blocks if isinstance(grid, Grid) and grid.name not in other
              for row in grid.rows for cell in row if cell.text.strip()}
    assert filled and filled == {cell.address for form in found.forms for cell in cells_of(form)}


@needs_forms
@pytest.mark.parametrize("path", sorted(FORMS.glob("*.docx")) + sorted(FORMS.glob("*.xlsx")) + [
    p for p in sorted(FORMS.glob("*.pdf")) if "scan" not in p.name], ids=lambda path: path.name)
def test_every_cell_of_a_filed_form_is_accounted_for_and_understood(path: Path):
    for filing, cells in accounts(path.read_bytes()):
        balanced(filing, cells)
        assert filing.quality == 1


@needs_seeds
@pytest.mark.parametrize("number, least", [("000", 0.99), ("001", 0.99), ("002", 0.99), ("003", 0.85)])
def test_every_cell_of_a_real_document_is_accounted_for(number, least):
    """003 is a scan's OCR: its broken cells are left over, and told."""
    found = accounts(seed(number).read_bytes())
    for filing, cells in found:
        balanced(filing, cells)
    assert sum(f.quality for f, _ in found) / len(found) >= least


def test_the_reading_quality_is_the_share_of_cells_that_were_understood():
    told = case("department_main_tasks")
    filing = read_bytes(written(told, "docx"), "a.docx").filings[0]
    everything = filing.cells_read + filing.cells_ignored + len(filing.left_over)
    assert filing.quality == pytest.approx(1 - len(told["left_over"]) / everything)
    assert Filing().quality is None


def test_a_left_over_cell_is_told_with_its_address_and_a_person_is_not():
    rows = ["项目名称 | 河道清淤 | < | < | <", "暗记 | 甲乙丙 | < | < | <",
            "项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率", "资金总额 | 10 | 10 | 9 | 90%",
            "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值", "产出指标 | 数量指标 | 清淤 | 3公里 | 3公里",
            "填表人：赵一 | 联系电话：13800001111 | < | < | <"]
    filing = read_bytes(as_docx([rows]), "a.docx").filings[0]
    assert filing.left_over == [("表1 第2行第1列", "暗记"), ("表1 第2行第2列", "甲乙丙")]
    assert "赵一" not in json.dumps([vars(message) for message in filing.messages], ensure_ascii=False)


def test_a_text_extraction_is_accounted_for_as_well():
    for cell_lines in (True, False):
        for filing, cells in accounts(variants.write(invented.document(cell_lines=cell_lines))):
            balanced(filing, cells)
            assert filing.quality == 1
