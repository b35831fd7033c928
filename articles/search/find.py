"""The one door to search: what a member may see and asked for, best match first, with a few lines of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from articles.models import Area, Article, ArticleQuerySet
from articles.search.index import engine
from articles.search.match import Match
from articles.search.query import Query, parse
from articles.search.snippets import beginning, snippet
from teams.models import Membership

MOST = 1_000


@dataclass(frozen=True)
class Hit:
    """`snippet` is safe HTML: the article's own text, with <mark> around what was looked for."""

    article: Article
    snippet: SafeString


@dataclass(frozen=True)
class Found:
    """One page of hits. `total` counts to MOST and then stops: `more` says that there are more than that."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    query: Query
    matches: tuple[Match, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What was searched for, as typed, without what says too little."""
        return tuple(term.typed for term in self.query.terms)


def find(
    *,
    member: Membership,
    query: str,
    areas: Iterable[Area] = (),
    kind: str = "",
    days: int | None = None,
    publisher: str = "",
    newest: bool = False,
    limit: int = 25,
    offset: int = 0,
) -> Found:
    """The articles that `member` may see and that match the query and every filter. An empty query lists all, newest
    first. Never raises for what was typed."""
    parsed = parse(query)
    visible = Article.objects.visible_to(member)
    seen = visible.narrowed(areas=areas, kind=kind, days=days, publisher=publisher)
    if not parsed:
        return _listed(seen, parsed, limit=limit, offset=offset)
    matches = matching(parsed, member=member, visible=seen, newest=newest)
    keys = [match.article_id for match in matches[:MOST][offset : offset + limit]]
    rows = {row.pk: row for row in visible.filter(pk__in=keys).for_list().annotate(text=F("current__text"))}
    hits = tuple(Hit(rows[key], snippet(_text(rows[key]), parsed)) for key in keys if key in rows)
    return Found(hits, min(len(matches), MOST), len(matches) > MOST, parsed, tuple(matches))


def matching(query: Query, *, member: Membership, visible: ArticleQuerySet, newest: bool = False) -> list[Match]:
    """Up to MOST + 1 matches among `visible`, in order."""
    found: list[Match] = engine().matches(
        query, team_id=member.team_id, visible=visible, newest=newest, limit=MOST + 1
    )
    return found


def _listed(seen: ArticleQuerySet, query: Query, *, limit: int, offset: int) -> Found:
    rows = seen.for_list().recent_first().annotate(text=Substr("current__text", 1, 600))[offset : offset + limit]
    return Found(tuple(Hit(row, beginning(_text(row))) for row in rows), seen.count(), False, query)


def _text(row: Any) -> str:
    return row.text or ""
