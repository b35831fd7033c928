"""Changing a note or a card without losing anybody's words: what a card was stays among its states."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypedDict, TypeVar, Unpack
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles.models import Area, Question
from articles.rendering import render
from articles.tags import normalised
from evidence import spans
from evidence.models import Attached, Card, CardState, Note
from evidence.models.cards import KEPT
from evidence.wording import Change, quote
from teams.models import User

# Marking word after word is one change: within this time only the state before the first word is kept.
SITTING = timedelta(minutes=10)

# What a leader approves: with another claim, quotation or cite it is another card.
APPROVED = {"tag", "quotation", "cite"}

Row = TypeVar("Row", bound=Attached)


@dataclass(frozen=True)
class Edited(Generic[Row]):
    """On a conflict nothing was stored and `row` is what stands now. `beside`: somebody changed it since, but nothing
    of what is stored here; on a conflict, `same` are the fields in which there is none, as they would be stored."""

    row: Row
    conflict: bool = False
    beside: bool = False
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Restored:
    """`quotation_stays` says that the state's words are not those of the card's passage, so that they were left."""

    card: Card
    quotation_stays: bool


@dataclass(frozen=True)
class Filed:
    """Keys of the areas and the questions under which a hand saw a card."""

    areas: Collection[int]
    questions: Collection[UUID]


class Said(TypedDict, total=False):
    """What may be changed of a card. The quotation is as `evidence.wording.quote` gave it."""

    tag: str
    cite: str
    cite_spoken: str
    cite_mla: str
    kind: str
    analysis: str
    quotation: str
    visibility: str


def edit_note(
    *, note: Note, version: int, body: str, visibility: str, tags: Iterable[str] | None = None
) -> Edited[Note]:
    """Store a changed note if nobody has changed it since `version`. Tags that are not named stay."""
    with transaction.atomic():
        now = _locked(note)
        if now.version != version:
            return Edited(now, conflict=True)
        now.body, now.html, now.visibility = body, render(body).html, visibility
        if tags is not None:
            now.tags = normalised(tags)
        _store(now)
    return Edited(now)


def edit_card(
    *,
    card: Card,
    version: int,
    by: User,
    areas: Iterable[Area] | None = None,
    questions: Iterable[Question] | None = None,
    before: Filed | None = None,
    **said: Unpack[Said],
) -> Edited[Card]:
    """Store a changed card. What is marked follows a changed quotation.

    Where it was changed since `version`, what another hand changed stays, and what this one did not touch is as the
    other left it; only where both changed the same field is there a conflict. `before` says which areas and questions
    the hand had before it, so that those which came or went since stay so.
    """
    with transaction.atomic():
        now = _locked(card)
        beside = now.version != version
        if beside:
            was = _as_it_was(now, version)
            if was is None:
                return Edited(now, conflict=True)
            mine: dict[str, Any] = {name: value for name, value in said.items() if value != was[name]}
            both = {name for name in mine if getattr(now, name) not in (was[name], mine[name])}
            if both:
                return Edited(now, conflict=True, same=_same(now, mine, said, both))
            _change(now, by, **mine)
        else:
            _change(now, by, **said)
        _file(now.areas, areas, before.areas if before else None)
        _file(now.questions, questions, before.questions if before else None)
    return Edited(now, beside=beside)


def _as_it_was(card: Card, version: int) -> dict[str, Any] | None:
    """What a hand had before it that saw this version; None where there is no such version."""
    if not 1 <= version <= card.version:
        return None
    state = card.states.filter(number__gte=version).order_by("number").first()
    return {name: getattr(state or card, name) for name in (*KEPT, "visibility")}


def _same(now: Card, mine: Mapping[str, Any], said: Mapping[str, Any], both: set[str]) -> dict[str, str]:
    return {name: mine.get(name, getattr(now, name)) for name in said if name not in both}


def _file(rows: Any, chosen: Iterable[Any] | None, before: Iterable[Any] | None) -> None:
    """Put a card where it was said to belong; where it was put by another hand in between, it stays."""
    if chosen is None:
        return
    wanted = {row.pk for row in chosen}
    if before is None:
        rows.set(wanted)
    else:
        had = set(before)
        rows.add(*(wanted - had))
        rows.remove(*(had - wanted))


def mark_words(*, card: Card, version: int, by: User, first: int, last: int, level: str) -> Edited[Card]:
    """Toggle a level on the words from `first` to `last`, or take all off ("clear"), if nobody changed the card since.

    Raises ValueError where the quotation has no such word, and for another level.
    """
    with transaction.atomic():
        now = _locked(card)
        if now.version != version:
            return Edited(now, conflict=True)
        span = spans.range_of(now.quotation, first, last)
        if span is None:
            raise ValueError(f"no words {first} to {last}")
        if level == "clear":
            new = {one: spans.cut(there, span) for one, there in now.cut.items()}
        else:
            new = spans.toggle(now.cut, spans.Level(level), span)
        _change(now, by, spans=spans.written(spans.settled(now.quotation, new)))
    return Edited(now)


def restore_state(*, card: Card, by: User, state: CardState) -> Restored:
    """Make the card say again what it said then. What it says now becomes a state, so nothing is lost by it.

    Who sees it and where it is filed stay as they are.
    """
    with transaction.atomic():
        now = _locked(card)
        old = {name: getattr(state, name) for name in KEPT}
        stays = now.passage is not None and isinstance(quote(now.passage.exact, state.quotation), Change)
        if stays:
            del old["quotation"], old["spans"]
        _change(now, by, **old)
    return Restored(now, stays)


def as_seen(card: Card, version: int) -> str:
    """The quotation as it was in that version."""
    state = card.states.filter(number__gte=version).order_by("number").first()
    return state.quotation if state else card.quotation


def _locked(row: Row) -> Row:
    now: Row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    return now


def _change(card: Card, by: User, **new: Any) -> None:
    before = {name: getattr(card, name) for name in KEPT}
    if "analysis" in new:
        new["analysis_html"] = render(new["analysis"]).html
    if "quotation" in new and "spans" not in new:
        new["spans"] = spans.written(spans.follow(card.cut, card.quotation, new["quotation"]))
    changed = {name for name in KEPT if name in new and new[name] != before[name]}
    _keep(card, by, before, changed)
    if "quotation" in changed:
        card.checks.standing().update(ended_at=timezone.now())
    if changed & APPROVED:
        card.approvals.standing().update(ended_at=timezone.now())
    for name, value in new.items():
        setattr(card, name, value)
    _store(card)


def _keep(card: Card, by: User, before: dict[str, Any], changed: set[str]) -> None:
    """The state before the change, unless it is one more word in the same sitting."""
    if not changed:
        return
    last = card.states.first() if changed == {"spans"} else None
    rest = [name for name in KEPT if name != "spans"]
    same_sitting = (
        last is not None
        and last.by_id == by.pk
        and timezone.now() - last.changed_at < SITTING
        and all(getattr(last, name) == before[name] for name in rest)
    )
    if not same_sitting:
        CardState.objects.create(card=card, number=card.version, by=by, visibility=card.visibility, **before)


def _store(row: Attached) -> None:
    row.version += 1
    row.save()
