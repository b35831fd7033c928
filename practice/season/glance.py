"""The squad at a glance: when each last spoke, and on what never."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from articles.models import Area
from practice.models import Round, Tournament
from practice.season.again import season_of
from teams.models import Membership
from teams.policy import Role


@dataclass(frozen=True)
class Glance:
    """One speaker as the squad's list shows them. `never`: areas, of the next tournament's or of the team's."""

    member: Membership
    last: date | None
    never: tuple[Area, ...]


def squad(reader: Membership, tournament: Tournament | None) -> list[Glance]:
    """Every student and captain by name, from the rounds that the reader may see; a fixed number of queries.

    `never` counts this season, and only what the tournament has published where it has.
    """
    season = season_of(reader)
    rounds = Round.objects.visible_to(reader).finished().exclude(question=None)
    if season:
        rounds = rounds.filter(created_at__gte=season.began_at)
    last = dict(rounds.order_by().values_list("owner").annotate(Max("created_at")))
    done: dict[int, set[int]] = defaultdict(set)
    counted = rounds.filter(uses_up=True).spoken()
    for owner, area in counted.order_by().values_list("owner", "question__areas").distinct():
        done[owner].add(area)
    areas = list(Area.objects.filter(team=reader.team))
    wanted = {area.pk for area in tournament.areas} if tournament else set()
    if wanted:
        areas = [area for area in areas if area.pk in wanted]
    members = [one for one in Membership.objects.in_team(reader.team) if one.role != Role.COACH]
    return [
        Glance(
            member,
            timezone.localdate(last[member.user_id]) if member.user_id in last else None,
            tuple(area for area in areas if area.pk not in done[member.user_id]),
        )
        for member in sorted(members, key=lambda one: str(one.user).casefold())
    ]
