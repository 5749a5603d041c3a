"""The bureau's own settings, the names of its departments, its 科室: what pages call. Always the real store."""

from collections.abc import Callable

from data_access import open_copy
from data_access.offices import OfficeList, take_in
from data_access.store import departments, merging, proposals, settings
from data_access.store.bounds import Bound, bounds
from data_access.store.departments import Department, Refused
from data_access.store.merging import Moved
from data_access.store.proposals import Proposal
from data_access.store.settings import Settings
from scoring import pack

__all__ = ["Bound", "Department", "Moved", "OfficeList", "Proposal", "Refused", "Settings", "add_alias", "bounds",
           "confirm", "history", "import_offices", "listing", "names_history", "offices", "packs_of", "proposed",
           "refusals", "refuse", "regions", "rename", "save", "set_offices", "split", "take_back", "told"]


# ---- settings

def told() -> Settings:
    """The settings in force."""
    return settings.load(open_copy.store())


def save(*, person: str, **values) -> list[str]:
    """As store.settings.save. ValueError, in Chinese."""
    return settings.save(open_copy.store(), person=person, **values)


def history() -> list[dict]:
    """What was set, the newest first: name, value, before, person, at (UTC)."""
    return settings.history(open_copy.store(), "bureau", "region", "default_year", "keep_originals", "limits")


def regions() -> list[str]:
    """The regions that a rule pack knows."""
    packs = open_copy.real().packs.values()
    return sorted({region for one in packs for region in one.head["applies_to"]["regions"]})


def packs_of(region: str, year: int | None) -> dict[str, str]:
    """The rule pack that filings of a region and year fall under, in words, by form (project, department)."""
    packs = open_copy.real().packs
    chosen = {form: pack.choose(packs, region=region or None, form=form, year=year)
              for form in ("project", "department")}
    rows = {row["pack"]: row["name"] for row in pack.pack_rows(packs)}
    return {form: f"{rows[key]}（{why}）" for form, (key, why) in chosen.items()}


# ---- names

def listing() -> list[Department]:
    """The departments, those with most filings first."""
    return _ask(departments.listing)


def proposed() -> list[Proposal]:
    """Pairs that may be one department, the likeliest first."""
    return _ask(proposals.proposals)


def refusals() -> list[dict]:
    """Pairs that a person said are two: printed, department_id, name, by, at."""
    return _ask(proposals.refusals)


def names_history() -> list[dict]:
    """What was changed about names and 科室, the newest first: value (a sentence), person, at (UTC)."""
    return settings.history(open_copy.store(), departments.LOG)


def _ask(query: Callable):
    with open_copy.store().connect() as connection:
        return query(connection)


def confirm(department_id: int, into: int, *, person: str) -> Moved:
    """The first department is the second. Raises Refused, in Chinese, as all of these."""
    return merging.confirm(open_copy.store(), department_id, into, person=person)


def split(printed: str, *, person: str) -> Moved:
    """Take back that a text means another department."""
    return merging.split(open_copy.store(), printed, person=person)


def add_alias(printed: str, department_id: int, *, person: str) -> Moved:
    """A text that no department bears means this one."""
    return merging.add_alias(open_copy.store(), printed, department_id, person=person)


def rename(department_id: int, name: str, *, person: str) -> None:
    """Another canonical name."""
    merging.rename(open_copy.store(), department_id, name, person=person)


def refuse(department_id: int, into: int, *, person: str) -> None:
    """They are two departments; not proposed again."""
    proposals.refuse(open_copy.store(), department_id, into, person=person)


def take_back(printed: str, department_id: int, *, person: str) -> None:
    """A refused pair may be proposed again."""
    proposals.take_back(open_copy.store(), printed, department_id, person=person)


# ---- 科室

def offices() -> list[str]:
    """The 科室 named so far."""
    return sorted({row.office for row in listing() if row.office})


def set_offices(changed: dict[int, str], *, person: str) -> int:
    """科室 by department_id ('' for none). Gives how many changed."""
    return departments.set_offices(open_copy.store(), changed, person=person)


def import_offices(data: bytes, name: str, *, person: str) -> OfficeList:
    """As offices.take_in, into the real store."""
    return take_in(open_copy.store(), data, name, person=person)
