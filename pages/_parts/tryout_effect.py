"""What a tried change would do: totals, grades, departments, findings, who enters and leaves the list of 高."""

import streamlit as st

from data_access import whatif
from data_access.own_packs import Change
from data_access.queries.filters import NO_GRADE, Filters
from pages._parts import look, tables
from pages._parts.bar import GRADES
from pages._parts.links import anchor
from pages._parts.tables import columns
from pages._parts.text import count, esc, filing_name, points, signed

SHOWN = 30                                                    # of a list of filings


@st.cache_data(max_entries=50, show_spinner="正在试算……")
def _tried(copy_id: int, version: int, change: Change, filters: Filters, _copy) -> dict:
    return whatif.try_out(_copy, change, filters)


def effect(copy, change: Change, filters: Filters) -> None:
    """How many filings and findings a change moves, and which; nothing more of the screen where it is no rule."""
    try:
        found = _tried(id(copy), copy.version, change, filters, copy)
    except ValueError as error:
        st.warning(str(error))
        st.stop()
    regraded = sum(row["filings"] for row in found["grades"] if row["before"] != row["after"])
    look.tiles([
        look.tile("试算范围", count(found["filings"]), "份", "自评表"),
        look.tile("重算总分变动", count(found["changed"]), "份", "与现行规则相比"),
        look.tile("重算等级变动", count(regraded), "份", "见下表"),
        look.tile("有“高”疑点", f"{count(found['high']['before'])} → {count(found['high']['after'])}", "份",
                  f"新进 {count(len(found['entered']))} · 退出 {count(len(found['left']))}")])
    kept = "、".join(found["kept"]) or "无"
    st.html(f'<p class="jh-unchecked">试算重新执行了 {count(found["run"])} 条复核规则。'
            f'看全局的规则（跨年、跨文件、应评未评）只在改它自己的参数时重新执行，这次没有执行：{kept}。</p>')
    left, right = st.columns([1, 1], gap="large")
    with left:
        look.section("等级变动", "行是现行规则的重算等级，列是试算。")
        _matrix(found["grades"])
    with right:
        look.section("影响最大的部门", "等级变动多的在前。")
        tables.table(columns("部门:wide 自评表:num 等级变动:num 平均分变动:num 进出高疑点:num"),
                     [[esc(row["canonical"]), count(row["filings"]), count(row["regraded"]), signed(row["moved"]),
                       count(row["crossed"])] for row in found["departments"]], caption="影响最大的部门")
    if found["checks"]:
        look.section("疑点条数变动", "各条规则在试算范围内的疑点条数。")
        tables.table(columns("代码:short 名称:wide 现行:num 试算:num"),
                     [[esc(row["code"]), esc(row["name"]), count(row["before"]), count(row["after"])]
                      for row in found["checks"]], caption="疑点条数变动")
    for title, name in (("新进“高”名单", "entered"), ("退出“高”名单", "left")):
        if found[name]:
            rest = "" if len(found[name]) <= SHOWN else f"，列出前 {SHOWN} 份"
            look.section(title, f"{count(len(found[name]))} 份{rest}")
            tables.table(columns("项目:wide 部门 年度:center 现行重算:num 试算:num"),
                         [[anchor(filing_name(row), "filing", filing=row["filing"]), esc(row["canonical"]),
                           str(row["year"] or "不明"), points(row["before"]), points(row["after"])]
                          for row in found[name][:SHOWN]], caption=title)


def _matrix(found: list[dict]) -> None:
    cells = {(row["before"] or NO_GRADE, row["after"] or NO_GRADE): row["filings"] for row in found}
    most = max(cells.values(), default=1)
    body = [[tables.grade(grade) if grade != NO_GRADE else "无等级",
             *(_cell(grade, other, cells.get((grade, other), 0), most) for other in GRADES)] for grade in GRADES]
    tables.table(columns("现行 试算优:center 试算良:center 试算中:center 试算差:center 无等级:center"), body,
                 caption="等级变动，自评表份数", kind="matrix tryout")


def _cell(before: str, after: str, number: int, most: int) -> str:
    if not number:
        return '<span class="jh-quiet">·</span>'
    down = GRADES.index(after) - GRADES.index(before)
    kind = "same" if not down else "none" if NO_GRADE in (before, after) else "fell" if down > 0 else "rose"
    strength = f"{0.16 + 0.6 * number / most:.2f}"
    return f'<span class="jh-cell {kind}" style="--strength:{strength}"><b>{count(number)}</b></span>'
