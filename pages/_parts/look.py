"""The look all screens share: one style sheet, the demonstration banner, heads, tiles, the foot, empty states."""

from pathlib import Path

import streamlit as st

from data_access.exports import data_date
from data_access.intake import jobs
from data_access.queries import coverage, filters
from pages._parts.data import ask, shown
from pages._parts.links import anchor
from pages._parts.text import count, esc, explained

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")


_JOBS = {"reading": "正在读取一批文件", "waiting": "一批文件已经读完，等待确认",
         "storing": "一批文件正在入库，各页面在结束后更新", "done": "一批文件已经入库", "failed": "一批文件没有导入完"}


def frame(*, demo: bool, screen: str = "") -> None:
    """The style sheet; over the demonstration bureau its banner; on every screen but 导入 the import that goes on."""
    st.html(f"<style>{STYLE}</style>")
    if demo:
        st.html('<div class="jh-banner" role="note"><b>演示数据</b>示例县的部门、项目和数字全部虚构，只为展示用法。'
                f'{anchor("导入", "import")}第一份自评表后，这里即换成本单位的数据。</div>')
    job = jobs.current()
    if job is not None and screen != "import":
        st.html(f'<div class="jh-banner" role="note"><b>导入</b>{_JOBS[job.state]}。{anchor("去看", "import")}</div>')
    copy, _ = shown()
    if copy.faults:
        st.html(f'<div class="jh-banner" role="note"><b>规则未读全</b>有 {len(copy.faults)} 个规则文件或参数没有采用，'
                f'其余照常；重算和疑点都没有按它计算。{anchor("查看是哪一个", "rules")}</div>')


def unchecked(found: list[dict]) -> None:
    """One line: which checks were not carried out for want of data (rows of queries.rules.unchecked)."""
    whys: dict[str, list[str]] = {}
    for row in found:
        some = f"有 {len(row['departments'])} 个部门" if row["departments"] else ""
        whys.setdefault(row["years"] + some + row["why"].split("（")[0], []).append(row["code"])
    if whys:
        told = "；".join(f"{why}（{'、'.join(codes)}）" for why, codes in whys.items())
        st.html(f'<p class="jh-unchecked"><b>未检查 {len({row["code"] for row in found})} 条规则</b>，不等于没有问题：'
                f'{esc(told)}。{anchor("查看", "rules", view="复核规则")}</p>')


def head(title: str, note: str = "", link: str = "") -> None:
    """The title of a screen; `note` is one line of plain text behind it, `link` HTML as made by links.anchor."""
    shown()                                                   # a screen that asks for nothing comes through app.py too
    name = shown()[0].settings.bureau
    st.html(f'<header class="jh-head"><h1>{esc(title)}</h1>' + (f"<p>{esc(note)}</p>" if note else "")
            + link + (f'<p class="jh-bureau">{esc(name)}</p>' if name else "") + "</header>")


def section(title: str, note: str = "") -> None:
    """A heading inside a screen, with a line of explanation; `jumps` leads to it."""
    st.html(f'<div class="jh-section" id="{esc(title)}"><h2>{explained(esc(title))}</h2>'
            + (f"<p>{esc(note)}</p>" if note else "") + "</div>")


def jumps(titles: list[str]) -> None:
    """Links to the sections of a long screen, by their titles."""
    st.html('<nav class="jh-jumps" aria-label="本页内容">本页　'
            + "".join(f'<a href="#{esc(title)}">{esc(title)}</a>' for title in titles) + "</nav>")


def tiles(items: list[str]) -> None:
    """Tiles side by side, as made by `tile`."""
    st.html(f'<div class="jh-tiles">{"".join(items)}</div>')


def tile(label: str, value: str, unit: str = "", note: str = "", href: str = "", kind: str = "") -> str:
    """One number with its name, unit and note (plain texts); with `href` the whole tile is a link."""
    inner = (f'<span class="jh-label">{explained(esc(label))}</span><span class="jh-value">{esc(value)}'
             f'<small>{_or_blank(unit)}</small></span><span class="jh-note">{_or_blank(note)}</span>')
    if href:
        return f'<a class="jh-tile {kind}" target="_self" href="{esc(href)}">{inner}</a>'
    return f'<div class="jh-tile {kind}">{inner}</div>'


def _or_blank(text: str) -> str:
    """Escaped text, '' when there is none."""
    return esc(text) if text else ""


def foot() -> None:
    """Whose screens these are, what stands behind the numbers; under every screen."""
    scope = ask(filters.scope)
    copy, _ = shown()
    bureau = [copy.settings.bureau] if copy.settings.bureau else []
    if not scope["filings"]:
        parts = [*bureau, "还没有自评表", "疑点是待核实的问题，不是结论"]
        st.html(f'<footer class="jh-foot">{" · ".join(map(esc, parts))}</footer>')
        return
    unread = ask(coverage.how_many_unread)
    parts = [*bureau, f"数据日期 {data_date(copy.engine)}", f"自评表 {count(scope['filings'])} 份",
             f"来自 {count(scope['documents'])} 个文件", f"导入提示 {count(scope['messages'])} 条",
             f"规则包：{scope['packs']}", "金额、执行率和均分只计项目自评表", "疑点是待核实的问题，不是结论"]
    files = f" · {anchor(f'没有读出的文件 {count(unread)} 个', 'coverage', y='全部年度')}" if unread else ""
    st.html(f'<footer class="jh-foot">{" · ".join(map(esc, parts))}{files}</footer>')


def empty(text: str, advice: str, link: str = "") -> None:
    """Nothing to show: what is missing, and what to do; `link` is HTML as made by links.anchor."""
    st.html(f'<div class="jh-empty"><b>{esc(text)}</b><p>{esc(advice)}{link}</p></div>')
