"""Which filing is which: its identity, and how newly read filings pair with stored ones (design.md §3)."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import count

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


def pair(connection: Connection, filings: list[Filing], identities: list[str],
         sha256: str = "") -> list[tuple[str, int | None, bool]]:
    """For each filing its key, the filing_id it replaces (or None), and whether equals could not be told apart.

    Equal ones pair with those of the same bytes and position; the rest by order when both sides hold equally many; else
    by initial budget; else both are kept.
    """
    before = stored(connection, set(identities))
    groups: dict[str, list[int]] = defaultdict(list)
    for index, identity in enumerate(identities):
        groups[identity].append(index)
    result: list[tuple[str, int | None, bool]] = [("", None, False)] * len(filings)
    for identity, indexes in groups.items():
        old = before.get(identity, [])
        used = {row.key for row in old}
        current = [row for row in old if row.replaced_by is None]
        new = [_Side(filings[i].position, sha256, _base_fen(filings[i].total_fund)) for i in indexes]
        matches = match(new, current)
        for index, row in zip(indexes, matches, strict=True):
            if row is not None:
                result[index] = (row.key, row.filing_id, False)
                continue
            key = next(key for key in map(partial(key_of, identity), count(1))
                       if key not in used and not taken(connection, key))
            used.add(key)
            result[index] = (key, None, bool(current))
    return result


def taken(connection: Connection, key: str) -> bool:
    """Whether a filing bears the key: one whose identity changed (a merged department, a correction) keeps its own."""
    return connection.execute(select(t.filings.c.filing_id).where(t.filings.c.key == key).limit(1)).first() is not None


@dataclass(frozen=True)
class _Side:
    """What pairing looks at in a filing; rows of `stored` have the same."""

    position: int
    sha256: str
    base_fen: int | None


def match(new: list, current: list) -> list:
    """For each of `new` the one of `current` that it is equal to, or None. Both as rows of `stored`."""
    same = {(row.sha256, row.position): row for row in current}
    own = [same.get((one.sha256, one.position)) for one in new]
    found = {row.filing_id for row in own if row is not None}
    rest = iter(_match_others([one for one, row in zip(new, own, strict=True) if row is None],
                              [row for row in current if row.filing_id not in found]))
    return [next(rest) if row is None else row for row in own]


def _match_others(new: list, current: list) -> list:
    if len(new) == len(current):
        return list(current)
    left, matches = list(current), []
    for one in new:
        found = [row for row in left if row.base_fen == one.base_fen and one.base_fen is not None]
        matches.append(found[0] if len(found) == 1 else None)
        if len(found) == 1:
            left.remove(found[0])
    return matches


def _base_fen(fund: Fund | None) -> int | None:
    if fund is None:
        return None
    return fund.initial_fen if fund.initial_fen is not None else fund.budget_fen


def stored(connection: Connection, identities: set[str]) -> dict[str, list]:
    """The stored filings of each identity, the first first: filing_id, key, identity, replaced_by, position, sha256,
    base_fen (initial budget, else the budget; None)."""
    base = func.coalesce(t.funds.c.initial_fen, t.funds.c.budget_fen).label("base_fen")
    joined = t.filings.join(t.documents).outerjoin(
        t.funds, and_(t.funds.c.filing_id == t.filings.c.filing_id, t.funds.c.source == "total"))
    found: dict[str, list] = defaultdict(list)
    wanted = sorted(identities)
    for start in range(0, len(wanted), 500):
        query = (select(t.filings.c.filing_id, t.filings.c.key, t.filings.c.identity, t.filings.c.replaced_by,
                        t.filings.c.position, t.documents.c.sha256, base)
                 .select_from(joined).where(t.filings.c.identity.in_(wanted[start:start + 500]))
                 .order_by(t.filings.c.filing_id))
        for row in connection.execute(query):
            found[row.identity].append(row)
    return found
