"""Plant faults at the shares settings.yaml states, and record each: what check should find it, where."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from random import Random

from data_access.demo import faults
from data_access.demo.draft import Draft
from data_access.demo.vocabulary import dice, words


@dataclass
class Planted:
    """One planted fault. line: the ordinal of its line, None for the filing; what: in Chinese, with figures."""

    document: str
    position: int
    line: int | None
    code: str
    what: str


def plant(seed: int, size: int, documents: dict[str, list[Draft]]) -> list[Planted]:
    """Change some drafts, one kind of fault a filing; at least one of every kind where any filing allows it."""
    names = [(name, draft) for name, drafts in documents.items() for draft in drafts]
    years = sorted({draft.filing.year for _, draft in names})
    homes = {id(draft): name for name, draft in names}
    planted: list[Planted] = []
    for code, rule in words("settings")["faults"].items():
        rng, wanted = dice(seed, code), max(1, round(rule["share"] * size))
        for _, draft in _prone_first(rng, names, rule["kind"], years):
            if wanted <= 0:
                break
            found = [] if draft.planted else _fault(code)(draft, rng)
            for other, fault_code, line, what in found:
                other.planted = True
                planted.append(Planted(homes[id(other)], other.filing.position, line, fault_code, what))
            wanted -= bool(found)
    return planted


@cache
def _fault(code: str):
    """The function that plants a code, named as the code, in one of the modules of faults/."""
    modules = (import_module(f"{faults.__name__}.{found.name}") for found in iter_modules(faults.__path__))
    return next(getattr(module, code.lower()) for module in modules if hasattr(module, code.lower()))


def _prone_first(rng: Random, names: list[tuple[str, Draft]], kind: str, years: list[int]) -> list[tuple[str, Draft]]:
    """Chance decides the order; departments whose character is prone to such faults tend to come first."""
    settings = words("settings")

    def luck(draft: Draft) -> float:
        weight = settings["characters"][draft.department.character]["faults"][kind]
        weight *= (1 - settings["faults_fall"]) ** years.index(draft.filing.year)
        return rng.random() ** (1 / weight)

    return [pair for _, _, pair in sorted(((-luck(pair[1]), place, pair) for place, pair in enumerate(names)),
                                          key=lambda entry: entry[:2])]
