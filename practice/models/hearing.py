"""What listeners leave of a speech: comments at a time, sources as they were said, ballots, a focus carried on."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.models import Article
from evidence.models import Card
from practice.hearing.seconds import write_second
from practice.models.rounds import Round
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership
from teams.policy import Action


class OfRoundQuerySet(TeamOwnedQuerySet):
    """Rows about a round: never seen by more people than it is, whatever their own `_seen` says."""

    def _seen(self, member: Membership) -> Q:
        return Q()

    def _seen_by(self, member: Membership) -> Self:
        return super()._seen_by(member).filter(round__in=Round.objects.visible_to(member).values("pk"))

    def held_for(self, member: Membership) -> Self:
        return super()._seen_by(member).filter(round__in=Round.objects.held_for(member).values("pk"))

    def removable_by(self, member: Membership) -> Self:
        """Their own; a coach's word is no coach's to remove but its own, what was said of a speech stays said."""
        return self.visible_to(member).filter(owner=member.user)


class CommentQuerySet(OfRoundQuerySet):
    def _seen(self, member: Membership) -> Q:
        """A draft is its writer's alone."""
        return Q(draft=False) | Q(owner=member.user)

    def said(self) -> Self:
        return self.filter(draft=False)

    def drafts(self) -> Self:
        return self.filter(draft=True)

    def in_order(self) -> Self:
        """By the time in the speech; what is about the whole of it stands last."""
        return self.select_related("owner").order_by(models.F("second").asc(nulls_last=True), "created_at", "pk")


class Comment(TeamOwned):
    """A listener's words at a second of the speech, or about the whole; or an answer to such a comment.

    While it is typed it is a `draft`, which only its writer sees. Answers have the second of what they answer.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="comments")
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answered")
    second = models.PositiveIntegerField(null=True, blank=True, help_text="Of the speech, pauses left out.")
    body = models.TextField(blank=True, help_text="As typed; shown as plain text.")
    draft = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    tab = models.UUIDField(null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4)
    said_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="a_comment_is_made_once")]

    def __str__(self) -> str:
        return self.body[:60]

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def clock(self) -> str:
        """ "2:14"."""
        return write_second(self.second)

    @property
    def changed(self) -> bool:
        """Since it was said."""
        return self.said_at is not None and self.updated_at - self.said_at > timedelta(seconds=2)

    def get_absolute_url(self) -> str:
        return f"{reverse('practice:review', args=[self.team.slug, self.round_id])}#{self.anchor}"


class SaidQuerySet(OfRoundQuerySet):
    def in_order(self) -> Self:
        return self.select_related("owner", "article", "card").order_by(
            models.F("second").asc(nulls_last=True), "created_at", "pk"
        )


class Said(TeamOwned):
    """A source that the speaker said, as a listener heard it. Whether that is right is computed, never stored.

    `article` or `card` where it was one that the outline has; else what was heard of publication and date alone.
    """

    EDIT_OTHERS = Action.MODERATE

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="said")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    publication = models.CharField(max_length=160, blank=True, help_text="As it was heard.")
    day = models.CharField(max_length=60, blank=True, help_text="The date as it was heard.")
    undated = models.BooleanField(default=False, help_text="No date was said.")
    words = models.TextField(blank=True, help_text="What was quoted from it, as it was heard.")
    second = models.PositiveIntegerField(null=True, blank=True, help_text="Of the speech, pauses left out.")
    version = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SaidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "client_id"], name="a_said_source_is_noted_once"),
            models.UniqueConstraint(
                fields=["round", "article"],
                condition=Q(deleted_at=None, card=None),
                name="an_article_is_said_once_a_round",
            ),
            models.UniqueConstraint(
                fields=["round", "card"], condition=Q(deleted_at=None), name="a_card_is_said_once_a_round"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.publication, self.day) if part) or "a source"

    @property
    def clock(self) -> str:
        """ "2:14"."""
        return write_second(self.second)


class BallotQuerySet(OfRoundQuerySet):
    def _seen(self, member: Membership) -> Q:
        """Its judge's; once it is given, the speaker's and the coaches' as well."""
        given = Q(given_at__isnull=False)
        if not member.may(Action.READ_COACHES):
            given &= Q(round__owner=member.user)
        return Q(owner=member.user) | given

    def given(self) -> Self:
        return self.exclude(given_at=None)

    def in_order(self) -> Self:
        return self.select_related("owner", "round").order_by("given_at", "pk")


class Ballot(TeamOwned):
    """One judge's ballot on one speech. Its words stand in its sheets: the draft, and each that was given."""

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.COACHES)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    version = models.PositiveIntegerField(default=0, help_text="Of the draft.")
    tab = models.UUIDField(null=True, blank=True)
    turn = models.PositiveBigIntegerField(default=0)
    given_at = models.DateTimeField(null=True, blank=True, help_text="When it was last given to the speaker.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "owner"], condition=Q(deleted_at=None), name="one_ballot_a_judge_and_speech"
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} on {self.round}"

    @property
    def of_speaker(self) -> bool:
        """The speaker's word on their own speech."""
        return self.owner_id == self.round.owner_id

    def get_absolute_url(self) -> str:
        return f"{reverse('practice:review', args=[self.team.slug, self.round_id])}#ballot-{self.pk}"


class Sheet(models.Model):
    """What a ballot says: its draft while `given_at` is None (one a ballot), else as it was given then."""

    class Better(models.TextChoices):
        BETTER = "better", "Better than last time"
        SAME = "same", "Much the same"
        WORSE = "worse", "Not as good as last time"

    class Met(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "Not yet"

    class AsAsked(models.TextChoices):
        YES = "yes", "Word for word"
        NO = "no", "Changed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="sheets")
    given_at = models.DateTimeField(null=True, blank=True)
    points = models.JSONField(default=dict, blank=True, help_text="Criterion -> points.")
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In the section, 1 is best.")
    better = models.CharField(max_length=6, choices=Better.choices, blank=True)
    as_asked = models.CharField(max_length=3, choices=AsAsked.choices, blank=True, help_text="The question's wording.")
    met = models.CharField(max_length=6, choices=Met.choices, blank=True, help_text="The focus of this round.")
    reasons = models.TextField(blank=True)
    focus = models.CharField(max_length=160, blank=True, help_text="For the next round.")

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot"], condition=Q(given_at=None), name="one_draft_a_ballot"),
            models.UniqueConstraint(fields=["ballot", "given_at"], name="a_ballot_is_given_once_a_moment"),
        ]

    def __str__(self) -> str:
        return self.reasons[:60]

    def says(self) -> dict[str, Any]:
        """Its words and marks by field."""
        return {name: getattr(self, name) for name in SHEET}


SHEET = ("points", "rank", "better", "as_asked", "met", "reasons", "focus")


class Focus(models.Model):
    """The one thing that a round was to work on, as a ballot had said it when the round was drawn."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="focus")
    sheet = models.ForeignKey(Sheet, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=160)
    met = models.CharField(max_length=6, choices=Sheet.Met.choices, blank=True, help_text="The speaker's word.")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class PlanQuerySet(TeamOwnedQuerySet):
    def of(self, member: Membership) -> Self:
        return self.filter(team=member.team, owner=member.user, deleted_at=None)


class SpeechPlan(TeamOwned):
    """A speaker's own shares of a speech, section by section, in place of the common ones."""

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    shares = models.CharField(max_length=40, help_text="practice.hearing.sections.write_plan.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "owner"], condition=Q(deleted_at=None), name="one_plan_a_speaker")
        ]

    def __str__(self) -> str:
        return self.shares
