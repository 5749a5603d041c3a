"""Mutated sample files: no crash, no hang, and a status that the report knows."""

import csv
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_access.intake.pipeline import read_bytes, read_paths
from tests.intake import pdf_paper
from tests.intake.shared import FORMS, needs_forms
from tests.paper import LINES, form

STATUSES = ("read", "partly", "refused", "ignored")
HEAD = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROWS = [["项目名称", "水闸检修"], ["主管部门", "青禾县水利局"], HEAD, *map(list, LINES),
        ["总分", "", "", "", "", "100", "100"]]
# What a mutation writes: bytes that mean something to one of the formats, and noise.
PIECES = st.one_of(st.binary(min_size=1, max_size=6), st.sampled_from(
    [b"<", b">", b"&", b"\x00", b"\xff" * 4, b"PK\x01\x02", b"\t", b"\n", b"-1", b"99999999999", b"w:vMerge",
     b"w:gridSpan", b"endobj", b"stream", b" re ", b"XFD1048576", "分值".encode(), "—".encode()]))
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=8)
tried = settings(max_examples=250, deadline=10_000, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """Gives the same form in a kind; packages with their parts stored plain, so that mutations reach the XML."""
    samples = {"docx": _stored(form(tmp_path_factory.mktemp("f") / "表.docx").read_bytes()),
               "xlsx": _stored(_workbook()), "pdf": _paper(), "csv": _csv(),
               "txt": "\n".join("\t".join(row) for row in ROWS).encode()}
    return samples.get                                        # a function: a failure need not print them all


def _stored(package: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            copy.writestr(info.filename, source.read(info))
    return target.getvalue()


def _workbook() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    sheet.merge_range(12, 0, 13, 3, "说明")
    book.close()
    return target.getvalue()


def _paper() -> bytes:
    xs = [30, 100, 200, 290, 380, 450, 490, 540]
    rows = [[*row[:1], (row[1], 6)] if len(row) == 2 else row for row in ROWS]
    return pdf_paper.pdf(pdf_paper.text(200, 40, "2024年度项目支出绩效自评表") + pdf_paper.table(xs, 80, rows))


def _csv() -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([row + [""] * (7 - len(row)) for row in ROWS])
    return target.getvalue().encode()


def mutated(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The data with pieces put in place of some bytes; (where as a share, how many bytes go, what comes)."""
    for share, gone, piece in changes:
        at = int(share * len(data))
        data = data[:at] + piece + data[at + gone:]
    return data


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "txt", "csv"])
def test_the_samples_themselves_are_read(sample, kind):
    reading = read_bytes(sample(kind), f"表.{kind}")
    assert reading.status in ("read", "partly")
    assert [(line.level3, line.score_c) for line in reading.filings[0].lines] == [
        (line[2], int(line[6]) * 100) for line in LINES]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "txt", "csv"])
@tried
@given(changes=CHANGES)
def test_a_mutated_file_never_crashes_or_hangs(sample, kind, changes):
    reading = read_bytes(mutated(sample(kind), changes), f"表.{kind}")
    assert reading.status in STATUSES
    assert reading.filings or reading.messages


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@tried
@given(changes=CHANGES)
def test_mutated_xml_in_a_sound_package_never_crashes_or_hangs(sample, kind, changes):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample(kind))) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            data = source.read(info)
            hit = info.filename in ("word/document.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml")
            copy.writestr(info.filename, mutated(data, changes) if hit else data)
    assert read_bytes(target.getvalue(), f"表.{kind}").status in STATUSES


@needs_forms
@tried
@given(changes=CHANGES)
def test_a_mutated_old_workbook_never_crashes_or_hangs(changes):
    assert read_bytes(mutated((FORMS / "sample-a.xls").read_bytes(), changes), "表.xls").status in STATUSES


@tried
@given(changes=CHANGES)
def test_a_mutated_archive_never_crashes_or_hangs(sample, tmp_path_factory, changes):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("报送/水利局.txt", sample("txt"))
        package.writestr("报送/林业局.csv", sample("csv"))
    path = tmp_path_factory.mktemp("z") / "报送.zip"
    path.write_bytes(mutated(target.getvalue(), changes))
    found = read_paths([path])
    assert found and all(reading.status in STATUSES for _, reading in found)


@tried
@given(data=st.binary(max_size=3000), head=st.sampled_from(
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"{\\rtf"[:1], b"\t"]))
def test_noise_never_crashes(data, head):
    assert read_bytes(head + data, "噪声").status in STATUSES


@needs_forms
def test_a_damaged_old_workbook_that_makes_the_library_panic_is_refused():
    """calamine's panic is no Exception in Python: it once ended the whole import."""
    data = bytearray((FORMS / "sample-a.xls").read_bytes())
    statuses = set()
    for at in range(2_000, 6_000, 97):
        statuses.add(read_bytes(bytes(data[:at]) + b"\xff" * 4 + bytes(data[at + 4:]), "表.xls").status)
    assert "refused" in statuses and statuses <= set(STATUSES)
