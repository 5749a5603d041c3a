"""Tables of a PDF page by their rulings; a table without lines at its sides is closed where its rows end."""

_REACH = 8.0                                                  # points by which rows must pass the last ruling
_NEAR = 2.0


def tables(page) -> list:
    """pdfplumber's tables of a page, open sides closed."""
    found = page.find_tables()
    sides = [side for table in found for side in _open_sides(table.bbox, page)]
    return page.find_tables({"explicit_vertical_lines": sides}) if sides else found


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
