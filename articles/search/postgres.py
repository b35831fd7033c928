"""The index on PostgreSQL: a generated tsvector with a GIN index, of words that were folded before."""

import math
import time
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from articles.models import SearchEntry
from articles.search.match import TOP, Match, Scopes, Wanted, best_of_each, visible_sql
from articles.search.scopes import mark
from articles.search.tree import AllOf, Field, Node, Term, leaves

# The scope stands in the vector as lexemes that no text can hold, so that the team comes first in the plan.
_INSTALL = """
    ALTER TABLE articles_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(string_to_array(scope, ' '))
        || setweight(to_tsvector('simple'::regconfig, title), 'A')
        || setweight(to_tsvector('simple'::regconfig, rest), 'B')
        || setweight(to_tsvector('simple'::regconfig, body), 'C')
    ) STORED;
    CREATE INDEX articles_searchentry_vector ON articles_searchentry USING gin (vector);
"""
# The same of the articles without what is attached to them.
_INSTALL_BARE = """
    ALTER TABLE articles_searchentry ADD COLUMN bare tsvector GENERATED ALWAYS AS (
        CASE WHEN kind = 'article' THEN array_to_tsvector(string_to_array(bare_scope, ' '))
        || setweight(to_tsvector('simple'::regconfig, title), 'A')
        || setweight(to_tsvector('simple'::regconfig, bare_rest), 'B')
        || setweight(to_tsvector('simple'::regconfig, body), 'C') END
    ) STORED;
    CREATE INDEX articles_searchentry_bare ON articles_searchentry USING gin (bare);
"""
# MATERIALIZED: else ORDER BY … LIMIT may walk another index and look into every vector. One row tells how many
# documents the index gave.
_HITS = """
    WITH hits AS MATERIALIZED (
        SELECT id, article_id, kind, {score} AS score FROM articles_searchentry WHERE {vector} @@ %s::tsquery
        {best}
    )
    SELECT NULL, '', NULL, '', count(*), '', 0 FROM hits
    UNION ALL
    SELECT seen.id, seen.kind, seen.published_on, seen.publisher, hits.id, hits.kind, hits.score FROM hits
    JOIN ({visible}) seen ON seen.id = hits.article_id
"""
_ARTICLES = "SELECT article_id FROM articles_searchentry WHERE {vector} @@ %s::tsquery"
# Weights of D, C, B, A: nothing for the scope, the text, the rest, the title. 1: long texts count less.
_RANK = "%s * ts_rank('{{0, 0.125, 0.25, 1}}', {vector}, %s::tsquery, 1)"
_COMMON = 5_000  # a word in more articles is common, however many they are
_KEPT = 60  # seconds for which such a count is known; how common a word is changes slowly
_MOST_KEPT = 20_000
_known: dict[tuple[str, str], tuple[float, int]] = {}  # vector, match -> when, how many
_READ = 1_000  # documents whose words are known as what may have been meant


def install(database: BaseDatabaseWrapper) -> None:
    """Add the vector and its index where they are missing. Safe to run again."""
    _install(database, "vector", _INSTALL)


def install_bare(database: BaseDatabaseWrapper) -> None:
    """The same for the vector of the articles without what is attached to them."""
    _install(database, "bare", _INSTALL_BARE)


def _install(database: BaseDatabaseWrapper, vector: str, sql: str) -> None:
    with database.cursor() as cursor:
        columns = database.introspection.get_table_description(cursor, "articles_searchentry")
        if all(column.name != vector for column in columns):
            cursor.execute(sql)


def uninstall(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for vector in ("vector", "bare"):
            cursor.execute(f"ALTER TABLE articles_searchentry DROP COLUMN IF EXISTS {vector}")


def _vector(scopes: Scopes) -> str:
    return "bare" if scopes.bare else "vector"


def number(_rows: Iterable[tuple[int, SearchEntry]]) -> None:
    """Any number will do: the word of the team stands in the vector."""


def expression(node: Node) -> str:
    """The tree as a tsquery. Every word of it is quoted and has letters and digits only, or is a mark."""
    if isinstance(node, Term):
        return f"!{_term(node)}" if node.excluded else _term(node)
    if isinstance(node, Field):
        raise TypeError("A field is a condition on the article, not a word of the index.")
    return "(" + (" & " if isinstance(node, AllOf) else " | ").join(map(expression, node.parts)) + ")"


def _term(term: Term) -> str:
    if term.where in ("author", "publisher", "tag"):
        return "(" + " & ".join(f"'{mark(term.where, word)}'" for word in term.words) + ")"
    place = "A" if term.where == "title" else ""
    forms = [_phrase(term.words, place, prefix=term.prefix)]
    forms += [_phrase(other.words, place) for other in term.alternatives]
    return "(" + " | ".join(forms) + ")"


def _phrase(words: Sequence[str], place: str, *, prefix: bool = False) -> str:
    ends = [f":{place}" if place else ""] * (len(words) - 1) + [f":{'*' * prefix}{place}" if prefix or place else ""]
    return "(" + " <-> ".join(f"'{word}'{end}" for word, end in zip(words, ends, strict=True)) + ")"


def _match(node: Node | None, scopes: Scopes) -> str:
    scope = "(" + " | ".join(f"'{word}'" for word in scopes.words) + ")"
    return scope if node is None else f"{scope} & {expression(node)}"


def article_ids(node: Node, scopes: Scopes) -> tuple[str, list[Any]]:
    """SQL for the articles with a document that matches, and its parameters."""
    return _ARTICLES.format(vector=_vector(scopes)), [_match(node, scopes)]


def _weights(terms: Sequence[Term], scopes: Scopes) -> list[float]:
    """How telling each wanted term is: rare words weigh more, as in the other engine's BM25."""
    if len(terms) == 1:
        return [1.0]
    articles, *counts = _counted(scopes, [_match(term, scopes) for term in terms])
    everything = max(articles, *counts)
    return [math.log(1 + (everything - count + 0.5) / (count + 0.5)) for count in counts]


def _counted(scopes: Scopes, matches: list[str]) -> list[int]:
    """How many articles the team has and how many documents each of these matches, as of the last minute: a crowd that
    searches at once asks for the same words, and to count them costs more than to rank by them."""
    vector, now = _vector(scopes), time.monotonic()
    keys = [(vector, f"{scopes.team_id}"), *((vector, match) for match in matches)]
    kept = {key: _known[key] for key in keys if key in _known and now - _known[key][0] < _KEPT}
    if missing := [key for key in dict.fromkeys(keys) if key not in kept]:
        if len(_known) > _MOST_KEPT:
            _known.clear()
        found = _count(
            scopes, vector, [match for _, match in missing if match != keys[0][1]], articles=keys[0] in missing
        )
        kept |= {key: (now, count) for key, count in zip(missing, found, strict=True)}
        _known.update(kept)
    return [kept[key][1] for key in keys]


def _count(scopes: Scopes, vector: str, matches: list[str], *, articles: bool) -> list[int]:
    # How many there are is asked of the articles: to ask the index for the team's word reads every vector.
    there = "(SELECT count(*) FROM (SELECT 1 FROM articles_article WHERE team_id = %s LIMIT %s) few)"
    matched = f"(SELECT count(*) FROM (SELECT 1 FROM articles_searchentry WHERE {vector} @@ %s::tsquery LIMIT %s) few)"  # noqa: S608 - a constant
    given: list[Any] = [scopes.team_id, _COMMON] if articles else []
    given += [x for match in matches for x in (match, _COMMON)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([there] * articles + [matched] * len(matches)), given)
        return list(cursor.fetchone())


def matches(wanted: Wanted) -> list[Match]:
    """The first `limit` articles among those that may be found, best (or newest) first."""
    seen = visible_sql(wanted.visible)
    if seen is None:
        return []
    found_by = leaves(wanted.tree) if wanted.tree else ()
    terms = list(dict.fromkeys(leaf for leaf in found_by if isinstance(leaf, Term) and not leaf.excluded))
    ranked = bool(terms) and not wanted.newest
    ranks: list[float | str] = []
    if ranked:
        for weight, term in zip(_weights(terms, wanted.scopes), terms, strict=True):
            ranks += [weight, _term(term)]
    vector = _vector(wanted.scopes)
    score = " + ".join([_RANK.format(vector=vector)] * len(terms)) if ranked else "0"
    match = _match(wanted.tree, wanted.scopes)
    for top in (TOP, 0):
        best = f"ORDER BY score DESC LIMIT {top}" if ranked and top else ""
        with connection.cursor() as cursor:
            cursor.execute(
                _HITS.format(vector=vector, score=score, best=best, visible=seen[0]), [*ranks, match, *seen[1]]
            )
            rows = cursor.fetchall()
        reached = rows.pop(next(at for at, row in enumerate(rows) if row[0] is None))[4]
        found = best_of_each(rows, wanted=wanted, today=timezone.localdate())
        if not best or reached < TOP or len(found) >= wanted.limit:
            break
    return found


def numbered(keys: Sequence[Any]) -> tuple[str, list[Any]]:
    """SQL of a table of the keys of matches (`value`) with the place of each (`key`), and its one parameter."""
    table = "SELECT value, place - 1 AS key FROM unnest(%s::uuid[]) WITH ORDINALITY AS each(value, place)"
    return f"({table})", list(keys)


def words_from(letters: Iterable[str], scopes: Scopes) -> list[tuple[str, int]]:
    """The words that begin with one of the letters in the newest documents of the scopes, each with their number."""
    match = _match(None, scopes).replace("'", "''")
    vector = _vector(scopes)
    where = f"WHERE {vector} @@ '{match}'::tsquery ORDER BY id DESC LIMIT {_READ}"
    newest = f"SELECT {vector} FROM articles_searchentry {where}"  # noqa: S608 - scopes are made of numbers
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, ndoc FROM ts_stat(%s) WHERE left(word, 1) = ANY(%s)", [newest, sorted(letters)])
        return list(cursor.fetchall())
