"""The parts of 导入 while an import goes on, and what it came to."""

import streamlit as st

from data_access.importing import Job, jobs
from pages._parts import look
from pages._parts.accident import told
from pages._parts.import_files import files_table
from pages._parts.links import screens
from pages._parts.text import count

_STEPS = {"reading": "正在读取", "storing": "正在入库"}
_LAST = {"reading": "正在与库里已有的核对……", "storing": "正在重算得分、核对规则……"}


@st.fragment(run_every=1)
@told()
def watch(number: int, state: str) -> None:
    """How far job `number` is; the whole screen is shown anew when it leaves `state`."""
    job = jobs.current()
    if job is None or job.number != number or job.state != state:
        st.rerun()
    now = job.progress
    last = now.done == now.total > 0
    name = _LAST[state] if last else now.name
    left = f" · 剩余{now.left}" if now.left and not last else ""
    st.progress(now.share, text=f"**{_STEPS[state]} {count(now.done)} / {count(now.total)} 个文件**{left}")
    st.caption(name or "正在开始……")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("停止", key="import-stop", disabled=job.halt.is_set()):
            jobs.halt(job)
        st.caption("可以离开本页，读取在后台继续；回到“导入”页再看。" if state == "reading" else
                   "可以离开本页，入库在后台继续，各页面在入库结束后更新。停止后，已入库的文件保留，可在下方整体撤销。")


def outcome(job: Job) -> None:
    """What became of a job that ended, until somebody has seen it."""
    if job.state == "failed":
        stored = f"已入库的部分是第 {job.import_id} 次导入，可在下方撤销，或把同一批文件再导入一次接着做。"
        st.error(f"{job.error}。{stored if job.import_id else '没有任何内容入库。'}")
        _seen(job)
        return
    done = job.results
    filings, replaced = sum(file.filings for file in done), sum(file.replaced for file in done)
    unread = [file for file in done if file.status in ("refused", "partly")]
    left_out = len(job.batch.files) - len(done)
    look.section(f"第 {job.import_id} 次导入" + (f"已停止，{left_out} 个文件没有入库" if left_out else "完成"))
    look.tiles([
        look.tile("已入库", count(filings), "份自评表", f"来自 {len(done)} 个文件"),
        look.tile("其中替换旧版本", count(replaced), "份", "旧版本留作历史"),
        look.tile("清单和台账", count(sum(file.rows for file in done if file.document_id)), "行"),
        look.tile("未读或部分读取", count(len(unread)), "个文件", "名单在下方“以往导入”下载",
                  kind="alert" if unread else "")])
    if job.differs:
        st.warning("预览以后库里有变化，下列文件的结果与预览不同。")
        files_table([done[at] for at in job.differs], caption="与预览不同的文件")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(screens()["findings"], label="去看疑点清单 →")
        st.page_link(screens()["overview"], label="去看总览 →")
        _seen(job)


def _seen(job: Job) -> None:
    if st.button("知道了，继续导入", key="import-seen", type="primary"):
        jobs.drop(job)
        st.rerun()
