"""Compound files (old Word and Excel): the names of their streams and a stream's bytes. Broken chains end early."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA                                            # sector numbers from here on are marks, not places


def streams(data: bytes) -> dict[str, bytes]:
    """Streams by name, those in storages too; the first of a name wins. Never raises: what is cut off is missing."""
    try:
        return _streams(data)
    except (struct.error, IndexError, ValueError):
        return {}


def _streams(data: bytes) -> dict[str, bytes]:
    sector, short = 1 << struct.unpack_from("<H", data, 30)[0], 1 << struct.unpack_from("<H", data, 32)[0]
    if not 512 <= sector <= 4096 or not 16 <= short <= 512:
        return {}
    directory_at, cutoff, short_table_at = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    table = _table(data, sector)
    directory = _chain(data, directory_at, table, sector, sector)
    entries = [directory[at:at + 128] for at in range(0, len(directory) - 127, 128)]
    root = next((entry for entry in entries if entry[66] == 5), None)
    shorts = _chain(data, struct.unpack_from("<I", root, 116)[0], table, sector, sector) if root else b""
    packed = _chain(data, short_table_at, table, sector, sector)
    short_table = struct.unpack(f"<{len(packed) // 4}I", packed[:len(packed) // 4 * 4])
    found: dict[str, bytes] = {}
    for entry in (e for e in entries if e[66] == 2):
        start, length = struct.unpack_from("<II", entry, 116)
        source = (shorts, start, short_table, short, 0) if length < cutoff else (data, start, table, sector, sector)
        found.setdefault(_name(entry), _chain(*source)[:length])
    return found


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[:max(0, length - 2)].decode("utf-16-le", "replace")


def _table(data: bytes, sector: int) -> tuple[int, ...]:
    """The table that tells for each sector which one follows."""
    places = list(struct.unpack_from("<109I", data, 76))
    more, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // sector)):
        if more >= _LAST:
            break
        block = struct.unpack_from(f"<{sector // 4}I", data, sector + more * sector)
        places += block[:-1]
        more = block[-1]
    raw = b"".join(data[sector + p * sector:sector + (p + 1) * sector] for p in places if p < _LAST)
    return struct.unpack(f"<{len(raw) // 4}I", raw[:len(raw) // 4 * 4])


def _chain(data: bytes, start: int, table: tuple[int, ...], size: int, offset: int) -> bytes:
    """The sectors of a chain one after the other; a loop ends when the data would be passed."""
    pieces, place = [], start
    while place < _LAST and place < len(table) and len(pieces) * size <= len(data):
        pieces.append(data[offset + place * size:offset + (place + 1) * size])
        place = table[place]
    return b"".join(pieces)
