"""A check's file at fault is refused with file, key, what was found and what is due; the others load."""

import copy as copying

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import check_sound
from scoring.check import FOLDER, load_checks, read_checks
from scoring.check_file import CheckError, read_file
from tests.scoring import facts

ODD = [None, True, 7, -1.5, "", "高", "x y", [], ["x"], [[1]], {}, {"a": 1}, {1: 2}]
SHIPPED = {check["code"]: check for check in load_checks()}


def own(folder, code="X01", like="A05", **change):
    """An own check in a file: one that is shipped, with some keys changed ('evidence.rate' reaches inside)."""
    data = copying.deepcopy(SHIPPED[like]) | {"code": code}
    for key, value in change.items():
        *path, last = key.split("__")
        place = data
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
    (folder / f"{code}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def fault_of(folder) -> str:
    """The one fault of a folder laid over the shipped checks, of which none is lost."""
    checks, faults = read_checks([FOLDER, folder])
    assert {check["code"] for check in checks} == set(SHIPPED)
    fault, = faults
    return fault


def test_a_right_own_check_loads(tmp_path):
    checks, faults = read_checks([FOLDER, own(tmp_path)])
    assert not faults and {check["code"] for check in checks} == {*SHIPPED, "X01"}


def test_the_others_load(tmp_path):
    own(tmp_path, "X01")
    own(tmp_path, "X02", gaurd="x")
    (tmp_path / "X03.yaml").write_text("code: [", encoding="utf-8")
    checks, faults = read_checks([FOLDER, tmp_path])
    assert {check["code"] for check in checks} == {*SHIPPED, "X01"}
    assert [fault.split("：")[0] for fault in faults] == ["X02.yaml", "X03.yaml"]
    with pytest.raises(CheckError, match="X02.yaml：不认识的键 gaurd，最接近的是 guard"):
        load_checks([FOLDER, tmp_path])


@pytest.mark.parametrize("change, told", [
    ({"severity": "高"}, "severity 为“高”，应为 “键: 值”"), ({"name": 7}, "name 为“7”，应为 文字"),
    ({"name": " "}, "name 为“”，应为 文字"), ({"cases": "none"}, "cases 为“none”，应为 列表"),
    ({"cases": ["one"]}, "cases 为“one”，应为 “键: 值”"), ({"needs": [{"table": "budgets"}]}, "缺少 needs.why"),
    ({"needs": [{"table": "budget", "why": "没有"}]}, "needs.table 为“budget”，应为 docs/data.md 中的数据表"),
    ({"level": "form"}, "level 为“form”，应为 bureau、department、document、filing、line 之一"),
    ({"severity": {"default": "轻"}}, "severity 为“轻”，应为 中、低、高 之一"),
    ({"severity": {"default": "低", "when": [{"if": "true"}]}}, "缺少 severity.when.then"),
    ({"settings": {"Tol": {"value": 1}}}, "settings 为“Tol”，应为 小写字母"),
    ({"settings": {"tolerance": {"value": [1]}}}, "settings.tolerance.value 为“[1]”，应为 数或文字"),
    ({"settings": {"tolerance": {"unit": "分"}}}, "缺少 settings.tolerance.value"),
    ({"evidence": {"filed": "1"}}, "evidence 为“filed”，应为 还要有 address、recomputed、unit_of_value"),
    ({"message": "{nobody}"}, "message 为“{nobody}”，应为 evidence 中的名称"),
    ({"select": "SELECT 1"}, "test 为“两者都有”，应为 test 与 select 二者之一"),
    ({"sums": {"a01_blank": "count(*)"}}, "sums 为“a01_blank”，应为 以“x01_”开头的名称"),
    ({"candidates": "recomputed_c > 0"}, "candidates 的 SQL 无法执行（只能用 lines 的列）"),
    ({"heeds": ["lines"]}, "heeds 为“lines”，应为 execution、line 之一")])
def test_a_wrong_value_is_told_with_what_is_due(tmp_path, change, told):
    assert f"X01.yaml：{told}" in fault_of(own(tmp_path, **change))


def test_a_code_that_is_taken_is_refused(tmp_path):
    assert "A05.yaml：code 为“A05”，已用于另一条规则" in fault_of(own(tmp_path, "A05"))


@pytest.mark.parametrize("sql, found", [
    ("1) FROM read_csv('/etc/passwd') WHERE (1=1", "read_csv"), ("(SELECT count(*) FROM 'x.csv') > 0", "x.csv"),
    ("(SELECT count(*) FROM glob('/*')) > 0", "glob"), ("(SELECT content FROM read_text('x')) = ''", "read_text"),
    ("getenv('HOME') = ''", "getenv"), ("(SELECT 1 FROM duckdb_settings()) = 1", "duckdb_settings"),
    ("(SELECT count(*) FROM information_schema.tables) > 0", "information_schema.tables"),
    ("(SELECT count(*) FROM read_parquet('https://example.invalid/x')) > 0", "read_parquet"),
    ("year < year(now())", "now"), ("year < year(current_date)", "current_date"), ("random() > 0.5", "random"),
    ("true); COPY filings TO 'x.csv'; SELECT (1", "应为一个 SELECT"), ("true); ATTACH 'x.db'; SELECT (1", "应为一个"),
    ("true); PRAGMA database_list; SELECT (1", "应为一个 SELECT"), ("true); INSTALL httpfs; SELECT (1", "应为一个"),
    ("year <", "无法解析"), ("no_such_column > 1", "no_such_column"), ("year > :nobody", "nobody")])
def test_sql_that_does_not_parse_or_looks_out_is_refused_with_its_key(tmp_path, sql, found):
    fault = fault_of(own(tmp_path, test=sql))
    assert fault.startswith("X01.yaml：test") and found in fault


@pytest.mark.parametrize("change, key", [
    ({"evidence__filed": "no_such + 1"}, "evidence.filed"), ({"direction": "no_such"}, "direction"),
    ({"evidence__filed": "(SELECT 1 FROM 'x.csv')"}, "evidence.filed"),
    ({"severity__when": [{"if": "no_such", "then": "高"}]}, "severity"),
    ({"withholds": {"lines": "no_such > 1"}}, "withholds"),
    ({"withholds": {"lines": "getenv('X') = ''"}}, "withholds.lines"),
    ({"needs": [{"table": "budgets", "where": "no_such > 1", "why": "没有"}]}, "needs.where")])
def test_the_key_at_fault_is_named(tmp_path, change, key):
    assert fault_of(own(tmp_path, **change)).startswith(f"X01.yaml：{key} ")


def test_a_select_of_its_own_must_give_the_columns_of_a_finding(tmp_path):
    data = {key: value for key, value in SHIPPED["A05"].items() if key != "test"}
    data |= {"code": "X01", "select": "SELECT filing FROM filing_view"}
    (tmp_path / "X01.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert fault_of(tmp_path).startswith("X01.yaml：select ")


def test_every_shipped_check_is_sound():
    scratch = check_sound.scratch()
    for check in SHIPPED.values():
        check_sound.sound(scratch, check)


def test_the_lock_holds_files_network_and_settings_off():
    connection = facts.empty()
    check_sound.lock(connection)
    for sql in ("SELECT * FROM read_csv('pyproject.toml')", "SELECT * FROM 'x.csv'", "COPY packs TO 'out.csv'",
                "ATTACH 'out.db'", "SELECT * FROM glob('*')", "INSTALL httpfs", "SET enable_external_access = true",
                "SET threads = 1", "EXPORT DATABASE 'out'"):
        with pytest.raises(Exception, match="disabled|locked|Permission"):
            connection.execute(sql).fetchall()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_file_nothing_else_than_a_fault_comes_of_it(data):
    said = copying.deepcopy(SHIPPED[data.draw(st.sampled_from(["A05", "C05", "E01", "A12"]))])
    places = list(_places(said))
    for _ in range(data.draw(st.integers(1, 3))):
        place, key = data.draw(st.sampled_from(places))
        place[key] = data.draw(st.sampled_from(ODD))
    path = _Path(said)
    try:
        read_file(path)
    except CheckError as fault:
        assert str(fault).startswith(path.name)


def _places(node):
    """(container, key) of everything in a tree of mappings and lists."""
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        yield node, key
        if isinstance(node[key], dict | list):
            yield from _places(node[key])


class _Path:
    """A file that is not on the disk."""

    def __init__(self, data: dict):
        self.stem, self.name = str(data.get("code")), f"{data.get('code')}.yaml"
        self._text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)

    def read_text(self, encoding: str) -> str:
        return self._text
