"""Monitoring lights and reviewers' sheets as files: what the readers make of them, and how the import takes them."""

import json

import openpyxl
import pytest
from docx import Document

from data_access.copy import Copy
from data_access.exports.unread import unread
from data_access.intake.batch import import_paths
from data_access.intake.companions import guess, read_list
from data_access.store import imports
from data_access.store.engine import memory_store
from tests.paper import form
from tests.test_cli import jihe, stored, throwaway_store

__all__ = ["jihe", "stored", "throwaway_store"]

SHEET = ("一级指标 二级指标 三级指标 指标性质 指标值 计量单位 权重 自评完成值 自评得分 复核完成值 复核得分 "
         "复核指标偏差 备注").split()
ABOVE = [["2024年度项目绩效自评抽查复核底稿"], ["项目名称：", "水闸检修", "", "主管部门", "青禾县水利局"]]


def row(indicator, score, note="", *, own=30, level2="数量指标"):
    return ["产出指标", level2, indicator, "≥", 10, "座", 30, 10, own, 8, score, "", note]


def book(path, *rows, merged=()):
    workbook = openpyxl.Workbook()
    for each in rows:
        workbook.active.append(each)
    for area in merged:
        workbook.active.merge_cells(area)
    workbook.save(path)
    return path


def read(path, kind, **given):
    return read_list(path.read_bytes(), path.name, kind, **given)


def found(engine, query):
    copy = Copy(engine)
    copy.refresh()
    return copy.cursor().execute(query).fetchall()


@pytest.mark.parametrize(("month", "light", "expected"), [
    ("8月", "红灯", (8, "red")), ("2024年10月", "黄色预警", (10, "yellow")), ("2024-06-30", "亮绿灯", (6, "green")),
    (4, "红", (4, "red")), ("", "正常", (9, "green"))])
def test_a_light_is_read_with_its_month(tmp_path, month, light, expected):
    path = book(tmp_path / "监控.xlsx", ["2024年9月绩效监控预警清单"], ["主管部门", "项目名称", "监控月份", "预警等级"],
                ["青禾县水利局", "水闸检修", month, light])
    items, messages = read(path, "warnings")
    assert [(one.year, one.department, one.project, one.month, one.light) for one in items] == [
        (2024, "青禾县水利局", "水闸检修", *expected)] and messages == []
    assert guess(path.read_bytes(), path.name) == "warnings"


def test_a_project_nobody_warned_of_is_left_out_and_a_strange_light_is_told(tmp_path):
    path = book(tmp_path / "2024年监控.xlsx", ["项目名称", "预警灯"], ["水闸检修", None], ["渠道清淤", "紫灯"])
    items, [message] = read(path, "warnings")
    assert items == [] and (message.where, message.found) == ("Sheet!A3", "紫灯") and "渠道清淤" in message.text


def test_a_reviewers_sheet_is_read_by_its_labels(tmp_path):
    path = book(tmp_path / "底稿.xlsx", *ABOVE, SHEET, row("检修水闸", 24, "无法核实，扣20％"),
                row("检修\n水闸2", None),
                ["预算执行率", "", "预算执行率", "", "", "", 10, "", 10, "", 10, "", ""],
                ["合计", *[""] * 5, 100, "", 100, "", 94, "", ""], ["复核人：", "", "", "", "日期："])
    items, messages = read(path, "reviews")
    assert [(one.project, one.department, one.year, one.indicator, one.self_score_c, one.review_score_c, one.note)
            for one in items] == [("水闸检修", "青禾县水利局", 2024, "检修水闸", 3000, 2400, "无法核实，扣20%"),
                                  ("水闸检修", "青禾县水利局", 2024, "检修水闸2", 3000, None, "")]
    assert messages == [] and items[0].address == "Sheet!K4"


def test_two_projects_below_each_other_and_a_header_of_two_rows(tmp_path):
    upper = ["二级指标", "三级指标", "权重", "自评", "", "复核", "", "备注"]
    lower = ["", "", "", "完成值", "得分", "完成值", "得分", ""]
    path = book(tmp_path / "2024年底稿.xlsx", ["项目名称", "水闸检修"], upper, lower,
                ["数量指标", "检修水闸", 30, 10, 30, 10, 24, ""], ["项目名称", "渠道清淤"], upper, lower,
                ["数量指标", "清淤长度", 20, 5, 20, 5, 20, ""],
                merged=[area for at in (2, 6) for area in (f"D{at}:E{at}", f"F{at}:G{at}", f"B{at}:B{at + 1}")])
    items, messages = read(path, "reviews", department="青禾县水利局")
    assert messages == [] and [(one.project, one.indicator, one.self_score_c, one.review_score_c) for one in items] == [
        ("水闸检修", "检修水闸", 3000, 2400), ("渠道清淤", "清淤长度", 2000, 2000)]


def test_a_sheet_in_word_and_a_score_that_cannot_be_read(tmp_path):
    document = Document()
    document.add_paragraph("2024年度绩效自评复核底稿")
    document.add_paragraph("项目名称：水闸检修")
    table = document.add_table(rows=3, cols=4)
    for at, texts in enumerate((["指标名称", "分值", "复核得分", "扣分原因"], ["检修水闸", "30", "24分", "缺签到表"],
                                ["验收合格率", "20", "二十", ""])):
        for col, text in enumerate(texts):
            table.cell(at, col).text = text
    document.save(tmp_path / "底稿.docx")
    [item], [message] = read(tmp_path / "底稿.docx", "reviews")
    assert (item.project, item.indicator, item.review_score_c, item.note) == ("水闸检修", "检修水闸", 2400, "缺签到表")
    assert (message.severity, message.found) == ("error", "二十") and "验收合格率" in message.text


def test_a_file_without_such_a_header_says_what_it_should_have(tmp_path):
    path = book(tmp_path / "空.xlsx", ["甲", "乙"])
    for kind, words in (("warnings", "项目名称、预警等级"), ("reviews", "三级指标、复核得分")):
        items, [message] = read(path, kind)
        assert items == [] and words in message.text


def test_rows_find_their_lines_and_those_that_do_not_are_told_one_by_one(tmp_path):
    engine = memory_store()
    import_paths(engine, [form(tmp_path / "表.docx")])
    path = book(tmp_path / "底稿.xlsx", *ABOVE, SHEET, row("检修水闸 ", 35, own=28), row("闸门油漆", 10),
                row("验收合格率", 20, own=20), row("验收合格率", 15, own=20))
    [file] = import_paths(engine, [path], kind="reviews")
    assert (file.status, file.rows) == ("partly", 4)
    told = {message.where: message.text for message in file.messages}
    assert "没有这个指标" in told["Sheet!K5"] and "都没有核对" in told["Sheet!K7"]
    assert "28 与自评表 30" in told["Sheet!K4"]
    assert found(engine, "SELECT ordinal, review_score_c, source FROM reviews_sheet") == [(1, 3500, "底稿.xlsx")]
    copy = Copy(engine)
    copy.refresh()
    assert {each["department"] for each in unread(copy.cursor())} == {"未知部门"}     # not for the department to mend
    [(severity, said)] = found(engine, "SELECT severity, message FROM findings WHERE code = 'E07'")
    assert severity == "高" and "底稿.xlsx Sheet!K4" in said and "复核分高于自评分" in said


def test_a_sheet_that_came_first_finds_the_form_that_comes_later(tmp_path):
    engine = memory_store()
    path = book(tmp_path / "底稿.xlsx", *ABOVE, SHEET, row("检修水闸", 24))
    [file] = import_paths(engine, [path], kind="reviews")
    assert file.status == "partly" and "自评表入库后自动对上" in file.messages[0].text
    import_paths(engine, [form(tmp_path / "表.docx")])
    assert found(engine, "SELECT ordinal FROM reviews_sheet") == [(1,)]


def test_of_a_project_the_newest_sheet_counts_until_it_is_undone(tmp_path):
    engine, numbers = memory_store(), []
    import_paths(engine, [form(tmp_path / "表.docx")])
    for name, score in (("初稿", 24), ("定稿", 30)):
        path = book(tmp_path / f"{name}.xlsx", *ABOVE, SHEET, row("检修水闸", score))
        import_paths(engine, [path], kind="reviews", begun=numbers.append)
    assert found(engine, "SELECT source FROM reviews_sheet") == [("定稿.xlsx",)]
    imports.undo(engine, numbers[1], person="王经办")
    assert found(engine, "SELECT source FROM reviews_sheet") == [("初稿.xlsx",)]


def test_a_sheet_without_department_goes_to_the_one_form_it_can_mean(tmp_path):
    engine = memory_store()
    import_paths(engine, [form(tmp_path / "表.docx")])
    path = book(tmp_path / "2024年底稿.xlsx", ["项目名称：水闸检修"], SHEET, row("检修水闸", 24))
    [file] = import_paths(engine, [path], kind="reviews")
    assert file.status == "read" and found(engine, "SELECT ordinal FROM reviews_sheet") == [(1,)]


def test_lights_of_one_month_replace_those_of_that_month_only(tmp_path):
    engine = memory_store()
    import_paths(engine, [form(tmp_path / "表.docx")])
    for at, (month, light) in enumerate(((6, "红灯"), (8, "黄灯"), (8, "绿灯"))):
        path = book(tmp_path / f"{at}.xlsx", ["年度", "主管部门", "项目名称", "月份", "预警等级"],
                    [2024, "青禾县水利局", "水闸检修", month, light])
        import_paths(engine, [path], kind="warnings")
    assert found(engine, "SELECT month, light, source FROM warnings ORDER BY 1") == [(6, "red", "0.xlsx"),
                                                                                      (8, "green", "2.xlsx")]
    [(said,)] = found(engine, "SELECT message FROM findings WHERE code = 'E06'")
    assert "6月" in said and "红灯" in said                   # it was red once; the form says nothing of it


def test_a_reviewers_sheet_put_in_with_forms_is_no_form(tmp_path, jihe):
    """On the page it is taken for what it is; on the command line, read as forms, it is warned of."""
    from data_access.intake.file import Options, read_file
    from data_access.intake.pipeline import sources

    path = book(tmp_path / "底稿.xlsx", *ABOVE, SHEET, row("检修水闸", 24), row("验收合格率", 20, own=20))
    with memory_store().connect() as connection:
        result, _ = read_file(connection, next(iter(sources([path]))), Options(kind="guess"))
    assert (result.kind, result.guess, result.rows) == ("reviews", "reviews", 2)
    assert "像是复核底稿" in jihe("import", path)[2]


def test_lists_go_in_by_the_command_line_too(tmp_path, jihe, stored):
    jihe("import", form(tmp_path / "表.docx"))
    path = book(tmp_path / "底稿.xlsx", *ABOVE, SHEET, row("检修水闸", 24))
    status, out, _ = jihe("import", path, "--kind", "reviews", "--json")
    assert status == 0 and json.loads(out)["rows"] == 1
    assert ["E07" in {flag["code"] for flag in stored("flags")}] == [True]
    offices = tmp_path / "分工.csv"
    offices.write_text("部门,科室\n青禾县水利局,农业股\n", encoding="utf-8")
    status, out, _ = jihe("import", offices, "--kind", "offices")
    assert status == 0 and "科室分工表 1 行" in out
