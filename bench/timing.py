"""The one clock of the bench."""

import statistics
import time
from collections.abc import Callable


def median_ms(act: Callable[[], object], *, times: int = 7) -> float:
    """Median of `times` runs, in milliseconds, after one run to warm up."""
    act()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def line(what: str, ours: float, other: str, theirs: float) -> str:
    return f"{what}: {ours:.1f} ms = {ours / theirs:.2f} × {other} ({theirs:.1f} ms)"
