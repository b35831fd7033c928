"""What both engines are asked and give back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from articles.models import ArticleQuerySet
from articles.search.scopes import coaches_word, own_word, team_word
from articles.search.tree import Node
from teams.limits import limits_of
from teams.models import Membership
from teams.policy import Action

COLUMNS = ("id", "kind", "published_on", "publisher")
# Days in which an article's bonus for being new falls to a half, and that bonus, for each strength of recency.
BONUS = {0: 0.0, 1: 0.35, 2: 1.5}
HALF = 60.0
# A note or card is short, and so would stand before every article that says the same.
ATTACHED = 0.6
# What is ranked again by age: many times what is shown.
TOP = 1_500


class Match(NamedTuple):
    """An article that matches, with what the facets count; `entry` and `found_in` say which document of it did.

    The key and the day are as the database gives them, on SQLite as text. To make UUIDs and dates of all takes longer
    than the search.
    """

    raw_id: Any
    kind: str
    published_on: Any
    publisher: str
    entry: int = 0
    found_in: str = "article"
    score: float = 0.0

    @property
    def article_id(self) -> UUID:
        return self.raw_id if isinstance(self.raw_id, UUID) else UUID(self.raw_id)


@dataclass(frozen=True)
class Scopes:
    """In whose documents a member looks: those of the team in whose scope one of the words stands. `bare`: in articles
    alone, without what is attached to them; neither is anything found by that nor does it weigh."""

    team_id: int
    words: tuple[str, ...]
    bare: bool = False


@dataclass(frozen=True)
class Wanted:
    """`tree` is None for everything that may be seen. `visible` are the articles that may be found. `recency` is 0, 1
    or 2: how much newness adds."""

    tree: Node | None
    scopes: Scopes
    visible: ArticleQuerySet
    newest: bool
    recency: int
    limit: int


def scopes_of(member: Membership) -> Scopes:
    """What stands in the scope of all that this member may find."""
    own = (team_word(member.team_id), own_word(member.team_id, member.user_id))
    coaches = (coaches_word(member.team_id),) if member.may(Action.READ_COACHES) else ()
    return Scopes(member.team_id, (*own, *coaches), bare=limits_of(member.user) is not None)


def in_scope(scopes: Scopes) -> tuple[str, list[str]]:
    """The condition on an `entry` of the team's that it is in scope, and its parameters."""
    if scopes.bare:
        return "entry.kind = 'article'", []
    words = " OR ".join(["' ' || entry.scope || ' ' LIKE %s"] * len(scopes.words))
    return f"(entry.kind = 'article' OR {words})", [f"% {word} %" for word in scopes.words]


def attached_seen_by(member: Membership) -> Q:
    """The entries of notes and cards that this member may see, as a condition on SearchEntry."""
    if limits_of(member.user):
        return Q(pk=None)
    own = own_word(member.team_id, member.user_id)
    coaches = coaches_word(member.team_id)
    seen = Q(scope__in=[team_word(member.team_id), own, f"{coaches} {own}"])
    return seen | Q(scope__startswith=f"{coaches} ") if member.may(Action.READ_COACHES) else seen


def visible_sql(articles: ArticleQuerySet) -> tuple[str, tuple[Any, ...]] | None:
    """The queryset as a subquery of COLUMNS, its parameters beside it; None where it cannot match anything."""
    return _sql(articles.order_by().values_list(*COLUMNS))


def raw_rows(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The values of such a queryset as the database gives them."""
    asked = _sql(rows)
    if asked is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*asked)
        return list(cursor.fetchall())


def _sql(rows: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]] | None:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def best_of_each(rows: Sequence[tuple[Any, ...]], *, wanted: Wanted, today: date) -> list[Match]:
    """Raw rows (COLUMNS, entry, its kind, score; more is better) in order, each article once, at most `limit`."""
    bonus = BONUS[wanted.recency] if wanted.tree is not None and not wanted.newest else None
    ages = {raw: _age(as_date(raw), bonus, today) for raw in {row[2] for row in rows}}
    # Best first, of equals the newest first.
    order = sorted(
        (-row[6] * (1.0 if row[5] == "article" else ATTACHED) * ages[row[2]][1], ages[row[2]][0], row[0], at)
        for at, row in enumerate(rows)
    )
    once: dict[Any, Match] = {}
    for _, _, key, at in order:
        if key not in once:
            once[key] = Match(*rows[at][:7])
            if len(once) >= wanted.limit:
                break
    return list(once.values())


def _age(day: date | None, bonus: float | None, today: date) -> tuple[int, float]:
    """By what the newest come first, and by what newness multiplies a score; without a bonus scores do not count."""
    if day is None or bonus is None:
        return -day.toordinal() if day else 0, 0.0 if bonus is None else 1.0
    return -day.toordinal(), 1.0 + bonus * HALF / (HALF + max(0, (today - day).days))


def as_date(value: Any) -> Any:
    """A date or None; SQLite knows no dates."""
    return date.fromisoformat(value) if isinstance(value, str) else value
