"""Limits for what is read: the one place, with defaults. A file beyond a limit is refused with a message naming it."""

from dataclasses import dataclass

from data_access.intake.documents.grid import Unreadable

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds for one file. Sizes in bytes, times in seconds, the rest counts."""

    file_bytes: int = 50 * MB                                 # a document or archive as it lies on the disk
    expanded_bytes: int = 200 * MB                            # all parts of a package or archive unpacked
    ratio: int = 200                                          # unpacked to packed; judged above ratio_from only
    ratio_from: int = 10 * MB
    members: int = 5_000                                      # files in one archive, parts in one package
    depth: int = 3                                            # archives within archives
    pdf_pages: int = 200
    page_lines: int = 8_000                                   # rulings on one page of a PDF; more is a drawing
    rows: int = 20_000                                        # rows of one table or sheet
    cells: int = 400_000                                      # cells of one document
    paragraphs: int = 100_000                                 # lines of text of one document
    seconds: float = 60                                       # reading one document
    convert_seconds: float = 120                              # LibreOffice converting one document
    memory_bytes: int = 768 * MB                              # address space of the process that reads heavy files
    scan_pages: int = 60                                      # scanned pages of one document
    scan_pixels: int = 100_000_000                            # of one picture
    scan_page_seconds: float = 120                            # OCR of one page
    scan_memory_bytes: int = 1200 * MB                        # of the process that does OCR
    small_bytes: int = 8 * MB                                 # unpacked; a bigger document is read in that process


LIMITS = Limits()


def size(count: int) -> str:
    """Bytes as an officer reads them: 50 MB, 38 KB."""
    return f"{count / MB:.0f} MB" if count >= MB else f"{count / 1024:.0f} KB"


def check_file_size(count: int, limits: Limits = LIMITS) -> None:
    """Raise Unreadable when a file is too big to be looked at."""
    if count > limits.file_bytes:
        raise Unreadable(f"文件有 {size(count)}，超过上限 {size(limits.file_bytes)}，没有读取。请去掉图片或拆分。",
                         found=size(count), expected=f"不超过 {size(limits.file_bytes)}")
