"""What a document says of all its forms, its final accounts, and the lists that stand beside the forms."""

import openpyxl
import pytest

from data_access.copy import Copy
from data_access.intake.accounts import read_accounts
from data_access.intake.batch import import_paths
from data_access.intake.claims import read_claims
from data_access.intake.companions import read_list
from data_access.intake.documents import text
from data_access.intake.documents.grid import Document, Paragraph
from data_access.store.engine import memory_store
from tests.intake.shared import needs_seeds, seed
from tests.paper import form


def said(*paragraphs: str) -> list[tuple]:
    """(kind, scope, value) of what paragraphs claim; money in 万元."""
    document = Document("text", [Paragraph(each, f"第{n}行") for n, each in enumerate(paragraphs, 1)])
    return [(claim.kind, claim.scope, claim.value / 1e6 if claim.kind == "sum" else claim.value)
            for claim in read_claims(document)]


@pytest.mark.parametrize(("paragraph", "claims"), [
    ("本次自评涉及项目8个，资金120.5万元。", [("count", "projects", 8), ("sum", "funds", 120.5)]),
    ("共下达本部门8个项目资金，全年支出100万元，预算执行率为83.33%。",
     [("count", "projects", 8), ("sum", "executed", 100), ("rate", "executed", 0.8333)]),
    ("自评项目共8个，其中：年初预算项目5个80万元，年中追加3个20万元。合计支出90万元。",
     [("count", "projects", 8), ("count", "part", 5), ("sum", "part", 80), ("sum", "part", 20),
      ("sum", "executed", 90)]),
    ("对2024年初预算安排的所有项目开展自评，涉及项目8个。对“甲”“乙”等2个项目开展部门评价，涉及资金30万元。",
     [("count", "projects", 8), ("count", "part", 2), ("sum", "part", 30)]),
    ("自评结果：评价等级为优的项目6个，良的2个。", [("grades", "优", 6), ("grades", "良", 2)]),
    ("5个项目自评等级为“优”，1个项目自评等级为“差”。", [("grades", "优", 5), ("grades", "差", 1)]),
    ("全年签约项目28个，签约资金50亿元。", []), ("本项目下达2个子项目资金30万元。", []),
    ("资金使用规范，支出30万元。", [])])
def test_claims_of_a_sentence(paragraph, claims):
    assert said(paragraph) == claims


def test_a_sentence_that_a_page_break_cut_is_one():
    assert said("按照财政局的统一部署，本次自评涉及本级预算项目共", "8个，涉及资金90万元。") == [
        ("count", "projects", 8), ("sum", "funds", 90)]


ACCOUNTS = """支出决算表
公开03表
部门名称：青禾县水利局
\t项目\t本年支出合计\t基本支出\t项目支出
科目代码\t科目名称\t合计\t基本支出\t项目支出
\t栏次\t1\t2\t3
\t合计\t30. 50\t10.00\t20. 50
213\t农林水支出\t30.50\t10.00\t20.50
2130301\t行政运行\t10.00\t10.00\t
2130305\t水利工程建设\t20.50\t\t20.50
注：本表反映部门本年度各项支出情况。
"""


def test_lines_of_the_final_accounts():
    lines = read_accounts(text.read(ACCOUNTS.encode()))
    assert [(line.code, line.basic_fen, line.project_fen, line.total_fen) for line in lines] == [
        ("", 10_000_000, 20_500_000, 30_500_000), ("213", 10_000_000, 20_500_000, 30_500_000),
        ("2130301", 10_000_000, None, 10_000_000), ("2130305", None, 20_500_000, 20_500_000)]
    assert {line.kind for line in lines} == {"expenditure"} and lines[3].name == "水利工程建设"


def test_a_table_without_a_title_of_the_accounts_is_none():
    assert read_accounts(text.read(ACCOUNTS.replace("支出决算表\n", "附表\n", 1).encode())) == []


def test_accounts_in_yuan():
    lines = read_accounts(text.read(ACCOUNTS.replace("公开03表", "单位：元").encode()))
    assert lines[0].total_fen == 3050


@needs_seeds
def test_the_real_statements_and_accounts():
    store = memory_store()
    import_paths(store, [seed("001"), seed("003")])
    copy = Copy(store)
    copy.refresh()
    ask = copy.cursor().execute
    whole = ask("""SELECT substr(source, 1, 3), kind, scope, value FROM claims WHERE scope <> 'part' AND value > 0
                   GROUP BY ALL ORDER BY ALL""").fetchall()
    assert whole == [
        ("001", "count", "projects", 11), ("001", "grades", "优", 11), ("001", "rate", "executed", 0.9662),
        ("001", "sum", "executed", 627_800_000), ("001", "sum", "funds", 649_780_000),
        ("003", "count", "projects", 17), ("003", "grades", "优", 12), ("003", "grades", "差", 5),
        ("003", "sum", "funds", 160_350_000)]
    kinds = dict(ask("SELECT kind, count(*) FROM accounts GROUP BY kind").fetchall())
    assert kinds == {"expenditure": 32, "income": 32, "fiscal": 32, "basic": 21, "summary": 18, "other": 2}
    leaves = ask("""SELECT sum(project_fen), sum(basic_fen), sum(total_fen) FROM accounts
                    WHERE kind = 'expenditure' AND length(code) = 7""").fetchone()
    assert leaves == (160_350_000, 286_120_000, 446_470_000)             # each rounded: 0.01 above the total row


def book(path, *rows):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


HEAD = ["年度", "主管部门", "项目名称", "项目编码", "全年预算数（万元）"]


def test_a_budget_list_is_read_by_its_labels(tmp_path):
    path = book(tmp_path / "清单.xlsx", ["2024年预算清单"], ["项目名称", "备注", "预算数（元）", "主管部门"],
                ["水闸检修", "", 500000, "青禾县水利局"], ["渠道清淤", "", 12.5, None], ["合计", "", 500012.5, ""])
    items, messages = read_list(path.read_bytes(), path.name, "budget")
    assert [(item.year, item.department, item.project, item.amount_fen) for item in items] == [
        (2024, "青禾县水利局", "水闸检修", 50_000_000), (2024, "青禾县水利局", "渠道清淤", 1250)]
    assert messages == []


def test_a_ledger_as_csv_and_what_cannot_be_read(tmp_path):
    data = "年度,部门,项目,支付金额\n2024,青禾县水利局,水闸检修,48\n2024,青禾县水利局,渠道清淤,约五万\n"
    data = data.encode("gb18030")
    items, messages = read_list(data, "支付.csv", "payments")
    assert [(item.project, item.amount_fen) for item in items] == [("水闸检修", 48_000_000)]
    assert [message.severity for message in messages] == ["warning", "error"] and "渠道清淤" in messages[1].text
    assert read_list("没有表头\n".encode(), "空.csv", "payments")[1][0].severity == "error"


def test_a_later_list_replaces_its_years_and_departments(tmp_path):
    store = memory_store()
    import_paths(store, [form(tmp_path / "a.docx")])
    rows = [[2024, "青禾县水利局", "水闸检修", None, 50], [2024, "青禾县农业局", "渠道清淤", None, 20]]
    first = book(tmp_path / "一.xlsx", HEAD, *rows)
    second = book(tmp_path / "二.xlsx", HEAD, [2024, "青禾县水利局", "泵站改造", None, 70])
    [result] = import_paths(store, [first], kind="budget")
    assert (result.status, result.rows) == ("read", 2)
    assert import_paths(store, [first], kind="budget")[0].status == "duplicate"
    copy = Copy(store)
    copy.refresh()
    import_paths(store, [second], kind="budget")
    copy.refresh()
    assert copy.cursor().execute("SELECT project, canonical, year, budget_fen FROM budgets ORDER BY 1").fetchall() == [
        ("泵站改造", "青禾县水利局", 2024, 70_000_000), ("渠道清淤", "青禾县农业局", 2024, 20_000_000)]
