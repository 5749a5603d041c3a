"""Read one form: row by row, each row by what it is (head, funds, goals, indicators, total, closing)."""

import re
from dataclasses import dataclass, field

from data_access.intake import funds, headings, indicators, pairs
from data_access.intake.cells import Ledger
from data_access.intake.closing import read_closing, read_total, total_by_place
from data_access.intake.columns import Column, by_elimination, label_of, read_columns, unknown_headers
from data_access.intake.documents.grid import Cell
from data_access.intake.finish import finish, stops
from data_access.intake.goals import HINT, goal_columns, read_goal, read_goal_pairs
from data_access.intake.head import read_below, read_head_row, unit_above
from data_access.intake.headers import is_header_above, is_second_header
from data_access.intake.indicators import Levels
from data_access.intake.labels import declared_points, meaning, plain
from data_access.intake.money_unit import unit_of_money
from data_access.intake.persons import is_signature, names_persons, speaks_of_persons
from data_access.intake.record import Block, Filing, Message
from data_access.intake.rows import (
    Row,
    is_funds_header,
    is_goal_header,
    is_indicator_header,
    is_task_header,
    is_title_row,
)
from data_access.intake.segments import FormSegment
from data_access.intake.sentence import read_sentence
from data_access.intake.total_row import read_named_total
from scoring.numbers import normal, points_c

_NOTE = re.compile(r"(备\s*)?注\s*[:：]|说明\s*[:：]")


@dataclass
class State:
    """Where the reading of a form is: the block, its columns, what was carried down."""

    filing: Filing
    ledger: Ledger
    block: str = "head"
    columns: list[Column] = field(default_factory=list)
    header: funds.FundsHeader | None = None
    places: pairs.Places | None = None
    levels: Levels = field(default_factory=Levels)
    outer: set[int] = field(default_factory=set)
    goal_columns: list[Column] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    unit: str = ""                                            # of money, as a line above the table says it


def read_form(segment: FormSegment) -> Filing:
    """The filing of a form segment, with the account of its cells. Never raises on odd content."""
    unit = unit_of_money([p.text for p in (*segment.title, *segment.inner)])
    state = State(Filing(), Ledger(segment.rows), unit=unit)
    rows, index = segment.rows, 0
    while index < len(rows):
        index += _read(rows[index], rows[index + 1:index + 10], state)
        if names_persons(rows[index - 1]):
            state.ledger.ignore(*rows[index - 1].own)
    filing = state.filing
    finish(filing, segment, state.headers)
    filing.stops = stops(segment, filing, state.block)
    state.ledger.ignore_where(speaks_of_persons)
    filing.cells_read, filing.cells_ignored = state.ledger.counts()
    filing.left_over = state.ledger.left_over()
    return filing


def _read(row: Row, body: list[Row], state: State) -> int:
    """Read a row; gives how many rows were used (two where a header has a second row). `body`: the rows below it."""
    below = body[0] if body else None
    if not row.filled:
        return 1
    if is_indicator_header(row):
        return _begin_indicators(row, body, state)
    if state.block in ("head", "goals", "funds") and (is_funds_header(row) or is_header_above(row, below)):
        return _begin_funds(row, body, state)
    if state.block in ("indicators", "closing") and (used := read_named_total(row, below, state.filing, state.ledger)):
        state.block = "closing"
        return used
    if state.block == "indicators" and headings.read(
            row, below, state.columns, state.levels, state.filing, state.ledger):
        return 1
    if is_task_header(row) and state.filing.funds:
        state.block = "tasks"
        state.ledger.ignore(*row.filled)
        return 1
    if (places := pairs.places(row)) is not None:
        state.block, state.places = "pairs", places
    if is_goal_header(row):
        state.block = "goals"
        state.goal_columns = goal_columns(row)
        state.ledger.ignore(*row.filled)
        return 1
    if state.block != "head" and is_signature(row):
        state.ledger.ignore(*row.own)
        return 1
    if is_title_row(row):
        state.filing.title += normal(row.filled[0].text)
        state.ledger.ignore(*row.filled)
        return 1
    if state.block == "head" and below is not None and read_below(row, below, state.filing, state.ledger):
        return 2
    readers = {"head": _read_head, "pairs": _read_pairs, "funds": _read_funds, "goals": _read_goals,
               "indicators": _read_indicators, "closing": _read_closing, "tasks": _read_head}
    readers[state.block](row, state)
    return 1


def _begin_indicators(row: Row, body: list[Row], state: State) -> int:
    header = [row, *body[:1]] if body and is_second_header("indicators", row, body[0]) else [row]
    state.block, state.levels = "indicators", Levels()
    state.columns = indicators.prepare(read_columns("indicators", header), body[len(header) - 1:])
    state.filing.messages += by_elimination(state.columns, indicators.WANTED, body[len(header) - 1:])
    state.filing.messages += unknown_headers(state.columns, indicators.NEEDED)
    state.headers.append(label_of(state.columns))
    _declare_outer(header, state)
    for part in header:
        state.ledger.ignore(*part.filled)
    return len(header)


def _declare_outer(header: list[Row], state: State) -> None:
    """Points printed in the label left of the levels: 年度绩效目标（80分）."""
    first = next((c.col for c in state.columns if c.role in ("level1", "level2", "level3")), 0)
    for cell in (c for row in header for c in row.own if c.col < first):
        points = declared_points(cell.text)
        if points is not None:
            state.filing.blocks.append(Block(0, plain(cell.text), round(points * 100)))


def _begin_funds(row: Row, body: list[Row], state: State) -> int:
    header = [row, *body[:1]] if body and is_second_header("funds", row, body[0]) else [row]
    columns = read_columns("funds", header)
    values = [c for c in columns if c.role in funds.VALUES]
    if not values:
        return 1
    outer = [cell for part in header for cell in part.filled if cell.col < values[0].col]
    state.block = "funds"
    state.outer = {id(cell) for cell in outer}
    columns = [c for c in columns if c.col >= values[0].col]
    state.filing.messages += by_elimination(columns, funds.WANTED, body[len(header) - 1:])
    tasks = next((cell.col for cell in outer if meaning("tasks", cell.text, whole=True)), None)
    state.header = funds.funds_header(columns, "".join(cell.text for cell in outer), state.unit, tasks)
    beside = [cell.text for part in body[:4] for cell in part.own if cell.col < values[0].col]
    if state.header.assumed and (unit := unit_of_money(beside)):
        state.header.unit = unit
    elif state.header.assumed and row.spans:                  # what OCR reads loses labels: nothing to say there
        state.filing.messages.append(Message("warning", row.filled[0].address, "", "金额单位，如 万元",
                                             "资金表没有写金额单位，金额按万元读取，请核对。"))
    state.filing.messages += unknown_headers(columns, funds.NEEDED)
    state.headers.append(label_of(columns))
    for part in header:
        state.ledger.ignore(*part.filled)
    return len(header)


def _read_head(row: Row, state: State) -> None:
    if len(row.filled) == 1 and _read_lone(row.filled[0], state):
        return
    if read_head_row(row, state.filing, state.ledger) or read_closing(row, state.filing, state.ledger):
        return
    if read_sentence(row, state.filing):
        state.ledger.read(row.own[1])
        state.ledger.ignore(row.own[0])
    elif read_goal_pairs(row, state.filing.goals, state.ledger):
        return
    elif state.header is None and meaning("goals", row.filled[0].text):
        state.ledger.ignore(*row.filled)


def _read_lone(cell: Cell, state: State) -> bool:
    """A line of its own above the head: the year in brackets, the unit, a form's number."""
    text = normal(cell.text)
    above_title = not (state.filing.title or state.filing.at) and len(text) <= 30 and not re.search(r"[:：。，,]", text)
    state.unit = unit_of_money([text]) or state.unit
    if re.fullmatch(r"[(]?20\d{2}年度?[)]?", text) or (above_title and not re.match(r"附[件表]", text)):
        state.filing.title += text
    elif unit_above(cell.text):
        state.filing.unit = state.filing.unit or unit_above(cell.text) or ""
        state.ledger.read(cell)
        return True
    elif not re.match(r"(报表编号|附[件表]|公开\d+表|(金额)?单位:)", text):
        return False
    state.ledger.ignore(cell)
    return True


def _read_funds(row: Row, state: State) -> None:
    if read_head_row(row, state.filing, state.ledger):
        return
    if state.filing.funds and _is_goal_label(row) or read_closing(row, state.filing, state.ledger):
        return
    outer = state.outer | {id(cell) for cell in row.cells if cell.row < row.index and cell.col == 0}
    if not row.spans:
        outer |= {id(c) for c in row.filled if c.col < state.header.first and _is_block_label(c)}
    fund = funds.read_fund(row, state.header, state.filing, state.ledger, outer)
    state.ledger.ignore(*(cell for cell in row.filled if id(cell) in outer))
    state.ledger.ignore(*(cell for cell in row.filled if HINT.search(cell.text)))
    if fund is not None and not funds.is_blank_fund(fund):
        state.filing.funds += [fund, *funds.side_funds(row, state.header, state.filing, state.ledger)]
        if fund.source == "total" and state.header.guessed is not None and fund.budget_fen is not None:
            state.filing.at["budget_guessed"] = state.header.guessed.label
            state.filing.messages.append(Message(
                "warning", state.header.guessed.at, normal(state.header.guessed.label), "全年预算数",
                "全年预算数一栏的表头无法辨认，按所在位置读取，请核对。"))


def _read_pairs(row: Row, state: State) -> None:
    if not pairs.read(row, state.places, state.filing, state.ledger):
        _read_head(row, state)


def _is_block_label(cell: Cell) -> bool:
    return bool(re.search(r"预算执行情况|项目资金|执行情况|[(（]万?元[)）]", normal(cell.text)))


def _is_goal_label(row: Row) -> bool:
    return len(row.filled) <= 2 and "目标" in plain(row.filled[0].text)


def _read_goals(row: Row, state: State) -> None:
    if read_closing(row, state.filing, state.ledger) or read_head_row(row, state.filing, state.ledger):
        return
    goal = read_goal(row, state.goal_columns, state.ledger)
    if goal is not None:
        state.filing.goals.append(goal)
    state.ledger.ignore(*row.filled)


def _read_indicators(row: Row, state: State) -> None:
    filing, ledger = state.filing, state.ledger
    if read_total(row, state.columns, filing, ledger):
        return
    if read_closing(row, filing, ledger, state.columns):
        state.block = "closing"
        return
    if _is_goal_label(row) and not any(c.role == "level1" and row.filled[0].col >= c.col for c in state.columns):
        ledger.ignore(*row.filled)
        return
    if filing.lines and filing.total_score_c is None and total_by_place(row, state.columns, filing, ledger):
        state.block = "closing"
        return
    if _is_lone_text(row, state.columns):
        _read_closing(row, state)
        return
    if "total" in filing.at and not any(points_c(cell.text) is not None for cell in row.own):
        _read_closing(row, state)                             # below the total, what has no points is no indicator
        return
    line = indicators.read_row(row, state.columns, state.levels, filing, ledger)
    if line is not None:
        filing.lines.append(line)


def _is_lone_text(row: Row, columns: list[Column]) -> bool:
    """A note, or any text that runs across from the name to the points: no indicator."""
    if len(row.own) != 1 or not row.own[0].text.strip():
        return False
    cell = row.own[0]
    covered = {c.role for c in columns if cell.col <= c.col < cell.col + cell.cols}
    return bool(_NOTE.match(cell.text.strip())) or (row.spans and {"level3", "weight"} <= covered)


def _read_closing(row: Row, state: State) -> None:
    lone = row.own[0].text.strip() if len(row.own) == 1 else ""
    if (_NOTE.match(lone) or re.match(r"\d+\s*[.、．]", lone)) and not speaks_of_persons(lone):
        state.filing.notes = "\n".join(filter(None, [state.filing.notes, lone]))
        state.ledger.read(row.own[0])
    elif not (read_total(row, state.columns, state.filing, state.ledger)
            or read_closing(row, state.filing, state.ledger, state.columns)):
        read_head_row(row, state.filing, state.ledger)
