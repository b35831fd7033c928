"""What search keeps: the index's own rows, a team's synonyms, searches that members saved."""

from django.db import models

from articles.models.articles import Article
from articles.models.led import LedQuerySet
from teams.access import TeamOwned
from teams.models import Team
from teams.policy import Action


class SearchEntry(models.Model):
    """One document of the index: an article, or a note or card on it, in folded words (articles.search.folding).

    Kept by articles.search.index. On SQLite a full-text table reads this one through triggers; on PostgreSQL a
    generated column holds the vector.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", "Article"
        NOTE = "note", "Note"
        CARD = "card", "Card"

    key = models.UUIDField(unique=True, help_text="Of the article, note or card.")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.ARTICLE)
    scope = models.TextField(help_text="Who may find it, and its marks: articles.search.scopes.")
    named = models.CharField(max_length=200, blank=True, help_text="A card's tag, as written.")
    said = models.TextField(blank=True, help_text="What a note or card says, as written: snippets are cut from it.")
    title = models.TextField()
    body = models.TextField()
    rest = models.TextField(help_text="Byline, publisher, questions, areas, parts of hyphenated words.")
    bare_scope = models.TextField(default="", help_text="Of an article: without tags that say more than a subject.")
    bare_rest = models.TextField(default="", help_text="Of an article: without questions, and labels that say more.")

    class Meta:
        indexes = [models.Index(fields=["article", "kind"])]

    def __str__(self) -> str:
        return self.title


class SynonymGroup(models.Model):
    """Spellings that a team's search takes for one. A row with `replaces` stands for that group of the shipped set;
    without words it switches the group off."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(default=list, blank=True)
    replaces = models.CharField(max_length=60, blank=True, help_text="Key of a shipped group.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "replaces"],
                condition=~models.Q(replaces=""),
                name="a_shipped_group_is_replaced_once",
            )
        ]

    def __str__(self) -> str:
        return " = ".join(self.words)


class SavedSearchQuerySet(LedQuerySet):
    """Whoever may remove a search may take it back."""


class SavedSearch(TeamOwned):
    """An address of the library page under a name: words, filters and order."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    name = models.CharField(max_length=80)
    asked = models.CharField(max_length=2_500, help_text="The query string, without the question mark.")

    objects = SavedSearchQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
