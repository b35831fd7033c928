"""A team's own drills. Those that are shipped are a file: `practice.drills.drill`."""

from functools import cached_property
from typing import Any

from django.db import models

from practice.drills.drill import LEAST, Drill
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.policy import Action


class OwnDrillQuerySet(TeamOwnedQuerySet):
    """Nothing but the words of every team's rows."""


class OwnDrill(TeamOwned):
    """One drill, which the whole team sees. A round keeps its own copy of rules and layout."""

    EDIT_OTHERS = Action.SET_DRILLS

    class Areas(models.TextChoices):
        CHOSEN = "", "All areas"
        LEAST = LEAST, "The areas that the speaker has spoken on least"

    name = models.CharField(max_length=60)
    about = models.CharField(max_length=400)
    rules = models.JSONField(default=dict, help_text="Figures that stand instead of the rule set's.")
    sections = models.JSONField(
        default=list, blank=True, help_text="Parts of the speech (practice.outline.layout.SECTIONS)."
    )
    layout = models.CharField(max_length=40, blank=True, help_text="Key of a shipped layout.")
    areas = models.CharField(max_length=8, choices=Areas.choices, default=Areas.CHOSEN, blank=True)
    prompts = models.JSONField(default=list, blank=True, help_text="Questions for whoever asks.")
    uses_up = models.BooleanField(default=True, help_text="Its question counts as spoken on.")
    source = models.CharField(max_length=600, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = OwnDrillQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @cached_property
    def drill(self) -> Drill:
        """Its slug is the row's key. Raises ValueError for what cannot be."""
        return drill_of_team(str(self.pk), vars(self))


def drill_of_team(slug: str, told: dict[str, Any]) -> Drill:
    """Of the values of a row. Raises ValueError for what cannot be."""
    lists: dict[str, Any] = {name: tuple(told[name]) for name in ("sections", "prompts")}
    rest = {name: told[name] for name in ("name", "about", "source", "uses_up", "rules", "layout", "areas")}
    return Drill(slug=slug, entered="", by_team=True, **rest, **lists)
