"""Read one review check's file: every key known and of its kind, every value one of those that may stand there.

A file at fault raises CheckError, which names file, key, what was found and what is due. That its SQL can be run is
seen by check_sound.py.
"""

import re
from difflib import get_close_matches
from pathlib import Path

import yaml

from scoring import check_sql

REQUIRED = {"code", "name", "level", "severity", "what", "why", "evidence", "message", "ask", "guard", "basis",
            "mark", "author", "since", "review", "cases"}
OPTIONAL = {"test", "select", "lines", "candidates", "sums", "name_under", "direction", "settings", "withholds",
            "heeds", "folds", "needs", "scope"}
EVIDENCE = {"filed", "recomputed", "unit_of_value", "address"}
CHOICES = {"level": {"line", "filing", "department", "document", "bureau"}, "mark": {"算术", "V", "T", "K", "U", "D"},
           "scope": {"part", "whole"}}
WHOLE_LEVELS = {"document", "bureau"}
SEVERITIES = {"高", "中", "低"}
HEEDS = {"line", "execution"}
_MAPPINGS = {"severity", "evidence", "settings", "withholds", "sums"}
_LISTS = {"heeds", "folds", "needs", "cases"}
# Keys inside a mapping, and inside each entry of a list or of a mapping by name; the second set must be there.
_INNER = {"severity": ({"default", "when"}, {"default"}), "withholds": ({"lines", "execution"}, set())}
_EACH = {"needs": ({"table", "where", "why"}, {"table", "why"}), "settings": ({"value", "unit", "mark"}, {"value"}),
         "cases": ({"name", "change", "filings", "fires", "quiet"}, {"name"}), "when": ({"if", "then"}, {"if", "then"})}
_NAME = re.compile(r"[a-z_]\w*")
_CODE = re.compile(r"[A-Z]{1,3}\d{2,3}")


class CheckError(ValueError):
    """A check's file cannot be used. The text names the file, the key, what was found and what would do.

    code: the check whose SQL failed on what is filed; None where the file itself is at fault."""

    def __init__(self, text: str, code: str | None = None):
        super().__init__(text)
        self.code = code


def read_file(path: Path) -> dict:
    """The mapping of one check's file. Raises CheckError."""
    try:
        check = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError, ValueError) as error:
        raise CheckError(f"{path.name}：不是可读的 YAML：{' '.join(str(error).split())}") from error
    if not isinstance(check, dict):
        raise CheckError(f"{path.name}：为“{_short(check)}”，应为“键: 值”的列表")
    _known(path.name, "", check, REQUIRED | OPTIONAL, REQUIRED)
    _kinds(path.name, check)
    _known_inside(path.name, check)
    _sound(path, check)
    return check


def is_whole(check: dict) -> bool:
    """Whether a check sees more than one part: it is then run over the whole copy after any change."""
    return check.get("scope") == "whole" or check["level"] in WHOLE_LEVELS


def _refuse(name: str, key: str, found: object, due: object) -> None:
    due = "、".join(sorted(map(str, due))) + " 之一" if isinstance(due, set) else due
    raise CheckError(f"{name}：{key} 为“{_short(found)}”，应为 {due}")


def _short(found: object) -> str:
    text = " ".join(str(found).split())
    return text if len(text) <= 60 else text[:60] + "…"


def _known(name: str, where: str, mapping: object, known: set[str], needed: set[str]) -> None:
    if not isinstance(mapping, dict):
        _refuse(name, where.removesuffix("."), mapping, "“键: 值”")
    for key in mapping:
        if key not in known:
            near = get_close_matches(str(key), known, 1, 0.0)[0]
            raise CheckError(f"{name}：不认识的键 {where}{key}，最接近的是 {near}")
    for key in sorted(needed - mapping.keys()):
        raise CheckError(f"{name}：缺少 {where}{key}")


def _kinds(name: str, check: dict) -> None:
    """Texts are texts, mappings mappings, lists lists."""
    for key, value in check.items():
        if key in _MAPPINGS and not isinstance(value, dict):
            _refuse(name, key, value, "“键: 值”")
        if key in _LISTS and not isinstance(value, list):
            _refuse(name, key, value, "列表")
        if key not in _MAPPINGS | _LISTS and not (isinstance(value, str) and value.strip()):
            _refuse(name, key, value, "文字（数字和日期请加引号）")
    for key in ("heeds", "folds"):
        for entry in check.get(key, []):
            if not isinstance(entry, str):
                _refuse(name, key, entry, "文字")


def _known_inside(name: str, check: dict) -> None:
    for key, (known, needed) in _INNER.items():
        if key in check:
            _known(name, f"{key}.", check[key], known, needed)
    when = check["severity"].get("when", [])
    if not isinstance(when, list):
        _refuse(name, "severity.when", when, "列表")
    for key, entries in {"needs": check.get("needs", []), "cases": check["cases"], "when": when}.items():
        for entry in entries:
            _known(name, f"severity.{key}." if key == "when" else f"{key}.", entry, *_EACH[key])
            for inner in {"table", "where", "why", "if", "then", "name"} & entry.keys():
                if not isinstance(entry[inner], str):
                    _refuse(name, f"{key}.{inner}", entry[inner], "文字")
    for setting, entry in check.get("settings", {}).items():
        _known(name, f"settings.{setting}.", entry, *_EACH["settings"])
        _setting(name, setting, entry["value"])


def _setting(name: str, setting: object, value: object) -> None:
    if not isinstance(setting, str) or not _NAME.fullmatch(setting):
        _refuse(name, "settings", setting, "小写字母、数字和下划线组成的名称")
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value != value or _too_large(value):
        _refuse(name, f"settings.{setting}.value", value, "数或文字")


def _too_large(value: object) -> bool:
    return isinstance(value, int | float) and not abs(value) < 1e15


def _sound(path: Path, check: dict) -> None:
    """Values that must be one of a few, SQL in its place, and templates that use evidence which exists."""
    name = path.name
    if check["code"] != path.stem or not _CODE.fullmatch(check["code"]):
        _refuse(name, "code", check["code"], f"文件名“{path.stem}”，一到三个大写字母加两三位数字，如 X01")
    for key, values in CHOICES.items():
        if key in check and check[key] not in values:
            _refuse(name, key, check[key], values)
    _one_question(name, check)
    rule = check["severity"]
    for value in [rule["default"], *(case["then"] for case in rule.get("when", []))]:
        if not isinstance(value, str) or value not in SEVERITIES:
            _refuse(name, "severity", value, SEVERITIES)
    _evidence(name, check)
    for key in check.get("sums", {}):
        if not str(key).startswith(f"{path.stem.lower()}_"):  # all checks' sums are columns of one relation
            _refuse(name, "sums", key, f"以“{path.stem.lower()}_”开头的名称")
    for entry in check.get("heeds", []):
        if entry not in HEEDS:
            _refuse(name, "heeds", entry, HEEDS)
    for key in sorted({"heeds", "withholds"} & check.keys() if is_whole(check) else ()):
        _refuse(name, key, check[key], "不写：看全局的规则（scope: whole）不与单元内的数据差错相扣")


def _one_question(name: str, check: dict) -> None:
    """Either a predicate over its level's view, or a SELECT of its own."""
    if ("test" in check) == ("select" in check):
        found = "两者都有" if "test" in check else "两者都没有"
        _refuse(name, "test", found, "test 与 select 二者之一")
    if "test" in check and check["level"] not in check_sql.VIEW_OF:
        _refuse(name, "test", check["test"], "改用 select，一条完整的 SELECT（本级没有视图）")


def _evidence(name: str, check: dict) -> None:
    for key, value in check["evidence"].items():
        if not isinstance(key, str) or not _NAME.fullmatch(key):
            _refuse(name, "evidence", key, "小写字母、数字和下划线组成的名称")
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            _refuse(name, f"evidence.{key}", value, "SQL 表达式（文字）")
    if missing := EVIDENCE - check["evidence"].keys():
        _refuse(name, "evidence", "、".join(check["evidence"]), f"还要有 {'、'.join(sorted(missing))}")
    for key in ("message", "ask", "basis"):
        if unknown := check_sql.places(check[key]) - check["evidence"].keys():
            _refuse(name, key, "{" + sorted(unknown)[0] + "}", f"evidence 中的名称：{'、'.join(check['evidence'])}")
