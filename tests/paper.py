"""Paper for tests: a filled-in 项目支出绩效自评表 as a Word file, correct unless told otherwise. All names invented."""

import struct
from pathlib import Path

from docx import Document

LINES = (("产出指标", "数量指标", "检修水闸", "≥10座", "10座", "30", "30"),
         ("产出指标", "质量指标", "验收合格率", "≥95%", "95%", "20", "20"),
         ("效益指标", "社会效益指标", "受益农户", "≥200户", "210户", "30", "30"),
         ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%", "95%", "10", "10"))


def form(path: Path, *, project: str = "水闸检修", department: str = "青禾县水利局", year: int | None = 2024,
         funds: tuple = ("50", "50", "50", "10", "100%", "10"), lines: tuple = LINES, total: str = "100") -> Path:
    """Write the form and give its path. funds: initial, budget, executed (万元), weight, rate, score, as printed;
    lines: level 1, level 2, level 3, target, actual, weight, score."""
    document = Document()
    document.add_paragraph(f"{year}年度项目支出绩效自评表" if year else "项目支出绩效自评表")
    rows = [["项目名称", project, *[""] * 6], ["主管部门", department, "", "", "实施单位", f"{department}本级", "", ""],
            ["", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
            ["项目资金（万元）", "年度资金总额", *funds],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            *[["绩效指标", *line] for line in lines],
            ["总分", "", "", "", "", "", "100", total]]
    table = document.add_table(rows=len(rows), cols=8)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    document.add_paragraph()
    document.save(str(path))
    return path


def changed(at: int, **values: str) -> tuple:
    """LINES with some cells of line `at` (from 0) put differently: level3, target, actual, weight, score."""
    names = ("level1", "level2", "level3", "target", "actual", "weight", "score")
    line = tuple(values.get(name, old) for name, old in zip(names, LINES[at], strict=True))
    return (*LINES[:at], line, *LINES[at + 1:])


def with_password() -> bytes:
    """What Word makes of a document with a password, its wrapping alone: a compound file with EncryptedPackage."""
    free, last, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def entry(name: str, kind: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        return text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text), kind, 1, free, free, free) + bytes(
            36) + struct.pack("<III", last, 0, 0)

    head = bytearray(bytes.fromhex("d0cf11e0a1b11ae1")).ljust(512, b"\0")
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, last, 0, last, 0, 0)
    head[80:] = struct.pack("<I", free) * 108
    sectors = struct.pack("<128I", table, last, *[free] * 126)
    names = entry("Root Entry", 5) + entry("EncryptedPackage", 2)
    return bytes(head) + sectors + names.ljust(512, b"\0")
