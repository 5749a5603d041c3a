"""The download of a list: exactly what the filters leave, in the order on screen, as xlsx and csv."""

from collections.abc import Callable

import streamlit as st

from data_access import exports
from data_access.exports import write
from data_access.queries import filters as choose
from data_access.queries import findings
from data_access.queries.filters import Filters
from pages._parts.bar import in_words
from pages._parts.data import ask, shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download_buttons(filters: Filters, sort: str, total: int) -> None:
    """Two buttons; the file is made when one is pressed."""
    copy, demo = shown()
    words = ("演示数据 · " if demo else "") + in_words(filters)
    packs = ask(choose.scope)["packs"]

    def listed() -> list[dict]:
        cursor = copy.cursor()
        return exports.flags(cursor, keys=findings.keys(cursor, filters, sort))

    def workbook() -> bytes:
        return exports.flags_xlsx(listed(), words, data_date=exports.data_date(copy.engine), packs=packs,
                                  bureau=copy.settings.bureau)

    name = "疑点清单_" + words.replace(" · ", "_")
    _button("下载 Excel", workbook, f"{name}.xlsx", XLSX, total)
    _button("下载 CSV", lambda: exports.flags_csv(listed()), f"{name}.csv", "text/csv", total)


def list_buttons(subject: str, rows: Callable[[], list[dict]], words: str, total: int) -> None:
    """Two buttons for a list of `exports.write.SUBJECTS`; `rows` is called when one is pressed, `words` tell what the
    list was narrowed to."""
    copy, demo = shown()
    words = ("演示数据 · " if demo else "") + words
    about = write.About(words, exports.data_date(copy.engine), ask(choose.scope)["packs"],
                        copy.settings.bureau)
    name = f"{write.SUBJECTS[subject]}_{words.replace(' · ', '_')}"
    _button("下载 Excel", lambda: write.as_xlsx(subject, rows(), about), f"{name}.xlsx", XLSX, total)
    _button("下载 CSV", lambda: write.as_csv(subject, rows()), f"{name}.csv", "text/csv", total)


def _button(label: str, make: Callable[[], bytes], name: str, mime: str, total: int) -> None:
    st.download_button(label, make, file_name=name, mime=mime, on_click="ignore", disabled=not total, key=label)
