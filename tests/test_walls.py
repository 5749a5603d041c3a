"""The walls of the house: who may know whom, where SQL may stand, how a file opens, how long it may grow."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("pages", "data_access", "scoring")
DOORS = ("app.py", "serve.py", "cli.py", "commands.py", "manage.py")
MOST_LINES = 300

# Scoring thinks: no store, no screen, no environment, no clock, no chance. Its own rule files it may read.
NOT_IN_SCORING = {"data_access", "pages", "app", "cli", "commands", "manage", "streamlit", "sqlalchemy", "alembic",
                  "os", "sys", "time", "random", "secrets", "socket", "subprocess", "sqlite3", "tempfile", "shutil",
                  "plotly", "docx", "python_calamine", "xlsxwriter"}
NOT_IN_DATA_ACCESS = {"pages", "app", "cli", "commands", "manage", "streamlit", "plotly"}
NOT_IN_PAGES = {"sqlalchemy", "duckdb", "sqlite3", "alembic", "psycopg", "cli", "commands", "manage", "app"}
CLOCKS = {"now", "today", "utcnow"}
SQL = re.compile(r"\bselect\b[^。；]*?\bfrom\b|\binsert\s+into\b|\bupdate\b\s+\w+\s+\bset\b|\bdelete\s+from\b"
                 r"|\bcreate\s+(temp\s+|or\s+replace\s+)*(table|view)\b|\border\s+by\b", re.IGNORECASE | re.DOTALL)


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(tree: ast.AST) -> set[str]:
    """Every module a file imports, dotted, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
            assert node.level == 0, f"line {node.lineno}: relative import; write the full name"
    return found


def tops(tree: ast.AST) -> set[str]:
    return {name.split(".")[0] for name in imports(tree)}


def strings(tree: ast.AST) -> list[tuple[int, str]]:
    """Every string that is no docstring, with its line."""
    bodies = [node.body for node in ast.walk(tree)
              if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)]
    opening = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    return [(node.lineno, node.value) for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in opening]


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def clocks(tree: ast.AST) -> list[int]:
    """Lines that ask for the present moment."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in CLOCKS]


def page_of(name: str) -> bool:
    """Whether a dotted name is a page: in pages/, but not among what pages share."""
    return name.startswith("pages.") and not name.startswith("pages._")


@pytest.mark.parametrize("path", modules("scoring"), ids=named)
def test_scoring_knows_no_file_store_screen_clock_or_environment(path):
    tree = parse(path)
    assert not tops(tree) & NOT_IN_SCORING
    assert not clocks(tree), "scoring asks for today's date: the same filing must always give the same score"


@pytest.mark.parametrize("path", modules("data_access"), ids=named)
def test_data_access_knows_no_screen(path):
    assert not tops(parse(path)) & NOT_IN_DATA_ACCESS


@pytest.mark.parametrize("path", [*modules("pages"), ROOT / "app.py"], ids=named)
def test_pages_hold_no_sql_and_know_no_store(path):
    tree = parse(path)
    assert not tops(tree) & NOT_IN_PAGES
    assert not [name for name in imports(tree) if name.startswith("data_access.store")]
    found = [(line, text) for line, text in strings(tree) if SQL.search(text)]
    assert not found, "move the query to data_access/queries"


@pytest.mark.parametrize("path", modules("pages"), ids=named)
def test_no_page_knows_another_page(path):
    assert not [name for name in imports(parse(path)) if page_of(name)], "what two pages share belongs in pages/_parts"


@pytest.mark.parametrize("name", ["manage.py", "commands.py"])
def test_the_door_needs_the_standard_library_alone(name):
    assert tops(parse(ROOT / name)) <= sys.stdlib_module_names | {"commands"}


@pytest.mark.parametrize("path", [*modules(*PACKAGES, "tests"), *(ROOT / door for door in DOORS)], ids=named)
def test_a_file_says_in_its_first_line_what_it_is_for(path):
    said = ast.get_docstring(parse(path), clean=False) or ""
    assert said.split("\n")[0].strip(), "first line: a docstring that says what this file is for"
    assert path.read_text(encoding="utf-8").startswith('"""')


@pytest.mark.parametrize("path", [*modules(*PACKAGES, "tests"), *(ROOT / door for door in DOORS)], ids=named)
def test_a_file_can_be_read_in_one_sitting(path):
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= MOST_LINES, f"{length} lines: look for a second idea hiding in {named(path)}"


@pytest.mark.parametrize("bad", [
    "SELECT a FROM b", "x = 1\nselect *\nfrom lines", "delete from lines", "ORDER BY year",
    "create or replace table x"])
def test_the_wall_sees_sql(bad):
    assert SQL.search(bad)


@pytest.mark.parametrize("good", ["从部门中选择", "select a department", "Updated from the store", "下载 xlsx"])
def test_the_wall_lets_words_through(good):
    assert not SQL.search(good)


def test_the_wall_sees_imports_and_clocks():
    tree = ast.parse("import os.path\nfrom datetime import date\n\ndef f():\n    import duckdb\n    date.today()")
    assert tops(tree) == {"os", "datetime", "duckdb"}
    assert clocks(tree) == [6]
    assert page_of("pages.findings") and not page_of("pages._parts.look")
