"""What a speaker does in a round. Every verb appends at most one event under the round's lock.

The `round` that is given is one that the caller may edit. A verb that had been done already changes nothing and says
so; one that is out of place is refused with the clock as it stands. `at` is for tests and demo data only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from evidence.models import Card
from practice.asking import Way
from practice.choosing import keep, settle_locked
from practice.clock import ClockState, allowed
from practice.hearing.plans import plan_told
from practice.hearing.sections import NAMES, current
from practice.history import append
from practice.models import Round, Slip
from practice.outline.texts import plain
from practice.phases import BEFORE_PREP_ENDS, RUNNING, SPEAKING, EventKind, Phase
from teams.models import User


@dataclass(frozen=True)
class Acted:
    """`repeated` is True where it had been done before and nothing was added."""

    round: Round
    state: ClockState
    repeated: bool = False


@dataclass(frozen=True)
class Refused:
    """The act does not stand in this phase of the round. Nothing was changed."""

    round: Round
    state: ClockState
    act: EventKind


def choose(*, round: Round, slip: Slip, counted: bool = True, at: datetime | None = None) -> Acted | Refused:
    """The speaker keeps this one. From the end of the time to choose on, what the rules kept then stays. `counted`: in
    the bank, as spoken on."""
    return act(
        round,
        EventKind.CHOSEN,
        at,
        data={"slip": slip.position},
        done=lambda locked, state: locked.question_id == slip.question_id,
        then=lambda locked: keep(locked, slip, counted=counted),
    )


def pause(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    return act(round, EventKind.PAUSED, at, done=lambda locked, state: state.paused)


def resume(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    return act(round, EventKind.RESUMED, at, done=lambda locked, state: not state.paused and state.phase in RUNNING)


def ready(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    """Prep is over before its time."""
    return act(
        round, EventKind.PREP_ENDED, at, done=lambda locked, state: state.phase not in BEFORE_PREP_ENDS | {Phase.DRAW}
    )


def start_speech(*, round: Round, hidden: bool = False, at: datetime | None = None) -> Acted | Refused:
    """`hidden`: the speaker sees no clock."""
    data = {**({"hidden": True} if hidden else {}), **plan_told(round)}
    done = lambda locked, state: state.phase in SPEAKING | {Phase.DONE}  # noqa: E731
    return act(round, EventKind.SPEECH_STARTED, at, data=data, done=done)


def mark_section(
    *, round: Round, section: str, by: str = "speaker", taken_back: bool = False, at: datetime | None = None
) -> Acted | Refused:
    """A section of the speech begins (practice.hearing.sections); or, `taken_back`, it was marked by mistake.

    `by` is "speaker" or "listener". Two who tap for the same section mark it once.
    """

    def done(locked: Round, state: ClockState) -> bool:
        now = NAMES.index(current(locked.happened).name)
        asked = NAMES.index(section)
        return now != asked if taken_back else asked <= now

    data = {"section": section, "by": by, **({"taken_back": True} if taken_back else {})}
    return act(round, EventKind.MARKED, at, data=data, done=done)


def end_speech(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    """The end of the round as well: another may be drawn."""
    return act(
        round, EventKind.SPEECH_ENDED, at, done=lambda locked, state: state.phase is Phase.DONE, then=_finish(at)
    )


def take_questions(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    """The speech is over and somebody asks, where the rule set has questioning."""
    return act(
        round, EventKind.QUESTIONED, at, done=lambda locked, state: state.phase in (Phase.QUESTIONING, Phase.DONE)
    )


def take_more_questions(*, round: Round, way: Way, at: datetime | None = None) -> Acted | Refused:
    """Questions after the end of a round, for practice: the round stays ended, and its speech as it was."""
    asked = lambda locked, state: state.phase is Phase.QUESTIONING  # noqa: E731
    return act(round, EventKind.QUESTIONED, at, data=way.limits, done=asked)


def end_questions(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    return act(
        round, EventKind.QUESTIONS_ENDED, at, done=lambda locked, state: state.phase is Phase.DONE, then=_finish(at)
    )


def abandon(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    """Put the round away unfinished. It stays in the list of rounds."""
    return act(
        round, EventKind.ABANDONED, at, done=lambda locked, state: state.phase is Phase.ABANDONED, then=_finish(at)
    )


def open_file(
    *,
    round: Round,
    article: Article | None = None,
    card: Card | None = None,
    device: int | None = None,
    at: datetime | None = None,
) -> Acted | Refused:
    """An article or a card was opened in the room; in legal mode, on which device (practice.legal.devices)."""
    return act(round, EventKind.OPENED, at, data={**named(article, card), **_on(device)})


MOST_WORDS = 200  # code points of a search that a round remembers


def searched(*, round: Round, words: str, device: int | None = None, at: datetime | None = None) -> Acted | Refused:
    """The speaker searched the files in the room. The same words again are one search, until others come."""
    told = " ".join(plain(words).split())[:MOST_WORDS]

    def done(locked: Round, state: ClockState) -> bool:
        last = locked.events.filter(kind=EventKind.SEARCHED).last()
        return not told or bool(last and last.data.get("words") == told)

    return act(round, EventKind.SEARCHED, at, data={"words": told, **_on(device)}, done=done)


def _on(device: int | None) -> dict[str, int]:
    return {"device": device} if device else {}


def named(article: Article | None, card: Card | None) -> dict[str, str]:
    """What an event keeps of a file: its id only, so that a title is looked up by the right of who reads it."""
    return {"card": str(card.pk)} if card else {"article": str(article.pk)} if article else {}


def locked(round: Round, at: datetime | None = None) -> tuple[Round, datetime]:
    """The same round, to be changed, and the instant of the change: nobody else changes it until this transaction
    ends. A question whose time to choose is over by then is kept first."""
    own = Round.objects.select_for_update(of=("self",)).select_related("team").get(pk=round.pk)
    at = at or timezone.now()
    settle_locked(own, at)
    return own, at


class InAnotherRoom(Exception):
    """The speaker is in legal mode by now, in a `round` of another team."""

    def __init__(self, round: Round) -> None:
        self.round = round


def close_room(round: Round, speaker: User, at: datetime) -> None:
    """Legal mode begins: from here on `teams.limits` finds this round wherever the speaker goes.

    Raises `InAnotherRoom`: two teams that draw at once do not wait for each other, and the second room would be the
    way out of the first.
    """
    now = User.objects.select_for_update(no_key=True).get(pk=speaker.pk)
    other = Round.objects.limiting(now).select_related("team").first()
    if other is not None:
        raise InAnotherRoom(other)
    append(round, EventKind.ROOM_CLOSED, at)
    speaker.limited_by = round.pk
    User.objects.filter(pk=speaker.pk).update(limited_by=round.pk)


def open_room(round: Round) -> None:
    """Legal mode is over, if it was on. The round must be locked."""
    User.objects.filter(pk=round.owner_id, limited_by=round.pk).update(limited_by=None)


def act(
    round: Round,
    kind: EventKind,
    at: datetime | None,
    *,
    data: Mapping[str, Any] | None = None,
    done: Callable[[Round, ClockState], bool] = lambda locked, state: False,
    then: Callable[[Round], None] = lambda locked: None,
) -> Acted | Refused:
    with transaction.atomic():
        round, at = locked(round, at)
        state = round.clock(at)
        if done(round, state):
            return Acted(round, state, repeated=True)
        if kind not in allowed(state):
            return Refused(round, state, kind)
        append(round, kind, at, data)
        then(round)
        return Acted(round, round.clock(at))


def _finish(at: datetime | None) -> Callable[[Round], None]:
    def then(locked: Round) -> None:
        locked.finished_at = locked.finished_at or at or timezone.now()
        locked.save(update_fields=["finished_at"])
        open_room(locked)

    return then
