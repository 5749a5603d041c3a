"""Review checks (复核规则): read checks/*.yaml, run them over the scored filings, write the findings.

A check is a file named by its code (check_file.py reads it). One at fault is left out, with file and key named.
"""

from pathlib import Path

import duckdb

from scoring import check_run, check_sound, check_sql
from scoring.check_file import CheckError, is_whole, read_file

_HERE = Path(__file__).parent
FOLDER = _HERE / "checks"


def load_checks(folders: list[Path] | None = None) -> list[dict]:
    """Every check of the folders (default: the ones shipped), ordered by code. CheckError names the first fault."""
    checks, faults = read_checks(folders or [FOLDER])
    if faults:
        raise CheckError(faults[0])
    return checks


def read_checks(folders: list[Path]) -> tuple[list[dict], list[str]]:
    """The checks that can be used, ordered by code, each as its file's mapping; and what is wrong with each file that
    cannot: it is left out, the rest stay. A code that an earlier folder has is refused.

    The first folder's SQL is tested before it is shipped; that of any other is tried out here on no filings."""
    checks, faults = {}, []
    for layer, folder in enumerate(folders):
        for path in sorted(Path(folder).glob("[!_]*.yaml")):
            try:
                check = read_file(path)
                if check["code"] in checks:
                    raise CheckError(f"{path.name}：code 为“{check['code']}”，已用于另一条规则，应另起一个")
                if layer:
                    check_sound.sound(check_sound.scratch(), check)
                checks[check["code"]] = check
            except CheckError as fault:
                faults.append(str(fault))
    return [checks[code] for code in sorted(checks)], faults


def run(connection: duckdb.DuckDBPyConnection, checks: list[dict] | None = None,
        part_ids: list[int] | None = None, *, one_pass: bool = True, changed: bool = True) -> None:
    """Write the findings of the scored filings into `findings` (docs/data.md), anew for these parts or for all.

    Needs what recompute.score() leaves. First step: checks that close inside a part, for these parts. Second step:
    checks with `scope: whole`, always over everything. So part by part gives what one run gives.
    A check that lacks what it needs writes nothing; `unchecked` says so. Raises CheckError when a check's SQL fails;
    its code is None where that came up in the pass over all lines for all checks: without one_pass it is known.
    changed: whether lines were loaded since the last run; False: what was noted of them then holds (check_notes.py).
    """
    connection.execute((_HERE / "findings.sql").read_text(encoding="utf-8"))
    checks = _all(checks)
    lacking = {entry["code"] for entry in unchecked(connection, checks)}
    ready = [check for check in checks if check["code"] not in lacking]
    _forget(connection, checks, part_ids)
    steps = [[check for check in ready if is_whole(check) == whole] for whole in (False, True)]
    columns = None
    try:
        for step, only in zip(steps, (part_ids, None), strict=True):
            if columns is None or part_ids is not None:
                columns = _prepare(connection, ready if part_ids is None else step, only, one_pass,
                                   changed and columns is None)
            _run_step(connection, step, columns)
    finally:
        check_run.clear(connection)


def _prepare(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None,
             one_pass: bool, changed: bool) -> check_run.Columns:
    try:
        return check_run.prepare(connection, checks, part_ids, one_pass=one_pass, changed=changed)
    except duckdb.Error as error:
        raise CheckError(f"复核规则：SQL 无法执行：{error}") from error


def _run_step(connection: duckdb.DuckDBPyConnection, checks: list[dict], columns: check_run.Columns) -> None:
    idle = check_run.idle(connection, checks, columns)
    for check in sorted(checks, key=lambda check: "withholds" not in check):
        if check["code"] not in idle:
            _run_one(connection, check, columns)
    _keep(connection, checks)


def unchecked(connection: duckdb.DuckDBPyConnection, checks: list[dict] | None = None) -> list[dict]:
    """The checks that cannot be run (未检查) on what the store holds: [{"code": "E01", "why": "…"}]."""
    return [{"code": check["code"], "why": need["why"]}
            for check in _all(checks) for need in check.get("needs", []) if not _has(connection, need)]


def _all(checks: list[dict] | None) -> list[dict]:
    return load_checks() if checks is None else checks


def _has(connection: duckdb.DuckDBPyConnection, need: dict) -> bool:
    known = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [need["table"]]).fetchone()
    where = need.get("where", "true")
    return bool(known and connection.execute(f"SELECT 1 FROM {need['table']} WHERE {where} LIMIT 1").fetchone())


def _run_one(connection: duckdb.DuckDBPyConnection, check: dict, columns: check_run.Columns) -> None:
    try:
        for sql in [check_sql.statement(check, columns), *check_sql.withholding(check, columns)]:
            connection.execute(sql)
    except duckdb.Error as error:
        raise CheckError(f"{check['code']}.yaml：SQL 无法执行：{error}", check["code"]) from error


def _forget(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None) -> None:
    """Remove the findings that this run makes anew: those of the parts, and all of the checks that see everything."""
    codes = ", ".join(check_sql.quoted(check["code"]) for check in checks if is_whole(check)) or "NULL"
    connection.execute(f"DELETE FROM findings WHERE {check_sql.of_parts(part_ids)} OR code IN ({codes})")


def _keep(connection: duckdb.DuckDBPyConnection, checks: list[dict]) -> None:
    """Move what a step found to `findings`; on one line all but the first fold under it, an earlier step's before."""
    folds = [f"('{check['code']}', '{code}')" for check in checks for code in check.get("folds", [])]
    connection.execute(f"""
INSERT INTO findings
WITH folds(code, folded) AS (VALUES {', '.join([*folds, "(NULL, NULL)"])}),
leads AS (SELECT *, CASE WHEN ordinal IS NOT NULL THEN first_value(key) OVER (PARTITION BY filing, ordinal ORDER BY
    fault DESC, left(code, 1), severity_rank(severity), code) END AS first FROM found_now)
SELECT l.* EXCLUDE (fault, first) REPLACE (coalesce(over_it.key, earlier.key, nullif(l.first, l.key)) AS lead)
FROM leads l
LEFT JOIN folds ON folds.folded = l.code
LEFT JOIN found_now over_it ON over_it.filing = l.filing AND over_it.code = folds.code
LEFT JOIN findings earlier ON earlier.filing = l.filing AND earlier.ordinal = l.ordinal AND earlier.lead IS NULL
ORDER BY l.filing, l.ordinal NULLS FIRST, l.code""")
    connection.execute("DELETE FROM found_now")
