"""What was probably meant where nothing is found: words of the library that are written nearly the same."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db import connection
from rapidfuzz.distance import OSA

from articles.models import ArticleQuerySet
from articles.search.fields import divided, findable
from articles.search.index import engine
from articles.search.match import scopes_of, visible_sql
from articles.search.query import parse
from articles.search.synonyms import Synonyms, expanded, widened
from articles.search.tree import Leaf, Node, Query, Term, mapped, write
from teams.models import Membership

_STANDS = "EXISTS (SELECT 1 FROM ({matches}) hit CROSS JOIN ({visible}) seen WHERE seen.id = hit.article_id)"
_MOST_TERMS, _TRIED, _SHORTEST = 3, 4, 4


def meant(*, member: Membership, query: Query, synonyms: Synonyms) -> str | None:
    """What to type instead, or None. It finds something that `member` may find: a word that stands only in what others
    keep to themselves is never told. At most four queries."""
    terms = [t for t in query.wanted if not t.prefix and not t.where and _is_plain(t)][:_MOST_TERMS]
    if not terms or query.tree is None:
        return None
    known = engine().words_from({term.words[0][0] for term in terms}, scopes_of(member))
    near = {term: _nearest(term.words[0], known) for term in terms}
    if not any(near.values()):
        return None
    found = _found_by(member, {term.words[0] for term in terms}.union(*near.values()))
    instead = {
        term: next((word for word in words if word in found), "")
        for term, words in near.items()
        if term.words[0] not in found
    }

    def corrected(leaf: Leaf) -> Leaf:
        word = instead.get(leaf, "") if isinstance(leaf, Term) else ""
        return replace(leaf, typed=word) if word else leaf

    changed = mapped(query.tree, corrected)
    typed = write(changed) if changed and any(instead.values()) else ""
    return typed if typed and _finds(typed, member, synonyms) else None


def _is_plain(term: Term) -> bool:
    return len(term.words) == 1 and len(term.words[0]) >= _SHORTEST and not term.literal


def _nearest(word: str, known: Iterable[tuple[str, int]]) -> list[str]:
    """The words that differ by one letter, or two in a long word; nearest first, of equals the most used."""
    most = 1 if len(word) < 6 else 2
    apart = ((OSA.distance(word, other, score_cutoff=most), -docs, other) for other, docs in known)
    return [other for distance, _, other in sorted(one for one in apart if 0 < one[0] <= most)[:_TRIED]]


def _found_by(member: Membership, words: set[str]) -> set[str]:
    """Those of the words that this member finds. One query."""
    names = sorted(words)
    found = _stand([Term(word, (word,)) for word in names], findable(member), member)
    return {word for word, there in zip(names, found, strict=True) if there}


def _finds(typed: str, member: Membership, synonyms: Synonyms) -> bool:
    query = expanded(parse(typed), synonyms)
    split = divided(query.tree, member=member, articles=findable(member, query.tree))
    return split.words is not None and all(_stand([widened(split.words, synonyms)], split.articles, member))


def _stand(nodes: Sequence[Node], articles: ArticleQuerySet, member: Membership) -> list[bool]:
    """For each node whether any of the articles matches. From the index to the articles: it stops at the first."""
    seen = visible_sql(articles)
    if seen is None:
        return [False] * len(nodes)
    tests, given = [], []
    for node in nodes:
        sql, values = engine().article_ids(node, scopes_of(member))
        tests.append(_STANDS.format(matches=sql, visible=seen[0]))
        given += [*values, *seen[1]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(tests), given)
        return [bool(there) for there in cursor.fetchone()]
