"""What ballots said of a speaker's rounds: each as it was last given, and every criterion on average."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from practice.hearing.ballots import POINTS
from practice.models import Ballot, Round, Sheet
from teams.models import Membership


@dataclass(frozen=True)
class Line:
    """One judge's ballot. `rank` None where none was given; `points` "3.5 of 5" on average, "" without any."""

    ballot: Ballot
    on: date
    judge: str
    rank: int | None
    points: str
    better: str
    focus: str


@dataclass(frozen=True)
class Criterion:
    """`points` on average of the `ballots` that marked it."""

    name: str
    points: str
    ballots: int


@dataclass(frozen=True)
class Judged:
    """The newest ballot first. What speakers say of their own speech is not in it."""

    lines: tuple[Line, ...]
    criteria: tuple[Criterion, ...]
    marks: Mapping[UUID, Sequence[float]]  # by round: of each ballot with marks, their average


def judged(*, rounds: Iterable[Round], reader: Membership) -> Judged:
    """From ballots that the reader may see; two queries."""
    rows = Ballot.objects.visible_to(reader).given().filter(round__in=list(rounds))
    ballots = rows.select_related("owner", "round__team").prefetch_related("sheets").order_by("-given_at", "pk")
    pairs = [(one, _last(one)) for one in ballots if not one.of_speaker]
    told = [(one, sheet) for one, sheet in pairs if sheet]
    marks: dict[UUID, list[float]] = defaultdict(list)
    for one, sheet in told:
        if points := _points(sheet).values():
            marks[one.round_id].append(sum(points) / len(points))
    lines = tuple(_line(one, sheet) for one, sheet in told)
    return Judged(lines, tuple(_criteria([sheet for _, sheet in told])), marks)


def _last(ballot: Ballot) -> Sheet | None:
    given = [sheet for sheet in ballot.sheets.all() if sheet.given_at]
    return max(given, key=lambda sheet: (sheet.given_at, sheet.pk), default=None)


def _line(ballot: Ballot, sheet: Sheet) -> Line:
    points = _points(sheet)
    return Line(
        ballot=ballot,
        on=timezone.localdate(sheet.given_at),
        judge=str(ballot.owner),
        rank=sheet.rank,
        points=f"{_mean(list(points.values()))} of {POINTS}" if points else "",
        better=sheet.get_better_display() if sheet.better else "",
        focus=sheet.focus,
    )


def _criteria(sheets: Sequence[Sheet]) -> Iterable[Criterion]:
    found: dict[str, list[float]] = defaultdict(list)
    for sheet in sheets:
        for name, points in _points(sheet).items():
            found[name].append(points)
    return (Criterion(name, _mean(points), len(points)) for name, points in sorted(found.items()))


def _points(sheet: Sheet) -> dict[str, float]:
    return {name: float(points) for name, points in sheet.points.items() if isinstance(points, int | float)}


def _mean(points: Sequence[float]) -> str:
    return f"{sum(points) / len(points):.1f}"
