"""The bank of questions that are drawn."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.areas import Area, Side
from articles.models.articles import Article, ReviewedQuerySet
from teams.access import TeamOwned
from teams.models import Membership
from teams.policy import Action


class QuestionQuerySet(ReviewedQuerySet):
    def drawable_by(self, member: Membership) -> Self:
        return self.visible_to(member).filter(retired_at=None, waiting=False)

    def in_areas(self, areas: models.QuerySet[Area] | list[Area]) -> Self:
        """Only questions of these areas; all where none is named."""
        return self.filter(areas__in=areas).distinct() if areas else self


class Question(TeamOwned):
    """A practice question. The same question in two articles is one row linked to both."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    text = models.CharField(max_length=500)
    fingerprint = models.CharField(max_length=64, help_text="lib.text.fingerprint of the text.")
    areas = models.ManyToManyField(Area, blank=True, related_name="questions")
    articles = models.ManyToManyField(Article, blank=True, related_name="questions")
    side = models.CharField(max_length=13, choices=Side.choices, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="The list, tournament or person it is from.")
    asked_on = models.DateField(null=True, blank=True)
    waiting = models.BooleanField(default=False, help_text="For a leader's review.")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "fingerprint"],
                condition=Q(deleted_at=None),
                name="a_question_is_in_a_team_once",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """A member's opinion of a question: 1 for a good one, -1 for a bad one."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.SmallIntegerField(choices=[(1, "Good"), (-1, "Bad")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="a_member_votes_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.value:+}"
