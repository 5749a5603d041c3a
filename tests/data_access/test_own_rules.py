"""A bureau's own packs and checks beside its store: they count; what is at fault is left out and said everywhere."""

import copy as copying
import json

import pytest
import yaml

import cli
from data_access import own_packs
from data_access.own_packs import Change
from data_access.own_rules import checks_folder, read_rules
from scoring.check import load_checks
from scoring.pack import load_packs
from tests.pages.bureau import Screens, page, small_copy, table, words
from tests.paper import changed, form

SHIPPED = {one["code"]: one for one in load_checks()}


@pytest.fixture
def own(tmp_path):
    """A bureau with folders of its own."""
    copy = small_copy()
    copy.packs_folder = tmp_path / "packs"
    for folder in (copy.packs_folder, checks_folder(copy.packs_folder)):
        folder.mkdir()
    return copy


def add(packs_folder, code="X01", like="A12", **change) -> None:
    """Put a check of the bureau's own in its folder: a shipped one under another code, some keys changed."""
    folder = checks_folder(packs_folder)
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(copying.deepcopy(SHIPPED[like]) | {"code": code} | change, allow_unicode=True,
                          sort_keys=False)
    (folder / f"{code}.yaml").write_text(text, encoding="utf-8")


def saved(copy, folder) -> None:
    """An own pack in force instead of the national one."""
    own_packs.save(copy.packs, folder, Change("CN-2020", values={"grades.优": 95.0}), name="本县", who="科", why="文")


def found(copy, code: str) -> int:
    return copy.cursor().execute("SELECT count(*) FROM findings WHERE code = ?", [code]).fetchone()[0]


def test_a_bureau_adds_a_check_by_adding_a_file_and_takes_it_back(own):
    add(own.packs_folder, name="本县偏差", settings={**SHIPPED["A12"]["settings"]})
    own.refresh()
    assert found(own, "X01") == found(own, "A12") > 0 and not own.faults
    (checks_folder(own.packs_folder) / "X01.yaml").unlink()
    own.refresh()
    assert found(own, "X01") == 0 and found(own, "A12") > 0


def test_a_check_at_fault_is_left_out_and_the_rest_goes_on(own):
    before = found(own, "A12")
    add(own.packs_folder, like="A05", test="(SELECT count(*) FROM read_csv('/etc/passwd')) > 0")
    own.refresh()
    assert own.faults == ["X01.yaml：test 用了“read_csv”，应为只读 docs/data.md 中数据表的 SELECT 或判断式"]
    assert found(own, "A12") == before


@pytest.mark.parametrize("like, change", [
    ("A05", {"test": "CAST(project AS INTEGER) > 0"}), ("C10", {"candidates": "CAST(level3 AS INTEGER) > 0"}),
    ("C08", {"test": "CAST(level3 AS INTEGER) > 0", "candidates": "weight_c > 0"}),
    ("A05", {"test": "x01_blank > 0", "sums": {"x01_blank": "sum(CAST(level3 AS INTEGER))"}})])
def test_a_check_that_fails_on_what_is_filed_is_left_out_then(own, like, change):
    before = found(own, "A12")
    add(own.packs_folder, like=like, **change)                # binds, and runs on no filings
    own.refresh()
    assert len(own.faults) == 1, own.faults
    fault, = own.faults
    assert fault.startswith("X01.yaml") and "INT" in fault
    assert found(own, "A12") == before and "X01" not in {one["code"] for one in own.checks}
    assert own.refresh() == [] and len(own.faults) == 1


@pytest.mark.parametrize("checks, told", [
    ({"A99": {"x": 1}}, "checks.A99 不是一条复核规则的代码"),
    ({"A12": {"largest": 1}}, "checks.A12 没有参数“largest”，应为 "),
    ({"A12": {"small": "三"}}, "checks.A12 的参数 small 为“三”，应为数"),
    ({"E01": {"secret": "("}}, "checks.E01 的参数不能用")])
def test_a_setting_that_cannot_be_is_left_out_with_its_pack_named(own, checks, told):
    saved(own, own.packs_folder)
    path = own.packs_folder / "OWN-CN-2020.yaml"
    said = {"unit": "", "from": 2020, "evidence": "V", "source": "通知"}
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["checks"] = {code: {name: said | {"value": value} for name, value in given.items()}
                      for code, given in checks.items()}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    rules = read_rules(own.packs_folder)
    fault, = rules.pack_faults
    assert f"规则包 OWN-CN-2020：{told}" in fault and "OWN-CN-2020" in rules.packs
    assert {one["code"]: one.get("settings") for one in rules.checks} == {
        code: one.get("settings") for code, one in SHIPPED.items()}


# ---- where an officer sees it

@pytest.mark.parametrize("screen", ["", "findings", "ranking", "rules"])
def test_every_screen_says_that_a_rule_file_was_not_read(monkeypatch, own, screen):
    screens = Screens(monkeypatch, own)
    assert "没有采用" not in words(page(screens.open(screen)))
    add(own.packs_folder, gaurd="x")
    (own.packs_folder / "坏.yaml").write_text("id: [", encoding="utf-8")
    own.refresh()
    banner, = page(screens.open(screen)).find_class("jh-banner")
    assert "有 2 个规则文件或参数没有采用" in words(banner)


def test_the_rules_say_which_file_and_why(monkeypatch, own):
    add(own.packs_folder, gaurd="x")
    own.refresh()
    at = Screens(monkeypatch, own).open("rules")
    assert "X01.yaml：不认识的键 gaurd，最接近的是 guard" in at.warning[0].value


def test_what_was_not_checked_is_listed_with_why_and_said_over_the_findings(monkeypatch, own):
    screens = Screens(monkeypatch, own)
    rows = {row[0]: row[1:] for row in table(screens.open("rules", view="复核规则"), "未检查")[1:]}
    assert rows["E01"] == ["应评未评", "全部", "全部", "没有导入预算清单（import --kind budget）"]
    line, = page(screens.open("findings")).find_class("jh-unchecked")
    assert "没有导入预算清单（E01）" in words(line) and "不等于没有问题" in words(line)


# ---- the command line

@pytest.fixture
def jihe(tmp_path, monkeypatch, capsys):
    """The commands on a store of their own in tmp_path: gives status, stdout, stderr."""
    monkeypatch.setenv("JIHE_DB", f"sqlite:///{tmp_path / 'jihe.db'}")

    def call(*said) -> tuple[int, str, str]:
        try:
            status = cli.main([str(word) for word in said])
        except SystemExit as end:
            status = end.code
        return status, *capsys.readouterr()
    return call


def test_check_and_export_know_a_bureaus_own_rules(jihe, tmp_path):
    copy = small_copy()
    saved(copy, tmp_path / "packs")
    add(tmp_path / "packs", like="A07", name="本县偏高")
    path = form(tmp_path / "水闸.docx", lines=changed(0, actual="8座"))
    status, out, err = jihe("check", path, "--json")
    told = json.loads(out)
    assert (status, err) == (0, "") and "X01" in {flag["code"] for flag in told["flags"]}
    assert [score["pack"] for score in told["scores"]] == ["OWN-CN-2020"]
    assert jihe("check", path, "--pack", "OWN-CN-2020")[0] == 0
    jihe("import", path)
    status, out, _ = jihe("export", "flags", "--pack", "OWN-CN-2020", "--code", "X01")
    assert status == 0 and [flag["code"] for flag in json.loads(out)] == ["X01"]
    assert jihe("check", path, "--pack", "OWN-SC-PRJ")[0] == 2


def test_check_and_export_say_which_rule_file_was_left_out(jihe, tmp_path):
    add(tmp_path / "packs", gaurd="x")
    path = form(tmp_path / "水闸.docx")
    for said in (["check", path], ["import", path], ["export", "flags"]):
        status, _, err = jihe(*said)
        assert status == 0 and ("X01.yaml：不认识的键 gaurd" in err) == (said[0] != "import")


def test_a_rule_taken_back_altogether_stays_in_the_history_and_is_numbered_on(tmp_path):
    packs, change = load_packs(), Change("CN-2020", values={"grades.良": 85})
    said = {"name": "本县规则", "who": "绩效科"}
    for why in ("通知一", "通知二"):
        own_packs.save(packs, tmp_path, change, **said, why=why)
    for why in ("作废二", "作废一"):
        own_packs.withdraw(tmp_path, "CN-2020", who="绩效科", why=why)
    told = [(row["version"], row["withdrawn"]["why"], row["in_force"])
            for row in own_packs.versions(tmp_path, "CN-2020")]
    assert told == [(2, "作废二", False), (1, "作废一", False)] and own_packs.versions(tmp_path, "CN-OLD-2016") == []
    own_packs.save(packs, tmp_path, change, **said, why="通知三")
    assert [(row["version"], row["in_force"]) for row in own_packs.versions(tmp_path, "CN-2020")] == [
        (3, True), (2, False), (1, False)]
