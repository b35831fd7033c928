"""A team's own drills beside those that are shipped. A round that was begun keeps the rules and the boxes it had."""

from typing import Any

from django.db import transaction

from practice.drills.drill import OF_TEAM, Drill, drills
from practice.models import OwnDrill, Round
from practice.models.drills import drill_of_team
from teams.models import Membership


def drills_for(member: Membership) -> dict[str, Drill]:
    """What a member chooses from, the team's own first. One query."""
    own = OwnDrill.objects.visible_to(member).order_by("name", "pk")
    return {**{str(row.pk): row.drill for row in own}, **drills()}


def drill_of(round: Round) -> Drill | None:
    """None for a round that is no drill, and for a drill that is there no more."""
    return round.own_drill.drill if round.own_drill else drills().get(round.drill)


def kept_as(drill: Drill | None) -> dict[str, Any]:
    """How a round names the drill that it is."""
    if drill and drill.by_team:
        return {"drill": OF_TEAM, "own_drill_id": drill.slug}
    return {"drill": drill.slug if drill else ""}


def make_drill(*, member: Membership, told: dict[str, Any]) -> OwnDrill:
    """A drill of the team's; `told` are the fields of OwnDrill. Raises ValueError for what cannot be."""
    return _write(OwnDrill(team=member.team, owner=member.user), told)


def change_drill(*, row: OwnDrill, version: int, told: dict[str, Any]) -> OwnDrill | None:
    """None where somebody had saved first: nothing was changed. Raises ValueError."""
    with transaction.atomic():
        locked = OwnDrill.objects.select_for_update(of=("self",)).get(pk=row.pk)
        return _write(locked, told) if locked.version == version else None


def _write(row: OwnDrill, told: dict[str, Any]) -> OwnDrill:
    drill_of_team(str(row.pk), told)
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row
