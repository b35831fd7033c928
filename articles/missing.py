"""What the articles of a team drew on and its library does not have: the originals to fetch next."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.ingest.register import Register
from articles.models import Article, Source
from articles.publishers import register_of
from lib.text import fingerprint
from teams.models import Membership

MOST = 2_000  # source lines that are looked at, of the newest articles


@dataclass(frozen=True)
class Wanted:
    """One original: a source line and the articles that name it, the newest first."""

    source: Source
    cited_by: tuple[Article, ...]


@dataclass(frozen=True)
class Shelf:
    """The originals of one publication, the most cited first. `publication` is "" where the lines name none."""

    publication: str
    wanted: tuple[Wanted, ...]


def originals(*, member: Membership, sources: Iterable[Source]) -> dict[int, Article]:
    """For each source line that the library has, by its key: the article. Three queries at most.

    A line with an address is had where an article has that address; a line without one where an article of its
    publication is by one of its authors.
    """
    sources = list(sources)
    seen = Article.objects.visible_to(member).select_related("team")
    keys = {source.url_key for source in sources if source.url_key}
    by_key = {article.url_key: article for article in seen.filter(url_key__in=keys)} if keys else {}
    unlinked = [source for source in sources if not source.url_key and source.publication and source.authors]
    by_hand = _by_hand(seen, unlinked, register_of(member.team)) if unlinked else {}
    linked = {source.pk: by_key[source.url_key] for source in sources if source.url_key in by_key}
    return linked | by_hand


def missing(member: Membership) -> tuple[Shelf, ...]:
    """By publication, the one with the most originals first; five queries for any number of lines."""
    live = Article.objects.visible_to(member).unarchived()
    lines = Source.objects.filter(article__in=live).select_related("article__team")
    newest = list(lines.order_by("-article__created_at", "article", "position")[:MOST])
    had = originals(member=member, sources=newest)
    register = register_of(member.team)
    shelves: dict[str, dict[str, list[Source]]] = {}
    for source in newest:
        if source.pk not in had:
            shelf = shelves.setdefault(register.canonical(source.publication), {})
            shelf.setdefault(source.url_key or fingerprint(source.text), []).append(source)
    made = [Shelf(name, tuple(_wanted(same) for same in _by_number(shelf))) for name, shelf in shelves.items()]
    return tuple(sorted(made, key=lambda shelf: (not shelf.publication, -len(shelf.wanted), shelf.publication)))


def _by_number(shelf: dict[str, list[Source]]) -> list[list[Source]]:
    return sorted(shelf.values(), key=len, reverse=True)


def _wanted(same: list[Source]) -> Wanted:
    return Wanted(same[0], tuple({source.article_id: source.article for source in same}.values()))


def _by_hand(seen: Iterable[Article], sources: list[Source], register: Register) -> dict[int, Article]:
    names = {register.canonical(source.publication) for source in sources}
    names |= {source.publication for source in sources}
    here = {
        (register.canonical(article.publisher), author.casefold()): article
        for article in seen.filter(publisher__in=names)  # type: ignore[attr-defined]
        for author in article.byline
    }
    found = {}
    for source in sources:
        name = register.canonical(source.publication)
        if article := next((here[name, a.casefold()] for a in source.authors if (name, a.casefold()) in here), None):
            found[source.pk] = article
    return found
