"""Values set right by hand: what follows at once, what outlives a reading, what comes back when it is withdrawn."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from data_access.copy import Copy
from data_access.correcting import Unfit, correct, withdraw
from data_access.intake.record import Filing, Fund, Line, Reading
from data_access.store import corrections, imports
from data_access.store import tables as t
from data_access.store.engine import writing
from data_access.store.write import save_within

WHO = {"person": "周复核", "reason": "与原表不符"}


@pytest.fixture
def engine(both):
    return both


def filing(**more) -> Filing:
    """A form whose second line was misread: 15 for 1.5 done, so that its score looks too low for what is filed."""
    fund = Fund("total", "年度资金总额", 50_000_000, None, 50_000_000, 40_000_000, 1000, 0.8, 800,
                raw={"initial": "50", "budget": "50", "executed": "40", "rate": "80%"},
                at={"row": "表1 第4行第1列", "initial": "表1 第4行第2列", "executed": "表1 第4行第4列",
                    "rate": "表1 第4行第6列"})
    lines = [Line("产出指标", "数量指标", "检修水闸", "≥8座", "8座", 4500, 4500, at={"row": "表1 第7行第3列"}),
             Line("产出指标", "数量指标", "检修闸门", "≥10座", "5座", 4500, 4500,
                  at={"row": "表1 第8行第3列", "actual": "表1 第8行第5列"})]
    values = {"position": 1, "project": "水闸检修", "department": "青禾县水利局", "unit": "青禾县河道所",
              "year": 2024, "year_printed": 2024, "funds": [fund], "lines": lines, "total_score_c": 9800,
              "grade": "优", "grade_printed": "优秀", "at": {"project": "表1 第1行第2列"}}
    return Filing(**{**values, **more})


def store(engine, *filings: Filing, sha256: str = "a" * 64, name: str = "水利.docx"):
    """What an import does with a reading; gives what it says of corrections."""
    reading = Reading(name, sha256, "docx", filings=[replace(one) for one in filings])
    with writing(engine) as connection:
        return [note for note in save_within(connection, reading).messages if "人工更正" in note.text]


def one(engine, table, *columns, **where) -> tuple:
    """The only row of the current filing in a table."""
    query = select(*(table.c[name] for name in columns)).where(
        *(table.c[name] == value for name, value in where.items()), t.filings.c.replaced_by.is_(None))
    if table is not t.filings:
        query = query.join_from(table, t.filings, table.c.filing_id == t.filings.c.filing_id)
    with engine.connect() as connection:
        row, = connection.execute(query).all()
    return tuple(row)


def key_of(engine) -> str:
    return one(engine, t.filings, "key")[0]


def standing(engine, sha256: str = "a" * 64) -> list:
    with engine.connect() as connection:
        return corrections.standing(connection, sha256)


def findings(engine) -> set[str]:
    copy = Copy(engine)
    copy.refresh()
    return {code for code, in copy.cursor().execute("SELECT code FROM findings").fetchall()}


def test_scores_and_findings_follow_a_corrected_value_at_once(engine):
    store(engine, filing())
    assert "A07" in findings(engine)
    copy = Copy(engine)
    copy.refresh()
    correct(engine, key_of(engine), "lines", 2, "actual", "10 座", **WHO)
    assert copy.refresh(), "the part's version did not rise"
    assert one(engine, t.lines, "actual", "actual_value", ordinal=2) == ("10座", 10.0)
    assert "A07" not in findings(engine)


@pytest.mark.parametrize("place, ordinal, field, text, column, value", [
    ("funds", 1, "executed_fen", "45.5", "executed_fen", 45_500_000),
    ("funds", 1, "executed_fen", "450000元", "executed_fen", 45_000_000),
    ("funds", 1, "initial_fen", "", "initial_fen", None),
    ("funds", 1, "rate", "91.2%", "rate", 0.912),
    ("funds", 1, "score_c", "9.12分", "score_c", 912),
    ("lines", 1, "target", "不少于 9 座", "target", "不少于9座"),
    ("lines", 1, "level3", "检修水闸数量", "line_key", "数量指标/检修水闸数量"),
    ("lines", 1, "weight_c", "40", "weight_c", 4000),
    ("filings", 0, "total_score_c", "97.5", "total_score_c", 9750),
    ("filings", 0, "grade", "良好", "grade", "良"),
    ("filings", 0, "project", "水闸检修（二期）", "project", "水闸检修(二期)"),
    ("filings", 0, "year", "2023年", "year", 2023)])
def test_every_kind_of_value_is_set_right_and_comes_back(engine, place, ordinal, field, text, column, value):
    store(engine, filing())
    table, where = t.metadata.tables[place], {"ordinal": ordinal} if ordinal else {}
    before = one(engine, table, *table.c.keys(), **where)
    key = key_of(engine)
    correct(engine, key, place, ordinal, field, text, **WHO)
    assert one(engine, table, column, **where) == (value,)
    assert key_of(engine) == key
    withdraw(engine, standing(engine)[0].correction_id, person="周复核")
    assert one(engine, table, *table.c.keys(), **where) == before and not standing(engine)


@pytest.mark.parametrize("place, ordinal, field, text, said", [
    ("funds", 1, "executed_fen", "四十万左右", "不是金额"), ("funds", 1, "rate", "91.2", "不是百分数"),
    ("lines", 1, "score_c", "优", "不是分数"), ("lines", 1, "level3", " ", "不能为空"),
    ("filings", 0, "year", "去年", "不是年度"), ("filings", 0, "grade", "甲等", "不是等级"),
    ("filings", 0, "department", "", "不能为空"), ("lines", 1, "actual", "8座", "不需要更正"),
    ("lines", 9, "actual", "8座", "已不在库中")])
def test_what_is_no_value_is_refused_with_what_is_due(engine, place, ordinal, field, text, said):
    store(engine, filing())
    with pytest.raises(Unfit, match=said):
        correct(engine, key_of(engine), place, ordinal, field, text, **WHO)
    assert not standing(engine)


@pytest.mark.parametrize("missing, said", [({"person": " "}, "经办人"), ({"reason": ""}, "理由")])
def test_nobody_corrects_without_a_name_and_a_reason(engine, missing, said):
    store(engine, filing())
    with pytest.raises(Unfit, match=said):
        correct(engine, key_of(engine), "lines", 1, "actual", "9座", **{**WHO, **missing})


def test_a_correction_holds_when_the_same_file_is_read_again(engine):
    store(engine, filing())
    correct(engine, key_of(engine), "lines", 2, "actual", "10座", **WHO)
    note, = store(engine, filing())
    assert "按人工更正取“10座”" in note.text and "周复核" in note.text and note.where == "表1 第8行第5列"
    assert one(engine, t.lines, "actual", ordinal=2) == ("10座",)
    assert not store(engine, filing(), sha256="b" * 64), "another file is read as it is"
    assert one(engine, t.lines, "actual", ordinal=2) == ("5座",)


def test_withdrawing_reaches_every_version_from_the_same_file(engine):
    """An import undone after the withdrawal made an earlier version current again, with the withdrawn value."""
    store(engine, filing())
    correct(engine, key_of(engine), "lines", 2, "actual", "10座", **WHO)
    store(engine, filing())
    withdraw(engine, standing(engine)[0].correction_id, person="周复核")
    with engine.connect() as connection:
        assert set(connection.execute(select(t.lines.c.actual).where(t.lines.c.ordinal == 2))) == {("5座",)}


def test_an_import_undone_and_done_again_has_its_corrections_again(engine):
    def brought_in() -> int:
        number = imports.begin(engine, kind="forms", door="page", person="周复核", options={})
        with writing(engine) as connection:
            save_within(connection, Reading("水利.docx", "a" * 64, "docx", filings=[filing()]), import_id=number)
        imports.finish(engine, number)
        return number

    number = brought_in()
    correct(engine, key_of(engine), "lines", 2, "actual", "10座", **WHO)
    imports.undo(engine, number, person="周复核")
    brought_in()
    assert one(engine, t.lines, "actual", ordinal=2) == ("10座",)


def test_another_year_and_department_move_the_filing_and_its_key_stays(engine):
    store(engine, filing())
    key = key_of(engine)
    correct(engine, key, "filings", 0, "year", "2023", **WHO)
    correct(engine, key, "filings", 0, "department", "青禾县林业局", **WHO)
    copy = Copy(engine)
    copy.refresh()
    assert copy.cursor().execute("SELECT filing, year, canonical FROM filings").fetchall() == [
        (key, 2023, "青禾县林业局")]
    store(engine, filing())
    assert key_of(engine) == key and one(engine, t.filings, "year", "department") == (2023, "青禾县林业局")
    for row in standing(engine):
        withdraw(engine, row.correction_id, person="周复核")
    copy.refresh()
    assert copy.cursor().execute("SELECT filing, year, canonical FROM filings").fetchall() == [
        (key, 2024, "青禾县水利局")]


def test_a_department_is_corrected_with_its_code(engine):
    store(engine, filing(department_code="305"))
    correct(engine, key_of(engine), "filings", 0, "department", "306-青禾县林业局", **WHO)
    assert one(engine, t.filings, "department", "department_code") == ("青禾县林业局", "306")
    withdraw(engine, standing(engine)[0].correction_id, person="周复核")
    assert one(engine, t.filings, "department", "department_code") == ("青禾县水利局", "305")


def test_the_place_a_moved_filing_left_does_not_give_away_its_key(engine):
    """A filing whose year was corrected keeps its key; the next form of the old year got the same one."""
    store(engine, filing())
    correct(engine, key_of(engine), "filings", 0, "year", "2023", **WHO)
    store(engine, filing(), sha256="b" * 64)
    with engine.connect() as connection:
        keys = connection.execute(select(t.filings.c.key).where(t.filings.c.replaced_by.is_(None))).scalars().all()
    assert len(keys) == len(set(keys)) == 2


def test_a_file_read_again_replaces_its_own_filing_though_an_equal_one_stands_beside_it(engine):
    """A corrected year made two filings equal; reading one file again could not tell them apart and added a third."""
    store(engine, filing(year=2023), sha256="b" * 64)
    store(engine, filing())
    moved = one(engine, t.filings, "key", year=2024)[0]
    assert "两份都保留" in correct(engine, moved, "filings", 0, "year", "2023", **WHO)
    store(engine, filing())
    with engine.connect() as connection:
        keys = connection.execute(select(t.filings.c.key).where(t.filings.c.replaced_by.is_(None))).scalars().all()
    assert len(keys) == 2 and moved in keys


def test_correcting_twice_keeps_what_was_read_and_every_step_stays_as_a_row(engine):
    store(engine, filing())
    correct(engine, key_of(engine), "lines", 2, "actual", "9座", **WHO)
    correct(engine, key_of(engine), "lines", 2, "actual", "10座", **WHO)
    row, = standing(engine)
    assert (row.old, row.new) == ("5座", "10座")
    correct(engine, key_of(engine), "lines", 2, "actual", "5座", **WHO)
    assert not standing(engine) and one(engine, t.lines, "actual", ordinal=2) == ("5座",)
    with engine.connect() as connection:
        assert connection.execute(select(t.corrections.c.new, t.corrections.c.withdrawn_by)
                                  .order_by(t.corrections.c.correction_id)).all() == [
            ("9座", "周复核"), ("10座", "周复核")]


def test_a_withdrawn_correction_cannot_be_withdrawn_again(engine):
    store(engine, filing())
    correct(engine, key_of(engine), "lines", 2, "actual", "9座", **WHO)
    number = standing(engine)[0].correction_id
    withdraw(engine, number, person="周复核")
    with pytest.raises(Unfit, match="已撤销"):
        withdraw(engine, number, person="周复核")


def test_a_better_reading_of_the_same_file_is_told_apart(engine):
    """The row slipped by one and reads 6座 now: the correction follows the cell, `old` follows the reader."""
    store(engine, filing())
    correct(engine, key_of(engine), "lines", 2, "actual", "10座", **WHO)
    right, wrong = filing().lines
    better = filing(lines=[right, replace(right, level3="新增行", at={"row": "表1 第6行第3列"}),
                           replace(wrong, actual="6座")])
    store(engine, better)
    assert one(engine, t.lines, "actual", ordinal=3) == ("10座",)
    assert [(row.old, row.new) for row in standing(engine)] == [("6座", "10座")]
    assert standing(engine)[0].ordinal == 3


def test_a_reading_corrected_twice_keeps_its_correction(engine):
    """A preview corrects the reading and is taken back; the import that follows saw nothing left to correct."""
    store(engine, filing())
    correct(engine, key_of(engine), "lines", 2, "actual", "10座", **WHO)
    reading = Reading("水利.docx", "a" * 64, "docx", filings=[filing()])
    with writing(engine) as connection:
        corrections.applied(connection, reading)
        save_within(connection, reading)
    assert [(row.old, row.new) for row in standing(engine)] == [("5座", "10座")]
    assert one(engine, t.lines, "actual", ordinal=2) == ("10座",)


def test_a_correction_whose_cell_is_gone_is_said_and_kept(engine):
    store(engine, filing())
    correct(engine, key_of(engine), "lines", 2, "actual", "10座", **WHO)
    note, = store(engine, filing(lines=filing().lines[:1]))
    assert "没有套用" in note.text and len(standing(engine)) == 1
