"""The first part of 导入: what to take in, and what to fill blanks with."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_access import importing
from pages._parts.person import person

GUESS = "自动判断"
KINDS = {GUESS: "guess", "自评表": "forms", **{name: kind for kind, name in importing.KINDS.items()}}
TYPES = "Word、Excel、PDF、扫描图片、文本、CSV，或 zip 压缩包"


def choose() -> None:
    """The two places to drop files on, the options, the button that starts reading."""
    size, turn = importing.megabytes(), st.session_state.get("_import-turn", 0)
    with st.container(key="import-drop", horizontal=True, gap="medium"):
        files = st.file_uploader(f"文件（可多选）：{TYPES}，每个不超过 {size} MB", accept_multiple_files=True,
                                 max_upload_size=size, key=f"import-files-{turn}")
        folder = st.file_uploader("整个文件夹：连同里面的各级文件夹（文件很多时，压成一个 zip 放左边更快）",
                                  accept_multiple_files="directory", max_upload_size=size, key=f"import-folder-{turn}")
    given = _options()
    dropped = [*(files or []), *(folder or [])]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        who = person(key="import")
        pressed = st.button("读取并预览", type="primary", key="import-read", icon=":material/find_in_page:")
        st.caption(f"已放入 {len(dropped)} 个文件。先读取、给出预览，您确认以后才入库。" if dropped else
                   "先读取、给出预览，您确认以后才入库。")
    if pressed and not dropped:
        st.warning("请先放入文件或文件夹。")
    elif pressed:
        _begin(dropped, who, given)


def _options() -> dict:
    """What to fill blanks with."""
    own = importing.own()
    with st.expander("文件种类，以及表上没写时用什么补"), st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox("文件种类", list(KINDS), key="import-kind", width=150)
        year = st.text_input("年度", key="import-year", width=140, max_chars=4,
                             placeholder=str(own.default_year or "表上没写时用"))
        department = st.text_input("主管部门", key="import-department", width=240, placeholder="表上没写时用")
        region = st.text_input("地区", key="import-region", width=180, placeholder=own.region or "用来选规则包")
        again = st.checkbox("已导入过的也重新读", key="import-again")
    return {"kind": KINDS[kind], "year": year.strip(), "department": department.strip() or None,
            "region": region.strip() or None, "again": again}


def _begin(dropped: list, who: str, given: dict) -> None:
    year = given["year"]
    if year and not (year.isascii() and year.isdigit() and 1990 <= int(year) <= 2099):
        st.warning(f"年度“{year}”不对，应为四位数，例如 2024。")
        return
    try:
        with st.spinner("正在收下文件……"):
            importing.begin(_handed_over(dropped), person=who, **{**given, "year": int(year) if year else None})
    except importing.Busy:
        st.warning("另一个窗口正在导入，请等它结束。")
        return
    st.session_state["_import-turn"] = st.session_state.get("_import-turn", 0) + 1
    st.rerun()


def _handed_over(dropped: list):
    """(path, bytes) of each file; the session lets go of it at once."""
    here = get_script_run_ctx()
    for file in dropped:
        yield file.name, file.getvalue()
        let_go = getattr(here.uploaded_file_mgr, "remove_file", None)
        if let_go:
            let_go(session_id=here.session_id, file_id=file.file_id)
