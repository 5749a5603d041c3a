"""What the bureau says of itself: its name, region, default year, whether originals are kept, limits of reading.

One row a setting. Its JSON is the list of its values, newest first, each with who and when: nothing is overwritten.
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from data_access.intake.documents.limits import Limits
from data_access.store import bounds
from data_access.store import tables as t
from data_access.store.engine import writing
from data_access.store.stamps import raise_stamp


@dataclass(frozen=True)
class Settings:
    """The settings in force. Blank ('', None) where nothing was said.

    bureau: name of the bureau · region: chooses the rule pack of filings that name none themselves · default_year:
    fills years that neither form nor importer gives, and is the year the screens open on · keep_originals: whether
    files are kept as they came · limits: bounds of what is read."""

    bureau: str = ""
    region: str = ""
    default_year: int | None = None
    keep_originals: bool = True
    limits: Limits = field(default_factory=Limits)


_AT_FIRST = {"bureau": "", "region": "", "keep_originals": True, "limits": {}}


def load(engine: Engine) -> Settings:
    """The settings of a store; the defaults where nothing was ever set."""
    with engine.connect() as connection:
        return load_within(connection)


def load_within(connection: Connection) -> Settings:
    """As load, within a transaction of the caller's."""
    rows = connection.execute(select(t.settings.c.name, t.settings.c.value)).all()
    now = {name: past[0]["value"] for name, past in rows}
    known = {one.name for one in dataclasses.fields(Limits)}
    limits = Limits(**{name: value for name, value in (now.get("limits") or {}).items() if name in known})
    plain = {one.name: now[one.name] for one in dataclasses.fields(Settings)
             if one.name in now and one.name != "limits"}
    return Settings(**plain, limits=limits)


def save(engine: Engine, *, person: str, **values: Any) -> list[str]:
    """Set some settings (fields of Settings; limits: {field: value in the unit of its Bound}, all that shall
    differ from the defaults).

    Gives the names of those that changed. ValueError, in Chinese, when nobody says who, or a value is out of bounds."""
    if not person.strip():
        raise ValueError("请先填写经办人。")
    if unknown := set(values) - {one.name for one in dataclasses.fields(Settings)}:
        raise TypeError(f"no such setting: {sorted(unknown)}")
    values = {name: _checked(name, value) for name, value in values.items()}
    with writing(engine) as connection:
        changed = [name for name, value in values.items() if _put(connection, name, value, person.strip())]
        if changed:
            raise_stamp(connection, "settings")
    return changed


def _checked(name: str, value: Any) -> Any:
    """The value as it is kept. ValueError, in Chinese, where it is none."""
    if name == "default_year" and value is not None and not 1990 <= value <= 2099:
        raise ValueError(f"默认年度 {value} 不对，应为四位数，例如 2024。")
    if name == "limits":
        return bounds.checked(value)
    return value.strip() if isinstance(value, str) else value


def note(connection: Connection, name: str, text: str, person: str) -> None:
    """Keep a sentence about something that was changed elsewhere (departments), in its own list."""
    _put(connection, name, text, person)


def history(engine: Engine, *names: str) -> list[dict]:
    """What was set or noted under these names, the newest first: name, value, person, at (UTC), before (None: the
    first)."""
    with engine.connect() as connection:
        rows = connection.execute(select(t.settings.c.name, t.settings.c.value)
                                  .where(t.settings.c.name.in_(names))).all()
    found = [{"name": name, **said, "before": (past[at + 1:] or [{"value": None}])[0]["value"]}
             for name, past in rows for at, said in enumerate(past)]
    return sorted(found, key=lambda one: one["at"], reverse=True)


def utc_now() -> datetime:
    """The present moment as the store keeps it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def _put(connection: Connection, name: str, value: Any, person: str) -> bool:
    past = connection.execute(select(t.settings.c.value).where(t.settings.c.name == name)
                              .with_for_update()).scalar_one_or_none()
    if value == (past[0]["value"] if past else _AT_FIRST.get(name)):
        return False
    now = utc_now()
    said = {"value": value, "person": person, "at": now.isoformat(timespec="microseconds")}
    row = {"value": [said, *(past or [])], "person": person, "changed_at": now}
    if past is None:
        connection.execute(insert(t.settings).values(name=name, **row))
    else:
        connection.execute(update(t.settings).where(t.settings.c.name == name).values(**row))
    return True
