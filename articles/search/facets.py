"""What a search or the whole library can be narrowed by, with counts.

Each facet is counted with every filter but its own, so that it says what choosing another value would give.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Area, Article, ArticleQuerySet, SearchEntry, Side
from articles.search.fields import findable, has, on_side
from articles.search.find import LISTED, MOST, Found, matching
from articles.search.index import engine
from articles.search.match import COLUMNS, Match, as_date, attached_seen_by, raw_rows
from teams.models import Membership

AGES = (30, 90)
PUBLISHERS = 8
ATTACHED = {"note": "Notes", "card": "Cards"}


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
    visible = findable(member, found.query.tree)
    if not found.query:
        large = visible.order_by()[LISTED : LISTED + 1].exists()
        return _of_matches(_newest(visible), by, member) if large else _of_library(visible, by, member)
    every = list(found.matches)
    if by:
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
    today = timezone.localdate()
    filed, names, sides = _areas_of(matches)
    hung = _attached_to(matches, member)
    days = {match.published_on for match in matches} - {None}
    ages = {*AGES, by.days or 0}
    young = {age: {day for day in days if as_date(day) > today - timedelta(days=age)} for age in ages}
    tests: dict[str, tuple[object, Callable[[Match], bool]]] = {
        "area": (by.area, lambda m: by.area is not None and by.area.slug in filed.get(m.raw_id, ())),
        "kind": (by.kind, lambda m: m.kind == by.kind),
        "days": (by.days, lambda m: m.published_on in young[by.days or 0]),
        "publisher": (by.publisher, lambda m: m.publisher == by.publisher),
        "side": (by.side, lambda m: by.side in sides.get(m.raw_id, ())),
        "has": (by.attached, lambda m: by.attached in hung.get(m.raw_id, ())),
    }

    def but(own: str) -> list[Match]:
        asked = [passes for name, (value, passes) in tests.items() if value and name != own]
        return [m for m in matches if all(passes(m) for passes in asked)] if asked else matches

    in_any_area, of_any_age = but("area"), but("days")
    areas = Counter(slug for m in in_any_area for slug in filed.get(m.raw_id, ()))
    return Facets(
        everywhere=len(in_any_area),
        areas=_sorted((slug, names[slug], n) for slug, n in areas.items()),
        kinds=_kinds(Counter(m.kind for m in but("kind"))),
        ages=tuple(Choice(str(d), f"{d} days", sum(m.published_on in young[d] for m in of_any_age)) for d in AGES),
        publishers=_publishers(dict(Counter(m.publisher for m in but("publisher")).most_common()), by),
        sides=_sides(Counter(side for m in but("side") for side in sides.get(m.raw_id, ()))),
        attached=_attached(Counter(kind for m in but("has") for kind in hung.get(m.raw_id, ()))),
    )


def _attached_to(matches: list[Match], member: Membership) -> dict[Any, set[str]]:
    """What hangs on each match that this member may see: "note", "card"."""
    rows = SearchEntry.objects.filter(
        attached_seen_by(member), article_id__in=engine().among(m.raw_id for m in matches)
    )
    hung: dict[Any, set[str]] = defaultdict(set)
    for article_id, kind in raw_rows(rows.filter(kind__in=ATTACHED).values_list("article_id", "kind").distinct()):
        hung[article_id].add(kind)
    return hung


def _areas_of(matches: list[Match]) -> tuple[dict[Any, list[str]], dict[str, str], dict[Any, set[str]]]:
    """The slugs of each match's areas, the names of all of them, and each match's sides."""
    rows = Article.areas.through.objects.filter(article_id__in=engine().among(m.raw_id for m in matches))
    filed: dict[Any, list[str]] = defaultdict(list)
    sides: dict[Any, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for key, slug, name, side in raw_rows(rows.values_list("article_id", "area__slug", "area__name", "area__side")):
        filed[key].append(slug)
        sides[key].add(side)
        names[slug] = name
    return filed, names, sides


def _sides(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(side.value, side.label, counts[side]) for side in Side if counts.get(side))


def _attached(counts: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(kind, label, counts[kind]) for kind, label in ATTACHED.items() if counts.get(kind))


def _sorted(rows: Iterable[tuple[str, str, int]]) -> tuple[Choice, ...]:
    return tuple(Choice(*row) for row in sorted(rows, key=lambda row: (-row[2], row[1])))


def _kinds(counts: dict[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(kind.value, kind.label, counts[kind]) for kind in Article.Kind if counts.get(kind))


def _publishers(counts: dict[str, int], by: Narrowing) -> tuple[Choice, ...]:
    named = [(name, name, n) for name, n in counts.items() if name]
    shown = list(_sorted(named))[:PUBLISHERS]
    if by.publisher and all(choice.value != by.publisher for choice in shown):
        shown.append(Choice(by.publisher, by.publisher, counts.get(by.publisher, 0)))
    return tuple(shown)
