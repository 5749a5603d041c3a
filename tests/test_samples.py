"""The sample filings: each is read wholly, raises what its table promises and nothing else that is 高 or 中."""

import os
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from data_access.copy import Copy, from_readings
from data_access.intake.batch import import_paths
from data_access.intake.pipeline import read_bytes
from data_access.store.engine import open_store
from samples import build
from tests.intake.compare import compare
from tests.intake.shared import ROOT

SAMPLES = {sample["file"]: sample for sample in build.samples()}
STAYS_SAME = [name for name, sample in SAMPLES.items() if sample["paper"] in ("word", "excel")]
NUMBERS = "initial budget executed weight rate score".split()
SOURCES = {"年度资金总额": "total", "总额": "total", "其中：当年财政拨款": "current_year", "上年结转资金": "carry_over",
           "其他资金": "other", "其中：财政资金": "财政资金"}


def number(text: str) -> float | None:
    """The plain number of a cell, a percentage as a fraction; None where it states nothing."""
    if text in ("", "—", "/"):
        return None
    return round(float(text[:-1]) / 100, 6) if text.endswith("%") else float(text)


def truth(form: dict, layout: str) -> dict:
    """What a right reading gives, from the description alone (fields: tests/intake/compare.py)."""
    funds = []
    for text in form["funds"]:
        source, *cells = text.split("|")
        row = {"source": SOURCES.get(source, source), **dict(zip(NUMBERS, map(number, cells), strict=True))}
        if layout == "yuan":
            row |= {"budget": row["budget"] / 10_000, "executed": row["executed"] / 10_000}
        funds.append(row)
    names = "level1 level2 level3 target actual weight score reason".split()
    lines = [dict(zip(names, text.split("|"), strict=True)) for text in form["lines"]]
    for line in lines:
        line |= {"weight": number(line["weight"]), "score": number(line["score"])}
        if layout == "split" and line["target"][0] not in "≥≤=0123456789":
            line["target"] = f"定性{line['target']}"
    return {"form": form.get("form", "project"), "year": 2024, "project": form.get("project", ""),
            "department": form["department"], "unit": form.get("unit", ""), "funds": funds, "indicators": lines,
            "goals": [{"expected": form["expected"], "achieved": form["achieved"]}],
            "total_score": number(form["total"]), "grade": form.get("grade")}


def reading_of(name: str):
    path = build.FOLDER / name
    reading = read_bytes(path.read_bytes(), name)
    if "没有安装文字识别" in "".join(message.text for message in reading.messages):
        told = "no OCR on this machine (requirements-ocr.txt)"
        (pytest.fail if os.environ.get("JIHE_OCR") == "required" else pytest.skip)(told)
    return reading


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_wholly(name):
    sample, reading = SAMPLES[name], reading_of(name)
    assert reading.status == "read", reading.messages
    outcome = compare([truth(form, sample["layout"]) for form in sample["forms"]], reading.filings)
    assert outcome.numbers >= 25 * len(sample["forms"])
    assert not outcome.wrong
    assert not [filing.left_over for filing in reading.filings if filing.left_over]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_raises_what_its_table_promises(name):
    scan = SAMPLES[name]["paper"] == "scan"                   # read as the Word file it was printed from: no OCR needed
    reading = read_bytes(build.built(SAMPLES[name] | {"paper": "word"}), name) if scan else reading_of(name)
    cursor = from_readings([reading]).cursor()
    found = cursor.sql("""SELECT position, code, severity FROM findings JOIN filings USING (filing)
                          WHERE severity IN ('高', '中')""").fetchall()
    promised = [(position, code, severity) for position, form in enumerate(SAMPLES[name]["forms"], 1)
                for code, severity in form["finds"].items()]
    assert sorted(found) == sorted(promised)


def test_the_samples_together_raise_nothing_more():
    """No finding needs two of the files: a newcomer sees what the table says, whether he drops one or all."""
    readings = [read_bytes((build.FOLDER / name).read_bytes(), name) for name in SAMPLES]
    cursor = from_readings(readings).cursor()
    (found,), = cursor.sql("SELECT count(*) FROM findings WHERE severity IN ('高', '中')").fetchall()
    promised = sum(len(form["finds"]) for sample, reading in zip(SAMPLES.values(), readings, strict=True)
                   for form in sample["forms"] if reading.status == "read")
    assert found == promised


def test_the_budget_list_shows_what_nobody_filed(tmp_path):
    """The scan may stay unread without OCR: its project is then missing too."""
    assert members(build.BUDGETS.read_bytes()) == members(build.budgets()), "run samples.build"
    engine = open_store(f"sqlite:///{tmp_path / 'jihe.db'}")
    results = import_paths(engine, [build.FOLDER])
    lists = import_paths(engine, [build.BUDGETS], kind="budget")
    assert [(one.status, one.rows) for one in lists] == [("read", 13)]
    copy = Copy(engine)
    copy.refresh()
    found = copy.cursor().sql("SELECT line_key, severity, message FROM findings WHERE code = 'E01'").fetchall()
    unread = [one for one in results if one.status == "refused"]
    told = "".join(message for *_, message in found)
    assert len(found) == 2 + len(unread) and {severity for _, severity, _ in found} == {"高"}
    assert all(department in told and project in told for department, project, _ in build.NOT_FILED)
    engine.dispose()


def test_the_letter_among_the_samples_is_told_from_a_form():
    reading = read_bytes((build.FOLDER / build.NOTICE).read_bytes(), build.NOTICE)
    assert reading.status == "ignored" and not reading.filings
    assert "没有找到自评表" in reading.messages[-1].found


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_cut_off_is_refused_in_an_officers_words(name):
    """The table of unread files named what was found BadZipFile."""
    data = (build.FOLDER / name).read_bytes()
    reading = read_bytes(data[:len(data) // 2], name)
    assert reading.status in ("refused", "partly") and not reading.filings
    said = " ".join((*reading.messages[-1].found.split(), reading.messages[-1].text))
    assert not re.search(r"Error|Exception|[a-z][A-Z]", said)


@pytest.mark.parametrize("name", STAYS_SAME)
def test_a_sample_is_what_its_description_builds(name):
    assert members((build.FOLDER / name).read_bytes()) == members(build.built(SAMPLES[name])), "run samples.build"


def members(data: bytes) -> dict[str, bytes]:
    """The files inside a Word or Excel file: how they are pressed may differ from machine to machine."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_samples_table_names_every_file_and_finding():
    files = {path.name for path in build.FOLDER.iterdir()}
    assert files == {*SAMPLES, build.NOTICE}
    table = Path(ROOT, "samples", "README.md").read_text(encoding="utf-8")
    for sample in SAMPLES.values():
        row = next(line for line in table.splitlines() if sample["file"] in line)
        assert all(code in row for form in sample["forms"] for code in form["finds"])
        assert sum(row.count(code) for form in sample["forms"] for code in form["finds"]) == sum(
            len(form["finds"]) for form in sample["forms"]), "a code that is not promised, or twice"
    assert build.NOTICE in table and build.BUDGETS.name in table
    assert sum(path.stat().st_size for path in build.FOLDER.iterdir()) < 1_500_000
