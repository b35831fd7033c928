"""The index on SQLite: an FTS5 table with external content, kept by triggers.

The documents of a team are numbered in a range of its own. So the engine reads only that stretch of a word's list: the
word of the team in every match would have it walk through all documents of the team for a single hit.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max
from django.utils import timezone

from articles.models import SearchEntry
from articles.search.match import TOP, Match, Scopes, Wanted, best_of_each, in_scope, visible_sql
from articles.search.scopes import mark
from articles.search.tree import AllOf, Field, Node, Term, leaves

# Words are folded before; a colon is a letter, so that the words of the scope are whole.
_TOKENS = "tokenize=\"unicode61 remove_diacritics 0 tokenchars ':'\""


@dataclass(frozen=True)
class _Table:
    """A full-text table over the entries: the columns of theirs that it reads, and of which entries (`only`)."""

    name: str
    columns: tuple[str, ...]
    only: str = ""

    @property
    def triggers(self) -> dict[str, str]:
        new, old = (", ".join(f"{row}.{column}" for column in ("id", *self.columns)) for row in ("new", "old"))
        columns = ", ".join(self.columns)
        learn = f"INSERT INTO {self.name}(rowid, {columns}) VALUES ({new});"  # noqa: S608 - constants
        forget = f"INSERT INTO {self.name}({self.name}, rowid, {columns}) VALUES ('delete', {old});"  # noqa: S608 - constants
        whose = {row: f"WHEN {row}.{self.only} " if self.only else "" for row in ("new", "old")}
        return {
            f"{self.name}_insert": f"AFTER INSERT ON articles_searchentry {whose['new']}BEGIN {learn} END",
            f"{self.name}_delete": f"AFTER DELETE ON articles_searchentry {whose['old']}BEGIN {forget} END",
            f"{self.name}_update": f"AFTER UPDATE ON articles_searchentry {whose['new']}BEGIN {forget} {learn} END",
        }


_WHOLE = _Table("articles_fulltext", ("scope", "title", "body", "rest"))
# What is attached is not even counted in the other table: neither the weight of a word nor the length of a document
# tells of it.
_BARE = _Table("articles_baretext", ("bare_scope", "title", "body", "bare_rest"), only="kind = 'article'")
TRIGGERS = _WHOLE.triggers | _BARE.triggers

# The rank weighs a word in the title 8, in byline, publisher, areas and questions 2, in the text 1.
_WEIGHTS = "bm25(0.0, 8.0, 1.0, 2.0)"
# The first row tells how many documents the index gave; `seen` then leaves out what may not be found.
_HITS = """
    WITH hits AS MATERIALIZED ({hits})
    SELECT NULL, '', NULL, '', count(*), '', 0 FROM hits
    UNION ALL
    SELECT seen.id, seen.kind, seen.published_on, seen.publisher, entry.id, entry.kind, -hits.score FROM hits
    CROSS JOIN articles_searchentry entry ON entry.id = hits.entry_id AND {scope}
    CROSS JOIN ({visible}) seen ON seen.id = entry.article_id
"""
_BEST = """
    SELECT rowid AS entry_id, rank AS score FROM {table}
    WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s AND rank MATCH %s ORDER BY rank LIMIT %s
"""
_EVERY = """
    SELECT rowid AS entry_id, 0 AS score FROM {table}
    WHERE {table} MATCH %s AND rowid BETWEEN %s AND %s
"""
_ARTICLES = """
    SELECT entry.article_id FROM {table} CROSS JOIN articles_searchentry entry
    ON entry.id = {table}.rowid AND {scope}
    WHERE {table} MATCH %s AND {table}.rowid BETWEEN %s AND %s
"""
_ROOM = 32  # bits of the number of a document within its team


def install(database: BaseDatabaseWrapper) -> None:
    """Make the full-text table and its triggers where they are missing, and fill it. Safe to run again.

    A migration that remakes articles_searchentry drops the triggers with it and must call this and `install_bare`
    afterwards.
    """
    _install(database, _WHOLE)


def install_bare(database: BaseDatabaseWrapper) -> None:
    """The same for the articles without what is attached to them."""
    _install(database, _BARE)


def _install(database: BaseDatabaseWrapper, table: _Table) -> None:
    columns, only = ", ".join(table.columns), table.only or "TRUE"
    there = f"SELECT id, {columns} FROM articles_searchentry WHERE {only}"  # noqa: S608 - constants
    with database.cursor() as cursor:
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {table.name} USING fts5("
            f"{columns}, content='articles_searchentry', content_rowid='id', {_TOKENS})"
        )
        for name, body in table.triggers.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")
        cursor.execute(f"INSERT INTO {table.name}({table.name}) VALUES ('delete-all')")  # noqa: S608 - constants
        cursor.execute(f"INSERT INTO {table.name}(rowid, {columns}) {there}")


def uninstall(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for table in (_WHOLE, _BARE):
            for name in table.triggers:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {table.name}")


def number(rows: Iterable[tuple[int, SearchEntry]]) -> None:
    """Give each entry the next number of its team, whose id stands beside it. One query a team."""
    last: dict[int, int] = {}
    for team_id, entry in rows:
        if team_id not in last:
            low, high = _numbers(team_id)
            there = SearchEntry.objects.filter(pk__range=(low, high)).aggregate(last=Max("pk"))
            last[team_id] = there["last"] or low
        last[team_id] += 1
        entry.pk = last[team_id]


def _numbers(team_id: int) -> tuple[int, int]:
    return team_id << _ROOM, ((team_id + 1) << _ROOM) - 1


def expression(node: Node, scope: str) -> str:
    """The tree as an FTS5 expression. Every word of it is quoted and has letters and digits only, or is a mark."""
    if isinstance(node, Term):
        return f"({scope} NOT {_term(node)})" if node.excluded else _term(node)
    if isinstance(node, Field):
        raise TypeError("A field is a condition on the article, not a word of the index.")
    if not isinstance(node, AllOf):
        return "(" + " OR ".join(expression(part, scope) for part in node.parts) + ")"
    without = [part for part in node.parts if isinstance(part, Term) and part.excluded]
    wanted = [expression(part, scope) for part in node.parts if part not in without]
    found = " AND ".join(wanted) or scope
    return f"(({found}) NOT ({' OR '.join(map(_term, without))}))" if without else f"({found})"


def _term(term: Term) -> str:
    if term.where in ("author", "publisher", "tag"):
        return "(" + " AND ".join(f'"{mark(term.where, word)}"' for word in term.words) + ")"
    forms = [f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")]
    forms += [f'"{" ".join(other.words)}"' for other in term.alternatives]
    found = forms[0] if len(forms) == 1 else "(" + " OR ".join(forms) + ")"
    return f"(title : {found})" if term.where == "title" else found


def _match(node: Node | None, scopes: Scopes) -> str:
    scope = "(" + " OR ".join(f'"{word}"' for word in scopes.words) + ")"
    return scope if node is None else expression(node, scope)


def _table(scopes: Scopes) -> _Table:
    return _BARE if scopes.bare else _WHOLE


def article_ids(node: Node, scopes: Scopes) -> tuple[str, list[Any]]:
    """SQL for the articles with a document that matches, and its parameters."""
    scope, words = in_scope(scopes)
    return _ARTICLES.format(scope=scope, table=_table(scopes).name), [
        *words,
        _match(node, scopes),
        *_numbers(scopes.team_id),
    ]


def matches(wanted: Wanted) -> list[Match]:
    """The first `limit` articles among those that may be found, best (or newest) first."""
    seen = visible_sql(wanted.visible)
    if seen is None:
        return []
    ranked = (
        not wanted.newest
        and wanted.tree is not None
        and any(isinstance(leaf, Term) and not leaf.excluded for leaf in leaves(wanted.tree))
    )
    asked: list[Any] = [_match(wanted.tree, wanted.scopes), *_numbers(wanted.scopes.team_id)]
    scope, words = in_scope(wanted.scopes)
    for top in (TOP, -1):
        found_by, given = (_BEST, [*asked, _WEIGHTS, top]) if ranked else (_EVERY, asked)
        hits = found_by.format(table=_table(wanted.scopes).name)
        with connection.cursor() as cursor:
            cursor.execute(_HITS.format(hits=hits, scope=scope, visible=seen[0]), [*given, *words, *seen[1]])
            rows = cursor.fetchall()
        counted = next(at for at, row in enumerate(rows) if row[0] is None)
        reached = rows.pop(counted)[4]
        found = best_of_each(rows, wanted=wanted, today=timezone.localdate())
        if not ranked or reached < TOP or len(found) >= wanted.limit:
            break
    return found


def numbered(keys: Sequence[Any]) -> tuple[str, str]:
    """SQL of a table of the keys of matches (`value`) with the place of each (`key`), and its one parameter."""
    return "json_each(%s)", json.dumps(keys)


def words_from(letters: Iterable[str], scopes: Scopes) -> list[tuple[str, int]]:
    """The words of the whole index that begin with one of the letters, each with the number of its documents.

    The index cannot tell whose they are, whatever team `scopes` says: what is shown of them is to be asked for first.
    """
    table = _table(scopes).name
    words = f"temp.{table}_words"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {words} USING fts5vocab(main, {table}, row)")
        begin = f"SELECT term, doc FROM {words} WHERE term >= %s AND term < %s"  # noqa: S608 - constants
        given = [edge for letter in sorted(letters) for edge in (letter, letter + chr(0x10FFFF))]
        cursor.execute(" UNION ALL ".join([begin] * (len(given) // 2)), given)
        return list(cursor.fetchall())
