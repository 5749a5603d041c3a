"""Who is at work: the name asked for wherever something is changed, remembered while the window is open."""

import streamlit as st

_KEPT = "_person"


def person(label: str = "经办人", *, key: str = "person") -> str:
    """Ask for the name; '' until it is given. `key`: another one for each place of a screen that asks."""
    shown, last = f"who-{key}", f"_who-{key}"
    if st.session_state.get(shown) is None or st.session_state[shown] == st.session_state.get(last, ""):
        st.session_state[shown] = st.session_state.get(_KEPT, "")   # nobody touched this one: what was said elsewhere
    given = st.text_input(label, key=shown, max_chars=30, width=200, placeholder="姓名，随改动留存")
    st.session_state[last] = st.session_state[_KEPT] = given
    return given.strip()
