"""A finding as a card: what was found, what to ask, where it stands; those folded under it below."""

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from data_access.deciding import OPEN
from data_access.queries.filters import UNKNOWN_YEAR
from pages._parts import tables
from pages._parts.links import anchor, filing_link, year_option
from pages._parts.origin import by_hand, origin
from pages._parts.text import MISSING, day, esc, filing_name, wan, year_name

NAMED = 6                                                     # filings that a card names at once


def cards(found: list[dict], *, with_filing: bool = True, linked: bool = True,
          beside: Callable[[dict, list[dict]], None] | None = None) -> None:
    """One card a lead, in the order of `found` (rows of `queries.findings.page`). `beside` adds widgets to a card,
    given its lead and the folded ones; `linked`: whether the filings that a finding names can be opened."""
    for head, members in groupby(found, key=lambda row: row["head"]):
        lead, *folded = members
        with st.container(border=True, key=f"finding-{head}", gap=None):
            st.html(markup(lead, folded, with_filing=with_filing, linked=linked))
            with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
                if with_filing and lead["filing"]:
                    filing_link("查看这份自评表 →", lead["filing"])
                elif with_filing and lead["canonical"]:
                    at = {"d": lead["canonical"], "y": year_option((lead["year"] or UNKNOWN_YEAR,))}
                    for label, screen in (("查看这个部门 →", "department"), ("报送情况 →", "coverage")):
                        st.html(anchor(label, screen, "jh-more", **at), width="content")
                if beside:
                    beside(lead, folded)


def markup(lead: dict, folded: list[dict], *, with_filing: bool = True, linked: bool = True) -> str:
    """The HTML of one card without its link."""
    facts = {"建议询问": esc(lead["ask"]), "出处": origin(lead), "涉及": _about(lead["about"], linked),
             "依据": esc(lead["basis"]), "核实": esc(_decided(lead))}
    listed = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts.items() if text not in ("", MISSING))
    return (f'<article class="jh-finding" data-key="{esc(lead["key"])}"><div class="jh-finding-head">{_name(lead)}'
            f"{_where(lead) if with_filing else _line(lead)}</div>"
            f'<p class="jh-message">{esc(lead["message"])}{by_hand(lead)}</p><dl>{listed}</dl>'
            f"{_folded(folded)}</article>")


def _about(filings: list[dict], linked: bool) -> str:
    """The filings that a finding names (of a whole department or document those it rests on), each a link."""
    names = [anchor(filing_name(one), "filing", filing=one["filing"]) if linked else esc(filing_name(one))
             for one in filings]
    first, rest = "、".join(names[:NAMED]), "、".join(names[NAMED:])
    return first + (f"<details><summary>其余 {len(names) - NAMED} 份</summary>{rest}</details>" if rest else "")


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
