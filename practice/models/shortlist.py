"""Which rule sets a team's practice page shows first."""

from django.db import models
from django.db.models import Q

from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.policy import Action


class ShortlistQuerySet(TeamOwnedQuerySet):
    """The words of every row of a team's."""


class Shortlist(TeamOwned):
    """One a team. Its owner is who picked last. Named by slug, so that it holds on another site as well."""

    EDIT_OTHERS = Action.SET_RULES

    slugs = models.JSONField(default=list)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(deleted_at=None), name="one_shortlist_a_team")
        ]

    def __str__(self) -> str:
        return ", ".join(self.slugs)
