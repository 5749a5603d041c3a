"""How numbers and texts look on screen: 万元, points, rates, escaped text. Missing is always 「—」."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import yaml

MISSING = "—"
TERMS = yaml.safe_load(Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8"))
WHOLE = "部门整体支出"                                        # stands where a project's name would


def esc(value: object) -> str:
    """Text of a form, safe inside HTML; 「—」 when there is none."""
    return escape(str(value)) if value not in (None, "") else MISSING


def wan(value: float | None) -> str:
    """An amount in 万元: 12,345.67."""
    return MISSING if value is None else f"{value:,.2f}"


def money(value: float | None) -> tuple[str, str]:
    """A sum in 万元 as (number, unit); from 10 亿元 on in 亿元: ("12,345.67", "万元"), ("12.35", "亿元")."""
    return (f"{value / 10_000:,.2f}", "亿元") if value is not None and abs(value) >= 100_000 else (wan(value), "万元")


def points(value: float | None) -> str:
    """Points, two decimals: 98.50."""
    return MISSING if value is None else f"{value:.2f}"


def signed(value: float | None) -> str:
    """A difference of points with its sign: +3.50, −1.00."""
    if value is None:
        return MISSING
    shown = f"{abs(value):.2f}"
    return shown if shown == "0.00" else ("+" if value > 0 else "−") + shown


def rate(value: float | None) -> str:
    """A fraction as a percentage: 98.76%."""
    return MISSING if value is None else f"{value * 100:.2f}%"


def count(value: int | None) -> str:
    """A whole number with separators: 2,400."""
    return MISSING if value is None else f"{value:,}"


def year_name(year: int | None) -> str:
    """2024年度; 年度不明 where the year is not known."""
    return f"{year}年度" if year else "年度不明"


def filing_name(row: dict) -> str:
    """What a filing is called: its project, 部门整体支出, or a note that the form names none (project, form)."""
    return row["project"] or (WHOLE if row["form"] == "department" else "（未填项目名称）")


def day(moment: datetime | None) -> str:
    """The local day of a moment in UTC: 2026-11-21; '' for None."""
    return "" if moment is None else moment.replace(tzinfo=UTC).astimezone().date().isoformat()


def explained(label: str) -> str:
    """HTML of a heading; what the word means appears where the pointer or the keyboard rests on it (terms.yaml)."""
    meaning = TERMS.get(label)
    return f'<abbr title="{escape(meaning)}" tabindex="0">{label}</abbr>' if meaning else label
