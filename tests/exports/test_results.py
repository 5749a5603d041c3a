"""What an import says of a file's cells: how many were understood, and where the others stand."""

from data_access.exports import results
from data_access.intake.pipeline import read_bytes
from tests.intake.layout_paper import as_docx

ROWS = ["项目名称 | 河道清淤 | < | < | <", "暗记 | 甲乙丙 | < | < | <",
        "项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率", "资金总额 | 10 | 10 | 9 | 90%",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值", "产出指标 | 数量指标 | 清淤 | 3公里 | 3公里"]


def test_cells_nobody_understood_are_told_with_address_and_text():
    file = results.of_reading("报送/甲.docx", read_bytes(as_docx(["2024年度项目支出绩效自评表", ROWS]), "甲.docx"))
    told = results.as_object([file])["files"][0]
    filled = sum(bool(cell.strip(" <")) for row in ROWS for cell in row.split("|"))
    assert sum(told["cells"].values()) == filled and told["cells"]["left"] == 2
    assert told["left_over"] == [{"form": "河道清淤", "where": "表1 第2行第1列", "text": "暗记"},
                                 {"form": "河道清淤", "where": "表1 第2行第2列", "text": "甲乙丙"}]
    assert "没有读懂 2：表1 第2行第1列“暗记”；表1 第2行第2列“甲乙丙”。" in results.about_file(file)


def test_a_file_understood_whole_is_passed_over_in_silence():
    rows = [ROWS[0], *ROWS[2:]]
    file = results.of_reading("甲.docx", read_bytes(as_docx(["2024年度项目支出绩效自评表", rows]), "甲.docx"))
    assert (file.status, file.cells_left, results.about_file(file)) == ("read", 0, "")
