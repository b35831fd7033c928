"""What both engines give back."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet

from articles.models import ArticleQuerySet

COLUMNS = ("id", "kind", "published_on", "publisher")


@dataclass(frozen=True, slots=True)
class Match:
    """An article that matches, with what the facets count."""

    article_id: UUID
    kind: str
    published_on: date | None
    publisher: str


def visible_sql(articles: ArticleQuerySet) -> tuple[str, tuple[Any, ...]] | None:
    """The queryset as a subquery of COLUMNS, its parameters beside it; None where it cannot match anything."""
    try:
        return articles.order_by().values_list(*COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return None


def as_match(row: tuple[Any, ...]) -> Match:
    """A raw row of COLUMNS; SQLite knows neither UUIDs nor dates."""
    key, kind, published_on, publisher = row
    return Match(
        article_id=UUID(key) if isinstance(key, str) else key,
        kind=kind,
        published_on=date.fromisoformat(published_on) if isinstance(published_on, str) else published_on,
        publisher=publisher,
    )


def scope_of(team_id: int) -> str:
    """The word of the index that every article of this team carries and nobody can type."""
    return f"team{team_id}"
