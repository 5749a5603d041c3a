"""设置：本单位的名称和地区，部门的规范名称，科室的分工，读取文件的上限。"""

import streamlit as st

from pages._parts import look
from pages._parts.data import shown
from pages._parts.departments import names
from pages._parts.offices import offices
from pages._parts.person import person
from pages._parts.settings import limits, own

VIEWS = {"本单位": own, "部门名称": names, "科室": offices, "读取上限": limits}

_, demo = shown()
look.head("设置", "这里的改动对所有人生效，都记下是谁、什么时候改的。")
with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
    view = st.segmented_control("设置什么", list(VIEWS), default="本单位", key="view", required=True,
                                bind="query-params")
    who = person()
if demo:
    st.caption("现在显示的是演示数据；下面设置的是本单位自己的，演示数据不受影响。")
VIEWS[view](who)
