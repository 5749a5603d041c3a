"""The store as it stood before an import: as undoing that import and every later one would leave it.

What was stored before imports were kept counts as older than all of them.
"""

from sqlalchemy import ColumnElement, Connection, func, select, true

from data_access.store import tables as t

_LISTS = [table for table in t.metadata.sorted_tables             # beside the forms: budgets, payments …
          if table is not t.filings and {"part_id", "document_id"} <= set(table.c.keys())]


def earlier(before: int | None) -> ColumnElement[bool]:
    """A condition on `documents`: those that came before the import of this number; None: all."""
    came = func.coalesce(t.documents.c.import_id, 0)
    return true() if before is None else came < before


def current(before: int | None = None) -> ColumnElement[bool]:
    """A condition on `filings`: the current versions, or those that were current before an import."""
    if before is None:
        return t.filings.c.replaced_by.is_(None)
    one = t.filings.alias()
    return t.filings.c.filing_id.in_(
        select(func.max(one.c.filing_id)).join_from(one, t.documents, one.c.document_id == t.documents.c.document_id)
        .where(earlier(before)).group_by(one.c.key))


def touched_parts(connection: Connection, since: int) -> list[int]:
    """The part_ids that lost, gained or exchanged a filing or a list by this import and the later ones."""
    f, later = t.filings.c, ~earlier(since)
    queries = [select(f.part_id).join_from(t.filings, t.documents).where(later),
               select(f.part_id).where(current(since), f.replaced_by.is_not(None)),
               *(select(table.c.part_id).join_from(table, t.documents).where(later) for table in _LISTS)]
    return sorted({part for query in queries for part in connection.execute(query.distinct()).scalars()})


def held_filings(connection: Connection, before: int) -> bool:
    """Whether there was any filing before an import."""
    query = select(t.filings.c.filing_id).join_from(t.filings, t.documents).where(earlier(before)).limit(1)
    return connection.execute(query).first() is not None
