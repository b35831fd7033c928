"""The bank of questions that are drawn."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.bank.kinds import LABELS, kind_of
from articles.bank.levels import ASKED
from articles.bank.levels import LABELS as LEVELS
from articles.models.areas import Area, Side
from articles.models.articles import Article, ReviewedQuerySet
from articles.search.folding import folded_text
from lib.text import fingerprint
from teams.access import TeamOwned
from teams.models import Membership
from teams.policy import Action

_MOST_WORDS = 8  # of a search


def is_or_became(question: "Question") -> Q:
    """Rows whose `question` is this one, or one that became part of it."""
    return Q(question=question) | Q(question__merged_into=question)


class QuestionQuerySet(ReviewedQuerySet):
    def drawable_by(self, member: Membership) -> Self:
        return self.visible_to(member).filter(retired_at=None, waiting=False)

    def in_areas(self, areas: models.QuerySet[Area] | list[Area]) -> Self:
        """Only questions of these areas; all where none is named."""
        return self.filter(areas__in=areas).distinct() if areas else self

    def of_kind(self, kind: str) -> Self:
        """Only questions of this kind (articles.bank.kinds); all where none is named."""
        return self.filter(kind=kind) if kind else self

    def of_difficulty(self, asked: str) -> Self:
        """Only questions of these levels (articles.bank.levels.ASKED); all where none is named."""
        return self.filter(difficulty__in=ASKED[asked]) if asked else self

    def with_words(self, typed: str) -> Self:
        """Only questions that have every word typed, or words that begin so; quotes, accents and case are nothing."""
        rows = self
        for word in folded_text(typed)[0].split()[:_MOST_WORDS]:
            rows = rows.filter(words__contains=f" {word}")
        return rows


class Question(TeamOwned):
    """A practice question. The same question in two articles is one row linked to both.

    `drawn`, `spoken` and `score` are counted where rounds and votes change, so that long lists can be ordered by them.
    """

    EDIT_OTHERS = Action.EDIT_ARTICLES

    text = models.CharField(max_length=500)
    fingerprint = models.CharField(max_length=64, help_text="lib.text.fingerprint of the text.")
    words = models.TextField(blank=True, help_text="Of the text, as the search folds them, each behind a space.")
    kind = models.CharField(max_length=8, blank=True, choices=[(kind.value, said) for kind, said in LABELS.items()])
    difficulty = models.CharField(
        max_length=6, blank=True, choices=[(level.value, said) for level, said in LEVELS.items()]
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="questions")
    articles = models.ManyToManyField(Article, blank=True, related_name="questions")
    side = models.CharField(max_length=13, choices=Side.choices, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="The list, tournament or person it is from.")
    asked_on = models.DateField(null=True, blank=True)
    waiting = models.BooleanField(default=False, help_text="For a leader's review.")
    retired_at = models.DateTimeField(null=True, blank=True)
    drawn = models.PositiveIntegerField(default=0, help_text="Rounds in which it was on a slip.")
    spoken = models.PositiveIntegerField(default=0, help_text="Rounds in which it was chosen.")
    score = models.IntegerField(default=0, help_text="The sum of its votes.")
    version = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Set while in the trash."
    )
    apart = models.ManyToManyField("self", blank=True, help_text="Alike in words, and told to be another question.")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "fingerprint"],
                condition=Q(deleted_at=None),
                name="a_question_is_in_a_team_once",
            )
        ]
        indexes = [
            models.Index(  # a draw counts these and takes some places of them
                fields=["team", "id", "visibility", "owner", "waiting", "kind", "difficulty"],
                condition=Q(deleted_at=None, retired_at=None),
                name="what_may_be_drawn",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def word(self, text: str) -> None:
        """Give it this wording. Nothing is saved."""
        self.text, self.fingerprint = text, fingerprint(text)
        self.words = " " + " ".join(folded_text(text)).strip()
        self.kind = kind_of(text) or ""


class Vote(models.Model):
    """A member's opinion of a question: 1 for a good one, -1 for a bad one."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.SmallIntegerField(choices=[(1, "Good"), (-1, "Bad")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="a_member_votes_once")]

    def __str__(self) -> str:
        return f"{self.question}: {self.value:+}"
