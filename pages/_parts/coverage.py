"""The parts of 报送情况: tiles, the table of departments, the files to send back."""

import json

import streamlit as st

from data_access import exports
from data_access.copy import Copy
from data_access.queries import coverage as query
from data_access.queries.filters import Filters, departments_of
from data_access.queries.unread import NOBODY
from pages._parts import look, tables
from pages._parts.bar import check_option, in_words
from pages._parts.data import ask, shown
from pages._parts.download import list_buttons
from pages._parts.links import anchor, href, view
from pages._parts.text import count, day, esc, money

STATES = {"refused": "未能读取", "partly": "部分读取"}
FILES = 200                                                   # files to send back that are shown at once


def tiles(found: list[dict], filters: Filters) -> None:
    """Sums over the departments; a number that has a list leads to it."""
    total = {name: sum(row[name] or 0 for row in found)
             for name in ("due", "due_wan", "missing", "projects", "wholes", "refiled", "unread", "partly")}
    listed = [row for row in found if row["due"] is not None]
    share = f"{(total['due'] - total['missing']) / total['due'] * 100:.1f}%" if total["due"] else "—"
    due = f"{' '.join(money(total['due_wan']))} · {count(len(listed))} 个部门" if listed else "还没有导入预算清单"
    at = view(filters)
    forms = f"项目 {count(total['projects'])} · 部门整体 {count(total['wholes'])}"
    filed = sum(row["projects"] + row["wholes"] > 0 for row in found)
    look.tiles([
        look.tile("应评项目", count(total["due"]) if listed else "—", "个" if listed else "", due,
                  href=href("coverage", list="应评项目", **at) if total["due"] else ""),
        look.tile("未见自评表", count(total["missing"]) if listed else "—", "个" if listed else "", f"已评占比 {share}",
                  href=href("findings", code=check_option("E01"), **at) if total["missing"] else "",
                  kind="alert" if total["missing"] else ""),
        look.tile("已报自评表", count(total["projects"] + total["wholes"]), "份", f"{forms} · {count(filed)} 个部门"),
        look.tile("重新报送", count(total["refiled"]), "份", "报过一次以上，旧版留存",
                  href=href("coverage", list="重新报送", **at) if total["refiled"] else ""),
        look.tile("没有读出的文件", count(total["unread"] + total["partly"]), "个",
                  f"未能读取 {count(total['unread'])} · 部分读取 {count(total['partly'])}",
                  href="#没有读出的文件" if total["unread"] + total["partly"] else "",
                  kind="alert" if total["unread"] else "")])


def departments_table(found: list[dict], filters: Filters) -> None:
    """One row a department; each number leads to the list behind it."""
    body = []
    for row in found:
        at = {**view(filters), "d": row["canonical"]}
        name = esc(NOBODY) if row["canonical"] == NOBODY else anchor(row["canonical"], "department", **at)
        e01 = check_option("E01") if row["missing"] else ""
        body.append([
            name, "—" if row["due"] is None else _listed(row["due"], "应评项目", at),
            anchor(count(row["missing"]), "findings", code=e01, **at) if row["missing"] else _none(row["missing"]),
            anchor(count(row["projects"]), "ranking", by="项目", **at) if row["projects"] else "·",
            _listed(row["wholes"], "部门整体", at), _listed(row["refiled"], "重新报送", at),
            f'<b class="jh-alert">{_listed(row["unread"], "未能读取", at)}</b>' if row["unread"] else "·",
            _listed(row["partly"], "部分读取", at), _quality(row["quality"], at), day(row["last"]) or "—"])
    tables.table(tables.columns("部门:wide 应评项目:num 未见自评表:num 已报项目:num 部门整体:num 重新报送:num "
                                "未能读取:num 部分读取:num 读懂的格子:num 最近导入:center"), body,
                 caption="各部门报送情况")


def _listed(number: int, name: str, at: dict) -> str:
    """A number that opens its list on this screen."""
    return anchor(count(number), "coverage", list=name, **at) if number else "·"


def _quality(share: float | None, at: dict) -> str:
    """The share of cells understood; below 1 it opens the forms with cells that were not."""
    shown = "—" if share is None else f"{share * 100:.1f}%"
    return anchor(shown, "coverage", list="没读懂的格子", **at) if share is not None and share < 1 else shown


def _none(number: int | None) -> str:
    return "—" if number is None else "·"


def unread_section(filters: Filters) -> None:
    """The files to send back, with their download; of one status where the address asks for its name."""
    name = st.query_params.get("list", "")
    status = next((status for status, said in STATES.items() if said == name), "")
    found = ask(query.unread, filters, FILES, 0, status)
    if not found:
        look.section("没有读出的文件", f"没有{name}的文件。" if status else "都读出来了。")
        return
    total = found[0]["total"]
    few = f"，列出前 {count(FILES)} 个" if total > FILES else ""
    look.section("没有读出的文件", f"{STATES.get(status, '')}共 {count(total)} 个{few}。"
                 "退回部门时把“位置”和“怎么办”一并附上。")
    unread_table(found)
    if status:
        st.html(f'<p class="jh-close">{anchor("未能读取和部分读取的都列出", "coverage", **view(filters))}</p>')
    copy, _ = shown()
    words = " · ".join(filter(None, [in_words(filters), STATES.get(status)]))
    list_buttons("unread", lambda: unread_rows(copy, filters, status), words, total)


def unread_table(found: list[dict]) -> None:
    """The files with what is wrong and what to do, the first place of each."""
    body = []
    for row in found:
        said = json.loads(row["messages"]) or [{}]
        more = f"（另有 {len(said) - 1} 处）" if len(said) > 1 else ""
        body.append([esc(row["canonical"]), esc(row["name"]), STATES[row["status"]], esc(said[0].get("where", "")),
                     esc(said[0].get("text", "")) + more])
    tables.table(tables.columns("部门:short 文件:wide 状态:short 位置:short 怎么办:wide"), body,
                 caption="没有读出的文件")


def unread_rows(copy: Copy, filters: Filters, status: str = "") -> list[dict]:
    """The rows of the download: every place of every file, of one status where given; a file whose year nobody knows
    is in every year."""
    cursor = copy.cursor()
    names = departments_of(cursor, filters)
    return [row for row in exports.unread(cursor)
            if (not filters.years or row["year"] is None or row["year"] in filters.years)
            and (names is None or row["department"] in names) and row["state"] == STATES.get(status, row["state"])]
