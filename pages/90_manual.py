"""手册：四种人各走一遍：局领导、绩效科、业务科室、填报部门。"""

from pages._parts.manual import contents, manual

contents()
manual()
