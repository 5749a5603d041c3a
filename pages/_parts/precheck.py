"""The parts of 预审: one dropped file, read and reviewed in memory, nothing stored."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from data_access.copy import Copy, from_readings
from data_access.intake.pipeline import read_bytes
from data_access.intake.record import Reading
from data_access.queries import filing as query
from data_access.queries import findings
from data_access.queries.filters import Filters
from pages._parts import look, tables
from pages._parts.bridge import bridge_section
from pages._parts.cards import cards
from pages._parts.form import funds_table, heading, lines_table, messages_list
from pages._parts.text import count, esc, filing_name

KINDS = ["docx", "doc", "wps", "xlsx", "xls", "et", "pdf", "png", "jpg", "jpeg", "txt", "md", "csv"]
_STATES = {"read": ("读出", "每个数都读懂了"), "partly": ("部分读取", "有的数没有读懂，见下方提示"),
           "refused": ("未能读取", "原因见下方提示"), "ignored": ("没有自评表", "文件里没有找到自评表")}
_SEVERITY = {"error": "未能读出", "warning": "请留意"}


@dataclass
class Review:
    """A file reviewed. filings: their keys in the order of the file; copy None when there is none to review."""

    sha256: str
    reading: Reading
    copy: Copy | None
    filings: list[str]


def chosen_file():
    """The file dropped on the page, or None."""
    return st.file_uploader("自评表（Word、Excel、PDF、扫描图片，一次一份文件）", type=KINDS, key="precheck")


def reviewed(file, shown: Copy) -> Review:
    """The review of a dropped file by the packs and checks in force; kept in the session until another is dropped."""
    data = file.getvalue()
    sha256 = hashlib.sha256(data).hexdigest()
    kept = st.session_state.get("_review")
    if kept is None or kept.sha256 != sha256:
        with st.spinner(f"正在读取和重算 {file.name} ……"):
            kept = st.session_state["_review"] = _review(sha256, read_bytes(data, file.name), shown)
    return kept


def _review(sha256: str, reading: Reading, shown: Copy) -> Review:
    if not reading.filings:
        return Review(sha256, reading, None, [])
    copy = from_readings([reading], packs_folder=shown.packs_folder)
    found = query.search(copy.cursor(), Filters(), "", 500, 0)
    return Review(sha256, reading, copy, [row["filing"] for row in sorted(found, key=lambda row: row["position"])])


def what_was_read(review: Review) -> None:
    """How far the file was understood: its state, counts, and every message with place, found, expected, remedy."""
    reading = review.reading
    state, note = _STATES[reading.status]
    found = findings.summary(review.copy.cursor(), Filters()) if review.copy else dict.fromkeys("高中低", 0)
    counts = [found[name] for name in "高中低"]
    lines = sum(len(filing.lines) for filing in reading.filings)
    cells = sum(f.cells_read + f.cells_ignored for f in reading.filings)
    left = sum(len(f.left_over) for f in reading.filings)
    look.tiles([
        look.tile("读取结果", state, "", note),
        look.tile("自评表", count(len(reading.filings)), "份", f"指标行 {count(lines)} 条"),
        look.tile("读懂的格子", f"{cells / (cells + left) * 100:.1f}%" if cells + left else "—", "",
                  f"没有读懂 {count(left)} 格"),
        look.tile("疑点", count(sum(counts)), "条", "高 {} · 中 {} · 低 {}".format(*counts))])
    messages = [vars(message) for message in reading.messages]
    if messages:
        body = [[_SEVERITY[row["severity"]], esc(row["where"]), esc(row["found"]), esc(row["text"])]
                for row in messages]
        tables.table(tables.columns("提示:short 位置:short 读到 说明:wide"), body, caption="文件的导入提示")


def show_filing(review: Review, key: str) -> None:
    """One filing of the file: totals, the bridge, the form beside the recomputation, its findings."""
    cursor = review.copy.cursor()
    head = query.head(cursor, key)
    found = findings.of_filing(cursor, key)
    with st.expander(f"第 {head['position']} 份　{filing_name(head)}　疑点 {len(found)} 条",
                     expanded=len(review.filings) == 1):
        heading(head)
        look.section("疑点", "疑点是待核实的问题，不是结论；逐条改正或在偏差原因里说明即可。" if found else "")
        if found:
            cards(found, with_filing=False, linked=False)
        else:
            look.empty("现有规则没有疑点", "这只说明规则没有问到，不等于没有问题。")
        bridge_section(query.bridge(cursor, key), key=key)
        look.section("资金", head["exec_sentence"])
        funds_table(query.funds(cursor, key), head)
        look.section("指标", "左边照原表，右边按规则重算。")
        lines_table(query.lines(cursor, key), head)
        messages_list(query.texts(cursor, key)["messages"])
