"""Notes and cards, the passages they quote, and where these stand."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Area, Article, Question, Revision, is_or_became
from articles.rendering import text_of
from evidence import labels, spans
from evidence.anchoring import Quote, Rarity
from evidence.cites import quoted
from evidence.finding import folded, terms
from evidence.indexing import keep_indexed
from evidence.runs import kept_runs
from evidence.showing import stored
from evidence.spans import Spans
from evidence.wording import is_shortened, turning_words_left_out
from teams.access import TeamOwned, TeamOwnedQuerySet, Visibility
from teams.models import Membership


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
    rarity = models.CharField(max_length=10, blank=True, help_text="evidence.anchoring.Rarity.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="a_passage_has_text")
        ]

    def __str__(self) -> str:
        return self.exact[:60]

    @property
    def quote(self) -> Quote:
        """The passage as `evidence.anchoring` knows it."""
        return Quote(self.exact, self.prefix, self.suffix, self.start, self.end, Rarity(self.rarity))


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

    def saying(self, query: str) -> Self:
        """Only rows in which every word of the query stands; case, accents and typography do not matter."""
        rows = self
        for term in terms(query):
            rows = rows.filter(search__contains=term)
        return rows

    def for_list(self) -> Self:
        """What a row of a list shows, in a fixed number of queries."""
        rows = self.annotate(astray=models.ExpressionWrapper(_astray(), output_field=models.BooleanField()))
        return rows.select_related("owner", "article__team", "passage").defer("search")

    def astray(self) -> Self:
        """Rows that speak of a passage which has no certain place in the newest text of their article."""
        return self.filter(_astray())


def _astray() -> models.Q:
    """As evidence.placing.places() has it: never found, an orphan now, or never looked for."""
    here = Placement.objects.filter(passage=models.OuterRef("passage"), revision=models.OuterRef("article__current"))
    stands = models.Q(passage__revision=models.F("article__current"))
    placed = models.Q(models.Exists(here.exclude(state=Placement.State.ORPHAN)))
    unplaced = models.Q(passage=None) & ~models.Q(quotation="")
    return models.Q(article__current__isnull=False, article__deleted_at=None) & (
        unplaced | models.Q(passage__isnull=False) & ~stands & ~placed
    )


class Attached(TeamOwned):
    """What notes and cards share: the article, the passage, a version against lost updates, a client id
    against double submits."""

    KIND: ClassVar[str]

    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quotation = models.TextField(
        blank=True, help_text="As printed; without a passage, as it was sent. Empty: about the whole article."
    )
    passage = models.OneToOneField(Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField(auto_now=True)
    search = models.TextField(blank=True, editable=False, help_text="evidence.finding.folded of what is searched.")

    objects = AttachedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["owner", "client_id"], name="%(class)s_is_made_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.search = folded(*self.searched)
        with transaction.atomic():
            super().save(*args, **kwargs)
            keep_indexed(self)

    @property
    def indexed(self) -> tuple[str, str, str]:
        """For the search index, as plain text: its name, what it says, what is looked through beside."""
        raise NotImplementedError

    @property
    def searched(self) -> tuple[str, ...]:
        """The texts that a search looks through."""
        raise NotImplementedError

    @property
    def anchor(self) -> str:
        """The id of its element on the reader's page; its first mark is `mark-<pk>`, see evidence.marks."""
        return f"annot-{self.pk}"

    @property
    def quoted(self) -> str:
        """The quotation between quotation marks, unless it brings its own."""
        return quoted(self.quotation)

    @property
    def lost(self) -> bool:
        """It speaks of a passage whose place was never found."""
        return bool(self.quotation) and self.passage_id is None


class Note(Attached):
    """A remark on a passage or on a whole article. Private unless its owner says otherwise."""

    KIND = "note"

    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    body = models.TextField(blank=True, help_text="Markdown as typed. Empty: a mark on its passage, nothing more.")
    html = models.TextField(blank=True, help_text="Sanitised.")
    tags = models.JSONField(default=list, blank=True, help_text="Labels, as articles.tags.normalised gives them.")
    tag_keys = models.TextField(blank=True, editable=False, help_text="evidence.labels.keys of the tags.")

    @property
    def words(self) -> str:
        """What the note says, without its Markdown: for a line in a list."""
        return text_of(self.html)

    @property
    def is_mark(self) -> bool:
        """A passage that was marked without a word."""
        return not self.body

    def __str__(self) -> str:
        return self.body[:60] or "A mark"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.tag_keys = labels.keys(self.tags)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("evidence:note", args=[self.team.slug, self.pk])

    @property
    def searched(self) -> tuple[str, ...]:
        return self.body, self.quotation, *self.tags

    @property
    def indexed(self) -> tuple[str, str, str]:
        return "", "\n".join((self.words, *self.tags)).strip(), self.quotation

    @property
    def shown(self) -> SafeString:
        """The body as HTML."""
        return stored(self.html)


class CardQuerySet(AttachedQuerySet):
    def _seen(self, member: Membership) -> models.Q:
        """Also what its owner gave to this member, whoever else sees it."""
        given = Gift.objects.standing().filter(to=member.user, by=models.F("card__owner"), card__team=member.team)
        return super()._seen(member) | models.Q(pk__in=given.values("card"))

    def for_question(self, question: Question) -> Self:
        """Filed under this question, or under one that became part of it."""
        filed = Card.questions.through.objects.filter(is_or_became(question), card=models.OuterRef("pk"))
        return self.filter(models.Exists(filed))


class Card(Attached):
    """A piece of evidence: a claim, the exact quotation that bears it, its cite and the owner's analysis.

    The quotation is copied from the article, so that an edit of the article never alters evidence. It may leave words
    of its passage out where a mark says so (evidence.wording).
    """

    KIND = "card"

    class Kind(models.TextChoices):
        STATISTIC = "statistic", "Statistic"
        QUOTATION = "quotation", "Quotation"
        EXAMPLE = "example", "Example"
        EXPERT = "expert", "Expert"
        HISTORY = "history", "History"
        OPENING = "opening", "Opening"
        DEFINITION = "definition", "Definition"

    tag = models.CharField(max_length=200, help_text="The claim in one sentence.")
    cite = models.CharField(max_length=300, help_text="In one line.")
    cite_spoken = models.CharField(max_length=300, blank=True, help_text="By hand; empty: as evidence.cites makes it.")
    cite_mla = models.CharField(max_length=600, blank=True, help_text="By hand; empty: as evidence.cites makes it.")
    analysis = models.TextField(blank=True, help_text="Markdown as typed.")
    analysis_html = models.TextField(blank=True, help_text="Sanitised.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.EXAMPLE)
    spans = models.JSONField(
        default=dict, blank=True, help_text="evidence.spans: level -> [[start, end], …] in the quotation."
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    questions = models.ManyToManyField(Question, blank=True, related_name="+")
    credit = models.CharField(
        max_length=120, blank=True, help_text="From whom it came in a file, as its sender put it."
    )
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = CardQuerySet.as_manager()  # type: ignore[misc] # narrower than the one of Attached

    def __str__(self) -> str:
        return self.tag

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None:
                self._keep_runs()

    def _keep_runs(self) -> None:
        """What `evidence.likeness` finds it by. Only a changed quotation costs more than a look."""
        runs: Any = getattr(self, "runs")  # noqa: B009 - the model that has it stands in another module
        wanted = kept_runs(self.quotation)
        if set(runs.values_list("value", flat=True)) != wanted:
            runs.all().delete()
            runs.bulk_create(runs.model(card=self, team_id=self.team_id, value=value) for value in wanted)

    def get_absolute_url(self) -> str:
        return reverse("evidence:card", args=[self.team.slug, self.pk])

    @property
    def searched(self) -> tuple[str, ...]:
        return self.tag, self.cite, self.quotation, self.analysis

    @property
    def indexed(self) -> tuple[str, str, str]:
        return self.tag, "\n".join(part for part in (text_of(self.analysis_html), self.quotation) if part), self.cite

    @property
    def shown(self) -> SafeString:
        """The analysis as HTML."""
        return stored(self.analysis_html)

    @property
    def cut(self) -> Spans:
        """What of the quotation is underlined, emphasised, highlighted. Marks that do not fit it are none."""
        try:
            return spans.read(self.spans, len(self.quotation))
        except ValueError:
            return {}

    @property
    def marked(self) -> SafeString:
        """The quotation as HTML with what is marked in it, between quotation marks unless it brings its own."""
        html = spans.html(self.quotation, self.cut)
        return stored(html if self.quoted == self.quotation else f"“{html}”")

    @property
    def aloud(self) -> tuple[str, ...]:
        """What of the quotation is read aloud, piece by piece."""
        return spans.aloud(self.quotation, self.cut)

    @property
    def shortened(self) -> bool:
        """Words of its passage are left out, or some were added in brackets."""
        return self.passage is not None and is_shortened(self.passage.exact, self.quotation)

    @property
    def turning(self) -> str:
        """Which words that were left out may turn the quotation round: "not, unless"."""
        return ", ".join(turning_words_left_out(self.passage.exact, self.quotation)) if self.passage else ""


class GiftQuerySet(models.QuerySet["Gift"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Gift(models.Model):
    """A card that one member handed to another. Where its owner did, the other sees it, whoever else does."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="gifts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    remark = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Taken back.")

    objects = GiftQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "by", "to"], condition=models.Q(ended_at=None), name="a_card_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card} for {self.to}"
