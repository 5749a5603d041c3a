"""Review checks (复核规则): read checks/*.yaml, run them over the scored filings, write the findings.

A check is a file named by its code. It is refused, with file and key named, when a key is unknown or missing.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import duckdb
import yaml

from scoring import check_sql

_HERE = Path(__file__).parent
REQUIRED = {"code", "name", "level", "severity", "what", "why", "evidence", "message", "ask", "guard", "basis",
            "mark", "author", "since", "review", "cases"}
OPTIONAL = {"test", "select", "name_under", "direction", "settings", "withholds", "heeds", "folds", "needs", "scope"}
EVIDENCE = {"filed", "recomputed", "unit_of_value", "address"}
CHOICES = {"level": {"line", "filing", "department", "document", "bureau"}, "mark": {"算术", "V", "T", "K", "U", "D"},
           "scope": {"part", "whole"}}
WHOLE_LEVELS = {"document", "bureau"}
# Keys inside; "*": of each entry of a list or of a mapping by name.
INNER = {"severity": {"default", "when"}, "withholds": {"lines", "execution"}, "needs.*": {"table", "where", "why"},
         "settings.*": {"value", "unit", "mark"}, "cases.*": {"name", "change", "filings", "fires", "quiet"}}
SEVERITIES = {"高", "中", "低"}
HEEDS = {"line", "execution"}


class CheckError(ValueError):
    """A check's file cannot be used. The text names the file, the key and what would do."""


def load_checks(folders: list[Path] | None = None) -> list[dict]:
    """Every check of the folders (default: the ones shipped), ordered by code, each as its file's mapping.

    Raises CheckError: unknown or missing key, wrong value, unreadable YAML, one code in two files.
    """
    checks = {}
    for folder in folders or [_HERE / "checks"]:
        for path in sorted(Path(folder).glob("[!_]*.yaml")):
            check = _read(path)
            if check["code"] in checks:
                raise CheckError(f"{path}: code {check['code']} 已在另一个文件中使用")
            checks[check["code"]] = check
    return [checks[code] for code in sorted(checks)]


def _read(path: Path) -> dict:
    try:
        check = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CheckError(f"{path}: 不是可读的 YAML：{error}") from error
    if not isinstance(check, dict):
        raise CheckError(f"{path}: 应为“键: 值”的列表")
    _known(path, "", check, REQUIRED | OPTIONAL)
    for key in sorted(REQUIRED - check.keys()):
        raise CheckError(f"{path}: 缺少 {key}")
    _known_inside(path, check)
    _sound(path, check)
    return check


def _known(path: Path, where: str, mapping: dict, known: set[str]) -> None:
    for key in mapping if isinstance(mapping, dict) else [str(mapping)]:
        if key not in known:
            near = get_close_matches(str(key), known, 1, 0.0)[0]
            raise CheckError(f"{path}: 不认识的键 {where}{key}，最接近的是 {near}")


def _known_inside(path: Path, check: dict) -> None:
    for place, inner in INNER.items():
        key, _, each = place.partition(".")
        value = check.get(key, {})
        for entry in (value.values() if isinstance(value, dict) else value) if each else [value]:
            _known(path, key + ".", entry, inner)
    for case in check["severity"].get("when", []):
        _known(path, "severity.when.", case, {"if", "then"})


def _sound(path: Path, check: dict) -> None:
    """Values that must be one of a few, and templates that use evidence which exists."""
    def refuse(key: str, due: object) -> None:
        raise CheckError(f"{path}: {key} 应为 {due}")

    if check["code"] != path.stem:
        refuse("code", f"文件名 {path.stem}")
    for key, values in CHOICES.items():
        if key in check and check[key] not in values:
            refuse(key, sorted(values))
    if ("test" in check) == ("select" in check):
        refuse("test", "test 与 select 二者之一")
    if "test" in check and check["level"] not in check_sql.VIEW_OF:
        refuse("select", "一条完整的 SELECT（本级没有视图）")
    rule = check["severity"]
    for value in [rule.get("default"), *(case.get("then") for case in rule.get("when", []))]:
        if value not in SEVERITIES:
            refuse("severity", sorted(SEVERITIES))
    if missing := EVIDENCE - check["evidence"].keys():
        refuse("evidence", f"含有 {sorted(missing)}")
    for key in ("message", "ask", "basis"):
        if unknown := check_sql.places(check[key]) - check["evidence"].keys():
            refuse(key, f"只用 evidence 中的名称，未找到 {sorted(unknown)}")
    if not set(check.get("heeds", [])) <= HEEDS:
        refuse("heeds", sorted(HEEDS))
    for key in {"heeds", "withholds"} & check.keys() if is_whole(check) else ():
        refuse(key, "不写：看全局的规则（scope: whole）不与单元内的数据差错相扣")


def run(connection: duckdb.DuckDBPyConnection, checks: list[dict] | None = None,
        part_ids: list[int] | None = None) -> None:
    """Write the findings of the scored filings into `findings` (docs/data.md), anew for these parts or for all.

    Needs what recompute.score() leaves. First step: checks that close inside a part, for these parts. Second step:
    checks with `scope: whole`, always over everything. So part by part gives what one run gives.
    A check that lacks what it needs writes nothing; `unchecked` says so. Raises CheckError when a check's SQL fails.
    """
    connection.execute((_HERE / "findings.sql").read_text(encoding="utf-8"))
    checks = _all(checks)
    lacking = {entry["code"] for entry in unchecked(connection, checks)}
    _forget(connection, checks, part_ids)
    _narrow(connection, checks, part_ids)
    try:
        for whole in (False, True):
            if whole and part_ids is not None:
                _widen(connection)
                _narrow(connection, checks, None, ["filing_view"])      # as a view it would be joined anew each time
            ready = [check for check in checks if is_whole(check) == whole and check["code"] not in lacking]
            for check in sorted(ready, key=lambda check: "withholds" not in check):
                _run_one(connection, check)
            _keep(connection, ready)
    finally:
        _widen(connection)


def is_whole(check: dict) -> bool:
    """Whether a check sees more than one part: it is then run over the whole copy after any change."""
    return check.get("scope") == "whole" or check["level"] in WHOLE_LEVELS


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


def _narrow(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None,
            views: Iterable[str] = tuple(check_sql.VIEW_OF.values())) -> None:
    """Put this run's parts under the views' own names: a temporary table hides the view, and is read many times.

    It holds only the columns that a check names: a line's view repeats 80 columns of its filing."""
    catalog = connection.execute("SELECT current_database()").fetchone()[0]
    where = "" if part_ids is None else f" WHERE part_id IN ({_listed(part_ids)})"
    words = {"filing"}.union(*map(check_sql.words, checks))
    for view in views:
        source = f'"{catalog}".main.{view}'
        names = [name for name, *_ in connection.execute(f"DESCRIBE {source}").fetchall()]
        columns = ", ".join(f'"{name}"' for name in names if name in words)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {view} AS SELECT {columns} FROM {source}{where}")


def _widen(connection: duckdb.DuckDBPyConnection) -> None:
    """Let the views' names mean the whole copy again."""
    for view in check_sql.VIEW_OF.values():
        connection.execute(f"DROP TABLE IF EXISTS temp.main.{view}")


def _listed(part_ids: list[int]) -> str:
    return ", ".join(str(int(part_id)) for part_id in part_ids) or "NULL"


def _run_one(connection: duckdb.DuckDBPyConnection, check: dict) -> None:
    try:
        for sql in [check_sql.statement(check), *check_sql.withholding(check)]:
            connection.execute(sql)
    except duckdb.Error as error:
        raise CheckError(f"{check['code']}.yaml: SQL 无法执行：{error}") from error


def _forget(connection: duckdb.DuckDBPyConnection, checks: list[dict], part_ids: list[int] | None) -> None:
    """Remove the findings that this run makes anew: those of the parts, and all of the checks that see everything."""
    codes = ", ".join(check_sql.quoted(check["code"]) for check in checks if is_whole(check)) or "NULL"
    where = "true" if part_ids is None else f"part_id IN ({_listed(part_ids)}) OR code IN ({codes})"
    connection.execute(f"DELETE FROM findings WHERE {where}")


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
