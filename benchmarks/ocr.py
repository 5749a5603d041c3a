"""Speed of OCR: `.venv/bin/python -m benchmarks.ocr [folder of scans]`. Nothing here is asserted.

Prints pages a second and seconds a page of each scanned file once the worker has loaded its models, the time of that
first load, and the most memory the worker held. JIHE_OCR_THREADS says how many threads (2 unless told).
"""

import sys
import time
from pathlib import Path

import pdfplumber

from data_access.intake.documents import read_document, scan

FORMS = Path(__file__).resolve().parents[2] / "shared" / "forms"
PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"}


def pages(path: Path) -> int:
    if path.suffix.lower() in PICTURES:
        return 1
    with pdfplumber.open(path) as pdf:
        return len(pdf.pages)


def seconds(path: Path) -> float:
    start = time.perf_counter()
    read_document(path.read_bytes())
    return time.perf_counter() - start


def most_memory() -> str:
    """The most memory the worker held, as Linux tells it."""
    try:
        lines = Path(f"/proc/{scan._running[0].pid}/status").read_text(encoding="ascii").splitlines()
    except (OSError, IndexError):
        return "?"
    return f"{int(next(line for line in lines if line.startswith('VmHWM')).split()[1]) // 1024} MB"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FORMS
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in PICTURES or "-scan" in path.name)
    if not scan.installed() or not found:
        sys.exit("no OCR (requirements-ocr.txt) or no scans to read")
    print(f"first, with the models to load: {seconds(found[0]):.1f} s")
    for path in found:
        taken, count = seconds(path), pages(path)
        print(f"{path.name:28} {count:3} pages  {count / taken:5.2f} pages/s  {taken / count:5.1f} s a page")
    print(f"the worker held at most {most_memory()}")
