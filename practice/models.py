"""A round: an append-only list of events, the slips that were drawn, and the outline that was written."""

import uuid
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Area, Article, Question
from evidence.models import Card
from practice import outline
from practice.clock import ClockState, Entry, Event, fold, timeline
from practice.legality import Room, room_of
from practice.phases import EventKind
from practice.rules import Rules
from practice.stagger import Asks, Times, times
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership, Team
from teams.policy import Action


class RuleSetQuerySet(models.QuerySet["RuleSet"]):
    def for_team(self, team: Team) -> "RuleSetQuerySet":
        """The shipped presets and the team's own, without what was removed."""
        return self.filter(Q(team=None) | Q(team=team), deleted_at=None).order_by("position", "name")

    def own(self, team: Team) -> "RuleSetQuerySet":
        """What the team may change: its own, and no preset."""
        return self.filter(team=team, deleted_at=None)

    def removed(self, team: Team) -> "RuleSetQuerySet":
        return self.filter(team=team).exclude(deleted_at=None).order_by("-deleted_at", "pk")


class RuleSet(models.Model):
    """The figures of one event's rules. Data: a new preset needs no code (fixtures/rulesets/)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=100)
    rules = models.JSONField(help_text="practice.rules.Rules.to_mapping().")
    sources = models.JSONField(default=dict, blank=True, help_text="Figure -> address and date of entry.")
    version = models.PositiveIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=Q(team=None), name="one_preset_a_slug"),
            models.UniqueConstraint(fields=["team", "slug"], name="one_rule_set_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def figures(self) -> Rules:
        return Rules.from_mapping(self.rules)


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
    first_draw = models.DateTimeField()
    interval = models.PositiveSmallIntegerField(help_text="Seconds between two draws of a section.")
    sections = models.PositiveSmallIntegerField(default=1)
    gap = models.CharField(max_length=5, choices=Gap.choices, default=Gap.KEEP, help_text="When somebody is missing.")
    asks = models.CharField(max_length=8, choices=Asked.choices, default=Asked.NOBODY, blank=True)
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
    draw_at = models.DateTimeField()
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
        """As planned; what a late draw changes is `practice.stagger.drawn_at`'s."""
        return times(self.draw_at, self.board.figures)


class RoundQuerySet(TeamOwnedQuerySet):
    def of(self, member: Membership) -> Self:
        """The member's own."""
        return self.filter(team=member.team, owner=member.user)

    def under_way(self) -> Self:
        return self.filter(finished_at=None)

    def in_legal_mode(self) -> Self:
        return self.under_way().filter(simulation=True, room_left_at=None)

    def finished(self) -> Self:
        return self.exclude(finished_at=None).order_by("-finished_at", "pk")

    def on(self, question: Question) -> Self:
        """Spoken on this question, or on one that became part of it."""
        return self.filter(Q(question=question) | Q(question__merged_into=question))

    def for_list(self) -> Self:
        """What a row of a list shows, in a fixed number of queries."""
        return self.select_related("owner", "team").prefetch_related("events", "slips").defer("draw_record")


class Round(TeamOwned):
    """One practice round of one speaker. Its state is `practice.clock.fold` of its events and the time."""

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.COACHES)
    rule_set = models.ForeignKey(RuleSet, null=True, on_delete=models.SET_NULL, related_name="+")
    rules = models.JSONField(help_text="The rules as they stood at the draw.")
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.OneToOneField(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="round")
    seed = models.CharField(max_length=64)
    draw_record = models.JSONField(default=dict, help_text="Algorithm, pool size, what was relaxed.")
    finished_at = models.DateTimeField(null=True, blank=True)
    simulation = models.BooleanField(default=False, help_text="In legal mode, until it is finished or left.")
    room_left_at = models.DateTimeField(null=True, blank=True, help_text="Legal mode was left by the coach's code.")

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "owner"],
                condition=Q(finished_at=None, deleted_at=None),
                name="one_round_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner}, {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("practice:round", args=[self.team.slug, self.pk])

    @cached_property
    def figures(self) -> Rules:
        """The rules as they stood at the draw."""
        return Rules.from_mapping(self.rules)

    @property
    def happened(self) -> list[Event]:
        """Its events as the clock reads them, in order. Fetched anew unless prefetched."""
        return [Event(EventKind(event.kind), event.at, event.data) for event in self.events.all()]

    def clock(self, now: datetime | None = None) -> ClockState:
        return fold(self.happened, self.figures, now or timezone.now())

    def timeline(self, now: datetime | None = None) -> tuple[Entry, ...]:
        return timeline(self.happened, self.figures, now or timezone.now())

    @property
    def asked(self) -> str:
        """The chosen question as it was drawn; "" before the choice."""
        if self.question_id is None:
            return ""
        return next((slip.text for slip in self.slips.all() if slip.question_id == self.question_id), "")

    @property
    def in_legal_mode(self) -> bool:
        return self.simulation and self.room_left_at is None and self.finished_at is None and self.deleted_at is None

    @property
    def room(self) -> Room:
        """What may be in its prep room, by its rules and the day of its draw. It limits only in legal mode."""
        return room_of(self.figures, timezone.localdate(self.created_at))

    @property
    def may_type(self) -> bool:
        return not self.in_legal_mode or self.room.typing

    def is_of(self, member: Membership) -> bool:
        return self.owner_id == member.user_id


class RoundEvent(models.Model):
    """One thing that happened. Appended, never changed."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["round", "seq"], name="one_event_a_number")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Slip(models.Model):
    """A drawn question, in the order of the draw."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="slips")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500, help_text="The wording as drawn.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "question"], name="a_question_is_drawn_once_a_round"),
            models.UniqueConstraint(fields=["round", "position"], name="one_slip_a_position"),
        ]

    def __str__(self) -> str:
        return self.text


class Point(models.Model):
    """One slot of the outline, saved by itself, with a version against a second tab.

    `tab` and `turn` say which open page wrote last and how often it had: a page's own saves that overtake each
    other on the way are put in order, and are no conflict.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="points")
    slot = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    tab = models.UUIDField(null=True)
    turn = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "slot"], name="one_point_a_slot")]

    def __str__(self) -> str:
        return f"{self.slot}: {self.text[:40]}"

    @property
    def digest(self) -> str:
        return outline.digest(self.text)


class KeptText(models.Model):
    """A text of a point that another tab's text overtook: kept beside it until its owner has decided.

    While a tab types on without deciding, its kept text is brought up to date; a settled one never changes.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="kept")
    text = models.TextField()
    tab = models.UUIDField()
    turn = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "tab"], condition=Q(settled_at=None), name="a_tab_keeps_one_text_a_point"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class PointSource(models.Model):
    """An article, a card of it, or a card without an article, that an outline point will cite."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="sources")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cite = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "article"], condition=Q(card=None), name="an_article_once_a_point"
            ),
            models.UniqueConstraint(fields=["point", "card"], name="a_card_once_a_point"),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | Q(card__isnull=False), name="a_source_names_something"
            ),
        ]

    def __str__(self) -> str:
        return self.cite

    @property
    def key(self) -> tuple[object, object]:
        """Which (article, card) is cited now: it follows an article into the one that it was merged with."""
        if self.card:
            return self.card.article_id, self.card_id
        return (self.article.merged_into_id or self.article_id) if self.article else None, None
