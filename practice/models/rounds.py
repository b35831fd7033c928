"""A round: an append-only list of events, and the slips that were drawn."""

from datetime import datetime
from functools import cached_property
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Area, Question, is_or_became
from practice.asking import under
from practice.clock import ClockState, Entry, Event, fold, timeline
from practice.legal.legality import Room, room_of
from practice.models.boards import Place
from practice.models.drills import OwnDrill
from practice.models.rule_sets import RuleSet
from practice.models.season import Tournament
from practice.phases import EventKind
from practice.rule_sets.rules import Rules
from practice.season.extra import Extra
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership, User


class RoundQuerySet(TeamOwnedQuerySet):
    def of(self, member: Membership) -> Self:
        """The member's own."""
        return self.filter(team=member.team, owner=member.user)

    def whole(self) -> Self:
        """Rounds that are no drill."""
        return self.filter(drill="")

    def drills(self) -> Self:
        return self.exclude(drill="")

    def under_way(self) -> Self:
        return self.filter(finished_at=None)

    def in_legal_mode(self) -> Self:
        return self.under_way().filter(simulation=True, room_left_at=None)

    def limiting(self, user: User) -> Self:
        """The one that keeps this person in legal mode; not one of a team that they are no member of any more."""
        member = Membership.objects.active().filter(team=OuterRef("team"), user=user)
        return self.in_legal_mode().filter(Exists(member), owner=user, pk=user.limited_by, deleted_at=None)

    def finished(self) -> Self:
        return self.exclude(finished_at=None).order_by("-finished_at", "pk")

    def spoken(self) -> Self:
        """Those whose speech was held to its end; not what was put away before it, or in it."""
        kinds = RoundEvent.objects.filter(round=OuterRef("pk")).values("kind")
        begun, away = kinds.filter(kind=EventKind.SPEECH_STARTED), kinds.filter(kind=EventKind.ABANDONED)
        over = kinds.filter(kind__in=[EventKind.SPEECH_ENDED, EventKind.QUESTIONED])
        return self.filter(Exists(begun), Exists(over), ~Exists(away))

    def on(self, question: Question) -> Self:
        """Spoken on this question, or on one that became part of it."""
        return self.filter(is_or_became(question))

    def for_list(self) -> Self:
        """What a row of a list shows, in a fixed number of queries."""
        return self.select_related("owner", "team").prefetch_related("events", "slips").defer("draw_record")


class Round(TeamOwned):
    """One practice round of one speaker. Its state is `practice.clock.fold` of its events and the time."""

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.COACHES)
    rule_set = models.ForeignKey(RuleSet, null=True, on_delete=models.SET_NULL, related_name="+")
    rules = models.JSONField(help_text="The rules as they stood at the draw.")
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    tournament = models.ForeignKey(
        Tournament, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Practiced for it."
    )
    extra = models.JSONField(default=dict, blank=True, help_text="The speaker's extra time, which is in the rules.")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    place = models.OneToOneField(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="round")
    drill = models.CharField(max_length=40, blank=True, help_text="Its slug in fixtures/drills.json, or OF_TEAM.")
    own_drill = models.ForeignKey(OwnDrill, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    uses_up = models.BooleanField(default=True, help_text="Its question counts as spoken on.")
    seed = models.CharField(max_length=64)
    draw_record = models.JSONField(default=dict, help_text="Algorithm, pool size, what was relaxed.")
    layout = models.JSONField(
        default=dict, blank=True, help_text="The layout of its outline: practice.outline.layouts."
    )
    notecard = models.CharField(max_length=4, blank=True, help_text="practice.outline.notecard.CHOICES")
    aims_for = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Sources; the rules' figure else.")
    training = models.BooleanField(default=False, help_text="Shows before the choice what the library has.")
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
    def extra_time(self) -> Extra:
        """What its rules were lengthened by at the draw."""
        return Extra(**self.extra)

    @property
    def happened(self) -> list[Event]:
        """Its events as the clock reads them, in order. Fetched anew unless prefetched."""
        return [Event(EventKind(event.kind), event.at, event.data) for event in self.events.all()]

    def clock(self, now: datetime | None = None) -> ClockState:
        happened = self.happened
        return fold(happened, under(happened, self.figures), now or timezone.now())

    def timeline(self, now: datetime | None = None) -> tuple[Entry, ...]:
        happened = self.happened
        return timeline(happened, under(happened, self.figures), now or timezone.now())

    @property
    def asked_under(self) -> Rules:
        """The figures with the lengths of the questioning that was begun last, where it was after the end."""
        return under(self.happened, self.figures)

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
    def target(self) -> int | None:
        """How many sources it aims for: the speaker's number, else that of the rules."""
        return self.aims_for or self.figures.source_target

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
