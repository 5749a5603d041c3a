"""Read the current filings of some parts from the store, as frames with the columns of docs/data.md.

Frames are typed column by column: integers stay integers (Int64), a missing value is NULL, never NaN or 0.
"""

import json
from collections.abc import Callable, Iterable, Sequence

import pandas as pd
from sqlalchemy import Connection, Select, and_, func, select

from data_access.store import sheets
from data_access.store import tables as t
from data_access.store.as_of import current, earlier
from data_access.store.correctable import FIELDS
from data_access.store.decisions import CONFIRMED, last_ones
from scoring.numbers import amount_fen

FACTS = ("filings", "lines", "funds", "blocks", "goals", "stated", "budgets", "payments", "warnings", "reviews_sheet")
# Read anew every time.
WHOLE = ("messages", "claims", "accounts", "decisions", "confirmed", "corrections", "imports", "files", "offices")
_CHILDREN = FACTS[1:6]
Choose = Callable[..., tuple[str, str]]
_AMOUNTS = ("initial_fen", "budget_fen", "executed_fen")


def facts_of(store: Connection, part_ids: Sequence[int], *, everything: bool, choose: Choose,
             before: int | None = None) -> dict[str, pd.DataFrame]:
    """Frames of `parts_of` and of `whole_facts`."""
    frames = parts_of(store, part_ids, everything=everything, choose=choose, before=before)
    return frames | whole_facts(store, before)


def batches(store: Connection, part_ids: Sequence[int], most: int = 5000) -> list[list[int]]:
    """The part_ids in groups with few enough current filings to hold their rows as Python objects."""
    f = t.filings.c
    counts = dict(map(tuple, store.execute(
        select(f.part_id, func.count()).where(f.replaced_by.is_(None)).group_by(f.part_id))))
    groups: list[list[int]] = []
    held = 0
    for part in part_ids:
        held += counts.get(part, 0)
        if not groups or held > most:
            groups.append([])
            held = counts.get(part, 0)
        groups[-1].append(part)
    return groups


def parts_of(store: Connection, part_ids: Sequence[int], *, everything: bool, choose: Choose,
             before: int | None = None) -> dict[str, pd.DataFrame]:
    """Frames of every relation in FACTS for these parts (`everything`: for all, whatever is named).

    `choose` names a filing's pack and why. before: as it stood before the import of this number (store/as_of.py)."""
    f = t.filings.c
    where = [current(before)] + ([] if everything else [f.part_id.in_(part_ids)])
    filings = _rows(store, select(
        t.filings, t.documents.c.name.label("source"), t.documents.c.sha256, t.documents.c.kind.label("source_kind"),
        t.documents.c.import_id, t.documents.c.imported_at, t.departments.c.name.label("canonical"),
        t.departments.c.region.label("department_region"))
        .join_from(t.filings, t.documents).join(t.parts, t.parts.c.part_id == f.part_id)
        .join(t.departments).where(*where))
    ids = {row["filing_id"]: (row["key"], row["part_id"]) for row in filings}
    children = {name: _children(store, t.metadata.tables[name], where, ids) for name in _CHILDREN}
    funds = _by_filing(children["funds"])
    versions = dict(map(tuple, store.execute(select(f.key, func.count()).join_from(t.filings, t.documents)
                                             .where(earlier(before)).group_by(f.key).having(func.count() > 1))))
    frames = {"filings": [{**_filing(row, funds.get(row["key"], []), choose), "versions": versions.get(row["key"], 1)}
                          for row in filings]}
    frames |= children
    parts = None if everything else part_ids
    frames |= {name: _companions(store, t.metadata.tables[name], parts, before)
               for name in ("budgets", "payments", "warnings")}
    sheet = _lists(store, t.reviews, parts, before)
    frames["reviews_sheet"] = sheets.matched(sheet, frames["filings"], frames["lines"])[0] if sheet else []
    return {name: _frame(rows, name) for name, rows in frames.items()}


def whole_facts(store: Connection, before: int | None = None) -> dict[str, pd.DataFrame]:
    """Frames of the relations in WHOLE, all their rows; of claims and accounts those that stood before an import."""
    frames = {name: _of_documents(store, t.metadata.tables[name], before) for name in ("claims", "accounts")}
    decided = _rows(store, last_ones())
    frames |= {"messages": _messages(store), "decisions": decided, "confirmed": _confirmed(store, decided)}
    frames["corrections"] = _corrections(store)
    frames |= {"imports": _imports(store), "files": _files(store), "offices": _offices(store)}
    return {name: _frame(rows, name) for name, rows in frames.items()}


def _rows(store: Connection, query: Select) -> list[dict]:
    """Every row as {column: value}. Not by `mappings()`: it is slow, and there are millions."""
    result = store.execute(query)
    names = list(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def _children(store: Connection, table, where: list, ids: dict[int, tuple[str, int]]) -> list[dict]:
    """The rows of a table of filings. Of a line's JSON only the address of its row is brought: there are millions."""
    columns = [column for column in table.c if table is not t.lines or column.name not in ("raw", "at")]
    if table is t.lines:
        columns.append(func.coalesce(table.c.at["row"].as_string(), "").label("address"))
    query = select(*columns).join_from(table, t.filings).where(*where).order_by(table.c.filing_id, table.c.ordinal)
    rows = _rows(store, query)
    for row in rows:
        row["filing"], row["part_id"] = ids[row.pop("filing_id")]
    return rows


def _by_filing(rows: Iterable[dict]) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in rows:
        groups.setdefault(row["filing"], []).append(row)
    return groups


def _filing(row: dict, funds: list[dict], choose: Choose) -> dict:
    """One row of `filings`: the form's own columns, its funds flattened, its pack."""
    total = next((fund for fund in funds if fund["source"] == "total"), None)
    others = [fund for fund in funds if fund is not total]
    pack, reason = choose(region=row["region"] or row["department_region"], form=row["form"], year=row["year"],
                          notes=row["notes"])
    flat = {"filing": row["key"], "pack": pack, "pack_reason": reason, "funds_rows": len(others),
            "at_funds": total["at"].get("row") if total else None, "at_total": row["at"].get("total"),
            "sub_raw_not_amount": sum(_not_amount(fund, name) is not None for fund in others for name in _AMOUNTS)}
    for name in (*_AMOUNTS, "midyear_fen", "rate"):
        flat[name] = total[name] if total else None
    flat["exec_weight_c"] = total["weight_c"] if total else None
    flat["exec_score_c"] = total["score_c"] if total else None
    for name in _AMOUNTS:
        stated = [fund[name] for fund in others if fund[name] is not None]
        flat["sub_" + name] = sum(stated) if stated else None
        flat["raw_" + name.removesuffix("_fen")] = _not_amount(total, name) if total else None
    return {**row, **flat}


def _not_amount(fund: dict, name: str) -> str | None:
    """The printed text of an amount cell that holds no amount ('100%'), else None (one corrected to blank held one)."""
    raw = fund["raw"].get(name.removesuffix("_fen"))
    return raw if raw and fund[name] is None and amount_fen(raw) is None else None


def _companions(store: Connection, table, part_ids: Sequence[int] | None, before: int | None) -> list[dict]:
    """The rows of a companion list for these parts (None: all), with year and canonical department.

    Of each part (of lights: of each month in it) the newest list counts; older ones stay in the store."""
    rows = _lists(store, table, part_ids, before)
    newest = {(row["part_id"], row.get("month")): row["document_id"] for row in rows}     # the last one stays
    return [row for row in rows if row["document_id"] == newest[row["part_id"], row.get("month")]]


def _lists(store: Connection, table, part_ids: Sequence[int] | None, before: int | None) -> list[dict]:
    """All rows of a companion table for these parts (None: all), the oldest document first."""
    where = [earlier(before)] + ([] if part_ids is None else [table.c.part_id.in_(part_ids)])
    return _rows(store, select(
        table, t.documents.c.name.label("source"), t.parts.c.year, t.departments.c.name.label("canonical"))
        .join_from(table, t.documents).join(t.parts, t.parts.c.part_id == table.c.part_id).join(t.departments)
        .where(*where).order_by(table.c.document_id, table.c.ordinal))


def _of_documents(store: Connection, table, before: int | None) -> list[dict]:
    """The rows of documents whose filings are all current: what a text says of all its forms no longer holds once one
    of them was filed anew. part_id: the part that holds most of them."""
    f = t.filings.c
    counts = store.execute(select(f.document_id, f.part_id).where(current(before))
                           .group_by(f.document_id, f.part_id).order_by(func.count(), f.part_id.desc())).all()
    past = set(store.execute(select(f.document_id).join_from(t.filings, t.documents)
                             .where(earlier(before), ~current(before))).scalars())
    home = {document: part for document, part in counts if document not in past}
    found = _rows(store, select(table, t.documents.c.name.label("source")).join_from(table, t.documents)
                  .order_by(table.c.document_id, table.c.ordinal))
    return [{**row, "part_id": home[row["document_id"]]} for row in found if row["document_id"] in home]


def _messages(store: Connection) -> list[dict]:
    m = t.messages.c
    return _rows(store, select(
        t.filings.c.key.label("filing"), m.document_id, t.documents.c.name.label("source"), m.severity, m.where,
        m.found, m.expected, m.text).join_from(t.messages, t.documents)
        .outerjoin(t.filings, t.filings.c.filing_id == m.filing_id).order_by(m.message_id))


def _confirmed(store: Connection, decided: list[dict]) -> list[dict]:
    """The findings of current filings that a person found to be so."""
    true = [(*row["key"].split("-")[:2], row["key"]) for row in decided if row["state"] == CONFIRMED]
    f = t.filings.c
    parts = dict(map(tuple, store.execute(select(f.key, f.part_id).where(f.replaced_by.is_(None))))) if true else {}
    return [{"filing": filing, "part_id": parts[filing], "key": key, "code": code}
            for filing, code, key in true if filing in parts]


def _corrections(store: Connection) -> list[dict]:
    """The corrections by hand of the files whose filings are current, those withdrawn too."""
    c, f = t.corrections.c, t.filings.c
    found = _rows(store, select(t.corrections, f.key.label("filing")).join_from(
        t.corrections, t.documents, t.documents.c.sha256 == c.sha256).join(
        t.filings, and_(f.document_id == t.documents.c.document_id, f.position == c.position))
        .where(f.replaced_by.is_(None)).order_by(c.correction_id))
    return [{**row, "name": FIELDS[row["place"]][row["field"]].name} for row in found]


def _imports(store: Connection) -> list[dict]:
    """Every import, the last thing it stored with its time."""
    i, d = t.imports.c, t.documents.c
    last = select(d.import_id, func.max(d.imported_at).label("stored_at")).group_by(d.import_id).subquery()
    found = _rows(store, select(t.imports, last.c.stored_at).outerjoin_from(
        t.imports, last, last.c.import_id == i.import_id).order_by(i.import_id))
    return [{**row, **{name: row["options"].get(name) for name in ("region", "year", "department")}} for row in found]


def _offices(store: Connection) -> list[dict]:
    """The departments that a 科室 looks after. Apart from the filings: none is read anew when one changes."""
    d = t.departments.c
    return _rows(store, select(d.name.label("canonical"), d.office).where(d.office.is_not(None)))


def _files(store: Connection) -> list[dict]:
    """Every file of every import; of what was stored only the errors (`messages` of the copy has the rest)."""
    found = _rows(store, select(t.files).order_by(t.files.c.import_id, t.files.c.ordinal))
    for row in found:
        said = [m for m in row["messages"] if m["severity"] == "error" or row["status"] not in ("read", "partly")]
        row["messages"] = json.dumps(said, ensure_ascii=False)
    return found


def _frame(rows: list[dict], name: str) -> pd.DataFrame:
    columns = _COLUMNS[name]
    return pd.DataFrame({column: pd.array([row[column] for row in rows], dtype=kind)
                         for column, kind in columns.items()})


def _columns(text: str) -> dict[str, str]:
    """'a b:i c:f' -> {'a': 'string', 'b': 'Int64', 'c': 'Float64'}."""
    kinds = {"": "string", "i": "Int64", "f": "Float64", "t": "datetime64[us]"}
    return {name: kinds[kind] for name, _, kind in (word.partition(":") for word in text.split())}


_KEYS = "filing part_id:i ordinal:i "
_COLUMNS = {
    "filings": _columns(
        "filing part_id:i document_id:i source position:i form layout title region year:i year_printed:i project "
        "project_code department department_code unit unit_code canonical reason measures notes total_weight_c:i "
        "total_score_c:i grade grade_printed initial_fen:i midyear_fen:i budget_fen:i executed_fen:i exec_weight_c:i "
        "rate:f exec_score_c:i funds_rows:i sub_initial_fen:i sub_budget_fen:i sub_executed_fen:i raw_budget "
        "raw_executed raw_initial sub_raw_not_amount:i at_funds at_total pack pack_reason cells_read:i "
        "cells_ignored:i cells_left:i sha256 source_kind import_id:i imported_at:t versions:i"),
    "lines": _columns(
        _KEYS + "line_key level1 level2 level3 target actual weight_c:i score_c:i reason address op target_value:f "
        "target_high:f target_unit actual_value:f actual_unit target_date actual_date tier actual_kind unclear"),
    "funds": _columns(_KEYS + "source printed initial_fen:i midyear_fen:i budget_fen:i executed_fen:i weight_c:i "
                      "rate:f score_c:i"),
    "blocks": _columns(_KEYS + "level:i label points_c:i"),
    "goals": _columns(_KEYS + "expected achieved"),
    "stated": _columns(_KEYS + "where total_score_c:i grade budget_fen:i executed_fen:i rate:f"),
    "claims": _columns("document_id:i part_id:i ordinal:i source where kind scope form value:f printed"),
    "accounts": _columns("document_id:i part_id:i ordinal:i source title kind code name basic_fen:i project_fen:i "
                         "total_fen:i address"),
    "budgets": _columns("part_id:i ordinal:i year:i project project_code department canonical budget_fen:i source "
                        "address"),
    "payments": _columns("part_id:i ordinal:i year:i project project_code department canonical paid_fen:i source "
                         "address"),
    "warnings": _columns("part_id:i year:i project project_code department canonical month:i light source address"),
    "reviews_sheet": _columns("filing part_id:i ordinal:i review_actual review_score_c:i note source address"),
    "messages": _columns("filing document_id:i source severity where found expected text"),
    "imports": _columns("import_id:i kind door person region year:i department started_at:t stored_at:t finished_at:t "
                        "undone_at:t undone_by"),
    "files": _columns("import_id:i ordinal:i path name sha256 size:i kind status filings:i lines:i replaced:i "
                      "department year:i cells_read:i cells_ignored:i cells_left:i messages document_id:i"),
    "corrections": _columns("filing correction_id:i place ordinal:i field name address old new person reason "
                            "corrected_at:t withdrawn_at:t withdrawn_by"),
    "confirmed": _columns("filing part_id:i key code"),
    "decisions": _columns("key state said note person decided_at:t"),
    "offices": _columns("canonical office"),
}
