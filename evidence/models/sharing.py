"""How a card leaves its owner's hands: a link that shows it to whoever has the link."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from evidence.models.attached import Card
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility


class CardLinkQuerySet(TeamOwnedQuerySet):
    def live(self) -> Self:
        """What opens now: not ended, not run out, on a card that is shared and not removed, of a member of a team
        that has links on."""
        member = Q(
            team__memberships__user=models.F("owner"),
            team__memberships__ended_at=None,
            owner__is_active=True,
        )
        rows = self.filter(member, deleted_at=None, expires_at__gt=timezone.now(), team__links_on=True)
        return rows.filter(card__deleted_at=None).exclude(card__visibility=Visibility.PRIVATE)


class CardLink(TeamOwned):
    """A link that shows one card without a login, until it runs out or is ended (removed).

    Its address is made of its key and a signature (evidence.links), so what is stored here opens nothing.
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.COACHES)
    expires_at = models.DateTimeField()
    with_analysis = models.BooleanField(default=False)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="The last time.")

    objects = CardLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.card} until {self.expires_at:%Y-%m-%d}"
