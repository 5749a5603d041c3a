"""Comma separated values: one grid, without spans."""

import csv
from collections import Counter
from io import StringIO

from data_access.intake.documents.grid import Cell, Document, Grid, Unreadable
from data_access.intake.documents.limits import LIMITS, Limits


def is_csv(text: str) -> bool:
    """Whether a text is a table of comma separated values: most lines have the same number of cells, four or more."""
    if "\t" in text[:20_000]:
        return False
    try:
        widths = [len(row) for row in csv.reader(StringIO(text[:20_000])) if row]
    except csv.Error:
        return False
    width, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
    return width >= 4 and times >= 2 and times >= 0.6 * len(widths)


def read(text: str, limits: Limits = LIMITS) -> Document:
    """The table as one grid. Raises Unreadable when it is too big or cannot be parsed."""
    rows = []
    try:
        for number, row in enumerate(csv.reader(StringIO(text))):
            if number >= limits.rows:
                raise Unreadable(f"CSV 超过 {limits.rows} 行的上限，没有读取。请只发送自评表。",
                                 found=f"超过 {limits.rows} 行", expected=f"不超过 {limits.rows} 行")
            rows.append([Cell(number, col, value.strip(), f"第{number + 1}行第{col + 1}列")
                         for col, value in enumerate(row)])
    except csv.Error as error:
        raise Unreadable("CSV 读不出来，引号可能不成对。请用 Excel 打开后另存为 .xlsx 再导入。",
                         where=f"第{len(rows) + 1}行", found=str(error), expected="完整的 CSV 表格") from error
    return Document("csv", [Grid("表", rows, spans=False)])
