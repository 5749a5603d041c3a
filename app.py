"""The menu: finds the screens in pages/, shows the frame they share, runs the one asked for."""

import logging

import streamlit as st

from data_access.queries import filters
from pages._parts import look
from pages._parts.data import ask, open_screen
from pages._parts.links import anchor, menu, opens_empty

st.set_page_config(page_title="绩核 · 预算绩效自评复核", page_icon="static/fav.png", layout="wide")
st.logo("static/logo.svg", size="large")
chosen = menu()
body = st                                                     # what goes wrong is told where the screen would stand
try:
    with st.spinner("正在准备数据……"):                        # the first time; later this takes a millisecond
        _copy, demo = open_screen()
    look.frame(demo=demo, screen=chosen.url_path)
    if ask(filters.scope)["filings"] or opens_empty(chosen.url_path):
        body = st.container()
        look.foot()                                           # first, so that a screen that stops early has it too
        with body:
            chosen.run()
    else:
        look.empty("还没有自评表", "支持 Word、Excel、PDF、扫描图片和文本，也可以放入整个文件夹或 zip 压缩包。",
                   anchor("去导入 →", "import"))
except Exception:
    logging.exception("A screen failed")
    body.error("这一页没能打开。请刷新重试；仍不行时，把启动窗口里最后几行文字发给维护人员。")
