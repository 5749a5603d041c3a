"""Correct a stored value by hand and take it back: what pages call. Each call is one transaction of the store."""

from sqlalchemy import Engine

from data_access.store import correct as store
from data_access.store.correctable import FIELDS, Unfit
from data_access.store.engine import writing

__all__ = ["FIELDS", "Unfit", "correct", "withdraw"]


def correct(engine: Engine, filing: str, place: str, ordinal: int, field: str, text: str, *, person: str,
            reason: str) -> str:
    """As store.correct.correct: place and field of FIELDS, ordinal of the fund or line (0: the filing itself).

    Gives what an officer should know beside ('' for nothing): another filing has the same identity now.
    Raises Unfit, in Chinese, for a text that is no such value, the value that is there, no person, no reason."""
    with writing(engine) as connection:
        return store.correct(connection, filing, place, ordinal, field, text, person=person, reason=reason)


def withdraw(engine: Engine, correction_id: int, *, person: str) -> None:
    """As store.correct.withdraw: what was read stands again. Raises Unfit, in Chinese."""
    with writing(engine) as connection:
        store.withdraw(connection, correction_id, person=person)
