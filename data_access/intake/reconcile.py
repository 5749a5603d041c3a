"""Match reports with forms by content, fill what a form lost to OCR, keep what differs as `stated`. design.md §3.

A form cell that is blank, or cut or garbled where the matched report is whole, takes the report's value and address,
with a message. Two readable but different values both stay.
"""

import re

from rapidfuzz import fuzz

from data_access.intake.indicators import family_of_level1
from data_access.intake.labels import family_of, level_word
from data_access.intake.record import Filing, Fund, Line, Message
from data_access.intake.report import Report
from scoring.numbers import is_blank, normal

SAME_NAME = 60                                                # rapidfuzz ratio from which names may be the same project
GARBLED = 70                                                  # … from which two readings may be one text


# Signs that no form holds: what OCR makes of a broken line.
_STRANGE = re.compile(r"[^\w\s\u3000-\u303f\uff00-\uffef\u2010-\u2027\u2030-\u203a≥≤<>=±×÷%℃‰㎡㎥°"
                      r"()\[\]{}+*/.,:;!?'\"#&@$~|\\^_-]|[\u3040-\u30ff]|<i>|^-\d")


def reconcile(filings: list[Filing], reports: list[Report]) -> None:
    """Attach each report to the filing it speaks of; fill the filing from it where spans and letters were lost."""
    scored = sorted(((_likeness(filing, report), -abs(i - j), i, j) for i, filing in enumerate(filings)
                     for j, report in enumerate(reports)), reverse=True)
    taken: set[int] = set()
    filled: set[int] = set()
    for likeness, _, i, j in scored:
        with_tables = bool(reports[j].lines)
        if likeness < SAME_NAME or j in taken or (with_tables and i in filled):
            continue
        taken.add(j)
        _take(filings[i], reports[j])
        if with_tables:
            filled.add(i)
    for filing in filings:
        filing.at.pop("budget_guessed", None)


def _likeness(filing: Filing, report: Report) -> float:
    """How surely a report speaks of a filing: its name, then amounts and line names decide among namesakes."""
    if report.whole_department or filing.form == "department":
        return 100.0 if report.whole_department and filing.form == "department" else 0.0
    names = [_core(filing.project), _core(re.sub(r"项目支出绩效自评表.*|项目自评表.*", "", filing.title))]
    name = max(fuzz.ratio(_core(report.name), own) for own in names) if report.name else 0.0
    if name < SAME_NAME:
        return 0.0
    total = filing.total_fund
    said = report.stated
    pairs = [(total.budget_fen, said.budget_fen), (total.executed_fen, said.executed_fen)] if total else []
    known = [abs(a - b) <= max(1_000_000, 0.01 * b) for a, b in pairs if a is not None and b is not None]
    lines = max((_line_likeness(a, b) for a in filing.lines[:1] for b in report.lines[:1]), default=0)
    return name + 20 * sum(known) - 20 * (len(known) - sum(known)) + lines / 10


def _core(name: str) -> str:
    """A project's name without year and the word 项目, for comparing."""
    return re.sub(r"^20\d\d年度?|项目$|经费$|费用$", "", normal(name))


def _take(filing: Filing, report: Report) -> None:
    if report.lines:
        _fill_head(filing, report)
        _fill_funds(filing, report)
        _fill_lines(filing, report)
    if filing.total_score_c is None and report.lines and report.stated.total_score_c is not None:
        filing.total_score_c = report.stated.total_score_c
        _note(filing, report.where, "", f"{filing.total_score_c / 100:g}", "总分")
    if filing.grade is None and report.stated.grade:
        filing.grade, filing.grade_printed = report.stated.grade, report.stated.grade
        filing.at["grade"] = report.where
    filing.stated.append(report.stated)


def whole_text(form: str, report: str) -> str | None:
    """The report's text where the form's is the same text blank, cut or garbled; None where the form's own stands."""
    own, other = normal(form), normal(report)
    if own == other or is_blank(report):
        return None
    if not own:
        return other
    if _STRANGE.search(own):
        return other
    if re.search(r"\d", own) and re.search(r"\d", other) and len(own) <= 12:
        return other if _one_sign_apart(own, other) else None  # readable figures: what differs from them both stays
    cut = len(own) < len(other) and (own in other or fuzz.ratio(own, other[:len(own)]) >= GARBLED)
    return other if cut or fuzz.ratio(own, other) >= GARBLED else None


def _one_sign_apart(own: str, other: str) -> bool:
    """The same figures with one other sign: =1% for =1次."""
    signs = [a for a, b in zip(own, other, strict=False) if a != b]
    return len(own) == len(other) and len(signs) == 1 and not signs[0].isdigit() and signs[0] not in "≥≤=<>" \
        and re.findall(r"\d+", own) == re.findall(r"\d+", other)


def _fill_head(filing: Filing, report: Report) -> None:
    if report.name and normal(report.name) in normal(filing.title) and normal(filing.project) != normal(report.name):
        _note(filing, report.where, filing.project, report.name, "项目名称")
        filing.project = report.name
    _fill_text(filing, filing, "project", report.name, report.where, "项目名称")
    for name, (code, text) in report.codes.items():
        label = {"unit": "实施单位", "department": "主管部门"}[name]
        own = getattr(filing, name)
        if getattr(filing, f"{name}_code") != code and (is_blank(own) or fuzz.partial_ratio(own, text) >= SAME_NAME):
            _note(filing, report.where, own, text, label)
            setattr(filing, name, text)
            setattr(filing, f"{name}_code", code)
    for name, label in (("reason", "存在问题及原因"), ("measures", "改进措施")):
        text = report.sections.get(name, "")
        own = normal(getattr(filing, name))
        if text and (whole_text(own, text) or (len(own) <= 2 and own != text)):
            _note(filing, report.where, own, text, label)
            setattr(filing, name, text)
    expected, achieved = report.sections.get("expected", ""), report.sections.get("achieved", "")
    if filing.goals or expected or achieved:
        own = filing.goals[0] if filing.goals else ("", "")
        filing.goals = [(_whole_goal(own[0], expected), _whole_goal(own[1], achieved))]


def _whole_goal(own: str, report: str) -> str:
    """A goal: the report's text where the form's is a cut or garbled piece of the same."""
    same_text = own and report and fuzz.partial_ratio(own, report) >= SAME_NAME
    return report if report and (not own or same_text) else own


def _fill_text(filing: Filing, holder: Filing | Line, name: str, text: str, where: str, label: str) -> None:
    better = whole_text(getattr(holder, name), text)
    if better:
        _note(filing, where, getattr(holder, name), better, label)
        setattr(holder, name, better)
        holder.at[name] = where


def _note(filing: Filing, where: str, found: str, taken: str, label: str) -> None:
    what = f"表中“{normal(found)}”不完整" if normal(found) else "表中空白"
    filing.messages.append(Message(
        "warning", where, normal(found), taken, f"{label}：{what}，按同一文件的报告读作“{taken[:40]}”。"))


def _fill_funds(filing: Filing, report: Report) -> None:
    for fund in filing.funds:
        other = _same_source(fund, filing.funds, report.funds)
        if other is None:
            continue
        if fund.source != other.source:
            _note(filing, fund.at["row"], fund.printed, other.source, "资金来源")
            fund.source = other.source
        guessed = fund.source == "total" and "budget_guessed" in filing.at
        for name, label in (("initial_fen", "年初预算数"), ("budget_fen", "全年预算数"), ("executed_fen", "全年执行数"),
                            ("rate", "执行率"), ("score_c", "得分")):
            own, value = getattr(fund, name), getattr(other, name)
            key = name.removesuffix("_fen").removesuffix("_c")
            unsure = guessed and name == "budget_fen" and value is not None and abs((own or 0) - value) > 1_000_0
            if value is not None and (own is None and is_blank(fund.raw.get(key, "")) or unsure):
                setattr(fund, name, value)
                old, fund.raw[key] = fund.raw.get(key, ""), other.raw.get(key, "")
                fund.at[key] = other.at.get(key, report.where)
                _note(filing, fund.at[key], old, fund.raw[key], f"{fund.printed}{label}")


def _same_source(fund: Fund, own: list[Fund], other: list[Fund]) -> Fund | None:
    """The report's row of the same source: by name, or as the only row beside the total on both sides."""
    best = max(other, key=lambda candidate: fuzz.ratio(candidate.source, fund.source), default=None)
    if best is not None and fuzz.ratio(best.source, fund.source) >= SAME_NAME:
        return best
    rest = [[f for f in funds if f.source != "total"] for funds in (own, other)]
    return rest[1][0] if fund.source != "total" and len(rest[0]) == len(rest[1]) == 1 else None


def _line_likeness(a: Line, b: Line) -> float:
    score = fuzz.ratio(normal(a.level3), normal(b.level3))
    return score + (15 if a.level2 and a.level2 == b.level2 else 0) + (5 if a.weight_c == b.weight_c else 0)


def _fill_lines(filing: Filing, report: Report) -> None:
    """Line up the report's rows with the form's in order, then fill level, name, values and reason."""
    for own, other in _pairs(filing.lines, report.lines):
        if other.level2 and (not level_word(2, own.level2) or "level2" not in own.raw):
            own.level2 = other.level2
        if other.level1 and family_of_level1(own.level1) != (family_of(own.level2) or family_of_level1(other.level1)):
            own.level1 = other.level1
        where = other.at.get("row", report.where)
        _fill_text(filing, own, "level3", other.level3, where, f"第{filing.lines.index(own) + 1}行指标名称")
        for name, label in (("target", "指标值"), ("actual", "完成值"), ("reason", "偏差原因")):
            _fill_text(filing, own, name, getattr(other, name), where, f"“{own.level3}”{label}")
        for name, label in (("target", "指标值"), ("actual", "完成值")):
            _say_difference(filing, own, getattr(own, name), getattr(other, name), f"“{own.level3}”{label}")
        for name, label in (("weight_c", "分值"), ("score_c", "得分")):
            value, key = getattr(other, name), name.removesuffix("_c")
            if getattr(own, name) is None and value is not None:
                setattr(own, name, value)
                own.raw[key], own.at[key] = other.raw.get(key, ""), other.at.get(key, where)
                _note(filing, where, "", own.raw[key], f"“{own.level3}”{label}")


def _say_difference(filing: Filing, line: Line, own: str, other: str, label: str) -> None:
    """Form and report print other numbers in the same cell: the form's counts, and a person is told."""
    numbers = [set(map(float, re.findall(r"\d+(?:\.\d+)?", text))) for text in (own, other)]
    if all(numbers) and numbers[0] != numbers[1]:
        filing.messages.append(Message(
            "warning", line.at.get("row", ""), own, other,
            f"{label}：表中写“{own}”，同一文件的报告写“{other}”，按表中读取，请核对。"))


def _pairs(own: list[Line], other: list[Line]) -> list[tuple[Line, Line]]:
    """Pairs of the same line in form and report: in order when both have equally many, else by name."""
    if len(own) == len(other) and sum(_line_likeness(a, b) >= SAME_NAME for a, b in zip(own, other, strict=True)) \
            >= 0.5 * len(own):
        return list(zip(own, other, strict=True))
    pairs, left = [], list(other)
    for line in own:
        best = max(left, key=lambda candidate: _line_likeness(line, candidate), default=None)
        if best is not None and _line_likeness(line, best) >= SAME_NAME:
            pairs.append((line, best))
            left.remove(best)
    return pairs
