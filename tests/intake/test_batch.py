"""Many files: staged, previewed without a trace, stored as previewed; whose file it is; what goes back to whom."""

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from data_access import exports, originals
from data_access.copy import Copy
from data_access.exports.unread import of_results
from data_access.intake import batch as work
from data_access.intake import jobs
from data_access.intake.batch import Batch, import_paths
from data_access.intake.file import Options
from data_access.intake.owners import owners_of
from data_access.intake.pipeline import sources
from data_access.intake.progress import Progress
from data_access.store import imports, settings
from data_access.store import tables as t
from data_access.store.engine import open_store
from tests.paper import form

WATER, SCHOOL = "青禾县水利局", "青禾县教育局"
TOLD = ("imports", "files", "stamps", "settings")


@pytest.fixture
def engine(tmp_path):
    return open_store(f"sqlite:///{tmp_path / 'store' / 'jihe.db'}")


@pytest.fixture
def folder(tmp_path):
    """Two departments' folders: three good forms, one cut off, one with an amount in words, a list, a notice."""
    top = tmp_path / "报送"
    for name in ("水利局", "教育局"):
        (top / name).mkdir(parents=True)
    form(top / "水利局" / "水闸.docx")
    form(top / "水利局" / "约数.docx", project="堤坝巡查", funds=("50", "约五十", "50", "10", "100%", "10"))
    good = form(top / "教育局" / "校舍.docx", project="校舍维修", department=SCHOOL)
    (top / "教育局" / "坏表.docx").write_bytes(good.read_bytes()[:5000])
    (top / "教育局" / "副本.docx").write_bytes(good.read_bytes())
    (top / "通知.txt").write_text("关于报送自评表的通知", encoding="utf-8")
    budget(top / "清单.xlsx", 50)
    return top


def budget(path: Path, amount: int) -> Path:
    book = openpyxl.Workbook()
    for row in (["年度", "主管部门", "项目名称", "全年预算数（万元）"], [2024, WATER, "水闸检修", amount]):
        book.active.append(row)
    book.save(path)
    return path


def staged(engine, tmp_path, *paths, **options) -> Batch:
    place = tmp_path / f"spool{len(list(tmp_path.iterdir()))}"
    place.mkdir()
    batch = Batch(Options(**{"kind": "guess", **options}), place, list(sources(paths)))
    work.stage(engine, batch)
    return batch


def facts(engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in t.metadata.sorted_tables if table.name not in TOLD}


def by_name(results) -> dict[str, str]:
    return {Path(one.path).name: one.status for one in results}


def test_a_preview_leaves_no_trace_and_says_what_storing_then_does(engine, tmp_path, folder):
    import_paths(engine, [form(tmp_path / "旧.docx", total="90")])
    before = facts(engine)
    batch = staged(engine, tmp_path, folder)
    said = work.preview(engine, batch)
    assert facts(engine) == before
    assert by_name(said) == {
        "水闸.docx": "read", "约数.docx": "partly", "校舍.docx": "duplicate", "坏表.docx": "refused",
        "副本.docx": "read", "通知.txt": "ignored", "清单.xlsx": "read"}
    same = next(one for one in said if one.status == "duplicate")
    assert "同一批" in same.messages[0].text and "副本.docx" in same.messages[0].text
    sluice = next(one for one in said if one.path.endswith("水闸.docx")).versions[0]
    assert (sluice.state, sluice.old_source, sluice.changes) == ("replaces", "旧.docx", [("总分", "90", "100")])
    did = work.store(engine, batch, person="王经办", door="page")
    assert [jobs._essence(one) for one in did] == [jobs._essence(one) for one in said]
    assert facts(engine)["filings"] == before["filings"] + 3 and facts(engine)["budgets"] == 1


def test_every_file_is_told_of_with_whose_it_is(engine, tmp_path, folder):
    work.store(engine, staged(engine, tmp_path, folder), person="王经办", door="page")
    with engine.connect() as connection:
        rows = connection.execute(select(t.files)).all()
        row = connection.execute(select(t.imports)).one()
    assert (row.person, row.door, row.finished_at is not None) == ("王经办", "page", True)
    owners = {each.name: each.department for each in rows}
    assert owners == {"水闸.docx": WATER, "约数.docx": WATER, "校舍.docx": SCHOOL, "副本.docx": SCHOOL,
                      "坏表.docx": SCHOOL, "清单.xlsx": WATER, "通知.txt": ""}
    assert all(each.size and each.sha256 for each in rows) and {each.kind for each in rows} >= {"docx", "budget"}


def test_undoing_it_leaves_the_store_as_it_was(engine, tmp_path, folder):
    import_paths(engine, [form(tmp_path / "旧.docx", total="90"), budget(tmp_path / "旧清单.xlsx", 40)])
    before = {name: number for name, number in facts(engine).items() if name not in ("departments", "parts")}
    numbers = []
    work.store(engine, staged(engine, tmp_path, folder), person="", door="page", begun=numbers.append)
    imports.undo(engine, numbers[0], person="李科长")
    assert {name: facts(engine)[name] for name in before} == before
    again = work.store(engine, staged(engine, tmp_path, folder), person="", door="page")
    assert sum(one.filings for one in again) == 3                         # what was undone is no duplicate


def test_the_command_and_the_page_store_the_same(engine, tmp_path, folder):
    other = open_store(f"sqlite:///{tmp_path / 'other' / 'jihe.db'}")
    work.store(engine, staged(engine, tmp_path, folder, kind="forms"), person="", door="page")
    import_paths(other, [folder])
    assert facts(engine) == facts(other)


def test_what_changed_in_the_store_meanwhile_is_computed_anew(engine, tmp_path, folder):
    batch = staged(engine, tmp_path, folder)
    said = work.preview(engine, batch)
    import_paths(engine, [folder / "水利局" / "水闸.docx", form(tmp_path / "校舍改.docx", project="校舍维修",
                                                                department=SCHOOL, total="95")])
    did = dict(zip(by_name(said), work.store(engine, batch, person="", door="page"), strict=True))
    assert did["水闸.docx"].status == "duplicate"
    assert did["副本.docx"].versions[0].changes == [("总分", "95", "100")]


def test_a_duplicate_whose_original_was_undone_meanwhile_goes_in(engine, tmp_path, folder):
    numbers = []
    import_paths(engine, [folder], begun=numbers.append)
    batch = staged(engine, tmp_path, folder)
    assert {one.status for one in work.preview(engine, batch)} == {"duplicate", "refused", "ignored", "read"}
    imports.undo(engine, numbers[0], person="")
    assert sum(one.filings for one in work.store(engine, batch, person="", door="page")) == 3


def test_a_list_is_guessed_by_its_labels_and_may_be_taken_otherwise(engine, tmp_path, folder):
    batch = staged(engine, tmp_path, folder / "清单.xlsx")
    only, = work.preview(engine, batch)
    assert (only.guess, only.kind, only.rows) == ("budget", "budget", 1)
    work.read_again(engine, batch, 0, "payments")
    assert work.preview(engine, batch)[0].status == "refused"             # 预算数 is no payment
    work.read_again(engine, batch, 0, "")
    assert work.preview(engine, batch)[0].status == "ignored"
    work.read_again(engine, batch, 0, "budget")
    work.store(engine, batch, person="", door="page")
    assert facts(engine)["budgets"] == 1


def test_settings_fill_blanks_and_bound_what_is_read(engine, tmp_path):
    settings.save(engine, person="王经办", default_year=2022, limits={"file_bytes": 1})
    big = tmp_path / "大.docx"
    big.write_bytes(form(tmp_path / "无年度.docx", year=None).read_bytes() + b"\0" * 1024 ** 2)
    results = import_paths(engine, [tmp_path / "无年度.docx", big])
    assert [one.status for one in results] == ["read", "refused"] and "超过上限" in results[1].messages[0].text
    with engine.connect() as connection:
        assert connection.execute(select(t.filings.c.year)).scalar_one() == 2022


def test_originals_are_kept_of_what_is_stored_only_and_when_wanted(engine, tmp_path, folder):
    results = import_paths(engine, [folder])
    kept = {one.sha256 for one in results if originals.load(engine, one.sha256)}
    assert kept == {one.sha256 for one in results if one.filings}
    settings.save(engine, person="王经办", keep_originals=False)
    one, = import_paths(engine, [form(tmp_path / "新.docx", project="渠道清淤")])
    assert originals.load(engine, one.sha256) is None


def test_a_zip_is_kept_member_by_member(engine, tmp_path, folder):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "水利局" / "水闸.docx", "水利局/水闸.docx")
    (tmp_path / "包.zip").write_bytes(packed.getvalue())
    one, = import_paths(engine, [tmp_path / "包.zip"])
    assert one.path.endswith("包.zip/水利局/水闸.docx")
    assert originals.load(engine, one.sha256) == (folder / "水利局" / "水闸.docx").read_bytes()


def test_the_list_to_send_back_names_department_place_and_remedy(engine, tmp_path, folder):
    batch = staged(engine, tmp_path, folder)
    said = work.preview(engine, batch)
    before = of_results(said, owners_of(engine, said))
    work.store(engine, batch, person="", door="page")
    copy = Copy(engine)
    copy.refresh()
    after = exports.unread(copy.cursor())
    for told in (before, after):
        assert [(row["department"], row["source"], row["state"]) for row in told] == [
            (SCHOOL, "坏表.docx", "未能读取"), (WATER, "约数.docx", "部分读取")]
        assert told[1]["where"] == "表1 第4行第4列" and told[1]["found"] == "约五十" and "请" in told[0]["text"]
    form(folder / "水利局" / "约数.docx", project="堤坝巡查")
    import_paths(engine, [folder / "水利局" / "约数.docx"])
    copy.refresh()
    assert [row["source"] for row in exports.unread(copy.cursor())] == ["坏表.docx"]


@pytest.mark.parametrize(("path", "department"), [
    ("收件/水利局/扫描件.pdf", WATER), ("收件/青禾县教育局2024/扫描件.pdf", SCHOOL), ("收件/水利局（三）.docx", WATER),
    ("扫描件.pdf", ""), ("收件/住建局/扫描件.pdf", "")])
def test_a_file_that_could_not_be_read_belongs_to_its_folder_or_its_name(engine, tmp_path, folder, path, department):
    import_paths(engine, [folder])
    assert owners_of(engine, [work.FileResult(path, "", "refused")]) == {1: (department, None)}


def test_names_that_may_be_one_department_are_proposed_before_anything_is_stored(engine, tmp_path):
    import_paths(engine, [form(tmp_path / "一.docx")])
    batch = staged(engine, tmp_path, form(tmp_path / "二.docx", project="渠道清淤", department="水利局"))
    work.preview(engine, batch)
    assert [{one, into} for one, into, _ in batch.alike] == [{WATER, "水利局"}]


def test_progress_tells_share_and_time_left():
    progress = Progress(done=1, total=4, started=time.monotonic() - 50)
    assert progress.share == 0.25 and progress.left in ("约 2 分 30 秒", "约 2 分 31 秒")
    assert Progress(total=4).left == ""


def test_a_preview_keeps_no_other_writer_waiting(engine, tmp_path, folder, monkeypatch):
    batch, real = staged(engine, tmp_path, folder), work._saved

    def saved_meanwhile(*arguments):
        settings.save(engine, person="王经办", bureau=f"青禾县财政局{time.monotonic()}")
        return real(*arguments)

    monkeypatch.setattr(work, "_saved", saved_meanwhile)
    assert len(work.preview(engine, batch)) == 7 and facts(engine)["filings"] == 0
    assert not list(batch.folder.glob("try.db*"))
