"""Line up a row's cells with a header's columns where spans are lost: rows may have slipped a column or two.

The best monotone assignment by how well each text suits each column, preferring one common shift for the whole row.
"""

from collections.abc import Callable, Sequence

from data_access.intake.documents.grid import Cell

SHIFT = 0.7                                                   # price of each column by which neighbours shift apart
JOIN = 1.2                                                    # price of two cells in one column (a word OCR cut in two)
DROP = 2.5                                                    # price of a cell that suits no column
Fit = Callable[[str, str], float]


def align(cells: Sequence[Cell], columns: Sequence[tuple[str, int]],
          fit: Fit, stiff: float = 1.0) -> tuple[dict[int, list[Cell]], list[Cell]]:
    """Column number -> its cells (usually one), and the cells left over. `columns`: (role, position), left to right.

    `fit(role, text)` says how well a text suits a role: above 0 well, below 0 badly. `stiff` raises the price of
    slipping, for rows that have as many cells as their header.
    """
    filled = [cell for cell in cells if cell.text.strip()]
    best: dict[tuple[int, int], tuple[float, tuple]] = {(-1, 0): (0.0, ())}   # (last column, shift): score, path
    for cell in filled:
        best = _step(cell, best, columns, fit, stiff)
    path = max(best.values(), key=lambda scored: scored[0])[1]
    taken: dict[int, list[Cell]] = {}
    for number, cell in path:
        taken.setdefault(number, []).append(cell)
    used = {id(cell) for _, cell in path}
    return taken, [cell for cell in filled if id(cell) not in used]


def _step(cell: Cell, best: dict, columns: Sequence[tuple[str, int]], fit: Fit, stiff: float) -> dict:
    """The best way to each state (last column, shift) once this cell is placed or dropped. The reader's hot loop."""
    following: dict[tuple[int, int], tuple[float, tuple]] = {}
    places = [(number, cell.col - position, fit(role, cell.text), role != "reason")
              for number, (role, position) in enumerate(columns)]
    for (last, shift), (score, path) in best.items():
        offers = [((last, shift), score - DROP, None)]
        for number, moved, fits, parted in places[max(last, 0):]:
            if number == last:
                offers.append(((number, shift), score + min(fits, 0.0) - JOIN * parted, number))
            else:
                offers.append(((number, moved), score + fits - SHIFT * abs(moved - shift) * stiff, number))
        for state, total, number in offers:
            if state not in following or following[state][0] < total:
                following[state] = (total, path if number is None else (*path, (number, cell)))
    return following
