"""Characters of a PDF page to lines and texts: where a line was only wrapped it is joined, a real break stays."""

import re
from dataclasses import dataclass

_CLOSING = "，。；：、！？）》】”’,.;:!?)]}%％"
_WORD = re.compile(r"[A-Za-z0-9.,%-]+")


@dataclass
class Line:
    """One printed line. x0, x1, top, bottom, size in points; first: width of its first character or word."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    first: float


def lines_of(chars: list[dict]) -> list[Line]:
    """Characters (pdfplumber's) to lines from top to bottom, each from left to right."""
    rows: list[list[dict]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda c: c["top"] + c["bottom"]):
        own = (char["top"] + char["bottom"]) / 2
        if rows and own - middle <= 0.5 * max(char["size"], 1):
            rows[-1].append(char)
        else:
            rows.append([char])
            middle = own
    return [line for row in rows if (line := _line(sorted(row, key=lambda c: c["x0"])))]


def _line(chars: list[dict]) -> Line | None:
    """A line of characters; gaps become a space, characters printed twice for boldness count once."""
    kept, text = [], ""
    for char in chars:
        letter = char["text"]
        if not letter.strip():
            text += " "
            continue
        if kept:
            last = kept[-1]
            if letter == last["text"] and abs(char["x0"] - last["x0"]) < 0.25 * last["size"]:
                continue
            if char["x0"] - last["x1"] > 0.6 * char["size"] and not text.endswith(" "):
                text += " "
        kept.append(char)
        text += letter
    if not kept:
        return None
    return Line(text.strip(), kept[0]["x0"], max(c["x1"] for c in kept), min(c["top"] for c in kept),
                max(c["bottom"] for c in kept), max(c["size"] for c in kept), _first_width(kept))


def _first_width(chars: list[dict]) -> float:
    """Width of what cannot be parted at a line's beginning: a word or number, or a character with its closing mark."""
    end = 0
    text = "".join(c["text"] for c in chars[:30])
    word = _WORD.match(text)
    end = word.end() if word else 1
    while end < len(chars) and chars[end]["text"] in _CLOSING:
        end += 1
    return chars[min(end, len(chars)) - 1]["x1"] - chars[0]["x0"]


def is_full(line: Line, left: float, right: float, padding: float, needed: float) -> bool:
    """Whether no room was left on a line for what stands first on the next one."""
    return (right - left) - (line.x1 - line.x0) < 2 * padding + needed + 0.5


def joined(lines: list[Line], left: float, right: float, padding: float) -> str:
    """The text of a cell: wrapped lines joined, other breaks kept as line breaks."""
    text = lines[0].text if lines else ""
    for line, below in zip(lines, lines[1:], strict=False):
        text = glued(text, below.text) if is_full(line, left, right, padding, below.first) else f"{text}\n{below.text}"
    return text


def glued(text: str, more: str) -> str:
    """Two pieces of one text; a space between Latin words only."""
    latin = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if latin else text + more


def paragraphs(lines: list[Line]) -> list[tuple[str, float]]:
    """(text, top) of each paragraph of running text: a full line followed by one that is not indented goes on."""
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    found = [(lines[0].text, lines[0].top)]
    for line, below in zip(lines, lines[1:], strict=False):
        near = below.top - line.bottom < 1.6 * line.size
        if near and right - line.x1 < below.first + 0.5 and below.x0 - left < 0.8 * below.size:
            found[-1] = (glued(found[-1][0], below.text), found[-1][1])
        else:
            found.append((below.text, below.top))
    return found
