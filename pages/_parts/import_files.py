"""Tables of files and messages, as the preview, the result and the earlier imports of 导入 show them."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from data_access.intake.result import FileResult
from pages._parts import tables
from pages._parts.text import count, esc

STATES = {"read": "读出", "partly": "部分读取", "refused": "未能读取", "duplicate": "重复", "ignored": "略过"}
_MARKS = {"read": "g-you", "partly": "g-zhong", "refused": "g-cha"}
SHOWN = 200                                                   # rows of one table; beyond that a download says the rest


def state(name: str) -> str:
    """A state as a small mark."""
    return f'<span class="jh-grade {_MARKS.get(name, "")}">{STATES[name]}</span>'


def place(path: str) -> str:
    """A file's name, the folders before it small."""
    pure = PurePath(path)
    folder = "" if str(pure.parent) == "." else f"<small>{esc(str(pure.parent))}/</small>"
    return f'<span class="jh-file">{folder}{esc(pure.name)}</span>'


def problems_table(rows: Iterable[Sequence[str]], *, caption: str) -> None:
    """What could not be read. rows: path, state, where, found, expected, text."""
    body = [[place(path), state(status), esc(where), esc(_short(found)), esc(_short(expected)), esc(text)]
            for path, status, where, found, expected, text in list(rows)[:SHOWN]]
    tables.table(tables.columns("文件:wide 结果:short 位置 读到 应为 说明和办法:sentence"), body, caption=caption,
                 kind="lines-like")


def files_table(files: list[FileResult], *, caption: str) -> None:
    """One row a file: what came of it."""
    body = [[place(file.path), state(file.status), count(file.filings), count(file.replaced),
             esc("；".join(message.text for message in file.messages[:2]))] for file in files[:SHOWN]]
    tables.table(tables.columns("文件:wide 结果:short 自评表:num 替换:num 说明:sentence"), body, caption=caption)


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[:most] + "……"
