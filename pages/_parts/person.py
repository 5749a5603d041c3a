"""Who is at work: the name asked for wherever something is changed, remembered while the window is open."""

import streamlit as st

_KEPT = "_person"


def person(label: str = "经办人", *, key: str = "person") -> str:
    """Ask for the name, once on a screen; '' until it is given. `key`: another one where a screen asks twice."""
    given = st.text_input(label, value=st.session_state.get(_KEPT, ""), key=f"who-{key}", max_chars=30, width=200,
                          placeholder="姓名，随改动留存")
    st.session_state[_KEPT] = given.strip()
    return given.strip()
