"""Keeping the index: called in the same transaction by whatever changes an article."""

from collections.abc import Iterable
from types import ModuleType

from django.db import connection

from articles.models import Article, SearchEntry
from articles.search import postgres, sqlite
from articles.search.folding import folded_text
from articles.search.match import scope_of

# A vector of PostgreSQL holds at most 1 MB; this many characters of words fit whatever they are.
_MOST_BODY, _MOST_REST = 500_000, 60_000


def engine() -> ModuleType:
    """The module of the database in use; both offer install, uninstall and matches."""
    return postgres if connection.vendor == "postgresql" else sqlite


def entry_of(article: Article) -> SearchEntry:
    """The article as the index should know it now."""
    body, body_parts = folded_text(article.current.text if article.current else "")
    title, title_parts = folded_text(article.title)
    beside = [*article.byline, article.publisher, article.get_kind_display()]
    beside += [question.text for question in article.questions.all() if question.deleted_at is None]
    beside += [*(area.name for area in article.areas.all()), *article.tags]
    rest, rest_parts = folded_text("\n".join(beside))
    return SearchEntry(
        article=article,
        scope=scope_of(article.team_id),
        title=title[:_MOST_REST],
        body=body[:_MOST_BODY],
        rest=" ".join([rest, title_parts, rest_parts, body_parts])[:_MOST_REST],
    )


def index(articles: Iterable[Article]) -> int:
    """Make the index know these articles as they are; gives their number."""
    entries = [entry_of(article) for article in articles]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["scope", "title", "body", "rest"],
    )
    return len(entries)
