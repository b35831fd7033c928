"""The index on SQLite: an FTS5 table with external content, kept by triggers."""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from articles.models import ArticleQuerySet
from articles.search.match import Match, as_match, scope_of, visible_sql
from articles.search.query import Query, Term

_COLUMNS = "scope, title, body, rest"
_NEW = "new.id, new.scope, new.title, new.body, new.rest"
_OLD = "'delete', old.id, old.scope, old.title, old.body, old.rest"
_FORGET = f"INSERT INTO articles_fulltext(articles_fulltext, rowid, {_COLUMNS}) VALUES ({_OLD});"  # noqa: S608 - constants
_LEARN = f"INSERT INTO articles_fulltext(rowid, {_COLUMNS}) VALUES ({_NEW});"  # noqa: S608 - constants
TRIGGERS = {
    "articles_fulltext_insert": f"AFTER INSERT ON articles_searchentry BEGIN {_LEARN} END",
    "articles_fulltext_delete": f"AFTER DELETE ON articles_searchentry BEGIN {_FORGET} END",
    "articles_fulltext_update": f"AFTER UPDATE ON articles_searchentry BEGIN {_FORGET} {_LEARN} END",
}

# The rank weighs a word in the title 8, in byline, publisher, areas and questions 2, in the text 1.
_HITS = """
    WITH hits AS MATERIALIZED (
        SELECT rowid AS entry_id, rank AS score FROM articles_fulltext
        WHERE articles_fulltext MATCH %s AND rank MATCH 'bm25(0.0, 8.0, 1.0, 2.0)'
    )
    SELECT seen.id, seen.kind, seen.published_on, seen.publisher FROM hits
    CROSS JOIN articles_searchentry entry ON entry.id = hits.entry_id
    CROSS JOIN ({visible}) seen ON seen.id = entry.article_id
    ORDER BY {order} LIMIT %s
"""
_NEWEST = "seen.published_on IS NULL, seen.published_on DESC, seen.id"


def install(database: BaseDatabaseWrapper) -> None:
    """Make the full-text table and its triggers where they are missing, and fill it. Safe to run again.

    A migration that remakes articles_searchentry drops the triggers with it and must call this afterwards.
    """
    with database.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS articles_fulltext USING fts5("
            f"{_COLUMNS}, content='articles_searchentry', content_rowid='id', tokenize='unicode61')"
        )
        for name, body in TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")
        cursor.execute("INSERT INTO articles_fulltext(articles_fulltext) VALUES ('rebuild')")


def uninstall(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute("DROP TABLE IF EXISTS articles_fulltext")


def _term(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def _match(query: Query, scope: str) -> str:
    """The FTS5 expression. Every word of it is quoted and has letters and digits only."""
    found = f'scope : "{scope}"'
    if query.wanted:
        wanted = (" OR " if query.any_of else " AND ").join(map(_term, query.wanted))
        found += f" AND ({{title body rest}} : ({wanted}))"
    if query.unwanted:
        unwanted = " OR ".join(map(_term, query.unwanted))
        found = f"({found}) NOT ({{title body rest}} : ({unwanted}))"
    return found


def matches(query: Query, *, team_id: int, visible: ArticleQuerySet, newest: bool, limit: int) -> list[Match]:
    """The first `limit` articles among `visible` that match, best (or newest) first. `query` is not empty."""
    seen = visible_sql(visible)
    if seen is None:
        return []
    order = _NEWEST if newest or not query.wanted else f"hits.score, {_NEWEST}"
    with connection.cursor() as cursor:
        cursor.execute(_HITS.format(visible=seen[0], order=order), [_match(query, scope_of(team_id)), *seen[1], limit])
        return [as_match(row) for row in cursor.fetchall()]
