"""The parts of 报送情况: tiles, the table of departments, the files to send back."""

import json

from data_access import exports
from data_access.copy import Copy
from data_access.queries.coverage import NOBODY
from data_access.queries.filters import Filters, departments_of
from pages._parts import look, tables
from pages._parts.bar import check_option
from pages._parts.links import anchor, view
from pages._parts.text import count, day, esc, money

STATES = {"refused": "未能读取", "partly": "部分读取"}


def tiles(found: list[dict]) -> None:
    """Sums over the departments."""
    total = {name: sum(row[name] or 0 for row in found)
             for name in ("due", "due_wan", "missing", "projects", "wholes", "refiled", "unread", "partly")}
    listed = [row for row in found if row["due"] is not None]
    share = f"{(total['due'] - total['missing']) / total['due'] * 100:.1f}%" if total["due"] else "—"
    due = f"{' '.join(money(total['due_wan']))} · {count(len(listed))} 个部门" if listed else "还没有导入预算清单"
    look.tiles([
        look.tile("应评项目", count(total["due"]) if listed else "—", "个" if listed else "", due),
        look.tile("未见自评表", count(total["missing"]) if listed else "—", "个" if listed else "", f"已评占比 {share}",
                  kind="alert" if total["missing"] else ""),
        look.tile("已报自评表", count(total["projects"] + total["wholes"]), "份",
                  f"项目 {count(total['projects'])} · 部门整体 {count(total['wholes'])}"),
        look.tile("重新报送", count(total["refiled"]), "份", "报过一次以上，旧版留存"),
        look.tile("没有读出的文件", count(total["unread"] + total["partly"]), "个",
                  f"未能读取 {count(total['unread'])} · 部分读取 {count(total['partly'])}",
                  kind="alert" if total["unread"] else "")])


def departments_table(found: list[dict], filters: Filters) -> None:
    """One row a department; each number leads to the list behind it."""
    body = []
    for row in found:
        at = {**view(filters), "d": row["canonical"]}
        name = esc(NOBODY) if row["canonical"] == NOBODY else anchor(row["canonical"], "department", **at)
        e01 = check_option("E01") if row["missing"] else ""
        body.append([
            name, "—" if row["due"] is None else count(row["due"]),
            anchor(count(row["missing"]), "findings", code=e01, **at) if row["missing"] else _none(row["missing"]),
            anchor(count(row["projects"]), "ranking", by="项目", **at) if row["projects"] else "·",
            count(row["wholes"]) if row["wholes"] else "·", count(row["refiled"]) if row["refiled"] else "·",
            f'<b class="jh-alert">{count(row["unread"])}</b>' if row["unread"] else "·",
            count(row["partly"]) if row["partly"] else "·",
            "—" if row["quality"] is None else f"{row['quality'] * 100:.1f}%", day(row["last"]) or "—"])
    tables.table(tables.columns("部门:wide 应评项目:num 未见自评表:num 已报项目:num 部门整体:num 重新报送:num "
                                "未能读取:num 部分读取:num 读懂的格子:num 最近导入:center"), body,
                 caption="各部门报送情况")


def _none(number: int | None) -> str:
    return "—" if number is None else "·"


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


def unread_rows(copy: Copy, filters: Filters) -> list[dict]:
    """The rows of the download: every place of every file; a file whose year nobody knows is in every year."""
    cursor = copy.cursor()
    names = departments_of(cursor, filters)
    return [row for row in exports.unread(cursor)
            if (not filters.years or row["year"] is None or row["year"] in filters.years)
            and (names is None or row["department"] in names)]
