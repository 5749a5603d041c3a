"""Store what one document gave, in one transaction: all of it or nothing. The one way into the tables."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from data_access.intake.record import Filing, Item, Light, Line, Message, Reading, Reviewed
from data_access.store import sheets
from data_access.store import tables as t
from data_access.store.changes import changes, in_words
from data_access.store.corrections import applied
from data_access.store.departments import root_of
from data_access.store.engine import writing
from data_access.store.identity import identity_of, pair
from scoring.numbers import normal
from scoring.values import read_pair

READER = "2"                                                  # rises when the reader reads better: same bytes read anew
NO_DEPARTMENT = "（未填主管部门）"


@dataclass
class Version:
    """What one filing of a document became. state: new, replaces (an older version), unsure (kept beside its equals).

    department: canonical. old_source: file of the version replaced; changes: (figure, before, now) against it."""

    position: int
    form: str
    project: str
    department: str
    unit: str
    year: int | None
    state: str = "new"
    old_source: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Saved:
    """What a document became in the store. replaced: how many filings took the place of an earlier version; rows: of a
    list."""

    document_id: int
    filings: int = 0
    lines: int = 0
    replaced: int = 0
    rows: int = 0
    versions: list[Version] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)


def stored_before(connection: Connection, sha256: str, options: str) -> str | None:
    """The name under which the same bytes, read by this reader version with the same options, are stored, or None."""
    query = select(t.documents.c.name).where(
        t.documents.c.sha256 == sha256, t.documents.c.reader == READER, t.documents.c.options == options)
    return connection.execute(query.limit(1)).scalar_one_or_none()


def save_reading(engine: Engine, reading: Reading, *, path: str = "", options: str = "",
                 import_id: int | None = None) -> Saved:
    """Store a reading. Equal filings of earlier documents are replaced and stay as history. Raises SQLAlchemyError."""
    with writing(engine) as connection:
        return save_within(connection, reading, path=path, options=options, import_id=import_id)


def save_within(connection: Connection, reading: Reading, *, path: str = "", options: str = "",
                import_id: int | None = None) -> Saved:
    """As save_reading, within a transaction of the caller's (who may roll it back: a preview).

    Corrections by hand that stand for these bytes are applied to the reading first."""
    corrected = applied(connection, reading)
    document_id = _document(connection, name=reading.name, path=path or reading.name, sha256=reading.sha256,
                            kind=reading.kind, options=options, status=reading.status, import_id=import_id)
    saved = Saved(document_id, filings=len(reading.filings), lines=sum(len(f.lines) for f in reading.filings))
    saved.messages += corrected
    notes = [(None, message) for message in (*reading.messages, *corrected)]
    if reading.filings:
        notes += _save_filings(connection, reading.filings, saved, reading.sha256)
    _insert(connection, t.messages, [
        {"document_id": document_id, "filing_id": filing_id, **vars(message)} for filing_id, message in notes])
    for table in (t.claims, t.accounts):
        _insert(connection, table, [{"document_id": document_id, "ordinal": n, **vars(row)}
                                    for n, row in enumerate(getattr(reading, table.name), 1)])
    return saved


def save_items(connection: Connection, kind: str, items: list[Item] | list[Light] | list[Reviewed],
               **document: str | int | None) -> Saved:
    """Store a list (kind: of intake/companions.py, KINDS), within a transaction of the caller's.

    document: name, path, sha256, options, status, import_id. Of its years and departments the newest list counts (of
    lights that of each month, of reviewers' sheets that of each project); the older ones stay (an undo brings them
    back) and are told of. Rows of a reviewers' sheet that speak of no line, or of several, make the document `partly`.
    """
    table = {"budget": t.budgets, "payments": t.payments, "warnings": t.warnings, "reviews": t.reviews}[kind]
    items = sheets.at_home(connection, items) if kind == "reviews" else items
    departments = [department_of(connection, Filing(department=item.department)) for item in items]
    parts = raise_parts(connection, [(item.year, d) for item, (d, _) in zip(items, departments, strict=True)])
    rows = [{"part_id": parts[(item.year, d)], **_item_row(kind, item)}
            for item, (d, _) in zip(items, departments, strict=True)]
    if kind == "reviews":
        years = {part: year for (year, _), part in parts.items()}
        messages = sheets.check(connection, [{**row, "document_id": 0} for row in rows], years)
    else:
        messages = _older_lists(connection, table, rows)
    if any(message.severity == "error" for message in messages):
        document["status"] = "partly"
    saved = Saved(0, rows=len(items), messages=messages)
    saved.document_id = _document(connection, kind=kind, **document)
    _insert(connection, table, [{"document_id": saved.document_id, "ordinal": n, **row}
                                for n, row in enumerate(rows, 1)])
    return saved


def _item_row(kind: str, item: Item | Light | Reviewed) -> dict[str, Any]:
    """The columns of a list's table that a row fills."""
    own = {name: value for name, value in vars(item).items() if name != "year"}
    if isinstance(item, Item):
        own["budget_fen" if kind == "budget" else "paid_fen"] = own.pop("amount_fen")
    return own


def _older_lists(connection: Connection, table, rows: list[dict]) -> list[Message]:
    """One message for each document whose list stood for some of these parts (of lights: in the month) until now."""
    columns = [table.c.part_id, *([table.c.month] if "month" in table.c else [])]
    ours = {tuple(row[column.name] for column in columns) for row in rows}
    found = connection.execute(
        select(table.c.document_id, t.documents.c.name, *columns).distinct().join_from(table, t.documents)
        .where(table.c.part_id.in_({row["part_id"] for row in rows})).order_by(table.c.document_id)).all()
    newest = {tuple(part): (document, name) for document, name, *part in found if tuple(part) in ours}
    counts = Counter(newest.values())
    return [Message("warning", name, f"{count} 个年度和部门", "",
                    f"“{name}”里 {count} 个（年度、部门）的清单由这份代替；旧的留存，撤销本次导入即恢复。")
            for (_, name), count in counts.items()]


def _document(connection: Connection, **values: str | int | None) -> int:
    now = datetime.now(UTC).replace(tzinfo=None)
    return connection.execute(insert(t.documents).values(reader=READER, imported_at=now, **values)
                              .returning(t.documents.c.document_id)).scalar_one()


def _save_filings(connection: Connection, filings: list[Filing], saved: Saved,
                  sha256: str) -> list[tuple[int | None, Message]]:
    """Insert the filings and all their rows; give the messages about them, each with its filing_id."""
    departments = [department_of(connection, filing) for filing in filings]
    identities = [identity_of(f, name) for f, (_, name) in zip(filings, departments, strict=True)]
    pairs = pair(connection, filings, identities, sha256)
    parts = raise_parts(connection, [(f.year, d) for f, (d, _) in zip(filings, departments, strict=True)])
    rows = [{**_filing_row(filing), "key": key, "identity": identity, "document_id": saved.document_id,
             "part_id": parts[(filing.year, department_id)]}
            for filing, identity, (key, _, _), (department_id, _)
            in zip(filings, identities, pairs, departments, strict=True)]
    ids = connection.execute(
        insert(t.filings).returning(t.filings.c.filing_id, sort_by_parameter_order=True), rows).scalars().all()
    _save_children(connection, filings, ids)
    notes = [(filing_id, m) for filing_id, filing in zip(ids, filings, strict=True) for m in filing.messages]
    for filing_id, filing, (_, old, unsure), (_, name) in zip(ids, filings, pairs, departments, strict=True):
        version = Version(filing.position, filing.form, filing.project, name, filing.unit, filing.year,
                          "replaces" if old else "unsure" if unsure else "new")
        extra = _replace(connection, old, filing_id, filing, version) if old else _unsure(filing) if unsure else None
        saved.replaced += old is not None
        saved.versions.append(version)
        if extra:
            notes.append((filing_id, extra))
            saved.messages.append(extra)
    return notes


def _filing_row(filing: Filing) -> dict[str, Any]:
    names = ("position form layout title region year year_printed project project_code department department_code unit "
             "unit_code reason measures notes total_weight_c total_score_c grade grade_printed at cells_read "
             "cells_ignored").split()
    return {**{name: getattr(filing, name) for name in names}, "cells_left": len(filing.left_over),
            "left_over": [list(cell) for cell in filing.left_over]}


def _save_children(connection: Connection, filings: list[Filing], ids: list[int]) -> None:
    rows: dict[str, list[dict]] = {name: [] for name in ("funds", "lines", "blocks", "goals", "stated")}
    for filing_id, filing in zip(ids, filings, strict=True):
        keys = line_keys(filing.lines)
        rows["lines"] += [{"filing_id": filing_id, "ordinal": n, "line_key": key, **vars(line), **line_values(line)}
                          for n, (line, key) in enumerate(zip(filing.lines, keys, strict=True), 1)]
        for name in ("funds", "blocks", "stated"):
            rows[name] += [{"filing_id": filing_id, "ordinal": n, **vars(row)}
                           for n, row in enumerate(getattr(filing, name), 1)]
        rows["goals"] += [{"filing_id": filing_id, "ordinal": n, "expected": expected, "achieved": achieved}
                          for n, (expected, achieved) in enumerate(filing.goals, 1)]
    for name, values in rows.items():
        _insert(connection, t.metadata.tables[name], values)


def _insert(connection: Connection, table, values: list[dict]) -> None:
    if values:
        connection.execute(insert(table), values)


def line_values(line: Line) -> dict[str, Any]:
    """What scoring understood of a line's target and actual: the columns of `lines` beside those printed."""
    pair = read_pair(line.target, line.actual, level1=line.level1, level2=line.level2, level3=line.level3)
    return {name: getattr(pair, name) for name in
            ("op target_value target_high target_unit actual_value actual_unit target_date actual_date tier "
             "actual_kind unclear").split()}


def line_keys(lines: list[Line]) -> list[str]:
    """Stable keys of a filing's lines: level 2 + level 3 normalised, plus a count among equals."""
    seen: Counter[str] = Counter()
    keys = []
    for line in lines:
        key = f"{normal(line.level2)}/{normal(line.level3)}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def department_of(connection: Connection, filing: Filing) -> tuple[int, str]:
    """The canonical department: by code, else by confirmed alias, else the name as printed. Gives (id, name)."""
    printed = filing.department or filing.unit or NO_DEPARTMENT
    d, a = t.departments.c, t.department_aliases.c
    known = select(d.department_id, d.name)
    of_code = known.where(d.code == filing.department_code)
    row = (connection.execute(of_code.where(d.name == printed)).first() or connection.execute(of_code).first()
           ) if filing.department_code else None
    row = row or connection.execute(known.join_from(t.department_aliases, t.departments).where(a.printed == printed)
                                    ).first() or connection.execute(known.where(d.name == printed)).first()
    if row is None:
        row = connection.execute(insert(t.departments).values(
            name=printed, code=filing.department_code, region=filing.region
        ).returning(d.department_id, d.name)).one()
    return root_of(connection, *row)


def raise_parts(connection: Connection, wanted: list[tuple[int | None, int]]) -> dict[tuple[int | None, int], int]:
    """The part of each (year, department), made when new; its version rises once."""
    parts = {}
    for year, department_id in dict.fromkeys(wanted):
        key = f"{year or '-'}|{department_id}"
        part_id = connection.execute(update(t.parts).where(t.parts.c.key == key).values(
            version=t.parts.c.version + 1).returning(t.parts.c.part_id)).scalar_one_or_none()
        parts[(year, department_id)] = part_id or connection.execute(insert(t.parts).values(
            key=key, year=year, department_id=department_id, version=1).returning(t.parts.c.part_id)).scalar_one()
    return parts


def _replace(connection: Connection, old: int, new: int, filing: Filing, version: Version) -> Message:
    connection.execute(update(t.filings).where(t.filings.c.filing_id == old).values(replaced_by=new))
    version.old_source = connection.execute(select(t.documents.c.name).join_from(t.filings, t.documents).where(
        t.filings.c.filing_id == old)).scalar_one()
    version.changes = changes(connection, old, new)
    changed = in_words(version.changes)
    return Message("warning", filing.at.get("title", ""), changed or "数字没有变化", "",
                   f"“{filing.project or filing.department}”已入库过，本次替换旧版本，旧版本留作历史。"
                   + (f"变化：{changed}。" if changed else "数字没有变化。"))


def _unsure(filing: Filing) -> Message:
    return Message("warning", filing.at.get("title", ""), filing.project, "同一部门、年度、单位下项目名称唯一",
                   f"“{filing.project}”与库中同名项目份数不等、年初预算也对不上，无法判断是否同一份，两份都保留。请核对。")
