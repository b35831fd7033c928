"""A squad practice: a board, and the places on it."""

import uuid
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models import Area, Question
from practice.models.rule_sets import RuleSet
from practice.models.season import Tournament
from practice.rule_sets.rules import Rules
from practice.squad.stagger import Asks, Times, times
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.policy import Action

if TYPE_CHECKING:
    from practice.models.rounds import Round


class BoardQuerySet(TeamOwnedQuerySet):
    def under_way(self) -> Self:
        """Not ended, and of this day or to come: who forgets to end a board does not see it for ever."""
        return self.filter(ended_at=None, first_draw__gt=timezone.now() - timedelta(hours=18))

    def newest_first(self) -> Self:
        return self.select_related("team").order_by("-first_draw", "pk")


class Board(TeamOwned):
    """A squad practice: speakers in sections, drawing one interval after another. The team sees names and times."""

    EDIT_OTHERS = Action.RUN_BOARDS

    class Gap(models.TextChoices):
        KEEP = "keep", "Their time stays empty"
        CLOSE = "close", "Those behind them move up"

    class Asked(models.TextChoices):
        NOBODY = Asks.NOBODY.value, "Nobody asks"
        PREVIOUS = Asks.PREVIOUS.value, "The speaker before: 1 asks 2, the last asks 1"
        NEXT = Asks.NEXT.value, "The speaker after: 2 asks 1, the first asks the last"

    rule_set = models.ForeignKey(RuleSet, null=True, on_delete=models.SET_NULL, related_name="+")
    rules = models.JSONField(help_text="The rules as they stood when the board was made; its clocks do not pause.")
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    tournament = models.ForeignKey(
        Tournament, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Practiced for it."
    )
    first_draw = models.DateTimeField()
    interval = models.PositiveSmallIntegerField(help_text="Seconds between two draws of a section.")
    sections = models.PositiveSmallIntegerField(default=1)
    gap = models.CharField(max_length=5, choices=Gap.choices, default=Gap.KEEP, help_text="When somebody is missing.")
    asks = models.CharField(max_length=8, choices=Asked.choices, default=Asked.NOBODY, blank=True)
    simulation = models.BooleanField(default=False, help_text="Every round of it is in legal mode.")
    one_question = models.BooleanField(default=False, help_text="All speak on the same question.")
    question = models.ForeignKey(
        Question,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="That one: drawn at the first draw, so that nobody knows it before.",
    )
    counted = models.PositiveSmallIntegerField(default=0, help_text="How many draws of that one the bank counts.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BoardQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Squad practice, {timezone.localtime(self.first_draw):%d %b %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("practice:board", args=[self.team.slug, self.pk])

    @cached_property
    def figures(self) -> Rules:
        return Rules.from_mapping(self.rules)


class Place(models.Model):
    """A speaker's place on a board. `version` counts its changes: whoever acts says which one they saw."""

    class State(models.TextChoices):
        EXPECTED = "expected", "expected"
        HERE = "here", "signed in"
        LATE = "late", "late"
        NO_SHOW = "no_show", "did not come"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="places")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    section = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text="In the section, as posted.")
    draw_at = models.DateTimeField(help_text="As posted.")
    set_at = models.DateTimeField(default=timezone.now, help_text="When that time was set.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.EXPECTED)
    signed_in_at = models.DateTimeField(null=True, blank=True)
    swapped = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["draw_at", "section", "number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "user"], name="one_place_a_speaker"),
            models.UniqueConstraint(fields=["board", "section", "number"], name="one_speaker_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.user}"

    @property
    def letter(self) -> str:
        """The section as it is called: A, B …"""
        return chr(ord("A") + self.section - 1)

    @property
    def code(self) -> str:
        """How a speaker without a name is called: "A3"."""
        return f"{self.letter}{self.number}"

    @property
    def drawn(self) -> "Round | None":
        """The round that was drawn at this place. Costs a query unless selected along."""
        return getattr(self, "round", None)

    @property
    def times(self) -> Times:
        """As planned; what a late draw changes is `practice.squad.stagger.drawn_at`'s."""
        return times(self.draw_at, self.board.figures)
