"""Which cells of an original name persons or telephones: they are never shown (design.md §2)."""

from data_access.intake.documents.grid import Cell
from data_access.intake.labels import meaning
from data_access.intake.persons import asks_for_person, is_signature, speaks_of_persons, without_persons
from data_access.intake.rows import Row

HIDDEN = "（签字、联系方式不显示）"


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


def without_names(text: str) -> str:
    """The text without what stands behind 填表人：, 联系电话：… and without telephones."""
    return without_persons(text) if speaks_of_persons(text) else text


def line_without_names(line: str, above: str = "") -> str:
    """A line of a text, its cells parted by tabs, judged like a row; a cell below a lone 填表人 is hidden too."""
    cells = [Cell(0, col, text, "") for col, text in enumerate(line.split("\t"))]
    if asks_for_person(above.strip()) or any(map(asks_for_person, line.replace("\t", "，").split())):
        return HIDDEN if line.strip() else line
    unseen = hidden(Row(cells, 0, False))
    return "\t".join(HIDDEN if id(cell) in unseen else without_names(cell.text) for cell in cells)
