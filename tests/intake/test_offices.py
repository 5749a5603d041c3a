"""The list 科室 ↔ department: labels in any wording, merged 科室, what is wrong is told with its place."""

import io

import pytest
from openpyxl import Workbook

from data_access.intake.offices import read_offices


def book(*rows: tuple, merged: str = "") -> bytes:
    made, buffer = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    if merged:
        made.active.merge_cells(merged)
    made.save(buffer)
    return buffer.getvalue()


ROWS = (("科室", "联系单位"), ("农业股", "青禾县水利局"), ("农业股", "青禾县林业局"), ("教科文股", "青禾县教育局"))
READ = {"青禾县水利局": "农业股", "青禾县林业局": "农业股", "青禾县教育局": "教科文股"}


@pytest.mark.parametrize("head", [("业务科室", "主管部门"), ("股 室", "单位名称"), ("归口处室", "预算单位")])
def test_labels_in_any_wording_below_a_title(head):
    assert read_offices(book(("科室对口部门一览表",), head, *ROWS[1:]), "对口.xlsx") == (READ, [])


def test_columns_in_any_order_among_others():
    rows = [("序号", "部门", "电话", "科室"), *((n, row[1], "", row[0]) for n, row in enumerate(ROWS[1:], 1))]
    assert read_offices(book(*rows), "对口.xlsx")[0] == READ


def test_csv():
    text = "\n".join(",".join(row) for row in ROWS)
    assert read_offices(text.encode("gb18030"), "对口.csv")[0] == READ


@pytest.mark.parametrize("merged", ["", "A2:A3"])
def test_a_office_written_once_for_several_departments(merged):
    rows = (ROWS[0], ROWS[1], (None, ROWS[2][1]), ROWS[3], ("合计", "合计3个"))
    assert read_offices(book(*rows, merged=merged), "对口.xlsx")[0] == READ


def test_two_offices_for_one_department_are_told_and_not_taken():
    found, messages = read_offices(book(*ROWS, ("社保股", "青禾县水利局")), "对口.xlsx")
    assert found == {name: office for name, office in READ.items() if name != "青禾县水利局"}
    assert messages[0].severity == "error" and "农业股、社保股" in messages[0].text and "B2" in messages[0].where


@pytest.mark.parametrize("data", [b"", b"\xff\xfe rubbish", book(("甲", "乙"), ("丙", "丁"))])
def test_what_is_no_such_list_is_told_with_the_remedy(data):
    found, (message,) = read_offices(data, "对口.xlsx")
    assert not found and message.severity == "error" and message.text
