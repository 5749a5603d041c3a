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
