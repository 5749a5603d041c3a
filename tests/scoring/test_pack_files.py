"""What rules.md §2 holds as seen or triangulated is shipped, value by value; a file at fault is named."""

import copy as copying

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.pack import FOLDER, PackError, load_packs, pack_rows, read_packs, with_pack
from scoring.pack_file import checked
from tests.scoring.test_check_files import ODD, _places

PACKS = load_packs()
ROWS = {row["pack"]: row for row in pack_rows(PACKS)}
# rules.md §2, marked V or T: execution weight, reverse formula, = formula, lower ends of the tiers, cut-offs.
SAID = {
    "CN-2020": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "CN-OLD-2016": (1000, "inverse", "ratio", (.8, .6), None),
    "TPL-NA": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "VEN-2020": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "VEN-2021": (1000, "linear_to_double", "at_least", (.8, .6), (8000, 7000, 6000)),
    "VEN-HE-TJ": (1000, "linear_to_double", "at_least", (.8, .6), (8000, 7000, 6000)),
    "VEN-GX": (1000, "linear_to_double", "at_least", (.8, .6), (8000, 7000, 6000)),
    "VEN-SX": (1000, "linear_to_double", "at_least", (.8, .6), (8000, 7000, 6000)),
    "VEN-ZJ": (1000, "linear_to_double", "at_least", (.8, .6), (8000, 7000, 6000)),
    "HB-DEPT": (2000, "inverse", "ratio", (.8, .5), None),
    "HB-PRJ": (2000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "AH-STD": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "AH-SUZHOU": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "SC-PRJ": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "SC-PIDU-RC": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "SC-MON": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "CQ-DEPT": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "HN-DEPT-F": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000)),
    "HN-DEPT-S": (1000, "inverse", "ratio", (.8, .6), None), "SC-DEPT-OLD": (1000, "inverse", "ratio", (.8, .6), None),
    "SN-HENGKOU": (1000, "inverse", "ratio", (.8, .6), (9000, 8000, 6000))}
OVER = {"VEN-2020": ("note", 1.2), "VEN-2021": ("note", 1.2), "VEN-HE-TJ": ("note", 1.2), "VEN-GX": ("reason", 1.3),
        "AH-SUZHOU": ("reason", 1.5), "SC-PIDU-RC": ("note", 1.3)}


def test_every_pack_that_was_seen_is_shipped_and_no_other():
    assert set(PACKS) == set(SAID)


@pytest.mark.parametrize("pack", SAID)
def test_a_pack_says_what_was_seen(pack):
    row = ROWS[pack]
    grades = tuple(row[f"grade_{cut}_c"] for cut in ("you", "liang", "zhong"))
    assert (row["exec_weight_c"], row["le_formula"], row["eq_formula"], (row["full_lo"], row["part_lo"]),
            None if grades == (None,) * 3 else grades) == SAID[pack]


@pytest.mark.parametrize("pack", OVER)
def test_what_is_due_beyond_the_target_is_kept(pack):
    key, times = OVER[pack]
    assert PACKS[pack].value(f"over.{key}")["value"] == times


def test_no_pack_scores_execution_by_steps_until_a_bureau_brings_its_notice():
    assert all(pack.value("execution.formula")["value"] == "ratio" for pack in PACKS.values())


def test_what_was_not_seen_is_assumed_on_every_pack():
    assert {pack for pack, row in ROWS.items() if not row["le_assumed"]} == {
        "TPL-NA", "VEN-2021", "VEN-GX", "VEN-SX", "VEN-ZJ", "SN-HENGKOU"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_a_pack_nothing_else_than_a_fault_comes_of_it(data):
    name = data.draw(st.sampled_from(["CN-2020.yaml", "SN-HENGKOU.yaml", "HB-DEPT.yaml", "SC-PIDU-RC.yaml"]))
    said = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    said |= {"checks": {"A12": {"small": copying.deepcopy(said.get("execution", said.get("over", {})).get("weight"))}}}
    places = list(_places(said))
    for _ in range(data.draw(st.integers(1, 3))):
        place, key = data.draw(st.sampled_from(places))
        place[key] = data.draw(st.sampled_from([*ODD, 2024, 1e400, float("nan"), "2024", [1.0, 0.8], [0.2, 0.9]]))
    try:
        checked(name, copying.deepcopy(said))
        packs = with_pack(PACKS, said, name)
        assert pack_rows(packs)
    except PackError as fault:
        assert name in str(fault)


@pytest.mark.parametrize("name, text", [
    ("空.yaml", ""), ("列表.yaml", "- 1\n- 2"), ("断.yaml", "id: {"), ("数.yaml", "7"),
    ("乱.yaml", b"\xff\xfe\x00\x01")])
def test_what_is_no_pack_at_all_is_named_and_the_rest_loads(tmp_path, name, text):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    packs, (fault,) = read_packs([FOLDER, tmp_path])
    assert fault.startswith(name) and set(packs) == set(PACKS)
