"""What a reading gives: filings with their funds, lines and messages, before anything is stored.

Money in fen, points in hundredths (`_c`), rates as fractions. None: not stated or not understood; "": no text.
Every parsed cell keeps its printed text (`raw`) and its address (`at`), both keyed by the field's name.
"""

from dataclasses import dataclass, field


@dataclass
class Message:
    """One thing a person should know about a reading. severity: error (a value or form is missing) or warning."""

    severity: str
    where: str
    found: str
    expected: str
    text: str


@dataclass
class Fund:
    """One row of the funds block. source: total, current_year, carry_over, other, or as printed."""

    source: str
    printed: str = ""
    initial_fen: int | None = None
    midyear_fen: int | None = None
    budget_fen: int | None = None
    executed_fen: int | None = None
    weight_c: int | None = None
    rate: float | None = None
    score_c: int | None = None
    raw: dict[str, str] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)


@dataclass
class Line:
    """One indicator line (指标行), texts as printed with white space removed."""

    level1: str = ""
    level2: str = ""
    level3: str = ""
    target: str = ""
    actual: str = ""
    weight_c: int | None = None
    score_c: int | None = None
    reason: str = ""
    raw: dict[str, str] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)


@dataclass
class Block:
    """Points declared in an outer label, e.g. 产出指标（50分）. level: 0 outer column, 1, 2."""

    level: int
    label: str
    points_c: int


@dataclass
class Stated:
    """What the narrative (or report table) of the same document says about a filing."""

    where: str
    total_score_c: int | None = None
    grade: str | None = None
    budget_fen: int | None = None
    executed_fen: int | None = None
    rate: float | None = None


@dataclass
class Filing:
    """One filled-in form (自评表): one project or one department, one year."""

    position: int = 0
    form: str = "project"
    layout: str = ""
    title: str = ""
    region: str | None = None
    year: int | None = None
    year_printed: int | None = None
    project: str = ""
    project_code: str | None = None
    department: str = ""
    department_code: str | None = None
    unit: str = ""
    unit_code: str | None = None
    funds: list[Fund] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    goals: list[tuple[str, str]] = field(default_factory=list)
    reason: str = ""
    measures: str = ""
    notes: str = ""
    total_weight_c: int | None = None
    total_score_c: int | None = None
    grade: str | None = None
    grade_printed: str = ""
    stated: list[Stated] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    at: dict[str, str] = field(default_factory=dict)
    stops: str = ""                                           # "row" or "table": where the form breaks off
    cells_read: int = 0
    cells_ignored: int = 0
    left_over: list[tuple[str, str]] = field(default_factory=list)

    @property
    def quality(self) -> float | None:
        """Reading quality: the share of the form's filled cells that were read or ignored; None: it has none."""
        known = self.cells_read + self.cells_ignored
        return known / (known + len(self.left_over)) if known or self.left_over else None

    @property
    def total_fund(self) -> Fund | None:
        """The fund row `total`, if the form has one."""
        return next((fund for fund in self.funds if fund.source == "total"), None)


@dataclass
class Claim:
    """What a document says of all its forms together (docs/data.md, `claims`). value: number, fen or fraction."""

    where: str
    kind: str
    scope: str
    form: str
    value: float
    printed: str


@dataclass
class Account:
    """One line of the final accounts printed in a document (docs/data.md, `accounts`). code '' in a total row."""

    title: str
    kind: str
    code: str
    name: str
    basic_fen: int | None
    project_fen: int | None
    total_fen: int | None
    address: str


@dataclass
class Item:
    """One row of a list that stands beside the forms: a project with its budget or what was paid for it."""

    year: int
    department: str
    project: str
    project_code: str | None
    amount_fen: int
    address: str


@dataclass
class Light:
    """One row of a monitoring list: how a project stood in a month of the year. light: red, yellow, green."""

    year: int
    department: str
    project: str
    project_code: str | None
    month: int | None
    light: str
    address: str


@dataclass
class Reviewed:
    """One row of a reviewers' sheet (复核底稿): what they made of an indicator. note: '' where nothing is written."""

    year: int
    department: str
    project: str
    project_code: str | None
    level2: str
    indicator: str
    self_score_c: int | None
    review_actual: str
    review_score_c: int | None
    note: str
    address: str


@dataclass
class Reading:
    """What one document gave. status: read, partly, refused, ignored (no form in it)."""

    name: str
    sha256: str
    kind: str
    status: str = "read"
    filings: list[Filing] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
