"""What the screens read: the copy on show, and its queries, each answer kept until the data changes."""

import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakKeyDictionary

import streamlit as st

from data_access import open_copy
from data_access.copy import Copy
from pages._parts.links import menu

_MOST = 2000                                                  # answers kept of one copy


class _Answer:
    """The answer to one question, packed, so that no screen changes what another one reads; None: not asked yet."""

    def __init__(self):
        self.making, self.packed = threading.Lock(), None


_kept: WeakKeyDictionary[Copy, OrderedDict[tuple, _Answer]] = WeakKeyDictionary()
_looking = threading.Lock()


def ask(query: Callable, *arguments):
    """`query(cursor, *arguments)` on the copy on show. The same question of the same data is answered once."""
    return _answer(query, arguments, lambda copy: copy.cursor())


def look_up(query: Callable, *arguments):
    """`query(engine, *arguments)` on the store behind the copy on show: what the copy does not hold. Kept as `ask`."""
    return _answer(query, arguments, lambda copy: copy.engine)


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


def _answer(query: Callable, arguments: tuple, source: Callable[[Copy], object]):
    """As st.cache_data would do it, which takes a third of a rerun's time to find out whether a question is known."""
    copy, _ = shown()
    key = (copy.version, query.__module__, query.__name__, arguments)
    with _looking:
        answers = _kept.setdefault(copy, OrderedDict())
        answer = answers.setdefault(key, _Answer())
        answers.move_to_end(key)
        if len(answers) > _MOST:
            answers.popitem(last=False)
    with answer.making:                                       # fifty people who ask at once wait for one answer
        if answer.packed is None:
            answer.packed = pickle.dumps(query(source(copy), *arguments))
    return pickle.loads(answer.packed)
