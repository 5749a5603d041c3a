"""What a spreadsheet cell shows where its stored value does not say it: percentages, formulas, errors."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_CONSTANT = re.compile(r"[≥≤<>]?\d+(\.\d+)?%?")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Found:
    """A cell's text as it should be read, and a remark for the person importing (empty: nothing to say)."""

    text: str
    remark: str = ""


def percent_text(value: float, digits: int) -> str:
    """0.86 as 86%, with the digits that the cell shows; noughts at the end are left out."""
    shown = (Decimal(repr(value)) * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{shown:f}".rstrip("0").rstrip(".") + "%" if digits else f"{shown:f}%"


def of_formula(formula: str, shown: str) -> Found:
    """A cell whose formula gives an error (`shown`) or has no stored result.

    A text that begins with = and was taken for a formula (=2座) is given back as the text.
    """
    formula = formula.removeprefix("of:").removeprefix("=")
    plain = re.sub(r'"[^"]*"', "", formula)
    if _CONSTANT.fullmatch(plain) or (_HAN.search(plain) and not re.search(r"[!(\[]", plain)):
        return Found(f"={formula}", f"内容“={formula}”被 Excel 当成了公式，已按文字读入。请在单元格里改为文本格式。")
    if shown:
        return Found("", f"单元格显示为错误值 {shown}，没有读入。请在 Excel 中改正后重新导入。")
    return Found("", f"公式“={formula}”没有计算结果，没有读入。请用 Excel 打开并保存一次后重新导入。")
