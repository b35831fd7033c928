"""The one door to search: what a member may see and asked for, best match first, with a few lines of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from articles.models import Area, Article, ArticleQuerySet, SearchEntry
from articles.search.fields import divided, findable, has, on_side
from articles.search.index import engine
from articles.search.match import Match, Wanted, scopes_of
from articles.search.query import parse
from articles.search.snippets import beginning, snippet
from articles.search.synonyms import SHIPPED, Synonyms, expanded, of_team, widened
from articles.search.tree import Query
from teams.models import Membership, Team

MOST = 1_000
LISTED = 5_000  # a list without a search is counted this far; facets of a larger library are those of its newest


@dataclass(frozen=True)
class Hit:
    """`snippet` is safe HTML: the words that were found, with <mark> around what was looked for.

    `found_in` is "article", "note" or "card": the document that matched best and from which the snippet is cut;
    `named` is that card's tag, `key` the note's or card's.
    """

    article: Article
    snippet: SafeString
    found_in: str = "article"
    named: str = ""
    key: UUID | None = None


@dataclass(frozen=True)
class Found:
    """One page of hits. `total` counts to MOST and then stops: `more` says that there are more than that.

    `query.leaves` are the chips, each term with the other spellings that counted; `query.faults` what was wrong.
    """

    hits: tuple[Hit, ...]
    total: int
    more: bool
    query: Query
    matches: tuple[Match, ...] = ()
    synonyms: Synonyms = SHIPPED

    @property
    def words(self) -> tuple[str, ...]:
        """What was searched for, as typed, without what says too little."""
        return tuple(leaf.typed for leaf in self.query.leaves)


def find(
    *,
    member: Membership,
    query: str | Query,
    areas: Iterable[Area] = (),
    kind: str = "",
    days: int | None = None,
    publisher: str = "",
    side: str = "",
    attached: str = "",
    newest: bool = False,
    recency: int = 1,
    limit: int = 25,
    offset: int = 0,
) -> Found:
    """The articles that `member` may see and that match the query and every filter. An empty query lists all, newest
    first. Never raises for what was typed.

    `attached` "note" or "card": only articles that have one. `recency` 0, 1 or 2: how much newness adds to the rank.
    """
    parsed = parse(query) if isinstance(query, str) else query
    synonyms = of_team(member.team_id) if parsed else SHIPPED
    parsed = expanded(parsed, synonyms)
    seen = findable(member, parsed.tree).narrowed(areas=areas, kind=kind, days=days, publisher=publisher)
    seen = narrowed(seen, member=member, side=side, attached=attached)
    if not parsed:
        return _listed(seen, parsed, member.team, limit=limit, offset=offset)
    matches = matching(parsed, member=member, articles=seen, newest=newest, recency=recency, synonyms=synonyms)
    page = matches[:MOST][offset : offset + limit]
    total, more = min(len(matches), MOST), len(matches) > MOST
    return Found(_hits(page, parsed, member.team), total, more, parsed, tuple(matches), synonyms)


def narrowed(articles: ArticleQuerySet, *, member: Membership, side: str = "", attached: str = "") -> ArticleQuerySet:
    """Only articles on the side, and with a note or card that the member may see, where asked for."""
    articles = articles.filter(on_side(side)) if side else articles
    return articles.filter(has(attached, member)) if attached else articles


def matching(
    query: Query,
    *,
    member: Membership,
    articles: ArticleQuerySet,
    synonyms: Synonyms,
    newest: bool = False,
    recency: int = 1,
    most: int = MOST + 1,
) -> list[Match]:
    """Up to `most` matches among `articles`, in order; by default one more than is counted."""
    split = divided(query.tree, member=member, articles=articles)
    wanted = Wanted(
        tree=widened(split.words, synonyms) if split.words else None,
        scopes=scopes_of(member),
        visible=split.articles,
        newest=newest,
        recency=recency,
        limit=most,
    )
    found: list[Match] = engine().matches(wanted)
    return found


def _hits(matches: Iterable[Match], query: Query, team: Team) -> tuple[Hit, ...]:
    """The rows of one page with the lines that show why each was found.

    The matches are among what the member may see already. Asking that again here would make SQLite walk through the
    whole team for the sake of 25 rows.
    """
    matches = list(matches)
    keys = [match.article_id for match in matches]
    page = Article.objects.filter(pk__in=keys).annotate(text=F("current__text"))
    rows = {row.pk: row for row in page.rows_of(team)}
    beside = [match.entry for match in matches if match.found_in != "article"]
    entries = SearchEntry.objects.defer("title", "body", "rest").in_bulk(beside) if beside else {}
    hits = []
    for key, match in zip(keys, matches, strict=True):
        if key not in rows:
            continue
        article, entry = rows[key], entries.get(match.entry)
        if entry is None:
            hits.append(Hit(article, snippet(article.text or "", query)))
        else:
            hits.append(Hit(article, snippet(entry.said or entry.named, query), entry.kind, entry.named, entry.key))
    return tuple(hits)


def _listed(seen: ArticleQuerySet, query: Query, team: Team, *, limit: int, offset: int) -> Found:
    page = seen.recent_first().annotate(text=Substr("current__text", 1, 600))[offset : offset + limit]
    rows = page.rows_of(team)
    total = seen.order_by()[: LISTED + 1].count()
    hits = tuple(Hit(row, beginning(row.text or "")) for row in rows)
    return Found(hits, min(total, LISTED), total > LISTED, query)
