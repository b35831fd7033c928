"""The library: articles with their immutable revisions, sources and questions, filed by area."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.models import Membership, Team
from teams.policy import Action

STALE_DAYS = 90  # NCFCA draws its topics from the past 90 days


class Side(models.TextChoices):
    DOMESTIC = "domestic", "United States"
    INTERNATIONAL = "international", "International"


class Area(models.Model):
    """A topic area of the team's, as published for a tournament: "Middle East", "Courts"."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    side = models.CharField(max_length=13, choices=Side.choices, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["team", "slug"], name="one_area_a_slug")]

    def __str__(self) -> str:
        return self.name


class ArticleQuerySet(TeamOwnedQuerySet):
    def removable_by(self, member: Membership) -> Self:
        """Whoever may correct articles may withdraw them."""
        return self.editable_by(member)

    def trash_of(self, member: Membership) -> Self:
        rows = self._seen_by(member).exclude(deleted_at=None)
        return rows if member.may(Action.EDIT_ARTICLES) else rows.filter(owner=member.user)

    def recent_first(self) -> Self:
        return self.order_by(models.F("published_on").desc(nulls_last=True), "-created_at", "pk")

    def narrowed(
        self, *, areas: Iterable[Area] = (), kind: str = "", days: int | None = None, publisher: str = ""
    ) -> Self:
        """Only articles in any of the areas, of the kind, published within `days`, by the publisher, where named."""
        rows, areas = self, list(areas)
        if areas:
            filed = Article.areas.through.objects.filter(article_id=OuterRef("pk"), area__in=areas)
            rows = rows.filter(Exists(filed))
        if kind:
            rows = rows.filter(kind=kind)
        if days is not None:
            rows = rows.filter(published_on__gt=timezone.localdate() - timedelta(days=days))
        return rows.filter(publisher=publisher) if publisher else rows

    def for_list(self) -> Self:
        """What a row of a list shows, in a fixed number of queries and without the text."""
        return self.select_related("owner", "team").prefetch_related("areas")


class Article(TeamOwned):
    """One article of a team's library. Its text is the text of `current`, its newest revision."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    class Kind(models.TextChoices):
        ORIGINAL = "original", "Original"
        DIGEST = "digest", "Digest"
        BRIEF = "brief", "Brief"
        REFERENCE = "reference", "Reference"
        SPEECH = "speech", "Speech"

    title = models.CharField(max_length=300)
    byline = models.JSONField(default=list, blank=True, help_text="Names of the authors, in order.")
    published_on = models.DateField(null=True, blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    url = models.URLField(max_length=500, blank=True)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.ORIGINAL)
    areas = models.ManyToManyField(Area, blank=True, related_name="articles")
    current = models.OneToOneField("Revision", null=True, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="lib.text.fingerprint of the current text.")
    words = models.PositiveIntegerField(default=0)
    cautions = models.JSONField(
        default=list, blank=True, help_text="What reading in was not sure of: code, field, message."
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "fingerprint"],
                condition=Q(deleted_at=None),
                name="an_article_is_in_a_library_once",
            )
        ]
        indexes = [models.Index(fields=["team", "-published_on"])]

    def __str__(self) -> str:
        return self.title

    if TYPE_CHECKING:  # the site supplies it: ABSOLUTE_URL_OVERRIDES in extemp/settings.py

        def get_absolute_url(self) -> str: ...

    @property
    def authors(self) -> str:
        """The byline as it is read: "A. Name, B. Name and C. Name"."""
        return join_names(self.byline)

    @property
    def is_stale(self) -> bool:
        """Older than the window of the strictest rule set known; an article without a date is not called old."""
        return self.published_on is not None and self.published_on <= timezone.localdate() - timedelta(days=STALE_DAYS)

    @property
    def minutes(self) -> int:
        """Reading time at 230 words a minute, at least 1."""
        return max(1, round(self.words / 230))


class Revision(models.Model):
    """One state of an article's text. Immutable: a correction is a new revision, and passages name theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    markdown = models.TextField()
    html = models.TextField(help_text="Sanitised; stored once by articles.rendering.render.")
    text = models.TextField(help_text="Canonical text: the text nodes of html, counted in code points.")
    sha256 = models.CharField(max_length=64, help_text="Of text, UTF-8.")
    original = models.BinaryField(help_text="The bytes as they came.")
    original_name = models.CharField(max_length=255, blank=True)
    original_sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"{self.article}, revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A revision is immutable: make a new one.")
        super().save(*args, **kwargs)


class Source(models.Model):
    """A line of "Read More Here": what the article drew on, which the library may not have yet."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="sources")
    position = models.PositiveSmallIntegerField()
    authors = models.JSONField(default=list, blank=True)
    publication = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField(help_text="The line as printed.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="one_source_a_position")]

    def __str__(self) -> str:
        return self.text

    @property
    def names(self) -> str:
        return join_names(self.authors)


class QuestionQuerySet(TeamOwnedQuerySet):
    def drawable_by(self, member: Membership) -> Self:
        return self.visible_to(member).filter(retired_at=None)

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


class SearchEntry(models.Model):
    """What the index knows of an article: folded words (articles.search.folding), kept by articles.search.index.

    On SQLite a full-text table reads this one through triggers; on PostgreSQL a generated column holds the vector.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="search_entry")
    scope = models.CharField(max_length=24, db_index=True, help_text="The team, as a word of the index.")
    title = models.TextField()
    body = models.TextField()
    rest = models.TextField(help_text="Byline, publisher, questions, areas, parts of hyphenated words.")

    def __str__(self) -> str:
        return self.title


def join_names(names: list[str]) -> str:
    """["A", "B", "C"] -> "A, B and C"; an empty list gives ""."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
