"""Exports as files: the promised fields in their order, csv and xlsx that no spreadsheet takes for a formula."""

import csv
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access import exports
from data_access.copy import Copy
from data_access.exports import results
from data_access.exports.columns import COLUMNS, table
from data_access.exports.selection import Selection
from data_access.exports.text import tidy
from data_access.exports.write import About, as_csv, as_json, as_xlsx
from data_access.intake.record import Account, Claim, Filing, Fund, Line, Message, Reading, Stated
from data_access.intake.result import FileResult
from data_access.queries import ranking
from data_access.queries.filters import Filters
from data_access.store.engine import memory_store
from data_access.store.write import save_reading

ROOT = Path(__file__).resolve().parents[2]
EVIL = ["=1+1", "+8", "-3", "@SUM(A1)", "\tx", "=HYPERLINK(\"http://a\")", "=2座"]


def filing(project: str, position: int = 1, **values) -> Filing:
    lines = [Line("产出指标", "数量指标", "检修水闸", "≥10座", "8座", 9000, 9000, at={"row": "表1 第6行"})]
    funds = [Fund("total", "年度资金总额", 500_000, None, 500_000, 400_001, 1000, 0.8, 800, at={"row": "表1 第4行"}),
             Fund("市县区财政资金", "市县区财政资金", None, None, 500_000, 400_001)]
    standard = {"form": "project", "year": 2024, "department": "青禾县水利局", "unit": "青禾县水利局本级",
                "funds": funds, "lines": lines, "goals": [("检修\n10座", "检修8座")], "total_score_c": 9800,
                "grade": "优", "stated": [Stated("第3页", 9590, "优", 500_000, None, 0.98)]}
    return Filing(position=position, project=project, **{**standard, **values})


@pytest.fixture
def bureau():
    """Two documents, the later one first by name; gives the copy's cursor and the store."""
    engine = memory_store()
    save_reading(engine, Reading("乙.docx", "b" * 64, "docx", filings=[
        filing("渠道清淤", 1, department="青禾县农业局", year=2023), filing("泵站\n维修", 2)],
        claims=[Claim("第9行", "sum", "funds", "project", 1_000_000.0, "涉及资金1万元")],
        accounts=[Account("支出决算表", "expenditure", "2130301", "行政运行", None, 800_002, 800_002, "第3行")]))
    save_reading(engine, Reading("1.docx", "a" * 64, "docx", filings=[filing("水闸检修")]))
    copy = Copy(engine)
    copy.refresh()
    return copy.cursor(), engine


def promised(subject: str) -> list[str]:
    """The fields that the papers promise for a subject, read from the paper itself."""
    paper = ROOT.parent / "shared" / "interchange.md"
    if not paper.exists():
        pytest.skip("../shared/interchange.md is not here")
    section = paper.read_text(encoding="utf-8").split(f"## `export {subject} --format json`")[1].split("\n## ")[0]
    described = section.split(": ", 1)[1].split(". Values")[0].split(". Points")[0].split(". Findings")[0]
    described = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", described)        # what stands in brackets is commentary
    described = re.sub(r"`\{[^}]*\}`|and `lines`: one object.*", "", described, flags=re.DOTALL)
    return re.findall(r"`([a-z_0-9]+)`", described)


def test_filings_have_the_promised_fields_in_order(bureau):
    found = exports.filings(bureau[0])[0]
    assert list(found) == [
        "id", "source", "position", "form", "layout", "region", "year", "project", "project_code", "department",
        "department_code", "department_canonical", "unit", "unit_code", "funds", "indicators", "blocks", "goals",
        "reason", "measures", "notes", "total_weight", "total_score", "grade", "grade_printed", "stated",
        "corrections"]
    assert found["funds"] == [
        {"source": "total", "initial": 0.5, "midyear_adjustment": None, "budget": 0.5, "executed": 0.400001,
         "weight": 10.0, "rate": 0.8, "score": 8.0},
        {"source": "市县区财政资金", "initial": None, "midyear_adjustment": None, "budget": 0.5, "executed": 0.400001,
         "weight": None, "rate": None, "score": None}]
    assert found["indicators"] == [
        {"level1": "产出指标", "level2": "数量指标", "level3": "检修水闸", "target": "≥10座", "actual": "8座",
         "weight": 90.0, "score": 90.0, "reason": ""}]
    assert found["goals"] == [{"expected": "检修10座", "achieved": "检修8座"}]
    assert found["stated"] == [{"where": "第3页", "total_score": 95.9, "grade": "优", "budget": 0.5, "executed": None,
                                "rate": 0.98}]


def test_lines_have_the_fields_of_indicators_and_their_own(bureau):
    found = exports.lines(bureau[0])[0]
    assert list(found) == [*exports.filings(bureau[0])[0]["indicators"][0], *promised("lines")[1:], "corrections"]
    assert (found["op"], found["target_value"], found["actual_value"], found["target_unit"]) == ("ge", 10.0, 8.0, "座")
    assert found["address"] == "表1 第6行"


def test_scores_have_the_promised_fields(bureau):
    found = exports.scores(bureau[0])[0]
    assert list(found) == [*promised("scores")[:15], "recomputed_raw", *promised("scores")[15:], "lines"]
    assert list(found["execution"]) == ["base", "budget", "executed", "weight", "score", "recomputed", "low", "high",
                                        "method", "assumed", "why"]
    [line] = found["lines"]
    assert list(line) == ["ordinal", "level3", "weight", "score", "recomputed", "low", "high", "method", "assumed",
                          "why"]
    assert (line["recomputed"], line["method"]) == (72.0, "ge") and "72" in line["why"]
    assert (found["recomputed"], found["execution"]["recomputed"]) == (80.0, 8.0)


def test_flags_have_the_promised_fields(bureau):
    found = exports.flags(bureau[0])
    assert all(list(flag) == promised("flags") for flag in found)
    [over] = [flag for flag in found if flag["code"] == "A07" and flag["project"] == "水闸检修"]
    assert (over["filed"], over["recomputed"], over["difference"], over["state"]) == (90.0, 72.0, 18.0, "待核实")
    assert (over["line"], over["level3"], over["department"]) == (1, "检修水闸", "青禾县水利局")


def test_order_is_source_by_code_points_then_position(bureau):
    cursor = bureau[0]
    assert [(f["source"], f["position"]) for f in exports.filings(cursor)] == [
        ("1.docx", 1), ("乙.docx", 1), ("乙.docx", 2)]
    for rows in (exports.scores(cursor), exports.flags(cursor)):
        places = [(row["source"], row["position"]) for row in rows if row["filing"]]
        assert places == sorted(places)


def test_a_download_holds_the_findings_of_the_screen_in_their_order(bureau):
    keys = [flag["key"] for flag in exports.flags(bureau[0])][::-1][:3]
    assert [flag["key"] for flag in exports.flags(bureau[0], keys=keys)] == keys


@pytest.mark.parametrize(("selection", "projects"), [
    (Selection(), ["水闸检修", "渠道清淤", "泵站维修"]), (Selection(year=2023), ["渠道清淤"]),
    (Selection(department="青禾县 农业局"), ["渠道清淤"]), (Selection(year=2023, department="青禾县水利局"), [])])
def test_filters(bureau, selection, projects):
    assert [f["project"] for f in exports.filings(bureau[0], selection)] == projects
    assert len(exports.lines(bureau[0], selection)) == len(exports.scores(bureau[0], selection)) == len(projects)


def test_every_column_has_a_value_in_the_export_and_stands_in_the_glossary(bureau):
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    cursor = bureau[0]
    objects = {"filings": exports.filings(cursor), "lines": exports.lines(cursor, context=True),
               "scores": exports.scores(cursor), "flags": exports.flags(cursor),
               "claims": exports.claims(cursor), "accounts": exports.accounts(cursor),
               "unread": [dict.fromkeys(COLUMNS["unread"].values())],
               **{name: [{"place": 1, **getattr(ranking, name)(cursor, Filters())[0]}]
                  for name in ("departments", "projects")}}
    for subject, columns in COLUMNS.items():
        listed = re.split(rf"^## \S+ {subject}（", glossary, flags=re.MULTILINE)[1].split("\n## ")[0]
        assert re.findall(r"^\| (\S+) \|", listed, re.MULTILINE)[1:] in ([*columns], ["---", *columns])
        for path in columns.values():
            top = path.split(".")[0]
            assert top in objects[subject][0] or top in ("total", "counts", "joined")


def test_csv_has_a_bom_and_escapes_text_never_numbers(bureau):
    lines = [{**exports.lines(bureau[0], context=True)[0], "target": text, "score": -3.5} for text in EVIL]
    data = as_csv("lines", lines)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["指标值"] for row in rows] == ["'" + text for text in EVIL]
    assert {row["得分"] for row in rows} == {"-3.5"}


def test_xlsx_has_no_formula_no_link_and_says_where_it_comes_from(bureau):
    flags = [{**exports.flags(bureau[0])[0], "message": text, "difference": -3.5} for text in [*EVIL, "http://a.cn"]]
    data = exports.flags_xlsx(flags, "年度：2024", data_date="2026-11-21", packs="CN-2020 国家办法")
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet, about = book["疑点清单"], dict(book["说明"].iter_rows(values_only=True))
    headers = [cell.value for cell in sheet[1]]
    assert headers == list(COLUMNS["flags"])
    message = [row[headers.index("疑点说明")] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in message] == [*EVIL, "http://a.cn"]
    assert {cell.data_type for cell in message} == {"s"} and not any(cell.hyperlink for cell in message)
    assert sheet.cell(2, headers.index("差额") + 1).value == -3.5
    assert (about["数据日期"], about["筛选条件"], about["行数"], about["规则包"]) == (
        "2026-11-21", "年度：2024", 8, "CN-2020 国家办法")


@pytest.mark.parametrize("subject", [*COLUMNS])
def test_nothing_to_export_still_makes_a_file(subject):
    assert list(openpyxl.load_workbook(io.BytesIO(as_xlsx(subject, [], About()))).sheetnames)[1] == "说明"
    assert as_csv(subject, []).decode("utf-8-sig").strip() == ",".join(COLUMNS.get(subject, ()))
    assert json.loads(as_json([])) == []


def test_what_a_document_says_of_its_forms_leaves_in_wan(bureau):
    [claim], [line] = exports.claims(bureau[0]), exports.accounts(bureau[0])
    assert (claim["value"], claim["unit"], claim["source"], claim["year"]) == (1.0, "万元", "乙.docx", 2023)
    assert (line["project"], line["basic"], line["code"]) == (0.800002, None, "2130301")
    assert exports.claims(bureau[0], Selection(year=1999)) == []


def test_a_rate_is_a_fraction_shown_as_percent(bureau):
    data = as_xlsx("scores", exports.scores(bureau[0]), About())
    sheet = openpyxl.load_workbook(io.BytesIO(data))["重算得分"]
    cell = sheet.cell(2, list(COLUMNS["scores"]).index("执行率") + 1)
    assert (cell.value, cell.number_format) == (pytest.approx(0.800002), "0.00%")


def test_codes_become_words_in_tables(bureau):
    headers, [first, *_] = table("scores", exports.scores(bureau[0]))
    row = dict(zip(headers, first, strict=True))
    assert (row["表种"], row["执行重算方法"], row["执行基数"], row["执行是否暂按"]) == (
        "项目支出", "按执行率", "全年预算数", "否")


def test_the_data_date_is_the_day_of_the_last_import(bureau):
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", exports.data_date(bureau[1]))
    assert exports.data_date(memory_store()) == ""


@pytest.mark.parametrize(("printed", "told"), [
    ("检修\n水闸", "检修水闸"), ("446. 46", "446.46"), ("≥ 95 %", "≥95%"), ("WPS Office 采购", "WPS Office采购"),
    ("  一 二\t三 ", "一二三"), (None, "")])
def test_tidy(printed, told):
    assert tidy(printed) == told


@given(st.text(alphabet="水 \n\tAb1.　", max_size=12))
def test_tidy_only_takes_white_space_away_and_does_so_once(text):
    assert "".join(tidy(text).split()) == "".join(text.split())
    assert tidy(tidy(text)) == tidy(text)


def test_a_noisy_document_tells_a_terminal_every_error_but_only_the_first_warnings():
    messages = [Message("warning", f"第{n}行", "", "", f"提示{n}") for n in range(9)] + [
        Message("error", "第99行", "", "", "读不出金额")]
    said = results.about_file(FileResult("乙.txt", "", "partly", messages=messages)).splitlines()
    assert said[0] == "乙.txt：部分读取" and said[1].endswith("读不出金额")
    assert len(said) == 2 + results.SHOWN + 1 and "另有提示 4 条" in said[-1]


def test_the_sheet_about_an_export_names_the_bureau():
    for name in ("", "青禾县财政局"):
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx("flags", [], About(bureau=name))))
        assert dict(book["说明"].iter_rows(values_only=True)).get("单位", "") == name
