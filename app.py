"""The menu: finds the screens in pages/, shows the frame they share, runs the one asked for."""

import streamlit as st

from data_access.queries import filters
from pages._parts import look
from pages._parts.accident import told
from pages._parts.data import ask, open_screen
from pages._parts.links import anchor, menu, opens_empty

st.set_page_config(page_title="绩核 · 预算绩效自评复核", page_icon="static/fav.png", layout="wide")
st.logo("static/logo.svg", size="large")
chosen = menu()
with told():
    with st.spinner("正在准备数据……"):                        # the first time; later this takes a millisecond
        _copy, demo = open_screen()
    look.frame(demo=demo, screen=chosen.url_path)
    if ask(filters.scope)["filings"] or opens_empty(chosen.url_path):
        body = st.container()
        look.foot()                                           # first, so that a screen that stops early has it too
        with body, told():                                    # where the screen would stand
            chosen.run()
    else:
        look.empty("还没有自评表", "支持 Word、Excel、PDF、扫描图片和文本，也可以放入整个文件夹或 zip 压缩包。",
                   anchor("去导入 →", "import"))
