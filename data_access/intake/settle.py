"""What the whole document decides: each filing's year, and the right reading of coded names. design.md §3."""

import re
from collections import Counter

from data_access.intake.documents.grid import Document, Paragraph
from data_access.intake.record import Filing, Message
from scoring.numbers import normal

_YEAR = re.compile(r"(20\d{2})年度?")
_DOCUMENT_TITLE = re.compile(r"(20\d{2})年度?.{0,40}(自评|绩效|决算).{0,20}(报告|公开|总结|汇编|材料|情况说明)?$")
_CLAUSE = re.compile(r"[。；;，,]")


def settle_years(filings: list[Filing], document: Document, given: int | None) -> None:
    """Set each filing's year: its title or head; else the document's title, then what most forms say, then `given`."""
    printed = [printed_year(filing) for filing in filings]
    title_year = document_year(document)
    sure = [year for filing, year in zip(filings, printed, strict=True) if year and not _contradicted(filing, year)]
    usual = Counter(sure).most_common(1)[0][0] if sure else None
    for filing, year in zip(filings, printed, strict=True):
        filing.year_printed = year
        if year and not _contradicted(filing, year):
            filing.year = year
            continue
        filing.year = title_year or usual or given or year
        where, found = filing.at.get("title", ""), f"{year}年" if year else ""
        if filing.year is None:
            filing.messages.append(Message("warning", where, "", "评价年度，如（2024年度）",
                                           "表中和文件里都没有写评价年度，年度留空。请在导入时用“年度”补上。"))
        elif year != filing.year:
            source = "文件标题" if title_year else "文件里多数表" if usual else "导入时给定的年度"
            filing.messages.append(Message(
                "warning", where, found, f"{filing.year}年",
                f"表题{f'写{found}，与项目名称的年度不符' if year else '没有写评价年度'}，"
                f"按{source}读作{filing.year}年。"))


def printed_year(filing: Filing) -> int | None:
    """The year a form prints in head or title, leaving out a year that belongs to the project's own name."""
    if filing.year_printed:
        return filing.year_printed
    title = normal(filing.title)
    if filing.form == "project" and filing.project:
        title = title.replace(normal(filing.project), "", 1)
    years = _YEAR.findall(title) or re.findall(r"[(（](20\d{2})[)）]", title)
    return int(years[0]) if years else None


def _contradicted(filing: Filing, year: int) -> bool:
    """The title names another year than the project's name begins with, though both speak of the same thing."""
    own = re.match(r"(20\d{2})年", normal(filing.project))
    if filing.form != "project" or not own or int(own.group(1)) == year:
        return False
    rest = re.sub(r"^20\d{2}年度?", "", normal(filing.project))
    return rest in normal(filing.title)


def document_year(document: Document) -> int | None:
    """The year in the document's own title (report, cover), if it has one."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            text = normal(block.text)
            if len(text) <= 40 and not _CLAUSE.search(text) and "自评表" not in text and _DOCUMENT_TITLE.search(text):
                return int(_DOCUMENT_TITLE.search(text).group(1))
    return None


def settle_names(filings: list[Filing], names_by_code: dict[str, list[str]]) -> None:
    """A code identifies a department; its name is the reading that most of the document agrees on."""
    readings = {code: Counter(names) for code, names in names_by_code.items()}
    for filing in filings:
        for name in ("department", "unit"):
            code = getattr(filing, f"{name}_code")
            if code:
                readings.setdefault(code, Counter())[getattr(filing, name)] += 1
    for filing in filings:
        for name, label in (("department", "主管部门"), ("unit", "实施单位")):
            code, own = getattr(filing, f"{name}_code"), getattr(filing, name)
            best = readings[code].most_common(1)[0][0] if code else own
            if best != own:
                filing.messages.append(Message("warning", filing.at.get(name, ""), own, best,
                                               f"{label}代码{code}：此处读作“{own}”，按文件中多数写法读作“{best}”。"))
                setattr(filing, name, best)
