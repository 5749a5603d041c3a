"""The words and numbers of 示例县, from the YAML files beside this one."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

HERE = Path(__file__).parent


@cache
def words(name: str) -> Any:
    """The content of `name`.yaml. Shared by everybody: never change it."""
    return yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def dice(*parts: object) -> Random:
    """A source of chance of its own for what `parts` name: the same parts give the same numbers, on every machine."""
    return Random("|".join(map(str, parts)))


def between(rng: Random, span: list[float]) -> float:
    """A number within [low, high]."""
    return rng.uniform(span[0], span[1])
