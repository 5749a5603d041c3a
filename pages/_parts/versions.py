"""版本: every version of a filing, what changed from one to the next, and an older one to read."""

import streamlit as st

from data_access.intake.record import Filing, Fund, Line
from data_access.queries.versions import Version
from pages._parts import look, tables
from pages._parts.corrected import Marks, local
from pages._parts.links import anchor
from pages._parts.tables import columns
from pages._parts.text import esc, filing_name, points, rate, wan, year_name

DOORS = {"page": "页面", "command": "命令行"}
MOST = 12                                                     # changes told one by one


def versions_list(versions: list[Version], filing: str) -> None:
    """The versions, newest first; nothing more than a line where there is only one."""
    look.section("版本", "重新报送的自评表替换旧版本，旧版本都保留。" if len(versions) > 1 else "只报送过一次。")
    body = [[_name(one), _file(one), local(one.imported_at), _who(one), _changes(one),
             "" if one.current else anchor("查看这一版", "filing", filing=filing, version=one.number)]
            for one in versions]
    tables.table(columns("版本:short 来自文件:wide 导入时间:short 经办:short 与上一版比:wide 旧版:short"), body,
                 caption="版本")


def _name(version: Version) -> str:
    return f"第{version.number}版" + ("（现行）" if version.current else "")


def _file(version: Version) -> str:
    place = f"{version.source} 第{version.position}份"
    path = version.path if version.path not in ("", version.source) else ""
    return f'{esc(place)}<small class="jh-at">{esc(path) if path else ""}</small>'


def _who(version: Version) -> str:
    door = DOORS.get(version.door, "")
    return " · ".join(filter(None, [esc(version.person) if version.person else "", door])) or "未记录"


def _changes(version: Version) -> str:
    if version.number == 1:
        return "首次报送"
    told = "；".join(f"{esc(name)} {esc(before)} → {esc(after)}" for name, before, after in version.changed[:MOST])
    more = f"；另有 {len(version.changed) - MOST} 处" if len(version.changed) > MOST else ""
    return told + more if told else "数字没有变化"


def older_head(version: Version, filing: Filing, key: str, versions: list[Version]) -> None:
    """What an older version is, and the way back."""
    newest = next(one for one in versions if one.current)
    back = anchor(f"回到现行的第{newest.number}版", "filing", filing=key)
    where = (filing.department, filing.unit, year_name(filing.year))
    look.head(filing_name(vars(filing)), " · ".join(dict.fromkeys(filter(None, where))))
    st.html(f'<div class="jh-banner" role="note"><b>旧版本</b>第{version.number}版，{local(version.imported_at)} '
            f"导入自 {esc(version.source)}，已被替换，只供查看。{back}</div>")


def older_version(version: Version, filing: Filing, key: str, marks: Marks) -> None:
    """An older version as it was stored, read only."""
    amounts = [[esc(fund.printed or fund.source), *_amounts(fund, n, marks),
                _source(key, version, fund.at.get("row"))] for n, fund in enumerate(filing.funds, 1)]
    told = "；".join(marks.of_head())
    look.section("资金", f"已更正：{told}" if told else "")
    tables.table(columns("资金（万元）:wide 年初预算:num 年中调整:num 全年预算:num 全年执行:num 分值:num "
                         "执行率:num 得分:num 出处:short"), amounts, caption="旧版本的资金")
    look.section("指标", f"自评总分 {_points(filing.total_score_c)}，等级 {filing.grade or '—'}。")
    lines = [[str(n), esc(line.level1), esc(line.level2), *_values(line, n, marks),
              _source(key, version, line.at.get("row"))] for n, line in enumerate(filing.lines, 1)]
    tables.table(columns("行:num 一级 二级 三级指标:wide 指标值 完成值 分值:num 得分:num 偏差原因 出处:short"), lines,
                 caption="旧版本的指标")


def _amounts(fund: Fund, n: int, marks: Marks) -> list[str]:
    shown = {name: _wan(getattr(fund, name)) for name in ("initial_fen", "midyear_fen", "budget_fen", "executed_fen")}
    shown |= {"weight_c": _points(fund.weight_c), "rate": rate(fund.rate), "score_c": _points(fund.score_c)}
    return [text + marks.at("funds", n, name) for name, text in shown.items()]


def _values(line: Line, n: int, marks: Marks) -> list[str]:
    shown = {"level3": esc(line.level3), "target": esc(line.target), "actual": esc(line.actual),
             "weight_c": _points(line.weight_c), "score_c": _points(line.score_c), "reason": esc(line.reason)}
    return [text + marks.at("lines", n, name) for name, text in shown.items()]


def _wan(fen: int | None) -> str:
    return wan(None if fen is None else fen / 1_000_000)


def _points(hundredths: int | None) -> str:
    return points(None if hundredths is None else hundredths / 100)


def _source(key: str, version: Version, address: str | None) -> str:
    return anchor("出处", "filing", filing=key, version=version.number, at=address) if address else ""
