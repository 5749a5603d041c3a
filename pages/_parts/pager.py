"""Turning the pages of a list; the page is part of the address."""

import math

import streamlit as st

PAGE = "p"                                                    # the address's parameter


def page_of(rows: int, size: int, shown_: tuple) -> int:
    """The page on show, below the list; it starts again at 1 when `shown_`, what is listed, changes."""
    if st.session_state.get("_listed", shown_) != shown_:
        st.session_state[PAGE] = 1
    st.session_state["_listed"] = shown_
    return st.pagination(math.ceil(rows / size), key=PAGE, bind="query-params") if rows > size else 1
