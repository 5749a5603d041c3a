"""Values set right by hand, marked wherever they stand: what was read, what holds, who, when, why."""

from datetime import UTC, datetime

from pages._parts.links import anchor
from pages._parts.text import esc

EMPTY = "空"
PLACES = {"filings": "表头", "funds": "资金", "lines": "指标"}


def told(row: dict) -> str:
    """'得分 15 → 1.5（周复核，2026-11-21 08:30：与原表不符）' of a correction."""
    return (f"{row['name']} {row['old'] or EMPTY} → {row['new'] or EMPTY}"
            f"（{row['person']}，{local(row['corrected_at'])}：{row['reason']}）")


def local(moment: datetime | None) -> str:
    """A moment of the store (UTC) as the clock on the wall shows it: 2026-11-21 08:30; '' for None."""
    return "" if moment is None else moment.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def standing(corrections: list[dict]) -> dict[tuple[str, int, str], dict]:
    """The corrections that hold, by (place, ordinal, field)."""
    return {(row["place"], row["ordinal"], row["field"]): row for row in corrections if row["withdrawn_at"] is None}


class Marks:
    """Shows a mark 已更正 beside each value of a filing that was set right, and leads from an address to the original.

    filing: the stable key; '' for one that is not stored."""

    def __init__(self, corrections: list[dict], filing: str = ""):
        self._standing, self._filing = standing(corrections), filing

    def source(self, address: str) -> str:
        """An address (HTML) that opens the original there."""
        if not (address and self._filing):
            return esc(address) if address else ""
        return anchor(address, "filing", "jh-source-link", filing=self._filing, at=address)

    def at(self, place: str, ordinal: int, *fields: str) -> str:
        """The mark (HTML) of the first of these fields that was corrected; '' where none was."""
        found = next((row for name in fields if (row := self._standing.get((place, ordinal, name)))), None)
        if found is None:
            return ""
        return f'<i class="jh-mark jh-fixed" title="{esc(told(found))}">已更正，原读 {esc(found["old"] or EMPTY)}</i>'

    def of_head(self) -> list[str]:
        """What was corrected in the head, told."""
        return [told(row) for (place, _, _), row in self._standing.items() if place == "filings"]

    def addresses(self) -> set[str]:
        """The addresses of the corrected cells."""
        return {row["address"] for row in self._standing.values()}


PLAIN = Marks([])                                             # of a filing that is not stored: no marks, no links
