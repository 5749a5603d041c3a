"""预审：报送前自查：放入一份自评表，当场看重算得分和疑点，不入库。"""

import streamlit as st

from pages._parts import look
from pages._parts.data import shown
from pages._parts.precheck import chosen_file, reviewed, show_filing, what_was_read

copy, _ = shown()
look.head("预审", "放入一份自评表，当场看到重算得分、疑点和要改的格子。文件只在本次查看中使用，不入库、不留存。")
file = chosen_file()
if file is None:
    look.empty("还没有放入文件", "把填好的 Word、Excel 或 PDF 自评表拖到上面的框里，一般几秒钟就有结果。")
    st.stop()
review = reviewed(file, copy)
what_was_read(review)
for key in review.filings:
    show_filing(review, key)
