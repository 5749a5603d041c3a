"""A second look into a sheet's XML for what calamine does not tell: formulas without a value, errors, percent formats.

Only sheets that hold such cells are parsed; the extent of every sheet is checked before calamine opens it.
"""

import re
import zipfile
from posixpath import join, normpath

from lxml import etree

from data_access.intake.documents.cell_text import Found, of_formula, percent_text
from data_access.intake.documents.grid import Unreadable
from data_access.intake.documents.limits import LIMITS, Limits
from data_access.intake.documents.package import part

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = re.compile(r"\{.*\}id$")
_FILLED = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*(?<!/)>(?!</)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt=\"e\"")


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by its name."""
    book, links = _xml(part(package, "xl/workbook.xml")), _xml(part(package, "xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter(_MAIN + "sheet", _STRICT + "sheet"):
        link = next((value for key, value in sheet.attrib.items() if _LINK.match(key)), None)
        target = targets.get(link, "")
        found[sheet.get("name", "")] = target[1:] if target.startswith("/") else normpath(join("xl", target))
    return found


def check_extent(name: str, xml: bytes, limits: Limits = LIMITS) -> None:
    """Raise Unreadable when the filled cells of a sheet reach further than a form ever does."""
    rows = cols = 0
    for found in _FILLED.finditer(xml):
        rows = max(rows, int(found.group(2)))
        letters = found.group(1)
        cols = max(cols, _column(letters.decode()) + 1)
    if rows > limits.rows or rows * cols > limits.cells:
        raise Unreadable(f"工作表“{name}”的内容一直排到第 {rows} 行第 {cols} 列，超过上限 {limits.rows} 行、"
                         f"{limits.cells} 格，没有读取。请删去表格以外的内容后再导入。",
                         where=name, found=f"{rows} 行 × {cols} 列", expected=f"不超过 {limits.rows} 行")


def percent_styles(package: zipfile.ZipFile) -> dict[int, int]:
    """The cell styles that show percentages: style number to the digits behind the point."""
    if "xl/styles.xml" not in package.namelist():
        return {}
    styles = _xml(part(package, "xl/styles.xml"))
    digits = {9: 0, 10: 2}                                    # built in: 0% and 0.00%
    for tag in styles.iter(_MAIN + "numFmt", _STRICT + "numFmt"):
        shape = re.fullmatch(r"[#,]*0(?:\.(0+))?%", tag.get("formatCode", "").split(";")[0])
        if shape:
            digits[int(tag.get("numFmtId"))] = len(shape.group(1) or "")
    formats = [xf for tag in (_MAIN, _STRICT) for xf in styles.iterfind(f"{tag}cellXfs/{tag}xf")]
    return {i: digits[n] for i, xf in enumerate(formats) if (n := int(xf.get("numFmtId", 0))) in digits}


def second_look(xml: bytes, percents: dict[int, int]) -> dict[tuple[int, int], Found]:
    """What else is known of cells, by (row, column): empty for a sheet without formulas and percent formats."""
    if not _FORMULA.search(xml) and not any(b's="%d"' % style in xml for style in percents):
        return {}
    found = {}
    for cell in _xml(xml).iter(_MAIN + "c", _STRICT + "c"):
        place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell.get("r", ""))
        value = _look(cell, percents) if place else None
        if value:
            found[int(place.group(2)) - 1, _column(place.group(1))] = value
    return found


def _look(cell, percents: dict[int, int]) -> Found | None:
    tag = cell.tag[:-1]
    formula, value, kind = cell.findtext(tag + "f"), (cell.findtext(tag + "v") or ""), cell.get("t", "n")
    if kind == "e" or (formula and not value and kind != "str" and cell.find(tag + "is") is None):
        return of_formula(formula or "", value)
    style = int(cell.get("s", 0))
    if kind == "n" and value and style in percents:
        return Found(percent_text(float(value), percents[style]))
    return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _xml(data: bytes):
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
