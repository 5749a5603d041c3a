"""What an export is asked for: the filters, in code and in words."""

from dataclasses import dataclass

from scoring.numbers import normal


@dataclass(frozen=True)
class Selection:
    """Filters of an export; None leaves a choice open. department: the name as printed or the canonical one.

    severity (高 中 低) and code (A01 …) narrow findings only.
    """

    year: int | None = None
    department: str | None = None
    severity: str | None = None
    code: str | None = None

    def keeps(self, row: dict) -> bool:
        """Whether a row with year, department (as printed, may be None), canonical is asked for."""
        names = {normal(row["department"]), normal(row["canonical"])}
        return ((self.year is None or row["year"] == self.year)
                and (self.department is None or normal(self.department) in names))

    def keeps_finding(self, row: dict) -> bool:
        """As `keeps`, for a finding: severity and code too."""
        return (self.keeps(row) and (self.severity is None or row["severity"] == self.severity)
                and (self.code is None or row["code"] == self.code))

    def in_words(self) -> str:
        """'年度：2024；部门：教育局', or '全部'."""
        chosen = {"年度": self.year, "部门": self.department, "严重程度": self.severity, "复核规则": self.code}
        return "；".join(f"{name}：{value}" for name, value in chosen.items() if value is not None) or "全部"


EVERYTHING = Selection()
