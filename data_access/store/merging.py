"""Two names, one department: put together, taken apart again, renamed. Filings, lists, history and findings go along.

A filing keeps its key wherever it goes. Where both departments hold the same filing, the one imported later replaces
the earlier, as if the name had been known from the start (design.md §3); taking apart gives each its own back.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Row, delete, select, update

from data_access.intake.record import Filing
from data_access.store import tables as t
from data_access.store.chains import join, part_ways
from data_access.store.departments import (
    LOG,
    Refused,
    check_person,
    get,
    put_alias,
    raise_parts_of,
    root_of,
)
from data_access.store.engine import writing
from data_access.store.identity import identity_of
from data_access.store.settings import note
from data_access.store.stamps import raise_stamp
from data_access.store.write import department_of, raise_parts


@dataclass(frozen=True)
class Moved:
    """What putting together, taking apart or an alias did: versions of filings that moved, current filings that were
    replaced by a later one of the other name, and those kept beside their equals because they cannot be told apart."""

    filings: int = 0
    replaced: int = 0
    unsure: int = 0


def confirm(engine: Engine, department_id: int, into: int, *, person: str) -> Moved:
    """A person says: the first department is the second. Raises Refused where that cannot be."""
    person = check_person(person)
    with writing(engine) as connection:
        ours, theirs = (root_of(connection, *get(connection, one)) for one in (department_id, into))
        if ours == theirs:
            raise Refused(f"“{ours[1]}”已经是同一个部门。")
        _forget_refusals(connection, ours, theirs)
        put_alias(connection, ours[1], theirs[0], person)
        moved = _move(connection, _filings_of(connection, ours[0]), ours, theirs)
        _move_lists(connection, ours, theirs, None)
        _hand_on_office(connection, ours[0], theirs[0])
        note(connection, LOG, f"“{ours[1]}”并入“{theirs[1]}”", person)
    return moved


def split(engine: Engine, printed: str, *, person: str) -> Moved:
    """Take back that a text means a department: what prints it stands by itself again. Raises Refused."""
    person = check_person(person)
    with writing(engine) as connection:
        a = t.department_aliases.c
        held = connection.execute(select(a.department_id).where(a.printed == printed)).scalar_one_or_none()
        if held is None:
            raise Refused(f"“{printed}”没有并入别的部门，请刷新页面。")
        home = root_of(connection, *get(connection, held))
        connection.execute(delete(t.department_aliases).where(a.printed == printed))
        moved = _settle(connection, home)
        note(connection, LOG, f"“{printed}”与“{home[1]}”分开", person)
    return moved


def add_alias(engine: Engine, printed: str, department_id: int, *, person: str) -> Moved:
    """A text that no department bears means this one from now on; forms that print it move. Raises Refused."""
    person, printed = check_person(person), printed.strip()
    with writing(engine) as connection:
        home = root_of(connection, *get(connection, department_id))
        if not printed or printed == home[1]:
            raise Refused("请填写与规范名称不同的写法。")
        if _by_name(connection, printed) is not None:
            raise Refused(f"“{printed}”是库中的一个部门，请用“合并”。")
        if _alias(connection, printed) is not None:
            raise Refused(f"“{printed}”已经是一个部门的别名。")
        put_alias(connection, printed, home[0], person)
        f = t.filings.c
        holders = connection.execute(select(t.parts.c.department_id).distinct().join_from(t.filings, t.parts)
                                     .where((f.department == printed) | (f.department == "") & (f.unit == printed)))
        moved = [_settle(connection, get(connection, one)) for one in holders.scalars().all() if one != home[0]]
        note(connection, LOG, f"“{printed}”记为“{home[1]}”的别名", person)
    return _sum(moved)


def rename(engine: Engine, department_id: int, name: str, *, person: str) -> None:
    """Give a department another canonical name; what prints the old one still means it. Raises Refused."""
    person, name = check_person(person), name.strip()
    with writing(engine) as connection:
        home = root_of(connection, *get(connection, department_id))
        if not name or name == home[1]:
            raise Refused("请填写新的规范名称。")
        if _by_name(connection, name) is not None:
            raise Refused(f"库中已有“{name}”。若是同一个部门，请用“合并”。")
        if _alias(connection, name) not in (None, home[0]):
            raise Refused(f"“{name}”是另一个部门的别名。")
        connection.execute(delete(t.department_aliases).where(t.department_aliases.c.printed == name))
        connection.execute(update(t.departments).where(t.departments.c.department_id == home[0]).values(name=name))
        put_alias(connection, home[1], home[0], person)
        for row in _filings_of(connection, home[0]):
            connection.execute(update(t.filings).where(t.filings.c.filing_id == row.filing_id)
                               .values(identity=identity_of(row, name)))
        raise_parts_of(connection, [home[0]])
        note(connection, LOG, f"“{home[1]}”改名为“{name}”", person)


def _by_name(connection: Connection, name: str) -> int | None:
    d = t.departments.c
    return connection.execute(select(d.department_id).where(d.name == name)).scalar_one_or_none()


def _alias(connection: Connection, printed: str) -> int | None:
    """The department that a text means by an alias."""
    a = t.department_aliases.c
    return connection.execute(select(a.department_id).where(a.printed == printed)).scalar_one_or_none()


def _hand_on_office(connection: Connection, ours: int, theirs: int) -> None:
    """The 科室 of a department that goes, where the other has none."""
    d = t.departments.c
    office = connection.execute(select(d.office).where(d.department_id == ours)).scalar_one()
    connection.execute(update(t.departments).where(d.department_id == theirs, d.office.is_(None)).values(office=office))
    raise_stamp(connection, "offices")                        # a department without forms has no part that tells of it


def _forget_refusals(connection: Connection, one: tuple[int, str], other: tuple[int, str]) -> None:
    r = t.alias_refusals.c
    for (_, name), (id_, _) in ((one, other), (other, one)):
        connection.execute(delete(t.alias_refusals).where(r.printed == name, r.department_id == id_))


def _filings_of(connection: Connection, department_id: int) -> list[Row]:
    """Every version of every filing in a department's parts, the first stored first."""
    return connection.execute(select(t.filings).join_from(t.filings, t.parts).where(
        t.parts.c.department_id == department_id).order_by(t.filings.c.filing_id)).all()


def _settle(connection: Connection, home: tuple[int, str]) -> Moved:
    """Move what stands under a department, but by code, alias and name now belongs to another, to that one."""
    found: dict[tuple[int, str], list[Row]] = {}
    for row in _filings_of(connection, home[0]):
        found.setdefault(department_of(connection, row), []).append(row)
    moved = [_move(connection, rows, home, there) for there, rows in found.items() if there != home]
    for name in _listed(connection, home[0]):
        _move_lists(connection, home, department_of(connection, Filing(department=name)), name)
    return _sum(moved)


def _move(connection: Connection, rows: list[Row], home: tuple[int, str], there: tuple[int, str]) -> Moved:
    """Bring versions of filings under another department."""
    part_ways(connection, rows, (there[1], home[1]))
    parts = raise_parts(connection, [(row.year, there[0]) for row in rows])
    raise_parts_of(connection, [home[0]])
    identities = {row.filing_id: identity_of(row, there[1]) for row in rows}
    for row in rows:
        connection.execute(update(t.filings).where(t.filings.c.filing_id == row.filing_id).values(
            part_id=parts[(row.year, there[0])], identity=identities[row.filing_id]))
    replaced, unsure = join(connection, set(identities), set(identities.values()), (home[1], there[1]))
    return Moved(sum(row.replaced_by is None for row in rows), replaced, unsure)


def _sum(moved: list[Moved]) -> Moved:
    return Moved(sum(one.filings for one in moved), sum(one.replaced for one in moved),
                 sum(one.unsure for one in moved))


def _listed(connection: Connection, department_id: int) -> set[str]:
    """The names that rows of lists print under a department."""
    return {name for table in t.COMPANIONS for name in connection.execute(
        select(table.c.department).distinct().join_from(table, t.parts)
        .where(t.parts.c.department_id == department_id)).scalars()}


def _move_lists(connection: Connection, home: tuple[int, str], there: tuple[int, str], name: str | None) -> None:
    """Bring the rows of lists that print a name (None: all) under another department."""
    if there == home:
        return
    p = t.parts.c
    for table in t.COMPANIONS:
        printed = [] if name is None else [table.c.department == name]
        parts = connection.execute(select(p.part_id, p.year).distinct().join_from(table, t.parts).where(
            p.department_id == home[0], *printed)).all()
        new = raise_parts(connection, [(part.year, there[0]) for part in parts])
        for part in parts:
            connection.execute(update(table).where(table.c.part_id == part.part_id, *printed)
                               .values(part_id=new[(part.year, there[0])]))
    raise_parts_of(connection, [home[0]])
