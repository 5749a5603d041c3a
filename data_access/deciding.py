"""Deciding about findings from a screen: the store keeps the decision, the copy on show follows at once."""

from collections.abc import Iterable

from data_access.copy import Copy
from data_access.store import decisions
from data_access.store.decisions import OPEN, STATES

__all__ = ["OPEN", "STATES", "decide", "history"]


def decide(copy: Copy, findings: Iterable[tuple[str, str]], state: str, *, note: str, person: str) -> None:
    """As `store.decisions.decide`, in the store behind the copy. ValueError, in Chinese, without a reason."""
    decisions.decide(copy.engine, findings, state, note=note, person=person)
    copy.refresh()


def history(copy: Copy, key: str) -> list[dict]:
    """As `store.decisions.history`."""
    return decisions.history(copy.engine, key)
