"""What stands behind an export: when data came in, which rule packs were in force, why there may be nothing."""

from datetime import UTC

import duckdb
from rapidfuzz import process
from sqlalchemy import Engine, func, select

from data_access.exports.selection import Selection
from data_access.queries.rows import rows
from data_access.store import tables as t


def data_date(engine: Engine) -> str:
    """The day of the last import, in local time: '2026-11-21'; '' while nothing was imported."""
    with engine.connect() as store:
        last = store.execute(select(func.max(t.documents.c.imported_at))).scalar_one()
    return "" if last is None else last.replace(tzinfo=UTC).astimezone().date().isoformat()


def pack_names(cursor: duckdb.DuckDBPyConnection) -> str:
    """The rule packs in force over all filings: 'CN-2020 …、SN-HENGKOU …'; '' while there is no filing."""
    found = rows(cursor, "SELECT DISTINCT pack, pack_name FROM filing_view ORDER BY pack")
    return "、".join(f"{row['pack']} {row['pack_name'] or ''}".strip() for row in found)


def why_empty(cursor: duckdb.DuckDBPyConnection, selection: Selection) -> str:
    """Why no filing at all fits the choice, with names that come near; '' when one does."""
    found = rows(cursor, "SELECT DISTINCT year, department, canonical FROM filings")
    if not found:
        return "数据库里还没有自评表。请先导入：python3 manage.py import 文件或文件夹"
    if any(selection.keeps(row) for row in found):
        return ""
    names = sorted({row["canonical"] for row in found})
    near = [name for name, *_ in process.extract(selection.department or "", names, limit=3)]
    years = sorted({row["year"] for row in found if row["year"]})
    hints = [f"现有年度：{'、'.join(map(str, years))}" if selection.year else "",
             f"相近的部门：{'、'.join(near)}" if selection.department else ""]
    return f"没有符合条件的自评表（{selection.in_words()}）。" + "；".join(hint for hint in hints if hint)
