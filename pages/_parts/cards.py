"""A finding as a card: what was found, what to ask, where it stands; those folded under it below."""

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from data_access.deciding import OPEN
from pages._parts import tables
from pages._parts.links import filing_link
from pages._parts.origin import by_hand, origin
from pages._parts.text import MISSING, day, esc, filing_name, wan, year_name


def cards(found: list[dict], *, with_filing: bool = True,
          beside: Callable[[dict, list[dict]], None] | None = None) -> None:
    """One card a lead, in the order of `found` (rows of `queries.findings.page`). `beside` adds widgets to a card,
    given its lead and the folded ones."""
    for head, members in groupby(found, key=lambda row: row["head"]):
        lead, *folded = members
        with st.container(border=True, key=f"finding-{head}", gap=None):
            st.html(markup(lead, folded, with_filing=with_filing))
            with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
                if with_filing and lead["filing"]:
                    filing_link("查看这份自评表 →", lead["filing"])
                if beside:
                    beside(lead, folded)


def markup(lead: dict, folded: list[dict], *, with_filing: bool = True) -> str:
    """The HTML of one card without its link."""
    facts = {"建议询问": esc(lead["ask"]), "出处": origin(lead), "依据": esc(lead["basis"]),
             "核实": esc(_decided(lead))}
    listed = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts.items() if text not in ("", MISSING))
    return (f'<article class="jh-finding" data-key="{esc(lead["key"])}"><div class="jh-finding-head">{_name(lead)}'
            f"{_where(lead) if with_filing else _line(lead)}</div>"
            f'<p class="jh-message">{esc(lead["message"])}{by_hand(lead)}</p><dl>{listed}</dl>'
            f"{_folded(folded)}</article>")


def _decided(row: dict) -> str:
    """What the bureau decided, by whom and when; said to be outdated where the facts changed since."""
    if row["decided"] is None:
        return ""
    by = "，".join(part for part in (row["decided_by"], day(row["decided_at"])) if part)
    said = f"{row['decided']}{'：' if row['decided_why'] else ''}{row['decided_why']}（{by}）"
    return said if row["state"] == row["decided"] else f"表上内容已变，请重新核实。原来的判断：{said}"


def _name(row: dict) -> str:
    marks = {row["state"]: row["state"] != OPEN, "疑似偏低": row["direction"] == "under",
             "并入主疑点": row["lead"] is not None and row["key"] == row["head"]}
    return (f"{tables.severity(row['severity'])}<b>{esc(row['code'])} {esc(row['name'])}</b>"
            + "".join(f'<i class="jh-mark">{mark}</i>' for mark, holds in marks.items() if holds))


def _folded(found: list[dict]) -> str:
    if not found:
        return ""
    items = "".join(f'<li data-key="{esc(row["key"])}">{_name(row)}<p>{esc(row["message"])}{by_hand(row)}</p></li>'
                    for row in found)
    return f'<div class="jh-folded"><span>同一处的其他疑点</span><ul>{items}</ul></div>'


def _where(row: dict) -> str:
    money = "" if row["money_wan"] is None else f"{wan(row['money_wan'])} 万元"
    parts = [filing_name(row) if row["filing"] else "", row["canonical"], year_name(row["year"]), money]
    return f'<span class="jh-where">{" · ".join(esc(part) for part in parts if part)}</span>'


def _line(row: dict) -> str:
    return f'<span class="jh-where">{esc(row["level3"])}</span>' if row["level3"] else ""
