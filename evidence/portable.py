"""What of the notes and cards stands in a team's file."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Substr

from articles.portable import is_clean
from evidence import labels, likeness, spans
from evidence.anchoring import Rarity
from evidence.finding import folded
from evidence.indexing import rebuild
from evidence.models import (
    Approval,
    Attached,
    Block,
    Card,
    CardBatch,
    CardLine,
    CardRun,
    CardState,
    Check,
    Entry,
    Gift,
    Link,
    Looked,
    Mention,
    Merge,
    Muted,
    Note,
    Pace,
    Passage,
    Placement,
    Remark,
)
from evidence.order import DEEPEST
from lib.portable import Fault, Part, mapping, strings
from teams.access import Visibility
from teams.models import Team
from teams.policy import Action
from teams.portable import Scope

_ATTACHED = {
    "search": "computed from the words",
    "client_id": "it is against a double submit, which is long over",
}


def _passages(scope: Scope) -> models.QuerySet[Any]:
    """A passage is as private as what hangs on it."""
    notes, cards = (scope.of(model).exclude(passage=None).values("passage") for model in (Note, Card))
    return Passage.objects.filter(Q(pk__in=notes) | Q(pk__in=cards))


def _passage(passage: Passage) -> str:
    if passage.end <= passage.start:
        return "end: is not behind start."
    return "" if passage.rarity in {rarity.value for rarity in Rarity} else "rarity: is not known."


def _placement(placement: Placement) -> str:
    if placement.state == Placement.State.ORPHAN:
        return "" if placement.start is None and placement.end is None else "start: an orphan has no place."
    if placement.start is None or placement.end is None or placement.end <= placement.start:
        return "end: is not behind start."
    return ""


def _states(scope: Scope) -> models.QuerySet[Any]:
    """Only what the card was when this member might have seen it; see CardStateQuerySet.shown_to."""
    if scope.member is None:
        return CardState.objects.all()
    seen = Q(visibility=Visibility.TEAM) | Q(card__owner=scope.member.user)
    if scope.member.may(Action.READ_COACHES):
        seen |= Q(visibility=Visibility.COACHES)
    return CardState.objects.filter(seen, card__in=scope.of(Card))


def _card(row: Card | CardState) -> str:
    if isinstance(row, Card) and not is_clean(row.analysis_html):
        return "analysis_html: is not HTML that may be shown."
    try:
        spans.read(row.spans, len(row.quotation))
    except ValueError as error:
        return f"spans: {error}."
    return ""


class _Elsewhere:
    """A card that was copied and is not in the file: the copy stands without it."""

    def write(self, pk: Any) -> str | None:
        return None

    def read(self, key: str) -> Any:
        raise Fault("copied_from", f"“{key[:60]}” is not in the file.")


def _finish(row: Attached) -> None:
    row.search = folded(*row.searched)


def _finish_note(note: Note) -> None:
    note.tag_keys = labels.keys(note.tags)
    _finish(note)


def _remark(remark: Remark) -> str:
    return "" if is_clean(remark.html) else "html: is not HTML that may be shown."


def _gifts(scope: Scope) -> models.QuerySet[Any]:
    """What went to this member or came from them: what two others hand each other is theirs."""
    assert scope.member is not None  # noqa: S101 - without one nothing is chosen
    mine = Q(by=scope.member.user) if scope.own else Q(by=scope.member.user) | Q(to=scope.member.user)
    return Gift.objects.filter(mine, card__in=scope.of(Card).values("pk"))


def _mentions(scope: Scope) -> models.QuerySet[Any]:
    return Mention.objects.filter(remark__in=scope.of(Remark).values("pk"))


PARTS = (
    Part(Passage, of="revision", check=_passage, chosen=_passages),
    Part(Placement, of="passage", key=(), check=_placement),
    Part(
        Note,
        left_out=_ATTACHED | {"tag_keys": "computed from the tags"},
        shapes={"tags": strings},
        finish=_finish_note,
        check=lambda note: "" if is_clean(note.html) else "html: is not HTML that may be shown.",
    ),
    Part(
        Card,
        left_out=_ATTACHED,
        shapes={"spans": mapping},
        outside={"copied_from": _Elsewhere()},
        finish=_finish,
        check=_card,
    ),
    Part(Check, of="card", key=(), person="by"),
    Part(Gift, of="card", key=(), person="by", chosen=_gifts),
    Part(Approval, of="card", key=(), person="by"),
    Part(Remark, left_out={"client_id": _ATTACHED["client_id"]}, check=_remark),
    Part(Mention, of="remark", key=(), chosen=_mentions),
    Part(CardState, of="card", key=(), shapes={"spans": mapping}, check=_card, chosen=_states),
    Part(
        Block,
        left_out={
            "client_id": _ATTACHED["client_id"],
            "earlier": "what can be undone is of a sitting",
        },
    ),
    Part(
        Entry,
        of="block",
        key=(),
        check=lambda entry: "" if entry.depth <= DEEPEST else f"depth: {DEEPEST} is the most.",
    ),
    Part(Merge, shapes={"notes": strings, "cards": strings, "texts": mapping}),
)
LEFT_OUT: dict[type[models.Model], str] = {
    Looked: "what a person has looked at is the person's, not the team's",
    CardBatch: "its cards are in the file; it is taken back where it was brought in",
    CardLine: "what a file said, for as long as it is being brought in",
    CardRun: "computed from the words",
    Link: "it opens a card or a block to anybody; a new one is made in a minute",
    Muted: "what a person wants to hear of is the person's, not the team's",
    Pace: "how fast a person speaks is the person's, not the team's",
}


def settle(team: Team) -> None:
    """Makes notes and cards known to the search.

    Raises Fault where a passage does not stand where it says, or is placed behind the end of a text.
    """
    mine = Passage.objects.filter(revision__article__team=team)
    there = Substr("revision__text", F("start") + 1, F("end") - F("start"), output_field=models.TextField())
    astray = mine.annotate(there=there).exclude(there=F("exact")).first()
    if astray:
        raise Fault("exact", f"the passage “{astray}” does not stand at its place in the text.")
    placed = Placement.objects.filter(passage__revision__article__team=team)
    behind = placed.filter(end__gt=Length("revision__text")).first()
    if behind:
        raise Fault("end", f"the place of “{behind.passage}” is behind the end of the text.")
    rebuild(team.pk)
    likeness.rebuild(team.pk)
