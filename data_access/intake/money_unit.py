"""The unit of money that a label or a line above a table names: 项目资金（万元）, 单位：元, 金额单位：亿元."""

import re
from collections.abc import Iterable

from scoring.numbers import normal

_NAMED = re.compile(r"(?:[(:]|单位|^)(?:人民币)?(亿元|万元|千元|元)(?=[),，;]|$)|(万元)")


def unit_of_money(labels: Iterable[str]) -> str:
    """亿元, 万元, 千元 or 元 as the first label that names one says; '' when none does. 万元 wins where both stand."""
    found = [match.group(1) or match.group(2) for label in labels for match in _NAMED.finditer(normal(label))]
    return "万元" if "万元" in found else found[0] if found else ""
