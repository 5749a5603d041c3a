"""What reads a document also reads copies of it with columns in another order, a label reworded, other line breaks."""

import json
from functools import cache
from random import Random

import pytest

from data_access.intake.pipeline import read_bytes
from tests.intake import invented, variants
from tests.intake.compare import Outcome, as_record, compare
from tests.intake.shared import needs_seeds, seed

WORDS = {"三级指标": "指标名称", "实际完成值": "全年完成值", "分值": "权重", "得分": "自评得分", "年度指标值": "目标值",
         "主管部门": "项目主管部门", "实施单位": "项目实施单位", "预期目标": "年初设定目标", "全年执行数": "实际支出数",
         "全年预算数": "调整后预算数", "总分": "合计", "执行率": "预算执行率", "二级指标": "二级",
         "偏差原因分析及改进措施": "未完成原因和改进措施", "项目名称": "项目支出名称", "年度资金总额": "资金总额"}
CLEAN = ("invented-cells", "invented-rows", "000", "001", "002")


@cache
def extraction(name: str) -> variants.Extraction:
    if name.startswith("invented"):
        return variants.take(variants.write(invented.document(cell_lines=name.endswith("cells"))))
    return variants.take(seed(name).read_bytes())


@cache
def original(name: str) -> str:
    data = variants.write(extraction(name)) if name.startswith("invented") else seed(name).read_bytes()
    return json.dumps([as_record(filing) for filing in read_bytes(data, f"{name}.txt").filings])


def against_original(name: str, data: bytes) -> Outcome:
    expected = json.loads(original(name))
    assert len(expected) >= 2
    return compare(expected, read_bytes(data, "别的写法.txt").filings)


def documents(*names: str):
    return pytest.mark.parametrize("name", [
        name if name.startswith("invented") else pytest.param(name, marks=needs_seeds) for name in names])


def test_the_invented_document_reads_alike_in_both_writings():
    assert original("invented-cells") == original("invented-rows")
    first = json.loads(original("invented-cells"))[0]
    assert (first["project"], first["year"], first["total_score"], len(first["indicators"])) == (
        "河道清淤", 2023, 96.27, 7)


@documents(*CLEAN)
@pytest.mark.parametrize("random", [1, 2, 3])
def test_columns_in_another_order(name, random):
    assert not against_original(name, variants.write(variants.permuted(extraction(name), Random(random)))).wrong


@documents(*CLEAN)
@pytest.mark.parametrize("label", WORDS)
def test_one_label_reworded(name, label):
    reworded = variants.reworded(extraction(name), {label: WORDS[label]})
    assert not against_original(name, variants.write(reworded)).wrong


@documents("invented-cells", "000", "002")
@pytest.mark.parametrize("how", [{}, {"gap": "\n\n"}, {"lead": "\u3000"}, {"newline": "\r\n"}])
def test_lines_broken_elsewhere(name, how):
    assert not against_original(name, variants.write(variants.broken(extraction(name), Random(5)), **how)).wrong


@documents(*CLEAN)
def test_written_the_other_way(name):
    document = extraction(name)
    assert not against_original(name, variants.write(document, cell_lines=not document.cell_lines)).wrong


@needs_seeds
@pytest.mark.parametrize("label", WORDS)
def test_one_label_reworded_in_the_noisy_document(label):
    reworded = variants.reworded(extraction("003"), {label: WORDS[label]})
    assert not against_original("003", variants.write(reworded)).wrong_numbers


@needs_seeds
@pytest.mark.parametrize("random", [1, 2])
def test_indicator_columns_of_the_noisy_document_in_another_order(random):
    """Its reasons run over several cells, whose pieces land between the figures: a few rows cannot be told apart."""
    permuted = variants.permuted(extraction("003"), Random(random), ("indicators",))
    outcome = against_original("003", variants.write(permuted))
    assert len(outcome.wrong_numbers) <= 0.01 * outcome.numbers
