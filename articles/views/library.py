"""The library: search, facets and pages of results."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from articles.asked import RECENCY, Asked, asked_for
from articles.chips import Link, chips_of
from articles.models import Area, Article, Question, SavedSearch
from articles.rows import choices_html, rows_html
from articles.search.asking import from_question
from articles.search.facets import Choice, facets
from articles.search.find import Found, find
from articles.search.meant import meant
from articles.search.query import parse
from lib.htmx import page
from lib.keys import as_uuids
from lib.posted import plain
from teams.access import MemberRequest, team_view
from teams.policy import Action

PER_PAGE = 25
MOST_SAVED = 12
FEW_FOUND = 10
_WIDE = dict.fromkeys(("area", "kind", "days", "publisher", "side", "has"), "")  # without any filter
MOST_QUESTIONS = 100


@team_view(Action.READ)
@require_safe
def library(request: MemberRequest) -> HttpResponse:
    """A page of the library. `question` and `add` are turned into the search they mean."""
    return _search_meant(request) or library_page(request, request.GET)


@team_view(Action.READ)
@require_safe
def from_a_question(request: MemberRequest) -> HttpResponse:
    """The bank's questions, and a box to paste another: each leads to the search that its words make."""
    sought = plain(request.GET.get("q", ""), 200)
    bank = Question.objects.drawable_by(request.member).with_words(sought).order_by("-created_at", "pk")
    context = {"bank": bank[:MOST_QUESTIONS], "sought": sought, "most": MOST_QUESTIONS}
    return page(request, "articles/from_question.html", context, fragment="bank")


def library_page(request: MemberRequest, get: QueryDict, *, fault: str = "", status: int = 200) -> HttpResponse:
    """The page that `get` asks for. `fault` is what was wrong with a change to its ticked rows."""
    areas = list(Area.objects.filter(team=request.member.team))
    asked = asked_for(get, areas)
    found = find(
        member=request.member,
        query=asked.query,
        areas=[asked.by.area] if asked.by.area else [],
        kind=asked.by.kind,
        days=asked.by.days,
        publisher=asked.by.publisher,
        side=asked.by.side,
        attached=asked.by.attached,
        newest=asked.newest,
        recency=asked.recency,
        limit=PER_PAGE,
        offset=(asked.page - 1) * PER_PAGE,
    )
    tidying = _tidying(request, asked, found, get, areas, fault)
    choices = facet_links(request, asked, found)
    context = {
        "asked": asked,
        "found": found,
        "rows": rows_html(found.hits, team=request.member.team, ticked=tidying["ticked"]),
        "facets": choices,
        "narrower": [(name, choices_html(links)) for name, links in choices],
        "saved": () if found.query or asked.by else _saved(request),  # else a link: twelve queries a page
        "archived": 0 if found.query else _archived(request),
        "may_add": request.member.may(Action.ADD_ARTICLES),
        "meant": _meant(request, asked, found),
        **_words(asked, found),
        **_pages(asked, found),
        **tidying,
    }
    return page(request, "articles/library.html", context, fragment="results", status=status)


def _saved(request: MemberRequest) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.visible_to(request.member).order_by("name", "pk")[:MOST_SAVED]


def _archived(request: MemberRequest) -> int:
    count: int = Article.objects.visible_to(request.member).exclude(archived_at=None).count()
    return count


def _meant(request: MemberRequest, asked: Asked, found: Found) -> Link | None:
    """The search, without filters, that was probably meant where nothing was found; or little by any of several words,
    one of which may stand nowhere."""
    few = not found.total or (found.query.any_of and found.total < FEW_FOUND)
    typed = meant(member=request.member, query=found.query, synonyms=found.synonyms) if few else None
    return Link(asked.link(q=typed, **_WIDE), typed) if typed else None


def _search_meant(request: MemberRequest) -> HttpResponse | None:
    """Where the address holds a whole question, or one more word for its search, the address of that search."""
    question, word = (request.GET.get(name, "").strip()[:2_000] for name in ("question", "add"))
    if not question and not word:
        return None
    asked = asked_for(request.GET, Area.objects.filter(team=request.member.team))
    query = from_question(question).typed if question else parse(asked.query).plus(word)
    return redirect(f"{request.path}{asked.link(q=query)}")


def _words(asked: Asked, found: Found) -> dict[str, Any]:
    """What was searched for, how it is ordered, and what could be searched for instead."""
    return {
        "chips": chips_of(found.query, asked),
        "everything": asked.link(**_WIDE),
        "archive": asked.link(q=found.query.plus("is:archived"), **({} if found.query else _WIDE)),
        "by_match": asked.link(sort=""),
        "by_date": asked.link(sort="newest"),
        "recency": [
            Link(asked.link(new="" if weight == 1 else str(weight)), label, current=weight == asked.recency)
            for weight, label in RECENCY.items()
        ],
    }


def _pages(asked: Asked, found: Found) -> dict[str, Any]:
    before = (asked.page - 1) * PER_PAGE
    return {
        "before": asked.link(page=str(asked.page - 1)) if asked.page > 1 else "",
        "after": asked.link(page=str(asked.page + 1)) if found.total > asked.page * PER_PAGE else "",
        "first": before + 1,
        "last": before + len(found.hits),
    }


def _tidying(
    request: MemberRequest, asked: Asked, found: Found, get: QueryDict, areas: list[Area], fault: str
) -> dict[str, Any]:
    """What the bar of changes to the ticked rows needs; after a fault, as it was ticked and typed."""
    if not request.member.may(Action.EDIT_ARTICLES):
        return {"may_tidy": False, "ticked": None}
    posted = set(as_uuids(request.POST.getlist("tick")))
    return {
        "may_tidy": True,
        "fault": fault,
        "ticked": {hit.article.pk for hit in found.hits} if get.get("tick") == "all" else posted,
        "all_link": asked.link(page=str(asked.page) if asked.page > 1 else "", tick="all"),
        "typed": request.POST if fault else {},
        "areas": areas,
        "kinds": Article.Kind.choices,
    }


def facet_links(request: MemberRequest, asked: Asked, found: Found) -> list[tuple[str, list[Link]]]:
    """The facets that have something to choose, each with its name."""
    counted = facets(found, member=request.member, by=asked.by)

    def links(name: str, choices: tuple[Choice, ...]) -> list[Link]:
        now = asked.now[name]
        return [
            Link(asked.link(**{name: "" if c.value == now else c.value}), c.label, c.count, c.value == now)
            for c in choices
        ]

    everywhere = Link(asked.link(area=""), "All", counted.everywhere, not asked.by.area)
    named = [
        ("Area", [everywhere, *links("area", counted.areas)]),
        ("Side", links("side", counted.sides)),
        ("Kind", links("kind", counted.kinds)),
        ("Age", links("days", counted.ages)),
        ("Has", links("has", counted.attached)),
        ("Publisher", links("publisher", counted.publishers)),
    ]
    return [(name, choices) for name, choices in named if choices]
