"""The what-if of 规则登记: choose a change, see at once what it does, save it with a reason, take it back."""

import streamlit as st

from data_access import own_packs, whatif
from data_access.own_packs import Change
from data_access.queries import rules as query
from data_access.queries.filters import NO_GRADE, Filters
from pages._parts import look, tables
from pages._parts.bar import GRADES
from pages._parts.links import anchor
from pages._parts.tables import columns
from pages._parts.text import count, esc, filing_name, points, signed

SHOWN = 30
LATEST = 2025                                                 # what the years offered reach to where none is shown
KINDS = ("等级分数线", "定性档次", "计分公式", "复核规则的参数", "换一个规则包")
TIERS = {"qualitative.full": "达成", "qualitative.part": "部分达成", "qualitative.missed": "未达成"}
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
        _effect(copy, change, filters)
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
            return _values({key: _formula(now, key) for key in FORMULAS}, now)
        if kind == KINDS[3]:
            return _setting(copy)
        use = st.selectbox("换成", [None, *known], format_func=lambda id_: known.get(id_, "不换"), width=420, key="use")
        return {"use": use} if use and use != now.head.get("overlay_of", now.id) else {}


def _values(chosen: dict, now) -> dict:
    moved = {key: value for key, value in chosen.items() if value != (now.value(key) or {}).get("value")}
    return {"values": moved} if moved else {}


def _cut(now, key: str) -> float | None:
    said = now.value(key)
    if said is None:
        return None
    value = st.number_input(query.NAMES[key], 0.0, 100.0, float(said["value"]), 1.0, key=f"{now.id}-{key}",
                            width=150)
    return said["value"] if value == said["value"] else value


def _band(now, key: str) -> list[float]:
    high, low = now.value(key)["value"]
    shares = (round(low * 100), round(high * 100))
    ends = st.slider(f"{TIERS[key]}（分值的%）", 0, 100, shares, 5, key=f"{now.id}-{key}")
    return [ends[1] / 100, ends[0] / 100]


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


# ---- what it does

def _effect(copy, change: Change, filters: Filters) -> None:
    try:
        found = whatif.try_out(copy, change, filters)
    except ValueError as error:
        st.warning(str(error))
        st.stop()
    regraded = sum(row["filings"] for row in found["grades"] if row["before"] != row["after"])
    look.tiles([
        look.tile("试算范围", count(found["filings"]), "份", "自评表"),
        look.tile("重算总分变动", count(found["changed"]), "份", "与现行规则相比"),
        look.tile("重算等级变动", count(regraded), "份", "见下表"),
        look.tile("有“高”疑点", f"{count(found['high']['before'])} → {count(found['high']['after'])}", "份",
                  f"新进 {count(len(found['entered']))} · 退出 {count(len(found['left']))}")])
    left, right = st.columns([1, 1], gap="large")
    with left:
        look.section("等级变动", "行是现行规则的重算等级，列是试算。")
        _matrix(found["grades"])
    with right:
        look.section("影响最大的部门", "等级变动多的在前。")
        tables.table(columns("部门:wide 自评表:num 等级变动:num 平均分变动:num 进出高疑点:num"),
                     [[esc(row["canonical"]), count(row["filings"]), count(row["regraded"]), signed(row["moved"]),
                       count(row["crossed"])] for row in found["departments"]], caption="影响最大的部门")
    for title, name in (("新进“高”名单", "entered"), ("退出“高”名单", "left")):
        if found[name]:
            rest = "" if len(found[name]) <= SHOWN else f"，列出前 {SHOWN} 份"
            look.section(title, f"{count(len(found[name]))} 份{rest}")
            tables.table(columns("项目:wide 部门 年度:center 现行重算:num 试算:num"),
                         [[anchor(filing_name(row), "filing", filing=row["filing"]), esc(row["canonical"]),
                           str(row["year"] or "不明"), points(row["before"]), points(row["after"])]
                          for row in found[name][:SHOWN]], caption=title)


def _matrix(found: list[dict]) -> None:
    cells = {(row["before"] or NO_GRADE, row["after"] or NO_GRADE): row["filings"] for row in found}
    most = max(cells.values(), default=1)
    body = [[tables.grade(grade) if grade != NO_GRADE else "无等级",
             *(_cell(grade, other, cells.get((grade, other), 0), most) for other in GRADES)] for grade in GRADES]
    tables.table(columns("现行 试算优:center 试算良:center 试算中:center 试算差:center 无等级:center"), body,
                 caption="等级变动，自评表份数", kind="matrix tryout")


def _cell(before: str, after: str, number: int, most: int) -> str:
    if not number:
        return '<span class="jh-quiet">·</span>'
    down = GRADES.index(after) - GRADES.index(before)
    kind = "same" if not down else "none" if NO_GRADE in (before, after) else "fell" if down > 0 else "rose"
    strength = f"{0.16 + 0.6 * number / most:.2f}"
    return f'<span class="jh-cell {kind}" style="--strength:{strength}"><b>{count(number)}</b></span>'


# ---- keeping it

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
