"""Texts that are nearly the same: one corrected typo, another title, a longer ending.

Every run of three words of a text is a number; the smallest KEPT of them are its sketch. Nearly equal texts share most
of theirs, so a look into one index finds the candidates, and only these are compared letter by letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from django.db.models import Count
from rapidfuzz import fuzz

from articles.models import Article, Shingle
from articles.search.folding import folded_text
from teams.models import Membership

KEPT = 8
_SHARED = 2  # numbers that two sketches must have in common
_ALIKE = 0.8  # of the letters, after Indel distance
_CANDIDATES = 5
_SPREAD, _MASK = 0x9E3779B97F4A7C15, 2**63 - 1


@dataclass(frozen=True)
class Near:
    """An article of the team that is like another; `share` of the letters is the same, 0 to 1."""

    article: Article
    share: float


def sketch(words: str) -> tuple[int, ...]:
    """The smallest numbers of the runs of three in folded words with spaces between; empty below three words."""
    codes = list(map(crc32, words.encode("utf-8", "surrogatepass").split()))
    runs = {((a + 31 * b + 961 * c) * _SPREAD) & _MASK for a, b, c in zip(codes, codes[1:], codes[2:], strict=False)}
    return tuple(sorted(runs)[:KEPT])


def rows_of(article: Article, text: str) -> list[Shingle]:
    """The unsaved rows of the sketch of an article's text."""
    return [Shingle(article=article, team_id=article.team_id, value=value) for value in sketch(folded_text(text)[0])]


def near(*, member: Membership, text: str, but: Iterable[Article] = ()) -> list[Near]:
    """The visible articles that are most like `text`, the likest first; three queries at most."""
    shared = (
        Shingle.objects.filter(team=member.team, value__in=sketch(folded_text(text)[0]))
        .values("article")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=_SHARED)
        .order_by("-shared", "article")
        .values_list("article", flat=True)
    )
    rows = Article.objects.visible_to(member).exclude(pk__in=[article.pk for article in but])
    keys = list(shared[: _CANDIDATES * 2])
    found = [
        Near(article, fuzz.ratio(text, article.current.text) / 100)
        for article in rows.filter(pk__in=keys).select_related("current", "team")
        if article.current
    ]
    alike = [one for one in found if one.share >= _ALIKE]
    return sorted(alike, key=lambda one: (-one.share, one.article.pk))[:_CANDIDATES]
