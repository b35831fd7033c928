"""The rules of an event, as rows."""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q

from practice.rule_sets.rules import Rules
from teams.models import Team


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
    rules = models.JSONField(help_text="practice.rule_sets.rules.Rules.to_mapping().")
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
