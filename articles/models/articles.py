"""Articles with their immutable revisions and their sources."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models.areas import Area
from articles.models.led import LedQuerySet
from lib.text import join_names
from teams.access import TeamOwned
from teams.models import Membership, Team
from teams.policy import Action


class Filed(NamedTuple):
    """An area of an article, as a row of a list names it: to make Areas of them takes longer than to look them up."""

    slug: str
    name: str


class ReviewedQuerySet(LedQuerySet):
    """Rows that a student may send in: until a leader has looked, only the sender and the leaders see them."""

    def _seen_by(self, member: Membership) -> Self:
        rows = super()._seen_by(member)
        return rows if member.may(Action.EDIT_ARTICLES) else rows.filter(Q(waiting=False) | Q(owner=member.user))

    def waiting_for(self, member: Membership) -> Self:
        """What this member may publish or send back."""
        return self.editable_by(member).filter(waiting=True)

    def removable_by(self, member: Membership) -> Self:
        """Whoever may correct them may withdraw them."""
        return self.editable_by(member)

    def merged_for(self, member: Membership) -> Self:
        """What became part of a row that this member may see."""
        stays = self.model.objects.visible_to(member).filter(pk=OuterRef("merged_into"))
        return self._seen_by(member).filter(Exists(stays)).exclude(deleted_at=None)


class ArticleQuerySet(ReviewedQuerySet):
    def unarchived(self) -> Self:
        return self.filter(archived_at=None)

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

    def rows_of(self, team: Team) -> list[Any]:
        """What the rows of a list show, in two queries: each article with `filed`. All are of `team`."""
        rows = list(self)
        filed: dict[uuid.UUID, list[Filed]] = {row.pk: [] for row in rows}
        areas = Article.areas.through.objects.filter(article_id__in=filed).order_by("area__name")
        for key, slug, name in areas.values_list("article_id", "area__slug", "area__name"):
            filed[key].append(Filed(slug, name))
        for row in rows:
            row.team, row.filed = team, filed[row.pk]
        return rows


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
    tags = models.JSONField(default=list, blank=True, help_text="Labels: countries, people, topics.")
    analysis = models.TextField(blank=True, help_text="Markdown from behind the article; not reporting.")
    analysis_html = models.TextField(blank=True, help_text="Sanitised.")
    url_key = models.CharField(max_length=500, blank=True, help_text="articles.ingest.addresses.url_key of url.")
    waiting = models.BooleanField(default=False, help_text="For a leader's review.")
    remark = models.CharField(max_length=300, blank=True, help_text="Why a leader sent it back.")
    archived_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
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
        indexes = [
            models.Index(fields=["team", "-published_on"]),
            models.Index(fields=["team", "url_key"]),
        ]

    def __str__(self) -> str:
        return self.title

    if TYPE_CHECKING:  # the site supplies it: ABSOLUTE_URL_OVERRIDES in extemp/settings.py

        def get_absolute_url(self) -> str: ...

        filed: list[Filed]  # of what ArticleQuerySet.rows_of gives

    @property
    def authors(self) -> str:
        """The byline as it is read: "A. Name, B. Name and C. Name"."""
        return join_names(self.byline)

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
    url_key = models.CharField(max_length=500, blank=True, db_index=True)
    text = models.TextField(help_text="The line as printed.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="one_source_a_position")]

    def __str__(self) -> str:
        return self.text

    @property
    def names(self) -> str:
        return join_names(self.authors)


class Shingle(models.Model):
    """One of the smallest hashes of a text's word runs (articles.storing.likeness): near-duplicates share many."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="shingles")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["team", "value"])]

    def __str__(self) -> str:
        return f"{self.article}: {self.value}"
