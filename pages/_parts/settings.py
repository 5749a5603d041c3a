"""The parts 本单位 and 读取上限 of 设置."""

import streamlit as st

from data_access import bureau
from pages._parts import look
from pages._parts.changed import change, history, said

_NAMES = {"bureau": "单位名称", "region": "地区", "default_year": "默认年度", "keep_originals": "保存原件",
          "limits": "读取上限"}
COLUMNS = 3


def own(person: str) -> None:
    """Name, region, default year, whether originals are kept."""
    now = bureau.told()
    said()
    look.section("本单位", "单位名称显示在各页右上角、页脚和导出文件的“说明”里。")
    with st.form("own", border=True):
        left, right = st.columns(2, gap="large")
        name = left.text_input("单位名称", now.bureau, key="own-bureau", max_chars=60, placeholder="例：青禾县财政局")
        options = sorted({*bureau.regions(), *filter(None, [now.region])})
        at = options.index(now.region) if now.region else None
        region = right.selectbox("地区（可以直接输入）", options, index=at, key="own-region", accept_new_options=True,
                                 placeholder="没有专门规定的地区可不填")
        year = left.text_input("默认年度", str(now.default_year or ""), key="own-year", max_chars=4,
                               placeholder="例：2024；不填则打开最近的年度")
        kept = right.toggle("保存导入的原件", now.keep_originals, key="own-originals",
                            help="原件存在本机的数据文件夹里，用来核对出处，不随任何导出带出。关闭后新导入的不再保存，已保存的不删除。")
        st.caption("地区决定用哪个规则包：表上和导入时都没有写地区的自评表按这里算，改动后全部重算。"
                   "默认年度用来补表上和导入时都没有写的年度，也是各页打开时的年度。")
        pressed = st.form_submit_button("保存", type="primary")
    if pressed:
        change(lambda: _save(person, name, region, year, kept))
    chosen = bureau.packs_of(now.region, now.default_year)
    st.caption(f"{now.default_year or '最近'}年度没有写地区的自评表：项目支出用{chosen['project']}，"
               f"部门整体支出用{chosen['department']}。")
    history([row for row in bureau.history() if row["name"] != "limits"], _sentence)


def _save(person: str, name: str, region: str | None, year: str, kept: bool) -> str:
    year = year.strip()
    if year and not (year.isascii() and year.isdigit()):
        raise ValueError(f"默认年度“{year}”不对，应为四位数，例如 2024。")
    changed = bureau.save(person=person, bureau=name, region=region or "", default_year=int(year) if year else None,
                          keep_originals=kept)
    if not changed:
        return "没有改动。"
    return f"已保存：{'、'.join(_NAMES[one] for one in changed)}。" + "自评表按新的地区重算。" * ("region" in changed)


def _sentence(row: dict) -> str:
    def shown(value) -> str:
        return {None: "未填", "": "未填", True: "是", False: "否"}.get(value, str(value))
    before = True if row["name"] == "keep_originals" and row["before"] is None else row["before"]
    return f"{_NAMES[row['name']]}：{shown(before)} → {shown(row['value'])}"


def limits(person: str) -> None:
    """The bounds of what is read."""
    now, bounds = bureau.told().limits, bureau.bounds()
    said()
    look.section("读取上限", "一个文件超过上限就不读，并说明是哪一项；其余文件照常。下次导入起生效。")
    with st.form("limits", border=True):
        columns = st.columns(COLUMNS, gap="large")
        values = {}
        for at, (field, bound) in enumerate(bounds.items()):
            values[field] = columns[at % COLUMNS].number_input(
                f"{bound.name}（{bound.unit}）", bound.least, bound.most, bound.shown(now), key=f"limit-{field}",
                help=f"{bound.why}。默认 {bound.default:,}，可设 {bound.least:,} 到 {bound.most:,} {bound.unit}。")
        with st.container(horizontal=True):
            pressed = st.form_submit_button("保存", type="primary")
            reset = st.form_submit_button("恢复默认")
    if pressed or reset:
        change(lambda: _save_limits(person, {} if reset else values))
    changed = [f"{bound.name} {bound.shown(now):,} {bound.unit}（默认 {bound.default:,}）" for bound in bounds.values()
               if bound.shown(now) != bound.default]
    st.caption("与默认不同：" + "；".join(changed) if changed else "现在全部是默认值。")
    history([row for row in bureau.history() if row["name"] == "limits"], _limits_sentence)


def _save_limits(person: str, values: dict[str, int]) -> str:
    if not bureau.save(person=person, limits=values):
        return "没有改动。"
    for field in bureau.bounds():                             # the inputs show what was saved, not what was typed
        st.session_state.pop(f"limit-{field}", None)
    return "已保存。" if values else "已恢复默认。"


def _limits_sentence(row: dict) -> str:
    bounds, before, after = bureau.bounds(), row["before"] or {}, row["value"]
    fields = [field for field in bounds if before.get(field) != after.get(field)]
    return "；".join(f"{bounds[field].name}：{_in_unit(bounds[field], before)} → {_in_unit(bounds[field], after)}"
                    for field in fields)


def _in_unit(bound: bureau.Bound, values: dict[str, int]) -> str:
    return f"{round(values[bound.field] / bound.factor):,} {bound.unit}" if bound.field in values else "默认"
