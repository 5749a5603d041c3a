"""导入：放入部门报送的文件，先看读出了什么、会替换什么，再确认入库；以往导入可以整体撤销。"""

from data_access.importing import jobs
from pages._parts import look
from pages._parts.import_choose import choose
from pages._parts.import_history import history
from pages._parts.import_preview import preview
from pages._parts.import_watch import outcome, watch

look.head("导入", "放入部门报送的文件，先看读出了什么、会替换什么，再确认入库。")
job = jobs.current()
if job is None:
    choose()
elif job.state in ("reading", "storing"):
    watch(job.number, job.state)
elif job.state == "waiting":
    preview(job)
else:
    outcome(job)
history()
