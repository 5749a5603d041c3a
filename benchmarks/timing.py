"""How long something takes, for ratios inside one run."""

import statistics
import time
from collections.abc import Callable


def median(action: Callable[[], object], times: int = 5) -> float:
    """Seconds the action takes, the median of some runs after one to warm up."""
    action()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def best(*actions: Callable[[], object], times: int = 7) -> list[float]:
    """Seconds each action takes, the least of some runs in turns after one to warm up: the least disturbed."""
    taken: list[list[float]] = [[] for _ in actions]
    for action in actions:
        action()
    for _ in range(times):
        for action, own in zip(actions, taken, strict=True):
            start = time.perf_counter()
            action()
            own.append(time.perf_counter() - start)
    return [min(own) for own in taken]
