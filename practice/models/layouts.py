"""A member's own layouts of the outline. Those that are shipped are files: `practice.outline.layouts`."""

from functools import cached_property

from django.db import models

from practice.outline.layout import Layout, from_mapping
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.policy import Action


class OwnLayoutQuerySet(TeamOwnedQuerySet):
    """Nothing but the words of every team's rows."""


class OwnLayout(TeamOwned):
    """One layout. A round keeps its own copy, so a change here never changes an outline that is written."""

    EDIT_OTHERS = Action.EDIT_BLOCKS

    class Shape(models.TextChoices):
        COLUMN = "column", "One under the other"
        CARD = "card", "A card in panels, two beside each other"
        PAGE = "page", "A page"

    name = models.CharField(max_length=60)
    shape = models.CharField(max_length=6, choices=Shape.choices, default=Shape.COLUMN)
    slots = models.JSONField(help_text="practice.outline.layout.Slot, one an entry.")
    version = models.PositiveIntegerField(default=0)

    objects = OwnLayoutQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @cached_property
    def layout(self) -> Layout:
        return from_mapping({"key": str(self.pk), "name": self.name, "shape": self.shape, "slots": self.slots})
