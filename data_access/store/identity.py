"""Which filing is which: its identity, and how newly read filings pair with stored ones (design.md §3)."""

import hashlib
from collections import defaultdict

from sqlalchemy import Connection, and_, func, select

from data_access.intake.record import Filing, Fund
from data_access.store import tables as t
from scoring.numbers import normal


def identity_of(filing: Filing, department: str) -> str:
    """Canonical department, year, form; for projects also unit and project (code, else name)."""
    parts = [normal(department), str(filing.year or "-"), filing.form]
    if filing.form == "project":
        parts += [filing.unit_code or normal(filing.unit), filing.project_code or normal(filing.project)]
    return "|".join(parts)


def key_of(identity: str, number: int) -> str:
    """The stable id of the number-th filing among equals (1 is the usual case)."""
    return hashlib.sha1(f"{identity}#{number}".encode()).hexdigest()[:12]


def pair(connection: Connection, filings: list[Filing], identities: list[str]) -> list[tuple[str, int | None, bool]]:
    """For each filing its key, the filing_id it replaces (or None), and whether equals could not be told apart.

    Equal ones pair by order when both sides hold equally many; else by initial budget; else both are kept.
    """
    stored = _stored(connection, set(identities))
    groups: dict[str, list[int]] = defaultdict(list)
    for index, identity in enumerate(identities):
        groups[identity].append(index)
    result: list[tuple[str, int | None, bool]] = [("", None, False)] * len(filings)
    for identity, indexes in groups.items():
        old = stored.get(identity, [])
        used = {row.key for row in old}
        current = [row for row in old if row.replaced_by is None]
        matches = _match([filings[i] for i in indexes], current)
        for index, row in zip(indexes, matches, strict=True):
            if row is not None:
                result[index] = (row.key, row.filing_id, False)
                continue
            number = next(n for n in range(1, len(used) + 2) if key_of(identity, n) not in used)
            used.add(key_of(identity, number))
            result[index] = (key_of(identity, number), None, bool(current))
    return result


def _match(new: list[Filing], current: list) -> list:
    if len(new) == len(current):
        return list(current)
    left, matches = list(current), []
    for filing in new:
        base = _base_fen(filing.total_fund)
        found = [row for row in left if row.base_fen == base and base is not None]
        matches.append(found[0] if len(found) == 1 else None)
        if len(found) == 1:
            left.remove(found[0])
    return matches


def _base_fen(fund: Fund | None) -> int | None:
    if fund is None:
        return None
    return fund.initial_fen if fund.initial_fen is not None else fund.budget_fen


def _stored(connection: Connection, identities: set[str]) -> dict[str, list]:
    base = func.coalesce(t.funds.c.initial_fen, t.funds.c.budget_fen).label("base_fen")
    joined = t.filings.outerjoin(
        t.funds, and_(t.funds.c.filing_id == t.filings.c.filing_id, t.funds.c.source == "total"))
    found: dict[str, list] = defaultdict(list)
    wanted = sorted(identities)
    for start in range(0, len(wanted), 500):
        query = (select(t.filings.c.filing_id, t.filings.c.key, t.filings.c.identity, t.filings.c.replaced_by, base)
                 .select_from(joined).where(t.filings.c.identity.in_(wanted[start:start + 500]))
                 .order_by(t.filings.c.filing_id))
        for row in connection.execute(query):
            found[row.identity].append(row)
    return found
