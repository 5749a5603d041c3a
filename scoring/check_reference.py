"""The check reference for people: every check's YAML as one Markdown page. docs/checks.md is its text.

`python -m scoring.check_reference` prints it; a test keeps docs/checks.md equal to it.
"""

from scoring import check_sql
from scoring.check import load_checks

MARKS = {"算术": "算术", "V": "见到原文", "T": "多处来源印证，原文未见全", "K": "常识，待核", "U": "未证实",
         "D": "本系统默认口径"}
LEVELS = {"line": "指标行", "filing": "自评表", "department": "部门", "document": "文件", "bureau": "全局"}
GROUPS = {"A": "A 分数", "B": "B 资金", "C": "C 完成值", "D": "D 指标设置", "E": "E 跨表、跨年、跨文件"}
HEAD = """# 复核规则

由 `scoring/checks/*.yaml` 生成，请改 YAML，不要改本页：`.venv/bin/python -m scoring.check_reference > docs/checks.md`

疑点是向部门提出的问题，不是结论；严重程度是先看后看的次序。“未检查”表示库里缺少这条规则要用的数据，不等于通过。
"""


def markdown(checks: list[dict]) -> str:
    """The page: a table of all checks, then each with method, example, why, question, guard, source, settings."""
    rows = [f"| [{c['code']}](#{c['code'].lower()}) | {c['name']} | {LEVELS[c['level']]} | {c['severity']['default']} |"
            for c in checks]
    parts = [HEAD, "| 代码 | 名称 | 看什么 | 严重程度 |", "| --- | --- | --- | --- |", *rows, ""]
    for group, title in GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [_section(check) for check in checks if check["code"].startswith(group)]
    return "\n".join(parts).rstrip() + "\n"


def _section(check: dict) -> str:
    lines = [f'<a id="{check["code"].lower()}"></a>', f"### {check['code']} {check['name']}", "", _text(check["what"]),
             "", f"- **为什么看**：{_text(check['why'])}", f"- **严重程度**：{_severity(check)}"]
    if check.get("name_under"):
        lines.append(f"- **自评偏低时**：列为“{check['name_under']}”，归入疑似偏低一组")
    lines += [f"- **疑点句式**：{_text(check['message'])}", f"- **问部门**：{_text(check['ask'])}",
              f"- **防误报**：{_text(check['guard'])}",
              f"- **依据**：{_text(check['basis'])}（{MARKS[check['mark']]}）"]
    lines += [f"- **可调**：{_settings(check['settings'])}"] if check.get("settings") else []
    needed = "；".join(need["why"] for need in _needs(check))
    lines += [f"- **需要**：{needed}；缺少时为未检查"] if needed else []
    lines += [f"- **举例**：{_examples(check['cases'])}",
              f"- **起用**：{check['since']}；{check['author']}；复审：{check['review']}", "",
              "判断式（DuckDB SQL）：", "", "```sql", _sql(check), "```", ""]
    return "\n".join(lines)


def _sql(check: dict) -> str:
    """What a check adds up over a filing's lines, which lines it picks, and its question to them."""
    added = [f"-- 每份自评表各指标行汇总：{name}\n{sql.strip()}" for name, sql in check.get("sums", {}).items()]
    few = [f"-- 先看这些指标行\n{_few(check['candidates'])}"] if "candidates" in check else []
    picked = [f"-- 挑出的指标行 picked\n{check['lines'].strip()}"] if "lines" in check else []
    asked = (check.get("test") or check.get("select")).strip()
    return "\n".join([*added, *few, *picked, *(["-- 判断"] if added or few or picked else []), asked])


def _few(candidates: str) -> str:
    """The lines that come into question: a predicate, or in words those that the scores single out."""
    return "-- 自评得分不等于重算得分，或没有得满分的行" if candidates == check_sql.DIFFERING else candidates.strip()


def _severity(check: dict) -> str:
    severity = check["severity"]
    return "；".join([severity["default"], *(f"`{_text(w['if'])}` 时为{w['then']}" for w in severity.get("when", []))])


def _settings(settings: dict) -> str:
    return "、".join(f"`{name}` = {_value(s['value'])}{s.get('unit', '')}" for name, s in settings.items())


def _value(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _needs(check: dict) -> list[dict]:
    needs = check.get("needs", [])
    return list(needs.values()) if isinstance(needs, dict) else needs


def _examples(cases: list[dict]) -> str:
    fires = [case["name"] for case in cases if case.get("fires")]
    quiet = [case["name"] for case in cases if case.get("quiet")]
    return f"提出：{'、'.join(fires)}。不提：{'、'.join(quiet)}"


def _text(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


if __name__ == "__main__":
    print(markdown(load_checks()), end="")
