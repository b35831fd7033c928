"""A person who came with a team's file has an account here now: what stood under the placeholder becomes theirs.

Only who brought the file in says so. The file may hold what one coach alone could see, and they have it in their
hands already; another coach of the team, by naming a friend, would learn what they may not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from evidence.indexing import rebuild
from extemp.arriving import SHOWN
from extemp.taking_out import PARTS
from lib.portable import is_person
from teams.access import TeamOwned
from teams.models import Membership, User


class NotToSay(Exception):
    """This member did not bring the team in, or this is nobody who came with its file."""


@dataclass(frozen=True)
class HandedOver:
    """`aside` counts rows that the person has already in another form: a vote that went, a round now in the trash."""

    rows: int
    aside: int


def may_say(member: Membership) -> bool:
    return member.is_active and member.team.brought_in_by_id == member.user_id


def placeholders(member: Membership) -> models.QuerySet[User]:
    """Those who came with the team's file and have no account, for the member who may say who they are."""
    mine = User.objects.filter(brought_in_with=member.team, is_active=False).order_by("display_name", "username")
    return mine if may_say(member) else mine.none()


def things_of(placeholder: User) -> list[str]:
    """ "3 notes", "1 round": what the page shows before the word is given."""
    found = []
    for part in PARTS:
        for label, one, many in SHOWN:
            if part.name == label and (n := part.model._base_manager.filter(owner=placeholder).count()):
                found.append(f"{n:,} {one if n == 1 else many}")
    return found


def hand_over(*, placeholder: User, to: Membership, by: Membership) -> HandedOver:
    """Raises NotToSay. All or nothing; it cannot be undone, for nothing tells the rows apart afterwards."""
    with transaction.atomic():
        known = placeholders(by).select_for_update().filter(pk=placeholder.pk).first()
        if known is None or not Membership.objects.in_team(by.team).filter(pk=to.pk).exists():
            raise NotToSay
        Membership.objects.filter(user=known, ended_at=None).update(ended_at=timezone.now())
        moved = aside = 0
        for model, column in _columns():
            done, doubled = _move(model, column, known, to.user, by.user)
            moved, aside = moved + done, aside + doubled
        known.delete()  # what still named it as an owner would forbid this
        rebuild(by.team_id)
    return HandedOver(moved, aside)


def _columns() -> Iterator[tuple[type[models.Model], str]]:
    for part in PARTS:
        for relation in part.relations:
            if is_person(relation):
                yield part.model, relation.name


def _move(model: type[models.Model], column: str, old: User, new: User, by: User) -> tuple[int, int]:
    rows = model._base_manager.filter(**{column: old})
    try:
        with transaction.atomic():
            return rows.update(**{column: new}), 0
    except IntegrityError:  # the person has one already, where there is one a person
        return _one_by_one(rows, column, new, by)


def _one_by_one(rows: models.QuerySet[Any], column: str, new: User, by: User) -> tuple[int, int]:
    moved = aside = 0
    for row in rows:
        one = type(row)._base_manager.filter(pk=row.pk)
        try:
            with transaction.atomic():
                one.update(**{column: new})
                moved += 1
        except IntegrityError:
            aside += 1
            if not isinstance(row, TeamOwned):
                row.delete()
                continue
            row.remove(by=by)
            one.update(**{column: new})
    return moved, aside
