"""Excel (.xlsx, .xls): visible sheets as grids, merged areas as spans. Hidden sheets are left out and named."""

import zipfile
from io import BytesIO

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from data_access.intake.documents import ole, package, xls_cells, xlsx_cells
from data_access.intake.documents.cell_text import Found
from data_access.intake.documents.grid import Cell, Document, Grid, Unreadable
from data_access.intake.documents.limits import LIMITS, Limits

EXPECTED = "完整的 Excel 工作簿（.xlsx）"
_WIDEST = 255                                                 # columns that a merged cell may span


def read(data: bytes, limits: Limits = LIMITS) -> Document:
    """One grid a visible sheet. Raises Unreadable when the workbook is cut off, broken, protected or too big."""
    try:
        known = _known(data, limits)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        document = Document("xlsx")
        for index, meta in enumerate(book.sheets_metadata):
            name = meta.name
            if meta.visible != SheetVisibleEnum.Visible:
                document.notes.append((name, f"工作表“{name}”是隐藏的，没有读入。需要时请取消隐藏后重新导入。"))
                continue
            found = known.get(name, known.get(index, {}))
            grid = _grid(book.get_sheet_by_name(name), name, found)
            document.notes += [(_place(name, *at), f"{_place(name, *at)}：{cell.remark}")
                               for at, cell in found.items() if cell.remark]
            if grid.rows:
                document.blocks.append(grid)
    except (Unreadable, MemoryError):
        raise
    except BaseException as error:                            # calamine raises many kinds on broken workbooks,
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise                                             # and a panic that is no Exception
        raise Unreadable("Excel 文件打不开，可能不完整、已损坏或有密码。请在 Excel 中重新打开另存后再导入。",
                         found="打不开的 Excel 文件", expected=EXPECTED) from error
    return document


def _known(data: bytes, limits: Limits) -> dict[str | int, dict[tuple[int, int], Found]]:
    """What a second look tells of cells, by sheet name (.xlsx) or sheet number (.xls)."""
    if data[:8] == ole.MAGIC:
        streams = ole.streams(data)
        book = streams.get("Workbook") or streams.get("Book") or b""
        return dict(enumerate(xls_cells.second_look(book, limits)))
    with package.opened(data, limits) as parts:
        package.check_parts(parts)
        percents = xlsx_cells.percent_styles(parts)
        return {name: _sheet(parts, name, target, percents, limits)
                for name, target in xlsx_cells.sheet_parts(parts).items() if target in parts.namelist()}


def _sheet(parts: zipfile.ZipFile, name: str, target: str, percents: dict, limits: Limits) -> dict:
    xml = package.part(parts, target)
    xlsx_cells.check_extent(name, xml, limits)
    return xlsx_cells.second_look(xml, percents)


def _grid(sheet, name: str, known: dict[tuple[int, int], Found]) -> Grid:
    values = sheet.to_python(skip_empty_area=False)
    for (r, c), found in known.items():
        _put(values, r, c, found.text)
    spans = {first: (min(last[0], max(first[0], len(values) - 1)), min(last[1], first[1] + _WIDEST))
             for first, last in sheet.merged_cell_ranges or []}
    covered = {(r, c) for (r0, c0), (r1, c1) in spans.items()
               for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)} - set(spans)
    rows = []
    for r, row in enumerate(values):
        cells = []
        for c, value in enumerate(row):
            if (r, c) in covered:
                continue
            r1, c1 = spans.get((r, c), (r, c))
            cells.append(Cell(r, c, _shown(value), _place(name, r, c), r1 - r + 1, c1 - c + 1))
        rows.append(cells)
    while rows and not any(cell.text.strip() for cell in rows[-1]):
        rows.pop()
    return Grid(name, rows)


def _put(values: list[list], row: int, col: int, text: str) -> None:
    """Set a cell's text, also outside the area that calamine gave (a formula without a value at the edge)."""
    if not text and (row >= len(values) or col >= len(values[row])):
        return
    values.extend([] for _ in range(row + 1 - len(values)))
    values[row].extend("" for _ in range(col + 1 - len(values[row])))
    values[row][col] = text


def _place(name: str, row: int, col: int) -> str:
    return f"{name}!{_letters(col)}{row + 1}"


def _shown(value) -> str:
    """The value as an officer would type it: 10.0 as 10, dates as 2024-12-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.12g}"
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return str(value)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
