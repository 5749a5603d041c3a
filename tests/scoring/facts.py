"""Brief descriptions of filings as fact rows in DuckDB: start from RIGHT, change one thing, score, look.

A description gives only what differs from RIGHT, a correct filing. Units: 万元, points, fractions; None = not stated.
`lines`: {1: {"actual": "80人次"}} changes line 1, {6: {...}} adds one, {3: None} removes one. `sub`: the other fund
rows as [source, initial, budget, executed]. `stated`: [{"where": ..., "total_score": ...}].
`goals`: [[expected, achieved]]. `blocks`: [[level, label, points]].
What stands beside the filing: `claims`: [[kind, scope, value]], `accounts`: [[code, name, basic, project]], `budgets`,
`payments`: [[project, code, amount]], `warnings`: [[project, month, light]], `reviews`: [[line, score, note]],
`confirmed`: [code of a finding that was found to be so].
Each part is a document of its own.
"""

from dataclasses import asdict
from pathlib import Path

import duckdb

from scoring.pack import load_packs, pack_rows, tier_rows
from scoring.values import read_pair

SCHEMA = Path(__file__).parents[2] / "scoring" / "schema.sql"
AMOUNTS = ("initial", "budget", "executed")
LINE = {"level1": "产出指标", "level2": "数量指标", "level3": "", "target": "", "actual": "", "weight": None,
        "score": None, "reason": ""}
RIGHT = {
    "form": "project", "year": 2024, "year_printed": 2024, "part": 1, "project": "农民培训", "project_code": None,
    "department": "示例县农业局", "unit": "示例县农业局", "region": None, "reason": "", "measures": "", "notes": "",
    "initial": 10, "budget": 10, "executed": 10, "rate": 1.0, "exec_weight": 10, "exec_score": 10, "sub": [],
    "raw_initial": None, "raw_budget": None, "raw_executed": None, "sub_raw_not_amount": 0,
    "department_code": None, "unit_code": None, "at_funds": "表1 第5行第3列",
    "claims": [], "accounts": [], "budgets": [], "payments": [], "warnings": [], "reviews": [], "confirmed": [],
    "total_weight": 100, "total_score": 100, "grade": "优", "pack": "CN-2020", "goals": [], "stated": [], "blocks": [],
    "lines": {
        1: LINE | {"level3": "培训人次", "target": "≥100人次", "actual": "100人次", "weight": 30, "score": 30},
        2: LINE | {"level2": "质量指标", "level3": "培训合格率", "target": "≥95%", "actual": "96%", "weight": 20,
                   "score": 20},
        3: LINE | {"level2": "成本指标", "level3": "培训经费", "target": "≤10万元", "actual": "10万元", "weight": 10,
                   "score": 10},
        4: LINE | {"level1": "效益指标", "level2": "社会效益指标", "level3": "农技水平", "target": "明显提升",
                   "actual": "达成预期指标", "weight": 20, "score": 20},
        5: LINE | {"level1": "满意度指标", "level2": "服务对象满意度", "level3": "学员满意度", "target": "≥90%",
                   "actual": "95%", "weight": 10, "score": 10}}}


def empty() -> duckdb.DuckDBPyConnection:
    """A connection with the fact tables and the rows of the shipped packs."""
    connection = duckdb.connect()
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    _insert(connection, "packs", pack_rows(load_packs()))
    _insert(connection, "execution_tiers", tier_rows(load_packs()))
    return connection


def filed(*descriptions: dict) -> duckdb.DuckDBPyConnection:
    """A connection that holds these filings, not yet scored; the n-th is called fn."""
    connection = empty()
    for number, description in enumerate(descriptions, 1):
        add(connection, f"f{number}", description, number)
    return connection


def changed(description: dict) -> dict:
    """RIGHT with this description's changes. Refuses a key that RIGHT has not."""
    if unknown := description.keys() - RIGHT.keys():
        raise KeyError(f"unknown in a description: {sorted(unknown)}")
    lines = {ordinal: dict(line) for ordinal, line in RIGHT["lines"].items()}
    for ordinal, change in description.get("lines", {}).items():
        if change is None:
            del lines[ordinal]
        else:
            lines[ordinal] = {**lines.get(ordinal, LINE), **change}
    return {**RIGHT, **description, "lines": lines}


def add(connection: duckdb.DuckDBPyConnection, filing: str, description: dict, position: int = 1) -> None:
    """Write the fact rows of one described filing."""
    said = changed(description)
    own = {"filing": filing, "part_id": said["part"]}
    _insert(connection, "filings", [own | _head(said, position)])
    _insert(connection, "lines", [own | _line(ordinal, line) for ordinal, line in sorted(said["lines"].items())])
    total = {"source": "total", "initial": said["initial"], "budget": said["budget"], "executed": said["executed"]}
    sub = [dict(zip(total, row, strict=True)) for row in said["sub"]]
    for table, rows in (("funds", [_fund(row) for row in [total, *sub]]), ("stated", map(_stated, said["stated"])),
                        ("goals", [{"expected": goal[0], "achieved": goal[1]} for goal in said["goals"]]),
                        ("blocks", [{"level": level, "label": label, "points_c": c(points)}
                                    for level, label, points in said["blocks"]])):
        _insert(connection, table, [own | {"ordinal": ordinal} | row for ordinal, row in enumerate(rows, 1)])
    _beside(connection, said, filing, position)


def _beside(connection: duckdb.DuckDBPyConnection, said: dict, filing: str, position: int) -> None:
    """The rows that stand beside a filing: statements and accounts of its document, lists of its department."""
    part, place = said["part"], {"source": "清单.xlsx", "address": "表1 第2行"}
    own = {"document_id": part, "part_id": part, "source": "示例.docx"}
    listed = {"part_id": part, "year": said["year"], "department": said["department"],
              "canonical": said["department"], **place}
    claims = [own | {"ordinal": position * 100 + n, "where": f"第{n}行", "kind": kind, "scope": scope,
                     "form": "project",
                     "value": fen(value) if kind == "sum" else value, "printed": ""}
              for n, (kind, scope, value) in enumerate(said["claims"], 1)]
    accounts = [own | {"ordinal": position * 100 + n, "title": "支出决算表", "kind": "expenditure", "code": code,
                       "name": name, "basic_fen": fen(basic), "project_fen": fen(project),
                       "total_fen": fen(basic + project), "address": f"第{n}行"}
                for n, (code, name, basic, project) in enumerate(said["accounts"], 1)]
    lists = {table: [listed | {"ordinal": n, "project": project, "project_code": code, amount: fen(value)}
                     for n, (project, code, value) in enumerate(said[table], 1)]
             for table, amount in (("budgets", "budget_fen"), ("payments", "paid_fen"))}
    warnings = [listed | {"project": project, "month": month, "light": light}
                for project, month, light in said["warnings"]]
    reviews = [{"filing": filing, "part_id": part, "ordinal": line, "review_actual": "", "review_score_c": c(score),
                "note": note, **place} for line, score, note in said["reviews"]]
    confirmed = [{"filing": filing, "part_id": part, "key": f"{filing}-{code}", "code": code}
                 for code in said["confirmed"]]
    for table, rows in {"confirmed": confirmed, "claims": claims, "accounts": accounts, **lists, "warnings": warnings,
                        "reviews_sheet": reviews}.items():
        _insert(connection, table, rows)


def fen(wan: float | None) -> int | None:
    """万元 as fen."""
    return None if wan is None else round(wan * 1_000_000)


def c(points: float | None) -> int | None:
    """Points as hundredths."""
    return None if points is None else round(points * 100)


def _fund(row: dict) -> dict:
    return {"source": row["source"], "printed": row["source"], **_amounts(row)}


def _stated(row: dict) -> dict:
    return {"where": row.get("where", ""), "grade": row.get("grade"), "rate": row.get("rate"),
            "total_score_c": c(row.get("total_score")), "budget_fen": fen(row.get("budget")),
            "executed_fen": fen(row.get("executed"))}


def _amounts(row: dict) -> dict:
    return {f"{name}_fen": fen(row[name]) for name in AMOUNTS}


def _head(said: dict, position: int) -> dict:
    same = ("form", "region", "year", "year_printed", "project", "project_code", "department", "unit", "reason",
            "measures", "notes", "grade", "rate", "raw_initial", "raw_budget", "raw_executed",
            "sub_raw_not_amount", "pack", "department_code", "unit_code", "at_funds")
    points = {f"{name}_c": c(said[name]) for name in ("total_weight", "total_score", "exec_weight", "exec_score")}
    sums = {}
    for at, name in enumerate(AMOUNTS, 1):
        stated = [row[at] for row in said["sub"] if row[at] is not None]
        sums[f"sub_{name}_fen"] = fen(sum(stated)) if stated else None
    return {name: said[name] for name in same} | points | sums | _amounts(said) | {
        "document_id": said["part"], "source": "示例.docx", "position": position, "layout": "",
        "title": "项目支出绩效自评表",
        "canonical": said["department"], "grade_printed": said["grade"] or "", "funds_rows": len(said["sub"]),
        "at_total": "表1 第15行第7列", "pack_reason": "暂按国家办法",
        "cells_read": 60, "cells_ignored": 20, "cells_left": 0}


def _line(ordinal: int, line: dict) -> dict:
    levels = {name: line[name] for name in ("level1", "level2", "level3")}
    return levels | {"ordinal": ordinal, "line_key": f"{line['level2']}|{line['level3']}|1", "target": line["target"],
                     "actual": line["actual"], "weight_c": c(line["weight"]), "score_c": c(line["score"]),
                     "reason": line["reason"], "address": f"表1 第{9 + ordinal}行第5列",
                     **asdict(read_pair(line["target"], line["actual"], **levels))}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        sql = f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(rows[0]))})"
        connection.executemany(sql, [list(row.values()) for row in rows])
