"""What a speaker does worst, as far as ballots and rounds tell: one area and one kind of question. Pure.

The lowest marks of ballots say it, where two areas (or kinds) or more were marked and not all alike; else what was
spoken on least often. What ballots said of one speech counts for each of its areas.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


@dataclass(frozen=True)
class Weak(Generic[Thing]):
    """`points` on average of the `ballots`, None where no ballot says it; `rounds` in which it was spoken on."""

    thing: Thing
    points: float | None
    ballots: int
    rounds: int

    def words(self, name: str, of: int) -> str:
        """ "Economy: 2.5 of 5 on average of 3 ballots"; "Economy: never spoken on"."""
        if self.points is not None:
            return f"{name}: {self.points:.1f} of {of} on average of {self.ballots} ballot{'s' * (self.ballots != 1)}"
        times = f"spoken on {self.rounds}×, the least" if self.rounds else "never spoken on"
        return f"{name}: {times}"


def weakest(
    rounds: Mapping[Thing, int], marked: Iterable[tuple[Thing, Sequence[float]]], first: Sequence[Thing] = ()
) -> Weak[Thing] | None:
    """`rounds`: everything there is and how often it was spoken on; `marked`: the marks of each speech on a thing.

    None where nothing is weaker than the rest. Of equals the one comes that stands in `first`, then in `rounds`.
    """
    marks: dict[Thing, list[float]] = defaultdict(list)
    for thing, points in marked:
        if thing in rounds:
            marks[thing] += points
    means = {thing: sum(points) / len(points) for thing, points in marks.items() if points}
    order = sorted(rounds, key=lambda thing: thing not in first)
    if len(set(means.values())) > 1:
        worst = min((thing for thing in order if thing in means), key=lambda thing: means[thing])
        return Weak(worst, means[worst], len(marks[worst]), rounds[worst])
    if len(set(rounds.values())) > 1:
        least = min(order, key=lambda thing: rounds[thing])
        return Weak(least, None, 0, rounds[least])
    return None
