"""What the screens read: the copy on show, and its queries, each answer kept until the data changes."""

from collections.abc import Callable

import streamlit as st

from data_access import open_copy
from data_access.copy import Copy
from pages._parts.links import menu


def ask(query: Callable, *arguments):
    """`query(cursor, *arguments)` on the copy on show. The same question of the same data is answered once."""
    copy, demo = shown()
    return _answer(id(copy), copy.version, f"{query.__module__}.{query.__name__}", arguments, query, copy.cursor)


def look_up(query: Callable, *arguments):
    """`query(engine, *arguments)` on the store behind the copy on show: what the copy does not hold. Kept as `ask`."""
    copy, _ = shown()
    return _answer(id(copy), copy.version, f"{query.__module__}.{query.__name__}", arguments, query,
                   lambda: copy.engine)


def shown() -> tuple[Copy, bool]:
    """The copy on show, and whether it is the demonstration bureau; looked up once a script run by `open_screen`.

    Until a menu was shown once, Streamlit runs a file of pages/ by itself when its address is the first one asked for
    after a start. Then nothing was looked up yet: show the menu and begin again, through app.py.
    """
    if "_shown" not in st.session_state:
        menu()
        st.rerun()
    return st.session_state["_shown"]


def open_screen() -> tuple[Copy, bool]:
    """Refresh the copy; every `ask` of this script run reads the same one."""
    st.session_state["_shown"] = open_copy.current()
    return shown()


@st.cache_data(max_entries=2000, show_spinner=False)
def _answer(copy_id: int, version: int, name: str, arguments: tuple, _query: Callable, _source: Callable):
    return _query(_source(), *arguments)
