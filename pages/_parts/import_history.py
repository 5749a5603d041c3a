"""The last part of 导入: earlier imports, what became of their files, and taking one back."""

import math

import streamlit as st

from data_access import importing
from data_access.queries import imports as query
from pages._parts import look, tables
from pages._parts.download import XLSX
from pages._parts.import_files import SHOWN, place, problems_table, state
from pages._parts.person import person
from pages._parts.text import count, esc

PAGE = 10
_DOORS = {"page": "页面", "command": "命令"}
_KINDS = {"forms": "自评表", **importing.KINDS}


def history() -> None:
    """The list of imports, newest first; one of them with its files."""
    total = importing.ask(query.number)
    if not total:
        return
    look.section("以往导入", "每次导入可以整体撤销：它入库的撤下，被它替换的旧版本恢复。")
    pages = math.ceil(total / PAGE)
    listed, below = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
    page = st.pagination(pages, key="import-page") if pages > 1 else 1
    rows = importing.ask(query.listing, PAGE, (page - 1) * PAGE)
    with listed:
        _table(rows)
    with below:
        names = {f"第 {row['import_id']} 次": row for row in rows}
        picked = st.selectbox("查看一次导入", list(names), index=None, placeholder="选择一次", key="import",
                              bind="query-params", width=200)
        waiting = importing.unread_number()
        st.download_button(f"下载未读清单（全部，{count(waiting)} 个文件）", lambda: importing.unread_of(None),
                           mime=XLSX, file_name="未读清单_全部.xlsx", key="import-unread-all", on_click="ignore",
                           disabled=not waiting)
    if picked in names:
        _one(names[picked])


def _table(rows: list[dict]) -> None:
    body = [[f"第 {row['import_id']} 次", f"{row['started_at']:%Y-%m-%d %H:%M}", esc(row["person"]),
             _DOORS[row["door"]], _KINDS[row["kind"]], count(row["files"]), count(row["filings"]),
             count(row["replaced"]), count(row["rows"]), count(row["unread"]), _state(row)] for row in rows]
    heads = "编号:short 时间:short 经办人 入口:short 种类:short 文件:num 自评表:num 替换:num 清单行:num 未读:num 状态"
    tables.table(tables.columns(heads), body, caption="以往导入")


def _state(row: dict) -> str:
    if row["state"] == "undone":
        return f'<span class="jh-quiet">已撤销（{esc(row["undone_by"])} {row["undone_at"]:%Y-%m-%d %H:%M}）</span>'
    if row["state"] == "broken":
        return (f'<b>中断</b>：已入库 {count(row["filings"])} 份。可以撤销，'
                "或把同一批文件再导入一次接着做（已入库的会跳过）")
    return {"finished": "完成", "going": "正在进行"}[row["state"]]


def _one(row: dict) -> None:
    number = row["import_id"]
    look.section(f"第 {number} 次导入的文件")
    files = importing.ask(query.files, number, SHOWN, 0)
    problems = [(file["path"], file["status"], *(m[name] for name in ("where", "found", "expected", "text")))
                for file in files if file["status"] in ("refused", "partly") for m in file["messages"]]
    if problems:
        problems_table(problems, caption=f"第 {number} 次导入没有读出的")
    with st.expander(f"全部文件 {count(row['files'])} 个", expanded=not problems):
        heads = "文件:wide 部门 年度:short 结果:short 自评表:num 指标行:num 替换:num 没用上的格:num"
        tables.table(tables.columns(heads), [
            [place(file["path"]), esc(file["department"]), esc(file["year"]), state(file["status"]),
             count(file["filings"]), count(file["lines"]), count(file["replaced"]), count(file["cells_left"])]
            for file in files], caption=f"第 {number} 次导入的文件")
        if row["files"] > SHOWN:
            st.caption(f"这里列前 {SHOWN} 个，未读的在前。")
    with st.container(horizontal=True):
        st.download_button("下载这次的未读清单", lambda: importing.unread_of(number), mime=XLSX,
                           file_name=f"未读清单_第{number}次导入.xlsx", key=f"import-unread-{number}",
                           on_click="ignore", disabled=not row["unread"] or row["state"] == "undone")
        if row["state"] not in ("undone", "going") and st.button("撤销这次导入", key=f"import-undo-{number}"):
            st.session_state["_import-undo"] = number
    if st.session_state.get("_import-undo") == number and row["state"] != "undone":
        _undo(number)


def _undo(number: int) -> None:
    """Say what would happen, and ask once more."""
    would = importing.what_undo_does(number)
    rows = f"、清单 {count(would.rows)} 行" if would.rows else ""
    history = f"其中 {count(would.history)} 份已被后来的导入替换，只从历史里去掉。" if would.history else ""
    with st.container(border=True, key="import-undo-box"):
        st.html(f"<p><b>撤销第 {number} 次导入</b>：撤下自评表 {count(would.filings)} 份{rows}；"
                f"恢复被它替换的旧版本 {count(would.restored)} 份。{history}导入记录保留，文件可以重新导入。</p>")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            who = person(key="undo")
            sure = st.button("确认撤销", key="import-undo-sure", type="primary")
            if st.button("不撤销", key="import-undo-no"):
                del st.session_state["_import-undo"]
                st.rerun()
    if sure:
        try:
            importing.undo(number, person=who)
        except importing.NotNow as error:
            st.warning(str(error))
            return
        del st.session_state["_import-undo"]
        st.toast(f"已撤销第 {number} 次导入。")
        st.rerun()
