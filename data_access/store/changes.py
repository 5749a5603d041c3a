"""What changed between two versions of a filing: the figures, old → new, in words."""

from sqlalchemy import Connection, select

from data_access.store import tables as t

_FUND = {"initial_fen": "年初预算数", "budget_fen": "全年预算数", "executed_fen": "全年执行数", "score_c": "执行得分"}
_LINE = {"weight_c": "分值", "score_c": "得分", "target": "指标值", "actual": "完成值"}


def changes(connection: Connection, old: int, new: int) -> list[tuple[str, str, str]]:
    """(figure, before, now) of two versions, as an officer writes them: ("总分", "95", "98"); 空 for none."""
    before, after = _figures(connection, old), _figures(connection, new)
    return [(name, _shown(before.get(name)), _shown(after.get(name)))
            for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]


def in_words(changed: list[tuple[str, str, str]]) -> str:
    """'总分 95 → 98；“体检人数”得分 10 → 15'; '' when every figure is the same."""
    return "；".join(f"{name} {old} → {new}" for name, old, new in changed)


def _figures(connection: Connection, filing_id: int) -> dict[str, object]:
    """Each figure of a filing by its Chinese name, in 万元 and points."""
    filing = connection.execute(select(t.filings).where(t.filings.c.filing_id == filing_id)).mappings().one()
    figures: dict[str, object] = {"总分": _points(filing["total_score_c"]), "等级": filing["grade"]}
    for fund in connection.execute(select(t.funds).where(t.funds.c.filing_id == filing_id)
                                   .order_by(t.funds.c.ordinal)).mappings():
        for column, name in _FUND.items():
            value = fund[column]
            figures[f"{fund['printed'] or fund['source']}{name}"] = (
                _points(value) if column.endswith("_c") else None if value is None else value / 1_000_000)
    for line in connection.execute(select(t.lines).where(t.lines.c.filing_id == filing_id)
                                   .order_by(t.lines.c.ordinal)).mappings():
        for column, name in _LINE.items():
            value = line[column]
            figures[f"“{line['line_key'].split('/', 1)[-1]}”{name}"] = (
                _points(value) if column.endswith("_c") else value)
    return figures


def _points(value: int | None) -> float | None:
    return None if value is None else value / 100


def _shown(value: object) -> str:
    return "空" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)
