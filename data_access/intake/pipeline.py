"""From files to readings: the one place where the steps of reading stand in order. batch.py stores what they give."""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data_access.intake.accounts import read_accounts
from data_access.intake.claims import read_claims
from data_access.intake.documents import archive, read_document
from data_access.intake.documents.grid import Document, Unreadable
from data_access.intake.documents.kinds import kind_of
from data_access.intake.documents.limits import LIMITS, Limits, check_file_size
from data_access.intake.doubts import say_doubts
from data_access.intake.form import read_form
from data_access.intake.reconcile import reconcile
from data_access.intake.record import Filing, Message, Reading
from data_access.intake.report import read_reports
from data_access.intake.segments import segments_of
from data_access.intake.settle import settle_names, settle_years

_HIDDEN = ("~$", ".")                                         # lock files of Word, hidden files
_OURS = (".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".txt", ".md", ".csv")
_NOT_OURS = ("text", "program", "slides", "ole")              # kinds that are passed over when found in a folder


def read_bytes(data: bytes, name: str, *, region: str | None = None, year: int | None = None,
               department: str | None = None, limits: Limits = LIMITS) -> Reading:
    """Read one document. `region`, `year`, `department` fill blanks only. Bad content never raises: status says it."""
    reading = Reading(Path(name).name, hashlib.sha256(data).hexdigest(), "")
    try:
        document = read_document(data, limits)
    except Unreadable as error:
        reading.status = "refused"
        reading.messages.append(Message("error", error.where or reading.name, error.found, error.expected, error.text))
        return reading
    reading.kind = document.kind
    reading.messages += [Message("warning", where, "", "", text) for where, text in document.notes]
    try:
        _read_forms(document, reading, year)
    except Exception as error:
        set_aside(reading, error)
        return reading
    for filing in reading.filings:
        filing.region = filing.region or region
        filing.department = filing.department or department or ""
    say_doubts(document, reading)
    _judge(reading)
    return reading


def set_aside(reading: Reading, error: Exception) -> None:
    """Our own mistake: the file is refused and the batch goes on; whoever debugs (JIHE_DEBUG=1) sees it raised."""
    if os.environ.get("JIHE_DEBUG") == "1":
        raise error
    logging.getLogger(__name__).debug("reading failed", exc_info=error)
    _refuse(reading, Message("error", reading.name, type(error).__name__, "能够识别的自评表",
                             "读取时遇到程序没有预料到的内容，这份文件没有入库。请把文件发给维护人员。"))


def _read_forms(document: Document, reading: Reading, year: int | None) -> None:
    segments = segments_of(document)
    reading.filings = [read_form(segment) for segment in segments.forms]
    for position, filing in enumerate(reading.filings, 1):
        filing.position = position
    reports = read_reports(segments.reports)
    reading.claims, reading.accounts = read_claims(document), read_accounts(document)
    reconcile(reading.filings, reports.reports)
    settle_names(reading.filings, reports.names_by_code)
    settle_years(reading.filings, document, year)


def _judge(reading: Reading) -> None:
    """Set the status: partly where a value could not be read, ignored without a form, refused where one breaks off."""
    _set_blank_forms_aside(reading)
    errors = [m for holder in (reading, *reading.filings) for m in holder.messages if m.severity == "error"]
    if _breaks_off(reading.filings):
        _refuse(reading, _broken(reading.filings[-1]))
    elif reading.filings:
        reading.status = "partly" if errors else "read"
    elif errors:
        reading.status = "refused"
    else:
        reading.status = "ignored"
        reading.messages.append(Message(
            "error", reading.name, "没有找到自评表", "带“一级指标、二级指标、三级指标”表头或资金执行表头的自评表",
            "文件里没有找到自评表。请确认发送的是填好的自评表，而不是通知、报告或空白文件。"))


def _set_blank_forms_aside(reading: Reading) -> None:
    """A form without a line, an amount or a score was never filled in: said, not stored."""
    blank = [f for f in reading.filings
             if not f.lines and not f.stops and f.total_score_c is None and not any(x.budget_fen for x in f.funds)]
    for filing in blank:
        reading.filings.remove(filing)
        reading.messages.append(Message(
            "error", filing.at.get("title", ""), filing.project or filing.title, "填好的指标和资金",
            f"“{filing.project or filing.title}”这张表没有填写内容，没有入库。请填好后重新报送。"))


def _breaks_off(filings: list[Filing]) -> bool:
    """Whether the last form stops in the middle: inside a row, before any line, or without the total others have."""
    if not filings or not filings[-1].stops:
        return False
    last, totals = filings[-1], [f.total_score_c for f in filings[:-1]]
    return last.stops == "row" or not last.lines or any(total is not None for total in totals)


def _broken(filing: Filing) -> Message:
    where = filing.at.get("end", "")
    return Message("error", where, f"“{filing.project or filing.title}”到此中断", "完整的自评表（到总分行为止）",
                   f"文件在“{filing.project or filing.title}”这张表中间（{where}）中断，内容不完整，整份文件没有入库。"
                   "请重新导出或重新发送完整的文件。")


def _refuse(reading: Reading, message: Message) -> None:
    reading.status, reading.filings = "refused", []
    reading.claims, reading.accounts = [], []
    reading.messages.append(message)


def read_paths(paths: Iterable[str | Path], *, region: str | None = None, year: int | None = None,
               department: str | None = None, limits: Limits = LIMITS) -> list[tuple[str, Reading]]:
    """Read files without storing anything: (path, reading) of each."""
    options = {"region": region, "year": year, "department": department, "limits": limits}
    return [(source.name, _read_source(source, options)) for source in sources(paths, limits)]


@dataclass
class Source:
    """A file to read: its path as given, how to get its bytes, and whether it was named one by one."""

    name: str
    load: Callable[[], bytes]
    named: bool


def sources(paths: Iterable[str | Path], limits: Limits = LIMITS) -> Iterator[Source]:
    """Every file to read: files as named, those of folders and of .zip archives."""
    for path in map(Path, paths):
        if path.is_dir():
            for inner in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(_HIDDEN)):
                yield from file_sources(inner, str(inner), named=False, limits=limits)
        else:
            yield from file_sources(path, str(path), named=True, limits=limits)


def file_sources(path: Path, shown: str, *, named: bool, limits: Limits = LIMITS) -> Iterator[Source]:
    """A file, or the files of an archive; told under the path `shown`."""
    if archive.is_archive(path):
        for member in archive.members(path, limits):
            yield Source(f"{shown}/{member.name}".rstrip("/"), member.load, named=False)
    else:
        yield Source(shown, lambda: _bytes(path, limits), named)


def _bytes(path: Path, limits: Limits) -> bytes:
    check_file_size(path.stat().st_size, limits)
    return path.read_bytes()


def load(source: Source) -> tuple[bytes, Reading | None]:
    """(the bytes, None), or nothing and the refusal when a file cannot be opened."""
    try:
        return source.load(), None
    except (OSError, Unreadable) as error:
        known = isinstance(error, Unreadable)
        missing = isinstance(error, FileNotFoundError)
        text = "找不到这个文件，请检查路径。" if missing else "文件无法打开，请检查权限或文件是否完整。"
        message = Message("error", source.name, error.found if known else type(error).__name__,
                          error.expected if known else "可以打开的文件", error.text if known else text)
        return b"", Reading(Path(source.name).name, "", "", "refused", [], [message])


def _read_source(source: Source, options: dict) -> Reading:
    data, refused = load(source)
    return refused or read_loaded(source, data, options)


def read_loaded(source: Source, data: bytes, options: dict) -> Reading:
    """Read a source's bytes. options: the keywords of read_bytes. What is no form is passed over unless named."""
    if not source.named and Path(source.name).suffix.lower() not in _OURS and kind_of(data) in _NOT_OURS:
        return Reading(Path(source.name).name, hashlib.sha256(data).hexdigest(), "", "ignored", [], [Message(
            "warning", source.name, Path(source.name).suffix, "、".join(_OURS), "不支持的文件类型，已跳过。")])
    reading = read_bytes(data, source.name, **options)
    if reading.status == "ignored" and source.named:
        reading.status = "refused"
    return reading
