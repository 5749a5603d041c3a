"""The part of 对比 that lays two rule packs over the same filings."""

import streamlit as st

from data_access.queries import rules
from data_access.queries.filters import NO_GRADE, Filters
from data_access.two_packs import by_two_packs
from pages._parts import look, tables
from pages._parts.bar import GRADES
from pages._parts.compare import more
from pages._parts.data import shown
from pages._parts.links import anchor
from pages._parts.text import count, esc, filing_name, points, signed


def choose_packs() -> tuple[str, str, tuple[str, str]]:
    """The widgets: ids of the two packs, and their names."""
    copy, _ = shown()
    packs = rules.packs(copy.packs)
    names = {one["id"]: one["name"] for one in packs}
    other = next((at for at, one in enumerate(packs) if at and one["differs"]), min(1, len(names) - 1))
    first = st.selectbox("左边", list(names), 0, key="p1", bind="query-params", format_func=names.get, width=235)
    second = st.selectbox("右边", list(names), other, key="p2", bind="query-params",
                          format_func=names.get, width=235)
    return first, second, (names[first], names[second])


def two_packs(first: str, second: str, names: tuple[str, str], filters: Filters) -> None:
    """Averages, grades and the filings that differ most."""
    copy, _ = shown()
    with st.spinner("正在按两个规则包各算一遍……"):
        found = _scored(copy.version, first, second, filters, copy)
    if not found["filings"]:
        look.empty("这个范围里没有自评表", "请换一个年度或部门。")
        return
    heads = [("", "wide"), *((esc(name), "num") for name in names), ("差", "num")]
    look.section("得分和等级", f"{count(found['filings'])} 份自评表各按两个规则包重算一遍，不管现在用的是哪一个；"
                 f"等级不同的 {count(found['regraded'])} 份。")
    left, right = found["sides"]
    body = [["重算均分", points(left["recomputed"]), points(right["recomputed"]), _gap(left, right)],
            ["可对照的（份）", count(left["compared"]), count(right["compared"]),
             more(right["compared"] - left["compared"])]]
    for grade in GRADES:
        numbers = [side["grades"].get(None if grade == NO_GRADE else grade, 0) for side in (left, right)]
        name = tables.grade(grade) if grade != NO_GRADE else "无等级"
        body.append([f"重算{name}（份）" if grade == NO_GRADE else f"重算 {name}（份）", *map(count, numbers),
                     more(numbers[1] - numbers[0])])
    tables.table(heads, body, caption="两个规则包的得分和等级")
    if not found["moved"]:
        tables.note("这个范围里，两个规则包算出的每份自评表都相同。")
    else:
        look.section("差得最多的自评表")
        tables.table([("项目", "wide"), ("部门", "text"), *((esc(name), "num") for name in names), ("差", "num")],
                     [[anchor(filing_name(row), "filing", filing=row["filing"]), esc(row["canonical"]),
                       tables.score(row["first"], row["first_grade"]), tables.score(row["second"], row["second_grade"]),
                       signed(row["change"])] for row in found["moved"]], caption="两个规则包差得最多的自评表")


@st.cache_data(max_entries=50, show_spinner=False)
def _scored(version: int, first: str, second: str, filters: Filters, _copy) -> dict:
    return by_two_packs(_copy, first, second, filters)


def _gap(left: dict, right: dict) -> str:
    if None in (left["recomputed"], right["recomputed"]):
        return "—"
    return signed(right["recomputed"] - left["recomputed"])
