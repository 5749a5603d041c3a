"""The place of a value in its original: the cell marked, what stands round it, and nobody's name or telephone."""

from io import BytesIO

import numpy as np
import pytest
import xlsxwriter
from docx import Document as Word
from PIL import Image

from data_access.intake.documents import read_document, scan
from data_access.intake.documents.limits import LIMITS
from data_access.source.clip import Clip, clip
from data_access.source.page import _COVER
from tests.intake import pdf_paper as paper
from tests.intake import scan_paper

HEADS = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
LINES = [["产出指标", "数量指标", f"检修第{n}座", f"≥{n}座", f"{n}座", "10", "10"] for n in range(1, 10)]
SIGNED = ["单位负责人：", "王小明", "填表人：", "李小红", "联系电话：", "13900001111", ""]
ROWS = [["项目名称", "水闸检修", "", "联系人", "赵小刚", "", ""], HEADS, *LINES, SIGNED]
NAMES = ("王小明", "李小红", "赵小刚", "13900001111")


def docx(rows: list[list[str]]) -> bytes:
    document, store = Word(), BytesIO()
    table = document.add_table(rows=len(rows), cols=7)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(2, 0).merge(table.cell(len(rows) - 2, 0)).text = "产出指标"
    document.add_paragraph("填表人：王小明　联系电话：13900001111")
    document.add_paragraph("自评说明：按期完成。")
    document.save(store)
    return store.getvalue()


def xlsx(rows: list[list[str]]) -> bytes:
    store = BytesIO()
    with xlsxwriter.Workbook(store) as book:
        sheet = book.add_worksheet("自评表")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return store.getvalue()


def found(data: bytes, *addresses: str) -> Clip | None:
    return clip(data, read_document(data), addresses)


def shown(result: Clip) -> str:
    return "|".join(cell.text for row in result.rows for cell in row.cells)


def marked(result: Clip, mark: str) -> list[str]:
    return [cell.text for row in result.rows for cell in row.cells if cell.mark == mark]


@pytest.mark.parametrize(("make", "main", "beside"), [
    (docx, "表1 第7行第3列", "表1 第7行第5列"), (xlsx, "自评表!C7", "自评表!E7")])
def test_the_cell_is_marked_among_its_neighbours_under_the_header(make, main, beside):
    result = found(make(ROWS), main, beside)
    assert (marked(result, "main"), marked(result, "marked")) == (["检修第5座"], ["5座"])
    assert [row.number for row in result.rows] == ["2", "4", "5", "6", "7", "8", "9", "10"]
    assert [row.head for row in result.rows] == [True, *[False] * 7]
    assert [row.after_gap for row in result.rows] == [False, True, *[False] * 6]


def test_a_cell_merged_over_many_rows_is_shown_in_the_first_of_them():
    result = found(docx(ROWS), "表1 第7行第3列")
    first = result.rows[1].cells[0]
    assert (first.text, first.rows) == ("产出指标", 7)
    assert all(len(row.cells) == 6 for row in result.rows[2:])


@pytest.mark.parametrize(("make", "address"), [
    (docx, "表1 第11行第3列"), (docx, "表1 第1行第2列"), (docx, "表1 第12行第2列"), (docx, "第2段"), (docx, "第1段"),
    (xlsx, "自评表!C11"), (xlsx, "自评表!B1"), (xlsx, "自评表!E12")])
def test_names_and_telephones_are_never_shown(make, address):
    result = found(make(ROWS), address)
    assert result is not None and not any(name in shown(result) for name in NAMES)


def test_a_paragraph_is_shown_among_its_neighbours():
    assert marked(found(docx(ROWS), "第2段"), "main") == ["自评说明：按期完成。"]


def test_lines_of_a_text_are_shown_as_they_stand():
    lines = ["\t".join(row) for row in ROWS]
    result = found("\n".join(lines).encode(), "第7行")
    assert marked(result, "main") == [lines[6]] and result.rows[0].number == "1"
    assert not any(name in shown(found("\n".join(lines).encode(), "第11行")) for name in NAMES)


@pytest.mark.parametrize("line", [
    "填表人：王小明　联系电话：13900001111", "填表人 王小明", "\t填表人\t王小明", "单位负责人签字：王小明",
    "\t13900001111", "\t填表人\n\t王小明", "审核人：王小明  填报日期：2025年1月", "项目负责人\n王小明"])
def test_a_line_that_names_somebody_is_not_shown(line):
    text = "\t三级指标\n\t检修水闸\n" + line
    assert not any(name in shown(found(text.encode(), "第2行")) for name in NAMES)


@pytest.mark.parametrize("line", ["\t电视电话会议正常召开", "\t项目负责人满意度\t≥90%\t95%", "\t主管部门\t县水利局"])
def test_an_indicator_that_only_speaks_of_telephones_or_heads_is_shown(line):
    """电视电话会议 was taken for a telephone and hidden."""
    assert line in shown(found(f"\t三级指标\n{line}".encode(), "第2行"))


@pytest.mark.parametrize("address", ["表9 第1行第1列", "自评表!Z99", "第0行", "第999行", ""])
def test_a_place_that_is_not_there_gives_nothing(address):
    assert found(docx(ROWS), address) is None
    assert found("\n".join("\t".join(row) for row in ROWS).encode(), address) is None


# --- pages ----------------------------------------------------------------------------------------------------------

XS = [30, 90, 150, 260, 330, 400, 450, 500]
PAGE = paper.text(150, 40, "2024年度项目支出绩效自评表", 14) + paper.table(XS, 80, ROWS)


def picture(result: Clip) -> Image.Image:
    assert result.kind in ("pdf", "picture") and result.picture, "no picture of the page"
    return Image.open(BytesIO(result.picture)).convert("RGB")


def share(image: Image.Image, wanted, box=None) -> float:
    """The share of pixels for which `wanted(r, g, b)` holds."""
    part = np.asarray(image.crop(box) if box else image, dtype=int)
    return float(np.mean(wanted(*(part[:, :, channel] for channel in range(3)))))


def yellow(r, g, b):
    return (r > 230) & (g > 215) & (b > 120) & (b < 200)


def red(r, g, b):
    return (r > 180) & (g < 80) & (b < 80)


def covered(r, g, b):
    return (r == _COVER[0]) & (g == _COVER[1]) & (b == _COVER[2])


def test_a_pdf_is_shown_as_a_picture_with_its_cell_marked():
    image = picture(found(paper.pdf(PAGE), "第1页 表1 第7行第3列", "第1页 表1 第7行第5列"))
    assert 0.02 < share(image, yellow) < 0.3 and share(image, red) > 0.002
    assert image.width > 900 and image.height < 400


def test_what_names_persons_is_covered_in_the_picture():
    image = picture(found(paper.pdf(PAGE), "第1页 表1 第11行第3列"))
    last = (8, image.height - 30, image.width - 8, image.height - 12)
    assert share(image, covered, last) > 0.95
    name = (130, image.height - 30, 238, image.height - 12)
    assert share(image, covered, name) == 1, "王小明 shines through"


def test_a_page_that_lies_on_its_side_is_shown_upright():
    turned = paper.pdf(PAGE).replace(b"/MediaBox", b"/Rotate 90/MediaBox", 1)
    assert picture(found(turned, "第1页 表1 第7行第3列")).size == \
        picture(found(paper.pdf(PAGE), "第1页 表1 第7行第3列")).size


@scan_paper.needs_font
@pytest.mark.skipif(not scan.installed(), reason="requirements-ocr.txt is not installed")
@pytest.mark.parametrize(("turn", "turns"), [(0, (0,)), (180, (180,)), (90, (90, 270)), (270, (90, 270))])
def test_the_boxes_of_a_scan_are_found_without_recognising_it(turn, turns):
    from data_access.source import scanned

    page = scan_paper.worn(scan_paper.pictures(paper.pdf(PAGE))[0], skew=0.6).convert("RGB")
    data = scan_paper.saved([page.rotate(turn, expand=True)])
    known = {cell.address for block in read_document(paper.pdf(PAGE)).blocks if hasattr(block, "rows")
             for row in block.rows for cell in row}
    image, tables, scale = scanned.page("pdf", data, 1, known, turns, LIMITS)
    boxes = {box.address: box for table in tables for row in table.rows for box in row}
    assert known <= set(boxes)
    assert image.height / scale == pytest.approx(842 if turn in (0, 180) else 595, rel=0.05)


@scan_paper.needs_font
@pytest.mark.skipif(not scan.installed(), reason="requirements-ocr.txt is not installed")
def test_a_scan_is_shown_as_a_picture_with_its_cell_marked_and_its_signatures_covered():
    page = scan_paper.worn(scan_paper.pictures(paper.pdf(PAGE))[0], skew=0.6)
    image = picture(found(scan_paper.saved([page]), "第1页 表1 第11行第3列"))
    assert share(image, red) > 0.002
    last = (8, image.height - 30, image.width - 8, image.height - 14)
    assert share(image, covered, last) > 0.95
