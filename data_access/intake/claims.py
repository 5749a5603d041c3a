"""What a document says of all its forms together: how many projects, how much money, what rate, which grades.

Sentences are taken apart at their punctuation. A clause that counts projects opens what follows: it is said of all of
them until a clause names some only (年初预算项目7个, 等3个项目); a full stop ends that.
"""

import re
from collections.abc import Iterator

from data_access.intake.documents.grid import Document, Paragraph
from data_access.intake.head import GRADES
from data_access.intake.record import Claim
from scoring.numbers import amount_fen, normal, percent

_COUNT = re.compile(r"项目[^\d,;。:]{0,8}?(\d{1,4})个|(\d{1,4})个[^\d,;。:]{0,8}?项目|自评(?:项目)?(\d{1,4})个")
# Words of a budget's projects, and words of projects that are a bureau's work (签约项目28个).
_BUDGET_WORDS = re.compile("自评|评价|预算|资金|绩效|二级|支出|涉及|下达")
_OTHER_PROJECTS = re.compile("签约|招商|引进|意向|新建|在建|建设|开工|竣工|落地|储备|亿元以上")
_SOME = re.compile(r"其中|年初|追加|调整|等\d+个|部门评价|重点|未完成|已完成|支付率|抽|整体|财政评价|上年")
_ALL = re.compile("所有|全部|全面|全覆盖")
_GRADE_WORD = re.compile("等级|评级|等次|自评结果")
_GRADE = re.compile(r"[“\"']?(优秀?|良好?|中等?|较?差)[”\"']?(?:等级|等次)?的?(?:项目)?(?:有|共|为)?(\d{1,4})个")
_GRADE_AFTER = re.compile(r"(\d{1,4})个(?:项目)?[^\d,;。]{0,12}?[“\"'](优秀?|良好?|中等?|较?差)[”\"']")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(亿元|万元|元)")
_RATE = re.compile(r"执行率(?:为|达到?|是)?:?(\d+(?:\.\d+)?%)")
_SPENT = re.compile("支出|执行|支付|使用")
_ONE = re.compile("本项目|该项目|此项目")
_CLAUSE = re.compile(r"[^,;。:]+[,;。:]?")


def read_claims(document: Document) -> list[Claim]:
    """The statements of a document's running text about its project forms, in its order; none twice."""
    claims: list[Claim] = []
    for paragraph in _joined(document):
        claims += [claim for claim in _of_paragraph(paragraph) if claim not in claims]
    return claims


def _joined(document: Document) -> Iterator[Paragraph]:
    """Paragraphs in normal form; a text that a page break cut in two (no stop at its end) is put together."""
    text, where = "", ""
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        own = normal(block.text)
        if text and (re.search(r"[。;:!?]$", text) or len(text) < 20):
            yield Paragraph(text, where)
            text = ""
        text, where = text + own, where if text else block.address
    yield Paragraph(text, where)


def _of_paragraph(paragraph: Paragraph) -> list[Claim]:
    if _ONE.search(paragraph.text):
        return []
    claims: list[Claim] = []
    graded, opened, some = bool(_GRADE_WORD.search(paragraph.text)), False, False
    for clause in _CLAUSE.findall(paragraph.text):
        some = not _ALL.search(clause) and (some or bool(_SOME.search(clause)))
        found = _grades(clause) if graded else []
        if not found:
            counts = _counts(clause)
            opened = opened or bool(counts)
            found = counts + (_money(clause) if opened else [])
        claims += [Claim(paragraph.address, kind, "part" if some and kind != "grades" else scope, "project", value,
                         clause.rstrip(",;。:")) for kind, scope, value in found]
        some = some and not clause.endswith("。")
    return claims


def _counts(clause: str) -> list[tuple[str, str, float]]:
    if not _BUDGET_WORDS.search(clause) or _OTHER_PROJECTS.search(clause):
        return []
    return [("count", "projects", float(next(filter(None, groups)))) for groups in _COUNT.findall(clause)]


def _grades(clause: str) -> list[tuple[str, str, float]]:
    """优的项目11个, 12个项目自评等级为“优”, 优秀10个."""
    found = _GRADE_AFTER.findall(clause) or [(count, grade) for grade, count in _GRADE.findall(clause)]
    return [("grades", GRADES[grade], float(count)) for count, grade in found]


def _money(clause: str) -> list[tuple[str, str, float]]:
    """An amount or a rate of the projects counted before; spending where the clause says so, else simply 资金."""
    if found := _RATE.search(clause):
        return [("rate", "executed", percent(found.group(1)))]
    if not (found := _AMOUNT.search(clause)):
        return []
    scope = "executed" if _SPENT.search(clause[:found.start()]) else "funds"
    return [("sum", scope, float(amount_fen("".join(found.groups()))))]
