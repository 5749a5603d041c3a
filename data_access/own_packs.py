"""A bureau's own rule packs: YAML files in a folder of its data, one for each pack revised; versions stay in the file.

The pack of file OWN-X.yaml takes the place of X from a year on. Saving makes a new version with reason, name and date,
withdrawing brings the one before back; both keep the old ones under `history`.
"""

import copy
import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import yaml
from sqlalchemy import URL, Engine, make_url

from data_access.store.engine import ROOT, store_url
from scoring.pack import Pack, with_pack

NO_VERSION = ("version", "saved", "history")


def home(engine: Engine) -> Path:
    """The folder of a store's own packs: beside its file, or data/packs where the store is no file."""
    return _beside(engine.url)


def home_of(url: str | None) -> Path:
    """The same for the store at this address (None: the one of the surroundings), which is not opened."""
    return _beside(make_url(store_url(url)))


def _beside(url: URL) -> Path:
    path = url.database if url.get_backend_name() == "sqlite" else None
    return (Path(path).parent if path and path != ":memory:" else ROOT / "data") / "packs"


@dataclass(frozen=True)
class Change:
    """What is to be tried or saved: `base` is the pack revised (shipped). values: "grades.良" -> value; settings: check
    code -> setting -> value; use: id of another pack to score by; year: the first year it holds for (None: all)."""

    base: str
    values: dict = field(default_factory=dict)
    settings: dict = field(default_factory=dict)
    use: str | None = None
    year: int | None = None


def draft(packs: dict[str, Pack], folder: Path | None, change: Change, *, name: str = "本单位规则", who: str = "试算",
          why: str = "试算") -> dict:
    """The mapping of the own pack with this change laid over what its file says now. Not written."""
    old = _read(folder, change.base)
    data = copy.deepcopy(old) or _empty(change)
    said = {"unit": "", "from": change.year, "to": None, "evidence": "V", "source": f"本单位规定：{why}"}
    data |= {"name": name, "citation": f"{name}：{why}", "authority": who}
    if change.use:
        data["overlay_of"] = change.use
    beneath = packs[data["overlay_of"]]
    for key, value in change.values.items():
        section, entry = key.split(".")
        unit = (beneath.value(key) or {}).get("unit", "")
        _add(data.setdefault(section, {}), entry, said | {"value": value, "unit": unit})
    for code, settings in change.settings.items():
        for entry, value in settings.items():
            _add(data.setdefault("checks", {}).setdefault(code, {}), entry, said | {"value": value})
    data["valid"]["from"] = min((year for year in (data["valid"]["from"], change.year)), key=lambda year: year or 0)
    return data


def _empty(change: Change) -> dict:
    reach = {"regions": [], "phrases": [], "forms": ["project", "department"], "instead_of": [change.base]}
    return {"id": f"OWN-{change.base}", "name": "", "overlay_of": change.base, "authority": "", "citation": "",
            "evidence": "V", "written_by": "本单位", "valid": {"from": change.year, "to": None}, "applies_to": reach}


def _add(section: dict, key: str, item: dict) -> None:
    """A dated value after those of earlier years, which end the year before it."""
    old = section.get(key) or []
    start = item["from"] or 0
    kept = [one | {"to": min(one.get("to") or 9999, start - 1)} for one in (old if isinstance(old, list) else [old])
            if (one["from"] or 0) < start]
    section[key] = [*kept, item]


def save(packs: dict[str, Pack], folder: Path, change: Change, *, name: str, who: str, why: str) -> Path:
    """Write a new version with reason, person, date. ValueError where one is missing; PackError where it is no pack."""
    if not (name.strip() and who.strip() and why.strip()):
        raise ValueError("请写明规则名称、修改人和理由")
    old = _read(folder, change.base)
    data = draft(packs, folder, change, name=name.strip(), who=who.strip(), why=why.strip())
    with_pack(packs, _body(data), f"OWN-{change.base}.yaml")
    past = old.get("history", []) if old else _log(folder, change.base)
    number = max([0, *(one["version"] for one in [*past, *([old] if old else [])])]) + 1
    data |= {"version": number, "saved": {"who": who.strip(), "when": _now(), "why": why.strip()},
             "history": [*past, *([_version(old)] if old else [])]}
    return _write(folder, change.base, data)


def withdraw(folder: Path, base: str, *, who: str, why: str) -> None:
    """Take the present version back; the one before holds again, or the shipped pack. It stays in the history."""
    if not (who.strip() and why.strip()):
        raise ValueError("请写明撤回人和理由")
    now = _read(folder, base)
    gone = _version(now) | {"withdrawn": {"who": who.strip(), "when": _now(), "why": why.strip()}}
    past = now.get("history", [])
    before = next((one for one in reversed(past) if "withdrawn" not in one), None)
    if before is None:                                        # nothing left in force: the file becomes history only
        path = _path(folder, base)
        log = folder / "withdrawn"
        log.mkdir(exist_ok=True)
        _write(log, f"{base}-{gone['version']}", gone | {"history": past})
        path.unlink()
        return
    _write(folder, base, before | {"history": [one for one in past if one is not before] + [gone]})


def versions(folder: Path | None, base: str) -> list[dict]:
    """The versions of one own pack, newest first, those of one that is withdrawn altogether too: version, saved,
    withdrawn (None: not), in_force."""
    now = _read(folder, base)
    every = [*now.get("history", []), now] if now else _log(folder, base)
    return [{"version": one["version"], **one["saved"], "withdrawn": one.get("withdrawn"), "in_force": one is now}
            for one in sorted(every, key=lambda one: -one["version"])]


def _log(folder: Path | None, base: str) -> list[dict]:
    """The versions of an own pack of which none is left in force, the oldest first."""
    found = {int(name[1]): path for path in (folder / "withdrawn").glob("*.yaml")
             if (name := re.fullmatch(rf"OWN-{re.escape(base)}-(\d+)", path.stem))} if folder else {}
    last = yaml.safe_load(found[max(found)].read_text(encoding="utf-8")) if found else {}
    return [*last.get("history", []), _version(last)] if last else []


def _version(data: dict) -> dict:
    return {key: value for key, value in data.items() if key != "history"}


def _body(data: dict) -> dict:
    return {key: value for key, value in data.items() if key not in NO_VERSION}


def _path(folder: Path, base: str) -> Path:
    return folder / f"OWN-{base}.yaml"


def _read(folder: Path | None, base: str) -> dict | None:
    path = folder and _path(folder, base)
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path and path.exists() else None


def _write(folder: Path, base: str, data: dict) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, base)
    new = path.with_suffix(".new")
    new.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    os.replace(new, path)                                     # a reader sees the old file or the new one, never half
    return path


def _now() -> str:
    return datetime.now().isoformat(timespec="seconds")
