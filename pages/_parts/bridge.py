"""The bridge of 项目: a waterfall from the filed to the recomputed total, and the clause each step rests on."""

from pages._parts import charts, look, tables
from pages._parts.text import esc, signed


def bridge_section(steps: list[dict], key: str = "") -> None:
    """Chart and table of `queries.filing.bridge`; nothing where a total is missing. `key` tells several apart."""
    if not steps:
        return
    if len(steps) == 2:                                       # nothing between the two totals: no chart
        look.section("从自评到重算", "每一处自评都与重算一致。")
        return
    look.section("从自评到重算", "每一步是重算与自评在一处的差，加起来正好是两个总分之差。")
    charts.show(charts.bridge(steps), alt="从自评总分到重算总分的差额", key=f"bridge{key}")
    moved = [step for step in steps[1:-1] if step["clause"]]
    if moved:
        rests: dict[tuple[str, str], list[dict]] = {}
        for step in moved:
            rests.setdefault((step["clause"], step["pack"]), []).append(step)
        tables.table(tables.columns("依据:wide 哪几处:wide 合计:num 规则包"),
                     [[esc(clause), esc("、".join(f"{step['label']} {signed(step['change'])}" for step in steps)),
                       signed(sum(step["change"] for step in steps)), esc(pack)]
                      for (clause, pack), steps in rests.items()], caption="每一步的依据")
