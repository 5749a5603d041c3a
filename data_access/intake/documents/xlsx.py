"""Excel (.xlsx, .xls): visible sheets as grids, merged areas as spans. Hidden sheets are left out and named."""

from io import BytesIO

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from data_access.intake.documents.grid import Cell, Document, Grid, Unreadable

EXPECTED = "完整的 Excel 工作簿（.xlsx）"


def read(data: bytes) -> Document:
    """One grid a visible sheet. Raises Unreadable when the workbook is cut off, broken or protected."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [(meta.name, meta.visible == SheetVisibleEnum.Visible) for meta in book.sheets_metadata]
        document = Document("xlsx")
        for name, visible in sheets:
            if not visible:
                document.notes.append((name, f"工作表“{name}”是隐藏的，没有读入。需要时请取消隐藏后重新导入。"))
                continue
            grid = _grid(book.get_sheet_by_name(name), name)
            if grid.rows:
                document.blocks.append(grid)
    except Exception as error:                                # calamine raises many kinds on broken workbooks
        raise Unreadable("Excel 文件打不开，可能不完整、已损坏或有密码。请在 Excel 中重新打开另存后再导入。",
                         found=type(error).__name__, expected=EXPECTED) from error
    return document


def _grid(sheet, name: str) -> Grid:
    values = sheet.to_python(skip_empty_area=False)
    spans = dict(sheet.merged_cell_ranges or [])
    covered = {(r, c) for (r0, c0), (r1, c1) in spans.items()
               for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)} - set(spans)
    rows = []
    for r, row in enumerate(values):
        cells = []
        for c, value in enumerate(row):
            if (r, c) in covered:
                continue
            r1, c1 = spans.get((r, c), (r, c))
            cells.append(Cell(r, c, _shown(value), f"{name}!{_letters(c)}{r + 1}", r1 - r + 1, c1 - c + 1))
        rows.append(cells)
    while rows and not any(cell.text.strip() for cell in rows[-1]):
        rows.pop()
    return Grid(name, rows)


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
