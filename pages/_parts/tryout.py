"""The what-if of 规则登记: choose a change, see at once what it does, save it with a reason, take it back."""

import re

import streamlit as st

from data_access import own_packs
from data_access.own_packs import Change
from data_access.queries import rules as query
from data_access.queries.filters import Filters
from pages._parts import look, tables
from pages._parts.tables import columns
from pages._parts.text import esc
from pages._parts.tryout_effect import effect

LATEST = 2025                                                 # what the years offered reach to where none is shown
KINDS = ("等级分数线", "定性档次", "预算执行", "计分公式", "一级指标分值", "复核规则的参数", "换一个规则包")
TIERS = {"qualitative.full": "达成", "qualitative.part": "部分达成", "qualitative.missed": "未达成"}
WEIGHTS = ("weights.产出", "weights.成本", "weights.效益", "weights.满意度")
FORMULAS = ("quantitative.le", "quantitative.eq", "quantitative.range", "total.rounding", "total.weights_not_100")


def tryout(copy, filters: Filters, words: str) -> None:
    """The whole view. Nothing is saved until 保存."""
    look.section("试算", f"{words}：改一处，立即看影响；保存以前什么都不变。")
    known = {one["id"]: one["name"] for one in query.packs(copy.packs) if not one["own"]}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        base = st.selectbox("改哪个规则包", list(known), format_func=known.get, key="base", width=300)
        kind = st.selectbox("改什么", KINDS, key="kind", width=200)
        year = _first_year(filters)
    now = copy.packs.get(f"OWN-{base}", copy.packs[base])
    changed = _changed(copy, now, known, kind)
    if changed:
        change = Change(base, year=year, **changed)
        effect(copy, change, filters)
        _save(copy, change)
    else:
        look.empty("还没有改动", "在上方改一个数、一个档次、一个公式，或换一个规则包，这里就显示影响。")
    _history(copy, base)


def _first_year(filters: Filters) -> int | None:
    """The first year the change holds for: the year shown unless chosen otherwise; None for every year."""
    shown = filters.years[0] if filters.years and filters.years[0] else None
    options = [None, *range((shown or LATEST) + 1, 2019, -1)]
    return st.selectbox("自哪个年度起", options, options.index(shown), key=f"from-{shown}", width=150,
                        format_func=lambda year: f"{year}年度" if year else "全部年度")


def _changed(copy, now, known: dict, kind: str) -> dict:
    """What the widgets change, as fields of Change; {} where nothing does."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        if kind == KINDS[0]:
            return _values({key: _cut(now, key) for key in ("grades.优", "grades.良", "grades.中")}, now)
        if kind == KINDS[1]:
            return _values({key: _band(now, key) for key in TIERS}, now)
        if kind == KINDS[2]:
            return _execution(now)
        if kind == KINDS[3]:
            return _values({key: _formula(now, key) for key in FORMULAS}, now)
        if kind == KINDS[4]:
            return _values({key: _cut(now, key) for key in WEIGHTS}, now)
        if kind == KINDS[5]:
            return _setting(copy)
        use = st.selectbox("换成", [None, *known], format_func=lambda id_: known.get(id_, "不换"), width=420, key="use")
        return {"use": use} if use and use != now.head.get("overlay_of", now.id) else {}


def _values(chosen: dict, now) -> dict:
    moved = {key: value for key, value in chosen.items() if value != (now.value(key) or {}).get("value")}
    return {"values": moved} if moved else {}


def _cut(now, key: str) -> float | None:
    said = now.value(key)
    if said is None or said["value"] is None:
        return None
    value = st.number_input(query.NAMES[key], 0.0, 100.0, float(said["value"]), 1.0, key=f"{now.id}-{key}",
                            width=150)
    return said["value"] if value == said["value"] else value


def _band(now, key: str) -> list[float]:
    high, low = now.value(key)["value"]
    shares = (round(low * 100), round(high * 100))
    ends = st.slider(f"{TIERS[key]}（分值的%）", 0, 100, shares, 5, key=f"{now.id}-{key}")
    return [ends[1] / 100, ends[0] / 100]


def _execution(now) -> dict:
    """The points of the budget execution, its steps, and how much must be spent before a saving is one."""
    share = now.value("execution.cost_share")["value"]
    chosen = {"execution.weight": _cut(now, "execution.weight")}
    percent = st.number_input(f"{query.NAMES['execution.cost_share']}（%）", 0.0, 100.0, share * 100, 5.0,
                              key=f"{now.id}-cost-share", width=210)
    chosen["execution.cost_share"] = share if percent == share * 100 else percent / 100
    said = now.value("execution.formula")["value"]
    text = st.text_input("执行率分档（执行率%=得分%，由高到低，最后从0起；留空按比例）", steps_text(said), width=420,
                         key=f"{now.id}-steps", placeholder="95=100，80=85，60=50，0=0")
    try:
        chosen["execution.formula"] = said if text == steps_text(said) else steps(text)
    except ValueError:
        st.warning(f"分档“{text}”读不出，应如：95=100，80=85，60=50，0=0")
        st.stop()
    return _values(chosen, now)


def steps(text: str) -> list[list[float]] | str:
    """'95=100，0=0' → [[0.95, 1.0], [0.0, 0.0]]; blank → in proportion. ValueError where it is neither."""
    if not text.strip():
        return "ratio"
    pairs = [piece.split("=") for piece in re.split("[，,、;；\\s]+", text.strip().replace("＝", "=").replace("%", ""))]
    return [[float(rate) / 100, float(share) / 100] for rate, share in pairs]


def steps_text(formula: list | str) -> str:
    """The steps as they are typed; '' for in proportion."""
    return "" if formula == "ratio" else "，".join(f"{rate * 100:g}={share * 100:g}" for rate, share in formula)


def _formula(now, key: str) -> str:
    options = list(query.WORDS[key])
    return st.selectbox(query.NAMES[key], options, options.index(now.value(key)["value"]), key=f"{now.id}-{key}",
                        format_func=query.WORDS[key].get, width=235)


def _setting(copy) -> dict:
    with_settings = {one["code"]: one for one in copy.checks if one.get("settings")}
    code = st.selectbox("复核规则", list(with_settings), key="check", width=260,
                        index=list(with_settings).index("A12") if "A12" in with_settings else 0,
                        format_func=lambda code: f"{code} {with_settings[code]['name']}")
    settings = with_settings[code]["settings"]
    name = st.selectbox("参数", list(settings), key=f"setting-{code}", width=170)
    now = settings[name]["value"]
    label = f"{name}（{settings[name]['unit']}）"
    if isinstance(now, str):
        value = st.text_input(label, now, key=f"{code}-{name}", width=420)
    else:
        value = st.number_input(label, value=float(now), key=f"{code}-{name}", width=170)
    return {"settings": {code: {name: value}}} if value != now else {}


def _save(copy, change: Change) -> None:
    if copy.packs_folder is None:
        return
    look.section("保存", "保存后成为本单位规则的新版本，全部自评表随即重算；旧版本保留，可以撤回。"
                 "计分规则自所选年度起用；复核规则的参数对全部年度生效。")
    with st.form("save", border=True):
        with st.container(horizontal=True):
            name = st.text_input("规则名称", "本单位规则", key="save-name")
            who = st.text_input("修改人（科室）", key="save-who")
            why = st.text_input("理由或文号", key="save-why")
        pressed = st.form_submit_button("保存", type="primary")
    if pressed:
        try:
            own_packs.save(copy.packs, copy.packs_folder, change, name=name, who=who, why=why)
        except (ValueError, OSError) as error:
            st.warning(f"没有保存：{error}")
            return
        st.toast("已保存，全部自评表按新版本重算。")
        st.rerun()


def _history(copy, base: str) -> None:
    found = own_packs.versions(copy.packs_folder, base)
    if not found:
        return
    look.section("本单位修改记录", "每一次修改都保留。")
    state = {True: "<b>现行</b>", False: "旧版本"}
    body = [[str(row["version"]), esc(row["when"].replace("T", " ")), esc(row["who"]), esc(row["why"]),
             f"已撤回：{esc(row['withdrawn']['why'])}" if row["withdrawn"] else state[row["in_force"]]]
            for row in found]
    tables.table(columns("版本:center 时间:short 修改人 理由:wide 状态"), body, caption="本单位修改记录")
    if not any(row["in_force"] and not row["withdrawn"] for row in found):
        return
    with st.form("withdraw", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        who = st.text_input("撤回人", key="undo-who", width=200)
        why = st.text_input("撤回理由", key="undo-why", width=300)
        if st.form_submit_button("撤回现行版本"):
            try:
                own_packs.withdraw(copy.packs_folder, base, who=who, why=why)
            except ValueError as error:
                st.warning(str(error))
            else:
                st.rerun()
