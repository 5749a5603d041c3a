"""Tables of a PDF page by their rulings; a table without lines at its sides is closed where its rows end.

A cell that other cells stand in is a frame around a table within it, no cell.
"""

_REACH = 8.0                                                  # points by which rows must pass the last ruling
_NEAR = 2.0
_FEW = 6                                                      # the largest cells of a table, that may be frames


def tables(page) -> list:
    """pdfplumber's tables of a page, open sides closed, frames left out."""
    found = page.find_tables()
    sides = [side for table in found for side in _open_sides(table.bbox, page)]
    found = page.find_tables({"explicit_vertical_lines": sides}) if sides else found
    for table in found:
        frames = _frames(table.cells)
        table.cells = [cell for cell in table.cells if cell not in frames] if frames else table.cells
    return found


def _frames(cells: list[tuple]) -> set[tuple]:
    """The cells (x0, top, x1, bottom) that hold at least four others."""
    wide = sorted(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1]), reverse=True)[:_FEW]
    return {big for big in wide if sum(_within(cell, big) for cell in cells) >= 4}


def _within(cell: tuple, frame: tuple) -> bool:
    return cell != frame and cell[0] >= frame[0] - _NEAR and cell[2] <= frame[2] + _NEAR \
        and cell[1] >= frame[1] - _NEAR and cell[3] <= frame[3] + _NEAR


def _open_sides(bbox: tuple, page) -> list[dict]:
    """The missing outer lines of a table: where most of its horizontal lines end beyond its last ruling."""
    left, top, right, bottom = bbox
    lines = [edge for edge in page.edges if edge["orientation"] == "h" and top - _NEAR <= edge["top"] <= bottom + _NEAR
             and edge["x0"] < right and edge["x1"] > left]
    ends = []
    for values, beyond in (([e["x0"] for e in lines], lambda x: x < left - _REACH),
                           ([e["x1"] for e in lines], lambda x: x > right + _REACH)):
        far = sorted(filter(beyond, values))
        if len(far) >= 2 and 2 * len(far) >= len({round(e["top"]) for e in lines}) and far[-1] - far[0] < 2 * _NEAR:
            ends.append(far[0])
    return [{"object_type": "explicit_edge", "orientation": "v", "x0": x, "x1": x, "top": top, "bottom": bottom,
             "width": 0, "height": bottom - top} for x in ends]
