"""Let go of people: names and telephones on a form are dropped before anything is stored. design.md §2."""

import re

from data_access.intake.labels import meaning
from data_access.intake.rows import Row

_WHO = (r"(?:单位|部门|项目|科室|财务)?(?:负责人|主管|经办人|填表人|填报人|制表人?|审核人|复核人|联系人|"
        r"联系电话|办公电话|电话|手机号?码?)")
_SIGNED = rf"{_WHO}(?:及(?:联系)?电话)?(?:[(（]?(?:签[字名章]|盖章)[)）]?)*\s*[:：]"
_SIGNATURE = re.compile(_SIGNED)
_LABEL = re.compile(rf"\s*{_WHO}(?:及(?:联系)?电话)?(?:[(（]?(?:签[字名章]|盖章)[)）]?)*\s*[:：]?\s*")
_NAMED = re.compile(rf"{_SIGNED}[^，。；;,\n]*")
_TELEPHONE = re.compile(r"(?<![\dA-Z])(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_PERSONS = re.compile(r"负责人|填表人|填报人|联系电话|联系人|审核人|复核人|经办人|制表|签字|签名|盖章|手机|电话")


def speaks_of_persons(text: str) -> bool:
    """Whether a text may name a person or a telephone."""
    return bool(_PERSONS.search(text) or _TELEPHONE.search(text))


def asks_for_person(text: str) -> bool:
    """Whether a cell is nothing but a label that asks for a person or a telephone: 负责人, 联系电话."""
    return bool(_LABEL.fullmatch(text))


def is_signature(row: Row) -> bool:
    """A sign-off row: 单位负责人签字：… 填表人：…, the same in cells of their own, or a telephone alone in a cell."""
    texts = [cell.text for cell in row.own]
    if any(meaning("head", text) in ("project", "department", "unit") for text in texts):
        return False
    return any(_SIGNATURE.search(t) or _LABEL.fullmatch(t) or _TELEPHONE.fullmatch(t.strip()) for t in texts)


def names_persons(row: Row) -> bool:
    """Whether a cell of the row asks for a person: then what stands beside it is one."""
    return any(_PERSONS.search(cell.text) and len(cell.text) <= 16 for cell in row.own)


def without_persons(text: str) -> str:
    """A text without what follows 填表人：, 联系电话： … up to the next stop, and without telephone numbers."""
    return _TELEPHONE.sub("", _NAMED.sub("", text)).strip()
