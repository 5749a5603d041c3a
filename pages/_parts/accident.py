"""What went wrong on a screen: one sentence for the reader, all of it for who keeps the dashboard."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

SENTENCE = "这一页没能打开。请刷新重试；仍不行时，把启动窗口里最后几行文字发给维护人员。"


@contextmanager
def told() -> Iterator[None]:
    """Log what goes wrong inside, and say so where it would stand; also as a decorator, `@told()`.

    Streamlit runs dialogs, fragments and callbacks past app.py: each needs it under its own decorator, or Streamlit
    speaks English. Its own st.stop and st.rerun are no accidents (BaseException) and pass.
    """
    try:
        yield
    except Exception:
        logging.exception("A screen failed")
        st.error(SENTENCE)
