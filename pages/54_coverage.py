"""报送情况：各部门应评多少、报来多少、缺多少、哪些文件没读出来。"""

import streamlit as st

from data_access.queries import coverage
from pages._parts import look
from pages._parts.bar import filter_bar, in_words
from pages._parts.coverage import departments_table, tiles, unread_section
from pages._parts.coverage_lists import asked_list
from pages._parts.data import ask

filters = filter_bar(years=True)
found = ask(coverage.departments, filters)
look.head("报送情况", f"{in_words(filters)} · 应评来自预算清单，没有导入清单的部门不算缺报。")
if not found:
    look.empty("还没有报送记录", "导入自评表或预算清单后，这里按部门列出应报、已报、未读。")
    st.stop()
tiles(found, filters)
asked_list(filters)
look.section("按部门", "缺报和未读的在前；点数字看背后的名单。")
departments_table(found, filters)
unread_section(filters)
