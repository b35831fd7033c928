"""Who is asked to find articles for an area and a week that have none."""

from typing import Self

from django.conf import settings
from django.db import models

from articles.models.areas import Area
from articles.models.led import LedQuerySet
from teams.access import TeamOwned
from teams.models import Membership
from teams.policy import Action


class AssignmentQuerySet(LedQuerySet):
    def open(self) -> Self:
        """Not done yet."""
        return self.filter(done_at=None)

    def doable_by(self, member: Membership) -> Self:
        """What this member may mark as done: what was asked of them, and for a leader what was asked of anybody."""
        rows = self.visible_to(member)
        return rows if member.may(Action.EDIT_ARTICLES) else rows.filter(assignee=member.user)

    def for_list(self) -> Self:
        """Who, what and when, the most urgent first."""
        urgent = models.F("due_on").asc(nulls_last=True)
        return self.select_related("area", "assignee", "owner").order_by(urgent, "week", "pk")


class Assignment(TeamOwned):
    """One cell of the coverage map, given to a member; `week` is its Monday."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

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
