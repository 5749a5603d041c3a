"""导入: drop, preview, confirm, look back, undo, on a store of its own; without a browser."""

import pytest

from data_access import importing, open_copy
from data_access.copy import Copy
from data_access.intake import jobs
from data_access.store.engine import open_store
from tests.intake.test_batch import SCHOOL, WATER, budget
from tests.pages.bureau import Screens, page, sound, table, tiles, words
from tests.paper import form

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def screens(monkeypatch, tmp_path):
    """The screens on an empty real store, refreshed for every run as the server does."""
    copy = Copy(open_store(f"sqlite:///{tmp_path / 'store' / 'jihe.db'}"))
    copy.refresh()
    screens = Screens(monkeypatch, copy)
    monkeypatch.setattr(open_copy, "current", lambda: (copy, bool(copy.refresh()) and False))
    yield screens
    while job := jobs.current():
        job.thread.join(30)
        jobs.drop(job)


def dropped(screens, *paths, who: str = "王经办"):
    """The page after these files were dropped, named and read."""
    at = screens.open("import")
    at.file_uploader[0].set_value([(path.name, path.read_bytes(), DOCX) for path in paths])
    at.text_input(key="who-import").set_value(who)
    at.button(key="import-read").click()
    sound(at.run())
    return waited(at)


def waited(at):
    if jobs.current():
        jobs.current().thread.join(60)
    return sound(at.run())


def confirmed(at):
    at.button(key="import-confirm").click()
    sound(at.run())
    return waited(at)


def test_an_empty_store_shows_where_to_drop_files_and_stores_nothing_without_any(screens):
    at = screens.open("import")
    assert [one.label[:2] for one in at.file_uploader] == ["文件", "整个"]
    at.button(key="import-read").click()
    assert "请先放入" in sound(at.run()).warning[0].value and jobs.current() is None


def test_dropped_previewed_confirmed_and_found_again(screens, tmp_path):
    good = form(tmp_path / "水闸.docx")
    broken = tmp_path / "坏表.docx"
    broken.write_bytes(good.read_bytes()[:5000])
    at = dropped(screens, good, broken, form(tmp_path / "校舍.docx", project="校舍维修", department=SCHOOL))
    shown = tiles(at)
    assert shown["可新增"][0].startswith("2") and shown["未读或部分读取"][0].startswith("1")
    assert [row[0] for row in table(at, "新增的自评表")[1:]] == ["水闸检修", "校舍维修"]
    problem = table(at, "没有读出的")[1]
    assert problem[0] == "坏表.docx" and problem[1] == "未能读取" and "请" in problem[5]
    assert importing.ask(lambda cursor: cursor.execute("SELECT count(*) FROM filings").fetchone()) == (0,)
    at = confirmed(at)
    assert tiles(at)["已入库"][0].startswith("2")
    at.button(key="import-seen").click()
    at = sound(at.run())
    assert table(at, "以往导入")[1][2:8] == ["王经办", "页面", "自评表", "3", "2", "0"]
    assert "共收到 2 个部门的自评表 2 份" in words(page(screens.open()))


def test_what_a_new_version_changes_is_shown_before_it_goes_in(screens, tmp_path):
    waited(confirmed(dropped(screens, form(tmp_path / "初稿.docx", total="90"))))
    jobs.drop(jobs.current())
    at = dropped(screens, form(tmp_path / "定稿.docx", total="100"))
    row = table(at, "替换和并存的自评表")[1]
    assert row[3] == "替换旧版本" and "总分 90 → 100" in row[4] and "初稿.docx" in row[4]
    at.button(key="import-leave").click()
    sound(at.run())
    assert jobs.current() is None
    assert importing.ask(lambda cursor: cursor.execute("SELECT total_score_c FROM filings").fetchone()) == (9000,)


def test_nobody_confirms_without_a_name(screens, tmp_path):
    at = dropped(screens, form(tmp_path / "水闸.docx"), who="")
    at.button(key="import-confirm").click()
    at = sound(at.run())
    assert "请先填写经办人" in at.warning[0].value and jobs.current().state == "waiting"
    at.text_input(key="who-confirm").set_value("李科长")
    at = confirmed(at)
    assert table(at, "以往导入")[1][2] == "李科长"


def test_a_list_is_offered_as_such_and_can_be_left_out(screens, tmp_path):
    at = dropped(screens, form(tmp_path / "水闸.docx"), budget(tmp_path / "清单.xlsx", 50))
    choice = at.selectbox(key=f"import-kind-of-{jobs.current().number}-1")
    assert choice.value == "budget" and "另有清单 1 行" in tiles(at)["可新增"][1]
    choice.set_value("")
    sound(at.run())
    at = waited(at)
    assert tiles(at)["可新增"][1] == "库里还没有"


def test_another_window_sees_what_waits(screens, tmp_path):
    dropped(screens, form(tmp_path / "水闸.docx"))
    other = screens.open("import")
    assert "由 王经办 放入" in words(page(other)) and not other.file_uploader
    assert "等待确认" in words(page(screens.open("rules")).find_class("jh-banner")[0])


def test_an_import_is_taken_back_after_asking_once_more(screens, tmp_path):
    waited(confirmed(dropped(screens, form(tmp_path / "水闸.docx"))))
    jobs.drop(jobs.current())
    at = screens.open("import", **{"import": "第 1 次"})
    assert table(at, "第 1 次导入的文件")[1][:2] == ["水闸.docx", WATER]
    at.button(key="import-undo-1").click()
    at = sound(at.run())
    assert "撤下自评表 1 份" in words(page(at))
    at.text_input(key="who-undo").set_value("")
    at.button(key="import-undo-sure").click()
    at = sound(at.run())
    assert "请先填写经办人" in at.warning[0].value
    at.text_input(key="who-undo").set_value("李科长")
    at.button(key="import-undo-sure").click()
    at = sound(at.run())
    assert "已撤销（李科长" in table(at, "以往导入")[1][-1]
    assert importing.ask(lambda cursor: cursor.execute("SELECT count(*) FROM filings").fetchone()) == (0,)


def test_a_wrong_year_is_said(screens, tmp_path):
    at = screens.open("import")
    at.file_uploader[0].set_value([("水闸.docx", form(tmp_path / "水闸.docx").read_bytes(), DOCX)])
    at.text_input(key="import-year").set_value("二四")
    at.button(key="import-read").click()
    assert "四位数" in sound(at.run()).warning[0].value and jobs.current() is None


def test_an_import_cut_off_is_told_with_what_to_do(screens, monkeypatch):
    from data_access.queries import imports as query
    from data_access.store import imports
    number = imports.begin(screens.copy.engine, kind="forms", door="command", person="root", options={})
    later = imports.now() + imports.QUIET * 2
    assert "正在进行" in table(screens.open("import"), "以往导入")[number][-1]
    monkeypatch.setattr(query, "now", lambda: later)
    assert "中断" in table(screens.open("import"), "以往导入")[number][-1]
