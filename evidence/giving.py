"""Handing a card to another member: it stands on their page "For you", and they may take a copy."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from evidence.models import Card, Gift
from teams.access import Visibility
from teams.models import Membership, User
from teams.policy import Action


def takers(*, member: Membership, card: Card) -> list[Membership]:
    """To whom this member may hand the card: its owner to anybody of the team, who only sees it to others who do."""
    others = [one for one in Membership.objects.in_team(member.team) if one.user_id != member.user_id]
    if card.owner_id == member.user_id or card.visibility == Visibility.TEAM:
        return [one for one in others if one.user_id != card.owner_id]
    if card.visibility == Visibility.COACHES and member.may(Action.READ_COACHES):
        return [one for one in others if one.may(Action.READ_COACHES) and one.user_id != card.owner_id]
    return []


def give(*, member: Membership, card: Card, to: Iterable[Membership], remark: str = "") -> list[Gift]:
    """A second time to the same member takes the place of the first, and is new again. Who may is for `takers`."""
    with transaction.atomic():
        Card.objects.select_for_update().get(pk=card.pk)
        made = []
        for one in to:
            take_back(card=card, by=member.user, to=one.user)
            made.append(Gift.objects.create(card=card, by=member.user, to=one.user, remark=remark))
    return made


def take_back(*, card: Card, by: User, to: User) -> None:
    """It is no longer on the other's page; a copy that they took stays theirs."""
    card.gifts.standing().filter(by=by, to=to).update(ended_at=timezone.now())
