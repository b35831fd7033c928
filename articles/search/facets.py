"""What a search or the whole library can be narrowed by, with counts.

Each facet is counted with every filter but its own, so that it says what choosing another value would give.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Area, Article, ArticleQuerySet
from articles.search.fields import findable
from articles.search.find import MOST, Found, matching
from articles.search.match import Match
from articles.search.synonyms import of_team
from teams.models import Membership

AGES = (30, 90)
PUBLISHERS = 8


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


@dataclass(frozen=True)
class Narrowing:
    """The filters of one page of the library."""

    area: Area | None = None
    kind: str = ""
    days: int | None = None
    publisher: str = ""

    def __bool__(self) -> bool:
        return bool(self.area or self.kind or self.days or self.publisher)


def facets(found: Found, *, member: Membership, by: Narrowing) -> Facets:
    """The counts beside what was found: four queries without a search, three at most with one."""
    visible = findable(member, found.query.tree)
    if not found.query:
        return _of_library(visible, by)
    every = list(found.matches)
    if by:
        every = matching(found.query, member=member, articles=visible, synonyms=of_team(member.team_id), most=MOST)
    return _of_matches(every[:MOST], by)


def _of_library(visible: ArticleQuerySet, by: Narrowing) -> Facets:
    today = timezone.localdate()
    filed = Exists(Article.areas.through.objects.filter(article_id=OuterRef("pk"), area=by.area))
    in_area = Q(filed) if by.area else Q()
    of_kind = Q(kind=by.kind) if by.kind else Q()
    by_publisher = Q(publisher=by.publisher) if by.publisher else Q()
    in_time = Q(published_on__gt=today - timedelta(days=by.days)) if by.days else Q()
    ages = {f"within_{days}": Q(published_on__gt=today - timedelta(days=days)) for days in AGES}
    counts = visible.aggregate(
        everywhere=Count("pk", filter=of_kind & by_publisher & in_time),
        **{name: Count("pk", filter=in_area & of_kind & by_publisher & young) for name, young in ages.items()},
    )
    kinds = visible.filter(in_area & by_publisher & in_time).values_list("kind").annotate(Count("pk"))
    publishers = visible.filter(in_area & of_kind & in_time).values_list("publisher").annotate(n=Count("pk"))
    areas = visible.filter(of_kind & by_publisher & in_time, areas__isnull=False)
    by_area = areas.values_list("areas__slug", "areas__name").annotate(Count("pk"))
    return Facets(
        everywhere=counts["everywhere"],
        areas=_sorted(by_area),
        kinds=_kinds(dict(kinds)),
        ages=tuple(Choice(str(days), f"{days} days", counts[f"within_{days}"]) for days in AGES),
        publishers=_publishers(dict(publishers.order_by("-n", "publisher")[: PUBLISHERS + 1]), by),
    )


def _of_matches(matches: list[Match], by: Narrowing) -> Facets:
    today = timezone.localdate()
    filed, names = _areas_of(matches)

    def young(match: Match, days: int) -> bool:
        return match.published_on is not None and match.published_on > today - timedelta(days=days)

    tests: dict[str, Callable[[Match], bool]] = {
        "area": lambda m: by.area is None or by.area.slug in filed.get(m.article_id, ()),
        "kind": lambda m: not by.kind or m.kind == by.kind,
        "days": lambda m: not by.days or young(m, by.days),
        "publisher": lambda m: not by.publisher or m.publisher == by.publisher,
    }

    def but(own: str) -> list[Match]:
        return [m for m in matches if all(passes(m) for name, passes in tests.items() if name != own)]

    in_any_area, of_any_age = but("area"), but("days")
    areas = Counter(slug for m in in_any_area for slug in filed.get(m.article_id, ()))
    return Facets(
        everywhere=len(in_any_area),
        areas=_sorted((slug, names[slug], n) for slug, n in areas.items()),
        kinds=_kinds(Counter(m.kind for m in but("kind"))),
        ages=tuple(Choice(str(d), f"{d} days", sum(young(m, d) for m in of_any_age)) for d in AGES),
        publishers=_publishers(dict(Counter(m.publisher for m in but("publisher")).most_common()), by),
    )


def _areas_of(matches: list[Match]) -> tuple[dict[UUID, list[str]], dict[str, str]]:
    """The slugs of each match's areas, and the names of all of them."""
    rows = Article.areas.through.objects.filter(article_id__in=[m.article_id for m in matches])
    filed: dict[UUID, list[str]] = {}
    names: dict[str, str] = {}
    for article_id, slug, name in rows.values_list("article_id", "area__slug", "area__name"):
        filed.setdefault(article_id, []).append(slug)
        names[slug] = name
    return filed, names


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
