"""Which part of a filing stands at an address: a line, a row of the funds, the head; and what was read there."""

from dataclasses import dataclass

from data_access.intake.record import Filing
from data_access.store.correctable import FIELDS, Row, address_of
from data_access.store.corrections import rows_of


@dataclass(frozen=True)
class Read:
    """One value as it was read: field and name (correctable.FIELDS), its text, its cell's address."""

    field: str
    name: str
    text: str
    address: str


@dataclass(frozen=True)
class Place:
    """A part of a filing. name: as an officer calls it; addresses: its cells, the one asked for first."""

    name: str
    place: str
    ordinal: int
    addresses: tuple[str, ...]
    read: tuple[Read, ...]


def place_at(filing: Filing, address: str) -> Place | None:
    """The line, fund or head with a cell at this address; None where nothing was read there."""
    for place in ("lines", "funds", "filings"):
        rows = list(rows_of(filing, place))
        own = next((pair for pair in rows if pair[1].at.get("row") == address), None)
        found = own or next((pair for pair in rows if address in pair[1].at.values()), None)
        if found:
            return _place(place, *found, address)
    return None


def _place(place: str, ordinal: int, row: Row, address: str) -> Place:
    read = tuple(Read(name, field.name, field.written(row), address_of(row, field))
                 for name, field in FIELDS[place].items())
    named = {"lines": lambda: f"指标第 {ordinal} 行 {row.level3}", "funds": lambda: f"资金 {row.printed or row.source}",
             "filings": lambda: "表头和合计"}[place]()
    others = row.at.values() if place != "filings" else ()
    return Place(named, place, ordinal, tuple(dict.fromkeys([address, *others])), read)
