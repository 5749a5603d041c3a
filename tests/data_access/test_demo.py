"""The demonstration bureau: the same every time, plausible, every check fires, and nothing else looks wrong."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from data_access.copy import Copy
from data_access.demo.build import build, open_demo
from data_access.demo.generator import make_bureau, make_filings
from data_access.demo.vocabulary import words
from data_access.store.engine import memory_store
from scoring.check import unchecked

ROOT = Path(__file__).parents[2]
SMALL = 420
STORED = 700


@pytest.fixture(scope="module")
def made():
    return make_filings()


def _hash(readings) -> str:
    return hashlib.sha256(repr(readings).encode()).hexdigest()


def _filings(readings):
    return [(reading.name, filing) for reading in readings for filing in reading.filings]


def _clean(made):
    """Filings without a planted fault."""
    readings, planted = made
    touched = {(fault.document, fault.position) for fault in planted}
    return [filing for name, filing in _filings(readings) if (name, filing.position) not in touched]


def test_every_process_makes_the_same_bytes():
    code = ("import hashlib; from data_access.demo.generator import make_filings; "
            f"made = make_filings(size={SMALL}); print(hashlib.sha256(repr(made).encode()).hexdigest())")
    hashes = {subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
                             capture_output=True, text=True, check=True).stdout for seed in ("0", "4711")}
    assert hashes == {hashlib.sha256(repr(make_filings(size=SMALL)).encode()).hexdigest() + "\n"}


def test_another_seed_makes_another_bureau():
    assert _hash(make_filings(seed=1, size=SMALL)[0]) != _hash(make_filings(seed=2, size=SMALL)[0])


def test_five_years_forty_departments_and_the_size_asked_for(made):
    filings = [filing for _, filing in _filings(made[0])]
    assert len(filings) == 2400 and len(made[0]) == 200
    assert {filing.year for filing in filings} == {2020, 2021, 2022, 2023, 2024}
    assert len({filing.department for filing in filings}) == 40
    assert Counter(filing.form for filing in filings) == {"project": 2200, "department": 200}


@pytest.mark.parametrize("size", [60, 137, 500, 4000])
def test_size_is_met_exactly(size):
    readings, planted = make_filings(size=size)
    assert sum(len(reading.filings) for reading in readings) == size
    assert {fault.code for fault in planted} >= {"A01", "A07"}


def test_more_departments_than_the_file_lists():
    readings, _ = make_filings(size=1000, departments=60)
    assert len({filing.department for _, filing in _filings(readings)}) == 50    # at least four filings a document


def test_projects_recur_over_the_years_under_one_code(made):
    years: dict[str, set[int]] = {}
    for _, filing in _filings(made[0]):
        if filing.form == "project" and len(filing.project_code) == 21:     # E02 leaves a figure out
            years.setdefault(filing.project_code, set()).add(filing.year)
    assert sum(len(found) == 5 for found in years.values()) > 200
    assert sum(len(found) < 5 for found in years.values()) > 200
    assert all(len(code) == 21 and code[:8] == "99012320" for code in years)


def test_a_year_names_no_code_twice(made):
    codes = Counter((filing.year, filing.project_code) for _, filing in _filings(made[0]) if filing.project_code)
    assert max(codes.values()) == 1


def test_money_adds_up_and_is_of_a_county_s_size(made):
    for filing in _clean(made):
        total, *sources = filing.funds
        for name in ("initial_fen", "budget_fen", "executed_fen"):
            assert getattr(total, name) == sum(getattr(row, name) for row in sources)
        assert 0 <= total.executed_fen <= total.budget_fen
        if filing.form == "project":
            assert 0.3e6 <= total.budget_fen <= 4500e6


def test_points_add_up_and_grades_follow(made):
    for filing in _clean(made):
        assert sum(line.weight_c for line in filing.lines) + filing.funds[0].weight_c == 10_000
        assert filing.total_score_c == sum(line.score_c for line in filing.lines) + filing.funds[0].score_c
        cuts = (("优", 9000), ("良", 8000), ("中", 6000), ("差", 0))
        assert filing.grade in (None, next(grade for grade, least in cuts if filing.total_score_c >= least))
        assert 6 <= len(filing.lines) <= 14


def test_departments_differ_and_years_drift(made):
    spent: dict[tuple, list[int]] = {}
    for filing in _clean(made):
        if filing.form == "project":
            for key in ((filing.department,), (filing.department, filing.year)):
                sums = spent.setdefault(key, [0, 0])
                sums[0] += filing.funds[0].executed_fen
                sums[1] += filing.funds[0].budget_fen
    rates = {key: executed / budget for key, (executed, budget) in spent.items()}
    by_department = [rate for key, rate in rates.items() if len(key) == 1]
    assert max(by_department) > 0.95 and min(by_department) < 0.85
    both = [d for (d, *year) in rates if not year and {(d, 2020), (d, 2024)} <= rates.keys()]
    assert sum(abs(rates[(d, 2024)] - rates[(d, 2020)]) > 0.03 for d in both) > 10


def test_every_check_of_the_settings_is_planted_and_says_what(made):
    readings, planted = made
    assert {fault.code for fault in planted} == set(words("settings")["faults"])
    places = {(name, filing.position): filing for name, filing in _filings(readings)}
    for fault in planted:
        filing = places[(fault.document, fault.position)]
        assert fault.what and (fault.line is None or 1 <= fault.line <= len(filing.lines))


def test_every_name_is_invented(made):
    filings = [filing for _, filing in _filings(made[0])]
    assert all(name.startswith("示例县") for filing in filings for name in (filing.department, filing.unit))
    text = json.dumps([[filing.project, filing.goals, filing.reason] for filing in filings], ensure_ascii=False)
    assert not any(word in text for word in ("省", "联系人", "电话", "公司"))


@pytest.fixture(scope="module")
def reviewed():
    """A smaller 示例县, stored and scored as imported filings are: (planted, findings by document and position)."""
    engine = memory_store()
    planted = build(engine, size=STORED)
    copy = Copy(engine)
    copy.refresh()
    rows = copy.cursor().execute(
        """SELECT f.source, f.position, d.code, d.ordinal, d.severity, d.message, d.others FROM findings d
           LEFT JOIN filings f ON f.filing = d.filing""").fetchall()
    places = dict(copy.cursor().execute("SELECT filing, (source, position) FROM filings").fetchall())
    found = [((source, position), code, line, severity, message)
             for source, position, code, line, severity, message, _ in rows if source]
    found += [(tuple(places[other]), code, None, severity, message)
              for _, _, code, _, severity, message, others in rows for other in others or []]
    return planted, found


def test_every_planted_fault_is_found_where_it_was_planted(reviewed):
    planted, found = reviewed
    assert {fault.code for fault in planted} == set(words("settings")["faults"])
    lines = {(place, code, line) for place, code, line, *_ in found}
    missed = [fault for fault in planted
              if ((fault.document, fault.position), fault.code, fault.line) not in lines]
    assert not missed


def test_what_has_no_fault_carries_no_finding_to_look_at_first(reviewed):
    planted, found = reviewed
    touched = {(fault.document, fault.position) for fault in planted}
    rest = [entry for entry in found if entry[0] not in touched]
    assert [entry for entry in rest if entry[3] == "高"] == []
    assert len([entry for entry in rest if entry[3] == "中"]) <= STORED * 0.005


def test_a_leader_can_read_the_list(reviewed):
    high = {place for place, _, _, severity, _ in reviewed[1] if severity == "高"}
    assert 0.05 < len(high) / STORED < 0.25


def test_the_lists_beside_the_forms_agree_with_them_but_where_a_fault_was_planted():
    bureau = make_bureau(size=SMALL)
    filed = {(filing.year, filing.project): filing for _, filing in _filings(bureau.readings)
             if filing.form == "project"}
    off = {"E01", "E02", "B09", "B03", "C16", "E08"}
    touched = {(fault.document, fault.position) for fault in bureau.planted if fault.code in off}
    names = {filing.project for name, filing in _filings(bureau.readings) if (name, filing.position) in touched}
    rows = 0
    for kind, _, items in bureau.lists:
        for item in items if kind in ("budget", "payments") else ():
            if item.project in names or (item.year, item.project) not in filed:
                continue
            filing = filed[item.year, item.project]
            if filing.department == item.department and filing.project_code == item.project_code:
                total = filing.funds[0]
                due = total.executed_fen if kind == "payments" else total.budget_fen or total.initial_fen
                assert item.amount_fen == due
                rows += 1
    assert rows > SMALL


def test_nothing_is_left_unchecked_and_every_check_fires():
    engine = memory_store()
    build(engine, size=SMALL)
    copy = Copy(engine)
    copy.refresh()
    assert unchecked(copy.cursor(), copy.checks) == []
    fired = {code for code, in copy.cursor().execute("SELECT DISTINCT code FROM findings").fetchall()}
    assert {one["code"] for one in copy.checks} - fired == set()


def test_the_store_is_made_once_with_its_faults_beside_it(tmp_path):
    (tmp_path / "demo-0123456789.db").write_bytes(b"made by an older program")
    open_demo(tmp_path, size=60).dispose()
    store, = tmp_path.glob("demo-*.db")
    faults = json.loads(store.with_suffix(".planted.json").read_text(encoding="utf-8"))
    assert {"document", "position", "line", "code", "what"} == set(faults[0])
    made_at = store.stat().st_mtime_ns
    open_demo(tmp_path, size=60).dispose()
    assert store.stat().st_mtime_ns == made_at and not list(tmp_path.glob("unfinished*"))
