"""Which cells of an original name persons or telephones: they are never shown (design.md §2)."""

from data_access.intake.labels import meaning
from data_access.intake.persons import asks_for_person, is_signature, speaks_of_persons, without_persons
from data_access.intake.rows import Row

HIDDEN = "（签字、联系方式不显示）"
_SHORT = 40                                                   # a line no longer than this that speaks of persons is one


def hidden(row: Row) -> set[int]:
    """The ids of the row's cells that are not shown: all of a signature row, and what stands behind 负责人, 电话 …"""
    if is_signature(row):
        return {id(cell) for cell in row.own}
    found, follows = set(), False
    for cell in row.own:
        if asks_for_person(cell.text):
            follows = True
        elif meaning("head", cell.text):
            follows = False
        elif follows or (speaks_of_persons(cell.text) and not without_persons(cell.text)):
            found.add(id(cell))
    return found


def without_names(text: str, *, alone: bool = False) -> str:
    """The text without names behind 填表人： … and telephones; `alone`: a line by itself, hidden whole when short."""
    if alone and len(text) <= _SHORT and speaks_of_persons(text):
        return HIDDEN
    return without_persons(text) if speaks_of_persons(text) else text
