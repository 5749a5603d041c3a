"""Names and telephones of the people on a form never reach the store, wherever on the form they stand."""

import pytest
from sqlalchemy import select

from data_access.intake.batch import import_paths
from data_access.store import tables as t
from data_access.store.engine import memory_store
from tests.intake import invented, variants
from tests.intake.layout_paper import as_docx, as_xlsx

PERSONS = ("王小明", "李大为", "赵一", "13900001111", "0731-5550000")
FORM = ["项目名称 | 水闸检修 | < | < | 项目负责人 | 王小明 | <",
        "主管部门 | 青禾县水利局 | < | < | 实施单位 | 青禾县河道所（负责人：王小明） | <",
        "联系人及电话 | 李大为 13900001111 | < | < | 经办科室联系人 | 赵一 | <",
        "项目资金（万元） | 资金来源 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
        "^ | 年度资金总额 | 50 | 50 | 10 | 100% | 10",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分",
        "产出指标 | 数量指标 | 检修水闸 | 8座 | 8座 | 90 | 90"]
TOTAL = "总分 | < | < | < | < | 100 | 100"
SIGNED = "单位负责人签字：王小明　填表人：李大为　联系电话：13900001111　填报日期：2024年1月3日"
ENDS = {
    "signed in one cell": [TOTAL, f"{SIGNED} | < | < | < | < | < | <"],
    "signed without a total": [f"{SIGNED} | < | < | < | < | < | <"],
    "in cells of their own": [TOTAL, "填报日期 | 2024-01-03 | 填表人 | 李大为 | 联系电话 | 0731-5550000 | <",
                              "单位负责人 | 王小明 | 制表： | 赵一 | 手机 | 13900001111 | <"],
    "behind a reason": [TOTAL, "偏差原因分析 | 无。填表人：李大为 | < | < | < | < | <"],
    "in a note": [TOTAL, "备注 | 评分按实施方案。联系电话：0731-5550000 | < | < | < | < | <"],
    "a telephone alone": [TOTAL, "水利局规财股 | 13900001111 | < | < | < | < | <"],
}
ABOVE = ["2023年度项目支出绩效自评表", "填报单位：青禾县水利局 填报人：李大为 联系电话：13900001111"]
BELOW = ["备注：按方案评分。\n填表人：赵一", "审核人：王小明　电话 0731-5550000"]


def kept(folder, name: str, data: bytes) -> str:
    """Everything the store holds after importing a file, as one text."""
    engine = memory_store()
    (folder / name).write_bytes(data)
    result, = import_paths(engine, [folder / name])
    assert result.filings
    with engine.connect() as connection:
        rows = [str(row) for table in t.metadata.sorted_tables for row in connection.execute(select(table))]
    return "".join(rows + [str(message) for message in result.messages])


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("kind", ["docx", "xlsx", "txt"])
def test_wherever_they_stand(tmp_path, kind, end):
    parts = [*ABOVE, [*FORM, *ENDS[end]], *BELOW]
    write = {"docx": as_docx, "xlsx": lambda parts: as_xlsx({"表": parts}), "txt": _as_text}[kind]
    text = kept(tmp_path, f"表.{kind}", write(parts))
    assert "水闸检修" in text and "青禾县河道所" in text
    assert not [name for name in PERSONS if name in text]


def _as_text(parts: list) -> bytes:
    blocks = [part if isinstance(part, str) else
              [[cell.strip() for cell in row.replace("<", "").replace("^", "").split("|")] for row in part]
              for part in parts]
    return variants.write(variants.Extraction(False, blocks))


def test_offices_and_scoring_rules_stay(tmp_path):
    document = invented.document(cell_lines=True)
    document.blocks.append("单位负责人签字：王小明　填表人：李大为")
    text = kept(tmp_path, "表.txt", variants.write(document))
    assert "青禾县河道管理所" in text and "定量指标得分" in text and "王小明" not in text
