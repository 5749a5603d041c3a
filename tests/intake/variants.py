"""Rewrite text extractions as other bureaus might send them: columns in another order, words changed, lines broken.

A document is taken as paragraphs and tables of texts; both ways of writing a table (a cell a line, a row a line) can
be read in and written out. Nothing here knows what a form means beyond its header rows.
"""

import re
from dataclasses import dataclass, field
from random import Random

from data_access.intake import funds, indicators
from data_access.intake.columns import cells_by_column, read_columns
from data_access.intake.documents import text as text_kind
from data_access.intake.documents.grid import Paragraph
from data_access.intake.rows import Row, is_funds_header, is_indicator_header

Table = list[list[str]]
FUNDS = {"initial", "initial_filed", "initial_set", "midyear", "budget", "executed", "weight", "rate", "score", "left"}
INDICATORS = {"target", "actual", "weight", "score", "reason", "target_initial", "target_adjusted"}


@dataclass
class Extraction:
    """A text document: paragraphs (str) and tables (rows of cell texts), in order. cell_lines: how it was written."""

    cell_lines: bool
    blocks: list[str | Table] = field(default_factory=list)


def take(data: bytes) -> Extraction:
    """Read a text document of either writing."""
    document = text_kind.read(data)
    lines = text_kind.decode(data).splitlines()
    alone = sum(line.startswith("\t") and line.count("\t") == 1 for line in lines)
    cell_lines = alone >= 0.8 * sum("\t" in line for line in lines)
    blocks = [b.text if isinstance(b, Paragraph) else [[cell.text for cell in row] for row in b.rows]
              for b in document.blocks]
    return Extraction(cell_lines, blocks)


def write(extraction: Extraction, *, cell_lines: bool | None = None, newline: str = "\n", gap: str = "\n",
          lead: str = "") -> bytes:
    """Write a document, by default the way it was written. `gap`: what joins text cut inside a cell (cell lines);
    `lead`: stands before and behind each cell's text."""
    as_cells = extraction.cell_lines if cell_lines is None else cell_lines
    out: list[str] = []
    for block in extraction.blocks:
        if isinstance(block, str):
            out += [block, ""]
        elif as_cells:
            for row in block:
                out += [f"\t{lead}{re.sub(chr(10), gap, text)}{lead}" for text in row] + [""]
        else:
            out += ["\t".join(f"{lead}{' '.join(text.split())}{lead}" for text in row) for row in block] + [""]
    return newline.join("\n".join(out).split("\n")).encode()


def permuted(extraction: Extraction, random: Random, groups: tuple[str, ...] = ("funds", "indicators")) -> Extraction:
    """The value columns of each funds and indicator block in another order, header and rows alike."""
    return Extraction(extraction.cell_lines, [
        block if isinstance(block, str) else _permuted_table(block, random, groups) for block in extraction.blocks])


def _permuted_table(table: Table, random: Random, groups: tuple[str, ...]) -> Table:
    rows: Table = []
    header: Header | None = None
    for texts in table:
        row = Row([text_kind.Cell(0, i, t, "") for i, t in enumerate(texts)], 0, False)
        begun = _header(row, random, groups)
        header = begun or header
        if header is None:
            rows.append(texts)
        elif begun:
            rows.append([texts[i] for i in header.order])
        elif _is_total(texts):
            rows.append(_total(texts, header))
        else:
            rows.append(_moved(row, texts, header))
    return rows


@dataclass
class Header:
    """A header row: its columns, its width, and for each place of the new order the place of the old one."""

    columns: list
    width: int
    order: list[int]
    fit: object
    slip: int = 0


def _header(row: Row, random: Random, groups: tuple[str, ...]) -> Header | None:
    """A funds or indicator header with a new order of its value columns; None for any other row."""
    for group, found, wanted, fit in (("indicators", is_indicator_header(row), INDICATORS, indicators.fit),
                                      ("funds", is_funds_header(row), FUNDS, funds.fit)):
        if found and group in groups:
            columns = read_columns(group, [row])
            places = [column.col for column in columns if column.role in wanted]
            return Header(columns, len(row.cells), _shuffled(places, len(row.cells), random), fit)
    return None


def _moved(row: Row, texts: list[str], header: Header) -> list[str]:
    """A row under the new order. One whose cells slipped out of their columns is lined up first, and slips again."""
    if header.fit is funds.fit:
        return _moved_fund(row, texts, header)
    taken, rest = cells_by_column(row, header.columns, header.fit)
    at = {cell.col: header.columns[number].col for number, cells in taken.items() for cell in cells}
    if len(texts) == header.width and all(place == col for col, place in at.items()):
        return [texts[i] for i in header.order]
    points = [n for n in taken if header.columns[n].role in ("weight", "score")]
    if rest or len(at) < len(row.filled) or len(points) < 2:
        return texts
    whole = [""] * header.width
    for col, place in sorted(at.items()):
        whole[place] += texts[col]
    whole = [whole[i] for i in header.order]
    slipped = row.filled[0].col == 0 and not whole[0] and not whole[1]
    return [whole[2], "", *whole[3:], ""] if slipped else whole


def _shuffled(places: list[int], width: int, random: Random) -> list[int]:
    """For each place of the new row the place of the old one; only `places` move, and something does move."""
    order = list(range(width))
    moved = places[:]
    while len(places) > 1 and moved == places:
        random.shuffle(moved)
    for place, old in zip(places, moved, strict=True):
        order[place] = old
    return order


def _moved_fund(row: Row, texts: list[str], header: Header) -> list[str]:
    """A fund row under the new order; values that all slipped by one column (57.16 under 执行数) stand right again."""
    if len(texts) != header.width:
        return texts
    rate = next((c for c in header.columns if c.role == "rate"), None)
    printed = next((c for c in row.filled if c.text.strip().endswith("%")), None)
    header.slip = printed.col - rate.col if printed and rate else header.slip
    texts = [*texts[header.slip:], *[""] * header.slip] if header.slip > 0 else texts
    return [texts[i] for i in header.order]


def _is_total(texts: list[str]) -> bool:
    short = [text for text in texts if text.strip()]
    garbled = len(texts) > 9 and 2 <= len(short) <= 6 and max(map(len, short)) <= 5 and not any(texts[:3])
    return garbled or any("".join("".join(texts[:n]).split()) in ("总分", "合计") for n in (1, 4))


def _total(texts: list[str], header: Header) -> list[str]:
    """A total row under the new order; where its label was merged (总分 | 100 | 98 | blank), merged again."""
    numbers = [text for text in texts[1:] if text.strip()]
    places = {column.role: column.col for column in header.columns}
    if header.width > 9 and len(texts) > 9:                  # OCR left its label in pieces
        return [texts[i] for i in header.order] if len(texts) == header.width else texts
    if len(texts) > 1 and not texts[1].strip() and len(numbers) == 2:      # the row may have slipped a column
        whole = [texts[0], *[""] * (header.width - 1)]
        for role, text in zip([c.role for c in header.columns if c.role in ("weight", "score")], numbers, strict=True):
            whole[places[role]] = text
        return [whole[i] for i in header.order]
    whole = [texts[0], *[""] * (header.width - len(texts)), *texts[1:]]
    moved = [whole[i] for i in header.order]
    first = next((i for i, text in enumerate(moved) if i and text.strip()), 1)
    return [texts[0], *moved[first:]]


def reworded(extraction: Extraction, words: dict[str, str]) -> Extraction:
    """Cells that hold exactly a label of `words` (white space apart) hold its other wording instead."""
    def other(text: str) -> str:
        return words.get("".join(text.split()), text)
    return Extraction(extraction.cell_lines, [
        block if isinstance(block, str) else [[other(text) for text in row] for row in block]
        for block in extraction.blocks])


def broken(extraction: Extraction, random: Random, *, often: float = 0.4) -> Extraction:
    """Cells broken at other places: old breaks closed, new ones where `random` wants them (never inside a number)."""
    def other(text: str) -> str:
        plain = re.sub(r"\s*\n\s*", "", text)
        if len(plain) < 4 or random.random() > often or plain.endswith("自评表"):
            return plain
        at = random.randrange(1, len(plain))
        left, right = plain[:at], plain[at:]
        inside = re.search(r"[\d.%]$", left) and re.match(r"[\d.%]", right)
        return plain if inside or not left.strip() or not right.strip() else f"{left}\n{right}"
    return Extraction(extraction.cell_lines, [
        block if isinstance(block, str) else [[other(text) for text in row] for row in block]
        for block in extraction.blocks])
