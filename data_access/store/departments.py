"""Departments under one name: as printed is kept, an alias a person confirmed leads to the canonical name.

A department whose own name is an alias of another is merged into it; its row stays, so that the merging can be undone.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from data_access.store import tables as t
from data_access.store.engine import writing
from data_access.store.settings import note, utc_now
from data_access.store.stamps import raise_stamp

LOG = "departments"                                           # the name of the list of changes in `settings`


class Refused(ValueError):
    """A change of names that cannot be made; the text says why, in Chinese."""


@dataclass
class Department:
    """A department under its canonical name. aliases: other texts that mean it; merged: names of departments that
    were merged into it, with who and when ('' and None: not known); filings: current ones; listed: rows of lists."""

    department_id: int
    name: str
    code: str | None
    region: str | None
    office: str | None
    filings: int = 0
    listed: int = 0
    aliases: list[str] = field(default_factory=list)
    merged: list[dict] = field(default_factory=list)


def root_of(connection: Connection, department_id: int, name: str) -> tuple[int, str]:
    """(id, name) of the department that this one counts as: itself, unless its name is another's alias."""
    d, a = t.departments.c, t.department_aliases.c
    for _ in range(20):
        row = connection.execute(select(d.department_id, d.name).join_from(t.department_aliases, t.departments)
                                 .where(a.printed == name, a.department_id != department_id)).first()
        if row is None:
            break
        department_id, name = row
    return department_id, name


def listing(connection: Connection) -> list[Department]:
    """The departments that something is stored or said of, those with most filings first."""
    rows = {row["department_id"]: Department(**row) for row in connection.execute(select(t.departments)).mappings()}
    ids = {row.name: row.department_id for row in rows.values()}
    aliases = connection.execute(select(t.department_aliases).order_by(t.department_aliases.c.printed)).all()
    roots = {id_: id_ for id_ in rows} | {ids[a.printed]: a.department_id for a in aliases if a.printed in ids}
    for alias in aliases:
        home = rows[_top(roots, alias.department_id)]
        if alias.printed in ids:
            home.merged.append({"name": alias.printed, "by": alias.confirmed_by or "", "at": alias.confirmed_at})
        else:
            home.aliases.append(alias.printed)
    for department_id, filings, listed in _counts(connection):
        rows[_top(roots, department_id)].filings += filings
        rows[_top(roots, department_id)].listed += listed
    found = [row for id_, row in rows.items() if roots[id_] == id_
             and (row.filings or row.listed or row.aliases or row.merged or row.office)]
    return sorted(found, key=lambda row: (-row.filings, row.name))


def _top(roots: dict[int, int], department_id: int) -> int:
    for _ in range(20):
        if roots[department_id] == department_id:
            break
        department_id = roots[department_id]
    return department_id


def _counts(connection: Connection) -> list[tuple[int, int, int]]:
    """(department_id, current filings, rows of lists)."""
    p = t.parts.c
    filings = connection.execute(select(p.department_id, func.count()).join_from(t.filings, t.parts)
                                 .where(t.filings.c.replaced_by.is_(None)).group_by(p.department_id)).all()
    found = [(id_, number, 0) for id_, number in filings]
    for table in t.COMPANIONS:
        found += [(id_, 0, number) for id_, number in connection.execute(
            select(p.department_id, func.count()).join_from(table, t.parts).group_by(p.department_id))]
    return found


def get(connection: Connection, department_id: int) -> tuple[int, str]:
    """(id, name) of a department, merged or not. Raises Refused where there is none."""
    row = connection.execute(select(t.departments.c.department_id, t.departments.c.name)
                             .where(t.departments.c.department_id == department_id)).first()
    if row is None:
        raise Refused("库中没有这个部门，请刷新页面。")
    return tuple(row)


def check_person(person: str) -> str:
    """The name without blanks around it. Raises Refused where nobody says who."""
    if not person.strip():
        raise Refused("请先填写经办人。")
    return person.strip()


def raise_parts_of(connection: Connection, department_ids: list[int]) -> None:
    """Every part of these departments is to be read anew."""
    connection.execute(update(t.parts).where(t.parts.c.department_id.in_(department_ids))
                       .values(version=t.parts.c.version + 1))


def put_alias(connection: Connection, printed: str, department_id: int, person: str) -> None:
    """From now on this text means this department."""
    connection.execute(delete(t.department_aliases).where(t.department_aliases.c.printed == printed))
    connection.execute(insert(t.department_aliases).values(
        printed=printed, department_id=department_id, confirmed_by=person, confirmed_at=utc_now()))


def set_offices(engine: Engine, offices: dict[int, str], *, person: str) -> int:
    """Name the 科室 that looks after each department (by id; '' for none). Gives how many changed. Raises Refused."""
    person, d = check_person(person), t.departments.c
    with writing(engine) as connection:
        before = {row.department_id: row for row in connection.execute(
            select(d.department_id, d.name, d.office).where(d.department_id.in_(offices)))}
        changed = {id_: office.strip() for id_, office in offices.items()
                   if id_ in before and office.strip() != (before[id_].office or "")}
        for id_, office in changed.items():
            connection.execute(update(t.departments).where(d.department_id == id_).values(office=office or None))
            note(connection, LOG, f"“{before[id_].name}”的科室：{before[id_].office or '未填'} → {office or '未填'}",
                 person)
        if changed:
            raise_stamp(connection, "offices")
    return len(changed)
