"""Addresses of the screens: the menu is the folder, and a link carries its whole view in the address."""

import ast
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from data_access.queries.filters import UNKNOWN_YEAR, Filters
from pages._parts.text import esc

FOLDER = Path(__file__).resolve().parents[1]
EVERY_YEAR = "全部年度"


def screens() -> dict[str, Path]:
    """Every page of the folder in order: address (ASCII, the file's name without its number) → file."""
    return {path.stem.split("_", 1)[1]: path for path in sorted(FOLDER.glob("[!_]*.py"))}


def opens_empty(address: str) -> bool:
    """Whether a screen says something while there is no filing: those numbered 55 and above."""
    path = screens().get(address)
    return path is not None and path.stem.split("_")[0] >= "55"


def menu():
    """The menu on top of every screen, and the screen asked for (the first file of the folder where none is)."""
    return st.navigation([st.Page(path, title=title(path), url_path=address, default=not at)
                          for at, (address, path) in enumerate(screens().items())], position="top")


@cache
def title(path: Path) -> str:
    """A page's menu title: line 1 of its docstring, up to the first colon."""
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).splitlines()[0].split("：")[0].rstrip("。")


def view(filters: Filters) -> dict[str, str | list[str]]:
    """The filters of `filters` that every screen knows (年度, 部门, 科室), as parameters of an address."""
    years = {"y": [year_option((year,)) for year in filters.years] or [EVERY_YEAR]}
    narrowed = {"d": list(filters.departments), "o": list(filters.offices)}
    return years | {name: values for name, values in narrowed.items() if values}


def year_option(years: tuple[int, ...]) -> str:
    """How the year filter names its choice: 2024, 全部年度, 年度不明; several joined by 、."""
    return "、".join("年度不明" if year == UNKNOWN_YEAR else str(year) for year in years) or EVERY_YEAR


def href(screen: str, **parameters) -> str:
    """The address of a screen with these parameters, relative, so that it holds behind any base path."""
    return f"{screen}?{urlencode(parameters, doseq=True)}" if parameters else screen


def anchor(text: str, screen: str, kind: str = "", **parameters) -> str:
    """An HTML link to a screen; `text` is escaped here."""
    return f'<a class="{kind}" target="_self" href="{esc(href(screen, **parameters))}">{esc(text)}</a>'


def filing_link(label: str, filing: str) -> None:
    """A link to one filing that keeps the session, the filters of this screen with it."""
    st.page_link(screens()["filing"], label=label, query_params={"filing": filing})
