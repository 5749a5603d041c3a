"""A folder of hostile and broken files among good ones, imported as a whole by a process of its own: each bad file is
told in Chinese with its name, the good ones go in, nothing is half-stored, and memory and time stay bounded."""

import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from data_access.intake.documents.limits import MB
from tests.intake import pdf_paper
from tests.intake.layout_paper import as_xlsx
from tests.intake.shared import FORMS, ROOT
from tests.intake.test_limits import LAUGHS, with_part
from tests.paper import form

MOST_MEMORY = 1024 * MB
MOST_SECONDS = 240                                            # a minute on an idle machine
IMPORT = """
import json, sys
from dataclasses import asdict
from data_access.intake.batch import import_paths
from data_access.store.engine import open_store
found = import_paths(open_store(sys.argv[1]), [sys.argv[2]])
json.dump([asdict(file) for file in found], open(sys.argv[3], "w"), default=str)
"""


def run_watched(command: list[str]) -> tuple[int, int]:
    """(exit status, the most memory the process and its children held at one time, in bytes)."""
    process, most = subprocess.Popen(command, cwd=ROOT), 0
    while process.poll() is None:
        most = max(most, sum(map(resident, [process.pid, *children(process.pid)])))
        time.sleep(0.01)
    return process.returncode, most


def children(pid: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    except OSError:
        return []


def resident(pid: int) -> int:
    try:
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()).group(1)) * 1024
    except (OSError, AttributeError):
        return 0


def sheet(rows: list[list]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet("表")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return target.getvalue()


def endless(xml: bytes) -> bytes:
    """A document's XML with 300,000 more paragraphs, too unlike each other to be taken for a bomb."""
    more = b"".join(b"<w:p><w:r><w:t>%x</w:t></w:r></w:p>" % (n * 2654435761 % 2**40) for n in range(300_000))
    return xml.replace(b"</w:body>", more + b"</w:body>")


def locked_pdf() -> bytes:
    return pdf_paper.pdf(pdf_paper.text(50, 50, "密")).replace(
        b"/Root 1 0 R", b"/Root 1 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<" + b"41" * 32
        + b">/U<" + b"42" * 32 + b">/P -4>>")


def far_cell() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("表").write(1_048_575, 16_383, "尽头")
    book.close()
    return target.getvalue()


def no_result() -> bytes:
    """A sound form whose score is a formula that was never calculated."""
    told = as_xlsx({"表": ["2024年度项目支出绩效自评表", [
        "项目名称 | 公式没有结果 | < | < | < | < | <", "主管部门 | 青禾县公式局 | < | 实施单位 | 青禾县公式所 | < | <",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分",
        "产出指标 | 数量指标 | 算式 | 3道 | 3道 | 100 | ƒ100", "总分 | < | < | < | < | 100 | 100"]]})
    return with_part(told, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"</f><v>[^<]*</v>", b"</f>", xml))


def bad_files(good: bytes) -> dict[str, tuple[bytes, str]]:
    """Name: (bytes, a word that its message must hold)."""
    body = with_part(good, "word/document.xml", lambda xml: re.sub(
        rb"\?>", f'?><!DOCTYPE w [<!ENTITY l0 "哈">{LAUGHS}]>'.encode(), xml, count=1).replace(
            "水闸检修".encode(), b"&l8;"))
    outside = with_part(good, "word/document.xml", lambda xml: xml.replace(
        b"?>", b'?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>', 1))
    return {
        "实体.docx": (body, "实体"), "外部实体.docx": (outside, "实体"),
        "膨胀.docx": (with_part(good, "word/document.xml", lambda xml: xml + b" " * (40 * MB)), "倍"),
        "三十万段.docx": (with_part(good, "word/document.xml", endless), "超过上限"),
        "五百页.pdf": (pdf_paper.pdf(*[pdf_paper.text(50, 50, "第一页")] * 500), "500 页"),
        "密码.pdf": (locked_pdf(), "密码"), "截断.docx": (good[:len(good) // 2], "不完整"),
        "截断.pdf": (pdf_paper.pdf(pdf_paper.text(50, 50, "断"))[:200], "不完整"),
        "截断.xlsx": (sheet([["项目名称", "断"]])[:900], "不完整"), "尽头.xlsx": (far_cell(), "1048576 行"),
        "满格.xlsx": (sheet([[f"字{r}{c}" for c in range(60)] for r in range(7000)]), "上限"),
        "没有结果.xlsx": (no_result(), "没有计算结果"), "噪声.docx": (bytes(range(256)) * 40, "。"),
        "空文件.xlsx": (b"", "。"),
        "炸弹.zip": (zipped({"表.docx": b"\x00" * (60 * MB)}), "倍"),
        "深.zip": (zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({"甲.docx": good})})})}), "层")}


@pytest.fixture(scope="module")
def imported(tmp_path_factory) -> dict:
    """What the import of the folder said and used, and how long it took."""
    root = tmp_path_factory.mktemp("hostile")
    folder = root / "报送"
    folder.mkdir()
    good = form(folder / "甲好表.docx", project="河道清淤").read_bytes()
    form(folder / "乙好表.docx", project="水库除险")
    (folder / "改名其实是Word.pdf").write_bytes(form(root / "x.docx", project="改名的表").read_bytes())
    gbk = zipped({"XXXXXX.docx": form(root / "y.docx", project="压缩包里的表").read_bytes()})
    (folder / "汉字名.zip").write_bytes(gbk.replace(b"XXXXXX", "水利局".encode("gbk")))
    bad = bad_files(good)
    for name, (data, _) in bad.items():
        (folder / name).write_bytes(data)
    for name in ("sample-a.xls",) if FORMS.is_dir() else ():
        shutil.copy(FORMS / name, folder / "旧格式.xls")
        (folder / "截断.xls").write_bytes((FORMS / name).read_bytes()[:4000])
    start = time.monotonic()
    status, used = run_watched([sys.executable, "-c", IMPORT, f"sqlite:///{root / 'store.db'}", str(folder),
                                str(root / "told.json")])
    seconds = time.monotonic() - start
    assert status == 0
    told = {str(Path(f["path"]).relative_to(folder)): f for f in json.loads((root / "told.json").read_text())}
    return {"seconds": seconds, "bad": {name: word for name, (_, word) in bad.items()}, "store": root / "store.db",
            "used": used, "files": told}


def test_each_bad_file_ends_in_a_chinese_message_that_names_it(imported):
    for name, word in imported["bad"].items():
        files = [file for path, file in imported["files"].items() if path.startswith(name)]
        said = [message for file in files for message in file["messages"]]
        assert files and said, name
        assert any(word in message["text"] for message in said), (name, [m["text"] for m in said])
        assert all(message["where"] and re.search("[\\u4e00-\\u9fff]", message["text"]) for message in said), name


def test_the_good_files_go_in_and_nothing_of_the_bad_ones(imported):
    read = {path for path, file in imported["files"].items() if file["status"] in ("read", "partly")}
    good = {"甲好表.docx", "乙好表.docx", "改名其实是Word.pdf", "汉字名.zip/水利局.docx", "没有结果.xlsx"}
    assert read - {"旧格式.xls"} == good
    assert all(file["filings"] == 1 for path, file in imported["files"].items() if path in good)
    refused = [file for path, file in imported["files"].items() if path not in read]
    assert all(not file["filings"] and not file["lines"] and file["document_id"] is None for file in refused)


def test_the_store_holds_what_was_told_and_no_more(imported):
    with sqlite3.connect(imported["store"]) as store:
        filings = store.execute("SELECT count(*) FROM filings").fetchone()[0]
        lines = store.execute("SELECT count(*) FROM lines").fetchone()[0]
    assert (filings, lines) == (sum(file["filings"] for file in imported["files"].values()),
                                sum(file["lines"] for file in imported["files"].values()))


def test_memory_and_time_stay_bounded(imported):
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell the memory of a process")
    assert 20 * MB < imported["used"] <= MOST_MEMORY, imported["used"] // MB
    assert imported["seconds"] <= MOST_SECONDS
