"""Blocks: cards put in an order under headings, for a question or a topic."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from articles.models import Area, Question, is_or_became
from evidence.models.attached import Card
from evidence.order import DEEPEST, Line
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.policy import Action


class BlockQuerySet(TeamOwnedQuerySet):
    def for_question(self, question: Question) -> Self:
        """Those of this question, and of the questions that became part of it."""
        return self.filter(is_or_became(question))

    def with_card(self, card: Card) -> Self:
        return self.filter(entries__card=card, entries__taken_out_at=None).distinct().order_by("title", "pk")

    def saying(self, query: str) -> Self:
        """Every word of the query in the title, in any case."""
        rows = self
        for word in query.split()[:12]:
            rows = rows.filter(title__icontains=word)
        return rows

    def for_list(self) -> Self:
        """What a row of a list shows, in a fixed number of queries; the last changed first."""
        mine = Entry.objects.filter(block=OuterRef("pk"), taken_out_at=None, card__deleted_at=None, card__isnull=False)
        counted = mine.order_by().values("block").annotate(number=Count("pk")).values("number")
        rows = self.select_related("owner", "team", "question__team", "question__merged_into__team", "area")
        cards = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
        return rows.defer("earlier").annotate(cards=cards).order_by("-updated_at", "pk")


class Block(TeamOwned):
    """An ordered collection of cards. Its entries are lines with depths, see `evidence.order`.

    `earlier` holds what the lines were before each of the last changes, so that these can be undone.
    """

    KIND = "block"
    EDIT_OTHERS = Action.EDIT_BLOCKS

    title = models.CharField(max_length=160)
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField(auto_now=True)
    earlier = models.JSONField(default=list, blank=True, help_text="[[[entry, depth, heading], …], …], the last last.")

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="a_block_is_made_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence:block", args=[self.team.slug, self.pk])

    @property
    def asked(self) -> Question | None:
        """The question that it is for; where that one became part of another, the other."""
        return (self.question.merged_into or self.question) if self.question else None

    @property
    def quotation(self) -> str:
        """It has none; the trash lists it beside notes and cards, which do."""
        return ""


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> Self:
        """Those that are in their blocks now, in order."""
        return self.filter(taken_out_at=None).order_by("position", "pk")


class Entry(models.Model):
    """A line of a block: a card, a heading, or another block. What is taken out stays and can be put back."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(default=0)
    depth = models.PositiveSmallIntegerField(default=0)
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.CASCADE, related_name="entries")
    inner = models.ForeignKey(
        Block, null=True, blank=True, on_delete=models.CASCADE, related_name="places", help_text="A block in this one."
    )
    heading = models.CharField(max_length=160, blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["block", "position"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(heading="", card__isnull=False, inner=None)
                | Q(heading="", card=None, inner__isnull=False)
                | (~Q(heading="") & Q(card=None, inner=None)),
                name="an_entry_is_a_card_a_heading_or_a_block",
            ),
            models.CheckConstraint(condition=Q(depth__lte=DEEPEST), name="an_entry_is_not_too_deep"),
        ]

    def __str__(self) -> str:
        return self.heading or str(self.card or self.inner)

    @property
    def line(self) -> Line:
        return Line(self.pk, self.depth, bool(self.heading))

    @property
    def kept(self) -> list[Any]:
        """What `Block.earlier` keeps of it."""
        return [self.pk, self.depth, self.heading]
