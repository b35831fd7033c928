"""How a card or a block leaves the team: a link that shows it to whoever has the link."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from evidence.models.attached import Card
from evidence.models.blocks import Block
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility


class LinkQuerySet(TeamOwnedQuerySet):
    def live(self) -> Self:
        """What opens now: not ended, not run out, on what is shared and not removed, of a member of a team that has
        links on."""
        member = Q(
            team__memberships__user=models.F("owner"),
            team__memberships__ended_at=None,
            owner__is_active=True,
        )
        rows = self.filter(member, deleted_at=None, expires_at__gt=timezone.now(), team__links_on=True)
        card = Q(card__isnull=False, card__deleted_at=None) & ~Q(card__visibility=Visibility.PRIVATE)
        block = Q(block__isnull=False, block__deleted_at=None) & ~Q(block__visibility=Visibility.PRIVATE)
        return rows.filter(card | block)


class Link(TeamOwned):
    """A link that shows one card, or one block, without a login, until it runs out or is ended (removed).

    Its address is made of its key and a signature (evidence.links), so what is stored here opens nothing.
    """

    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    block = models.ForeignKey(Block, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.COACHES)
    expires_at = models.DateTimeField()
    with_analysis = models.BooleanField(default=False)
    opened = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="The last time.")

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(card=None, block__isnull=False) | Q(card__isnull=False, block=None),
                name="a_link_shows_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} until {self.expires_at:%Y-%m-%d}"

    @property
    def about(self) -> Card | Block:
        """The card or the block that it shows."""
        found = self.card or self.block
        assert found is not None  # noqa: S101 - the database holds it
        return found
