"""The rules in force: packs and checks as shipped, then a bureau's own files beside its data, laid over each other.

A bureau's checks are YAML files in `checks/` beside its `packs/` (own_packs.py). What is wrong with a file, or with a
setting that an own pack gives, is told; that file or setting is left out and the rest holds.
"""

from dataclasses import dataclass
from pathlib import Path

from scoring import check, check_sound, pack
from scoring.check_file import CheckError
from scoring.pack import Pack


@dataclass(frozen=True)
class Rules:
    """packs by id; checks by code, as they are run; plain: before own packs gave settings. faults of each, in words."""

    packs: dict[str, Pack]
    checks: list[dict]
    plain: list[dict]
    pack_faults: list[str]
    check_faults: list[str]


def checks_folder(packs_folder: Path) -> Path:
    """Where a bureau's own checks lie: data/checks beside data/packs."""
    return packs_folder.with_name(packs_folder.name.replace("packs", "checks"))


def read_rules(packs_folder: Path | None) -> Rules:
    """Everything that can be used of what is shipped and of the own files (None: there are none)."""
    own = [packs_folder] if packs_folder else []
    packs, pack_faults = pack.read_packs([pack.FOLDER, *own])
    plain, check_faults = check.read_checks([check.FOLDER, *map(checks_folder, own)])
    checks, setting_faults = settled(plain, packs)
    return Rules(packs, checks, plain, pack_faults + setting_faults, check_faults)


def stamp(packs_folder: Path | None) -> tuple:
    """Changes whenever an own file does."""
    folders = [packs_folder, checks_folder(packs_folder)] if packs_folder else []
    return tuple((path.parent.name, path.name, path.stat().st_mtime_ns, path.stat().st_size)
                 for folder in folders for path in sorted(folder.glob("*.yaml")))


def settled(checks: list[dict], packs: dict[str, Pack]) -> tuple[list[dict], list[str]]:
    """The checks with the settings that own packs give them (the one saved last wins), and their faults."""
    known = {one["code"]: one for one in checks}
    faults = []
    for own in sorted((one for one in packs.values() if one.layer), key=_saved_at):
        for code, settings in (own.head.get("checks") or {}).items():
            given = {name: dated[-1]["value"] for name, dated in settings.items()}
            try:
                known[code] = _settled(known.get(code), given)
            except ValueError as fault:
                faults.append(f"规则包 {own.id}：checks.{code} {fault}")
    return list(known.values()), faults


def _saved_at(own: Pack) -> str:
    return str((own.head.get("saved") or {}).get("when", ""))


def _settled(one: dict | None, given: dict) -> dict:
    """A check with these settings. ValueError where there is no such check or setting, or its SQL cannot take them."""
    if one is None:
        raise ValueError("不是一条复核规则的代码")
    settings = dict(one.get("settings", {}))
    for name, value in given.items():
        if name not in settings:
            raise ValueError(f"没有参数“{name}”，应为 {'、'.join(settings) or '（这条规则没有参数）'}")
        if isinstance(value, str) != isinstance(settings[name]["value"], str):
            raise ValueError(f"的参数 {name} 为“{value}”，应为{'文字' if isinstance(value, int | float) else '数'}")
        settings[name] = {**settings[name], "value": value}
    new = {**one, "settings": settings}
    if any(isinstance(value, str) for value in given.values()):
        try:
            check_sound.sound(check_sound.scratch(), new)         # a pattern may be none
        except CheckError as fault:
            raise ValueError(f"的参数不能用：{fault}") from fault
    return new
