"""Build the sample filings: `.venv/bin/python -m samples.build [part of a file's name]` writes samples/青禾县/.

Needs LibreOffice for the PDFs and `pip install xlwt` for the old workbook; the files built are committed.
"""

import sys
from pathlib import Path

import yaml

from samples import layouts, paper

HERE = Path(__file__).parent
FOLDER = HERE / "青禾县"
BUDGETS = HERE / "青禾县2024年项目预算清单.xlsx"
NOT_FILED = [("青禾县教育局", "校车安全运行补助", "45.00"), ("青禾县交通运输局", "农村公路日常养护", "132.00")]
NOTICE = "县财政局 关于开展2024年度绩效自评的通知.docx"


def samples() -> list[dict]:
    """The described files (forms.yaml)."""
    return yaml.safe_load((HERE / "forms.yaml").read_text(encoding="utf-8"))


def built(sample: dict) -> bytes:
    """The file of one sample."""
    layout, kind = sample["layout"], sample["paper"]
    tables = [[*_titles(layout, form), layouts.rows(layout, form)] for form in sample["forms"]]
    if kind == "excel":
        names = [f"附表{number}" for number in range(1, len(tables) + 1)]
        index = [["序号", "项目名称", "表号"], *([str(n), form["project"], name] for n, (form, name) in
                                            enumerate(zip(sample["forms"], names, strict=True), 1))]
        sheets = {"目录": ["# 2024年度项目支出绩效自评表目录", index], **dict(zip(names, tables, strict=True)),
                  "字典": [[["一级指标", "二级指标"], ["产出指标", "数量指标"], ["效益指标", "社会效益指标"]]]}
        return paper.excel(sheets, hidden=("字典",))
    if kind == "old_excel":
        return paper.old_excel({"自评表": tables[0]})
    parts = _report(sample) if sample.get("report") else []
    for number, table in enumerate(tables, 1):
        parts += [*(["---"] if parts else []), *([f"附件{number}"] if len(tables) > 1 else []), *table]
    return {"word": paper.word, "pdf": paper.pdf, "scan": paper.scan}[kind](parts)


def _titles(layout: str, form: dict) -> list[str]:
    first, *more = layouts.titles(layout, form)
    return [f"# {first}", *more]


def _report(sample: dict) -> list[paper.Part]:
    """The final accounts in front of the forms; they say 98.5 of the first project, whose form says 97."""
    first, second = sample["forms"]
    return ["# 青禾县农业农村局2024年度部门决算", "第一部分 部门概况",
            "青禾县农业农村局主管全县农业生产、农田建设、畜牧兽医和农村改革工作，内设8个股室，下属3个事业单位。",
            "第二部分 2024年度部门决算情况说明",
            "一、收入支出决算总体情况。2024年度收入总计2,318.46万元，支出总计2,318.46万元，详见下表。",
            [["收入项目", "金额（万元）", "支出项目", "金额（万元）"],
             ["一、财政拨款收入", "2,301.16", "一、农林水支出", "2,046.30"],
             ["二、其他收入", "17.30", "二、社会保障和就业支出", "272.16"],
             ["本年收入合计", "2,318.46", "本年支出合计", "2,318.46"]],
            "二、预算绩效管理情况",
            "根据预算绩效管理要求，我局组织对2024年度2个项目开展绩效自评。",
            f"1.{first['project']}项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为98.5分。"
            "全年预算数为260万元，执行数为234万元，执行率为90%。",
            f"2.{second['project']}项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为47分。"
            "全年预算数为75万元，执行数为0万元，执行率为0%。"]


def notice() -> bytes:
    """A letter without any form, as it often lies in the same folder."""
    return paper.word(["# 关于开展2024年度预算绩效自评工作的通知", "各预算部门：",
                       "为做好2024年度预算绩效自评工作，现将有关事项通知如下。",
                       "一、自评范围。2024年度纳入部门预算的全部项目支出和部门整体支出。",
                       "二、时间安排。请于2025年2月28日前报送自评表，逾期未报的在全县通报。",
                       [["事项", "责任单位", "完成时间"], ["报送自评表", "各预算部门", "2月28日前"],
                        ["复核自评结果", "县财政局", "3月31日前"]], "青禾县财政局", "2025年1月15日"])


def budgets() -> bytes:
    """The bureau's own list of projects with budgets: those of the forms, and two that nobody filed."""
    filed = [(form["department"], form["project"], _wan(form["funds"][0].split("|")[2])) for sample in samples()
             for form in sample["forms"] if "project" in form]
    rows = [["序号", "年度", "主管部门", "项目名称", "全年预算数（万元）"],
            *[[str(n), layouts.YEAR, *row] for n, row in enumerate(sorted(filed + NOT_FILED), 1)]]
    return paper.excel({"预算清单": ["# 青禾县2024年项目预算清单", rows]})


def _wan(text: str) -> str:
    """An amount in 万元; forms in 元 print no decimals."""
    return text if "." in text else f"{float(text) / 10_000:.2f}"


def main(part: str = "") -> None:
    """Write every file whose name holds `part`."""
    if part in BUDGETS.name:
        BUDGETS.write_bytes(budgets())
    FOLDER.mkdir(exist_ok=True)
    for sample in samples():
        if part in sample["file"]:
            (FOLDER / sample["file"]).write_bytes(built(sample))
    if part in NOTICE:
        (FOLDER / NOTICE).write_bytes(notice())


if __name__ == "__main__":
    main(*sys.argv[1:])
