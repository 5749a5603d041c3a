"""Documents: one file a kind; each gives the same thing, text and grids of cells with spans and addresses."""

from data_access.intake.documents import docx, pdf, text, xlsx
from data_access.intake.documents.grid import Document, Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUPPORTED = "Word（.docx）、Excel（.xlsx、.xls）、有文字层的 PDF、文字（.txt、.md）"


def read_document(data: bytes) -> Document:
    """Read a document; its kind is decided by content, not by the file's ending. Raises Unreadable."""
    if not data.strip():
        raise Unreadable("文件是空的，没有内容可读。请确认发送的是填好的自评表。", found="0 字节", expected=SUPPORTED)
    if data[:4] == b"PK\x03\x04":
        if b"word/" in data:
            return docx.read(data)
        if b"xl/" in data:
            return xlsx.read(data)
        raise Unreadable("文件不完整，或不是 Word、Excel 文档。", found="压缩包", expected=SUPPORTED)
    if data[:8] == _OLE:
        return xlsx.read(data)
    if data[:4] == b"%PDF":
        return pdf.read(data)
    return text.read(data)
