"""What kind of document some bytes are: decided by content, never by the file's ending."""

import re
import zipfile
from io import BytesIO

from data_access.intake.documents import ole
from data_access.intake.documents.package import NO_PACKAGE

_BEGINNINGS = ((b"%PDF", "pdf"), (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gz"),
               (b"{\\rtf", "rtf"), (b"\x89PNG\r\n", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"),
               (b"BM", "picture"), (b"II*\x00", "picture"), (b"MM\x00*", "picture"), (b"MZ", "program"))
_WEB = re.compile(rb"(\xef\xbb\xbf)?\s*(<!doctype html|<html|<table|<\?xml|mime-version:)", re.IGNORECASE)
_PACKAGES = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"),
             ("ppt/presentation.xml", "slides"), ("OFD.xml", "ofd"))
_OLD = (("EncryptedPackage", "locked"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"),
        ("PowerPoint Document", "slides"), ("CONTENTS", "doc"))


def kind_of(data: bytes) -> str:
    """docx, doc, rtf, xlsx, xlsb, xls, pdf, picture, web, zip, rar, 7z, gz, ofd, slides, program, locked, ole or text.

    ole: a compound file that is none of the others. text: everything else, also what turns out to be no text.
    """
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _package(data)
    if data[:8] == ole.MAGIC:
        names = ole.streams(data)
        return next((kind for name, kind in _OLD if name in names), "ole")
    if b"%PDF-" in data[:1024] and not data[:1024].lstrip().startswith(b"<"):
        return "pdf"
    if _WEB.match(data):
        return "web"
    return next((kind for mark, kind in _BEGINNINGS if data.startswith(mark) and _is_binary(kind, data)), "text")


def _is_binary(kind: str, data: bytes) -> bool:
    """Two letters alone do not make a picture or a program of a text."""
    return kind not in ("picture", "program") or b"\x00" in data[:4096]


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = set(package.namelist())
        return next((kind for name, kind in _PACKAGES if name in names), "zip")
    except NO_PACKAGE:
        return next((kind for name, kind in _PACKAGES if name.encode() in data), "zip")  # cut off: no list of names
