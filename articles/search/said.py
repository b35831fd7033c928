"""Sentences with figures or quotations from the articles on a topic."""

from dataclasses import dataclass

from django.db.models import F

from articles.models import Article
from articles.search.fields import findable
from articles.search.find import matching
from articles.search.query import parse
from articles.search.sentences import figures, quotations
from articles.search.synonyms import expanded, of_team
from articles.search.tree import Query
from teams.models import Membership

ARTICLES = 50
_READERS = {"figures": figures, "quotations": quotations}


@dataclass(frozen=True)
class Said:
    """One sentence of an article; [start, end) in code points of its current text, which is revision `number`."""

    article: Article
    start: int
    end: int
    text: str
    number: int


def find_sentences(*, member: Membership, query: str | Query, what: str, most: int = 200) -> tuple[Said, ...]:
    """The sentences with "figures" or "quotations" on the topic in its 50 best articles, best article first.

    An empty query gives none. Raises KeyError for another `what`.
    """
    read = _READERS[what]
    synonyms = of_team(member.team_id)
    parsed = expanded(parse(query) if isinstance(query, str) else query, synonyms)
    if not parsed:
        return ()
    articles = findable(member, parsed.tree)
    matches = matching(parsed, member=member, articles=articles, synonyms=synonyms, most=ARTICLES)
    keys = [match.article_id for match in matches]
    rows = articles.filter(pk__in=keys).annotate(text=F("current__text"), number=F("current__number"))
    by_key = {row.pk: row for row in rows.rows_of(member.team)}
    said = (
        Said(row, start, end, row.text[start:end], row.number)
        for row in (by_key[key] for key in keys if key in by_key)
        for start, end in read(row.text or "", parsed)
    )
    return tuple(one for one, _ in zip(said, range(most), strict=False))
