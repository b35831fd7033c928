"""What people attach to a passage: notes and cards."""

import uuid
from typing import Self

from django.db import models

from articles.models import Area, Article, Question, Revision
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility


class Passage(models.Model):
    """A quoted place in one revision of an article: the quotation, its context and its code-point offsets.

    A passage never moves. Where it stands in a later revision is a `Placement`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    exact = models.TextField()
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="a_passage_has_text")
        ]

    def __str__(self) -> str:
        return self.exact[:60]


class Placement(models.Model):
    """Where a passage stands in another revision than its own, resolved once. An orphan has no place."""

    class State(models.TextChoices):
        EXACT = "exact", "anchored"
        MOVED = "moved", "moved"
        CHANGED = "changed", "the text has changed"
        ORPHAN = "orphan", "lost its place"

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="placements")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["passage", "revision"], name="a_passage_is_placed_once_a_revision"),
            models.CheckConstraint(
                condition=models.Q(state="orphan", start=None, end=None)
                | (~models.Q(state="orphan") & models.Q(end__gt=models.F("start"))),
                name="only_an_orphan_has_no_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.passage}: {self.state}"


class AttachedQuerySet(TeamOwnedQuerySet):
    """Words that notes and cards share."""

    def for_article(self, article: Article) -> Self:
        return self.filter(article=article)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "pk")

    def for_list(self) -> Self:
        return self.select_related("owner", "article", "passage")


class Attached(TeamOwned):
    """What notes and cards share: the article, the passage, a version against lost updates, a client id
    against double submits."""

    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    passage = models.OneToOneField(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AttachedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="%(class)s_is_made_once")]


class Note(Attached):
    """A remark on a passage or on a whole article. Private unless its owner says otherwise."""

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    body = models.TextField(help_text="Markdown as typed.")
    html = models.TextField(help_text="Sanitised.")

    def __str__(self) -> str:
        return self.body[:60]


class Card(Attached):
    """A piece of evidence: a claim, the exact quotation that bears it, its cite and the owner's analysis.

    The quotation is copied from the article, so that an edit of the article never alters evidence.
    """

    class Kind(models.TextChoices):
        STATISTIC = "statistic", "Statistic"
        QUOTATION = "quotation", "Quotation"
        EXAMPLE = "example", "Example"
        EXPERT = "expert", "Expert"
        HISTORY = "history", "History"
        OPENING = "opening", "Opening"
        DEFINITION = "definition", "Definition"

    tag = models.CharField(max_length=200, help_text="The claim in one sentence.")
    cite = models.CharField(max_length=300)
    quotation = models.TextField(help_text="As printed.")
    analysis = models.TextField(blank=True, help_text="Markdown as typed.")
    analysis_html = models.TextField(blank=True, help_text="Sanitised.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EXAMPLE)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    questions = models.ManyToManyField(Question, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.tag
