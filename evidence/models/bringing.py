"""A file of cards that is brought in: its cards as they were read, and what became of each."""

from typing import Self

from django.db import models
from django.db.models import Q

from articles.models import Area
from evidence.models.attached import Card
from evidence.models.blocks import Block
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.models import Membership
from teams.policy import Action


class CardBatchQuerySet(TeamOwnedQuerySet):
    def _seen(self, member: Membership) -> Q:
        """Its owner's business; and a coach's, once its cards are among those of the team."""
        own = Q(owner=member.user)
        begun = self._shared_with(member) & Q(begun_at__isnull=False)
        return own | begun if member.may(Action.MODERATE) else own

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "pk")


class CardBatch(TeamOwned):
    """The cards of a file: compared with the team's, looked at, then kept, and taken back whole.

    `visibility` is that of the cards.
    """

    KIND = "file of cards"

    label = models.CharField(max_length=200)
    cautions = models.JSONField(default=list, blank=True, help_text="What was said of the file as a whole.")
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    blocks = models.BooleanField(default=False, help_text="The cards also stand in blocks by their headings.")
    in_blocks = models.ManyToManyField(Block, blank=True, related_name="+")
    made_blocks = models.ManyToManyField(Block, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True, help_text="When somebody said: keep them.")
    finished_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = CardBatchQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label


class CardLine(models.Model):
    """A card of the file. Its words go when everything of the file is kept."""

    class Step(models.TextChoices):
        ARRIVED = "arrived", "read"
        COMPARED = "compared", "compared with the cards of the team"
        KEPT = "kept", "kept"
        PLACED = "placed", "in its block"

    class Fate(models.TextChoices):
        NEW = "new", "new"
        THERE = "there", "here already"
        ALIKE = "alike", "much like a card of the team"
        WANTING = "wanting", "without a quotation"

    batch = models.ForeignKey(CardBatch, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    told = models.JSONField(help_text="evidence.export.own_json.told of the card.")
    path = models.JSONField(default=list, blank=True, help_text="Its headings: [[depth, text], …].")
    cautions = models.JSONField(default=list, blank=True)
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.ARRIVED)
    fate = models.CharField(max_length=7, choices=Fate.choices, default=Fate.NEW)
    known = models.BooleanField(default=False, help_text="Its article is in the library.")
    wanted = models.BooleanField(default=False, help_text="Ticked.")
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made = models.BooleanField(default=False, help_text="The card is new; else it was in the team.")
    unplaced = models.BooleanField(default=False, help_text="It has an article and no certain place in it.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="one_card_a_position")]
        indexes = [models.Index(fields=["batch", "step"])]

    def __str__(self) -> str:
        return str(self.card or f"{self.position + 1} of {self.batch}")
