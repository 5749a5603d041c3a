"""A filing while it is being made: the record, and what its lines mean, so that a fault can be planted in it."""

from dataclasses import dataclass, field
from fractions import Fraction

from data_access.demo.roster import Department
from data_access.intake.record import Filing, Fund, Line

GRADES = ((9000, "优"), (8000, "良"), (6000, "中"))


@dataclass
class Row:
    """A line and its meaning. kind: ge le cost date qual. target, actual: numbers in `unit`, None where none is."""

    line: Line
    kind: str
    unit: str = ""
    target: Fraction | None = None
    actual: Fraction | None = None
    say: str = ""


@dataclass
class Beside:
    """Where the lists and the report beside a form tell something else than it does.

    coded: the lists know its code. name: what they call it ('': as the form). paid_fen: the ledger's payment (None: as
    the form). On a department's form: unfiled: (name, code, fen) of projects in the budget list that nobody filed;
    told_fen: how far the report's sum of funds is off; booked_fen: what the accounts hold beyond the forms.
    light: of the monitoring ('': as the form lets expect). reviewed: place of a line → the reviewers' score and note.
    """

    coded: bool = True
    name: str = ""
    paid_fen: int | None = None
    unfiled: list[tuple[str, str | None, int]] = field(default_factory=list)
    told_fen: int = 0
    booked_fen: int = 0
    light: str = ""
    reviewed: dict[int, tuple[int | None, str]] = field(default_factory=dict)


@dataclass
class Draft:
    """A filing in the making.

    usual: its budget in its first year, 万元. goal: expected, achieved ({executed} is filled in last). siblings: all
    drafts of its document. last: the same project's draft of the year before. planted: whether a fault was planted.
    """

    filing: Filing
    department: Department
    usual: float
    rows: list[Row] = field(default_factory=list)
    goal: tuple[str, str] = ("", "")
    siblings: list["Draft"] = field(default_factory=list)
    last: "Draft | None" = None
    beside: Beside = field(default_factory=Beside)
    planted: bool = False

    @property
    def total(self) -> Fund:
        """The total row of the funds block."""
        return self.filing.funds[0]


def share_of(weight_c: int, part: Fraction | int) -> int:
    """weight × part, rounded half-up to hundredths of a point (CN-2020; part is at most 1)."""
    product = weight_c * Fraction(part)
    return (2 * product.numerator + product.denominator) // (2 * product.denominator)


def earned(row: Row) -> int:
    """The points a number line earns by CN-2020: actual ÷ target, target ÷ actual where less is better."""
    if row.kind == "ge":
        part = min(Fraction(1), row.actual / row.target) if row.target else Fraction(1)
    else:
        part = Fraction(1) if row.actual <= row.target else row.target / row.actual
    return share_of(row.line.weight_c, part)


def shown(number: Fraction) -> str:
    """At most four decimals, no zeros behind: 3, 92.5, 14.97."""
    return f"{float(number):.4f}".rstrip("0").rstrip(".")


def set_actual(row: Row, actual: Fraction) -> None:
    """Write another actual value on the line, in the words the line uses; the score stays."""
    row.actual = actual
    row.line.actual = f"{row.say}{shown(actual)}{row.unit}"


def wan(fen: int) -> Fraction:
    """Fen in 万元."""
    return Fraction(fen, 1_000_000)


def settle_funds(draft: Draft) -> None:
    """After an amount changed: the printed rate, the execution score and the cost line follow the total row."""
    total = draft.total
    total.rate = round(total.executed_fen / total.budget_fen, 4) if total.budget_fen else None
    if total.budget_fen:
        total.score_c = share_of(total.weight_c, min(Fraction(1), Fraction(total.executed_fen, total.budget_fen)))
    for fund in draft.filing.funds[1:]:
        fund.rate = round((fund.executed_fen or 0) / fund.budget_fen, 4) if fund.budget_fen else None
    for row in draft.rows:
        if row.kind == "cost":
            set_actual(row, wan(total.executed_fen))
            row.line.score_c = earned(row)


def close(draft: Draft) -> None:
    """Add up: the total row, the grade by 90/80/60, and what the report restates."""
    filing = draft.filing
    filing.total_weight_c = draft.total.weight_c + sum(line.weight_c or 0 for line in filing.lines)
    filing.total_score_c = (draft.total.score_c or 0) + sum(line.score_c or 0 for line in filing.lines)
    if draft.department.prints_grade:
        set_grade(draft, grade_of(filing.total_score_c))
    for stated in filing.stated:
        stated.total_score_c, stated.grade = filing.total_score_c, grade_of(filing.total_score_c)
        stated.budget_fen, stated.executed_fen = draft.total.budget_fen, draft.total.executed_fen
        stated.rate = draft.total.rate


def set_grade(draft: Draft, grade: str) -> None:
    """Print a grade on the form, whatever the total says."""
    draft.filing.grade = draft.filing.grade_printed = grade


def grade_of(total_c: int) -> str:
    """The national cut-offs: 优 90, 良 80, 中 60, else 差."""
    return next((grade for least, grade in GRADES if total_c >= least), "差")
