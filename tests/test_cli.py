"""The commands on small invented forms: exit statuses, stdout and stderr, import, export, check."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import cli
from tests.paper import changed, form

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def throwaway_store(tmp_path, monkeypatch):
    monkeypatch.setenv("JIHE_DB", f"sqlite:///{tmp_path / 'store' / 'jihe.db'}")
    monkeypatch.delenv("JIHE_DEBUG", raising=False)


@pytest.fixture
def jihe(capsys):
    """Call a command; gives status, stdout, stderr."""
    def call(*words) -> tuple[int, str, str]:
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err
    return call


@pytest.fixture
def stored(jihe):
    """What the store holds now, as `export` tells it."""
    def export(subject, *words) -> list[dict]:
        status, out, _ = jihe("export", subject, *words)
        assert status == 0
        return json.loads(out)
    return export


def bad_files(folder: Path) -> dict[str, Path]:
    """Files that cannot be read, by what is wrong with them."""
    folder.mkdir(exist_ok=True)
    good = form(folder / "好表.docx").read_bytes()
    contents = {"空文件.docx": b"", "断裂.docx": good[:len(good) // 2], "乱码.xlsx": b"\x00\xff" * 400,
                "通知.txt": "关于开展绩效自评的通知\n各单位：请按时报送。\n".encode()}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in contents}


def test_import_stores_a_form_and_says_so(jihe, stored, tmp_path):
    status, out, err = jihe("import", form(tmp_path / "水闸.docx"))
    assert (status, err) == (0, "")
    assert "自评表 1 份，指标行 4 条" in out
    [filing] = stored("filings")
    assert (filing["project"], filing["year"], filing["total_score"]) == ("水闸检修", 2024, 100.0)


def test_import_json_has_the_promised_fields(jihe, tmp_path):
    path = form(tmp_path / "水闸.docx")
    status, out, _ = jihe("import", path, "--json")
    told = json.loads(out)
    assert status == 0
    assert list(told) == ["files", "filings", "lines", "import"] and (told["filings"], told["lines"]) == (1, 4)
    [file] = told["files"]
    assert list(file) == ["path", "sha256", "status", "filings", "replaced", "messages", "cells", "left_over"]
    assert (file["path"], file["status"], file["filings"], len(file["sha256"])) == (str(path), "read", 1, 64)


def test_the_same_file_again_is_a_duplicate_and_changes_nothing(jihe, stored, tmp_path):
    path = form(tmp_path / "水闸.docx")
    jihe("import", path)
    before = stored("filings")
    status, out, _ = jihe("import", path, "--json")
    assert status == 0 and json.loads(out)["files"][0]["status"] == "duplicate"
    assert stored("filings") == before


def test_a_corrected_form_replaces_the_earlier_one(jihe, stored, tmp_path):
    jihe("import", form(tmp_path / "初稿.docx", total="90"))
    status, out, _ = jihe("import", form(tmp_path / "定稿.docx", total="100"), "--json")
    assert status == 0 and json.loads(out)["files"][0]["replaced"] == 1
    assert [(f["source"], f["total_score"]) for f in stored("filings")] == [("定稿.docx", 100.0)]


@pytest.mark.parametrize("name", ["空文件.docx", "断裂.docx", "乱码.xlsx", "通知.txt", "没有.docx"])
def test_one_bad_file_named_alone_ends_with_1(jihe, stored, tmp_path, name):
    path = bad_files(tmp_path / "bad").get(name, tmp_path / "没有.docx")
    status, out, err = jihe("import", path, "--json")
    [file] = json.loads(out)["files"]
    assert (status, file["status"]) == (1, "refused")
    assert name in err and file["messages"][0]["text"]
    assert stored("filings") == []


def test_bad_files_beside_a_good_one_end_with_2_and_the_good_one_is_stored(jihe, stored, tmp_path):
    bad = bad_files(tmp_path / "bad")
    status, out, err = jihe("import", *bad.values(), form(tmp_path / "好.docx"))
    assert status == 2
    assert all(name in err for name in bad) and "未能读取 4 个" in out
    assert [filing["source"] for filing in stored("filings")] == ["好.docx"]


def test_in_a_folder_what_is_no_form_is_ignored(jihe, tmp_path):
    folder = tmp_path / "报送"
    folder.mkdir()
    form(folder / "好.docx")
    (folder / "封面.png").write_bytes(b"\x89PNG")
    (folder / "通知.txt").write_text("关于开展绩效自评的通知", encoding="utf-8")
    status, out, _ = jihe("import", folder, "--json")
    states = {Path(file["path"]).name: file["status"] for file in json.loads(out)["files"]}
    assert (status, states) == (0, {"好.docx": "read", "封面.png": "ignored", "通知.txt": "ignored"})


def test_an_archive_is_read_file_by_file(jihe, stored, tmp_path):
    form(tmp_path / "水闸.docx")
    with zipfile.ZipFile(tmp_path / "报送.zip", "w") as archive:
        archive.write(tmp_path / "水闸.docx", "水利局/水闸.docx")
    assert jihe("import", tmp_path / "报送.zip")[0] == 0
    assert [filing["source"] for filing in stored("filings")] == ["水闸.docx"]


def test_year_and_department_fill_blanks_only(jihe, stored, tmp_path):
    blank = form(tmp_path / "a.docx", year=None, department="", project="无年度")
    full = form(tmp_path / "b.docx", project="有年度")
    jihe("import", blank, full, "--year", "2023", "--department", "青禾县教育局")
    assert [(f["project"], f["year"], f["department_canonical"]) for f in stored("filings")] == [
        ("无年度", 2023, "青禾县教育局"), ("有年度", 2024, "青禾县水利局")]


def test_an_unreachable_store_ends_with_1_and_shows_no_password(jihe, tmp_path):
    path = form(tmp_path / "a.docx")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for url in (f"sqlite:///{tmp_path}/file/x.db", "postgresql+nodriver://bureau:secret@127.0.0.1/x", "nonsense"):
        status, out, err = jihe("import", path, "--db", url)
        assert (status, out) == (1, "") and "数据库" in err and "secret" not in err


def test_check_reviews_without_storing(jihe, stored, tmp_path):
    path = form(tmp_path / "水闸.docx", lines=changed(0, actual="8座"))
    status, out, _ = jihe("check", path, "--json")
    told = json.loads(out)
    assert status == 0 and set(told) == {"files", "filings", "lines", "flags", "scores", "unchecked"}
    assert "A07" in {flag["code"] for flag in told["flags"]}
    assert told["scores"][0]["recomputed"] == 94.0
    assert all(set(item) == {"code", "why"} for item in told["unchecked"])
    assert stored("filings") == []
    assert "检修水闸" in jihe("check", path)[1]


def test_check_of_a_correct_form_finds_nothing_high(jihe, tmp_path):
    status, out, _ = jihe("check", form(tmp_path / "水闸.docx"), "--json")
    assert status == 0 and not [flag for flag in json.loads(out)["flags"] if flag["severity"] == "高"]


def test_check_statuses(jihe, tmp_path):
    bad = bad_files(tmp_path / "bad")
    good = form(tmp_path / "好.docx")
    assert jihe("check", good)[0] == 0
    assert jihe("check", bad["空文件.docx"])[0] == 1
    assert jihe("check", bad["空文件.docx"], good)[0] == 2


def test_unknown_pack_or_check_is_a_bad_argument(jihe):
    for words in (["flags", "--pack", "XX"], ["flags", "--code", "Z99"]):
        status, out, err = jihe("export", *words)
        assert (status, out) == (2, "") and "usage" in err and "可选" in err


def test_filters_of_export(jihe, stored, tmp_path):
    jihe("import", form(tmp_path / "a.docx", project="甲", lines=changed(0, actual="8座")),
         form(tmp_path / "b.docx", project="乙", year=2023, department="青禾县教育局"))
    assert [f["project"] for f in stored("filings", "--year", "2023")] == ["乙"]
    assert [f["project"] for f in stored("filings", "--department", "青禾县 水利局")] == ["甲"]
    assert {f["code"] for f in stored("flags", "--code", "A07")} == {"A07"}
    assert {f["severity"] for f in stored("flags", "--severity", "高")} == {"高"}
    status, out, err = jihe("export", "filings", "--department", "水利")
    assert (status, json.loads(out)) == (0, []) and "青禾县水利局" in err


def test_another_pack_changes_the_view_not_the_store(jihe, stored, tmp_path):
    jihe("import", form(tmp_path / "a.docx"))
    assert [score["pack"] for score in stored("scores", "--pack", "SN-HENGKOU")] == ["SN-HENGKOU"]
    assert [score["pack"] for score in stored("scores")] == ["CN-2020"]


def test_what_the_store_does_not_hold_yet_is_said(jihe):
    for subject in ("claims", "accounts"):
        status, out, err = jihe("export", subject)
        assert (status, json.loads(out)) == (0, []) and "暂无" in err


def test_an_empty_store_exports_headers_and_a_hint(jihe):
    status, out, err = jihe("export", "flags", "--format", "csv")
    assert status == 0 and out.startswith("\ufeff严重程度,") and "请先导入" in err


def test_output_goes_to_the_file_in_the_format_of_its_name(jihe, tmp_path):
    jihe("import", form(tmp_path / "a.docx"))
    target = tmp_path / "自评表.csv"
    status, out, err = jihe("export", "filings", "-o", target)
    assert (status, out) == (0, "") and str(target) in err
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert rows[0]["项目名称"] == "水闸检修" and rows[0]["全年预算数（万元）"] == "50.0"
    assert jihe("export", "filings", "-o", tmp_path / "no" / "x.csv")[0] == 1


def test_stdout_of_the_program_holds_results_only(tmp_path):
    """The real process: nothing of the libraries, no traceback, no report of leaks on either stream."""
    path = form(tmp_path / "a.docx")
    done = subprocess.run([sys.executable, str(ROOT / "cli.py"), "check", str(path), "--json"], cwd=tmp_path,
                          timeout=60, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert json.loads(done.stdout)["filings"] == 1


def test_a_crash_shows_a_sentence_and_with_debug_the_traceback(jihe, tmp_path, monkeypatch):
    monkeypatch.setattr("data_access.intake.batch.import_paths", lambda *_, **__: 1 / 0)
    status, _, err = jihe("import", form(tmp_path / "a.docx"))
    assert status == 1 and "没有完成" in err and "JIHE_DEBUG" in err
    monkeypatch.setenv("JIHE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["import", str(tmp_path / "a.docx")])


def test_a_taken_port_is_said(jihe):
    import socket
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, _, err = jihe("run", "--port", taken.getsockname()[1])
    assert status == 1 and "端口" in err
