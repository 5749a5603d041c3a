"""The manual on screen: docs/manual.md, its pictures in place."""

import re
from pathlib import Path

import streamlit as st

from pages._parts import look

DOCS = Path(__file__).resolve().parents[2] / "docs"
_PICTURE = re.compile(r"^\s*!\[([^\]]*)\]\(([^)]+)\)\s*$", re.MULTILINE)


def text() -> str:
    """The manual as it stands in docs/, without its title."""
    return (DOCS / "manual.md").read_text(encoding="utf-8").partition("\n")[2]


def contents() -> None:
    """The title, and who should read what."""
    parts = re.findall(r"^## (.+)$", text(), re.MULTILINE)
    look.head("使用手册", " · ".join(parts))


def manual() -> None:
    """Texts and pictures in order. A picture that is missing is named by its words."""
    pieces = _PICTURE.split(text())
    for at in range(0, len(pieces), 3):
        if pieces[at].strip():
            st.markdown(pieces[at])
        if at + 2 < len(pieces):
            path = DOCS / pieces[at + 2]
            if path.is_file():
                st.image(str(path), alt=f"“{pieces[at + 1]}”页的截图", width=960)
            else:
                st.caption(f"（图：{pieces[at + 1]}）")
