"""What imports changed: the bureau of then, made again beside now, is the one that undoing them leaves."""

import pytest

from data_access.copy import Copy
from data_access.queries.rows import rows
from data_access.since import prepare
from data_access.store import imports
from tests.pages.bureau import SCHOOL, filing, half_done
from tests.store.test_imports import bring, budget


@pytest.fixture
def engine(both):
    return both


def copy_of(engine) -> Copy:
    copy = Copy(engine)
    copy.refresh()
    return copy


def findings(copy: Copy) -> dict[str, str]:
    return dict(copy.cursor().execute("SELECT key, message FROM findings").fetchall())


def grades(copy: Copy) -> dict[str, tuple]:
    return {row["filing"]: row for row in rows(copy.cursor(), "SELECT filing, self_grade, recomputed_grade, "
            "self_total_c, recomputed_c FROM filing_scores")}


def told(copy: Copy, since: int, change: str) -> list[str]:
    pair = prepare(copy, since)
    table = "changed_filings" if change in ("added", "replaced") else "changed_findings"
    return [row[0] for row in copy.cursor().execute(
        f"SELECT {'filing' if table == 'changed_filings' else 'key'} FROM {table} "
        "WHERE change = ? AND since = ? AND version = ? ORDER BY 1", [change, *pair]).fetchall()]


def four_imports(engine) -> list[int]:
    """Right and wrong filings of two departments; a list; a better one and one more; the wrong again."""
    return [bring(engine, filing(), filing("渠道清淤", lines=half_done()), filing("校舍维修", SCHOOL, executed=60)),
            budget(engine, 50, 60),
            bring(engine, filing("渠道清淤"), filing("堤坝巡查", budget=20, executed=0, total=50, grade="差")),
            bring(engine, filing("渠道清淤", lines=half_done(), total=70, grade="中"), filing("校舍维修", SCHOOL))]


@pytest.mark.parametrize("at", [1, 2, 3])
def test_the_bureau_of_then_is_the_one_that_undoing_leaves(engine, at):
    numbers = four_imports(engine)
    copy = copy_of(engine)
    now, regrades = findings(copy), grades(copy)
    prepare(copy, numbers[at])
    raised, cleared = (set(told(copy, numbers[at], change)) for change in ("raised", "cleared"))
    added, replaced = (told(copy, numbers[at], change) for change in ("added", "replaced"))
    was = {row["filing"]: row for row in rows(copy.cursor(), "SELECT filing, self_grade, recomputed_grade, "
           "self_total_c, recomputed_c FROM changed_filings WHERE change = 'replaced'")}
    for number in reversed(numbers[at:]):
        imports.undo(engine, number, person="李科长")
    copy.refresh()
    then = findings(copy)
    assert raised == set(now) - set(then) and raised
    assert cleared == set(then) - set(now)
    assert set(added) == set(regrades) - set(grades(copy))
    assert was == {key: grades(copy)[key] for key in replaced}
