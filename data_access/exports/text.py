"""Values at the edge of the house: 万元 from fen, points from hundredths, texts without the form's line breaks."""

import re

FEN_PER_WAN = 1_000_000
_BREAK = re.compile(r"[^\S\r\n\v\f\t]*[\r\n\v\f\t\u2028\u2029]+\s*")
_SPACE = re.compile(r"(?<=\w) (?=\w)|\s+")
_WIDE = re.compile(r"[^\x00-\x7f]")


def wan(fen: int | None) -> float | None:
    """An amount in 万元."""
    return None if fen is None else fen / FEN_PER_WAN


def points(hundredths: int | None) -> float | None:
    """Points with at most two decimals."""
    return None if hundredths is None else hundredths / 100


def plain(number: float | None) -> float | None:
    """A number without the noise of binary fractions behind its sixth decimal."""
    return None if number is None else round(number, 6)


def tidy(text: str | None) -> str:
    """The text without white space that comes from line breaks and layout; a space between two Latin words stays."""
    joined = _BREAK.sub("", (text or "").strip())
    return _SPACE.sub(lambda found: _kept(joined, found), joined)


def _kept(text: str, found: re.Match) -> str:
    around = text[found.start() - 1] + text[found.end()]
    return " " if around.isalnum() and not _WIDE.search(around) else ""
