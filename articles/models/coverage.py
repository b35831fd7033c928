"""Who is asked to find articles for an area and a week that have none."""

from django.conf import settings
from django.db import models

from articles.models.areas import Area
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.policy import Action


class Assignment(TeamOwned):
    """One cell of the coverage map, given to a member; `week` is its Monday."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = TeamOwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "area", "week", "assignee"],
                condition=models.Q(deleted_at=None),
                name="a_cell_is_given_to_a_member_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}, week of {self.week}: {self.assignee}"
