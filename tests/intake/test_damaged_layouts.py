"""Forms damaged at random (rows lost, swapped, doubled; cells blanked, merged): they never trip the reader."""

from random import Random

import pytest

from data_access.intake.pipeline import read_bytes
from tests.intake.layout_paper import as_xlsx
from tests.intake.test_layouts import CASES, case


def damaged(rows: list[str], random: Random) -> list[str]:
    rows = [row.split("|") for row in rows]
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(rows))
        kind = random.choice(["lose", "double", "swap", "cell", "cell", "cell"])
        if kind == "lose" and len(rows) > 2:
            rows.pop(at)
        elif kind == "double":
            rows.insert(at, list(rows[at]))
        elif kind == "swap":
            other = random.randrange(len(rows))
            rows[at], rows[other] = rows[other], rows[at]
        else:
            rows[at][random.randrange(len(rows[at]))] = random.choice(
                ["", "^", "<", "得分", "三级指标", "12", "总分", "100%", "执行数", "其他资金", "—", "预期目标", "2023"])
    return [_legal("|".join(row), first=n == 0) for n, row in enumerate(rows)]


def _legal(row: str, *, first: bool) -> str:
    """Nothing lies left of the first column or above the first row; a merged block is one row high or one wide."""
    cells = [cell.strip() for cell in row.split("|")]
    for index, cell in enumerate(cells):
        if (cell == "<" and (index == 0 or cells[index - 1] == "^")) or (cell == "^" and first):
            cells[index] = ""
        if cell == "^" and index + 1 < len(cells) and cells[index + 1] == "<":
            cells[index] = ""
    return "|".join(cells)


def _plain(rows: list[str]) -> list[str]:
    """`^` below a cell that is merged to the right would be no rectangle: such cells stand alone."""
    grid = [row.split("|") for row in rows]
    for above, below in zip(grid, grid[1:], strict=False):
        for index, cell in enumerate(below):
            wide = index + 1 < len(above) and above[index + 1] == "<"
            if cell == "^" and (index >= len(above) or above[index] == "<" or wide):
                below[index] = ""
    return ["|".join(row) for row in grid]


@pytest.mark.parametrize("name", CASES)
def test_a_damaged_form_never_trips_the_reader(name, monkeypatch):
    monkeypatch.setenv("JIHE_DEBUG", "1")                     # our own mistakes are raised, not told
    for seed in range(12):
        random = Random(f"{name}{seed}")
        sheets = {sheet: [part if isinstance(part, str) else _plain(damaged(part, random)) for part in parts]
                  for sheet, parts in case(name)["sheets"].items()}
        reading = read_bytes(as_xlsx(sheets), "表.xlsx")
        assert reading.status in ("read", "partly", "refused", "ignored")
        for filing in reading.filings:
            assert all(line.weight_c is None or abs(line.weight_c) <= 10**8 for line in filing.lines)
