"""What a label means: the wordings of labels.yaml, compared in normal form, with tolerance for OCR on longer ones."""

import re
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz

from scoring.numbers import normal

_WORDS = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text(encoding="utf-8"))
_BRACKETS = re.compile(r"[(【\[][^()【】\[\]]*[)】\]]")
_POINTS = re.compile(r"[(]?(\d+(?:\.\d+)?)分(?:[*×x]执行率)?[)]?")
_FILLER = re.compile("|".join(f"(?:{pattern})" for pattern in _WORDS["fillers"]))
_OCR = re.compile("|".join(map(re.escape, _WORDS["ocr_labels"])))
_ENDS = re.compile(r"^(其中)?[:：]?|[:：*★]+$")
_CLOSE = 74                                                   # rapidfuzz ratio from which a garbled label is one
REMEMBERED = 20_000                                           # texts whose meaning is kept; forms repeat each other
_LONG = 4                                                     # … if it has at least so many characters


@lru_cache(REMEMBERED)
def plain(text: str) -> str:
    """A label for comparing: normal form, OCR variants mapped, brackets, colons and 其中 taken off."""
    label = _OCR.sub(lambda found: _WORDS["ocr_labels"][found.group()], normal(text))
    return _ENDS.sub("", _BRACKETS.sub("", label)) or label


class _Group:
    """One group of labels.yaml made ready: whole wordings by name, key parts as one pattern that most texts miss."""

    def __init__(self, names: dict):
        self.names = names
        self.whole: dict[str, str] = {}
        for name, words in names.items():
            for word in words.get("is", ()):
                self.whole.setdefault(word, name)
        parts = [part for words in names.values() for part in words.get("has", ())]
        self.parts = re.compile("|".join(map(re.escape, parts)) or r"(?!)")


_GROUPS = {name: _Group(words) for name, words in _WORDS.items()
           if isinstance(words, dict) and all(isinstance(one, dict) for one in words.values())}


@lru_cache(REMEMBERED)
def meaning(group: str, text: str, *, loose: bool = False, whole: bool = False) -> str | None:
    """The label's name within a group of labels.yaml ('head', 'funds', …), or None.

    `loose` also takes a label that OCR garbled a little (for text extractions); `whole` no key parts of longer texts.
    """
    label = plain(text)
    if not label or len(label) > 24:
        return None
    known = _GROUPS[group]
    if label in known.whole:
        return known.whole[label]
    if not whole and known.parts.search(label):
        for name, words in known.names.items():
            if _holds(label, words.get("has", ())) and not _holds(label, words.get("not", ())):
                return name
    return _closest(label, known.names) if loose and len(label) >= _LONG else None


def _holds(label: str, parts: list[str]) -> bool:
    return any(part in label for part in parts)


def _closest(label: str, names: dict) -> str | None:
    scored = sorted(((fuzz.ratio(label, word), name) for name, words in names.items() for word in words.get("is", ())
                     if len(word) >= _LONG), reverse=True)
    close = {name for ratio, name in scored if ratio >= _CLOSE and ratio == scored[0][0]}
    return close.pop() if len(close) == 1 else None


def declared_points(text: str) -> float | None:
    """Points printed in a label, such as 产出指标(50分) or 得分（20分×执行率）."""
    found = _POINTS.search(normal(text))
    return float(found.group(1)) if found else None


def is_filler(text: str) -> bool:
    """A placeholder: `指标1：`, `……`, `-`, `/` or nothing."""
    label = normal(text)
    return not label or bool(_FILLER.fullmatch(label))


@lru_cache(REMEMBERED)
def level_word(level: int, text: str) -> str | None:
    """The first- or second-level indicator word a cell holds (points taken off), tolerant of OCR; else None."""
    label = plain(text)
    words, others = _WORDS[f"level{level}_words"], _WORDS[f"level{3 - level}_words"]
    if label in words:
        return label
    if label in others:
        return None
    if len(label) < _LONG:
        return next((word for word in words if len(label) == _LONG - 1 and word[:-1] == label), None)
    best, other = (max(group, key=lambda word: fuzz.ratio(label, word)) for group in (words, others))
    likeness = fuzz.ratio(label, best)
    return best if likeness >= _CLOSE and likeness >= fuzz.ratio(label, other) else None


def family_of(level2: str) -> str | None:
    """产出, 效益 or 满意度: where a second-level word usually belongs."""
    label = plain(level2)
    return next((name for name, words in _WORDS["family"].items() if label in words), None)


def repaired(text: str) -> str:
    """A value with the signs that OCR is known to mistake put right."""
    for wrong, right in _WORDS["ocr_values"].items():
        text = text.replace(wrong, right)
    return text
