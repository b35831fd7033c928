"""The index on PostgreSQL: a generated tsvector with a GIN index, of words that were folded before."""

import math

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import ArticleQuerySet
from articles.search.match import Match, as_match, scope_of, visible_sql
from articles.search.query import Query, Term

# The scope stands in the vector as a lexeme that no text can hold, so that the team comes first in the plan.
_INSTALL = """
    ALTER TABLE articles_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(ARRAY['scope:' || scope])
        || setweight(to_tsvector('simple'::regconfig, title), 'A')
        || setweight(to_tsvector('simple'::regconfig, rest), 'B')
        || setweight(to_tsvector('simple'::regconfig, body), 'C')
    ) STORED;
    CREATE INDEX articles_searchentry_vector ON articles_searchentry USING gin (vector);
"""
# MATERIALIZED: else ORDER BY … LIMIT may walk another index and look into every vector.
_HITS = """
    WITH hits AS MATERIALIZED (
        SELECT article_id, {score} AS score FROM articles_searchentry WHERE vector @@ %s::tsquery
    )
    SELECT seen.id, seen.kind, seen.published_on, seen.publisher FROM hits
    JOIN ({visible}) seen ON seen.id = hits.article_id
    ORDER BY {order} LIMIT %s
"""
_NEWEST = "seen.published_on DESC NULLS LAST, seen.id"
# Weights of D, C, B, A: nothing for the scope, the text, the rest, the title. 1: long texts count less.
_RANK = "%s * ts_rank('{{0, 0.125, 0.25, 1}}', vector, %s::tsquery, 1)"
_COMMON = 10_000


def install(database: BaseDatabaseWrapper) -> None:
    """Add the vector and its index where they are missing. Safe to run again."""
    with database.cursor() as cursor:
        columns = database.introspection.get_table_description(cursor, "articles_searchentry")
        if all(column.name != "vector" for column in columns):
            cursor.execute(_INSTALL)


def uninstall(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_searchentry DROP COLUMN IF EXISTS vector")


def _term(term: Term) -> str:
    last = f"'{term.words[-1]}'" + (":*" if term.prefix else "")
    return "(" + " <-> ".join([*(f"'{word}'" for word in term.words[:-1]), last]) + ")"


def _match(query: Query, scope: str) -> str:
    """The tsquery. Every word of it is quoted and has letters and digits only."""
    found = f"'scope:{scope}'"
    if query.wanted:
        found += " & (" + (" | " if query.any_of else " & ").join(map(_term, query.wanted)) + ")"
    return "".join([found, *(f" & !{_term(term)}" for term in query.unwanted)])


def _weights(query: Query, scope: str) -> list[float]:
    """How telling each wanted term is: rare words weigh more, as in the other engine's BM25."""
    if len(query.wanted) == 1:
        return [1.0]
    matched = "(SELECT count(*) FROM (SELECT 1 FROM articles_searchentry WHERE vector @@ %s::tsquery LIMIT %s) few)"
    tried = [f"'scope:{scope}'", *(f"'scope:{scope}' & {_term(term)}" for term in query.wanted)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([matched] * len(tried)), [x for q in tried for x in (q, _COMMON)])
        everything, *counts = cursor.fetchone()
    return [math.log(1 + (everything - count + 0.5) / (count + 0.5)) for count in counts]


def matches(query: Query, *, team_id: int, visible: ArticleQuerySet, newest: bool, limit: int) -> list[Match]:
    """The first `limit` articles among `visible` that match, best (or newest) first. `query` is not empty."""
    seen = visible_sql(visible)
    if seen is None:
        return []
    scope = scope_of(team_id)
    by_date = newest or not query.wanted
    ranks: list[float | str] = []
    if not by_date:
        for weight, term in zip(_weights(query, scope), query.wanted, strict=True):
            ranks += [weight, _term(term)]
    score = "0" if by_date else " + ".join([_RANK.format()] * len(query.wanted))
    order = _NEWEST if by_date else f"hits.score DESC, {_NEWEST}"
    sql = _HITS.format(score=score, visible=seen[0], order=order)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*ranks, _match(query, scope), *seen[1], limit])
        return [as_match(row) for row in cursor.fetchall()]
