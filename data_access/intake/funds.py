"""Read the funds block: rows by source, amounts by header word. layouts.md §4."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from data_access.intake.cells import Ledger
from data_access.intake.columns import UNKNOWN, Column, cells_by_column
from data_access.intake.documents.grid import Cell
from data_access.intake.labels import REMEMBERED, declared_points, meaning, plain
from data_access.intake.money_unit import unit_of_money
from data_access.intake.record import Filing, Fund, Message
from data_access.intake.rows import Row
from scoring.numbers import amount_fen, is_blank, normal, percent, plain_number, points_c

SOURCE = "source"                                             # the role of a column that holds one source's budget
GUESSED = "guessed"                                           # the role of the garbled column taken for 全年预算数
_GENERIC = ("资金", "财政资金", "拨款", "财政拨款")
AMOUNTS = {"initial": "年初预算数", "initial_filed": "目标申报数", "initial_set": "预算编制数", "midyear": "年中调整数",
           "budget": "全年预算数", "executed": "全年执行数"}
WANTED = {"budget": "全年预算数", "executed": "全年执行数"}      # a form may lack any of the other columns
NEEDED = {"executed": "全年执行数"}
VALUES = (*AMOUNTS, "weight", "rate", "score")


@dataclass
class FundsHeader:
    """The header of a funds block: its columns and the unit of its amounts (万元 unless 元 is printed)."""

    columns: list[Column]
    unit: str
    assumed: bool = False                                     # no unit is printed: 万元 was taken
    points: float | None = None                               # printed in a label, where there is no 分值 column
    guessed: Column | None = None                             # taken for 全年预算数 by its place alone
    sources: list[Column] = field(default_factory=list)       # sources as columns beside 合计: amounts of the budget

    tasks: int | None = None                                  # the column of the tasks' names, in a list of tasks

    @property
    def first(self) -> int:
        """Where the first value column stands; the source's name is left of it."""
        return min(column.col for column in self.columns if column.role in VALUES or column is self.guessed)


def funds_header(columns: list[Column], outer: str, above: str = "", tasks: int | None = None) -> FundsHeader:
    """Make a header of the columns and the label left of the block (预算执行情况（万元）（10分）).

    `above`: the unit of money that a line above the table names, for labels that name none. `tasks`: where the
    names of tasks stand, in a block that lists those.
    """
    printed = unit_of_money([outer, *(column.label for column in columns)]) or above
    columns = [c for c in columns if c.role not in ("source", "reason")]
    header = FundsHeader(columns, printed or "万元", not printed, sources=_sources_beside_total(columns), tasks=tasks)
    for column in columns:                                    # the parts below an amount: the first is the amount
        if any(column.col < c.col < column.col + column.cols and is_source(c.label) for c in columns):
            column.cols = 1
    if tasks is not None:                                     # told of each task: neither a source's nor a sum
        header.sources = []
    known = {column.role for column in columns}
    if "weight" not in known:
        header.points = next((p for p in map(declared_points, [*(c.label for c in columns if c.role == "score"), outer])
                              if p is not None), None)
    if "budget" not in known and "executed" in known:
        header.guessed = _between(columns)
    if header.guessed is not None:
        header.guessed.role = GUESSED
    return header


def is_source(text: str) -> bool:
    """Whether a label names a source of money: 年度资金总额, 县级财政资金, 其他资金."""
    return bool(meaning("fund_rows", text) or re.search(r"(资金|拨款|收入|补助|贷款)$", plain(text)))


def _sources_beside_total(columns: list[Column]) -> list[Column]:
    """The columns that name sources beside a 合计 column; that column becomes the budget, where none is printed."""
    named = [c for c in columns if c.role == UNKNOWN and is_source(c.label)]
    totals = [c for c in named if meaning("fund_rows", c.label) == "total"]
    budget = next((c for c in columns if c.role == "budget"), None)
    if totals and budget is None:
        totals[0].role, budget = "budget", totals[0]
    others = [c for c in named if c not in totals]
    if budget is None or not others or (not totals and budget.cols == 1):
        return []
    budget.cols = 1
    for column in others:
        column.role = SOURCE
    return others


def _between(columns: list[Column]) -> Column | None:
    """The one garbled column between 年初 and 执行, where no column is known as 全年预算数."""
    firsts = ("initial", "initial_filed", "initial_set")
    last = max((i for i, c in enumerate(columns) if c.role in firsts), default=None)
    end = next(i for i, c in enumerate(columns) if c.role == "executed")
    between = [c for c in columns[last + 1:end] if c.role == UNKNOWN and c.label] if last is not None else []
    return between[0] if len(between) == 1 else None


@lru_cache(REMEMBERED)
def fit(role: str, text: str) -> float:
    """How well a text suits a column of the funds block (for rows whose spans are lost)."""
    if role == UNKNOWN:
        return 0.3
    if role in AMOUNTS or role in ("left", GUESSED, SOURCE):
        return 2.0 if amount_fen(text) is not None else 0.5 if percent(text) is not None else -1.5
    if role == "rate":
        return 2.0 if percent(text) is not None else 1.5 if plain_number(text) is not None else \
            0.5 if is_blank(text) else -3.0
    if role in ("weight", "score"):
        return 1.5 if points_c(text) is not None else 1.0 if is_blank(text) else -3.0
    return -1.0


def read_fund(row: Row, header: FundsHeader, filing: Filing, ledger: Ledger, outer: set[int]) -> Fund | None:
    """One row of the block, or None when it is no fund row. `outer`: the cells of the block's own label."""
    names = [cell for cell in _before_values(row, header) if id(cell) not in outer]
    if header.tasks is not None:
        names = [c for c in names if c.col <= header.tasks < c.col + c.cols] or names
    name = _source_name(names, row)
    values = Row([cell for cell in row.cells if cell not in names and id(cell) not in outer], row.index, row.spans)
    taken, _ = cells_by_column(values, header.columns, fit)
    amounts = sum(amount_fen(c.text) is not None for cells in taken.values() for c in cells)
    if amounts < (2 if name is None else 1) and not (name and meaning("fund_rows", name[0])):
        if name and all(is_blank(cell.text) for cells in taken.values() for cell in cells):
            ledger.ignore(*names, *(cell for cells in taken.values() for cell in cells))     # named, but no figure
        return None
    label, cells = name or ("", [])
    ledger.ignore(*names)
    ledger.read(*cells)
    source = source_name(label)
    if not source and not any(fund.source == "total" for fund in filing.funds):
        source = "total"
    fund = Fund(source, printed=normal(label), at={"row": (cells or row.cells)[0].address})
    for number, found in taken.items():
        if not row.spans or found[0].row == row.index:        # a cell merged over several rows belongs to its first
            read_value(fund, header.columns[number], found[0], header, filing, ledger)
    _settle_initial(fund, filing)
    if fund.source == "total" and header.points is not None and fund.weight_c is None:
        fund.weight_c = round(header.points * 100)
    return fund


def side_funds(row: Row, header: FundsHeader, filing: Filing, ledger: Ledger) -> list[Fund]:
    """The budgets of the sources that stand as columns beside the total."""
    found = []
    for column in header.sources:
        cell = next((c for c in row.cells if c.col <= column.col < c.col + c.cols), None)
        if cell is not None and cell.text.strip():
            fund = Fund(source_name(column.label), printed=normal(column.label), at={"row": cell.address})
            read_value(fund, Column("budget", column.label, column.col), cell, header, filing, ledger)
            found.append(fund)
    return found


def source_name(label: str) -> str:
    """total, current_year, carry_over, other, or the source as printed."""
    return meaning("fund_rows", label) or re.sub(r"^其中[:：]?", "", normal(label)).rstrip(":：")


def _before_values(row: Row, header: FundsHeader) -> list[Cell]:
    """The cells left of the values; where spans are lost, the words before the first number."""
    if row.spans:
        return [cell for cell in row.filled if cell.col < header.first]
    first = next((i for i, cell in enumerate(row.filled) if is_blank(cell.text) or _is_value(cell.text)), None)
    return row.filled[:first]


def _is_value(text: str) -> bool:
    """An amount, a rate or points, also several numbers that OCR ran together."""
    return bool(re.match(r"[\d.,%\s]+$", text)) or points_c(text) is not None or amount_fen(text) is not None


def _source_name(cells: list[Cell], row: Row) -> tuple[str, list[Cell]] | None:
    """The source's label: the last cell, or the last few joined where OCR cut it."""
    words = [cell for cell in cells if plain_number(cell.text) is None]
    for count in range(1, (len(words) if not row.spans else min(1, len(words))) + 1):
        joined = "".join(cell.text for cell in words[-count:])
        if is_source(joined):
            if plain(joined) in _GENERIC and not row.spans and count < len(words):
                continue                                      # the rest of a name that OCR cut: 市县区 / 财政资金
            return joined, words[-count:]
    return (words[-1].text, words[-1:]) if words and row.spans else None


def read_value(fund: Fund, column: Column, cell: Cell, header: FundsHeader, filing: Filing, ledger: Ledger) -> None:
    """Read one cell into the fund's field that the column means; what is no value leaves it NULL, with a message."""
    role = "budget" if column is header.guessed else column.role
    if role not in VALUES or not cell.text.strip():
        return
    ledger.read(cell)
    if is_blank(cell.text):
        return
    fund.raw[role], fund.at[role] = normal(cell.text), cell.address
    if role in AMOUNTS:
        value = amount_fen(cell.text, header.unit)
    elif role == "rate":
        value = _rate(cell.text)
    else:
        value = points_c(cell.text)
    setattr(fund, _field(role), value)
    if value is None:
        what = {**AMOUNTS, "rate": "执行率", "weight": "分值", "score": "得分"}[role]
        wanted = "金额，如 12.5" if role in AMOUNTS else "百分数，如 90%" if role == "rate" else "分数，如 10"
        filing.messages.append(Message(
            "error", cell.address, normal(cell.text), wanted,
            f"{fund.printed or '资金'}的“{what}”读到“{normal(cell.text)}”，应为{wanted}。该值留空，请核对原表。"))


def _field(role: str) -> str:
    if role in ("initial_filed", "initial_set"):
        return role                                           # settled into initial_fen below
    return {"initial": "initial_fen", "midyear": "midyear_fen", "budget": "budget_fen", "executed": "executed_fen",
            "rate": "rate", "weight": "weight_c", "score": "score_c"}[role]


def _rate(text: str) -> float | None:
    """A printed rate as a fraction; without a sign, 1 is 1 until settled with the row's own amounts."""
    value = percent(text)
    if value is not None:
        return value
    number = plain_number(text)
    return None if number is None else float(number)


def _settle_initial(fund: Fund, filing: Filing) -> None:
    """Two columns below 年初预算数: equal figures give it, different ones the second, with a warning."""
    filed, fixed = vars(fund).pop("initial_filed", None), vars(fund).pop("initial_set", None)
    if filed is not None or fixed is not None:
        fund.initial_fen = fixed if fixed is not None else filed
        fund.raw["initial"] = fund.raw.get("initial_set", fund.raw.get("initial_filed", ""))
        fund.at["initial"] = fund.at.get("initial_set", fund.at.get("initial_filed", ""))
    if filed is not None and fixed is not None and filed != fixed:
        both = f"目标申报数 {fund.raw['initial_filed']}，预算编制数 {fund.raw['initial_set']}"
        filing.messages.append(Message(
            "warning", fund.at["initial"], both, "两数一致",
            "年初预算数下的目标申报数与预算编制数不同，按预算编制数读取。"))
    settle_rate(fund)


def settle_rate(fund: Fund) -> None:
    """A rate without a percent sign (1, 35, 100.00): decided with the row's own amounts (layouts.md §9)."""
    if fund.rate is None or "%" in fund.raw.get("rate", ""):
        return
    base = fund.budget_fen if fund.budget_fen else fund.initial_fen
    if base and fund.executed_fen is not None:
        real = fund.executed_fen / base
        fund.rate = round(min((fund.rate, fund.rate / 100), key=lambda rate: abs(rate - real)), 8)
    elif fund.rate > 1.5:
        fund.rate = round(fund.rate / 100, 8)


def is_blank_fund(fund: Fund) -> bool:
    """An all-blank row says nothing; a row of zeros is a statement."""
    return all(getattr(fund, name) is None for name in
               ("initial_fen", "midyear_fen", "budget_fen", "executed_fen", "rate", "weight_c", "score_c")) \
        and not any(fund.raw.values())
