"""Versions of one filing as a chain: each replaced by the next stored, all under one key. Joined and parted here.

When filings come under another department (merging.py), those that are now equal to one already there become one chain,
and chains whose versions no longer belong together part, each with the key it would have had by itself. What was
decided about a finding goes along.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

from sqlalchemy import Connection, Row, delete, insert, select, update

from data_access.store import decisions
from data_access.store import tables as t
from data_access.store.changes import changes, in_words
from data_access.store.identity import identity_of, key_of, match, stored, taken

NOTE = "一个部门只有一个名称"                                   # `expected` of the messages that joining leaves


def part_ways(connection: Connection, movers: Sequence[Row], names: tuple[str, str]) -> None:
    """Give rows of `filings` that leave a department chains of their own where others of their chain stay.

    names: of the department they go to, of the one that is left."""
    going = {row.filing_id for row in movers}
    chains = defaultdict(list)
    for row in _of_keys(connection, {row.key for row in movers}):
        chains[row.key].append(row)
    for key, chain in chains.items():
        sides = [[row for row in chain if row.filing_id in going], [row for row in chain if row.filing_id not in going]]
        if not all(sides):
            continue
        for rows, own in zip(sides, _keys(connection, key, sides, names), strict=True):
            _link(connection, [row.filing_id for row in rows], own)
            if own != key:
                decisions.give_back(connection, key, own)
        connection.execute(delete(t.messages).where(
            t.messages.c.expected == NOTE, t.messages.c.filing_id.in_([row.filing_id for row in chain])))


def _of_keys(connection: Connection, keys: set[str]) -> list[Row]:
    wanted = sorted(keys)
    return [row for at in range(0, len(wanted), 500) for row in connection.execute(
        select(t.filings).where(t.filings.c.key.in_(wanted[at:at + 500])).order_by(t.filings.c.filing_id))]


def _keys(connection: Connection, key: str, sides: list[list[Row]], names: tuple[str, str]) -> list[str]:
    """A key for each side: one keeps the present key, the one it was made for if that can be told."""
    own = [[key_of(identity_of(rows[0], name), number) for name in dict.fromkeys((name, rows[0].department or name))
            for number in range(1, 10)] for rows, name in zip(sides, names, strict=True)]
    first = min((0, 1), key=lambda side: sides[side][0].filing_id)
    keeps = next((side for side in (first, 1 - first) if key in own[side]), first)
    identity = identity_of(sides[1 - keeps][0], names[1 - keeps])
    further = (key_of(identity, number) for number in count(10))
    new = next(each for each in [*own[1 - keeps], *[next(further) for _ in range(90)]] if not taken(connection, each))
    return [key, new] if keeps == 0 else [new, key]


def _link(connection: Connection, filing_ids: list[int], key: str) -> None:
    """One chain, in the order the filings were stored; the last one is current."""
    for filing_id, following in zip(filing_ids, [*filing_ids[1:], None], strict=True):
        connection.execute(update(t.filings).where(t.filings.c.filing_id == filing_id)
                           .values(key=key, replaced_by=following))


def join(connection: Connection, moved: set[int], identities: Iterable[str], names: tuple[str, str]) -> tuple[int, int]:
    """Make one chain of filings that came (ids) and those already there, where both are the same by identity.

    Gives how many current filings were replaced by a later one, and how many were kept beside their equals."""
    replaced = unsure = 0
    for rows in stored(connection, set(identities)).values():
        current = [row for row in rows if row.replaced_by is None]
        came, there = ([row for row in current if (row.filing_id in moved) is side] for side in (True, False))
        if not (came and there):
            continue
        pairs = _pairs(came, there)
        for one, other in pairs:
            old, new = sorted((one, other), key=lambda row: row.filing_id)
            chain = [row for row in rows if row.key in (old.key, new.key)]
            _link(connection, [row.filing_id for row in chain], chain[0].key)
            decisions.carry(connection, {old.key, new.key}.difference({chain[0].key}).pop(), chain[0].key)
            _tell(connection, new.filing_id, _replaced(connection, old.filing_id, new.filing_id, names))
        alone = _unpaired(came, there, pairs)
        for row in alone:
            _tell(connection, row.filing_id, "与库中同名项目份数不等、年初预算也对不上，"
                                             "无法判断是否同一份，两份都保留。请核对。")
        replaced, unsure = replaced + len(pairs), unsure + len(alone)
    return replaced, unsure


def _pairs(came: list[Row], there: list[Row]) -> list[tuple[Row, Row]]:
    """Who is equal to whom. Two forms of one file are two filings, whatever they are called."""
    twins = {(row.sha256, row.position) for row in came} & {(row.sha256, row.position) for row in there}
    shared = {row.sha256 for row in came} & {row.sha256 for row in there}
    sides = [[row for row in side if row.sha256 not in shared or (row.sha256, row.position) in twins]
             for side in (came, there)]
    return [(one, other) for one, other in zip(sides[0], match(*sides), strict=True) if other is not None]


def _unpaired(came: list[Row], there: list[Row], pairs: list[tuple[Row, Row]]) -> list[Row]:
    """Those that came, found no partner, and stand beside an equal of another file that found none either."""
    done = {row.filing_id for pair in pairs for row in pair}
    left = {row.sha256 for row in there if row.filing_id not in done}
    return [row for row in came if row.filing_id not in done and left - {row.sha256}]


def _replaced(connection: Connection, old: int, new: int, names: tuple[str, str]) -> str:
    changed = in_words(changes(connection, old, new))
    return (f"在“{names[0]}”和“{names[1]}”下各有一份，两个名称合并后，后导入的这一份代替先导入的，先导入的留作历史。"
            + (f"变化：{changed}。" if changed else "数字没有变化。"))


def _tell(connection: Connection, filing_id: int, text: str) -> None:
    """A message about a filing, with its name in front."""
    row = connection.execute(select(t.filings).where(t.filings.c.filing_id == filing_id)).one()
    connection.execute(insert(t.messages).values(
        document_id=row.document_id, filing_id=filing_id, severity="warning", where=row.at.get("title", ""),
        found=row.project or row.department, expected=NOTE, text=f"“{row.project or row.department}”{text}"))
