"""The parts of 规则登记: which pack is in force, what it says and how it differs, the checks."""

import streamlit as st

from data_access.queries import rules as query
from pages._parts import look, tables
from pages._parts.text import count, esc, year_name


def faults(found: list[str]) -> None:
    """What is wrong with each rule file that was left out, or setting that was not taken."""
    for fault in found:
        st.warning(f"有一个规则文件或参数没有采用，其余照常：{fault}")


def unchecked_table(found: list[dict]) -> None:
    """The checks that were not carried out, what they lack, and where that is to be had."""
    if found:
        look.section("未检查", "缺少数据的规则没有执行；未检查不等于没有问题。补上数据并刷新后即检查。")
        tables.table(tables.columns("代码:short 名称:short 哪些年度:short 哪些部门 缺什么:wide"),
                     [[esc(row["code"]), esc(row["name"]), esc(row["years"] or "全部"), esc(_some(row["departments"])),
                       esc(row["why"])] for row in found], caption="未检查")


def _some(names: list[str]) -> str:
    """The departments a need is lacking for, the first ones by name."""
    more = f"等 {count(len(names))} 个部门" if len(names) > 5 else ""
    return "、".join(names[:5]) + more if names else "全部"


def force_table(found: list[dict]) -> None:
    """Which pack the filings are scored by, and why."""
    body = [[year_name(row["year"]), query.FORMS[row["form"]], esc(row["name"]), esc(row["reason"]),
             count(row["filings"])] for row in found]
    tables.table(tables.columns("年度:short 表种:short 规则包:wide 选用理由:wide 自评表:num"), body,
                 caption="正在使用的规则包")


def one_pack(packs: dict) -> None:
    """One pack chosen by name: every value with source, years, how far it was seen, and what the national one says."""
    names = {pack["id"]: pack["name"] for pack in query.packs(packs)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        look.section("规则包内容")
        chosen = st.selectbox("规则包", list(names), format_func=names.get, key="pack", bind="query-params", width=420,
                              label_visibility="collapsed")
    pack = packs[chosen]
    st.html(f'<p class="jh-pack"><b>{esc(pack.head["citation"])}</b> · {esc(pack.head["authority"])} · '
            f'{esc(query.SEEN[pack.head["evidence"]])} · 核对：{esc(pack.head.get("checked_by", "本单位"))}</p>')
    said = query.values(pack, packs[query.NATIONAL])
    heads = "项目:short 规定:wide 国家办法 年度:short 依据:wide 见到的程度:short"
    body = [[esc(row["name"]), esc(row["value"]) + (tables.ASSUMED if row["assumed"] else ""),
             f"<b>{esc(row['national'])}</b>" if row["national"] else '<span class="jh-quiet">相同</span>',
             esc(row["years"]), esc(row["source"]), esc(row["seen"])] for row in said]
    tables.table(tables.columns(heads), body, caption="规则包内容")
    more = query.further(pack)
    if more:
        look.section("另有规定", "写在办法或表上，不参与重算。")
        tables.table(tables.columns("项目:short 规定:wide 依据:wide 见到的程度:short"),
                     [[esc(row["what"]), esc(row["rule"]), esc(row["source"]), esc(row["seen"])] for row in more],
                     caption="另有规定")


def packs_table(found: list[dict]) -> None:
    """Every pack in one line, with what differs from the national one."""
    body = [[esc(row["name"]) + ('<i class="jh-mark">本单位</i>' if row["own"] else ""), esc(row["citation"]),
             esc(row["seen"]), esc(row["forms"]), esc(row["years"]), esc(row["regions"]),
             esc(row["differs"]) if row["differs"] else '<span class="jh-quiet">无</span>'] for row in found]
    heads = "规则包:wide 文号或来源:wide 见到的程度:short 表种:short 年度:short 适用 与国家办法不同:wide"
    tables.table(tables.columns(heads), body, caption="全部规则包")


def checks_table(found: list[dict]) -> None:
    """The checks as their files say."""
    body = [[esc(row["code"]), esc(row["name"]), "".join(tables.severity(name) for name in row["severity"]),
             esc(row["what"]), esc(row["basis"]), esc(row["seen"])] for row in found]
    tables.table(tables.columns("代码:short 名称:short 严重程度:short 查什么:wide 依据:wide 见到的程度:short"), body,
                 caption="复核规则")
