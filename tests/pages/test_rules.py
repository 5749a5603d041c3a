"""规则登记: what is in force and how it differs, the checks, a change tried, saved, taken back."""

import pytest
import yaml

from data_access import own_packs, whatif
from data_access.own_packs import Change
from data_access.queries.filters import Filters
from tests.pages.bureau import Screens, page, small_copy, sound, table, tiles, words

YEAR = Filters(years=(2024,))


@pytest.fixture
def own(tmp_path):
    """A bureau of its own for each test, that may save rules."""
    copy = small_copy()
    copy.packs_folder = tmp_path / "packs"
    return copy


def grades(copy) -> list[str]:
    sql = "SELECT recomputed_grade FROM filing_scores ORDER BY filing"
    return [row[0] for row in copy.cursor().execute(sql).fetchall()]


def test_packs_in_force_and_what_they_say(screens):
    at = screens.open("rules")
    assert table(at, "正在使用的规则包")[1][:3] == ["2024年度", "项目", "国家办法（财预〔2020〕10号）"]
    said = {row[0]: row for row in table(at, "规则包内容")[1:]}
    assert said["反向指标（≤）"][1] == "指标值÷完成值暂按"
    assert said["优的分数线"][1:3] == ["90分", "相同"]
    assert said["优的分数线"][-1] == "多处来源印证"
    assert said["反向指标（≤）"][-1] == "本系统默认"


def test_a_pack_shows_what_differs_from_the_national_one(screens):
    at = screens.open("rules", pack="VEN-2021")
    at.selectbox(key="pack").set_value("VEN-2021").run()
    said = {row[0]: row for row in table(at, "规则包内容")[1:]}
    assert said["优的分数线"][1:3] == ["80分", "90分"]
    rows = {row[0]: row for row in table(at, "全部规则包")[1:]}
    assert "预算执行分值 20分" in rows["湖北部门整体自评（省直）"][6]


def test_checks_are_listed_with_what_they_rest_on(screens, bureau):
    at = screens.open("rules", view="复核规则")
    rows = {row[0]: row for row in table(at, "复核规则")[1:]}
    assert set(rows) == {check["code"] for check in bureau.checks}
    assert rows["A12"][1] == "重算总分偏差"


def test_a_cut_off_is_tried_and_nothing_is_saved(monkeypatch, own):
    before = grades(own)
    at = Screens(monkeypatch, own).open("rules", view="试算与修改")
    assert "还没有改动" in words(page(at))
    at.number_input(key="CN-2020-grades.优").set_value(80.0).run()
    shown = {row[0]: row[1:] for row in table(sound(at), "等级变动，自评表份数")[1:]}
    assert int(shown["良"][0]) > 0
    assert tiles(at)["重算等级变动"][0].removesuffix("份") == shown["良"][0]
    assert grades(own) == before and not own.packs_folder.exists()


def test_a_threshold_of_a_check_moves_the_list(own):
    found = whatif.try_out(own, Change("CN-2020", settings={"A12": {"small": 0.1, "large": 0.2}}), YEAR)
    assert found["changed"] == 0
    assert found["high"]["after"] - found["high"]["before"] == len(found["entered"]) - len(found["left"])
    nothing = whatif.try_out(own, Change("CN-2020"), YEAR)
    assert not nothing["entered"] and not nothing["left"] and not nothing["departments"]


def test_saving_rescores_from_the_year_on_and_withdrawing_brings_back(own):
    before, change = grades(own), Change("CN-2020", values={"grades.良": 85.0}, year=2024)
    tried = whatif.try_out(own, change, Filters())
    own_packs.save(own.packs, own.packs_folder, change, name="本县规则", who="绩效科", why="示例通知")
    version = own.version
    own.refresh()
    assert own.version > version
    moved = sum(a != b for a, b in zip(before, grades(own), strict=True))
    assert moved == sum(row["filings"] for row in tried["grades"] if row["before"] != row["after"]) > 0
    packs = own.cursor().execute("SELECT year, list(DISTINCT pack) FROM filings GROUP BY 1 ORDER BY 1").fetchall()
    assert packs == [(2023, ["CN-2020"]), (2024, ["OWN-CN-2020"]), (None, ["OWN-CN-2020"])]
    own_packs.withdraw(own.packs_folder, "CN-2020", who="绩效科", why="误改")
    own.refresh()
    assert grades(own) == before


def test_every_version_is_kept_with_reason_and_name(own):
    for number, cut in enumerate((85.0, 86.0), 1):
        change = Change("CN-2020", values={"grades.良": cut}, year=2024)
        own_packs.save(own.packs, own.packs_folder, change, name="本县规则", who="绩效科", why=f"理由{number}")
        own.refresh()
    own_packs.withdraw(own.packs_folder, "CN-2020", who="绩效科", why="误改")
    own.refresh()
    kept = own_packs.versions(own.packs_folder, "CN-2020")
    assert [(one["version"], one["why"], one["in_force"]) for one in kept] == [(2, "理由2", False), (1, "理由1", True)]
    assert kept[0]["withdrawn"]["why"] == "误改"
    assert own.packs["OWN-CN-2020"].value("grades.良", 2024)["value"] == 85


@pytest.mark.parametrize("missing", ["name", "who", "why"])
def test_nothing_is_saved_without_reason_and_name(own, missing):
    said = {"name": "本县规则", "who": "绩效科", "why": "示例通知"} | {missing: " "}
    with pytest.raises(ValueError, match="请写明"):
        own_packs.save(own.packs, own.packs_folder, Change("CN-2020", values={"grades.良": 85.0}), **said)
    assert not own.packs_folder.exists()


def test_a_broken_own_pack_is_named_on_the_screen_and_the_rest_goes_on(monkeypatch, own):
    own.packs_folder.mkdir()
    text = yaml.safe_dump({"id": "X", "nmae": "错"}, allow_unicode=True)
    (own.packs_folder / "坏.yaml").write_text(text, encoding="utf-8")
    before = grades(own)
    own.refresh()
    at = Screens(monkeypatch, own).open("rules")
    assert "坏.yaml：不认识 nmae，是不是 name？" in at.warning[0].value
    assert grades(own) == before


def test_saving_through_the_screen(monkeypatch, own):
    at = Screens(monkeypatch, own).open("rules", view="试算与修改")
    at.number_input(key="CN-2020-grades.良").set_value(85.0).run()
    at.text_input(key="save-who").set_value("绩效科")
    at.text_input(key="save-why").set_value("示例通知〔2026〕1号")
    next(button for button in at.button if button.label == "保存").click().run()
    sound(at)
    own.refresh()
    assert own.packs["OWN-CN-2020"].head["saved"]["why"] == "示例通知〔2026〕1号"


def tried(at, kind: str):
    """The what-if view with this kind of change chosen."""
    return at.selectbox(key="kind").set_value(kind).run()


def pressed(at, label: str):
    """The screen after its button was pressed."""
    return sound(next(button for button in at.button if button.label == label).click().run())


@pytest.mark.parametrize(("kind", "widget", "value", "moved"), [
    ("预算执行", "CN-2020-execution.weight", 20.0, "重算总分变动"),
    ("一级指标分值", "CN-2020-weights.产出", 20.0, "没有执行"),
    ("预算执行", "CN-2020-cost-share", 50.0, "没有执行")])
def test_execution_and_level_one_points_can_be_tried(monkeypatch, own, kind, widget, value, moved):
    at = tried(Screens(monkeypatch, own).open("rules", view="试算与修改"), kind)
    at.number_input(key=widget).set_value(value).run()
    assert moved in words(page(sound(at)))


def test_steps_of_the_execution_are_tried_as_they_are_typed(monkeypatch, own):
    at = tried(Screens(monkeypatch, own).open("rules", view="试算与修改"), "预算执行")
    at.text_input(key="CN-2020-steps").set_value("95=100，80=85，0=0").run()
    assert int(tiles(sound(at))["重算总分变动"][0].removesuffix("份")) > 0
    at.text_input(key="CN-2020-steps").set_value("八成以上满分").run()
    assert "读不出" in at.warning[0].value
    at.text_input(key="CN-2020-steps").set_value("80=100，95=85，0=0").run()
    assert "由高到低" in at.warning[0].value


def test_a_setting_of_any_check_shows_how_its_findings_move(own):
    for code, name, value in (("C03", "large", 1.0), ("A01", "tolerance", 50)):
        setting = next(one for one in own.checks if one["code"] == code)["settings"]
        change = Change("CN-2020", settings={code: {name if name in setting else next(iter(setting)): value}})
        found = whatif.try_out(own, change, YEAR)
        assert found["run"] + len(found["kept"]) == len(own.checks)
        assert all(row["before"] != row["after"] for row in found["checks"])
    nothing = whatif.try_out(own, Change("CN-2020"), Filters())
    assert not nothing["checks"]


def test_what_the_whole_bureau_shows_is_run_when_its_own_setting_changes(own):
    left = whatif.try_out(own, Change("CN-2020"), YEAR)["kept"]
    assert "D08" in left
    assert "D08" not in whatif.try_out(own, Change("CN-2020", settings={"D08": {"many": 2}}), YEAR)["kept"]


def test_what_was_tried_is_what_saving_does_to_the_findings(own):
    change = Change("CN-2020", settings={"A12": {"small": 0.1, "large": 0.2}})
    tried_out = {row["code"]: row["after"] for row in whatif.try_out(own, change, Filters())["checks"]}
    own_packs.save(own.packs, own.packs_folder, change, name="本县规则", who="绩效科", why="示例通知")
    own.refresh()
    count = "SELECT count(*) FROM findings WHERE code = 'A12'"
    assert own.cursor().execute(count).fetchone()[0] == tried_out["A12"]


def test_saving_and_taking_back_through_the_screen(monkeypatch, own):
    before, screens = grades(own), Screens(monkeypatch, own)
    at = screens.open("rules", view="试算与修改")
    at.number_input(key="CN-2020-grades.良").set_value(85.0).run()
    pressed(at, "保存")
    assert "没有保存：请写明" in at.warning[0].value and not own.packs_folder.exists()
    at.text_input(key="save-who").set_value("绩效科")
    at.text_input(key="save-why").set_value("示例通知〔2026〕1号")
    pressed(at, "保存")
    own.refresh()
    assert grades(own) != before
    at = screens.open("rules", view="试算与修改")
    assert table(at, "本单位修改记录")[1][0] == "1" and table(at, "本单位修改记录")[1][-1] == "现行"
    at.text_input(key="undo-who").set_value("绩效科")
    at.text_input(key="undo-why").set_value("误改")
    pressed(at, "撤回现行版本")
    own.refresh()
    assert grades(own) == before
