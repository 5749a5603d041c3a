"""Compare a reading with the record it should give: numbers and texts apart, each difference named by its place."""

from dataclasses import dataclass, field

from data_access.intake.record import Filing
from scoring.numbers import is_blank, normal

HEAD_TEXTS = ("form", "project", "project_code", "department", "department_code", "unit", "unit_code", "grade",
              "grade_printed", "reason", "measures")
HEAD_NUMBERS = ("year", "total_weight", "total_score")
LISTS = {"funds": (("source",), ("initial", "midyear_adjustment", "budget", "executed", "weight", "rate", "score")),
         "indicators": (("level1", "level2", "level3", "target", "actual", "reason"), ("weight", "score")),
         "blocks": (("label",), ("level", "points")),
         "goals": (("expected", "achieved"), ())}
GOAL_LETTERS = 20                                             # of a goal the truth holds no more


@dataclass
class Outcome:
    """What a comparison gave: how many values were compared, and a sentence for each that differs."""

    numbers: int = 0
    texts: int = 0
    wrong_numbers: list[str] = field(default_factory=list)
    wrong_texts: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [*self.wrong_numbers, *self.wrong_texts]


def compare(expected: list[dict], filings: list[Filing]) -> Outcome:
    """Compare filings with records in the fields of `export filings` (万元, points, fractions)."""
    outcome = Outcome()
    if len(expected) != len(filings):
        outcome.wrong_numbers.append(f"filings: expected {len(expected)}, read {len(filings)}")
    for number, (wanted, filing) in enumerate(zip(expected, filings, strict=False), 1):
        _filing(f"#{number}", wanted, as_record(filing), outcome)
    return outcome


def _filing(place: str, wanted: dict, got: dict, outcome: Outcome) -> None:
    _values(place, wanted, got, HEAD_TEXTS, HEAD_NUMBERS, outcome)
    for name, (texts, numbers) in LISTS.items():
        if name not in wanted:
            continue
        if len(wanted[name]) != len(got[name]):
            outcome.wrong_numbers.append(f"{place} {name}: expected {len(wanted[name])}, read {len(got[name])}")
        for index, (one, other) in enumerate(zip(wanted[name], got[name], strict=False), 1):
            if name == "goals":
                one, other = ({k: normal(v)[:GOAL_LETTERS] for k, v in goal.items()} for goal in (one, other))
            _values(f"{place} {name}[{index}]", one, other, texts, numbers, outcome)
    for stated in wanted.get("stated", []):
        outcome.numbers += 1
        if not any(all(_same(value, other[key]) for key, value in stated.items() if key != "where")
                   for other in got["stated"]):
            outcome.wrong_numbers.append(f"{place} stated: expected {stated}, read {got['stated']}")


def _values(place: str, wanted: dict, got: dict, texts: tuple, numbers: tuple, outcome: Outcome) -> None:
    for names, wrong, kind in ((texts, outcome.wrong_texts, "texts"), (numbers, outcome.wrong_numbers, "numbers")):
        for name in (n for n in names if n in wanted):
            setattr(outcome, kind, getattr(outcome, kind) + 1)
            if not _same(wanted[name], got[name]):
                wrong.append(f"{place} {name}: expected {wanted[name]!r}, read {got[name]!r}")


def _same(a: object, b: object) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) < 1e-9
    if isinstance(a, str) and isinstance(b, str):
        return normal(a) == normal(b) or (is_blank(a) and is_blank(b))
    return a == b


def as_record(filing: Filing) -> dict:
    """A filing in the fields of `export filings`: money in 万元, points as points."""
    names = ("form", "year", "project", "project_code", "department", "department_code", "unit", "unit_code",
             "grade", "grade_printed", "reason", "measures", "notes")
    return {**{name: getattr(filing, name) for name in names},
            "total_weight": _points(filing.total_weight_c), "total_score": _points(filing.total_score_c),
            "funds": [_fund(fund) for fund in filing.funds],
            "indicators": [{**{n: getattr(line, n) for n in LISTS["indicators"][0]},
                            "weight": _points(line.weight_c), "score": _points(line.score_c)} for line in filing.lines],
            "blocks": [{"level": b.level, "label": b.label, "points": _points(b.points_c)} for b in filing.blocks],
            "goals": [{"expected": expected, "achieved": achieved} for expected, achieved in filing.goals],
            "stated": [{"total_score": _points(s.total_score_c), "grade": s.grade, "budget": _money(s.budget_fen),
                        "executed": _money(s.executed_fen), "rate": s.rate} for s in filing.stated]}


def _fund(fund) -> dict:
    return {"source": fund.source, "initial": _money(fund.initial_fen), "midyear_adjustment": _money(fund.midyear_fen),
            "budget": _money(fund.budget_fen), "executed": _money(fund.executed_fen),
            "weight": _points(fund.weight_c), "rate": fund.rate, "score": _points(fund.score_c)}


def _money(fen: int | None) -> float | None:
    return None if fen is None else fen / 1_000_000


def _points(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100
