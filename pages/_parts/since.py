"""What changed since an import: the lines of 总览 under its memo, the list behind each of their numbers, and the filter
of 疑点清单 that leaves what was raised since."""

import math

import streamlit as st

from data_access import since as changed
from data_access.queries import imports
from data_access.queries import since as query
from data_access.queries.filters import Filters
from pages._parts import look
from pages._parts.data import ask, shown
from pages._parts.links import anchor, view, year_option
from pages._parts.since_lists import LISTS
from pages._parts.text import count

CHOICE, PAGE = 30, 20


def raised_since(_choices: dict) -> tuple[int, int] | None:
    """The filter 新提出: findings raised since an import; None where none is chosen."""
    names = {label(row): row["import_id"] for row in _imports()}
    picked = st.selectbox("新提出", list(names), index=None, placeholder="不限", key="since", bind="query-params",
                          width=260) if names else None
    return _prepared(names[picked]) if picked else None


def chosen(pair: tuple[int, int] | None) -> str:
    """How that choice stands in an address; '' for none."""
    return next((label(row) for row in _imports() if pair and row["import_id"] == pair[0]), "")


def label(row: dict) -> str:
    """How an import (row of `queries.imports.listing`) is chosen, and how it stands in an address."""
    return f"第 {row['import_id']} 次导入（{row['started_at']:%Y-%m-%d}）以来"


def changes(filters: Filters) -> None:
    """Choose an import, read what changed since, open a list; nothing before the first import. To be called last: the
    comparison takes seconds where the bureau is large, and a click where it is very large."""
    names = {label(row): row for row in _imports()}
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="top", gap="medium", key="since-import"):
        picked = st.selectbox("有什么变化", list(names), key="from", bind="query-params", width=270)
        with st.container():
            pair = _pair(names[picked]["import_id"])
            found = ask(query.summary, pair, filters) if pair else None
            if found:
                came = [row for row in names.values() if row["import_id"] >= pair[0]]
                st.html(f'<div class="jh-since">{_sentences(found, came, picked, filters)}</div>')
    asked = st.query_params.get("list")
    if found and asked in LISTS and LISTS[asked].number(found):
        _list(asked, found, pair, picked, filters)


def _imports() -> list[dict]:
    return [row for row in ask(imports.listing, CHOICE, 0) if row["state"] in ("finished", "broken")]


def _pair(number: int) -> tuple[int, int] | None:
    """As `changed.prepare` gives it; None until somebody asks for it, where it takes long."""
    copy, _ = shown()
    if changed.is_quick(copy, number) or st.button("比较导入前后", help="数据量大，约需一分钟；同一批数据只算一次"):
        return _prepared(number)
    return None


def _prepared(number: int) -> tuple[int, int]:
    with st.spinner("正在比较导入前后……"):
        return changed.prepare(shown()[0], number)


def _sentences(found: dict, came: list[dict], picked: str, filters: Filters) -> str:
    if found["first"]:
        return f"<p>这之前还没有自评表，以上全部是新的。{_unread(came)}</p>"
    if not any(_numbers(found)):
        return f"<p>{_nothing(picked, filters)}{_unread(came)}</p>"
    return f"<p>{_forms(found, picked, filters)}{_unread(came)}</p><p>{_findings(found, picked, filters)}</p>"


def _numbers(found: dict) -> list[int]:
    return [found["added"], found["replaced"], sum(found["raised"].values()), sum(found["cleared"].values()),
            found["reopened"], found["corrections"]]


def _nothing(picked: str, filters: Filters) -> str:
    if filters == Filters():
        return "自评表和疑点都没有变化。"
    everything = anchor("看全部年度和部门", "", **{"from": picked, "y": year_option(())})
    return f"这个范围里没有变化。{everything}。"


def _forms(found: dict, picked: str, filters: Filters) -> str:
    def linked(name: str) -> str:
        return _to_list(name, found, picked, filters)
    if not found["added"] + found["replaced"]:
        return "没有新的自评表。"
    graded = f"，其中自评等级变了 {linked('自评等级变动')} 份，重算等级变了 {linked('重算等级变动')} 份"
    return f"新增自评表 {linked('新增')} 份，替换 {linked('替换')} 份{graded if found['replaced'] else ''}。"


def _findings(found: dict, picked: str, filters: Filters) -> str:
    raised = sum(found["raised"].values())
    gone = {name: count(number) for name, number in found["cleared"].items() if number}
    total = anchor(count(raised), "findings", since=picked, **view(filters)) if raised else "<b>0</b>"
    parts = [f"新提出疑点 {total} 条{_severities(found['raised'], picked, filters)}",
             f"消除 {_to_list('消除', found, picked, filters)} 条{_in_words(gone)}"]
    if found["reopened"]:
        parts.append(f"已核实的 {_to_list('重新核实', found, picked, filters)} 条内容变了，要重新核实")
    if found["corrections"]:
        parts.append(f"人工更正 {_to_list('更正', found, picked, filters)} 处")
    return "；".join(parts) + "。"


def _severities(counts: dict[str, int], picked: str, filters: Filters) -> str:
    """（高 3 · 中 12）, each leading to these findings."""
    return _in_words({name: anchor(count(number), "findings", s=name, since=picked, **view(filters))
                      for name, number in counts.items() if number})


def _in_words(numbers: dict[str, str]) -> str:
    shown_ = " · ".join(f"<i>{name} {number}</i>" for name, number in numbers.items())
    return f"（{shown_}）" if shown_ else ""


def _unread(came: list[dict]) -> str:
    """How many files were not read; the one import opened where there is one."""
    unread = [row for row in came if row["unread"]]
    which = {"import": f"第 {unread[0]['import_id']} 次"} if len(unread) == 1 else {}
    return (f"没有读出的文件 {anchor(count(sum(row['unread'] for row in unread)), 'import', **which)} 个。" if unread
            else "")


def _to_list(name: str, found: dict, picked: str, filters: Filters) -> str:
    """A number that opens its list on this screen; none to open where it is 0."""
    number = LISTS[name].number(found)
    return anchor(count(number), "", **{"from": picked, "list": name, **view(filters)}) if number else "<b>0</b>"


def _list(name: str, found: dict, pair: tuple[int, int], picked: str, filters: Filters) -> None:
    """The list behind a number, a page at a time, with a way to close it."""
    total = LISTS[name].number(found)
    close = anchor("收起", "", **{"from": picked, **view(filters)})
    look.section(LISTS[name].title, f"{picked}，共 {count(total)} {LISTS[name].unit}。")
    listed = st.container()
    pages = math.ceil(total / PAGE)
    page = st.pagination(pages, key=f"since-page-{hash((pair, name, filters))}") if pages > 1 else 1
    with listed:
        LISTS[name].show(pair, filters, PAGE, (page - 1) * PAGE)
    st.html(f'<p class="jh-close">{close}</p>')
