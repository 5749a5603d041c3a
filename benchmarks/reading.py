"""Reading speed by kind: `.venv/bin/python -m benchmarks.reading [folder of files]`. Nothing here is asserted.

Prints for each kind files a second, filled cells a second, milliseconds a file, and the ratio to the bare library's
time to open and walk the same files (docx: python-docx; xlsx, xls: calamine; pdf: pdfplumber). `documents` stands
for the grid alone, `filing` for the whole reading. Each time is the best of some runs taken in turns, so that other
work on the machine counts for little. Wanted: docx and pdf at most 1.5 x, xlsx and xls at most 10 ms.
"""

import sys
from io import BytesIO
from pathlib import Path

import pdfplumber
from docx import Document
from python_calamine import CalamineWorkbook

from benchmarks.timing import best
from data_access.intake.documents import read_document
from data_access.intake.documents.grid import Grid
from data_access.intake.pipeline import read_bytes

FORMS = Path(__file__).resolve().parents[2] / "shared" / "forms"


def walk_docx(data: bytes) -> int:
    return sum(len(cell.text) for table in Document(BytesIO(data)).tables for row in table.rows for cell in row.cells)


def walk_workbook(data: bytes) -> int:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return sum(len(str(value)) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
               for value in row)


def walk_pdf(data: bytes) -> int:
    with pdfplumber.open(BytesIO(data)) as pdf:
        return sum(len(value or "") for page in pdf.pages for table in page.extract_tables() for row in table
                   for value in row)


WALKS = {"docx": walk_docx, "xlsx": walk_workbook, "xls": walk_workbook, "pdf": walk_pdf}


def filled(data: bytes) -> int:
    grids = (block for block in read_document(data).blocks if isinstance(block, Grid))
    return sum(bool(cell.text.strip()) for grid in grids for row in grid.rows for cell in row)


def measure(kind: str, files: list[bytes]) -> None:
    bare, opened, whole = best(lambda: [WALKS[kind](data) for data in files],
                               lambda: [read_document(data) for data in files],
                               lambda: [read_bytes(data, f"form.{kind}") for data in files])
    cells = sum(map(filled, files))
    print(f"{kind:5} {len(files):3} files  {len(files) / whole:7.1f} files/s  {cells / whole:8.0f} cells/s  "
          f"{whole / len(files) * 1000:6.1f} ms a file  documents {opened / bare:5.2f} x  filing {whole / bare:5.2f} x")


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FORMS
    for kind in WALKS:
        found = [path.read_bytes() for path in sorted(folder.rglob(f"*.{kind}")) if "-scan" not in path.name]
        if found:
            measure(kind, found)
