"""The second part of 导入: what storing would do, before anything is stored."""

from itertools import chain

import streamlit as st

from data_access import importing
from data_access.importing import Job, jobs
from pages._parts import look, tables
from pages._parts.download import XLSX
from pages._parts.import_files import SHOWN, files_table, place, problems_table
from pages._parts.links import screens
from pages._parts.person import person
from pages._parts.text import count, esc, filing_name, year_name

_BECOMES = {"new": "新增", "replaces": "替换旧版本", "unsure": "两份并存"}
_LEAVE_OUT = "不导入"


def preview(job: Job) -> None:
    """The tiles, the decision, then what stands behind each tile."""
    files = job.preview
    versions = [(file, one) for file in files for one in file.versions]
    by = f"，由 {job.person} 放入" if job.person else ""
    look.section("预览：还没有入库", f"读取了 {count(len(files))} 个文件{by}。")
    _tiles(files, versions)
    _decide(job, any(file.versions or file.rows for file in files))
    _alike(job)
    _problems(job)
    _lists(job)
    _versions(versions)
    _left_over(files)
    _rest(files)


def _tiles(files: list, versions: list) -> None:
    new = sum(one.state != "replaces" for _, one in versions)
    unread = [file for file in files if file.status in ("refused", "partly")]
    same = sum(file.status == "duplicate" for file in files)
    rows = sum(file.rows for file in files)
    look.tiles([
        look.tile("可新增", count(new), "份自评表", f"另有清单 {count(rows)} 行" if rows else "库里还没有"),
        look.tile("可替换", count(len(versions) - new), "份", "旧版本留作历史"),
        look.tile("重复", count(same), "个文件", "内容已在库里，跳过"),
        look.tile("未读或部分读取", count(len(unread)), "个文件", "原因和办法见下", kind="alert" if unread else "")])


def _decide(job: Job, worth: bool) -> None:
    """Confirm or leave."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="import-decide"):
        who = person(key="confirm")
        confirmed = st.button("确认入库", key="import-confirm", type="primary", disabled=not worth)
        if st.button("放弃", key="import-leave"):
            jobs.drop(job)
            st.rerun()
        st.caption("" if worth else "这一批没有可以入库的内容，可以下载未读清单后放弃。")
    if confirmed and not (who or job.person):
        st.warning("请先填写经办人，再确认入库。")
    elif confirmed:
        jobs.confirm(job, who or job.person)
        st.rerun()


def _alike(job: Job) -> None:
    if not job.batch.alike:
        return
    look.section("部门名称可能是同一个", "这里不作合并。入库后请到设置页确认，确认后排名和历史归到一起。")
    tables.table(tables.columns("名称:wide 可能是:wide 理由"),
                 [[esc(text) for text in pair] for pair in job.batch.alike[:SHOWN]], caption="可能相同的部门")
    st.page_link(screens()["settings"], label="设置页：部门名称 →")


def _problems(job: Job) -> None:
    rows = [(file.path, file.status, m.where, m.found, m.expected, m.text)
            for file in job.preview if file.status in ("refused", "partly")
            for m in file.messages if m.severity == "error" or file.status == "refused"]
    if not rows:
        return
    look.section("没有读出的", "整份没有读出的不会入库；部分读取的照常入库，读不出的值留空。")
    problems_table(rows, caption="没有读出的")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button("下载未读清单（退回部门用）", lambda: importing.unread_of_preview(job), mime=XLSX,
                           file_name="未读清单.xlsx", key="import-unread-preview", on_click="ignore")
        if len(rows) > SHOWN:
            st.caption(f"共 {count(len(rows))} 处，这里列前 {SHOWN} 处，清单里有全部。")


def _lists(job: Job) -> None:
    """Files that look like lists: what they are taken for, and the choice to take them otherwise."""
    found = [(at, file) for at, file in enumerate(job.preview) if file.guess or file.kind in importing.KINDS]
    if not found:
        return
    look.section("清单和复核底稿", "按表头看不是自评表、而像清单或复核底稿的文件。请核对种类，可以改。")
    choices = {**importing.KINDS, "": _LEAVE_OUT}
    for at, file in found[:30]:
        now = "" if file.status == "ignored" else file.kind if file.kind in importing.KINDS else ""
        with st.container(horizontal=True, vertical_alignment="center", key=f"import-list-{at}"):
            picked = st.selectbox(f"{file.path} 作为", list(choices), index=list(choices).index(now),
                                  format_func=choices.get, key=f"import-kind-of-{job.number}-{at}", width=260)
            told = "；".join(message.text for message in file.messages[:2])
            st.caption(f"{count(file.rows)} 行。{told}")
        if picked != now and file.status != "duplicate":
            jobs.take_as(job, at, picked)
            st.rerun()


def _versions(versions: list) -> None:
    if not versions:
        return
    touched = [pair for pair in versions if pair[1].state != "new"]
    new = [pair for pair in versions if pair[1].state == "new"]
    if touched:
        look.section("替换和并存", "替换的列出变化的数字：旧 → 新。")
        tables.table(tables.columns("项目:wide 部门 年度:short 结果:short 变化:sentence 文件:wide"),
                     [[*_named(one), _BECOMES[one.state], _changes(one), place(file.path)]
                      for file, one in touched[:SHOWN]], caption="替换和并存的自评表")
        _first_ones(touched)
    if new:
        with st.expander(f"新增 {count(len(new))} 份自评表", expanded=not touched and len(new) <= 20):
            tables.table(tables.columns("项目:wide 部门 单位 年度:short 文件:wide"),
                         [[*_named(one)[:2], esc(one.unit), _named(one)[2], place(file.path)]
                          for file, one in new[:SHOWN]], caption="新增的自评表")
            _first_ones(new)


def _first_ones(found: list) -> None:
    if len(found) > SHOWN:
        st.caption(f"共 {count(len(found))} 份，这里列前 {SHOWN} 份，入库的是全部。")


def _named(one) -> list[str]:
    return [esc(filing_name({"project": one.project, "form": one.form})), esc(one.department), year_name(one.year)]


def _changes(one) -> str:
    if one.state == "unsure":
        return "与库里同名，份数和年初预算都对不上，无法判断是否同一份，两份都保留"
    said = [f"{esc(name)} {esc(old)} → <b>{esc(new)}</b>" for name, old, new in one.changes[:8]]
    more = f"……共 {len(one.changes)} 处" if len(one.changes) > 8 else ""
    return ("；".join(said) + more or "数字没有变化") + f"<small>旧版本来自 {esc(one.old_source)}</small>"


def _left_over(files: list) -> None:
    total = sum(file.cells_left for file in files)
    if not total:
        return
    read = sum(file.cells_read + file.cells_ignored for file in files)
    with st.expander(f"没有用上的格 {count(total)} 处（占非空格 {total / (total + read):.1%}）"):
        cells = list(chain.from_iterable(((file.path, *cell) for cell in file.left_over) for file in files))
        tables.table(tables.columns("文件:wide 自评表 位置:short 文字:sentence"),
                     [[place(path), esc(form), esc(address), esc(text)] for path, form, address, text in cells[:SHOWN]],
                     caption="没有用上的格")
        if total > min(len(cells), SHOWN):
            st.caption(f"这里列前 {min(len(cells), SHOWN)} 处；入库后每份自评表的页面上有各自的数目。")


def _rest(files: list) -> None:
    """What to know of files that were read; duplicates; what was passed over."""
    hints = [(file.path, file.status, m.where, m.found, m.expected, m.text) for file in files
             for m in file.messages if file.status in ("read", "partly") and m.severity != "error"]
    if hints:
        with st.expander(f"读取时的提示 {count(len(hints))} 条"):
            problems_table(hints, caption="读取时的提示")
    for name, title in (("duplicate", "重复"), ("ignored", "略过")):
        some = [file for file in files if file.status == name]
        if some:
            with st.expander(f"{title} {count(len(some))} 个文件"):
                files_table(some, caption=title)
