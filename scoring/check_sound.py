"""See before any filing is read that a check's SQL can be run: it parses, it only reads the relations of docs/data.md,
and DuckDB binds it. Also the lock under which checks run: no file, no network, no setting."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from scoring import check_sql, recompute
from scoring.check_file import EVIDENCE, CheckError

_HERE = Path(__file__).parent
_KNOWN = "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
_SETTING = re.compile(r"(?<!:):[a-z_]\w*")
_TABLE_FUNCTIONS = {"unnest", "range", "generate_series"}
# What looks out of the copy, or gives another answer tomorrow.
_REFUSED = {"getenv", "getvariable", "current_setting", "current_user", "current_database", "version", "now", "today",
            "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp",
            "get_current_timestamp", "get_current_time", "transaction_timestamp", "random", "uuid", "gen_random_uuid",
            "uuidv4", "uuidv7", "setseed", "nextval", "currval", "query", "query_table", "error", "write_log"}


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From here on no SQL on this database reads or writes a file, reaches the network or changes a setting.

    Frames may still be registered. For good: DuckDB does not open this lock again."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def scratch() -> duckdb.DuckDBPyConnection:
    """An empty, locked database with every relation, macro and temporary table that checks are run on."""
    connection = duckdb.connect(":memory:")
    for name in ("schema.sql", "findings.sql"):
        connection.execute(_HERE.joinpath(name).read_text(encoding="utf-8"))
    recompute.score(connection)
    lock(connection)
    return connection


def sound(connection: duckdb.DuckDBPyConnection, check: dict) -> None:
    """Raise CheckError, with file and key, where the SQL of a check cannot be run. connection: of scratch()."""
    name = f"{check['code']}.yaml"
    known = {table for table, in connection.execute(_KNOWN).fetchall()}
    for need in check.get("needs", []):
        if need["table"] not in known:
            raise CheckError(f"{name}：needs.table 为“{need['table']}”，应为 docs/data.md 中的数据表")
    known |= {"picked"} if check_sql.picking(check) else set()
    for key, sql in pieces(check):
        _only_reads(connection, name, key, check_sql.with_settings(sql, check), known)
    _binds(connection, name, check)


def named(check: dict, fault: CheckError) -> str:
    """What failed while a check was run, with the key where its SQL shows which one it is."""
    try:
        sound(scratch(), check)
    except CheckError as better:
        return str(better)
    return _one_line(fault)


def pieces(check: dict) -> Iterator[tuple[str, str]]:
    """(key, one SELECT) for every piece of SQL in a check's file."""
    if "select" in check:
        yield "select", f"SELECT * FROM ({check['select']}) v"
    predicates = {"test": check.get("test"), "candidates": check_sql.candidates(check), "lines": check.get("lines"),
                  "direction": check.get("direction")}
    predicates |= {f"sums.{key}": sql for key, sql in check.get("sums", {}).items()}
    predicates |= {f"evidence.{key}": sql for key, sql in check["evidence"].items()}
    predicates |= {f"severity.when 第{n}条": case["if"] for n, case in enumerate(check["severity"].get("when", []), 1)}
    predicates |= {f"withholds.{key}": sql for key, sql in check.get("withholds", {}).items()
                   if sql not in ("found", "picked")}
    yield from ((key, f"SELECT ({sql})") for key, sql in predicates.items() if sql is not None)
    for need in check.get("needs", []):
        yield "needs.where", need_sql(need)


def need_sql(need: dict) -> str:
    """The SELECT that gives a row where the store holds what a check needs."""
    return f"SELECT 1 FROM {need['table']} WHERE {need.get('where', 'true')} LIMIT 1"


def _only_reads(connection: duckdb.DuckDBPyConnection, name: str, key: str, sql: str, known: set[str]) -> None:
    """Refuse what is no single SELECT over the known relations."""
    said = json.loads(connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()[0])
    if said["error"]:
        unknown = sorted(set(_SETTING.findall(sql)))
        why = f"没有参数 {'、'.join(unknown)}" if unknown else _one_line(said["error_message"])
        raise CheckError(f"{name}：{key} 的 SQL 无法解析：{why}，应为一个 SELECT 或判断式")
    if len(said["statements"]) != 1:
        raise CheckError(f"{name}：{key} 有 {len(said['statements'])} 条语句，应为一个 SELECT 或判断式")
    nodes = list(_nodes(said))
    own = {entry["key"] for node in nodes for entry in node.get("cte_map", {}).get("map", [])}
    for node in nodes:
        if found := _outside(node, {*known, *own}):
            raise CheckError(f"{name}：{key} 用了“{found}”，应为只读 docs/data.md 中数据表的 SELECT 或判断式")


def _nodes(tree: object) -> Iterator[dict]:
    if isinstance(tree, dict):
        yield tree
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(value)


def _outside(node: dict, known: set[str]) -> str | None:
    """What a node of the syntax tree names that is none of the relations, if it does."""
    if node.get("type") == "BASE_TABLE":
        path = [node.get(part) for part in ("catalog_name", "schema_name", "table_name") if node.get(part)]
        return ".".join(path) if path[:-1] or path[0] not in known else None
    if node.get("type") == "TABLE_FUNCTION":
        called = str(node["function"].get("function_name", "")).lower()
        return called if called not in _TABLE_FUNCTIONS else None
    columns = node.get("column_names") or [""]                # current_date is written like a column
    clock = str(columns[0]).lower() if str(columns[0]).lower().startswith(("current_", "localtime")) else ""
    return next(iter({str(node.get("function_name", "")).lower(), clock} & _REFUSED), None)


def _binds(connection: duckdb.DuckDBPyConnection, name: str, check: dict) -> None:
    """Run the statements of the check on no filings; where one fails, find out which key it is."""
    try:
        if few := check_sql.candidates(check):
            connection.execute(f"SELECT 1 FROM lines WHERE {few}")
    except duckdb.Error as error:
        raise CheckError(f"{name}：candidates 的 SQL 无法执行（只能用 lines 的列）：{_one_line(error)}") from error
    try:
        for sql in [check_sql.statement(check), *check_sql.withholding(check)]:
            connection.execute(sql)
        connection.execute("DELETE FROM found_now")
        for need in check.get("needs", []):
            connection.execute(need_sql(need))
    except duckdb.Error as error:
        key, first = _culprit(connection, check) or ("needs.where", error)
        raise CheckError(f"{name}：{key} 的 SQL 无法执行：{_one_line(first)}") from error


def _culprit(connection: duckdb.DuckDBPyConnection, check: dict) -> tuple[str, duckdb.Error] | None:
    """The first key with which the statements no longer run, and what DuckDB says of it."""
    bare = {**check, "severity": {"default": "低"}, "withholds": {}, **dict.fromkeys(("message", "ask", "basis"), "")}
    bare |= {"direction": "NULL::VARCHAR", "evidence": dict.fromkeys(EVIDENCE, "NULL")}
    for key, more in _steps(check):
        bare |= more
        try:
            for sql in [check_sql.statement(bare), *check_sql.withholding(bare)]:
                connection.execute(f"EXPLAIN {sql}")
        except duckdb.Error as error:
            return key, error
    return None


def _steps(check: dict) -> Iterator[tuple[str, dict]]:
    """(key, what to add to the bare check), in the order in which they build on each other."""
    yield "、".join(key for key in ("sums", "lines", "select", "test") if key in check), {}
    if "direction" in check:
        yield "direction", {"direction": check["direction"]}
    given = list(check["evidence"].items())
    for n, (key, _) in enumerate(given, 1):
        some = dict(given[:n])
        yield f"evidence.{key}", {"evidence": some | dict.fromkeys(EVIDENCE - some.keys(), "NULL")}
    yield "severity", {"severity": check["severity"]}
    yield "withholds", {"withholds": check.get("withholds", {})}


def _one_line(text: object) -> str:
    """What DuckDB says, without its drawing of the place."""
    return str(text).split("\n\n")[0].split("\nLINE")[0].replace("\n", " ").strip()
