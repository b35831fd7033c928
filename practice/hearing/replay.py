"""What happened in a round, line by line: the events, and among them what listeners said at their seconds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import shorten
from uuid import UUID

from django.urls import reverse

from articles.merged import standing
from articles.models import Article
from evidence.models import Card, Note
from practice.clock import ClockState, Entry, spoken_at
from practice.hearing.citing import Citing
from practice.hearing.pages import Talks
from practice.hearing.sections import SECTIONS
from practice.legal.devices import may_see
from practice.models import Round
from practice.outline.layouts import labels_of
from practice.phases import ANOTHER_ACCOUNT, CHOICE, SPEAKING, EventKind
from practice.words import line, spoken
from teams.models import Membership

GROUPS = {"round": "The round", "files": "Files", "speech": "Sections", "heard": "What listeners said"}
_FILES = frozenset({EventKind.OPENED, EventKind.ATTACHED, EventKind.SEARCHED})
_SPEECH = frozenset({EventKind.MARKED, EventKind.SIGNALLED})
MOST = 120  # characters of a note or a card in a line
UNSEEN = "a file that you may not see, or that is gone"


@dataclass(frozen=True)
class Line:
    """`offset` counts from the draw; `title` and `address` where a file is meant; `group` is one of GROUPS; `seek` is
    the second of the speech, None outside it."""

    at: datetime
    offset: str
    words: str
    title: str = ""
    address: str = ""
    group: str = "round"
    seek: int | None = None


@dataclass(frozen=True)
class Replay:
    """`groups` are those that have a line: name and label."""

    lines: tuple[Line, ...]
    groups: tuple[tuple[str, str], ...]


def replay(*, round: Round, reader: Membership, state: ClockState, talks: Talks, citing: Citing) -> Replay:
    """In the order of time. Titles of files stand only where `reader` may see the file."""
    entries = round.timeline()
    lines = [
        *_of_events(entries, round, reader, state),
        *_of_speaker(entries, round, reader, state),
        *_of_listeners(entries, state, talks, citing),
    ]
    lines.sort(key=lambda one: one.at)
    there = {one.group for one in lines}
    return Replay(tuple(lines), tuple((name, label) for name, label in GROUPS.items() if name in there))


def moment(state: ClockState, second: float) -> datetime | None:
    """When the speech had run so many seconds; its end for more than it ran, None where it never began."""
    left = timedelta(seconds=second)
    found: datetime | None = None
    for span in state.spans:
        if span.phase not in SPEAKING or span.paused:
            continue
        end = span.end or state.at
        if left <= end - span.start:
            return span.start + left
        left -= end - span.start
        found = end
    return found


def _of_events(entries: Iterable[Entry], round: Round, reader: Membership, state: ClockState) -> Iterator[Line]:
    entries = tuple(entries)
    articles, cards = _files(entries, reader)
    slips = {slip.position: slip.text for slip in round.slips.all()}
    points = labels_of(round)
    began = moment(state, 0)
    for entry in entries:
        of_devices = entry.kind is EventKind.DEVICE or entry.data.get("what") == ANOTHER_ACCOUNT
        if of_devices and not may_see(round, reader):
            continue
        words, title, address = line(entry), "", ""
        if entry.kind in CHOICE:
            title = slips.get(entry.data.get("slip", 0), "")
        if entry.kind is EventKind.MARKED:
            section = next((one.label for one in SECTIONS if one.name == entry.data.get("section")), "A section")
            words = f"{section}: mark taken back" if entry.data.get("taken_back") else f"{section} began"
        if entry.kind is EventKind.ATTACHED:
            words = f"Source attached to {points.get(entry.data.get('slot', ''), 'the outline')}"
        if entry.kind in (EventKind.OPENED, EventKind.ATTACHED):
            article = articles.get(entry.data.get("article", ""))
            card = cards.get(entry.data.get("card", ""))
            article = article or (card.article if card else None)
            title = card.tag if card else article.title if article else UNSEEN
            address = reverse("evidence:reader", args=[article.team.slug, article.pk]) if article else ""
        group = "files" if entry.kind in _FILES else "speech" if entry.kind in _SPEECH else "round"
        seek = int(spoken_at(state, entry.at)) if began and entry.at >= began and entry.phase in SPEAKING else None
        yield Line(entry.at, spoken(entry.offset_seconds), words, title, address, group, seek)


def _of_speaker(entries: Iterable[Entry], round: Round, reader: Membership, state: ClockState) -> Iterator[Line]:
    """The notes and cards that the speaker made between the draw and the speech, as far as the reader may see them."""
    drawn, began = next((entry.at for entry in entries), None), moment(state, 0)
    if drawn is None:
        return
    until = began or state.at
    for model, did in ((Note, "Note made"), (Card, "Card made")):
        rows = model.objects.visible_to(reader).filter(owner=round.owner, created_at__gte=drawn, created_at__lt=until)
        for row in rows.select_related("team"):
            says = shorten(row.words if isinstance(row, Note) else row.tag, MOST, placeholder="…") or str(row)
            yield Line(row.created_at, _offset(row.created_at, drawn), did, says, row.get_absolute_url(), "files")


def _of_listeners(entries: Iterable[Entry], state: ClockState, talks: Talks, citing: Citing) -> Iterator[Line]:
    drawn = next((entry.at for entry in entries), None)
    for talk in talks.said:
        comment = talk.comment
        at = None if comment.second is None else moment(state, comment.second)
        if drawn and at:
            words = f"{comment.owner}: {comment.body}"
            yield Line(at, _offset(at, drawn), words, group="heard", seek=comment.second)
    for row in citing.shown:
        at = None if row.said.second is None else moment(state, row.said.second)
        if drawn and at:
            title, address = "", ""
            if row.article:
                title = row.article.title
                address = reverse("evidence:reader", args=[row.article.team.slug, row.article.pk])
            words = f"Said {row.checked.publication or row.said}, {row.checked.verdict}"
            yield Line(at, _offset(at, drawn), words, title, address, "heard", row.said.second)


def _offset(at: datetime, drawn: datetime) -> str:
    return spoken((at - drawn).total_seconds())


def _files(entries: Iterable[Entry], reader: Membership) -> tuple[dict[str, Article], dict[str, Card]]:
    ids: dict[str, set[UUID]] = {"article": set(), "card": set()}
    for entry in entries:
        for kind in ids.keys() & entry.data.keys():
            ids[kind].add(UUID(entry.data[kind]))
    articles = standing(member=reader, ids=ids["article"])
    cards = Card.objects.visible_to(reader).filter(pk__in=ids["card"]).select_related("article__team")
    return {str(pk): row for pk, row in articles.items()}, {str(row.pk): row for row in cards}
