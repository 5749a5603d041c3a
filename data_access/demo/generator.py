"""Make the filings of 示例县: the same arguments give the same readings, byte for byte, on every machine."""

import hashlib
from dataclasses import dataclass

from data_access.demo import beside, roster
from data_access.demo.draft import Draft
from data_access.demo.form import department_draft, finish, project_draft
from data_access.demo.plant import Planted, plant
from data_access.demo.vocabulary import words
from data_access.intake.companions import Row
from data_access.intake.record import Reading

_LEAST = 4                                                    # filings a department and year, before departments go


@dataclass
class Bureau:
    """All that 示例县 filed and listed. lists: (kind, file name, rows); planted: the faults, with where they are."""

    readings: list[Reading]
    planted: list[Planted]
    lists: list[tuple[str, str, list[Row]]]


def make_bureau(seed: int | None = None, years: list[int] | None = None, departments: int = 40,
                size: int | None = None) -> Bureau:
    """Readings, one document a department and year with its 部门整体 form first, the faults planted in them, and the
    bureau's lists, one of each kind a year (demo/beside.py).

    size: filings in all (at least 2 a document). A small size has fewer departments, a large one more projects each.
    """
    settings = words("settings")
    seed, size, years = seed or settings["seed"], size or settings["size"], years or settings["years"]
    drafts = _documents(seed, list(years), min(departments, max(1, size // (_LEAST * len(years)))), size)
    planted = plant(seed, size, drafts)
    return Bureau([_reading(name, document) for name, document in drafts.items()], planted, beside.lists(drafts))


def make_filings(**arguments) -> tuple[list[Reading], list[Planted]]:
    """The readings and the planted faults of `make_bureau`, without the lists."""
    bureau = make_bureau(**arguments)
    return bureau.readings, bureau.planted


def _documents(seed: int, years: list[int], count: int, size: int) -> dict[str, list[Draft]]:
    """Drafts by document name, in the order of years and departments."""
    bureau = roster.departments(seed, count)
    counts = roster.filings_each(bureau, years, size)
    found: dict[str, list[Draft]] = {}
    for step, year in enumerate(years):
        for place, department in enumerate(bureau):
            drafts = _document(seed, department, years, step, counts[place][step])
            before = found.get(_name(department, years[step - 1]), []) if step else []
            last = {draft.filing.project_code: draft for draft in before}
            for draft in drafts[1:]:
                draft.last = last.get(draft.filing.project_code)
            found[_name(department, year)] = drafts
    return found


def _name(department: roster.Department, year: int) -> str:
    return f"{department.name}{year}年自评表.docx"


def _document(seed: int, department: roster.Department, years: list[int], step: int, count: int) -> list[Draft]:
    projects = roster.projects_of(seed, department, count - 1, step, years[0])
    drafts = [project_draft(seed, department, project, years[step], step) for project in projects]
    drafts.insert(0, department_draft(seed, department, years[step], step, drafts))
    for position, draft in enumerate(drafts, 1):
        draft.filing.position, draft.siblings = position, drafts
    return drafts


def _reading(name: str, drafts: list[Draft]) -> Reading:
    filings = [finish(draft) for draft in drafts]
    said, booked = beside.claims(drafts), beside.accounts(drafts)
    digest = hashlib.sha256(repr((filings, said, booked)).encode()).hexdigest()
    return Reading(name, digest, "demo", "read", filings, claims=said, accounts=booked)
