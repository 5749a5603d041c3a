"""From one check (a dict read from checks/*.yaml) to the statement that writes its findings into `found_now`."""

import re
from collections.abc import Iterable

_PLACE = re.compile(r"\{(\w+)\}")
_SETTING = re.compile(r"(?<!:):([a-z_]\w*)")
# What a reader should know of a source that is no rule text seen in full (rules.md, evidence marks).
_MARK_WORDS = {"T": "（多处来源印证，原文未见全）", "K": "（暂按）", "U": "（暂按，未核实）", "D": "（本系统默认口径）"}
VIEW_OF = {"line": "line_view", "filing": "filing_view"}
_WORD = re.compile(r"\w+")
_SCORED = {"filing_view", "line_view", "filings", "lines"}
DIFFERING = "differing"
_ALWAYS = {"filing", "part_id", "ordinal", "line_key", "pack", "f_pack", "differs"}


def quoted(text: object) -> str:
    """A value as an SQL literal; numbers stay numbers."""
    return str(text) if isinstance(text, int | float) else "'" + str(text).replace("'", "''") + "'"


def with_settings(sql: str, check: dict) -> str:
    """Put the check's settings in for `:name`; a name without a setting stays and DuckDB will refuse it."""
    settings = check.get("settings", {})
    return _SETTING.sub(lambda m: quoted(settings[m[1]]["value"]) if m[1] in settings else m[0], sql)


def sentence(template: str) -> str:
    """A template with {evidence} places as an SQL expression; evidence that is NULL reads 未填."""
    pieces = _PLACE.split(template)
    return " || ".join(f"coalesce(CAST(e_{piece} AS VARCHAR), '未填')" if odd % 2 else quoted(piece)
                       for odd, piece in enumerate(pieces) if odd % 2 or piece) or "''"


def places(template: str) -> set[str]:
    """The evidence names that a template uses."""
    return set(_PLACE.findall(template))


def differing(check: dict) -> bool:
    """Whether only lines come into question that are not filed with full points earned by the rule."""
    return check.get("candidates") == DIFFERING


def candidates(check: dict) -> str | None:
    """The predicate over `lines` for those that come into question, settings put in; None: the scores or every line."""
    return f"({with_settings(check['candidates'], check)})" if "candidates" in check and not differing(check) else None


def testing(check: dict) -> str:
    """The predicate over line_view that a candidate has to pass, its settings put in."""
    sql = check.get("lines") or (check.get("test") if check["level"] == "line" else None)
    return f"({with_settings(sql, check)})" if sql else "true"


def picking(check: dict) -> str | None:
    """The predicate over line_view for the lines a check picks: candidates that pass its test; None: it picks none."""
    tests = ["differs" if differing(check) else candidates(check), testing(check)]
    return " AND ".join(test for test in tests if test not in (None, "true")) or None


def sums(check: dict) -> dict[str, str]:
    """Name and aggregate of each sum over a filing's lines that the check asks for, settings put in."""
    return {name: with_settings(sql, check) for name, sql in check.get("sums", {}).items()}


def only_picked(check: dict) -> bool:
    """Whether a check reads the lines it picks and no other relation of the scores: no line, nothing to say."""
    return bool(picking(check)) and not _SCORED & words_of(check.get("select", ""))


def _sources(check: dict, columns: dict[str, list[str]] | None) -> list[str]:
    """The relations a check's SQL reads beside the views, as WITH entries: `picked`, and alone the sums too."""
    entries = []
    if (asked := sums(check)) and not asked.keys() <= set((columns or {}).get("filing_view", [])):
        of = "main" if columns is None else "temp"
        each = ", ".join(f"{sql} AS {name}" for name, sql in asked.items())
        above = ", ".join(f"s.{name} AS f_{name}" for name in asked)
        entries = [f"line_sums AS (SELECT filing, {each} FROM lines GROUP BY filing)",
                   f"filing_view AS (SELECT v.*, s.* EXCLUDE (filing) FROM {of}.filing_view v "
                   "LEFT JOIN line_sums s ON s.filing = v.filing)",
                   f"line_view AS (SELECT v.*, {above} FROM {of}.line_view v "
                   "LEFT JOIN line_sums s ON s.filing = v.filing)"]
    if test := picking(check):
        table, where = ("line_hits", f'"{check["code"]}"') if "line_hits" in (columns or {}) else ("line_view v", test)
        entries.append(f"picked AS (SELECT {_needed(check, columns, 'line_hits')} FROM {table} WHERE {where})")
    return entries


def _found(check: dict, columns: dict[str, list[str]] | None) -> str:
    """The rows the check is about, without those that a data fault withholds from it."""
    heeds = check.get("heeds", [])
    quiet = ""
    if "line" in heeds:
        quiet += " AND NOT EXISTS (SELECT 1 FROM withheld_lines h WHERE h.filing = v.filing AND h.ordinal = v.ordinal)"
    if "execution" in heeds:
        quiet += " AND NOT EXISTS (SELECT 1 FROM withheld_execution h WHERE h.filing = v.filing)"
    if "select" in check:
        return f"SELECT * FROM ({check['select']}) v WHERE true{quiet}"
    if check["level"] == "line":
        return f"SELECT v.*, f_pack AS pack FROM picked v WHERE true{quiet}"
    return (f"SELECT {_needed(check, columns, 'filing_view')}, NULL::INTEGER AS ordinal, NULL::VARCHAR AS line_key "
            f"FROM filing_view v WHERE ({check['test']}){quiet}")


def _needed(check: dict, columns: dict[str, list[str]] | None, relation: str) -> str:
    """The columns of a relation that a check names: wide rows cost time at every step."""
    named = words(check)
    known = dict.fromkeys((columns or {}).get(relation, []))
    if known and relation == "filing_view":
        known |= dict.fromkeys(sums(check))
    return ", ".join(f'"{name}"' for name in known if name in named) or "*"


def _shown(evidence: dict[str, str]) -> str:
    """The found rows with each piece of evidence as column e_<name>; one that uses e_<other> is a layer further out."""
    source, layer = "told", {}
    for name, sql in evidence.items():
        if set(re.findall(r"\be_(\w+)", str(sql))) & layer.keys():
            source, layer = _layer(source, layer), {}
        layer[name] = sql
    return _layer(source, layer)


def _layer(source: str, evidence: dict[str, str]) -> str:
    columns = ", ".join(f"({sql}) AS e_{name}" for name, sql in evidence.items())
    return f"(SELECT *, {columns} FROM {source} v)"


def _severity(check: dict) -> str:
    rule = check["severity"]
    whens = "".join(f" WHEN {case['if']} THEN {quoted(case['then'])}" for case in rule.get("when", []))
    return f"CASE{whens} ELSE {quoted(rule['default'])} END" if whens else quoted(rule["default"])


def _name(check: dict) -> str:
    if "name_under" not in check:
        return quoted(check["name"])
    return f"CASE direction WHEN 'under' THEN {quoted(check['name_under'])} ELSE {quoted(check['name'])} END"


def statement(check: dict, columns: dict[str, list[str]] | None = None) -> str:
    """The INSERT of one check's findings. Evidence and severity see the found rows, so windows count findings.

    columns: of the relations that check_run.prepare() made; None: the statement stands alone, over the views."""
    evidence = {"others": "[]::VARCHAR[]", "difference": "NULL", **check["evidence"]}
    difference = "e_difference" if "difference" in check["evidence"] else "e_filed - e_recomputed"
    code = quoted(check["code"])
    row_level = quoted("filing" if check["level"] == "line" else check["level"])
    sources = "".join(f"{entry},\n" for entry in _sources(check, columns))
    sql = f"""
INSERT INTO found_now
WITH {sources}found AS ({_found(check, columns)}),
told AS (SELECT *, ({check.get('direction', 'NULL::VARCHAR')}) AS direction FROM found v),
judged AS (SELECT *, {_severity(check)} AS severity FROM {_shown(evidence)} v)
SELECT coalesce(filing, 'part' || part_id, 'bureau') || '-' || {code} || coalesce('-' || left(md5(line_key), 12), ''),
    {code}, {_name(check)}, severity, direction, NULL, CASE WHEN ordinal IS NULL THEN {row_level} ELSE 'line' END,
    filing, part_id, ordinal, CASE WHEN ordinal IS NOT NULL THEN line_key END, e_others,
    round(CAST(e_filed AS DOUBLE), 6), round(CAST(e_recomputed AS DOUBLE), 6), round(CAST({difference} AS DOUBLE), 6),
    e_unit_of_value, {sentence(check['message'])}, {sentence(check['ask'])}, {sentence(basis(check))},
    coalesce(e_address, ''), pack, {'withholds' in check}
FROM judged"""
    return with_settings(sql, check)


def words(check: dict) -> frozenset[str]:
    """Every word of a check's SQL: the columns it may read are among them."""
    keys = ("test", "select", "lines", "candidates", "direction", "sums", "evidence", "severity", "withholds")
    return _ALWAYS | words_of(" ".join(str(check.get(key, "")) for key in keys))


def words_of(sql: str) -> set[str]:
    """Every word of a piece of SQL."""
    return set(_WORD.findall(sql))


def basis(check: dict) -> str:
    """What the check rests on, with the words for how far its source was seen."""
    return check["basis"] + _MARK_WORDS.get(check["mark"], "")


def withholding(check: dict, columns: dict[str, list[str]] | None = None) -> list[str]:
    """The INSERTs that withhold what a data fault hits: 'found' (its own findings), 'picked' (the lines it picks) or a
    predicate over the view. columns: as for statement()."""
    hits = check.get("withholds", {})
    statements = []
    if "lines" in hits:
        own = f"SELECT filing, ordinal FROM found_now WHERE code = {quoted(check['code'])} AND ordinal IS NOT NULL"
        by = f"SELECT filing, ordinal FROM line_view WHERE {hits['lines']}"
        picked = f"WITH {', '.join(_sources(check, columns))} SELECT filing, ordinal FROM picked"
        statements.append("INSERT INTO withheld_lines " + {"found": own, "picked": picked}.get(hits["lines"], by))
    if "execution" in hits:
        own = f"SELECT filing FROM found_now WHERE code = {quoted(check['code'])}"
        by = f"SELECT filing FROM filing_view WHERE {hits['execution']}"
        statements.append("INSERT INTO withheld_execution " + (own if hits["execution"] == "found" else by))
    return [with_settings(sql, check) for sql in statements]


def of_parts(part_ids: Iterable[int] | None, alias: str = "") -> str:
    """A predicate that holds for the rows of these parts; None: for all."""
    if part_ids is None:
        return "true"
    listed = ", ".join(str(int(part_id)) for part_id in part_ids) or "NULL"
    return f"{alias}{'.' if alias else ''}part_id IN ({listed})"
