"""Pairs of departments that may be one, by their names, for a person to confirm or refuse; refused pairs stay away."""

from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection, Engine, delete, insert, select

from data_access.store import tables as t
from data_access.store.alike import alike, is_clean, taken_apart
from data_access.store.departments import LOG, Department, check_person, get, listing
from data_access.store.engine import writing
from data_access.store.settings import note, utc_now
from data_access.store.write import NO_DEPARTMENT


@dataclass(frozen=True)
class Proposal:
    """`one` may be `into`: the fuller name, or the one with a code. score 60..99; reason in Chinese."""

    one: Department
    into: Department
    score: int
    reason: str


def proposals(connection: Connection) -> list[Proposal]:
    """Every pair that nobody has decided about, the likeliest first."""
    known = [row for row in listing(connection) if row.name != NO_DEPARTMENT
             and (row.filings or row.listed or row.office)]
    names = taken_apart(row.name for row in known)
    refused = {tuple(row) for row in connection.execute(
        select(t.alias_refusals.c.printed, t.alias_refusals.c.department_id))}
    found = []
    for one, other in combinations(known, 2):
        said = alike(names[one.name], names[other.name])
        if said and not {(one.name, other.department_id), (other.name, one.department_id)} & refused:
            into, away = sorted((one, other), key=_worth, reverse=True)
            found.append(Proposal(away, into, *said))
    return sorted(found, key=lambda pair: (-pair.score, pair.into.name, pair.one.name))


def _worth(row: Department) -> tuple:
    """What makes a name the better one: nothing too much in it, a code, the fuller text, more filings."""
    return is_clean(row.name), row.code is not None, len(row.name), row.filings + row.listed


def refuse(engine: Engine, department_id: int, into: int, *, person: str) -> None:
    """A person says: these are two departments. They are not proposed again. Raises Refused."""
    person = check_person(person)
    with writing(engine) as connection:
        (_, name), (other_id, other) = get(connection, department_id), get(connection, into)
        r = t.alias_refusals.c
        connection.execute(delete(t.alias_refusals).where(r.printed == name, r.department_id == other_id))
        connection.execute(insert(t.alias_refusals).values(printed=name, department_id=other_id, refused_by=person,
                                                           refused_at=utc_now()))
        note(connection, LOG, f"“{name}”与“{other}”不是同一个部门", person)


def refusals(connection: Connection) -> list[dict]:
    """What was refused, the newest first: printed, department_id, name (of that department), by, at."""
    r = t.alias_refusals.c
    return [dict(row) for row in connection.execute(
        select(r.printed, r.department_id, t.departments.c.name, r.refused_by.label("by"), r.refused_at.label("at"))
        .join_from(t.alias_refusals, t.departments).order_by(r.refused_at.desc(), r.printed)).mappings()]


def take_back(engine: Engine, printed: str, department_id: int, *, person: str) -> None:
    """The pair may be proposed again. Raises Refused."""
    person = check_person(person)
    with writing(engine) as connection:
        r = t.alias_refusals.c
        connection.execute(delete(t.alias_refusals).where(r.printed == printed, r.department_id == department_id))
        _, other = get(connection, department_id)
        note(connection, LOG, f"“{printed}”与“{other}”重新提出", person)
