"""Where a finding stands: the file and address; a link that opens the original there, when it is kept."""

from data_access.source import original
from pages._parts.data import shown
from pages._parts.links import anchor
from pages._parts.text import esc


def origin(row: dict) -> str:
    """HTML of file and address of a finding (a row of `queries.findings.page`); '' where it names neither."""
    said = "，".join(part for part in (row["source"], row["address"]) if part)
    copy, _ = shown()
    if row["filing"] and row["address"] and original.is_kept(copy.engine, row["sha256"] or ""):
        return anchor(said, "filing", "jh-source-link", filing=row["filing"], at=row["address"])
    return esc(said) if said else ""


def by_hand(row: dict) -> str:
    """The mark of a finding that rests on a value set right by hand; '' where none was."""
    if not row["corrected"]:
        return ""
    return f' <i class="jh-mark jh-fixed" title="{esc(row["corrected"])}">含人工更正</i>'
