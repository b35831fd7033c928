"""Writing the outline: saving a slot, settling two tabs' texts, attaching sources. No text is ever dropped.

The `round` that is given is one that the caller may edit. Texts are accepted whenever they arrive, also after the
end of prep: what was typed is worth more than the minute it came in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from evidence.models import Card
from practice.clock import allowed
from practice.history import append
from practice.models import KeptText, Point, PointSource, Round
from practice.outline.texts import both, digest, plain, short_cite
from practice.phases import EventKind
from practice.rounds import Refused, locked, named
from teams.models import Membership

Choice = Literal["saved", "kept", "both"]


@dataclass(frozen=True)
class Written:
    """One slot's text as a form sends it. `base` is the digest of the text that the form was shown with.

    `tab` names the open page and `turn`, which grows with each of its sends, puts them in order. 0 is a page without
    script: it may come back from the browser's history, so nothing is read into its order.
    """

    text: str
    version: int
    base: str
    tab: UUID
    turn: int


@dataclass(frozen=True)
class Saved:
    """The point holds the text, or a later one of the same page."""

    point: Point


@dataclass(frozen=True)
class Untouched:
    """The form still had the text that it was shown with, and the point has moved on: nothing was changed."""

    point: Point


@dataclass(frozen=True)
class Overtaken:
    """Another tab had saved in between. The point has its text; `kept` has the late one."""

    point: Point
    kept: KeptText


@dataclass(frozen=True)
class Attached:
    source: PointSource
    repeated: bool = False


def save_point(*, member: Membership, round: Round, slot: str, written: Written) -> Saved | Untouched | Overtaken:
    """Store a slot's text. Raises `Point.DoesNotExist` for a slot that the outline does not have.

    The text is stored if the form had the point's newest version, or if the same page wrote last; else it is kept
    beside the point at once.
    """
    with transaction.atomic():
        point = _locked_point(round, slot)
        return _save(member, point, written)


def settle(
    *, member: Membership, round: Round, slot: str, kept: KeptText, choice: Choice, seen: int, written: Written
) -> Saved | Untouched | Overtaken:
    """The owner's word on two texts: the `saved` one, the `kept` one, or `both`, one after the other.

    `written` is what stands in the form: newer words of the kept text if it came from the same page, else the saved
    text, possibly typed in further. `seen` is the version that the owner was shown: if yet another tab has saved
    since, the question is put again. A text that is given up stays in the database as a settled `KeptText`.
    """
    with transaction.atomic():
        point = _locked_point(round, slot)
        kept = KeptText.objects.select_for_update().get(pk=kept.pk, point=point)
        if kept.settled_at:
            return Saved(point)
        if kept.tab == written.tab:
            kept.text = plain(written.text)
            kept.turn = max(kept.turn, written.turn)
        else:
            saved = _save(member, point, written)
            if not isinstance(saved, Saved):
                return saved
        if point.version != seen and point.tab != written.tab:
            kept.save(update_fields=["text", "turn", "saved_at"])
            return Overtaken(point, kept)
        new = {"saved": point.text, "kept": kept.text, "both": both(point.text, kept.text)}[choice]
        if choice == "kept" and point.text.strip():
            _keep_settled(member, point)
        kept.settled_at = timezone.now()
        kept.save(update_fields=["text", "turn", "settled_at", "saved_at"])
        _write(point, new, written)
        return Saved(point)


def attach(
    *,
    round: Round,
    slot: str,
    article: Article | None = None,
    card: Card | None = None,
    at: datetime | None = None,
) -> Attached | Refused:
    """The point will cite this article or card. Raises `Point.DoesNotExist` for an unknown slot."""
    with transaction.atomic():
        round, at = locked(round, at)
        state = round.clock(at)
        point = Point.objects.get(round=round, slot=slot)
        if EventKind.ATTACHED not in allowed(state):
            return Refused(round, state, EventKind.ATTACHED)
        if card:
            article = card.article
        same = Q(card=card) if card else Q(Q(article=article) | Q(article__merged_into=article), card=None)
        there = point.sources.filter(same).first()
        if there:
            return Attached(there, repeated=True)
        source = PointSource.objects.create(point=point, article=article, card=card, cite=_cite(article, card))
        append(round, EventKind.ATTACHED, at, {"slot": slot, **named(article, card)})
        return Attached(source)


def detach(*, round: Round, source: PointSource) -> None:
    """Take a source off its point. Doing it twice is doing it once."""
    PointSource.objects.filter(pk=source.pk, point__round=round).delete()


def _locked_point(round: Round, slot: str) -> Point:
    return Point.objects.select_for_update().get(round=round, slot=slot)


def _save(member: Membership, point: Point, written: Written) -> Saved | Untouched | Overtaken:
    text = plain(written.text)
    now = timezone.now()
    own = point.tab == written.tab and written.turn > 0
    if own and written.turn <= point.turn:
        return Saved(point)
    if text == point.text:
        point.kept.filter(tab=written.tab, settled_at=None).update(settled_at=now)
        return Saved(point)
    if own or written.version == point.version:
        _write(point, text, written)
        return Saved(point)
    if digest(text) == written.base:
        return Untouched(point)
    return Overtaken(point, _keep(member, point, text, written))


def _write(point: Point, text: str, written: Written) -> None:
    point.tab, point.turn = written.tab, written.turn
    if text != point.text:
        point.text, point.version = text, point.version + 1
    point.save(update_fields=["text", "version", "tab", "turn", "updated_at"])


def _keep(member: Membership, point: Point, text: str, written: Written) -> KeptText:
    kept = point.kept.filter(tab=written.tab, settled_at=None).first()
    if kept is None:
        return KeptText.objects.create(
            point=point, text=text, tab=written.tab, turn=written.turn, saved_by=member.user
        )
    if written.turn == 0 or written.turn > kept.turn:
        kept.text, kept.turn = text, written.turn
        kept.save(update_fields=["text", "turn", "saved_at"])
    return kept


def _keep_settled(member: Membership, point: Point) -> None:
    KeptText.objects.create(
        point=point,
        text=point.text,
        tab=point.tab or point.round_id,
        turn=point.turn,
        settled_at=timezone.now(),
        saved_by=member.user,
    )


def _cite(article: Article | None, card: Card | None) -> str:
    if article:
        return short_cite(article.byline, article.publisher, article.published_on)[:300]
    return card.cite if card else ""
