"""What the store keeps when forms are filed again: which takes whose place, what stays as history, what rises."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access.intake.record import Filing, Fund, Line, Reading
from data_access.store import tables as t
from data_access.store.engine import memory_store, open_store
from data_access.store.write import save_reading
from tests.intake import invented, variants

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def engine():
    return memory_store()


def filing(project: str = "水闸检修", *, budget: int = 50, score: int = 90, department: str = "青禾县水利局",
           year: int | None = 2024, code: str | None = None, **more) -> Filing:
    return Filing(project=project, department=department, department_code=code, unit="青禾县河道所", year=year,
                  funds=[Fund("total", initial_fen=budget * 1_000_000, budget_fen=budget * 1_000_000)],
                  lines=[Line("产出指标", "数量指标", "检修水闸", "8座", "8座", 9000, 9000)],
                  total_score_c=score * 100, **more)


def save(engine, *filings: Filing, name: str = "表.docx"):
    for position, each in enumerate(filings, 1):
        each.position = position
    content = hashlib.sha256(repr((name, filings)).encode()).hexdigest()
    return save_reading(engine, Reading(name, content, "docx", filings=list(filings)))


def current(engine, *columns) -> list[tuple]:
    """Rows of the filings in force, in the order they came."""
    f = t.filings.c
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(
            select(*(columns or (f.key, f.total_score_c))).where(f.replaced_by.is_(None)).order_by(f.filing_id))]


def count(engine, table) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def versions(engine) -> dict[str, int]:
    with engine.connect() as connection:
        return dict(connection.execute(select(t.parts.c.key, t.parts.c.version)).all())


def test_a_form_filed_again_keeps_its_key_and_the_earlier_one_stays_as_history(engine):
    save(engine, filing(score=90))
    (key, _), = current(engine)
    saved = save(engine, filing(score=95), name="另一个名字.xlsx")
    assert saved.replaced == 1 and current(engine) == [(key, 9500)]
    assert count(engine, t.filings) == count(engine, t.lines) == count(engine, t.funds) == 2
    with engine.connect() as connection:
        old, new = connection.execute(select(t.filings.c.replaced_by, t.filings.c.filing_id)
                                      .order_by(t.filings.c.filing_id)).all()
    assert old.replaced_by == new.filing_id


def test_history_goes_on_over_several_versions(engine):
    for score in (80, 85, 90):
        save(engine, filing(score=score))
    assert [score for _, score in current(engine)] == [9000]
    assert count(engine, t.filings) == 3


def test_what_changed_is_said_in_figures(engine):
    save(engine, filing(score=90, budget=50))
    saved = save(engine, filing(score=95, budget=60))
    text = saved.messages[0].text
    assert "总分 90 → 95" in text and "50 → 60" in text and "历史" in text


def test_equal_ones_pair_by_order_when_both_sides_hold_equally_many(engine):
    save(engine, filing(budget=10, score=81), filing(budget=20, score=82))
    keys = [key for key, _ in current(engine)]
    assert len(set(keys)) == 2
    saved = save(engine, filing(budget=30, score=91), filing(budget=40, score=92))
    assert saved.replaced == 2
    assert current(engine) == [(keys[0], 9100), (keys[1], 9200)]


def test_equal_ones_pair_by_budget_when_the_numbers_differ(engine):
    save(engine, filing(budget=10, score=81), filing(budget=20, score=82))
    keys = [key for key, _ in current(engine)]
    saved = save(engine, filing(budget=20, score=95))
    assert saved.replaced == 1 and not [m for m in saved.messages if "无法判断" in m.text]
    assert sorted(current(engine)) == sorted([(keys[0], 8100), (keys[1], 9500)])


def test_what_cannot_be_told_apart_is_kept_twice_with_a_warning(engine):
    save(engine, filing(budget=10), filing(budget=20))
    saved = save(engine, filing(budget=99))
    assert saved.replaced == 0 and len(current(engine)) == 3
    warning, = saved.messages
    assert warning.severity == "warning" and "两份都保留" in warning.text and "水闸检修" in warning.text
    assert len({key for key, _ in current(engine)}) == 3


@pytest.mark.parametrize("other", [
    {"project": "河道清淤"}, {"department": "青禾县林业局"}, {"year": 2023}, {"year": None}, {"form": "department"}])
def test_another_project_department_year_or_kind_is_another_filing(engine, other):
    save(engine, filing())
    assert save(engine, filing(**other)).replaced == 0
    assert len(current(engine)) == 2


def test_a_project_code_outlasts_a_renamed_project(engine):
    save(engine, filing("水闸检修", project_code="51000021R000000019951"))
    assert save(engine, filing("水闸检修（二期）", project_code="51000021R000000019951")).replaced == 1


def test_a_code_identifies_a_department_whatever_its_name(engine):
    save(engine, filing(department="青禾县水利局", code="305"))
    assert save(engine, filing(department="青禾水利局", code="305")).replaced == 1
    assert count(engine, t.departments) == 1


def test_only_the_parts_touched_rise(engine):
    save(engine, filing(), filing("绿化", department="青禾县林业局"))
    before = versions(engine)
    save(engine, filing(score=95), filing("河道清淤"))
    after = versions(engine)
    assert {key: after[key] - before[key] for key in before} == {"2024|1": 1, "2024|2": 0}


def test_a_form_without_year_or_department_has_a_part_too(engine):
    save(engine, filing(year=None, department=""))
    assert list(versions(engine)) == ["-|1"]
    with engine.connect() as connection:
        assert connection.execute(select(t.departments.c.name)).scalar_one() == "青禾县河道所"


def test_several_processes_import_at_the_same_time(tmp_path):
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    open_store(url).dispose()
    processes = []
    for number in range(3):
        folder = tmp_path / f"局{number}"
        folder.mkdir()
        for each in range(5):
            text = variants.write(invented.document(cell_lines=True)).decode()
            for old, new in (("青禾县水利局", f"青禾县第{number}局"), ("河道清淤", f"河道清淤{each}"),
                             ("水闸检修", f"水闸检修{each}")):
                text = text.replace(old, new)
            (folder / f"{each}.txt").write_text(text, encoding="utf-8")
        processes.append(subprocess.Popen([sys.executable, "cli.py", "import", str(folder), "--db", url], cwd=ROOT,
                                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
    told = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], told
    engine = open_store(url)
    assert (count(engine, t.documents), len(current(engine))) == (15, 30)
    assert versions(engine) == dict.fromkeys(versions(engine), 5) and len(versions(engine)) == 3
