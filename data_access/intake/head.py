"""Read the head block: project, department, unit, codes, a score or grade printed there. layouts.md §2."""

import re

from data_access.intake.cells import Ledger
from data_access.intake.documents.grid import Cell
from data_access.intake.labels import meaning, plain
from data_access.intake.persons import speaks_of_persons
from data_access.intake.record import Filing, Message
from data_access.intake.rows import Row
from scoring.numbers import is_blank, normal, points_c

CODE = re.compile(r"^(?=[\[(【]\d{3,21}[\])】]|\[?\d{3,21}\]?[-—–－_]|\d{6,21}[^\d.年万元])"
                  r"[\[(【]?(\d+)[\])】]?[-—–－_:]*(.+)$")
_UNIT_ABOVE = re.compile(r"^\s*(?:填报|编制|编报|实施|项目|预算)?单位(?:名称)?(?:[(（]盖章[)）])?\s*[:：]\s*"
                         r"(.+?)(?:\s{2,}|　|\s*(?:填[报表]|单位负责|负责人|联系|制表|审核|日期|金额|单位[:：])|$)")
_PROJECT_CODE = re.compile(r"(?<![0-9A-Z])(\d{8}[A-Z]\d{12})(?![0-9])")
_LABEL_END = re.compile(r"(单位|部门|代码|编码|类别|属性|性质|人|电话|日期|时间|年度|等级|得分)(\(盖章\))?[:：]?$")
_BOXES = "□☐○☑✓✔√■☒"
_BOX_FIRST = re.compile(r"[☑✓✔√■☒](优秀?|良好?|中等?|较?差)")
_BOX_LAST = re.compile(r"(优秀?|良好?|中等?|较?差)(?:[(（][^)）☑✓✔√■☒]*[)）])?[(（]?[☑✓✔√■☒]")
GRADES = {"优秀": "优", "优": "优", "良好": "良", "良": "良", "中等": "中", "中": "中", "一般": "中", "合格": "中",
          "较差": "差", "差": "差", "不合格": "差"}


def read_head_row(row: Row, filing: Filing, ledger: Ledger) -> bool:
    """Read the label-value pairs of a row. False when the row holds no head label."""
    pairs = _pairs(row)
    for name, labels, values in pairs:
        ledger.ignore(*labels)
        text = "".join(normal(cell.text) for cell in values)
        text = text if labels else text.partition(":")[2]
        if name in ("ignored", "department_central", "reviewer"):
            ledger.ignore(*values)
            continue
        if name == "unknown":
            label = normal(labels[0].text)
            if speaks_of_persons(label) or label.endswith("人"):
                ledger.ignore(*values)
                continue
            filing.messages.append(Message("warning", labels[0].address, label, "主管部门、实施单位等栏目",
                                           f"栏目“{label}”不认识，它后面的内容没有读取。"))
            continue
        ledger.read(*values)
        _set(filing, name, text, (values or labels)[0].address)
    return bool(pairs)


def read_below(row: Row, below: Row, filing: Filing, ledger: Ledger) -> bool:
    """Labels in one row, their values in the row below: 项目名称 | 主管部门 | 项目单位. False when it is not so."""
    labels = [(name, cell) for cell in row.own if (name := meaning("head", cell.text))]
    if not row.spans or len(labels) < 3 or len(labels) < len(row.own) - 1 \
            or any(meaning("head", cell.text, whole=True) for cell in below.own):
        return False
    ledger.ignore(*row.own)
    for name, label in labels:
        value = next((c for c in below.own if c.col == label.col), None)
        if value is None:
            continue
        if name in ("ignored", "department_central", "reviewer"):
            ledger.ignore(value)
            continue
        ledger.read(value)
        _set(filing, name, normal(value.text), value.address)
    return True


def _pairs(row: Row) -> list[tuple[str, list[Cell], list[Cell]]]:
    """(name, label cells, value cells) from left to right; no label cell where a cell holds label and value.

    With spans the value is the next cell; without, all cells up to the next label.
    """
    cells = [c for c in row.cells if c.row == row.index] if row.spans else row.cells
    pairs: list[tuple[str, list[Cell], list[Cell]]] = []
    index = 0
    while index < len(cells):
        both = _label_with_value(cells[index])
        if both:
            pairs.append((both, [], [cells[index]]))
            index += 1
            continue
        name, count = _label_at(cells, index, row.spans)
        if not name and pairs and pairs[-1][2] and _looks_like_label(cells, index):
            name, count = "unknown", 1
        if name:
            pairs.append((name, [c for c in cells[index:index + count] if c.text.strip()], []))
            index += count
            continue
        if pairs and cells[index].text.strip() and (not row.spans or not pairs[-1][2]):
            pairs[-1][2].append(cells[index])
        index += 1
    return pairs


def _label_with_value(cell: Cell) -> str | None:
    """The head label of a cell that holds label and value (项目单位：青禾县民政局); None for any other cell."""
    label, colon, value = normal(cell.text).partition(":")
    return meaning("head", label) if colon and value and len(label) <= 10 else None


def _looks_like_label(cells: list[Cell], index: int) -> bool:
    """A short text behind a value, ending as labels end, with something behind it: a label nobody knows."""
    return bool(_LABEL_END.search(normal(cells[index].text))) and len(normal(cells[index].text)) <= 8 \
        and any(cell.text.strip() for cell in cells[index + 1:])


def _label_at(cells: list[Cell], index: int, spans: bool) -> tuple[str | None, int]:
    """The head label that begins at a cell and how many cells it takes (more than one where OCR cut it)."""
    if not cells[index].text.strip():
        return None, 1
    name = meaning("head", cells[index].text)
    if spans or (name and len(plain(cells[index].text)) <= 12):
        return name, 1
    for loose in (False, True):
        for count in (3, 2, 1):
            piece = cells[index:index + count]
            if len(piece) == count and all(cell.text.strip() for cell in piece):
                name = meaning("head", "".join(cell.text for cell in piece), loose=loose, whole=True)
                if name:
                    return name, count
    return None, 1


def _set(filing: Filing, name: str, text: str, address: str) -> None:
    if is_blank(text):
        return
    filing.at.setdefault(name, address)
    if name in ("department", "unit"):
        code = CODE.match(text)
        setattr(filing, name, code.group(2) if code else text)
        if code:
            setattr(filing, f"{name}_code", code.group(1))
    elif name == "project":
        filing.project = text
        found = _PROJECT_CODE.search(text)
        filing.project_code = found.group(1) if found else filing.project_code
    elif name.endswith("_code"):
        setattr(filing, name, text)
    elif name == "year":
        found = re.search(r"20\d{2}", text)
        filing.year_printed = int(found.group()) if found else None
    elif name == "total_score":
        filing.total_score_c = points_c(text)
    elif name == "grade":
        filing.grade, filing.grade_printed = grade_of(text), text


def grade_of(text: str) -> str | None:
    """优, 良, 中 or 差 of a printed grade, also where it is the ticked one of several boxes (优□ 良☑)."""
    label = normal(text)
    ticked = (_BOX_FIRST if label[:1] in _BOXES else _BOX_LAST).search(label)
    return GRADES.get(ticked.group(1) if ticked else plain(text))


def unit_above(text: str) -> str | None:
    """The unit named in a line above the table (单位名称：…　填报日期：…); None when the line names none."""
    found = _UNIT_ABOVE.match(text)
    return normal(found.group(1)) or None if found else None
