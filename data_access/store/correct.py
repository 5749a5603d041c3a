"""Set a stored value right by hand, or take that back: rows, derived columns, identity and part in one transaction.

What stands in the store is always what was read plus the corrections that hold, in every version of the filing that
came from the same file; so undoing an import or reading the file again never brings a withdrawn value back.
"""

from copy import copy

from sqlalchemy import Connection, Row, select, update

from data_access.intake.record import Filing
from data_access.store import corrections
from data_access.store import tables as t
from data_access.store.correctable import FIELDS, Unfit, address_of
from data_access.store.corrections import shown
from data_access.store.identity import identity_of
from data_access.store.load import load_filing
from data_access.store.stamps import raise_stamp
from data_access.store.write import department_of, line_keys, line_values, raise_parts


def correct(connection: Connection, key: str, place: str, ordinal: int, field: str, text: str, *, person: str,
            reason: str) -> str:
    """Correct one value of the current version of a filing. place, field: of correctable.FIELDS; ordinal: of the row.

    Gives what an officer should know beside ('' for nothing): another filing has the same identity now.
    Raises Unfit, in Chinese, for a text that is no such value, the value that is there, no person, no reason.
    """
    current = _current(connection, key)
    if current is None:
        raise Unfit("这份自评表已不在库中，请刷新页面。")
    new, read = _checked(load_filing(connection, current.filing_id), place, ordinal, field, text, person, reason)
    row = dict(corrections.rows_of(load_filing(connection, current.filing_id), place))[ordinal]
    found = {"sha256": current.sha256, "position": current.position, "place": place, "ordinal": ordinal,
             "field": field, "address": address_of(row, FIELDS[place][field])}
    before = next((one for one in corrections.standing(connection, current.sha256)
                   if all(getattr(one, name) == value for name, value in found.items())), None)
    if before is not None:
        corrections.close(connection, before.correction_id, person.strip())
        read = before.old
    if new != read:                                           # else it is what was read: the earlier one is withdrawn
        corrections.add(connection, **found, old=read, new=new, person=person.strip(), reason=reason.strip(),
                        corrected_at=corrections.now())
    _set(connection, current.sha256, current.position, found, new)
    return _double(connection, key) if place == "filings" else ""


def _double(connection: Connection, key: str) -> str:
    f = t.filings.c
    own = select(f.identity).where(f.key == key, f.replaced_by.is_(None))
    other = connection.execute(select(t.documents.c.name).join_from(t.filings, t.documents).where(
        f.identity.in_(own), f.key != key, f.replaced_by.is_(None)).limit(1)).scalar_one_or_none()
    return "" if other is None else (f"库中另有一份同一部门、年度、项目的自评表（来自 {other}），两份都保留。"
                                     "请核对是不是同一份重复报送。")


def _checked(filing: Filing, place: str, ordinal: int, field: str, text: str, person: str,
             reason: str) -> tuple[str, str]:
    """(the new value, the present one), as texts."""
    if not person.strip():
        raise Unfit("请填写经办人。")
    if not reason.strip():
        raise Unfit("请写明更正的理由。")
    row, how = dict(corrections.rows_of(filing, place)).get(ordinal), FIELDS[place][field]
    if row is None:
        raise Unfit("这一行已不在库中，请刷新页面。")
    if how.needed and not text.strip():
        raise Unfit(f"{how.name}不能为空。")
    tried = copy(row)
    how.read(tried, text)
    new, present = how.written(tried), how.written(row)
    if new == present:
        raise Unfit(f"{how.name}现在就是“{shown(present)}”，不需要更正。")
    return new, present


def withdraw(connection: Connection, correction_id: int, *, person: str) -> None:
    """Take a correction back: what was read stands again. Raises Unfit where nobody says who, or it holds no more."""
    if not person.strip():
        raise Unfit("请填写经办人。")
    c = t.corrections.c
    row = connection.execute(select(t.corrections).where(c.correction_id == correction_id,
                                                         c.withdrawn_at.is_(None))).first()
    if row is None:
        raise Unfit("这处更正已撤销，请刷新页面。")
    corrections.close(connection, correction_id, person.strip())
    _set(connection, row.sha256, row.position, row._asdict(), row.old)


def _current(connection: Connection, key: str) -> Row | None:
    return connection.execute(
        select(t.filings.c.filing_id, t.filings.c.position, t.documents.c.sha256).join_from(t.filings, t.documents)
        .where(t.filings.c.key == key, t.filings.c.replaced_by.is_(None))).first()


def _set(connection: Connection, sha256: str, position: int, found: dict, text: str) -> None:
    """Give the value to every stored version that came from these bytes, the replaced ones too."""
    versions = connection.execute(
        select(t.filings.c.filing_id, t.filings.c.part_id).join_from(t.filings, t.documents)
        .where(t.documents.c.sha256 == sha256, t.filings.c.position == position)).all()
    for version in versions:
        filing = load_filing(connection, version.filing_id)
        at = corrections.row_at(filing, **{name: found[name] for name in ("place", "ordinal", "field", "address")})
        if at is not None:
            FIELDS[found["place"]][found["field"]].read(at[1], text)
            _write(connection, version, filing, found["place"])
    raise_stamp(connection, "corrections")


def _write(connection: Connection, version: Row, filing: Filing, place: str) -> None:
    """Store a filing's rows of one place as they now are, with all that follows from them."""
    _raise(connection, version.part_id)
    if place == "filings":
        _write_head(connection, version, filing)
    elif place == "lines":
        for ordinal, (line, key) in enumerate(zip(filing.lines, line_keys(filing.lines), strict=True), 1):
            _update(connection, t.lines, version.filing_id, ordinal, line_key=key, **vars(line), **line_values(line))
    else:
        for ordinal, fund in enumerate(filing.funds, 1):
            _update(connection, t.funds, version.filing_id, ordinal, **vars(fund))


def _write_head(connection: Connection, version: Row, filing: Filing) -> None:
    """The filing's own row; another year or department moves it to that part, its key stays."""
    department_id, name = department_of(connection, filing)
    part = raise_parts(connection, [(filing.year, department_id)])[(filing.year, department_id)]
    columns = ("project", "department", "department_code", "unit", "unit_code", "year", "total_score_c", "grade",
               "grade_printed")
    connection.execute(update(t.filings).where(t.filings.c.filing_id == version.filing_id).values(
        part_id=part, identity=identity_of(filing, name), **{column: getattr(filing, column) for column in columns}))


def _raise(connection: Connection, part_id: int) -> None:
    connection.execute(update(t.parts).where(t.parts.c.part_id == part_id).values(version=t.parts.c.version + 1))


def _update(connection: Connection, table, filing_id: int, ordinal: int, **values: object) -> None:
    connection.execute(update(table).where(table.c.filing_id == filing_id, table.c.ordinal == ordinal)
                       .values(**values))
