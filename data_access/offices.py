"""Take a list 科室 ↔ department into the store."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from data_access.intake.documents.kinds import kind_of
from data_access.intake.offices import read_offices
from data_access.intake.pipeline import load, sources
from data_access.intake.record import Filing, Message
from data_access.intake.result import FileResult
from data_access.store import departments, settings
from data_access.store.engine import writing
from data_access.store.write import department_of


@dataclass(frozen=True)
class OfficeList:
    """What an imported list gave: rows read, how many changed something, names that no form and no list of ours bears
    (kept, so that later forms find their 科室), messages."""

    read: int
    changed: int
    unknown: list[str]
    messages: list[Message]


def take_in(engine: Engine, data: bytes, name: str, *, person: str) -> OfficeList:
    """Read a list 科室 ↔ department and keep it. Raises Refused where nobody says who; a bad file gives messages."""
    person = departments.check_person(person)
    pairs, messages = read_offices(data, name, settings.load(engine).limits)
    with engine.connect() as connection:
        listed = departments.listing(connection)
    known = {text for row in listed for text in (row.name, *row.aliases, *(one["name"] for one in row.merged))}
    with writing(engine) as connection:
        found = {department_of(connection, Filing(department=text))[0]: office for text, office in pairs.items()}
    changed = departments.set_offices(engine, found, person=person) if found else 0
    return OfficeList(len(pairs), changed, [text for text in pairs if text not in known], messages)


def import_paths(engine: Engine, paths: Iterable[str | Path], *, person: str) -> list[FileResult]:
    """Take in files, folders and .zip archives of such lists; rows: departments that a list names."""
    return [_one(engine, source, person) for source in sources(paths, settings.load(engine).limits)]


def _one(engine: Engine, source, person: str) -> FileResult:
    data, refused = load(source)
    if refused:
        return FileResult(source.name, "", "refused", messages=refused.messages, kind="offices")
    took = take_in(engine, data, source.name, person=person)
    unknown = [Message("warning", source.name, name, "自评表或清单上的部门名称",
                       f"“{name}”还没有自评表和清单，科室已记下。") for name in took.unknown]
    faulty = any(message.severity == "error" for message in took.messages)
    return FileResult(source.name, hashlib.sha256(data).hexdigest(),
                      "refused" if not took.read else "partly" if faulty else "read",
                      messages=[*took.messages, *unknown], kind="offices", format=kind_of(data), size=len(data),
                      rows=took.read)
