"""What a screen is asked to show: the filters, their SQL, and what there is to choose from."""

from dataclasses import dataclass

import duckdb

from data_access.queries.rows import one, rows
from data_access.queries.unread import NOBODY, UNREAD_FILES

UNKNOWN_YEAR = 0          # stands for "the year is not known": NULL in the copy
# How the recomputed grade lies to the filed one; both must be known.
MOVES = {"等级下调": "strpos('优良中差', recomputed_grade) > strpos('优良中差', self_grade)",
         "等级上调": "strpos('优良中差', recomputed_grade) < strpos('优良中差', self_grade)"}
NO_GRADE = "无"            # stands for "no grade": NULL in the copy
# Findings a leader asks for by name. 零执行评差: nothing executed and graded 差, or all money withdrawn and graded 差.
TOPICS = {"零执行评差": "(code = 'B10' OR code = 'B11' AND self_grade = '差')"}
# A check's own name: a finding that says the score is too low may carry another one.
CHECK_NAME = "arg_min(name, coalesce(direction, '') = 'under')"
FEN_PER_WAN = 1_000_000   # fen in one 万元


@dataclass(frozen=True)
class Filters:
    """The choices of a screen. An empty tuple leaves that choice open.

    years: evaluated years, UNKNOWN_YEAR for none · departments: canonical names · offices: 科室 that look after the
    department · grades, regrades: filed, recomputed grade 优 良 中 差, NO_GRADE for none · moves: keys of MOVES, they
    add up · severities: 高 中 低 · checks: codes as A01 · topics: keys of TOPICS · forms: project, department ·
    states: store.decisions.STATES · least_wan, most_wan: 万元, of the filing at least, at most · text: part of a
    project, unit, department, indicator or sentence · since: (import_id, version of the copy), the findings raised
    since then, as `data_access.since.prepare` found them. Those from severities on narrow findings only.
    """

    years: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    regrades: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    least_wan: float | None = None
    most_wan: float | None = None
    text: str = ""
    since: tuple[int, int] | None = None


_RAISED = "key IN (FROM changed_findings SELECT key WHERE change = 'raised' AND since = ? AND version = ?)"
# By department, so that it holds for every relation that has one.
_OF_OFFICES = "canonical IN (SELECT o.canonical FROM offices o WHERE list_contains(?, o.office))"


def of_whom(filters: Filters) -> Filters:
    """Of the choices years, departments and 科室 alone."""
    return Filters(years=filters.years, departments=filters.departments, offices=filters.offices)


def of_filings(filters: Filters) -> tuple[str, list]:
    """A condition (never empty) on year, canonical, self_grade, recomputed_grade, and its parameters."""
    where, values = _all_of({f"coalesce(year, {UNKNOWN_YEAR})": filters.years, "canonical": filters.departments,
                             f"coalesce(self_grade, '{NO_GRADE}')": filters.grades,
                             f"coalesce(recomputed_grade, '{NO_GRADE}')": filters.regrades})
    moves = " OR ".join(MOVES[name] for name in filters.moves)
    where = f"{where} AND ({moves})" if moves else where
    return (f"{where} AND {_OF_OFFICES}", [*values, list(filters.offices)]) if filters.offices else (where, values)


def departments_of(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> list[str] | None:
    """The departments chosen, of the 科室 chosen; None where both are open."""
    if not filters.offices:
        return list(filters.departments) or None
    found = rows(cursor, "SELECT canonical FROM offices WHERE list_contains(?, office)", [list(filters.offices)])
    names = [row["canonical"] for row in found]
    return [name for name in names if name in filters.departments] if filters.departments else names


def of_findings(filters: Filters) -> tuple[str, list]:
    """A condition on the columns of `queries.findings.FINDINGS`, and its parameters. Topics add up."""
    where, values = of_filings(filters)
    more, more_values = _all_of({"severity": filters.severities, "code": filters.checks, "form": filters.forms,
                                 "state": filters.states})
    topics = " OR ".join(TOPICS[name] for name in filters.topics) or "true"
    parts, all_values = [where, more, f"({topics})"], values + more_values
    if filters.least_wan:
        parts.append(f"money_fen >= ? * {FEN_PER_WAN}")
        all_values.append(filters.least_wan)
    if filters.most_wan is not None:
        parts.append(f"money_fen <= ? * {FEN_PER_WAN}")
        all_values.append(filters.most_wan)
    if text := filters.text.strip():
        parts.append(f"({' OR '.join(f'contains({_folded(column, text)}, ?)' for column in _SEARCHED)})")
        all_values += [text.lower()] * len(_SEARCHED)
    if filters.since:
        parts.append(_RAISED)
        all_values += filters.since
    return " AND ".join(parts), all_values


# What the search looks in; each by itself, since joining and folding long Chinese sentences costs most of a search.
_SEARCHED = ("project", "unit", "canonical", "level3", "code || ' ' || name", "message")


def _folded(column: str, text: str) -> str:
    return column if text.lower() == text.upper() else f"lower({column})"


def _all_of(wanted: dict[str, tuple]) -> tuple[str, list]:
    chosen = {column: list(values) for column, values in wanted.items() if values}
    return " AND ".join(["true", *(f"list_contains(?, {column})" for column in chosen)]), list(chosen.values())


def choices(cursor: duckdb.DuckDBPyConnection) -> dict:
    """What can be chosen: years (newest first, UNKNOWN_YEAR last), departments (by pinyin; also those that only owe a
    form or sent files nobody could read), filed (of these, those with a form), offices (by pinyin), checks (code →
    name)."""
    years = rows(cursor, f"SELECT DISTINCT coalesce(year, {UNKNOWN_YEAR}) AS year FROM filings ORDER BY year DESC")
    names = rows(cursor, f"""
        SELECT canonical, bool_or(filed) AS filed FROM (
            SELECT canonical, true AS filed FROM filings
            UNION ALL SELECT canonical, false FROM budgets WHERE budget_fen > 0
            UNION ALL SELECT coalesce(nullif(department, ''), '{NOBODY}'), false FROM ({UNREAD_FILES}))
        GROUP BY canonical ORDER BY canonical COLLATE zh""")
    offices = rows(cursor, "SELECT DISTINCT office FROM offices SEMI JOIN filings USING (canonical) "
                           "ORDER BY office COLLATE zh")
    checks = rows(cursor, f"SELECT code, {CHECK_NAME} AS name FROM findings GROUP BY code ORDER BY code")
    return {"years": [row["year"] for row in years], "departments": [row["canonical"] for row in names],
            "filed": [row["canonical"] for row in names if row["filed"]],
            "offices": [row["office"] for row in offices], "checks": {row["code"]: row["name"] for row in checks}}


def scope(cursor: duckdb.DuckDBPyConnection) -> dict:
    """What stands behind every number: filings, documents (counts), packs (names, joined by 、), messages (count)."""
    return one(cursor, """
        SELECT count(*) AS filings, count(DISTINCT document_id) AS documents,
               string_agg(DISTINCT pack_name, '、' ORDER BY pack_name) AS packs,
               (SELECT count(*) FROM messages) AS messages
        FROM shown_filings""")
