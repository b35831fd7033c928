"""What a page of the bank shows: the questions that its address asks for, and what they can be narrowed by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict

from articles.asked import Linked, one_of, page_number
from articles.bank import kinds, levels
from articles.chips import Link
from articles.models import Question, QuestionQuerySet, Side, Vote
from lib.posted import plain
from teams.models import Membership
from teams.policy import Action

PER_PAGE = 50
_MOST_CHOICES = 40  # of a facet
_NONE = "-"  # in an address: without an area, of no kind, without a difficulty


class State(StrEnum):
    LIVE = ""
    WAITING = "waiting"
    RETIRED = "retired"
    TRASH = "trash"


STATES = {State.LIVE: "Can be drawn", State.WAITING: "Waiting", State.RETIRED: "Retired", State.TRASH: "Trash"}
ORDERS = {"": "Newest", "best": "Best", "fresh": "Least drawn"}
_ORDERED = {
    "": ("-created_at", "pk"),
    "best": ("-score", "-created_at", "pk"),
    "fresh": ("drawn", "-created_at", "pk"),
}


@dataclass(frozen=True)
class Asked(Linked):
    """What the address asks for; anything in it that nobody understands is left out."""

    words: str
    area: str
    side: str
    kind: str
    difficulty: str
    source: str
    state: State
    order: str
    page: int

    @property
    def now(self) -> dict[str, str]:
        return {
            "q": self.words,
            "area": self.area,
            "side": self.side,
            "kind": self.kind,
            "difficulty": self.difficulty,
            "source": self.source,
            "state": self.state.value,
            "sort": self.order,
        }

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.area or self.side or self.kind or self.difficulty or self.source)


@dataclass(frozen=True)
class Row:
    """`articles` counts the member's articles that ask it; `vote` is the member's own, 0 for none."""

    question: Question
    articles: int
    vote: int


@dataclass(frozen=True)
class Listed:
    rows: tuple[Row, ...]
    total: int
    facets: tuple[tuple[str, tuple[Link, ...]], ...]
    states: tuple[Link, ...]
    orders: tuple[Link, ...]
    before: str
    after: str


def asked_for(given: QueryDict) -> Asked:
    return Asked(
        words=plain(given.get("q", ""), 300),
        area=plain(given.get("area", ""), 60),
        side=one_of(given, "side", Side.values),
        kind=one_of(given, "kind", (*kinds.LABELS, _NONE)),
        difficulty=one_of(given, "difficulty", (*levels.LABELS, _NONE)),
        source=plain(given.get("source", ""), 200),
        state=State(one_of(given, "state", set(State))),
        order=one_of(given, "sort", ORDERS),
        page=page_number(given),
    )


def listed(*, member: Membership, asked: Asked) -> Listed:
    """One page of the bank, in the same number of queries whatever its size."""
    by_state = {state: _in_state(member, state).with_words(asked.words) for state in STATES}
    rows = by_state[asked.state]
    found = _narrowed(rows, asked)
    first = (asked.page - 1) * PER_PAGE
    total = found.count()
    shown = list(
        found.select_related("owner", "team", "merged_into__team")
        .prefetch_related("areas")
        .order_by(*_ORDERED[asked.order])[first : first + PER_PAGE]
    )
    return Listed(
        rows=_rows(member, shown),
        total=total,
        facets=_facets(rows, asked),
        states=_states(by_state, asked),
        orders=tuple(
            Link(asked.link(sort=order), label, current=order == asked.order) for order, label in ORDERS.items()
        ),
        before=asked.link(page=str(asked.page - 1)) if asked.page > 1 else "",
        after=asked.link(page=str(asked.page + 1)) if total > first + PER_PAGE else "",
    )


def _in_state(member: Membership, state: State) -> QuestionQuerySet:
    if state is State.TRASH:
        return Question.objects.trash_of(member)
    seen = Question.objects.visible_to(member)
    if state is State.LIVE:
        return Question.objects.drawable_by(member)
    return seen.filter(waiting=True) if state is State.WAITING else seen.filter(waiting=False).exclude(retired_at=None)


def _narrowed(rows: QuestionQuerySet, asked: Asked, *, but: str = "") -> QuestionQuerySet:
    if asked.area and but != "area":
        rows = rows.filter(areas=None) if asked.area == _NONE else rows.filter(areas__slug=asked.area)
    if asked.side and but != "side":
        rows = rows.filter(side=asked.side)
    if asked.kind and but != "kind":
        rows = rows.filter(kind="" if asked.kind == _NONE else asked.kind)
    if asked.difficulty and but != "difficulty":
        rows = rows.filter(difficulty="" if asked.difficulty == _NONE else asked.difficulty)
    if asked.source and but != "source":
        rows = rows.filter(source=asked.source)
    return rows


def _rows(member: Membership, shown: list[Question]) -> tuple[Row, ...]:
    keys = [question.pk for question in shown]
    hung = Q(articles__deleted_at=None) & (Q() if member.may(Action.EDIT_ARTICLES) else Q(articles__waiting=False))
    articles = dict(
        Question.objects.filter(pk__in=keys)
        .annotate(number=Count("articles", filter=hung, distinct=True))
        .values_list("pk", "number")
    )
    votes = dict(Vote.objects.filter(user=member.user, question__in=keys).values_list("question", "value"))
    return tuple(Row(question, articles[question.pk], votes.get(question.pk, 0)) for question in shown)


def _facets(rows: QuestionQuerySet, asked: Asked) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Each counts what the others leave."""

    def counted(but: str, *fields: str) -> list[Any]:
        some = _narrowed(rows, asked, but=but).order_by().values_list(*fields)
        return list(some.annotate(number=Count("pk", distinct=True)).order_by("-number", fields[0])[:_MOST_CHOICES])

    def links(name: str, choices: Iterable[tuple[str, str, int]]) -> tuple[Link, ...]:
        now = asked.now[name]
        return tuple(
            Link(asked.link(**{name: "" if value == now else value}), label, number, value == now)
            for label, value, number in choices
        )

    areas = [(name or "No area", slug or _NONE, n) for name, slug, n in counted("area", "areas__name", "areas__slug")]
    sides = [(Side(side).label, side, n) for side, n in counted("side", "side") if side]
    sources = [(source, source, n) for source, n in counted("source", "source") if source]

    def named_by(field: str, labels: Mapping[Any, str], rest: str) -> list[tuple[str, str, int]]:
        found = dict(counted(field, field))
        known = [(said, value, found[value]) for value, said in labels.items() if value in found]
        return [*known, (rest, _NONE, found[""])] if known and "" in found else known

    named = (
        ("Area", sorted(areas)),
        ("Side", sorted(sides)),
        ("Kind", named_by("kind", kinds.LABELS, "Of no kind")),
        ("Difficulty", named_by("difficulty", levels.LABELS, "Not said")),
        ("Source", sources),
    )
    return tuple((name, links(name.lower(), choices)) for name, choices in named if choices)


def _states(by_state: Mapping[State, QuestionQuerySet], asked: Asked) -> tuple[Link, ...]:
    """Where questions are; a state that none is in is not offered, unless it is being looked at."""
    counts = {state: _narrowed(rows, asked).count() for state, rows in by_state.items()}
    return tuple(
        Link(asked.link(state=state.value), STATES[state], number, state is asked.state)
        for state, number in counts.items()
        if number or state in (asked.state, State.LIVE)
    )
