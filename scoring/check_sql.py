"""From one check (a dict read from checks/*.yaml) to the statement that writes its findings into `found_now`."""

import re

_PLACE = re.compile(r"\{(\w+)\}")
_SETTING = re.compile(r"(?<!:):([a-z_]\w*)")
# What a reader should know of a source that is no rule text seen in full (rules.md, evidence marks).
_MARK_WORDS = {"T": "（多处来源印证，原文未见全）", "K": "（暂按）", "U": "（暂按，未核实）", "D": "（本系统默认口径）"}
VIEW_OF = {"line": "line_view", "filing": "filing_view"}


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


def _found(check: dict) -> str:
    """The rows the check is about, without those that a data fault withholds from it."""
    heeds = check.get("heeds", [])
    quiet = ""
    if "line" in heeds:
        quiet += " AND NOT EXISTS (SELECT 1 FROM withheld_lines h WHERE h.filing = v.filing AND h.ordinal = v.ordinal)"
    if "execution" in heeds:
        quiet += " AND NOT EXISTS (SELECT 1 FROM withheld_execution h WHERE h.filing = v.filing)"
    if "select" in check:
        return f"SELECT * FROM ({check['select']}) v WHERE true{quiet}"
    own = {"line": "f_pack AS pack", "filing": "NULL::INTEGER AS ordinal, NULL::VARCHAR AS line_key"}[check["level"]]
    return f"SELECT v.*, {own} FROM {VIEW_OF[check['level']]} v WHERE ({check['test']}){quiet}"


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


def statement(check: dict) -> str:
    """The INSERT of one check's findings. Evidence and severity see the found rows, so windows count findings."""
    evidence = {"others": "[]::VARCHAR[]", "difference": "NULL", **check["evidence"]}
    difference = "e_difference" if "difference" in check["evidence"] else "e_filed - e_recomputed"
    code = quoted(check["code"])
    row_level = quoted("filing" if check["level"] == "line" else check["level"])
    sql = f"""
INSERT INTO found_now
WITH found AS ({_found(check)}),
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


def words(check: dict) -> set[str]:
    """Every word of a check's statements: the columns it may read are among them."""
    return set(re.findall(r"\w+", " ".join([statement(check), *withholding(check)])))


def basis(check: dict) -> str:
    """What the check rests on, with the words for how far its source was seen."""
    return check["basis"] + _MARK_WORDS.get(check["mark"], "")


def withholding(check: dict) -> list[str]:
    """The INSERTs that withhold what a data fault hits: 'found' (its own findings) or a predicate over the view."""
    hits = check.get("withholds", {})
    statements = []
    if "lines" in hits:
        own = f"SELECT filing, ordinal FROM found_now WHERE code = {quoted(check['code'])} AND ordinal IS NOT NULL"
        by = f"SELECT filing, ordinal FROM line_view WHERE {hits['lines']}"
        statements.append("INSERT INTO withheld_lines " + (own if hits["lines"] == "found" else by))
    if "execution" in hits:
        own = f"SELECT filing FROM found_now WHERE code = {quoted(check['code'])}"
        by = f"SELECT filing FROM filing_view WHERE {hits['execution']}"
        statements.append("INSERT INTO withheld_execution " + (own if hits["execution"] == "found" else by))
    return [with_settings(sql, check) for sql in statements]
