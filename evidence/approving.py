"""A leader's word that a shared card is fit to be used."""

from django.db import transaction
from django.utils import timezone

from evidence.models import Approval, Card
from teams.access import Visibility
from teams.models import Membership
from teams.policy import Action


def may_approve(member: Membership, card: Card) -> bool:
    """A leader may, and not their own: a second pair of eyes is the point. A private card is nobody else's matter."""
    return member.may(Action.APPROVE) and card.owner_id != member.user_id and card.visibility != Visibility.PRIVATE


def approve(*, card: Card, version: int, member: Membership) -> bool:
    """Store it, once. False where the card was changed since the leader saw it: then nothing was stored."""
    with transaction.atomic():
        now = Card.objects.select_for_update().get(pk=card.pk)
        if now.version != version:
            return False
        Approval.objects.get_or_create(card=now, by=member.user, ended_at=None)
    return True


def take_back(*, card: Card, member: Membership) -> None:
    card.approvals.standing().filter(by=member.user).update(ended_at=timezone.now())
