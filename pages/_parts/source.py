"""出处: the place in the original that an address names, its cell marked, beside what was read there."""

import streamlit as st

from data_access.intake.documents.grid import Unreadable
from data_access.intake.record import Filing
from data_access.queries.versions import Version
from data_access.source import original
from data_access.source.clip import Clip, ClipRow
from data_access.source.places import Place, place_at
from pages._parts import look, tables
from pages._parts.corrected import Marks
from pages._parts.data import shown
from pages._parts.links import anchor
from pages._parts.text import esc

KINDS = {"docx": "Word", "doc": "旧版 Word", "rtf": "RTF", "xlsx": "Excel", "xls": "Excel", "pdf": "PDF", "csv": "CSV",
         "text": "文字", "picture": "扫描图片"}


def source_panel(version: Version, filing: Filing, address: str, marks: Marks) -> Place | None:
    """The clip round an address and the values read there. Gives the part of the filing that stands there, if any."""
    place = place_at(filing, address)
    name = place.name if place else "这一处"
    with st.container(border=True, key="source"):
        look.section(f"出处：{name}", f"{version.source} · {address}")
        _clip(version, place.addresses if place else (address,))
        if place:
            _read(place, marks)
        back = {"filing": st.query_params["filing"]} | ({} if version.current else {"version": version.number})
        st.html(f'<p class="jh-close">{anchor("收起出处", "filing", **back)}</p>')
    return place


def _clip(version: Version, addresses: tuple[str, ...]) -> None:
    copy, demo = shown()
    if demo:
        look.empty("未留存原件", "演示数据是虚构的，没有原件。导入本单位的自评表后，这里显示原表中的这一格。")
        return
    if not original.is_kept(copy.engine, version.sha256):
        look.empty("未留存原件", original.why_missing(copy.engine, version.sha256))
        return
    try:
        found = _found(version.sha256, addresses, copy.engine)
    except Unreadable as error:
        look.empty("原件打不开", error.text)
        return
    if found is None:
        look.empty("原件里没有定位到这一格", f"{original.why_missing(copy.engine, version.sha256)}")
    elif found.picture:
        st.image(found.picture)
        st.html('<p class="jh-legend">原件截图，红框是这一处的格子；签字和联系方式已遮盖。</p>')
    else:
        st.html(_markup(found))


@st.cache_data(max_entries=200, show_spinner="正在打开原件……")
def _found(sha256: str, addresses: tuple[str, ...], _engine) -> Clip | None:
    document = _document(sha256, _engine)
    return None if document is None else original.clipped(_engine, sha256, document, addresses)


@st.cache_data(max_entries=6, show_spinner=False)
def _document(sha256: str, _engine):
    return original.opened(_engine, sha256)


def _markup(clip: Clip) -> str:
    """The rows as a table; rows left out are told by a thin line."""
    width = max((sum(cell.cols for cell in row.cells) for row in clip.rows), default=1)
    body = "".join(_row(row, width) for row in clip.rows)
    note = f"{KINDS.get(clip.kind, '')}原件中的这一段，标黄的是这一处的格子；签字和联系方式不显示。"
    if not clip.exact:
        note = "没有在页面图像上定位到这一格，下面是从原件读出的表格；标黄的是这一处的格子。"
    return ('<div class="jh-scroll"><table class="jh-source"><caption>原件</caption>'
            f"<tbody>{body}</tbody></table></div>"
            f'<p class="jh-legend">{esc(note)}</p>')


def _row(row: ClipRow, width: int) -> str:
    gap = f'<tr class="gap"><th>⋮</th><td colspan="{width}"></td></tr>' if row.after_gap else ""
    cells = "".join(f'<td rowspan="{cell.rows}" colspan="{cell.cols}" class="{cell.mark and f"marked {cell.mark}"}">'
                    f"{esc(cell.text) if cell.text else ''}</td>" for cell in row.cells)
    return f'{gap}<tr class="{"head" if row.head else ""}"><th scope="row">{esc(row.number)}</th>{cells}</tr>'


def _read(place: Place, marks: Marks) -> None:
    """What the program holds of this place now, to be compared with the print above."""
    heads = [(esc(one.name), "text") for one in place.read]
    values = [esc(one.text) + marks.at(place.place, place.ordinal, one.field) for one in place.read]
    st.html('<p class="jh-pack">程序读到的值（金额以万元计），请与上面的原表对照：</p>')
    tables.table(heads, [values], caption="程序读到的值")
