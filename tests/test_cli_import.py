"""import on a terminal and in scripts: the number of an import, taking it back, the list to send back."""

import io
import json

import openpyxl

import cli
from data_access.intake.progress import Progress, width
from tests.paper import form
from tests.test_cli import jihe, stored, throwaway_store

__all__ = ["jihe", "stored", "throwaway_store"]


def test_an_import_tells_its_number_and_is_taken_back_by_it(jihe, stored, tmp_path):
    jihe("import", form(tmp_path / "初稿.docx", total="90"))
    _, out, _ = jihe("import", form(tmp_path / "定稿.docx", total="100"))
    assert "第 2 次导入" in out and "--undo 2" in out
    status, out, err = jihe("import", "--undo", 2)
    assert (status, err) == (0, "") and "撤下自评表 1 份" in out and "恢复旧版本 1 份" in out
    assert [(f["source"], f["total_score"]) for f in stored("filings")] == [("初稿.docx", 90.0)]
    status, out, err = jihe("import", "--undo", 2)
    assert (status, out) == (1, "") and "已经撤销" in err


def test_json_holds_the_number_too(jihe, tmp_path):
    path = form(tmp_path / "一.docx")
    assert [json.loads(jihe("import", path, "--json")[1])["import"] for _ in range(2)] == [1, 2]
    assert json.loads(jihe("import", tmp_path / "空", "--json")[1])["import"] == 3


def test_undo_and_paths_exclude_each_other(jihe, tmp_path):
    assert jihe("import")[0] == 2
    assert jihe("import", tmp_path, "--undo", 1)[0] == 2


def test_what_could_not_be_read_is_a_list_by_department(jihe, tmp_path):
    folder = tmp_path / "青禾县水利局"
    folder.mkdir()
    good = form(folder / "好.docx")
    (folder / "坏.docx").write_bytes(good.read_bytes()[:4000])
    (tmp_path / "空.docx").write_bytes(b"")
    assert jihe("import", folder, tmp_path / "空.docx")[0] == 2
    told = json.loads(jihe("export", "unread")[1])
    assert [(row["department"], row["source"], row["state"]) for row in told] == [
        ("青禾县水利局", "坏.docx", "未能读取"), ("未知部门", "空.docx", "未能读取")]
    assert jihe("export", "unread", "-o", tmp_path / "退回.xlsx")[0] == 0
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "退回.xlsx").read_bytes()))["未读清单"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:2] == ("主管部门", "来源文件") and rows[1][:2] == ("青禾县水利局", "坏.docx")


def test_the_bar_tells_share_and_name_within_the_line(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    cli._draw(Progress(done=1, total=4, name="报送材料/" * 20 + "水闸检修.docx"))
    line = capsys.readouterr().err.split("\x1b[K")[1]
    assert "25% 1/4" in line and line.endswith("水闸检修.docx") and width(line) < 60
