"""总览 tells what changed since an import; each number leads to its list, the raised findings to 疑点清单."""

from urllib.parse import parse_qs, urlsplit

import pytest

from data_access import since
from data_access.copy import Copy
from data_access.store import decisions, imports
from data_access.store.engine import memory_store
from tests.pages.bureau import SCHOOL, Screens, filing, half_done, page, table, words
from tests.store.test_imports import bring


@pytest.fixture
def engine():
    """渠道清淤 fell short and was filed again, better; another project came with it, a third before."""
    engine = memory_store()
    bring(engine, filing("渠道清淤", lines=half_done()), filing("校舍维修", SCHOOL))
    bring(engine, filing("渠道清淤", total=85, grade="良"), filing("堤坝巡查", budget=20, initial=20, executed=0,
                                                                 exec_score=0, total=50, grade="差"))
    return engine


def shown(monkeypatch, engine) -> Screens:
    copy = Copy(engine)
    copy.refresh()
    return Screens(monkeypatch, copy)


@pytest.fixture
def screens(monkeypatch, engine):
    return shown(monkeypatch, engine)


def lines(at) -> list[str]:
    return [words(line) for one in page(at).find_class("jh-since") for line in one.iter("p")]


def links(at) -> dict[str, list[str]]:
    """Where the numbers lead: the parameters, by list or severity."""
    found = [parse_qs(urlsplit(link.get("href")).query) for one in page(at).find_class("jh-since")
             for link in one.iter("a")]
    return {asked.get("list", asked.get("s", ["疑点"]))[0]: asked for asked in found}


def test_the_last_import_is_told_in_numbers(screens):
    forms, found = lines(screens.open())
    assert forms == "新增自评表 1 份，替换 1 份，其中自评等级变了 1 份，重算等级变了 1 份。"
    assert found == "新提出疑点 4 条（高 1 · 低 3）；消除 2 条（高 1 · 中 1）。"


def test_the_number_of_raised_findings_leads_to_exactly_these(screens):
    at = screens.open()
    total = int(lines(at)[1].split()[1])
    listed = screens.open("findings", **links(at)["疑点"])
    assert f"共 {total} 条" in words(page(listed).find_class("jh-head")[0])
    assert "第 2 次导入以来新提出" in words(page(listed).find_class("jh-head")[0])
    projects = {words(one).split(" · ")[0] for one in page(listed).find_class("jh-where")}
    assert projects == {"渠道清淤", "堤坝巡查"}
    high = page(screens.open("findings", **links(at)["高"])).find_class("jh-finding")
    assert {words(one.find_class("jh-sev")[0]) for one in high} == {"高"} and len(high) <= total
    facets = [link.get("href") for link in page(listed).find_class("jh-facets")[0].iter("a")]
    assert all("since=" in href for href in facets), "narrowing further forgets the import"


def test_what_is_gone_or_was_replaced_is_listed_in_place(screens):
    at = screens.open()
    cleared = table(screens.open(**links(at)["消除"]), "消除的疑点")
    assert [row[0] for row in cleared[1:]] == ["高 A07 定量指标得分偏高", "中 C08 未完成无原因"]
    assert "5座" in cleared[1][3]
    regraded = table(screens.open(**links(at)["重算等级变动"]), "替换的自评表")
    assert regraded[1][0] == "渠道清淤" and regraded[1][4:] == ["100.00 优", "85.00 良", "85.00 良", "100.00 优"]
    assert [row[0] for row in table(screens.open(**links(at)["新增"]), "新增的自评表")[1:]] == ["堤坝巡查"]
    closed = page(screens.open(**links(at)["新增"])).find_class("jh-close")[0].find("a").get("href")
    assert "list=" not in closed and "from=" in closed


def test_a_department_that_nothing_came_from_has_no_change_and_a_way_to_all(screens):
    line, = lines(screens.open(d=SCHOOL))
    assert line == "这个范围里没有变化。看全部年度和部门。"


def test_an_earlier_import_can_be_chosen(screens):
    at = screens.open()
    assert [one[:9] for one in at.selectbox(key="from").options] == ["第 2 次导入（2", "第 1 次导入（2"]
    at.selectbox(key="from").select_index(1).run()
    assert not page(screens.open(**{"from": at.selectbox(key="from").value, "list": "消除"})).find_class("jh-close")
    assert lines(at) == ["这之前还没有自评表，以上全部是新的。"]


def test_an_import_taken_back_is_told_no_more(screens, engine):
    imports.undo(engine, 2, person="李科长")
    screens.copy.refresh()
    at = screens.open()
    assert len(at.selectbox(key="from").options) == 1 and lines(at) == ["这之前还没有自评表，以上全部是新的。"]


def test_a_decision_that_no_longer_holds_is_counted(monkeypatch, engine):
    copy = shown(monkeypatch, engine).copy
    key, = (row[0] for row in copy.cursor().execute(
        "SELECT key FROM findings WHERE code = 'B10'").fetchall())
    said, = copy.cursor().execute("SELECT message FROM findings WHERE key = ?", [key]).fetchone()
    decisions.decide(engine, [(key, said)], "属实", note="已调阅", person="周复核")
    bring(engine, filing("堤坝巡查", budget=30, initial=30, executed=0, exec_score=0, total=50, grade="差"))
    screens = shown(monkeypatch, engine)
    at = screens.open()
    assert "已核实的 1 条内容变了，要重新核实" in lines(at)[1]
    row = table(screens.open(**links(at)["重新核实"]), "要重新核实的疑点")[1]
    assert row[2] == "属实" and "20" in row[3] and "30" in row[4]


def test_a_very_large_bureau_is_compared_when_somebody_asks(monkeypatch, screens):
    monkeypatch.setattr(since, "LINES_AT_ONCE", 3)
    at = screens.open()
    assert not lines(at)
    next(one for one in at.button if one.label == "比较导入前后").click().run()
    assert lines(at)[0].startswith("新增自评表 1 份")
    assert lines(screens.open()), "found out once, shown to everybody"


def test_without_any_import_nothing_is_told(monkeypatch, bureau):
    at = Screens(monkeypatch, bureau).open()
    assert not lines(at) and not [one for one in at.selectbox if one.key == "from"]
