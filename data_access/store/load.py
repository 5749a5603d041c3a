"""A stored filing as the record it was stored from: every version of it, the replaced ones too."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, select

from data_access.intake.record import Block, Filing, Fund, Line, Stated
from data_access.store import tables as t

_CHILDREN = {"funds": Fund, "lines": Line, "blocks": Block, "stated": Stated}
_NOT_STORED = ("stops", "messages", "goals", "left_over", *_CHILDREN)


def load_filing(connection: Connection, filing_id: int) -> Filing:
    """The filing with its funds, lines, blocks, goals and what the document states; messages are left out.

    Raises NoResultFound where there is no such filing."""
    row = connection.execute(select(t.filings).where(t.filings.c.filing_id == filing_id)).mappings().one()
    children = {name: [_made(kind, child) for child in _rows(connection, t.metadata.tables[name], filing_id)]
                for name, kind in _CHILDREN.items()}
    goals = [(goal["expected"], goal["achieved"]) for goal in _rows(connection, t.goals, filing_id)]
    return Filing(**{one.name: row[one.name] for one in fields(Filing) if one.name not in _NOT_STORED},
                  left_over=[tuple(cell) for cell in row["left_over"]], goals=goals, **children)


def _rows(connection: Connection, table, filing_id: int) -> list:
    return connection.execute(select(table).where(table.c.filing_id == filing_id)
                              .order_by(table.c.ordinal)).mappings().all()


def _made(kind: type, row: Any) -> Any:
    return kind(**{one.name: row[one.name] for one in fields(kind)})
