"""Zip archives, also one within another: what files they hold, each loaded when its turn comes. Nothing is unpacked
to the disk. What cannot be read is a member whose loading raises Unreadable, so that the others go in.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path, PurePosixPath

from data_access.intake.documents.grid import Unreadable
from data_access.intake.documents.kinds import kind_of
from data_access.intake.documents.limits import LIMITS, Limits, check_file_size
from data_access.intake.documents.package import check_sizes

_SKIPPED = ("~$", ".", "__MACOSX")
Place = tuple[int, ...]                                       # a member's number in each archive, outermost first


@dataclass(frozen=True)
class Member:
    """A file in an archive: its path there, and how to get its bytes (raises Unreadable)."""

    name: str
    load: Callable[[], bytes]


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive and no Office document, by content."""
    try:
        with open(path, "rb") as file:
            return file.read(2) == b"PK" and zipfile.is_zipfile(path) and not _is_document(path)
    except OSError:
        return False


def _is_document(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):     # `members` tells what is wrong with it
        return False
    return "[Content_Types].xml" in names or "mimetype" in names or "OFD.xml" in names


def members(path: Path, limits: Limits = LIMITS) -> Iterator[Member]:
    """The files of an archive and of those within it, in their order; never raises."""
    for count, member in enumerate(_members(path, (), "", limits)):
        if count == limits.members:
            text = f"压缩包里的文件超过上限 {limits.members} 个，后面的没有读取。请分批发送。"
            yield _problem(member.name, Unreadable(text, found="文件太多", expected=f"不超过 {limits.members} 个"))
            return
        yield member


def _members(path: Path, place: Place, prefix: str, limits: Limits) -> Iterator[Member]:
    try:
        with _open(path, place, limits) as archive:
            infos = archive.infolist()
            check_sizes(infos, "压缩包", limits)
    except Unreadable as error:
        yield _problem(prefix, error)
        return
    files = [(number, info) for number, info in enumerate(infos) if not info.is_dir() and not _is_skipped(info)]
    if not files:
        yield _problem(prefix, Unreadable("压缩包是空的，没有文件可读。", found="空压缩包", expected="自评表"))
    for number, info in files:
        inner, name = (*place, number), "/".join(filter(None, (prefix, _name(info))))
        if name.lower().endswith(".zip") and _is_zip(path, inner, limits):
            if len(inner) >= limits.depth:
                yield _problem(name, Unreadable(f"压缩包套了 {len(inner) + 1} 层，超过上限 {limits.depth} 层。"
                                                "没有读取，请解压后再导入。", found="压缩包套压缩包",
                                                expected=f"不超过 {limits.depth} 层"))
            else:
                yield from _members(path, inner, name, limits)
        else:
            yield Member(name, _loader(path, inner, limits))


def _is_zip(path: Path, place: Place, limits: Limits) -> bool:
    try:
        return kind_of(_load(path, place, limits)) == "zip"
    except Unreadable:
        return False                                          # told when its turn comes


def _loader(path: Path, place: Place, limits: Limits) -> Callable[[], bytes]:
    return lambda: _load(path, place, limits)


def _load(path: Path, place: Place, limits: Limits) -> bytes:
    """The bytes of a member. Raises Unreadable with a password, when damaged or too big."""
    with _open(path, place[:-1], limits) as archive:
        info = archive.infolist()[place[-1]]
        check_file_size(info.file_size, limits)
        if info.flag_bits & 1:
            raise Unreadable("压缩包有密码，里面的文件无法读取。请去掉密码重新压缩，或解压后导入。",
                             found="有密码的压缩包", expected="没有密码的 zip")
        try:
            return archive.read(info)
        except NotImplementedError as error:
            raise Unreadable("压缩方式不支持，无法读取。请用普通 zip 方式重新压缩。",
                             found="特殊的压缩方式", expected="普通 zip") from error
        except Exception as error:                            # zipfile and zlib raise many kinds on damaged members
            raise Unreadable("压缩包里的这个文件已损坏，无法读取。请重新压缩后再发送。",
                             found="损坏的文件", expected="完整的 zip") from error


def _open(path: Path, place: Place, limits: Limits) -> zipfile.ZipFile:
    try:
        if not place:
            return zipfile.ZipFile(path)
        stat = path.stat()
        return zipfile.ZipFile(BytesIO(_nested(path, place, limits, stat.st_mtime_ns, stat.st_size)))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("压缩包打不开，可能不完整或已损坏。请重新压缩后再发送。",
                         found="打不开的压缩包", expected="完整的 zip") from error


@lru_cache(maxsize=1)
def _nested(path: Path, place: Place, limits: Limits, changed: int, length: int) -> bytes:
    """The bytes of an archive within another; kept while its members are read one after the other."""
    return _load(path, place, limits)


def _problem(name: str, error: Unreadable) -> Member:
    def load() -> bytes:
        raise error
    return Member(name, load)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's path: GBK or UTF-8 names that claim to be cp437 set right, no way out of the archive (../, C:)."""
    name = info.filename
    if not info.flag_bits & 0x800:
        for encoding in ("utf-8", "gb18030"):
            try:
                name = info.filename.encode("cp437").decode(encoding)
                break
            except (UnicodeEncodeError, UnicodeDecodeError):
                continue
    parts = PurePosixPath(name.replace("\\", "/").replace("\x00", "")).parts
    return "/".join(part for part in parts if part not in ("/", "..", ".") and not part.endswith(":")) or "无名文件"


def _is_skipped(info: zipfile.ZipInfo) -> bool:
    """Lock files of Word, hidden files, and what macOS adds."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return any(part.startswith(_SKIPPED) and part not in (".", "..") for part in parts)
