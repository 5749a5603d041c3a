"""Tables as plain HTML: they print, a screen reader reads them, and long texts wrap."""

import streamlit as st

from pages._parts.text import TERMS, esc, explained, points, rate, signed

Column = tuple[str, str]                                      # heading (HTML), kind of cell
_GRADE = {"优": "you", "良": "liang", "中": "zhong", "差": "cha"}
_SEVERITY = {"高": "high", "中": "medium", "低": "low"}


def columns(names: str) -> list[Column]:
    """'部门:wide 执行率:num 疑点' as columns; kinds: num center wide short half sentence, text where none is given."""
    return [(name, kind or "text") for name, _, kind in (word.partition(":") for word in names.split())]


def table(heads: list[Column], body: list[list[str]], *, caption: str, kind: str = "") -> None:
    """Show a table. Cells are HTML already (see `esc`); `caption` tells a screen reader what the table holds."""
    st.html(markup(heads, body, caption=caption, kind=kind))


def markup(heads: list[Column], body: list[list[str]], *, caption: str, kind: str = "") -> str:
    """The HTML of `table`."""
    names = "".join(f'<th scope="col" class="{look}">{explained(name).replace(name, _breakable(name))}</th>'
                    for name, look in heads)
    lines = "".join(f"<tr>{_cells(row, heads)}</tr>" for row in body)
    return (f'<div class="jh-scroll"><table class="jh-table {kind}"><caption>{esc(caption)}</caption>'
            f"<thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>")


def _breakable(name: str) -> str:
    """A heading that may break before its unit, where the screen is narrow."""
    return name.replace("（", "<wbr>（")


def _cells(row: list[str], heads: list[Column]) -> str:
    return "".join(f'<td class="{look}">{cell}</td>' for cell, (_, look) in zip(row, heads, strict=True))


def grade(name: str | None, *, certain: bool = True) -> str:
    """A grade as a small mark; 「?」 behind one that the rules do not settle."""
    doubt = "" if certain or not name else '<i title="按规则的上下限，等级可能不同">?</i>'
    return f'<span class="jh-grade g-{_GRADE.get(name, "none")}">{esc(name)}{doubt}</span>'


def score(total: float | None, name: str | None, *, certain: bool = True) -> str:
    """A total with its grade behind it."""
    return f"{points(total)} {grade(name, certain=certain)}"


def severity(name: str, number: int | None = None) -> str:
    """A severity as a coloured word, with a number behind it where given."""
    shown = name if number is None else f"{name} {number:,}"
    return f'<span class="jh-sev s-{_SEVERITY[name]}">{shown}</span>'


def severity_counts(row: dict) -> str:
    """高 中 低 of a row with the columns high, medium, low; those that are 0 are left out."""
    names = {"高": row["high"], "中": row["medium"], "低": row["low"]}
    return "".join(severity(name, number) for name, number in names.items() if number) or _NONE


ASSUMED = f'<i class="jh-mark" title="{TERMS["暂按"]}">暂按</i>'
_NONE = '<span class="jh-quiet">无</span>'


def rate_bar(value: float | None) -> str:
    """A rate with a bar under it, full at 100 %."""
    width = 0 if value is None else max(0, min(100, value * 100))
    return f'<span class="jh-rate">{rate(value)}<i style="width:{width:.1f}%"></i></span>'


def gap(value: float | None) -> str:
    """A difference filed − recomputed, marked where it is more than the tolerance of 0.05 points."""
    look = "" if value is None or abs(value) <= 0.05 else "over" if value > 0 else "under"
    return f'<span class="jh-gap {look}">{signed(value)}</span>'


def note(text: str) -> None:
    """A line of explanation under a table."""
    st.html(f'<p class="jh-legend">{esc(text)}</p>')
