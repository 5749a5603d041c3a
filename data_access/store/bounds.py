"""The limits of reading as an officer sets them: name, unit, default, least and most (bounds.yaml)."""

from dataclasses import dataclass, fields
from pathlib import Path

import yaml

from data_access.intake.documents.limits import Limits


@dataclass(frozen=True)
class Bound:
    """One limit. default, least, most stand in `unit`; `factor` of the field's own units make one of it."""

    field: str
    name: str
    unit: str
    factor: int
    default: int
    least: int
    most: int
    why: str

    def shown(self, limits: Limits) -> int:
        """The limit in force, in `unit`."""
        return round(getattr(limits, self.field) / self.factor)


def bounds() -> dict[str, Bound]:
    """Every limit that can be set, by its field in Limits, in the order of bounds.yaml."""
    texts = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    known = {one.name: one.default for one in fields(Limits)}
    return {name: Bound(name, default=round(known[name] / said["factor"]), **said)
            for name, said in texts.items() if name in known}


def checked(values: dict[str, int]) -> dict[str, int]:
    """{field: value in `unit`} as it is kept: in the field's own units, without those that equal the default.

    Raises ValueError, in Chinese, for a field that is no limit and a value out of its bounds."""
    known = bounds()
    for name, value in values.items():
        if name not in known:
            raise ValueError(f"没有“{name}”这项上限。")
        bound = known[name]
        if not bound.least <= value <= bound.most:
            raise ValueError(f"{bound.name}应在 {bound.least} 到 {bound.most} {bound.unit}之间，填的是 {value}。")
    return {name: value * known[name].factor for name, value in values.items() if value != known[name].default}
