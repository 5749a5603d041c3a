"""Importing files: what goes in, what stays out and why, what a crash leaves behind, what a second import does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.intake import pipeline
from data_access.intake.batch import import_paths
from data_access.intake.pipeline import read_bytes
from data_access.store import tables as t
from data_access.store import write
from data_access.store.engine import memory_store, open_store
from tests import paper
from tests.intake import invented, variants
from tests.intake.layout_paper import as_docx
from tests.intake.test_persons import FORM as PERSONAL

ROOT = Path(__file__).resolve().parents[2]
WHOLE = variants.write(invented.document(cell_lines=True))
ROWS = variants.write(invented.document(cell_lines=False))
SIGNED = "单位负责人签字：王小明　填表人：李大为　联系电话：13900001111　填报日期：2024年1月3日"


@pytest.fixture
def engine():
    return memory_store()


TOLD = ("imports", "files", "stamps")                         # what every import leaves, whatever came of it


def counts(engine) -> dict[str, int]:
    """Rows of each table that holds what was filed."""
    with engine.connect() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in t.metadata.sorted_tables if table.name not in TOLD}


def put(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize(("data", "status", "said"), [
    (b"", "refused", "空"),
    ("关于报送自评表的通知。".encode(), "refused", "没有找到自评表"),
    (WHOLE[:len(WHOLE) * 2 // 3], "refused", "中断"),
    (ROWS[:ROWS.index("检修及时率".encode()) + 20], "refused", "中断"),
    (b"\x00\x01\x02" * 50, "refused", ""),
])
def test_what_is_no_form_or_breaks_off_stays_out_and_the_others_go_in(tmp_path, engine, data, status, said):
    good, bad = put(tmp_path, "好.txt", WHOLE), put(tmp_path, "坏.txt", data)
    results = {Path(r.path).name: r for r in import_paths(engine, [good, bad])}
    assert (results["好.txt"].status, results["好.txt"].filings) == ("read", 2)
    assert results["坏.txt"].status == status and results["坏.txt"].filings == 0
    message = results["坏.txt"].messages[-1]
    assert said in message.text and message.text.endswith("。") and message.where
    assert counts(engine)["documents"] == 1 and counts(engine)["filings"] == 2


def test_a_form_that_breaks_off_inside_a_row_names_the_line(tmp_path):
    lines = WHOLE.decode().splitlines()
    end = max(i for i, line in enumerate(lines) if "检修及时率" in line) + 2
    reading = read_bytes("\n".join(lines[:end]).encode(), "断.txt")
    assert reading.status == "refused" and "水闸检修" in reading.messages[-1].found
    assert reading.messages[-1].where == f"第{end}行"


def test_a_blank_form_is_said_and_not_stored(tmp_path, engine):
    blank = invented.document(cell_lines=True)
    blank.blocks[2] = [row if i < 3 or "指标" in "".join(row[1:3]) and len(row) == 9 and "一级" in row[1] else
                       [row[0], *[""] * (len(row) - 1)] for i, row in enumerate(blank.blocks[2])]
    result, = import_paths(engine, [put(tmp_path, "半空.txt", variants.write(blank))])
    assert (result.status, result.filings) == ("partly", 1)
    assert any("没有填写" in message.text for message in result.messages)


@pytest.mark.parametrize(("rows", "said", "where"), [
    (PERSONAL[:6], "指标表没有内容", "表1 第6行"), (PERSONAL[:5], "没有找到指标表", "第1段")])
def test_a_form_without_a_single_indicator_is_said_with_its_place(rows, said, where):
    reading = read_bytes(as_docx(["2023年度项目支出绩效自评表", rows]), "表.docx")
    error, = [m for m in reading.filings[0].messages if m.severity == "error"]
    assert reading.status == "partly" and said in error.text and error.where.startswith(where)


def test_our_own_mistake_sets_the_file_aside_and_the_batch_goes_on(tmp_path, engine, monkeypatch):
    real = pipeline.read_form

    def stumbles(segment):
        filing = real(segment)
        if filing.project == "河道清淤":
            raise ZeroDivisionError
        return filing

    monkeypatch.setattr(pipeline, "read_form", stumbles)
    monkeypatch.delenv("JIHE_DEBUG", raising=False)
    other = tmp_path / "好.docx"
    paper.form(other)
    results = import_paths(engine, [put(tmp_path, "怪.txt", WHOLE), other])
    assert [r.status for r in results] == ["refused", "read"]
    assert "没有预料到" in results[0].messages[-1].text


def test_a_crash_while_saving_leaves_the_store_as_it_was(tmp_path, engine, monkeypatch):
    import_paths(engine, [put(tmp_path, "一.txt", WHOLE)])
    before = counts(engine)
    real = write._insert

    def fails(connection, table, values):
        real(connection, table, values)
        if table.name == "goals":
            raise OSError("disk full")

    monkeypatch.setattr(write, "_insert", fails)
    with pytest.raises(OSError):
        import_paths(engine, [put(tmp_path, "二.txt", WHOLE + "\n补充一行。\n".encode())])
    assert counts(engine) == before


def test_what_cannot_be_saved_is_set_aside_and_the_batch_goes_on(tmp_path, engine, monkeypatch):
    real = write.line_values

    def fails(line):
        if line.level3 == "清淤长度":
            raise ArithmeticError
        return real(line)

    monkeypatch.setattr(write, "line_values", fails)
    monkeypatch.delenv("JIHE_DEBUG", raising=False)
    other = paper.form(tmp_path / "好.docx")
    results = import_paths(engine, [put(tmp_path, "怪.txt", WHOLE), other])
    assert [r.status for r in results] == ["refused", "read"] and results[0].filings == 0
    assert counts(engine)["documents"] == counts(engine)["filings"] == 1
    monkeypatch.setenv("JIHE_DEBUG", "1")
    with pytest.raises(ArithmeticError):
        import_paths(engine, [tmp_path / "怪.txt"])


def test_a_killed_import_leaves_whole_files_only(tmp_path):
    """A real process, a real SIGKILL: each file is in whole or not at all."""
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(60):
        put(folder, f"{number:02}.txt", WHOLE.replace("河道清淤".encode(), f"河道清淤{number}".encode())
            .replace("水闸检修".encode(), f"水闸检修{number}".encode()))
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    process = subprocess.Popen([sys.executable, "cli.py", "import", str(folder), "--db", url], cwd=ROOT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    engine = open_store(url)
    deadline = time.monotonic() + 60
    while counts(engine)["documents"] < 3 and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    left = counts(engine)
    assert 3 <= left["documents"] < 60
    assert left["filings"] == 2 * left["documents"] and left["lines"] == 11 * left["documents"]
    rest = import_paths(engine, [folder])
    assert sum(r.status == "duplicate" for r in rest) == left["documents"]
    assert counts(engine)["filings"] == 120


def test_the_same_bytes_are_a_duplicate_and_change_nothing(tmp_path, engine):
    path = put(tmp_path, "一.txt", WHOLE)
    import_paths(engine, [path])
    before = counts(engine)
    assert [r.status for r in import_paths(engine, [path])] == ["duplicate"]
    assert counts(engine) == before
    assert [r.status for r in import_paths(engine, [path], again=True)] == ["read"]


def test_a_form_filed_again_replaces_the_earlier_one_and_tells_the_figures(tmp_path, engine):
    import_paths(engine, [put(tmp_path, "一.txt", WHOLE)])
    again = WHOLE.replace("11.4公里".encode(), "12公里".encode()).replace(b"\t19\n", b"\t20\n")
    result, = import_paths(engine, [put(tmp_path, "改后.txt", again)])
    assert (result.filings, result.replaced) == (2, 2)
    told = [m.text for m in result.messages if "替换" in m.text]
    assert any("完成值 11.4公里 → 12公里" in text and "得分 19 → 20" in text for text in told)
    assert any("数字没有变化" in text for text in told)
    with engine.connect() as connection:
        current = connection.execute(select(func.count()).where(t.filings.c.replaced_by.is_(None))).scalar_one()
        versions = connection.execute(select(t.parts.c.version)).scalars().all()
    assert current == 2 and counts(engine)["filings"] == 4 and versions == [2]


def test_given_year_and_department_fill_blanks_only(tmp_path, engine):
    bare = WHOLE.replace("2023年度".encode(), b"").replace("青禾县水利局".encode(), b"")
    files = [put(tmp_path, "一.txt", bare), put(tmp_path, "二.txt", WHOLE)]
    import_paths(engine, files, year=2022, department="县林业局")
    with engine.connect() as connection:
        rows = connection.execute(select(t.filings.c.year, t.filings.c.department)).all()
    assert {(2022, "县林业局"), (2023, "青禾县水利局")} == set(rows)


def test_no_person_and_no_telephone_reaches_the_store(tmp_path, engine):
    document = invented.document(cell_lines=True)
    document.blocks[2] = [*document.blocks[2], [SIGNED], ["项目负责人", "王小明", "联系电话", "13900001111"]]
    document.blocks.insert(3, SIGNED)
    import_paths(engine, [put(tmp_path, "一.txt", variants.write(document))])
    with engine.connect() as connection:
        kept = "".join(str(row) for table in t.metadata.sorted_tables for row in connection.execute(select(table)))
    assert "河道清淤" in kept
    for name in ("王小明", "李大为", "13900001111"):
        assert name not in kept
