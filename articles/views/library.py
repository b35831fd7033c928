"""The library: search, facets and pages of results."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from articles.models import Area, Article
from articles.search.facets import AGES, Choice, Narrowing, facets
from articles.search.find import Found, find
from lib.htmx import page
from lib.keys import as_uuids
from teams.access import MemberRequest, team_view
from teams.policy import Action

PER_PAGE = 25


@dataclass(frozen=True)
class Asked:
    """What the address of a library page asks for; anything it does not understand is left out."""

    query: str
    by: Narrowing
    newest: bool
    page: int

    def link(self, **changes: str) -> str:
        """The address of the same page with these changes, from its first page; an empty value takes one away."""
        now = {
            "q": self.query,
            "area": self.by.area.slug if self.by.area else "",
            "kind": self.by.kind,
            "days": str(self.by.days or ""),
            "publisher": self.by.publisher,
            "sort": "newest" if self.newest else "",
        }
        return "?" + urlencode({name: value for name, value in (now | changes).items() if value})

    @property
    def address(self) -> str:
        """The query string of this very page."""
        return self.link(page=str(self.page) if self.page > 1 else "").removeprefix("?")


@dataclass(frozen=True)
class Link:
    """A facet's choice, or a chip: `href` is where a click leads."""

    href: str
    label: str
    count: int = 0
    current: bool = False


@team_view(Action.READ)
@require_safe
def library(request: MemberRequest) -> HttpResponse:
    return library_page(request, request.GET)


def library_page(request: MemberRequest, get: QueryDict, *, fault: str = "", status: int = 200) -> HttpResponse:
    """The page that `get` asks for. `fault` is what was wrong with a change to its ticked rows."""
    asked = _asked(request, get)
    found = find(
        member=request.member,
        query=asked.query,
        areas=[asked.by.area] if asked.by.area else [],
        kind=asked.by.kind,
        days=asked.by.days,
        publisher=asked.by.publisher,
        newest=asked.newest,
        limit=PER_PAGE,
        offset=(asked.page - 1) * PER_PAGE,
    )
    context = {
        "asked": asked,
        "found": found,
        "facets": _facet_links(request, asked, found),
        "chips": [Link(asked.link(q=found.query.without(term)), term.typed) for term in found.query.leaves],
        "by_match": asked.link(sort=""),
        "by_date": asked.link(sort="newest"),
        "everything": asked.link(area="", kind="", days="", publisher=""),
        "before": asked.link(page=str(asked.page - 1)) if asked.page > 1 else "",
        "after": asked.link(page=str(asked.page + 1)) if found.total > asked.page * PER_PAGE else "",
        "first": (asked.page - 1) * PER_PAGE + 1,
        "last": (asked.page - 1) * PER_PAGE + len(found.hits),
        "may_add": request.member.may(Action.ADD_ARTICLES),
        "stale_days": request.member.team.window_days,
        **_tidying(request, asked, get, fault),
    }
    return page(request, "articles/library.html", context, fragment="results", status=status)


def _tidying(request: MemberRequest, asked: Asked, get: QueryDict, fault: str) -> dict[str, Any]:
    """What the bar of changes to the ticked rows needs; after a fault, as it was ticked and typed."""
    if not request.member.may(Action.EDIT_ARTICLES):
        return {"may_tidy": False}
    return {
        "may_tidy": True,
        "fault": fault,
        "ticked": set(as_uuids(request.POST.getlist("tick"))),
        "tick_all": get.get("tick") == "all",
        "all_link": asked.link(page=str(asked.page) if asked.page > 1 else "", tick="all"),
        "typed": request.POST if fault else {},
        "areas": Area.objects.filter(team=request.member.team),
        "kinds": Article.Kind.choices,
    }


def _asked(request: MemberRequest, given: QueryDict) -> Asked:
    get = given.get
    area = Area.objects.filter(team=request.member.team, slug=get("area", "")).first() if get("area") else None
    days, number = get("days", ""), get("page", "")
    return Asked(
        query=get("q", "").replace("\x00", "")[:2_000].strip(),
        by=Narrowing(
            area=area,
            kind=get("kind", "") if get("kind") in Article.Kind.values else "",
            days=int(days) if days in {str(age) for age in AGES} else None,
            publisher=get("publisher", "").replace("\x00", "")[:120],
        ),
        newest=get("sort") == "newest",
        page=max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


def _facet_links(request: MemberRequest, asked: Asked, found: Found) -> list[tuple[str, list[Link]]]:
    """The facets that have something to choose, each with its name."""
    counted = facets(found, member=request.member, by=asked.by)
    now = {
        "area": asked.by.area.slug if asked.by.area else "",
        "kind": asked.by.kind,
        "days": str(asked.by.days or ""),
        "publisher": asked.by.publisher,
    }

    def links(name: str, choices: tuple[Choice, ...]) -> list[Link]:
        return [
            Link(asked.link(**{name: "" if c.value == now[name] else c.value}), c.label, c.count, c.value == now[name])
            for c in choices
        ]

    everywhere = Link(asked.link(area=""), "All", counted.everywhere, not now["area"])
    named = [
        ("Area", [everywhere, *links("area", counted.areas)]),
        ("Kind", links("kind", counted.kinds)),
        ("Age", links("days", counted.ages)),
        ("Publisher", links("publisher", counted.publishers)),
    ]
    return [(name, choices) for name, choices in named if choices]
