"""Documents: one file a kind; each gives the same thing, text and grids of cells with spans and addresses."""

import zipfile
from io import BytesIO

from data_access.intake.documents import apart, csv_table, docx, legacy, pdf, scan, text, xlsx
from data_access.intake.documents.grid import Document, Grid, Paragraph, Unreadable
from data_access.intake.documents.kinds import kind_of
from data_access.intake.documents.limits import LIMITS, Limits, check_file_size
from data_access.intake.documents.package import NO_PACKAGE

SUPPORTED = "Word（.docx、.doc、.wps）、Excel（.xlsx、.xls、.et）、PDF、扫描图片、文字（.txt、.md、.csv）"
# What is known but not read, and what to do.
_REFUSED = {
    "rar": ("RAR 压缩包", "不能读取 RAR 压缩包。请解压后导入文件夹，或改用 zip 压缩。"),
    "7z": ("7z 压缩包", "不能读取 7z 压缩包。请解压后导入文件夹，或改用 zip 压缩。"),
    "gz": ("gz 压缩包", "不能读取 gz 压缩包。请解压后导入文件夹，或改用 zip 压缩。"),
    "zip": ("压缩包", "压缩包里不是 Word、Excel 文档，或文档不完整。请重新打开另存，或解压后导入。"),
    "ofd": ("OFD 版式文件", "不能读取 OFD。请发送 Word、Excel 原件，或用阅读器另存为 PDF 再导入。"),
    "slides": ("演示文稿", "这是演示文稿，不是自评表。请发送 Word 或 Excel 形式的自评表。"),
    "xlsb": ("Excel 二进制工作簿", "不能读取 .xlsb。请在 Excel 中另存为 .xlsx 再导入。"),
    "web": ("网页或 XML", "这是网页或 XML 格式，只改了后缀。请用 Excel 或 Word 打开后另存为 .xlsx 或 .docx 再导入。"),
    "locked": ("有密码的文档", "文件有打开密码，无法读取。请去掉密码另存后再导入。"),
    "ole": ("不认识的旧版文档", "文件不完整，或不是 Word、Excel 文档。请打开后另存为 .docx 或 .xlsx 再导入。"),
    "program": ("程序", "这是程序，不是文档，没有读取。请核对来源。"),
}


def read_document(data: bytes, limits: Limits = LIMITS) -> Document:
    """Read a document; its kind is decided by content, not by the file's ending. Raises Unreadable."""
    if not data.strip():
        raise Unreadable("文件是空的，没有内容可读。请确认发送的是填好的自评表。", found="0 字节", expected=SUPPORTED)
    check_file_size(len(data), limits)
    kind = kind_of(data)
    if kind in _REFUSED:
        found, text_ = _REFUSED[kind]
        raise Unreadable(text_, found=found, expected=SUPPORTED)
    if kind == "picture":
        return _checked(scan.read(kind, data, limits), limits)
    if kind in ("doc", "rtf"):
        document = _read_bounded("docx", legacy.to_docx(data, kind, limits), limits)
        document.kind = kind
        return document
    return _read_bounded(kind, data, limits)


def _read_bounded(kind: str, data: bytes, limits: Limits) -> Document:
    """PDF and big documents are read in a process of their own, the rest here."""
    heavy = kind == "pdf" or _unpacked(kind, data) > limits.small_bytes
    try:
        return apart.read(kind, data, limits) if heavy else read_kind(kind, data, limits)
    except scan.Scanned:
        return _checked(scan.read(kind, data, limits), limits)


def _checked(document: Document, limits: Limits) -> Document:
    """A document that has no more cells and paragraphs than the limits."""
    cells = sum(len(row) for block in document.blocks if isinstance(block, Grid) for row in block.rows)
    if cells > limits.cells:
        raise Unreadable(f"文件里的表格共有 {cells} 格，超过上限 {limits.cells} 格，没有读取。请只发送自评表。",
                         found=f"{cells} 格", expected=f"不超过 {limits.cells} 格")
    lines = sum(isinstance(block, Paragraph) for block in document.blocks)
    if lines > limits.paragraphs:
        raise Unreadable(f"文件共有 {lines} 段文字，超过上限 {limits.paragraphs} 段，没有读取。请只发送自评表。",
                         found=f"{lines} 段", expected=f"不超过 {limits.paragraphs} 段")
    return document


def read_kind(kind: str, data: bytes, limits: Limits = LIMITS) -> Document:
    """Read a document of a known kind within this process. Raises Unreadable, also beyond the limits."""
    if kind == "docx":
        document = docx.read(data, limits)
    elif kind in ("xlsx", "xls"):
        document = xlsx.read(data, limits)
    elif kind == "pdf":
        document = pdf.read(data, limits)
    else:
        decoded = text.decode(data)
        document = csv_table.read(decoded, limits) if csv_table.is_csv(decoded) else text.read(data)
    return _checked(document, limits)


def _unpacked(kind: str, data: bytes) -> int:
    """How much there is to read; for packages what their list of parts says."""
    if kind not in ("docx", "xlsx"):
        return len(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return sum(part.file_size for part in package.infolist())
    except NO_PACKAGE:
        return len(data)
