"""总览: every number on screen equals one added up by hand or from the facts by another way."""

import re
from collections import Counter
from fractions import Fraction

import pytest

from data_access.copy import Copy
from data_access.demo.build import build
from data_access.queries.rows import rows
from data_access.store.engine import memory_store
from tests.pages.bureau import Screens, links, page, table, tiles, words


def test_tiles_of_the_small_bureau(screens):
    shown = tiles(screens.open())
    assert shown["自评表"] == ("6份", "项目 5 · 部门整体 1")
    assert shown["全年预算"] == ("1,350.00万元", "年初预算 1,360.00 万元（5 份填列）")
    assert shown["全年执行"][0] == "1,325.00万元"
    assert shown["执行率"] == ("98.15%", "对年初预算 97.43%")
    assert shown["自评均分"][0] == "79.88分"                  # (100 + 99.38 + 50 + 50 + 100) / 5
    assert shown["重算均分"][0] == "92.88分"                  # (100 + 84.38 + 90 + 90 + 100) / 5
    assert shown["重算均分"][1] == "自评减重算 −13.00 · 另有 0 份未计入"
    assert shown["等级将变"] == ("3份", "下调 1 · 上调 2 · 高出 5 分以上 1")


def test_the_first_sentences_carry_their_numbers(screens):
    said = words(page(screens.open()).find_class("jh-memo")[0])
    assert "共收到 2 个部门的自评表 6 份（项目 5 份、部门整体 1 份）；还没有预算清单" in said
    assert "项目全年预算 1,350.00万元，执行 1,325.00万元，执行率 98.15%；" in said
    assert "一分未花又评为差的 2 份，涉及 50.00万元" in said
    assert "自评平均 79.88 分，按规则重算平均 92.88 分；重算后等级下调 1 份、上调 2 份" in said


@pytest.fixture
def memo(screens):
    """Opens the screen that a number of the sentences leads to, told by the text before it."""
    said = page(screens.open()).find_class("jh-memo")[0]
    before = {_said_before(link): link for link in said.iter("a")}

    def follow(label):
        link = next(link for text, link in before.items() if text.endswith(label))
        (screen, parameters), = links(link).values()
        return words(link), screen, screens.open(screen, **parameters)
    return follow


def _said_before(link):
    """The text of its sentence up to a link, without spaces."""
    before = "".join(link.xpath("preceding-sibling::node()/descendant-or-self::text()"))
    return "".join(before.split())


def test_every_number_of_the_sentences_but_shares_is_a_link(screens):
    said = page(screens.open()).find_class("jh-memo")[0]
    for link in list(said.iter("a")):
        link.drop_tree()
    assert re.findall(r"[\d.,]+%?", words(said)) == ["50.00%"]


@pytest.mark.parametrize("label, screen, words_there", [
    ("共收到", "coverage", "项目 5 · 部门整体 1 · 2 个部门"), ("个部门的自评表", "coverage", "6份"),
    ("（项目", "ranking", "共 5 个项目"), ("部门整体", "coverage", "部门整体自评表"),
    ("没有读出的文件", "coverage", "没有未能读取的文件"),
    ("一分未花又评为差的", "findings", "共 2 条"), ("，涉及", "findings", "共 2 条"),
    ("有“高”疑点", "findings", "共 {} 条"), ("条，涉及", "findings", "涉及 {} 份自评表")])
def test_a_number_of_the_sentences_leads_to_a_list_of_as_many(memo, label, screen, words_there):
    said, led, at = memo(label)
    assert led == screen and words_there.format(said) in words(page(at))


@pytest.mark.parametrize("label, column, first", [("项目全年预算", "全年预算（万元）", "<b>校舍</b>维修"),
                                                  ("执行", "全年执行（万元）", "<b>校舍</b>维修")])
def test_the_money_of_the_sentences_leads_to_the_projects_it_is_the_sum_of(memo, label, column, first):
    said, _, at = memo(label)
    heads, *shown = table(at, "项目排名")
    amounts = [float(row[heads.index(column)].replace(",", "")) for row in shown]
    assert f"{sum(amounts):,.2f}万元" == said and amounts == sorted(amounts, reverse=True) and shown[0][1] == first


@pytest.mark.parametrize("label, column", [("自评平均", "自评"), ("按规则重算平均", "重算")])
def test_an_average_of_the_sentences_leads_to_the_projects_it_is_made_of(memo, label, column):
    said, _, at = memo(label)
    heads, *shown = table(at, "项目排名")
    scores = [float(row[heads.index(column)].split()[0]) for row in shown]
    assert f"{sum(scores) / len(scores):.2f}" == said and scores == sorted(scores)


@pytest.mark.parametrize("label, projects", [("等级下调", {"渠道清淤"}), ("份、上调", {"堤坝巡查", "泵站更新"})])
def test_a_change_of_grade_leads_to_its_projects(memo, label, projects):
    assert {row[1] for row in table(memo(label)[2], "项目排名")[1:]} == projects


def test_every_tile_leads_to_a_list(screens):
    for tile in page(screens.open()).find_class("jh-tile"):
        (screen, parameters), = links(tile).values()
        assert parameters["y"] == ["2024"] and screen in ("coverage", "ranking", "findings")


def test_the_idle_tile_says_how_many_of_each_and_leads_to_their_list(screens):
    at = screens.open()
    assert tiles(at)["零执行评差"] == ("2份", "未执行 1 · 预算全额调减 1 · 50.00 万元")
    link = page(at).find_class("jh-tile alert")[1].get("href")
    assert link.startswith("findings?") and "topic=" in link and "y=2024" in link
    listed = page(screens.open("findings", topic="零执行评差")).find_class("jh-finding")
    assert sorted(words(card.find_class("jh-finding-head")[0].find("b")) for card in listed) == [
        "B10 零执行评差", "B11 预算全额调减"]


def test_the_matrix_counts_project_forms_by_filed_and_recomputed_grade(screens):
    shown = table(screens.open(), "自评等级对重算等级，项目自评表份数")
    assert shown[1] == ["优", "2", "1", "·", "·", "·", "3"]
    assert shown[4] == ["差", "2", "·", "·", "·", "·", "2"]
    assert shown[-1] == ["合计", "4", "1", "0", "0", "0", "5"]


def test_the_newest_year_is_shown_first_and_another_can_be_chosen(screens):
    at = screens.open()
    assert at.segmented_control(key="y").value == ["2024"]
    at.segmented_control(key="y").select("2023").run()
    assert tiles(at)["自评表"][0] == "1份"
    at.segmented_control(key="y").select("全部年度").run()
    assert tiles(at)["自评表"][0] == "8份"
    at.segmented_control(key="y").select("年度不明").run()
    assert tiles(at)["全年预算"][0] == "5.00万元"


def test_a_department_narrows_every_number(screens):
    at = screens.open(d="青禾县教育局")
    assert tiles(at)["自评表"][0] == "1份"
    assert tiles(at)["零执行评差"][0] == "0份"


def test_a_range_without_filings_says_what_to_do(screens):
    at = screens.open(d="青禾县教育局", y="2023")
    assert "换一个年度" in words(page(at).find_class("jh-empty")[0])


@pytest.fixture(scope="module")
def demo():
    engine = memory_store()
    build(engine, size=400)
    copy = Copy(engine)
    copy.refresh()
    return copy


def test_the_demonstration_bureau_adds_up(monkeypatch, demo):
    """The tiles against sums over the facts, the fund rows and the findings, made row by row."""
    at = Screens(monkeypatch, demo, demo=True).open()
    shown = tiles(at)
    cursor = demo.cursor()
    filings = {row["filing"]: row for row in rows(cursor, "FROM filings") if row["year"] == 2024}
    scores = {row["filing"]: row for row in rows(cursor, "FROM filing_scores")}
    projects = [key for key, row in filings.items() if row["form"] == "project"]
    money = {key: _money(filings[key], rows(cursor, "FROM funds")) for key in projects}
    both = [key for key in projects if None not in (scores[key]["self_total_c"], scores[key]["recomputed_c"])]

    assert shown["自评表"][0] == f"{len(filings):,}份"
    assert shown["全年预算"][0] == f"{_wan(budget for budget, _ in money.values())}万元"
    assert shown["全年执行"][0] == f"{_wan(executed for _, executed in money.values())}万元"
    spent = [pair for pair in money.values() if None not in pair]
    assert shown["执行率"][0] == f"{100 * sum(pair[1] for pair in spent) / sum(pair[0] for pair in spent):.2f}%"
    for label, column in (("自评均分", "self_total_c"), ("重算均分", "recomputed_c")):
        mean = Fraction(sum(scores[key][column] for key in both), 100 * len(both))
        assert abs(Fraction(shown[label][0].removesuffix("分")) - mean) <= Fraction(51, 10_000)
    idle = [row for row in rows(cursor, "FROM findings") if row["filing"] in filings and (
        row["code"] == "B10" or row["code"] == "B11" and scores[row["filing"]]["self_grade"] == "差")]
    assert shown["零执行评差"][0] == f"{len(idle)}份"


def test_severities_of_the_demonstration_bureau_add_up(monkeypatch, demo):
    at = Screens(monkeypatch, demo, demo=True).open()
    cursor = demo.cursor()
    part_ids = {row["part_id"] for row in rows(cursor, "FROM filings") if row["year"] == 2024}
    total = sum(row["year"] == 2024 for row in rows(cursor, "FROM filings"))
    found = [row for row in rows(cursor, "FROM findings") if row["part_id"] in part_ids]
    counted = Counter(row["severity"] for row in found)
    for bar in page(at).find_class("jh-bar"):
        name, number, flagged = (words(bar[at]) for at in (0, 2, 3))
        filings = {row["filing"] for row in found if row["severity"] == name and row["filing"]}
        assert number == f"{counted[name]:,} 条"
        assert flagged == f"{len(filings):,} 份 · {100 * len(filings) / total:.2f}%"


def _money(filing: dict, funds: list[dict]) -> tuple[int | None, int | None]:
    """(budget, executed) in fen: the total row; the other rows where it is blank or 0; else the initial budget."""
    others = [row for row in funds if row["filing"] == filing["filing"] and row["source"] != "total"]
    parts = {name: sum(row[name] or 0 for row in others) for name in ("budget_fen", "executed_fen")}
    if not filing["budget_fen"] and parts["budget_fen"]:
        return parts["budget_fen"], parts["executed_fen"]
    if filing["budget_fen"] is None:
        return filing["initial_fen"], filing["executed_fen"]
    return filing["budget_fen"], filing["executed_fen"]


def _wan(amounts) -> str:
    return f"{sum(amount or 0 for amount in amounts) / 1_000_000:,.2f}"
