"""Reviewers' sheets (复核底稿) against the filings: which row speaks of which line, and which of none or of several.

A row finds its line by project (code, else name) and indicator in plain words: without punctuation, spaces and the
evaluated year. Equal names are told apart by level 2, then by the self score that the sheet repeats.
"""

import re
from collections.abc import Iterable

from sqlalchemy import Connection, select

from data_access.intake.record import Message, Reviewed
from data_access.store import tables as t
from scoring.numbers import normal


def matched(rows: Iterable[dict], filings: Iterable[dict], lines: Iterable[dict]) -> tuple[list[dict], list[Message]]:
    """The rows that speak of exactly one line, each with `filing` and its line's `ordinal`; and what to know of others.

    rows: columns of `reviews` with document_id; filings: filing, part_id, year, project, project_code, form; lines:
    filing, ordinal, level2, level3, score_c. Of a filing the newest document counts; of two rows of one document that
    speak of the same line neither."""
    known = _by_project(filings)
    of_filing: dict[str, list[dict]] = {}
    for line in lines:
        of_filing.setdefault(line["filing"], []).append(line)
    found: dict[tuple[str, int, int], list[dict]] = {}
    messages: list[Message] = []
    absent: dict[tuple[int, str], list[dict]] = {}
    for row in rows:
        theirs = _filings(known, row)
        fit = _fitting(row, [line for filing in theirs for line in of_filing.get(filing, [])])
        if not theirs:
            absent.setdefault((row["document_id"], row["project"]), []).append(row)
        elif len(fit) == 1:
            found.setdefault((fit[0]["filing"], fit[0]["ordinal"], row["document_id"]), []).append(
                {**row, "filing": fit[0]["filing"], "ordinal": fit[0]["ordinal"], "score_c": fit[0]["score_c"]})
        else:
            messages.append(_unmatched(row, len(fit)))
    messages += [_absent(some) for some in absent.values()]
    messages += [_twice(some) for some in found.values() if len(some) > 1]
    return _newest([some[0] for some in found.values() if len(some) == 1]), messages


def _by_project(filings: Iterable[dict]) -> dict[tuple, list[str]]:
    """(part_id, code or plain name) → filings of projects."""
    known: dict[tuple, list[str]] = {}
    for filing in filings:
        if filing["form"] == "project":
            name = plain(filing["project"], filing["year"])
            for key in {filing["project_code"], name} - {None, ""}:
                known.setdefault((filing["part_id"], key), []).append(filing["filing"])
    return known


def _filings(known: dict[tuple, list[str]], row: dict) -> list[str]:
    part = row["part_id"]
    return known.get((part, row["project_code"])) or known.get((part, plain(row["project"], row["year"]))) or []


def _fitting(row: dict, lines: list[dict]) -> list[dict]:
    """The lines a row may speak of, as few as its words allow."""
    fit = [line for line in lines if plain(line["level3"]) == plain(row["indicator"])]
    for told in (lambda line: plain(line["level2"]) == plain(row["level2"]),
                 lambda line: line["score_c"] == row["self_score_c"]):
        fit = fit if len(fit) < 2 else [line for line in fit if told(line)] or fit
    return fit


def _newest(rows: list[dict]) -> list[dict]:
    newest: dict[str, int] = {}
    for row in rows:
        newest[row["filing"]] = max(row["document_id"], newest.get(row["filing"], 0))
    return sorted((row for row in rows if row["document_id"] == newest[row["filing"]]),
                  key=lambda row: (row["filing"], row["ordinal"]))


def _unmatched(row: dict, number: int) -> Message:
    why = f"有 {number} 行指标叫这个名称，分不清是哪一行" if number else "没有这个指标"
    return Message("error", row["address"], row["indicator"], "自评表里的一行指标",
                   f"“{row['project']}”的自评表{why}（“{row['indicator']}”），这一行没有核对。")


def _absent(rows: list[dict]) -> Message:
    return Message("error", rows[0]["address"], rows[0]["project"], "该部门该年度的一份项目自评表",
                   f"没有找到“{rows[0]['project']}”的自评表，底稿 {len(rows)} 行没有核对；自评表入库后自动对上。")


def _twice(rows: list[dict]) -> Message:
    return Message("error", rows[1]["address"], rows[1]["indicator"], "一个指标一行",
                   f"“{rows[0]['project']}”的“{rows[0]['indicator']}”在底稿中有 {len(rows)} 行"
                   f"（另一行 {rows[0]['address']}），都没有核对。")


def differing(rows: list[dict]) -> list[Message]:
    """One warning for each matched row whose self score is not the form's."""
    return [Message("warning", row["address"], f"{row['self_score_c'] / 100:g}", f"{row['score_c'] / 100:g}",
                    f"“{row['indicator']}”底稿抄录的自评得分 {row['self_score_c'] / 100:g} 与自评表 "
                    f"{row['score_c'] / 100:g} 不同，按自评表比较。")
            for row in rows if None not in (row["self_score_c"], row["score_c"])
            and row["self_score_c"] != row["score_c"]]


def plain(text: str, year: int | None = None) -> str:
    """A text without all that is neither letter nor digit, and without the evaluated year (2024年度, 2024年, 2024)."""
    text = normal(text)
    return re.sub(r"[\W_]", "", re.sub(rf"{year}(年度|年)?", "", text) if year else text)


def at_home(connection: Connection, items: list[Reviewed]) -> list[Reviewed]:
    """The rows with the department of the one project form of the year that they can mean, where they name none."""
    lost = [item for item in items if not item.department]
    f = t.filings.c
    here = connection.execute(select(f.year, f.project, f.project_code, f.department, f.unit).where(
        f.replaced_by.is_(None), f.form == "project", f.year.in_({item.year for item in lost}))).all() if lost else []
    homes: dict[tuple, list[str]] = {}
    for row in here:
        for key in {row.project_code, plain(row.project, row.year)} - {None, ""}:
            homes.setdefault((row.year, key), []).append(row.department or row.unit)
    for item in lost:
        names = homes.get((item.year, item.project_code)) or homes.get((item.year, plain(item.project, item.year)), [])
        item.department = names[0] if len(set(names)) == 1 else ""
    return items


def check(connection: Connection, rows: list[dict], years: dict[int, int | None]) -> list[Message]:
    """What to know of the rows of one new document, given with their part_id: against the filings stored now. years: of
    the parts."""
    f, n = t.filings.c, t.lines.c
    here = [f.replaced_by.is_(None), f.part_id.in_(years)]
    filings = connection.execute(select(f.filing_id.label("filing"), f.part_id, f.year, f.project, f.project_code,
                                        f.form).where(*here)).mappings().all()
    lines = connection.execute(select(n.filing_id.label("filing"), n.ordinal, n.level2, n.level3, n.score_c)
                               .join_from(t.lines, t.filings).where(*here)).mappings().all()
    found, messages = matched([{**row, "year": years[row["part_id"]]} for row in rows], filings, lines)
    return messages + differing(found)
