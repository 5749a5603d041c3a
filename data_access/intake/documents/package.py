"""Office packages (zip with XML parts): opened within limits; no part may declare entities of its own."""

import re
import zipfile
from io import BytesIO

from data_access.intake.documents.grid import Unreadable
from data_access.intake.documents.limits import LIMITS, Limits, size

# What zipfile raises for bytes that only begin like a package.
NO_PACKAGE = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError)
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def opened(data: bytes, limits: Limits = LIMITS) -> zipfile.ZipFile:
    """The package, its sizes checked. Raises Unreadable beyond a limit or with a password, BadZipFile when broken."""
    package = zipfile.ZipFile(BytesIO(data))
    check_sizes(package.infolist(), "文档", limits)
    return package


def check_sizes(members: list[zipfile.ZipInfo], what: str, limits: Limits) -> None:
    """Raise Unreadable when a zip holds too many files or would unpack to too much."""
    packed, unpacked = sum(m.compress_size for m in members), sum(m.file_size for m in members)
    if len(members) > limits.members:
        raise Unreadable(f"{what}里有 {len(members)} 个文件，超过上限 {limits.members} 个，没有读取。请分批发送。",
                         found=f"{len(members)} 个文件", expected=f"不超过 {limits.members} 个文件")
    if unpacked > limits.expanded_bytes or \
            (unpacked > limits.ratio_from and unpacked > limits.ratio * max(packed, 1)):
        raise Unreadable(f"{what}解压后有 {size(unpacked)}，是压缩时的 {unpacked // max(packed, 1)} 倍，超过上限 "
                         f"{size(limits.expanded_bytes)} 或 {limits.ratio} 倍，可能有害，没有读取。请核对来源。",
                         found=size(unpacked), expected=f"解压后不超过 {size(limits.expanded_bytes)}")


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """One XML part. Raises Unreadable when it declares a document type or entities: no office program writes them."""
    data = package.read(name)
    head = data.replace(b"\x00", b"") if data[:2] in _UTF16 else data
    if _DECLARES.search(head):
        raise Unreadable("文档里含有会展开的实体定义，可能有害，没有读取。请在 Word 或 Excel 中打开后另存再导入。",
                         where=name, found="DOCTYPE 或 ENTITY", expected="普通的 Word、Excel 文档")
    return data


def check_parts(package: zipfile.ZipFile) -> None:
    """Check every XML part of a package (see `part`)."""
    for name in package.namelist():
        if name.endswith((".xml", ".rels")):
            part(package, name)
