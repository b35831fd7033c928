"""What the library has from which week, area by area, and who is asked to fill a week that has nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncWeek
from django.utils import timezone

from articles.models import Area, Article, ArticleQuerySet, Assignment, AssignmentQuerySet
from teams.models import Membership, User

WEEKS = 12
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Cell:
    """One area in one week: the number of articles, and who looks for more."""

    week: date
    count: int
    assignments: tuple[Assignment, ...] = ()


@dataclass(frozen=True)
class Goal:
    """What the library is to be ready for, as a room above says it: "Winter Classic", "12 days to go".

    `areas` are the keys of the areas that it asks for, in its order; it may be that none is known.
    """

    name: str
    when: str
    address: str
    areas: tuple[int, ...]


# Each is asked what a member's team is getting ready for. A room above adds its own when it is ready.
GOALS: list[Callable[[Membership], Goal | None]] = []


@dataclass(frozen=True)
class Line:
    """One area over the weeks, the oldest first. `wanted`: the goal asks for it."""

    area: Area
    cells: tuple[Cell, ...]
    wanted: bool = False

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)

    @property
    def empty(self) -> int:
        return sum(not cell.count for cell in self.cells)


@dataclass(frozen=True)
class Old:
    """Articles older than the team's window, and those that grew so in the last seven days; each with the words that
    find them."""

    count: int
    words: str
    lately: int
    lately_words: str


@dataclass(frozen=True)
class Coverage:
    """`weeks` are Mondays; articles without a date are in no cell and counted in `undated`."""

    weeks: tuple[date, ...]
    lines: tuple[Line, ...]
    undated: int
    old: Old
    goal: Goal | None = None

    @property
    def wanted(self) -> list[Line]:
        """The areas of the goal, in its order."""
        return [line for line in self.lines if line.wanted]

    @property
    def others(self) -> list[Line]:
        return [line for line in self.lines if not line.wanted]

    @property
    def bare(self) -> list[Line]:
        """What the goal asks for and no week has."""
        return [line for line in self.wanted if not line.total]


def goal_of(member: Membership) -> Goal | None:
    """What the team is getting ready for next."""
    return next((goal for find in GOALS if (goal := find(member)) is not None), None)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_until(today: date, weeks: int = WEEKS) -> tuple[date, ...]:
    """The Mondays of the last weeks, the oldest first, this week's last."""
    last = monday_of(today)
    return tuple(last - _WEEK * back for back in range(weeks - 1, -1, -1))


def coverage(member: Membership, *, weeks: int = WEEKS) -> Coverage:
    """The map of what this member may see, in a fixed number of queries; the areas of the goal come first."""
    goal = goal_of(member)
    order = {key: at for at, key in enumerate(goal.areas)} if goal else {}
    areas = sorted(Area.objects.filter(team=member.team), key=lambda area: order.get(area.pk, len(order)))
    mondays = weeks_until(timezone.localdate(), weeks)
    live = Article.objects.visible_to(member).unarchived()
    counted = (
        live.filter(published_on__gte=mondays[0], published_on__lt=mondays[-1] + _WEEK, areas__isnull=False)
        .annotate(week=TruncWeek("published_on"))
        .values_list("areas", "week")
        .annotate(Count("pk", distinct=True))
        .order_by()
    )
    counts = {(area, week): number for area, week, number in counted}
    given: dict[tuple[int, date], list[Assignment]] = {}
    for one in Assignment.objects.visible_to(member).open().filter(week__in=mondays).for_list():
        given.setdefault((one.area_id, one.week), []).append(one)
    lines = tuple(
        Line(
            area,
            tuple(
                Cell(week, counts.get((area.pk, week), 0), tuple(given.get((area.pk, week), ()))) for week in mondays
            ),
            wanted=area.pk in order,
        )
        for area in areas
    )
    undated, old = _ages(live, member)
    return Coverage(mondays, lines, undated, old, goal)


def _ages(live: ArticleQuerySet, member: Membership) -> tuple[int, Old]:
    fresh_from = member.team.fresh_from
    week_before = fresh_from - _WEEK
    counts = live.aggregate(
        undated=Count("pk", filter=Q(published_on=None)),
        old=Count("pk", filter=Q(published_on__lt=fresh_from)),
        lately=Count("pk", filter=Q(published_on__lt=fresh_from, published_on__gte=week_before)),
    )
    words = f"before:{fresh_from.isoformat()}"
    return counts["undated"], Old(counts["old"], words, counts["lately"], f"after:{week_before.isoformat()} {words}")


def assign(
    *, member: Membership, area: Area, week: date, assignee: User, remark: str = "", due_on: date | None = None
) -> Assignment:
    """Ask somebody to find articles for the area and week; asked again, the remark and the day are the new ones."""
    given: dict[str, Any] = {"remark": remark, "due_on": due_on, "done_at": None}
    same: dict[str, Any] = {"team": member.team, "area": area, "week": week, "assignee": assignee, "deleted_at": None}
    try:
        with transaction.atomic():
            made, _ = Assignment.objects.update_or_create(
                **same, defaults=given, create_defaults={**given, "owner": member.user}
            )
    except IntegrityError:
        made, _ = Assignment.objects.update_or_create(**same, defaults=given)
    return made


def assigned_to(member: Membership) -> AssignmentQuerySet:
    """What this member was asked for and has not marked as done, the most urgent first."""
    rows: AssignmentQuerySet = Assignment.objects.visible_to(member).open().filter(assignee=member.user)
    return rows.for_list()
