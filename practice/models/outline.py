"""The outline that is written in a round: its points, what they cite, and what was kept of another tab's text."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models import Article
from evidence.models import Card
from practice.models.rounds import Round
from practice.outline import texts as outline


class Point(models.Model):
    """One slot of the outline, saved by itself, with a version against a second tab.

    `tab` and `turn` say which open page wrote last and how often it had: a page's own saves that overtake each
    other on the way are put in order, and are no conflict.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="points")
    slot = models.CharField(max_length=40)
    label = models.CharField(max_length=100, blank=True, help_text="What the slot was called when it was made.")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    tab = models.UUIDField(null=True)
    turn = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "slot"], name="one_point_a_slot")]

    def __str__(self) -> str:
        return f"{self.slot}: {self.text[:40]}"

    @property
    def digest(self) -> str:
        return outline.digest(self.text)


class KeptText(models.Model):
    """A text of a point that another tab's text overtook: kept beside it until its owner has decided.

    While a tab types on without deciding, its kept text is brought up to date; a settled one never changes.
    """

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="kept")
    text = models.TextField()
    tab = models.UUIDField()
    turn = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "tab"], condition=Q(settled_at=None), name="a_tab_keeps_one_text_a_point"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class PointSource(models.Model):
    """An article, a card of it, or a card without an article, that an outline point will cite."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="sources")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    card = models.ForeignKey(Card, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cite = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "article"], condition=Q(card=None), name="an_article_once_a_point"
            ),
            models.UniqueConstraint(fields=["point", "card"], name="a_card_once_a_point"),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | Q(card__isnull=False), name="a_source_names_something"
            ),
        ]

    def __str__(self) -> str:
        return self.cite

    @property
    def key(self) -> tuple[object, object]:
        """Which (article, card) is cited now: it follows an article into the one that it was merged with."""
        if self.card:
            return self.card.article_id, self.card_id
        return (self.article.merged_into_id or self.article_id) if self.article else None, None
