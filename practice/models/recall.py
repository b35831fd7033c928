"""What a member knows by heart of the team's sources: for nobody's eyes but their own."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from articles.models import Article
from practice.drills.memory import Grade
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership

GRADES = [(grade.value, grade.value) for grade in Grade]


class RecallQuerySet(TeamOwnedQuerySet):
    def of(self, member: Membership) -> Self:
        return self.visible_to(member).filter(owner=member.user)

    def due(self, today: date) -> Self:
        """To be asked again by now: what was missed first, then what waits longest."""
        return self.filter(due_on__lte=today).order_by("box", "due_on", "pk")


class Recall(TeamOwned):
    """How well its owner knows the publication and the date of an article (practice.drills.memory)."""

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    box = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    asked = models.PositiveIntegerField(default=0, help_text="How often.")
    known = models.PositiveIntegerField(default=0, help_text="How often it was right.")
    last = models.CharField(max_length=6, choices=GRADES)

    objects = RecallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "article"], name="one_memory_of_an_article"),
            models.CheckConstraint(condition=Q(visibility="private"), name="a_memory_is_its_owners"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.last}"


@dataclass(frozen=True)
class Asked:
    """One cite of a sitting. `card`: the card whose claim is shown, "" for none. `grade` "" until it is marked."""

    article: str
    card: str = ""
    grade: str = ""
    again: bool = False


class Sitting(TeamOwned):
    """A few cites, one after the other; those that are missed come again at its end."""

    class Pool(models.TextChoices):
        ROUND = "round", "The sources of one round"
        ROUNDS = "rounds", "The sources of my last rounds"
        CARDS = "cards", "The team’s cards"
        ARTICLES = "articles", "The team’s articles, the newest first"

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    pool = models.CharField(max_length=8, choices=Pool.choices)
    round = models.ForeignKey(
        "practice.Round",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose sources are asked, where it is one round's.",
    )
    areas = models.ManyToManyField("articles.Area", blank=True, related_name="+")
    cites = models.JSONField(default=list, help_text="practice.models.recall.Asked, in order.")

    objects = RecallQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(visibility="private"), name="a_sitting_is_its_owners")]

    def __str__(self) -> str:
        return f"{self.get_pool_display()}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def asked(self) -> list[Asked]:
        return [Asked(**told) for told in self.cites]

    def keep(self, asked: list[Asked]) -> None:
        self.cites = [vars(one) for one in asked]

    def count(self, grade: Grade) -> int:
        """At first asking."""
        return sum(one.grade == grade and not one.again for one in self.asked)

    @property
    def counts(self) -> dict[str, int]:
        """By grade, and `of` how many, at first asking."""
        counted = {grade.value: self.count(grade) for grade in Grade}
        return counted | {"of": sum(counted.values())}
