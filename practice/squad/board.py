"""What a squad board shows at one moment: a line for every place, who is called, who speaks. Names and times only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils import timezone

from practice.choosing import settle
from practice.clock import ClockState
from practice.models import Board, Place, Round
from practice.phases import SPEAKING, EventKind, Phase
from practice.season.allowing import extra_of
from practice.season.extra import NONE, Extra, lead
from practice.squad.stagger import Asks, Times, asker, drawn_at
from teams.models import Membership
from teams.policy import Action


@dataclass(frozen=True)
class Line:
    """One place. `kind` is for its looks: waiting, call, late, out, prep, ready, speaking, done.

    `asks` is whom they ask after a speech. `times` are the place's, `drawn` and `began` what really happened. Who has
    extra time draws before the posted time: only for who may know of it is `opens` that earlier time and `extra` said
    ("×1.5 prep"); for others they wait until the posted draw like everybody.
    """

    place: Place
    name: str
    kind: str
    words: str
    times: Times
    drawn: datetime | None
    began: datetime | None
    asked_by: str
    asks: Place | None
    opens: datetime
    extra: str = ""

    @property
    def face(self) -> tuple[object, ...]:
        """What of it can be seen: if this is the same, so is the picture."""
        return (
            self.place.pk,
            self.place.code,
            self.place.version,
            self.name,
            self.kind,
            self.words,
            self.times.draw,
            self.times.prep_ends,
            self.times.speak,
            self.drawn,
            self.began,
            self.asked_by,
            self.asks and self.asks.pk,
            self.opens,
            self.extra,
        )


@dataclass(frozen=True)
class Shown:
    """The whole board. `sections` holds each section's lines in the order of their draws."""

    board: Board
    at: datetime
    sections: tuple[tuple[str, tuple[Line, ...]], ...]

    @property
    def lines(self) -> list[Line]:
        return [line for _, lines in self.sections for line in lines]

    @property
    def called(self) -> list[Line]:
        """Who should draw now."""
        return [line for line in self.lines if line.kind in ("call", "late")]

    @property
    def to_speak(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "ready"]

    @property
    def speaking(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "speaking"]

    @property
    def next_draw(self) -> datetime | None:
        waiting = [line.times.draw for line in self.lines if line.kind == "waiting"]
        return min(waiting, default=None)

    @property
    def next_up(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "waiting" and line.times.draw == self.next_draw]

    def etag(self, *about: object) -> str:
        """The same as long as nothing that can be seen has changed, up to the minute that the page says it is."""
        seen = (f"{self.at:%F %H:%M}", self.board.ended_at, *about, *(line.face for line in self.lines))
        return f'"{sha256(repr(seen).encode()).hexdigest()[:32]}"'


def shown(
    board: Board,
    at: datetime | None = None,
    *,
    extras: Mapping[int, Extra] | None = None,
    speaker: int | None = None,
) -> Shown:
    """The board as it stands, in a fixed number of queries. `extras`: by user, whose extra time the reader knows.

    With a `speaker`, only that user's line: a squad that asks all at once costs each its section's names, and nobody
    else's round.
    """
    now, known = at or timezone.now(), extras or {}
    places = board.places.select_related("user")
    if speaker is not None:
        places = places.filter(section__in=board.places.filter(user=speaker).values("section"))
    seen = [one for one in places if speaker in (None, one.user_id)]
    prefetch_related_objects(seen, "round__events")
    if settle([one.drawn for one in seen if one.drawn], now):
        return shown(board, now, extras=extras, speaker=speaker)
    by_section: dict[int, list[Place]] = {}
    for place in places:
        place.board = board
        by_section.setdefault(place.section, []).append(place)
    sections = []
    for _, own in sorted(by_section.items()):
        asks = _asks(board, own)
        wanted = [place for place in own if speaker in (None, place.user_id)]
        lines = tuple(_line(one, now, asks, known.get(one.user_id, NONE)) for one in wanted)
        sections.append((own[0].letter, lines))
    return Shown(board, now, tuple(sections))


@dataclass(frozen=True)
class TopicSlips:
    """What goes to the judges: places, each with the exact words of its chosen question. Where `waits`, the reader is
    still to draw the question that all have, and is shown none."""

    rows: tuple[tuple[Place, str], ...]
    waits: bool


def topic_slips(board: Board, reader: Membership, at: datetime | None = None) -> TopicSlips:
    """As on the board, who may not know of extra time sees a slip no sooner than its posted draw."""
    now, knows = at or timezone.now(), reader.may(Action.READ_COACHES)
    places = list(board.places.select_related("user", "round").prefetch_related("round__slips"))
    own = [place for place in places if place.user_id == reader.user_id and not place.drawn]
    if board.one_question and own and board.ended_at is None:
        return TopicSlips((), waits=True)
    drawn = [(place, place.drawn) for place in places if knows or now >= place.draw_at]
    rows = tuple((place, round.asked) for place, round in drawn if round and round.asked)
    return TopicSlips(rows, waits=False)


@dataclass(frozen=True)
class Askers:
    """Who asks a speaker, and whom that speaker asks; None where nobody does, or a place has none of it."""

    by: Place | None = None
    of: Place | None = None


def askers_of(round: Round) -> Askers:
    """For the pages of the round itself. A query where it is of a board on which somebody asks, and none else."""
    if round.place is None or not round.place.board.asks:
        return Askers()
    places = Place.objects.filter(board=round.place.board_id, section=round.place.section)
    return _asks(round.place.board, list(places.select_related("user", "board", "round"))).get(
        round.place.pk, Askers()
    )


def _asks(board: Board, own: list[Place]) -> dict[UUID, Askers]:
    """By place, for those of a section who come."""
    coming = sorted((p for p in own if p.state != Place.State.NO_SHOW), key=lambda p: (p.draw_at, p.number))
    by = {p.pk: asker(coming, p, Asks(board.asks)) for p in coming}
    of = {one.pk: p for p in coming if (one := by[p.pk])}
    return {p.pk: Askers(by[p.pk], of.get(p.pk)) for p in coming}


def _line(place: Place, now: datetime, asks: Mapping[UUID, Askers], extra: Extra) -> Line:
    asking = asks.get(place.pk, Askers())
    opens = place.draw_at - timedelta(seconds=lead(place.board.figures, extra))
    round = place.drawn if now >= place.draw_at or extra else None
    happened = round.happened if round else []
    drawn = next((event.at for event in happened if event.kind is EventKind.DRAWN), None)
    began = next((event.at for event in happened if event.kind is EventKind.SPEECH_STARTED), None)
    times = place.times
    if drawn and not extra:
        drawn = max(drawn, place.draw_at)
    if round:
        clock = _as_posted(round.clock(now), place, extra, drawn)
        kind, words = _of_round(replace(clock, phase=Phase.DONE) if clock.done else clock)
    else:
        kind, words = _undrawn(place, now, opens)
    return Line(
        place=place,
        name=str(place.user),
        kind=kind,
        words=words,
        times=drawn_at(times, drawn, place.board.figures) if drawn else times,
        drawn=drawn,
        began=began,
        asked_by=str(asking.by.user) if asking.by else "",
        asks=asking.of,
        opens=opens,
        extra=str(extra),
    )


def _as_posted(clock: ClockState, place: Place, extra: Extra, drawn: datetime | None) -> ClockState:
    """Without what would tell others of extra time: no more prep is left than until the posted end of it, and who
    still chooses when the others' time to choose is over seems to prepare."""
    rules = place.board.figures
    choose_by = drawn_at(place.times, drawn, rules).choose_by if drawn and rules.keeps else None
    if not extra and clock.phase is Phase.CHOOSE and choose_by and clock.at >= choose_by:
        clock = replace(clock, phase=Phase.PREP)
    if extra or clock.prep_left is None or rules.late_in_prep is False:
        return clock
    posted = (place.times.prep_ends - clock.at).total_seconds()
    return replace(clock, prep_left=min(clock.prep_left, posted) if posted > 0 else None)


def _undrawn(place: Place, now: datetime, opens: datetime) -> tuple[str, str]:
    if place.state == Place.State.NO_SHOW:
        return "out", "did not come"
    if opens <= now < place.draw_at:
        return "call", "may draw"
    if now < place.draw_at:
        return "waiting", place.get_state_display()
    if place.board.ended_at or now >= place.times.speak:
        return "out", "did not draw"
    late = int((now - place.draw_at).total_seconds() // 60)
    if late:
        return "late", f"{late} min late to draw"
    return "call", "draws now"


def _of_round(clock: ClockState) -> tuple[str, str]:
    match clock.phase:
        case Phase.CHOOSE:
            return "prep", f"choosing, {_left(clock.prep_left)}"
        case Phase.PREP:
            return "prep", _left(clock.prep_left)
        case Phase.WALK:
            return "ready", "on the way to speak"
        case Phase.READY:
            return "ready", "to speak"
        case Phase.QUESTIONING:
            return "speaking", "being asked"
        case Phase.DONE:
            return "done", "has spoken"
        case Phase.ABANDONED:
            return "out", "put it away"
    over = clock.phase is not Phase.SPEECH and clock.phase in SPEAKING
    return "speaking", "speaking, over time" if over else "speaking"


def _left(seconds: float | None) -> str:
    if seconds is None:
        return "preparing"
    minutes = int(seconds // 60)
    return f"{minutes} min of prep left" if minutes else "less than a minute of prep left"


def todays(member: Membership) -> list[tuple[Board, Place | None]]:
    """The squad practices of today, each with the member's own place, its draw as early as extra time makes it."""
    boards = Board.objects.visible_to(member).under_way().newest_first().prefetch_related("places")
    mine = lambda board: next((p for p in board.places.all() if p.user_id == member.user_id), None)  # noqa: E731
    pairs = [(board, mine(board)) for board in boards]
    extra = extra_of(member) if any(place for _, place in pairs) else NONE
    for board, place in pairs:
        if place:
            place.draw_at -= timedelta(seconds=lead(board.figures, extra))
    return pairs
