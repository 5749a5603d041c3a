"""What the bureau found out about a finding: its state, who said so and why. Every decision is kept, the last holds.

A decision rests on the sentence that was on the screen. When a later import changes the facts, the finding's sentence
changes, and the finding is 待核实 again.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from data_access.store import tables as t
from data_access.store.engine import writing
from data_access.store.stamps import raise_stamp

OPEN, CONFIRMED = "待核实", "属实"
STATES = (OPEN, CONFIRMED, "说明合理", "数据有误")
_SAID = tuple(t.decisions.c[name] for name in ("state", "said", "note", "person", "decided_at"))


def decide(engine: Engine, findings: Iterable[tuple[str, str]], state: str, *, note: str = "",
           person: str = "") -> None:
    """Keep one decision for each finding, given as (key, its sentence). ValueError for a state that is none of STATES,
    and for one other than 待核实 without a note: a decision without a reason convinces nobody."""
    if state not in STATES:
        raise ValueError(f"核实状态应为 {'、'.join(STATES)}，收到“{state}”")
    if state != OPEN and not note.strip():
        raise ValueError("请写明依据或部门的说明，再保存。")
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [{"key": key, "state": state, "said": said, "note": note.strip(), "person": person, "decided_at": now}
            for key, said in findings]
    with writing(engine) as connection:
        if rows:
            connection.execute(insert(t.decisions), rows)
            raise_stamp(connection, "decisions")
            _raise_years_after(connection, {row["key"].split("-")[0] for row in rows})


def _raise_years_after(connection: Connection, filings: set[str]) -> None:
    """The parts of the year after are to be read anew: what was found to be so last year is asked about (E04)."""
    f, p = t.filings.c, t.parts.c
    after = connection.execute(select(p.year + 1, p.department_id).distinct().join_from(t.filings, t.parts).where(
        f.key.in_(filings), p.year.is_not(None))).all()
    for year, department_id in after:
        connection.execute(update(t.parts).where(p.year == year, p.department_id == department_id)
                           .values(version=p.version + 1))


def history(engine: Engine, key: str) -> list[dict]:
    """All decisions about a finding, the newest first: state, said, note, person, decided_at (UTC)."""
    d = t.decisions.c
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(
            select(d.state, d.said, d.note, d.person, d.decided_at).where(d.key == key)
            .order_by(d.decision_id.desc())).mappings()]


def carry(connection: Connection, old: str, new: str) -> None:
    """Copy what was decided about findings of one filing's key to another key: two filings became one."""
    d = t.decisions.c
    found = connection.execute(select(*_SAID, d.key).where(d.key.startswith(old + "-")).order_by(d.decision_id)).all()
    if found:
        connection.execute(insert(t.decisions), [{**row._asdict(), "key": new + row.key.removeprefix(old)}
                                                 for row in found])
        raise_stamp(connection, "decisions")


def give_back(connection: Connection, new: str, old: str) -> None:
    """Undo `carry`: take away the copies under `new` of what stands under `old`."""
    d = t.decisions.c
    own = {(old_key.removeprefix(old), *said) for old_key, *said in connection.execute(
        select(d.key, *_SAID).where(d.key.startswith(old + "-")))}
    copies = [number for number, key, *said in connection.execute(
        select(d.decision_id, d.key, *_SAID).where(d.key.startswith(new + "-")))
        if (key.removeprefix(new), *said) in own]
    if copies:
        connection.execute(delete(t.decisions).where(d.decision_id.in_(copies)))
        raise_stamp(connection, "decisions")


def last_ones():
    """A SELECT of the decisions that hold, one a finding: key, state, said, note, person, decided_at."""
    d = t.decisions.c
    newest = select(func.max(d.decision_id)).group_by(d.key)
    return select(d.key, d.state, d.said, d.note, d.person, d.decided_at).where(d.decision_id.in_(newest))
