"""Telling what a change on the settings page did: a short note after the page was made anew, a list of changes."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from pages._parts import look, tables
from pages._parts.text import esc

SHOWN = 30


def change(act: Callable[[], str]) -> None:
    """Do something that may be refused (ValueError, in Chinese); `act` gives the sentence to show when it is done."""
    try:
        said = act()
    except ValueError as error:
        st.warning(str(error))
        return
    st.session_state["_said"] = said
    st.rerun()


def said() -> None:
    """The sentence of the change before, once."""
    if text := st.session_state.pop("_said", None):
        st.success(text)


def when(moment: datetime | str | None) -> str:
    """A moment in UTC (also as ISO text) as local time to the minute; '' for None."""
    if not moment:
        return ""
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return found.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def history(rows: list[dict], sentence: Callable[[dict], str]) -> None:
    """The last changes: rows with person and at; `sentence` says what was changed."""
    if rows:
        rest = f"，列出最近 {SHOWN} 条" if len(rows) > SHOWN else ""
        look.section("改动记录", f"旧值都保留。共 {len(rows)} 条{rest}。")
        tables.table(tables.columns("时间:short 经办人:short 改动:wide"),
                     [[when(row["at"]), esc(row["person"]), esc(sentence(row))] for row in rows[:SHOWN]],
                     caption="改动记录")
