"""The team's season: when it began, the tournaments in it, their published areas and who goes."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Area, Side
from practice.models.rule_sets import RuleSet
from practice.season.countdown import dates, in_words
from practice.season.extra import LEAST, MOST, Extra
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership
from teams.policy import Action

_PERCENT = [MinValueValidator(LEAST), MaxValueValidator(MOST)]


class TournamentQuerySet(TeamOwnedQuerySet):
    def to_come(self) -> Self:
        """Not over yet, the next first."""
        return self.filter(last_day__gte=timezone.localdate()).order_by("first_day", "pk")

    def over(self) -> Self:
        return self.filter(last_day__lt=timezone.localdate()).order_by("-first_day", "pk")

    def gone_to_by(self, member: Membership) -> Self:
        """Where the member goes, and where nobody is named yet."""
        named = Going.objects.filter(tournament=OuterRef("pk"))
        return self.filter(Q(Exists(named.filter(user=member.user))) | ~Q(Exists(named)))

    def for_list(self) -> Self:
        return self.select_related("team", "rule_set").prefetch_related("published__area", "going__user")


class Tournament(TeamOwned):
    """A tournament that the team prepares for. It freezes nothing: rounds copy their rules at the draw."""

    EDIT_OTHERS = Action.PLAN_SEASON

    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    rule_set = models.ForeignKey(RuleSet, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    side = models.CharField(max_length=13, choices=Side.choices, blank=True, help_text="Empty for both.")
    version = models.PositiveIntegerField(default=0)

    objects = TournamentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="a_tournament_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("practice:tournament", args=[self.team.slug, self.pk])

    def countdown(self, today: date | None = None) -> str:
        """ "12 days to go"."""
        return in_words(self.first_day, self.last_day, today or timezone.localdate())

    @property
    def dates(self) -> str:
        return dates(self.first_day, self.last_day)

    @property
    def areas(self) -> list[Area]:
        """Its published areas, in their order. Costs a query unless prefetched."""
        return [one.area for one in self.published.all()]


class PublishedArea(models.Model):
    """An area that a tournament has published, and where it stands in the order of the rounds."""

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="published")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["tournament", "area"], name="an_area_is_published_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.area}"


class Going(models.Model):
    """Who goes to a tournament."""

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="going")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tournament", "user"], name="one_goes_once")]

    def __str__(self) -> str:
        return str(self.user)


class SeasonQuerySet(TeamOwnedQuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-began_at", "-created_at")


class Season(TeamOwned):
    """The team began a season: what was spoken on before may be drawn again. Taken back, it is removed."""

    EDIT_OTHERS = Action.BEGIN_SEASON

    began_at = models.DateTimeField(default=timezone.now)

    objects = SeasonQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Season from {timezone.localdate(self.began_at):%-d %b %Y}"


class ExtraTimeQuerySet(TeamOwnedQuerySet):
    def of(self, member: Membership) -> Self:
        return self.filter(team=member.team_id, owner=member.user_id)


class ExtraTime(TeamOwned):
    """A speaker's extra time in practice, in percent. Its owner is the speaker; they and their coaches see it."""

    EDIT_OTHERS = Action.EXTRA_TIME

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.COACHES)
    prep = models.PositiveSmallIntegerField(default=LEAST, validators=_PERCENT)
    speech = models.PositiveSmallIntegerField(default=LEAST, validators=_PERCENT)

    objects = ExtraTimeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "owner"], condition=Q(deleted_at=None), name="one_extra_time_a_speaker"
            )
        ]

    def __str__(self) -> str:
        return str(self.extra)

    @property
    def extra(self) -> Extra:
        return Extra(self.prep, self.speech)
