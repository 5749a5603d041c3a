"""What the bureau decides about findings: kept with who and why, and open again when the facts change."""

import pytest

from data_access.copy import Copy
from data_access.exports import flags
from data_access.intake.record import Reading
from data_access.queries import findings
from data_access.queries.filters import Filters
from data_access.store import decisions
from data_access.store.engine import memory_store
from data_access.store.write import save_reading
from tests.pages.bureau import filing, half_done
from tests.store import spellings


@pytest.fixture
def bureau():
    engine = memory_store()
    save(engine, "a")
    copy = Copy(engine)
    copy.refresh()
    return engine, copy


def save(engine, sha256: str, actual: str = "5座") -> None:
    lines = half_done()
    lines[0].actual = actual
    save_reading(engine, Reading("表.docx", sha256, "docx", filings=[filing("渠道清淤", lines=lines, position=1)]))


def found(copy, code: str = "A07") -> dict:
    copy.refresh()
    (row,) = [row for row in findings.page(copy.cursor(), Filters(), limit=100) if row["code"] == code]
    return row


def test_a_decision_is_shown_everywhere_the_finding_is(bureau):
    engine, copy = bureau
    row = found(copy)
    assert row["state"] == "待核实" and row["decided"] is None
    version = copy.version
    decisions.decide(engine, [(row["key"], row["message"])], "属实", note="部门承认填错", person="绩效科")
    row = found(copy)
    assert (row["state"], row["decided_why"], row["decided_by"]) == ("属实", "部门承认填错", "绩效科")
    assert copy.version > version, "the pages would show what they kept"
    assert {flag["key"]: flag["state"] for flag in flags(copy.cursor())}[row["key"]] == "属实"
    assert findings.facet(copy.cursor(), Filters(states=("属实",)), "states")["属实"] == 1
    assert [one["key"] for one in findings.page(copy.cursor(), Filters(states=("属实",)))] == [row["key"]]


def test_a_decision_holds_over_a_filing_that_changes_nothing_and_opens_again_when_the_facts_change(bureau):
    engine, copy = bureau
    row = found(copy)
    decisions.decide(engine, [(row["key"], row["message"])], "说明合理", note="季节性停工", person="绩效科")
    save(engine, "b")
    assert found(copy)["state"] == "说明合理"
    save(engine, "c", actual="4座")
    again = found(copy)
    assert again["key"] == row["key"] and again["message"] != row["message"]
    assert (again["state"], again["decided"], again["decided_why"]) == ("待核实", "说明合理", "季节性停工")


def test_every_decision_is_kept_and_the_last_holds(bureau):
    engine, copy = bureau
    row = found(copy)
    for state, note in (("属实", "一审"), ("数据有误", "二审"), ("待核实", "")):
        decisions.decide(engine, [(row["key"], row["message"])], state, note=note)
    assert found(copy)["state"] == "待核实"
    assert [one["note"] for one in decisions.history(engine, row["key"])] == ["", "二审", "一审"]


def test_a_decision_needs_a_known_state_and_a_reason(bureau):
    engine, _ = bureau
    with pytest.raises(ValueError, match="核实状态应为"):
        decisions.decide(engine, [("x", "y")], "造假", note="z")
    with pytest.raises(ValueError, match="请写明依据"):
        decisions.decide(engine, [("x", "y")], "属实", note="  ")
    assert decisions.history(engine, "x") == []


def test_departments_are_listed_with_what_is_still_open(bureau):
    engine, copy = bureau
    row = found(copy)
    (before,) = findings.by_department(copy.cursor(), Filters())
    decisions.decide(engine, [(row["key"], row["message"])], "属实", note="一审")
    copy.refresh()
    (after,) = findings.by_department(copy.cursor(), Filters())
    assert before["open"] - after["open"] == 1 and before["findings"] == after["findings"]


def test_the_text_search_and_the_least_amount_narrow_the_list(bureau):
    cursor = bureau[1].cursor()
    everything = findings.summary(cursor, Filters())["findings"]
    assert findings.summary(cursor, Filters(text="渠道"))["findings"] == everything > 0
    assert findings.summary(cursor, Filters(text="没有这个"))["findings"] == 0
    assert findings.summary(cursor, Filters(least_wan=50))["findings"] == everything
    assert findings.summary(cursor, Filters(least_wan=50.01))["findings"] == 0


def test_what_was_found_to_be_so_last_year_is_asked_about_this_year_at_once(both):
    for year in (2023, 2024):
        spellings.save(both, spellings.filing("技能培训", spellings.FULL, year=year), name=f"{year}.docx")
    copy = Copy(both)

    def asked() -> list[str]:
        copy.refresh()
        return [said for said, in copy.cursor().execute("SELECT message FROM findings WHERE code = 'E04'").fetchall()]

    assert asked() == []
    key, said = copy.cursor().execute("""SELECT n.key, n.message FROM findings n JOIN filings f USING (filing)
                                         WHERE n.code = 'A07' AND f.year = 2023""").fetchone()
    decisions.decide(both, [(key, said)], decisions.CONFIRMED, note="部门承认", person="绩效科")
    (told,) = asked()
    assert "上年核实属实的疑点1条（“A07”）" in told and "没有写整改" in told
    decisions.decide(both, [(key, said)], "说明合理", note="补了材料", person="绩效科")
    assert asked() == []
