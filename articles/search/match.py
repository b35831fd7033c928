"""What both engines are asked and give back."""

from collections.abc import Iterable
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
    """In whose documents a member looks: those of the team in whose scope one of the words stands."""

    team_id: int
    words: tuple[str, ...]


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
    return Scopes(member.team_id, (*own, *coaches))


def attached_seen_by(member: Membership) -> Q:
    """The entries of notes and cards that this member may see, as a condition on SearchEntry."""
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


def best_of_each(rows: Iterable[tuple[Any, ...]], *, wanted: Wanted, today: date) -> list[Match]:
    """Raw rows (COLUMNS, entry, its kind, score; more is better) in order, each article once, at most `limit`."""
    bonus = BONUS[wanted.recency] if wanted.tree is not None and not wanted.newest else None
    ages: dict[Any, tuple[int, float]] = {None: (0, 1.0)}

    def order(row: tuple[Any, ...]) -> tuple[float, int, Any]:
        """Best first, of equals the newest first."""
        if (known := ages.get(row[2])) is None:
            day = as_date(row[2])
            known = ages[row[2]] = -day.toordinal(), _newness(day, bonus or 0.0, today)
        told = 1.0 if row[5] == "article" else ATTACHED
        return (0.0 if bonus is None else -row[6] * told * known[1]), known[0], row[0]

    once: dict[Any, tuple[Any, ...]] = {}
    for row in sorted(rows, key=order):
        once.setdefault(row[0], row)
        if len(once) >= wanted.limit:
            break
    return [Match(*row[:7]) for row in once.values()]


def _newness(day: date, bonus: float, today: date) -> float:
    return 1.0 + bonus * HALF / (HALF + max(0, (today - day).days))


def as_date(value: Any) -> Any:
    """A date or None; SQLite knows no dates."""
    return date.fromisoformat(value) if isinstance(value, str) else value
