"""What hangs on a card: what it was before, who checked it, what it is alike; and how fast its reader speaks."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from evidence import spans
from evidence.models.attached import Card
from evidence.showing import stored
from evidence.spans import Spans
from teams.access import Visibility
from teams.models import Membership, Team, User
from teams.policy import Action

# What a state keeps of a card, and what comes back when it is restored.
KEPT = ("tag", "cite", "cite_spoken", "cite_mla", "quotation", "spans", "analysis", "kind")


class CardStateQuerySet(models.QuerySet["CardState"]):
    def shown_to(self, member: Membership) -> Self:
        """States of cards that this member may see, who might have seen the card also as it was then."""
        seen = Q(visibility=Visibility.TEAM) | Q(card__owner=member.user)
        if member.may(Action.READ_COACHES):
            seen |= Q(visibility=Visibility.COACHES)
        return self.filter(seen, card__in=Card.objects.visible_to(member))


class CardState(models.Model):
    """One state of a card that came before its present one. It is never changed and goes only with the card."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="states")
    number = models.PositiveIntegerField(help_text="The card's version that this was.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", help_text="Who changed it."
    )
    changed_at = models.DateTimeField(default=timezone.now)
    visibility = models.CharField(max_length=8, choices=Visibility.choices)
    tag = models.CharField(max_length=200)
    cite = models.CharField(max_length=300)
    cite_spoken = models.CharField(max_length=300, blank=True)
    cite_mla = models.CharField(max_length=600, blank=True)
    quotation = models.TextField(blank=True)
    spans = models.JSONField(default=dict, blank=True)
    analysis = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Card.Kind.choices)

    objects = CardStateQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="a_card_has_a_state_once")]

    def __str__(self) -> str:
        return f"{self.tag} ({self.number})"

    @property
    def cut(self) -> Spans:
        """What was underlined, emphasised, highlighted. Marks that do not fit the quotation are none."""
        try:
            return spans.read(self.spans, len(self.quotation))
        except ValueError:
            return {}

    @property
    def marked(self) -> SafeString:
        """The quotation as HTML with what was marked in it."""
        return stored(spans.html(self.quotation, self.cut))


class Pace(models.Model):
    """How fast a person speaks; who has none set speaks USUAL words a minute."""

    USUAL = 150

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words_per_minute = models.PositiveSmallIntegerField(default=USUAL)

    def __str__(self) -> str:
        return f"{self.words_per_minute} words a minute"

    @classmethod
    def of(cls, user: User) -> int:
        return cls.objects.filter(user=user).values_list("words_per_minute", flat=True).first() or cls.USUAL


class CheckQuerySet(models.QuerySet["Check"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Check(models.Model):
    """What a member found who compared a card with its source.

    It ends when the quotation changes, or when the member takes it back.
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    holds = models.BooleanField(help_text="The card says what its source says; else it is disputed.")
    remark = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "by"], condition=Q(ended_at=None), name="a_member_checks_a_card_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card}: {'checked' if self.holds else 'disputed'} by {self.by}"


class CardRun(models.Model):
    """The number of a run of words of a card's quotation (evidence.runs): cards that are alike share many."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="runs")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["team", "value"])]

    def __str__(self) -> str:
        return f"{self.card}: {self.value}"
