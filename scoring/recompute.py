"""Run the scoring SQL (recompute.sql) on a DuckDB connection that holds the facts; make the views that checks read.

Nothing is computed here: what is scored, and how, stands in the SQL text and in the packs.
"""

import re
from functools import cache
from pathlib import Path

import duckdb

_HERE = Path(__file__).parent


class MissingPackError(ValueError):
    """A filing names a pack that the table `packs` does not hold."""


def score(connection: duckdb.DuckDBPyConnection, part_ids: list[int] | None = None) -> None:
    """Make `executions`, `line_scores`, `filing_scores` (docs/data.md) anew: for everything, or for these parts only.

    connection holds the fact relations of schema.sql. Parts that no longer have filings lose their scores. The first
    call on a connection must be for everything: it makes the views `filing_view` and `line_view`.
    Raises MissingPackError where filings.pack is not in packs."""
    _packs_known(connection)
    for table, select in _statements().items():
        if part_ids is None:
            connection.execute(f"CREATE OR REPLACE TABLE {table} AS {select.format(only='true')}")
        elif part_ids:
            ids = ", ".join(str(int(part)) for part in part_ids)
            connection.execute(f"DELETE FROM {table} WHERE part_id IN ({ids})")
            connection.execute(f"INSERT INTO {table} {select.format(only=f'f.part_id IN ({ids})')}")
    if part_ids is None:
        connection.execute((_HERE / "views.sql").read_text(encoding="utf-8"))


def _packs_known(connection: duckdb.DuckDBPyConnection) -> None:
    unknown = connection.execute(
        "SELECT DISTINCT f.pack FROM filings f LEFT JOIN packs p ON p.pack = f.pack WHERE p.pack IS NULL ORDER BY 1"
    ).fetchall()
    if unknown:
        raise MissingPackError(f"没有规则包 {'、'.join(row[0] for row in unknown)}")


@cache
def _statements() -> dict[str, str]:
    """The statements of recompute.sql by name, in their order."""
    text = (_HERE / "recompute.sql").read_text(encoding="utf-8")
    _, *pieces = re.split(r"^-- name: (\w+)$", text, flags=re.MULTILINE)
    return {name: body.strip().removesuffix(";") for name, body in zip(pieces[::2], pieces[1::2], strict=True)}
