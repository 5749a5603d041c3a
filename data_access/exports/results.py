"""What an import or a check has to say: as the promised object, and in Chinese sentences."""

from data_access.exports.columns import WORDS
from data_access.intake.companions import KINDS
from data_access.intake.record import Message, Reading
from data_access.intake.result import FileResult

SHOWN = 5                                                     # warnings told one by one on a terminal
_STATES = {"read": "已读取", "partly": "部分读取", "refused": "未能读取", "duplicate": "已导入过，跳过",
           "ignored": "没有自评表，略过"}


def as_object(files: list[FileResult]) -> dict:
    """{"files": […], "filings": n, "lines": n} of interchange.md."""
    return {"files": [_file(file) for file in files], "filings": sum(file.filings for file in files),
            "lines": sum(file.lines for file in files)}


def _file(file: FileResult) -> dict:
    return {"path": file.path, "sha256": file.sha256, "status": file.status, "filings": file.filings,
            "replaced": file.replaced,
            "messages": [{name: getattr(message, name) for name in ("severity", "where", "found", "expected", "text")}
                         for message in file.messages],
            "cells": {"read": file.cells_read, "ignored": file.cells_ignored, "left": file.cells_left},
            "left_over": [{"form": form, "where": where, "text": text} for form, where, text in file.left_over]}


def of_reading(path: str, reading: Reading) -> FileResult:
    """A reading that is not stored, told as an import would."""
    found = reading.filings
    messages = [*reading.messages, *(message for filing in found for message in filing.messages)]
    left = [(filing.project or filing.department, *cell) for filing in found for cell in filing.left_over]
    return FileResult(path, reading.sha256, reading.status, filings=len(found), messages=messages,
                      lines=sum(len(filing.lines) for filing in found), cells_read=sum(f.cells_read for f in found),
                      cells_ignored=sum(f.cells_ignored for f in found), cells_left=len(left), left_over=left)


def in_words(files: list[FileResult], kind: str = "forms") -> str:
    """One sentence: how many files of which state, filings and lines, or rows of a list (kind: of KINDS)."""
    states = [f"{text} {count} 个" for state, text in _STATES.items()
              if (count := sum(file.status == state for file in files))]
    if kind != "forms":
        rows = sum(file.rows for file in files)
        return f"文件 {len(files)} 个（{'、'.join(states) or '无'}）：{KINDS.get(kind, '科室分工表')} {rows} 行。"
    total, replaced = as_object(files), sum(file.replaced for file in files)
    said = [f"文件 {len(files)} 个（{'、'.join(states) or '无'}）：自评表 {total['filings']} 份",
            f"指标行 {total['lines']} 条", *([f"替换旧表 {replaced} 份"] if replaced else [])]
    return "，".join(said) + "。"


def about_file(file: FileResult) -> str:
    """State and messages of a file, '' when all went well and silently.

    What could not be read is said in full; of many warnings only the first few, the rest are on screen and in --json.
    """
    if file.status == "read" and not file.messages and not file.cells_left:
        return ""
    errors = [message for message in file.messages if message.severity == "error"]
    warnings = [message for message in file.messages if message.severity != "error"]
    lines = [f"{file.path}：{_STATES[file.status]}", *map(_said, [*errors, *warnings[:SHOWN]])]
    if len(warnings) > SHOWN:
        lines.append(f"  另有提示 {len(warnings) - SHOWN} 条，见看板“项目”页，或加 --json 查看全部。")
    if file.cells_left:
        lines.append(_cells(file))
    return "\n".join(lines)


def _cells(file: FileResult) -> str:
    """How many cells were understood, and the first that were not, each with its place."""
    shown = "；".join(f"{where}“{text[:20]}”" for _, where, text in file.left_over[:SHOWN])
    return (f"  单元格：读取 {file.cells_read}，标签等略过 {file.cells_ignored}，没有读懂 {file.cells_left}：{shown}"
            + ("等。" if file.cells_left > SHOWN else "。"))


def _said(message: Message) -> str:
    place = "" if message.where in message.text else f"{message.where}："
    return f"  {place}{message.text}"


def review(scores: list[dict], flags: list[dict], unchecked: list[dict]) -> str:
    """The review of files as a person reads it: each filing's totals and findings, then what could not be checked."""
    flags = sorted(flags, key=lambda flag: "高中低".index(flag["severity"]))
    paragraphs = [_reviewed(score, [flag for flag in flags if flag["filing"] == score["filing"]]) for score in scores]
    loose = [flag for flag in flags if flag["filing"] is None]
    if loose:
        paragraphs.append("\n".join(["整份文件、整个部门：", *map(_asked, loose)]))
    paragraphs.append(f"自评表 {len(scores)} 份，疑点 {len(flags)} 条（疑点是待核实的问题，不是结论）。")
    paragraphs += [f"未检查 {item['code']}：{item['why']}" for item in unchecked]
    return "\n".join(paragraphs)


def _reviewed(score: dict, flags: list[dict]) -> str:
    name = score["project"] or score["unit"] or score["department"]
    grades = [score[which] or "—" for which in ("self_grade", "recomputed_grade")]
    form, year = WORDS["form"][score["form"]], score["year"] or "年度不明"
    return "\n".join([
        f"{score['source']} 第{score['position']}份 {form} {year} {name}："
        f"自评 {_points(score['self_total'])}，重算 {_points(score['recomputed'])}，等级 {grades[0]} → {grades[1]}",
        *map(_asked, flags), *([] if flags else ["  没有疑点"])])


def _asked(flag: dict) -> str:
    return f"  [{flag['severity']}] {flag['code']} {flag['name']}：{flag['message']}\n       请核：{flag['ask']}"


def _points(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"
