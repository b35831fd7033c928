"""What a leader does with tournaments, and what a member prepares for next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from articles.coverage import Goal
from articles.models import Area
from practice.models import Going, PublishedArea, RuleSet, Tournament
from teams.models import Membership, User


@dataclass(frozen=True)
class Plan:
    """What a form says of a tournament. `areas` in the order in which they were published."""

    name: str
    place: str
    first_day: date
    last_day: date
    rule_set: RuleSet | None
    side: str
    areas: tuple[Area, ...]
    goers: tuple[User, ...]


@dataclass(frozen=True)
class Planned:
    """`saved` is False where somebody had saved first: then `tournament` is what they saved, and nothing was done."""

    tournament: Tournament
    saved: bool


def plan(*, member: Membership, plan: Plan) -> Tournament:
    """A new tournament of the team's."""
    with transaction.atomic():
        tournament = Tournament(team=member.team, owner=member.user)
        _write(tournament, plan)
        return tournament


def change(*, tournament: Tournament, version: int, plan: Plan) -> Planned:
    """Rounds that were drawn for it before stay as they are."""
    with transaction.atomic():
        locked = Tournament.objects.select_for_update(of=("self",)).select_related("team").get(pk=tournament.pk)
        if locked.version != version:
            return Planned(locked, saved=False)
        locked.version += 1
        _write(locked, plan)
        return Planned(locked, saved=True)


def next_for(member: Membership) -> Tournament | None:
    """The next one that the member goes to; for one who goes to none that is known, the next of the team's."""
    coming = Tournament.objects.visible_to(member).to_come().for_list()
    return coming.gone_to_by(member).first() or coming.first()


def next_of_team(member: Membership) -> Tournament | None:
    """What the library is to be ready for."""
    return Tournament.objects.visible_to(member).to_come().for_list().first()


def goal(member: Membership) -> Goal | None:
    """The next tournament, as the coverage map reads it (articles.coverage.GOALS)."""
    found = next_of_team(member)
    if found is None:
        return None
    areas = tuple(one.area_id for one in found.published.all())
    return Goal(found.name, found.countdown(), found.get_absolute_url(), areas)


def _write(tournament: Tournament, plan: Plan) -> None:
    for name in ("name", "place", "first_day", "last_day", "rule_set", "side"):
        setattr(tournament, name, getattr(plan, name))
    tournament.save()
    _set(PublishedArea, tournament, [PublishedArea(area=area, position=at) for at, area in enumerate(plan.areas, 1)])
    _set(Going, tournament, [Going(user=user) for user in plan.goers])


def _set(
    model: type[PublishedArea] | type[Going], tournament: Tournament, rows: Iterable[PublishedArea | Going]
) -> None:
    model.objects.filter(tournament=tournament).delete()
    rows = list(rows)
    for row in rows:
        row.tournament = tournament
    model.objects.bulk_create(rows)  # type: ignore[arg-type]
