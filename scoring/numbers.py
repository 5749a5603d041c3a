"""Plain number cells: amounts, points, rates. Text is compared in one normal form, made here.

Amounts become fen (integers), points hundredths (integers), rates fractions (floats). None means: not a number.
"""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

# NFKC would turn these into letters or digits of another meaning; map them first.
_BEFORE_NFKC = str.maketrans({"㎡": "平方米", "㎥": "立方米", "³": "3", "²": "2", "㎞": "公里", "≧": "≥", "≦": "≤",
                              "⩾": "≥", "⩽": "≤", "═": "=", "﹦": "=", "＝": "=", "％": "%", "﹪": "%"})
_DASHES = re.compile(r"^[-—–―─－/／一\\]+$")
_NUMBER = re.compile(r"^[+-]?\d{1,18}(?:\.\d{1,18})?$", re.ASCII)
# Beyond these (a hundred trillion yuan, a million points) a cell holds a code or a slip of the keyboard.
_MOST_FEN, _MOST_POINTS_C = 10**16, 10**8
# Factor to fen of the money units that may stand behind an amount.
FEN = {"元": 100, "千元": 100_000, "万": 1_000_000, "万元": 1_000_000, "亿": 10_000_000_000, "亿元": 10_000_000_000}


def normal(text: str | None) -> str:
    """The text for comparing and parsing: NFKC, one sign for each of ≥ ≤ =, no white space at all."""
    folded = unicodedata.normalize("NFKC", (text or "").translate(_BEFORE_NFKC))
    return re.sub(r"\s+", "", folded.replace(">=", "≥").replace("<=", "≤"))


def is_blank(text: str | None) -> bool:
    """Nothing stated: empty, or only dashes and slashes (layouts.md: '—', '-', '/' and an empty cell mean the same)."""
    plain = normal(text)
    return not plain or bool(_DASHES.match(plain))


def plain_number(text: str | None) -> Decimal | None:
    """'1,437' or '446. 46' (a space left by OCR) as a Decimal; None when anything else stands in the cell."""
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", normal(text))
    return Decimal(plain) if _NUMBER.match(plain) else None


def amount_fen(text: str | None, unit: str = "万元") -> int | None:
    """An amount of money in fen. A unit behind the number beats the label's `unit`. None: no amount ('100%', words)."""
    plain = normal(text)
    for suffix in sorted(FEN, key=len, reverse=True):
        if plain.endswith(suffix) and plain_number(plain[: -len(suffix)]) is not None:
            plain, unit = plain[: -len(suffix)], suffix
            break
    number = plain_number(plain)
    if number is None:
        return None
    fen = int((number * FEN[unit]).to_integral_value(ROUND_HALF_UP))
    return fen if abs(fen) <= _MOST_FEN else None


def points_c(text: str | None) -> int | None:
    """Points in hundredths: '10', '10分', '9.78'. None: no points."""
    number = plain_number(normal(text).removesuffix("分"))
    if number is None or abs(number) * 100 > _MOST_POINTS_C:
        return None
    return int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))


def percent(text: str | None) -> float | None:
    """'98%' as 0.98; None when there is no percent sign."""
    plain = normal(text)
    number = plain_number(plain[:-1]) if plain.endswith("%") else None
    return None if number is None else float(number / 100)
