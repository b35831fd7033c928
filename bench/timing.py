"""The one clock of the bench."""

import statistics
import time
from collections.abc import Callable, Sequence


def median_ms(act: Callable[[], object], *, times: int = 7) -> float:
    """Median of `times` runs, in milliseconds, after one run to warm up."""
    act()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def medians_ms(
    acts: Sequence[Callable[[], object]], *, times: int, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """The same of several acts in turn, so that what else the machine does falls on all of them alike."""
    taken: list[list[float]] = [[] for _ in acts]
    for number in range(times + 1):
        for act, mine in zip(acts, taken, strict=True):
            begin = clock()
            act()
            if number:
                mine.append((clock() - begin) * 1000)
    return [statistics.median(mine) for mine in taken]


def line(what: str, ours: float, other: str, theirs: float) -> str:
    return f"{what}: {ours:.1f} ms = {ours / theirs:.2f} × {other} ({theirs:.1f} ms)"
