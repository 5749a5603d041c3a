"""Corrections by hand in exports: what was read, who set it right, when and why go along with the value."""

from collections import defaultdict
from datetime import UTC

import duckdb

from data_access.queries.rows import rows


def standing(cursor: duckdb.DuckDBPyConnection) -> dict[str, list[dict]]:
    """The corrections that hold, by filing: place (filings funds lines), ordinal (0: the filing itself), field (name of
    the value), old, new (texts, '' for blank), person, reason, when (ISO, UTC), address."""
    found = defaultdict(list)
    for row in rows(cursor, "SELECT * FROM corrections WHERE withdrawn_at IS NULL ORDER BY filing, correction_id"):
        found[row["filing"]].append({
            "place": row["place"], "ordinal": row["ordinal"], "field": row["name"], "old": row["old"],
            "new": row["new"], "person": row["person"], "reason": row["reason"],
            "when": row["corrected_at"].replace(tzinfo=UTC).isoformat(timespec="seconds"), "address": row["address"]})
    return found


def in_words(correction: dict) -> str:
    """'得分 15 → 1.5（周复核 2026-11-21：与原表不符）' for a cell of csv and xlsx."""
    return (f"{correction['field']} {correction['old'] or '空'} → {correction['new'] or '空'}"
            f"（{correction['person']} {correction['when'][:10]}：{correction['reason']}）")
