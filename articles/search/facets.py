"""What a search or the whole library can be narrowed by, with counts.

Each facet is counted with every filter but its own, so that it says what choosing another value would give.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Area, Article, ArticleQuerySet, Side
from articles.search.fields import findable, has, on_side, says_too_much
from articles.search.find import LISTED, MOST, Found, matching
from articles.search.index import engine
from articles.search.match import COLUMNS, Match, as_date, in_scope, raw_rows, scopes_of
from teams.models import Membership

AGES = (30, 90)
PUBLISHERS = 8
ATTACHED = {"note": "Notes", "card": "Cards"}
_AREAS = """
    area.slug, area.name, area.side FROM GIVEN given CROSS JOIN articles_article_areas filed
    CROSS JOIN articles_area area WHERE filed.article_id = given.value AND area.id = filed.area_id
"""
_ATTACHED = """
    entry.kind FROM GIVEN given CROSS JOIN articles_searchentry entry
    WHERE entry.article_id = given.value AND entry.kind IN ('note', 'card') AND {scope} GROUP BY given.key, entry.kind
"""
_Labels = tuple[str, ...]  # of one match in one facet


@dataclass(frozen=True)
class Choice:
    """One value of a facet. `value` is what the URL carries."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Facets:
    """`everywhere` counts what there is in all areas. In a search, counts are among the first MOST matches."""

    everywhere: int
    areas: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    ages: tuple[Choice, ...]
    publishers: tuple[Choice, ...]
    sides: tuple[Choice, ...]
    attached: tuple[Choice, ...]


@dataclass(frozen=True)
class Narrowing:
    """The filters of one page of the library."""

    area: Area | None = None
    kind: str = ""
    days: int | None = None
    publisher: str = ""
    side: str = ""
    attached: str = ""

    def __bool__(self) -> bool:
        return bool(self.area or self.kind or self.days or self.publisher or self.side or self.attached)


def facets(found: Found, *, member: Membership, by: Narrowing) -> Facets:
    """The counts beside what was found: at most five queries, whether there is a search or not.

    Of a search they count the first MOST matches, of a library of more than LISTED articles the MOST newest.
    """
    counted = _counted(found, member, by)
    return replace(counted, areas=tuple(area for area in counted.areas if not says_too_much(area.label, member)))


def _counted(found: Found, member: Membership, by: Narrowing) -> Facets:
    if not found.query:
        visible = findable(member, found.query.tree)
        large = visible.order_by()[LISTED : LISTED + 1].exists() if by else found.more
        return _of_matches(_newest(visible), by, member) if large else _of_library(visible, by, member)
    every = list(found.matches)
    if by:
        visible = findable(member, found.query.tree)
        every = matching(found.query, member=member, articles=visible, synonyms=found.synonyms, newest=True, most=MOST)
    return _of_matches(every[:MOST], by, member)


def _newest(visible: ArticleQuerySet) -> list[Match]:
    return [Match(*row) for row in raw_rows(visible.recent_first().values_list(*COLUMNS)[:MOST])]


def _of_library(visible: ArticleQuerySet, by: Narrowing, member: Membership) -> Facets:
    today = timezone.localdate()
    filed = Exists(Article.areas.through.objects.filter(article_id=OuterRef("pk"), area=by.area))
    filters = {
        "area": Q(filed) if by.area else Q(),
        "kind": Q(kind=by.kind) if by.kind else Q(),
        "days": Q(published_on__gt=today - timedelta(days=by.days)) if by.days else Q(),
        "publisher": Q(publisher=by.publisher) if by.publisher else Q(),
        "side": on_side(by.side) if by.side else Q(),
        "has": has(by.attached, member) if by.attached else Q(),
    }

    def but(own: str) -> Q:
        rest = Q()
        for name, condition in filters.items():
            rest &= condition if name != own else Q()
        return rest

    # One pass for all counts; the articles of a side are looked up once, not once an article.
    filed_on = Article.areas.through.objects.values("article_id")
    counted = {
        "everywhere": but("area"),
        **{f"days_{days}": but("days") & Q(published_on__gt=today - timedelta(days=days)) for days in AGES},
        **{f"kind_{kind}": but("kind") & Q(kind=kind) for kind in Article.Kind.values},
        **{f"side_{side}": but("side") & Q(pk__in=filed_on.filter(area__side=side)) for side in Side.values},
        **{f"has_{kind}": but("has") & has(kind, member) for kind in ATTACHED},
    }
    counts = visible.aggregate(**{name: Count("pk", filter=condition) for name, condition in counted.items()})
    publishers = visible.filter(but("publisher")).values_list("publisher").annotate(n=Count("pk"))
    areas = visible.filter(but("area"), areas__isnull=False)
    by_area = areas.values_list("areas__slug", "areas__name").annotate(Count("pk"))
    return Facets(
        everywhere=counts["everywhere"],
        areas=_sorted(by_area),
        kinds=_kinds({kind: counts[f"kind_{kind}"] for kind in Article.Kind.values}),
        ages=tuple(Choice(str(days), f"{days} days", counts[f"days_{days}"]) for days in AGES),
        publishers=_publishers(dict(publishers.order_by("-n", "publisher")[: PUBLISHERS + 1]), by),
        sides=_sides({side: counts[f"side_{side}"] for side in Side.values}),
        attached=_attached({kind: counts[f"has_{kind}"] for kind in ATTACHED}),
    )


def _of_matches(matches: list[Match], by: Narrowing, member: Membership) -> Facets:
    if not matches:
        return Facets(0, (), (), (), _publishers({}, by), (), ())
    asked = {
        "area": by.area.slug if by.area else "",
        "kind": by.kind,
        "days": str(by.days or ""),
        "publisher": by.publisher,
        "side": by.side,
        "has": by.attached,
    }
    filed, sides, names = _areas_of(matches)
    labels: dict[str, list[_Labels]] = {
        "area": filed,
        "kind": [(match.kind,) for match in matches],
        "days": _ages_of(matches, by),
        "publisher": [(match.publisher,) for match in matches],
        "side": sides,
        "has": _attached_to(matches, member),
    }

    def but(own: str) -> list[_Labels]:
        others = [(labels[name], value) for name, value in asked.items() if value and name != own]
        if not others:
            return labels[own]
        return [one for at, one in enumerate(labels[own]) if all(value in each[at] for each, value in others)]

    counts = {name: Counter(chain.from_iterable(but(name))) for name in labels}
    return Facets(
        everywhere=len(but("area")),
        areas=_sorted((slug, names[slug], n) for slug, n in counts["area"].items()),
        kinds=_kinds(counts["kind"]),
        ages=tuple(Choice(str(days), f"{days} days", counts["days"][str(days)]) for days in AGES),
        publishers=_publishers(counts["publisher"], by),
        sides=_sides(counts["side"]),
        attached=_attached(counts["has"]),
    )


def _ages_of(matches: list[Match], by: Narrowing) -> list[_Labels]:
    """The numbers of days than which each match is younger."""
    today = timezone.localdate()
    since = {str(days): today - timedelta(days=days) for days in {*AGES, by.days or AGES[0]}}
    days = {match.published_on for match in matches}
    of_day = {day: tuple(age for age, first in since.items() if day and as_date(day) > first) for day in days}
    return [of_day[match.published_on] for match in matches]


def _attached_to(matches: list[Match], member: Membership) -> list[_Labels]:
    """What hangs on each match that this member may see: "note", "card"."""
    hung: list[_Labels] = [()] * len(matches)
    scope, words = in_scope(scopes_of(member))
    for at, kind in _beside(matches, _ATTACHED.format(scope=scope), words):
        hung[at] += (kind,)
    return hung


def _areas_of(matches: list[Match]) -> tuple[list[_Labels], list[_Labels], dict[str, str]]:
    """The slugs and the sides of each match's areas, and the names of all of them."""
    filed: list[_Labels] = [()] * len(matches)
    sides: list[_Labels] = [()] * len(matches)
    names: dict[str, str] = {}
    for at, slug, name, side in _beside(matches, _AREAS):
        filed[at] += (slug,)
        sides[at] += () if side in sides[at] else (side,)
        names[slug] = name
    return filed, sides, names


def _beside(matches: list[Match], sql: str, more: Iterable[str] = ()) -> list[tuple[Any, ...]]:
    """Rows about the matches, each with the place of its match. The matches are one parameter, not a thousand."""
    given, keys = engine().numbered([match.raw_id for match in matches])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT given.key, {sql.replace('GIVEN', given)}", [keys, *more])
        return list(cursor.fetchall())


def _sides(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(side.value, side.label, counts[side]) for side in Side if counts.get(side))


def _attached(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(kind, label, counts[kind]) for kind, label in ATTACHED.items() if counts.get(kind))


def _sorted(rows: Iterable[tuple[str, str, int]]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in sorted(rows, key=lambda row: (-row[2], row[1])))


def _kinds(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(kind.value, kind.label, counts[kind]) for kind in Article.Kind if counts.get(kind))


def _publishers(counts: Mapping[str, int], by: Narrowing) -> tuple[Choice, ...]:
    named = [(name, name, n) for name, n in counts.items() if name]
    shown = list(_sorted(named))[:PUBLISHERS]
    if by.publisher and all(choice.value != by.publisher for choice in shown):
        shown.append(Choice(by.publisher, by.publisher, counts.get(by.publisher, 0)))
    return tuple(shown)
