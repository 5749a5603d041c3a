"""An export as bytes: json, csv (UTF-8 with a BOM) or xlsx. Nothing that was filed ever becomes a formula."""

import csv
import io
import json
from dataclasses import dataclass

import xlsxwriter

from data_access.exports.columns import table

_MOST_TEXT, _MOST_ROWS = 32_767, 1_048_575                   # what one xlsx cell and one sheet can hold
_WIDEST = 60                                                  # characters; longer texts are wrapped
SUBJECTS = {"filings": "自评表", "lines": "指标行", "scores": "重算得分", "flags": "疑点清单",
            "claims": "报告陈述", "accounts": "部门决算", "unread": "未读清单",
            "departments": "部门排名", "projects": "项目排名"}


@dataclass(frozen=True)
class About:
    """What the sheet 说明 says beside the row count. data_date: day of the last import; packs: names of rule packs;
    bureau: its name."""

    filter_words: str = "全部"
    data_date: str = ""
    packs: str = ""
    bureau: str = ""


def as_json(objects: list[dict] | dict) -> bytes:
    """UTF-8, Chinese as it is, ending in a line break."""
    return (json.dumps(objects, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def as_csv(subject: str, objects: list[dict]) -> bytes:
    """Headers in the first line, CRLF; text that a spreadsheet would take for a formula gets an apostrophe in front."""
    headers, lines = table(subject, objects)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows([_harmless(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    return "'" + value if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value


def as_xlsx(subject: str, objects: list[dict], about: About) -> bytes:
    """The columns of the csv on one sheet, and a sheet 说明. Raises ValueError when a sheet cannot hold the rows."""
    headers, lines = table(subject, objects)
    if len(lines) > _MOST_ROWS:
        raise ValueError(f"xlsx 一张表最多 {_MOST_ROWS} 行，这里有 {len(lines)} 行，请加筛选条件或改用 csv")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False}) as book:
        _sheet(book, SUBJECTS[subject], headers, lines)
        _about(book, subject, len(lines), about)
    return buffer.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, headers: list[str], lines: list[list]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "vcenter"})
    rate, long = book.add_format({"num_format": "0.00%"}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, header in enumerate(headers):
        width = _width(header, [line[at] for line in lines[:200]])
        sheet.set_column(at, at, width, rate if header.startswith("执行率") else long if width == _WIDEST else None)
        sheet.write_string(0, at, header, head)
    for row, line in enumerate(lines, 1):
        for at, value in enumerate(line):
            if isinstance(value, str):
                sheet.write_string(row, at, value[:_MOST_TEXT])
            elif value is not None:
                sheet.write_number(row, at, value)
    sheet.freeze_panes(1, 0)
    if headers:
        sheet.autofilter(0, 0, len(lines), len(headers) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _width(header: str, values: list) -> float:
    """Columns as wide as their texts, Chinese counted double, between 8 and 60."""
    longest = max((len(str(value)) + sum(ord(sign) > 0x2E7F for sign in str(value))
                   for value in [header, *(value for value in values if value is not None)]), default=0)
    return min(_WIDEST, max(8, longest + 2))


def _about(book: xlsxwriter.Workbook, subject: str, count: int, about: About) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 80)
    said = {"单位": about.bureau} if about.bureau else {}
    said |= {"内容": SUBJECTS[subject], "数据日期": about.data_date or "尚未导入", "筛选条件": about.filter_words,
             "行数": count, "规则包": about.packs or "不涉及", "金额单位": "万元"}
    if subject == "flags":
        said["提示"] = "疑点是待核实的问题，不是结论；严重程度只表示先看哪一条。"
    for row, (name, value) in enumerate(said.items()):
        sheet.write_string(row, 0, name)
        (sheet.write_number if isinstance(value, int) else sheet.write_string)(row, 1, value)


def flags_xlsx(rows: list[dict], filter_words: str = "全部", *, data_date: str = "", packs: str = "",
               bureau: str = "") -> bytes:
    """The findings of a screen as a workbook; rows as `flags.flags` gives them."""
    return as_xlsx("flags", rows, About(filter_words, data_date, packs, bureau))


def flags_csv(rows: list[dict]) -> bytes:
    """The findings of a screen as csv; rows as `flags.flags` gives them."""
    return as_csv("flags", rows)
