"""export flags: one object a finding (疑点), with its evidence and the question to ask."""

from collections.abc import Sequence

import duckdb

from data_access.exports.selection import EVERYTHING, Selection
from data_access.exports.text import plain, tidy
from data_access.queries.findings import FINDINGS
from data_access.queries.rows import rows

BY_HAND = "（含人工更正）"                                     # the finding rests on a value set right by hand
_FOUND = f"""
    SELECT n.*,
           EXISTS (FROM corrections c WHERE c.filing = n.filing AND c.withdrawn_at IS NULL
                   AND (n.ordinal IS NULL OR c.place <> 'lines' OR c.ordinal = n.ordinal)) AS corrected
    FROM ({FINDINGS}) n WHERE {{which}}
    ORDER BY source NULLS LAST, n.position NULLS LAST, n.filing NULLS LAST, n.ordinal NULLS FIRST, n.code, n.key"""


def flags(cursor: duckdb.DuckDBPyConnection, selection: Selection = EVERYTHING,
          keys: Sequence[str] | None = None) -> list[dict]:
    """The findings chosen, by source name and position; or those with these keys, in the order of the keys.

    filed, recomputed, difference stand in unit_of_value; `department` is the canonical name.
    """
    which, given = ("true", []) if keys is None else ("n.key IN (SELECT unnest(?::VARCHAR[]))", [list(keys)])
    found = [row for row in rows(cursor, _FOUND.format(which=which), given) if selection.keeps_finding(row)]
    if keys is None:
        return [_flag(row) for row in found]
    by_key = {row["key"]: row for row in found}
    return [_flag(by_key[key]) for key in keys if key in by_key]


def _flag(row: dict) -> dict:
    return {
        "key": row["key"], "code": row["code"], "name": row["name"], "severity": row["severity"], "lead": row["lead"],
        "filing": row["filing"], "source": row["source"] or "", "position": row["position"], "year": row["year"],
        "department": row["canonical"] or "", "unit": tidy(row["unit"]), "project": tidy(row["project"]),
        "line": row["ordinal"], "level3": tidy(row["level3"]), "others": list(row["others"]),
        "filed": plain(row["filed"]), "recomputed": plain(row["recomputed"]), "difference": plain(row["difference"]),
        "unit_of_value": row["unit_of_value"], "message": row["message"] + BY_HAND * row["corrected"],
        "ask": row["ask"], "basis": row["basis"], "address": row["address"], "state": row["state"], "pack": row["pack"],
    }
