"""设置: the bureau's own, names confirmed and refused, 科室, limits; on an empty bureau and over the demonstration."""

import io

import pytest
from openpyxl import Workbook

from data_access import open_copy
from data_access.copy import Copy
from data_access.intake.documents.limits import MB
from data_access.store import departments, settings
from data_access.store.engine import memory_store
from tests.pages.bureau import SCHOOL, WATER, Screens, page, small_copy, sound, table, words
from tests.store.spellings import FULL, TWICE, ask, two_names


@pytest.fixture
def real(monkeypatch):
    """The real store: two spellings of one department."""
    copy = Copy(memory_store())
    two_names(copy.engine)
    copy.refresh()
    monkeypatch.setattr(open_copy, "real", lambda: copy)
    return copy


@pytest.fixture
def own(monkeypatch, real):
    return Screens(monkeypatch, real)


def press(at, label: str):
    """Press the button with this label, or, where several have it, this key."""
    return next(one for one in at.button if label in (one.key, one.label)).click().run()


def named(at):
    """The screen after somebody said who is at work."""
    at.text_input(key="who-person").set_value("周复核")
    return at


def told(at) -> str:
    return " ".join(one.value for one in at.success)


def test_the_bureau_says_who_it_is(own, real):
    at = named(own.open("settings"))
    at.text_input(key="own-bureau").set_value("青禾县财政局")
    at.text_input(key="own-year").set_value("2024")
    at.toggle(key="own-originals").set_value(False)
    press(at, "保存")
    assert "单位名称、默认年度、保存原件" in told(sound(at))
    now = settings.load(real.engine)
    assert (now.bureau, now.default_year, now.keep_originals, now.region) == ("青禾县财政局", 2024, False, "")
    rows = {row[2] for row in table(at, "改动记录")[1:]}
    assert rows == {"单位名称：未填 → 青禾县财政局", "默认年度：未填 → 2024", "保存原件：是 → 否"}


def test_without_a_name_nothing_is_saved(own, real):
    at = own.open("settings")
    at.text_input(key="own-bureau").set_value("青禾县财政局")
    press(at, "保存")
    assert "请先填写经办人" in at.warning[0].value and settings.load(real.engine).bureau == ""


@pytest.mark.parametrize("year", ["24年", "1024"])
def test_a_year_that_is_none_is_told(own, year):
    at = named(own.open("settings"))
    at.text_input(key="own-year").set_value(year)
    press(at, "保存")
    assert "四位数" in at.warning[0].value


def test_the_region_says_which_pack_it_brings(own, real):
    at = named(own.open("settings"))
    assert "国家办法" in " ".join(one.value for one in at.caption)
    at.selectbox(key="own-region").set_value("恒口示范区")
    press(at, "保存")
    real.refresh()
    assert "恒口示范区适用" in " ".join(one.value for one in sound(at).caption)
    assert "SN-HENGKOU" in {row[0] for row in real.cursor().execute("SELECT pack FROM filings").fetchall()}


def test_two_spellings_are_proposed_and_confirmed(own, real):
    at = named(own.open("settings", view="部门名称"))
    pair = words(page(at).find_class("jh-pair")[0])
    assert TWICE in pair and FULL in pair and "有字写了两遍" in pair and "自评表 2 份" in pair
    press(at, "是同一个，合并")
    assert "2 份自评表归到一起；其中 1 份两边都有" in told(sound(at))
    assert not page(at).find_class("jh-pair")
    assert [(row[0], row[4], row[6]) for row in table(at, "部门名录")[1:]] == [(FULL, "3", TWICE)]
    press(at, f"split-{TWICE}")
    assert "已分开" in told(sound(at)) and len(table(at, "部门名录")) == 3
    assert page(at).find_class("jh-pair")


def test_the_other_name_may_be_the_canonical_one(own, real):
    at = named(own.open("settings", view="部门名称"))
    radio, = (one for one in at.radio if one.label == "规范名称用")
    radio.set_value(TWICE)
    press(at, "是同一个，合并")
    assert [row[0] for row in table(sound(at), "部门名录")[1:]] == [TWICE]


def test_refused_pairs_stay_away_until_taken_back(own):
    at = named(own.open("settings", view="部门名称"))
    press(at, "不是")
    assert not page(sound(at)).find_class("jh-pair") and "不再提出" in told(at)
    press(at, "重新提出")
    assert page(sound(at)).find_class("jh-pair")


def test_names_are_changed_by_hand(own):
    at = named(own.open("settings", view="部门名称"))
    at.selectbox(key="rename-one").set_value(FULL)
    at.text_input(key="rename-to").set_value("恒山示范区就业局")
    press(at, "改名")
    assert "恒山示范区就业局" in [row[0] for row in table(sound(at), "部门名录")]
    at.selectbox(key="alias-one").set_value(TWICE)
    at.text_input(key="alias-text").set_value("就业办")
    press(at, "加别名")
    assert "就业办" in {row[0]: row[6] for row in table(sound(at), "部门名录")}[TWICE]
    at.selectbox(key="merge-one").set_value(TWICE)
    at.selectbox(key="merge-into").set_value(TWICE)
    press(at, "合并")
    assert "已经是同一个部门" in at.warning[0].value


def test_an_office_gets_its_departments_and_loses_them(own, real):
    departments.set_offices(real.engine, {1: "社保股"}, person="周复核")
    at = named(own.open("settings", view="科室"))
    at.selectbox(key="office").set_value("社保股").run()
    at.multiselect(key="office-of-社保股").set_value([FULL, TWICE])
    press(at, "保存")
    assert "1 个部门" in told(sound(at)) and table(at, "科室分工")[1][:3] == ["社保股", "2", "4"]
    at.multiselect(key="office-of-社保股").set_value([FULL])
    press(at, "保存")
    assert [row[:2] for row in table(sound(at), "科室分工")[1:]] == [["社保股", "1"], ["未指定", "1"]]


def test_a_list_of_offices_is_imported(own, real):
    made, buffer = Workbook(), io.BytesIO()
    for row in (("部门", "科室"), (FULL, "社保股"), ("青禾县林业局", "农业股")):
        made.active.append(row)
    made.save(buffer)
    at = named(own.open("settings", view="科室"))
    at.file_uploader(key="office-list-0").set_value(("分工.xlsx", buffer.getvalue(), "application/x"))
    press(at, "导入分工表")
    assert "读到 2 个部门" in told(sound(at)) and "1 个还没有自评表：青禾县林业局" in told(at)
    assert [row[0] for row in table(at, "科室分工")[1:]] == ["农业股", "社保股", "未指定"]
    at.file_uploader(key="office-list-1").set_value(("分工.xlsx", b"rubbish", "application/x"))
    press(at, "导入分工表")
    assert "部门和科室的对应表" in at.warning[0].value


def test_limits_are_set_and_go_back(own, real):
    at = named(own.open("settings", view="读取上限"))
    at.number_input(key="limit-file_bytes").set_value(80)
    press(at, "保存")
    assert settings.load(real.engine).limits.file_bytes == 80 * MB
    assert "单个文件大小 80 MB（默认 50）" in " ".join(one.value for one in sound(at).caption)
    press(at, "恢复默认")
    assert "全部是默认值" in " ".join(one.value for one in sound(at).caption)
    assert at.number_input(key="limit-file_bytes").value == 50
    assert [row[2] for row in table(at, "改动记录")[1:]] == ["单个文件大小：80 MB → 默认", "单个文件大小：默认 → 80 MB"]


@pytest.mark.parametrize("view", ["本单位", "部门名称", "科室", "读取上限"])
def test_every_part_opens_on_an_empty_bureau(monkeypatch, no_filings, view):
    monkeypatch.setattr(open_copy, "real", lambda: no_filings.copy)
    assert "设置" in words(page(no_filings.open("settings", view=view)).find_class("jh-head")[0])


def test_over_the_demonstration_the_real_store_is_set(monkeypatch, real, bureau):
    screens = Screens(monkeypatch, bureau, demo=True)
    monkeypatch.setattr(open_copy, "real", lambda: real)
    at = named(screens.open("settings"))
    assert "演示数据不受影响" in " ".join(one.value for one in at.caption)
    at.text_input(key="own-bureau").set_value("青禾县财政局")
    press(at, "保存")
    assert settings.load(real.engine).bureau == "青禾县财政局" and settings.load(bureau.engine).bureau == ""


def test_the_screens_open_on_the_default_year_and_bear_the_bureaus_name(monkeypatch):
    copy = small_copy()
    settings.save(copy.engine, person="甲", default_year=2023, bureau="青禾县财政局")
    copy.refresh()
    at = Screens(monkeypatch, copy).open("ranking")
    assert "2023年度" in words(page(at).find_class("jh-head")[0])
    assert "青禾县财政局" in words(page(at).find_class("jh-bureau")[0])
    assert words(page(at).find_class("jh-foot")[0]).startswith("青禾县财政局 ")
    settings.save(copy.engine, person="甲", default_year=2019)
    copy.refresh()
    assert "2024年度" in words(page(Screens(monkeypatch, copy).open("ranking")).find_class("jh-head")[0])


def test_one_office_sees_its_departments(monkeypatch):
    copy = small_copy()
    at = Screens(monkeypatch, copy).open("ranking")
    assert not [one for one in at.selectbox if one.key == "o"], "no 科室 was named yet"
    both = {row.name: row.department_id for row in ask(copy.engine, departments.listing)}
    departments.set_offices(copy.engine, {both[WATER]: "农业股", both[SCHOOL]: "教科文股"}, person="甲")
    copy.refresh()
    for office, department in (("农业股", WATER), ("教科文股", SCHOOL)):
        at = Screens(monkeypatch, copy).open("ranking", o=office)
        assert office in words(page(at).find_class("jh-head")[0])
        assert len(rows := table(at, "部门排名")) == 2 and rows[1][1].startswith(department)
        at = Screens(monkeypatch, copy).open("findings", o=office)
        assert all(department in words(one) for one in page(at).find_class("jh-where"))
