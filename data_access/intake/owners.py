"""Whose file is it? For a list to send back: by what was read, the folder it lies in, the name it bears."""

import re
from collections import defaultdict
from pathlib import PurePath

from sqlalchemy import Engine, select

from data_access.intake.result import FileResult
from data_access.store import tables as t
from data_access.store.alike import Name, alike, taken_apart
from scoring.numbers import normal

_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_LIKELY = 80                                                  # of alike(): an abbreviation, a slip; not "perhaps"


def owners_of(engine: Engine, files: list[FileResult]) -> dict[int, tuple[str, int | None]]:
    """For each file of an import by its ordinal: (department, year); '' and None where nothing tells."""
    with engine.connect() as connection:
        rows = connection.execute(select(t.departments.c.name).union(select(t.department_aliases.c.printed)))
        known = taken_apart({*rows.scalars(), *(file.department for file in files if file.department)})
    within, beside = _within(files), _beside(files)
    return {number: (file.department or _named(_path(file), known, within) or beside.get(_path(file).parent, ""),
                     file.year or _year(_path(file))) for number, file in enumerate(files, 1)}


def _path(file: FileResult) -> PurePath:
    return PurePath(file.path.replace("\\", "/"))


def _within(files: list[FileResult]) -> dict[PurePath, set[str]]:
    """The departments whose files could be read in each folder and the folders in it."""
    found = defaultdict(set)
    for file in files:
        for folder in _path(file).parents if file.department else ():
            found[folder].add(file.department)
    return found


def _beside(files: list[FileResult]) -> dict[PurePath, str]:
    """The department of each folder whose own files, as far as they could be read, belong to one."""
    found = defaultdict(set)
    for file in files:
        if file.filings:                                      # a list speaks of many departments
            found[_path(file).parent] |= {file.department} - {""}
    return {folder: next(iter(departments)) for folder, departments in found.items() if len(departments) == 1}


def _named(path: PurePath, known: dict[str, Name], within: dict[PurePath, set[str]]) -> str:
    """The known department that a folder, innermost first, or the file's name speaks of; '' for none or several.

    A folder that holds files of several departments is none's."""
    folders = [folder.name for folder in path.parents if len(within.get(folder, ())) < 2]
    return next(filter(None, (_one(text, known) for text in (*folders, path.stem))), "")


def _one(text: str, known: dict[str, Name]) -> str:
    plain = re.sub(r"[\d_.、()（）-]+", "", normal(text))
    if len(plain) < 2:
        return ""
    inside = [name for name, parts in known.items()
              if parts.plain in plain or (len(parts.body) > 2 and parts.body in plain)]
    if inside:
        return max(inside, key=len)
    own = taken_apart([plain])[plain]
    scored = sorted(((likely[0], name) for name, parts in known.items()
                     if (likely := alike(own, parts)) and likely[0] >= _LIKELY), reverse=True)
    return scored[0][1] if scored and (len(scored) == 1 or scored[0][0] > scored[1][0]) else ""


def _year(path: PurePath) -> int | None:
    found = _YEAR.search(path.name)
    return int(found.group()) if found else None
