"""Keeping the index: called in the same transaction by whatever changes an article, a note or a card."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from uuid import UUID

from django.db import connection

from articles.models import Article, SearchEntry
from articles.search import postgres, sqlite
from articles.search.folding import folded_text
from articles.search.scopes import article_scope, attached_scope

# A vector of PostgreSQL holds at most 1 MB; this many characters of words fit whatever they are.
_MOST_BODY, _MOST_REST = 500_000, 60_000

# What a room above knows of labels: each is given an area or a tag and says whether it does more than name a subject.
SAYING: list[Callable[[str], bool]] = []
# What the rooms above add when the index is made anew: each is given a team's id or None and gives its number.
REBUILDERS: list[Callable[[int | None], int]] = []


@dataclass(frozen=True)
class Attached:
    """A note or card as the room above tells of it; `kind` is "note" or "card".

    `named` is a card's tag and `said` its other words, both plain text; `beside` (a cite) is not shown.
    """

    key: UUID
    article_id: UUID
    kind: str
    team_id: int
    owner_id: int
    visibility: str
    named: str
    said: str
    beside: str = ""


def engine() -> ModuleType:
    """The module of the database in use; both offer the same functions."""
    return postgres if connection.vendor == "postgresql" else sqlite


def entry_of(article: Article) -> SearchEntry:
    """The article as the index should know it now."""
    body, _ = folded_text(article.current.text if article.current else "")
    title, _ = folded_text(article.title)
    asked = [question.text for question in article.questions.all() if question.deleted_at is None]
    areas = [area.name for area in article.areas.all()]
    bare_scope, bare_rest = bare(article)
    return SearchEntry(
        key=article.pk,
        article=article,
        kind=SearchEntry.Kind.ARTICLE,
        scope=_scope(article, article.tags),
        bare_scope=bare_scope,
        title=title[:_MOST_REST],
        body=body[:_MOST_BODY],
        rest=_rest(article, *asked, *areas, *article.tags),
        bare_rest=bare_rest,
    )


def bare(article: Article) -> tuple[str, str]:
    """The scope and the rest without what is attached: no question, no label that says more than a subject."""
    areas = (area.name for area in article.areas.all())
    tags = [tag for tag in article.tags if not says(tag)]
    return _scope(article, tags), _rest(article, *(area for area in areas if not says(area)), *tags)


def _scope(article: Article, tags: Iterable[str]) -> str:
    return article_scope(team_id=article.team_id, byline=article.byline, publisher=article.publisher, tags=tags)


def _rest(article: Article, *labels: str) -> str:
    words, parts = folded_text("\n".join([*article.byline, article.publisher, article.get_kind_display(), *labels]))
    _, title_parts = folded_text(article.title)
    _, body_parts = folded_text(article.current.text if article.current else "")
    return " ".join([words, title_parts, parts, body_parts])[:_MOST_REST]


def says(label: str) -> bool:
    return any(says(label) for says in SAYING)


def index(articles: Iterable[Article]) -> int:
    """Make the index know these articles as they are; gives their number."""
    return _store([(article.team_id, entry_of(article)) for article in articles])


def index_attached(rows: Iterable[Attached]) -> int:
    """Make the index know these notes and cards as they are; gives their number."""
    return _store([(row.team_id, _entry_of_attached(row)) for row in rows])


def forget(keys: Iterable[UUID]) -> None:
    """Notes and cards that are not to be found any more."""
    SearchEntry.objects.filter(key__in=list(keys)).exclude(kind=SearchEntry.Kind.ARTICLE).delete()


def move_attached(keys: Iterable[UUID], *, article_id: UUID) -> None:
    """Notes and cards that hang on another article now."""
    rows = SearchEntry.objects.filter(key__in=list(keys)).exclude(kind=SearchEntry.Kind.ARTICLE)
    rows.update(article_id=article_id)


def _entry_of_attached(row: Attached) -> SearchEntry:
    body, body_parts = folded_text(row.said)
    title, title_parts = folded_text(row.named)
    rest, rest_parts = folded_text(row.beside)
    return SearchEntry(
        key=row.key,
        article_id=row.article_id,
        kind=row.kind,
        scope=attached_scope(team_id=row.team_id, owner_id=row.owner_id, visibility=row.visibility),
        named=row.named[:200],
        said=row.said,
        title=title[:_MOST_REST],
        body=body[:_MOST_BODY],
        rest=" ".join([rest, title_parts, rest_parts, body_parts])[:_MOST_REST],
    )


def _store(rows: list[tuple[int, SearchEntry]]) -> int:
    """Entries, each beside its team's id. One that is there already keeps its number."""
    engine().number(rows)
    SearchEntry.objects.bulk_create(
        # In one order, whoever writes: two who index the same articles at once must not wait for each other.
        sorted((entry for _, entry in rows), key=lambda entry: entry.key),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[
            "article",
            "kind",
            "scope",
            "bare_scope",
            "named",
            "said",
            "title",
            "body",
            "rest",
            "bare_rest",
        ],
    )
    return len(rows)
