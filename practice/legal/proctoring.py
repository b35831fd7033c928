"""What whoever watches a prep room is shown of a round in legal mode: what was opened, on which device, and how it was
left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from practice.clock import ClockState
from practice.files import Opening, opened_lines
from practice.legal.devices import Device, devices_of, may_see, shared_among
from practice.models import Round
from practice.phases import ANOTHER_ACCOUNT, EventKind, Phase
from practice.words import line, now_words
from teams.models import Membership
from teams.policy import Action

_OF_THE_ROOM = frozenset(
    {
        EventKind.ROOM_CLOSED,
        EventKind.DEVICE,
        EventKind.CODE_REFUSED,
        EventKind.ROOM_LEFT,
        EventKind.SPEECH_ENDED,
        EventKind.ABANDONED,
    }
)


@dataclass(frozen=True)
class Used:
    """A device in words: "This device: computer", "Another device: phone". `shared` names who else used it."""

    words: str
    since: datetime
    opened: int
    shared: str = ""
    other: bool = False


@dataclass(frozen=True)
class Line:
    """`on` is "" where the round knows of one device only; `sought` is a search, not a file."""

    at: datetime
    title: str
    on: str = ""
    sought: bool = False


@dataclass(frozen=True)
class Watched:
    """A round as it is watched. `wrong` counts the codes that were refused."""

    round: Round
    now: str
    devices: tuple[Used, ...]
    opened: tuple[Line, ...]
    wrong: int
    log: tuple[Line, ...]

    @property
    def left(self) -> str:
        """How it was left before the speech ended, before a time."""
        event = next((e for e in self.round.events.all() if e.kind == EventKind.ROOM_LEFT), None)
        by = event.data.get("by") if event else ""
        return f"{by} ended legal mode at" if by else "left with the code at" if event else ""

    @property
    def counted(self) -> str:
        """ "4 opened, 1 search"."""
        sought = sum(line.sought for line in self.opened)
        searches = f", {sought} search{'' if sought == 1 else 'es'}" if sought else ""
        return f"{len(self.opened) - sought or 'nothing'} opened{searches}"


def watch(*, member: Membership, rounds: Iterable[Round], here: int | None = None) -> list[Watched]:
    """`here` is the number of the device on which the speaker looks at it. Three queries at most for all rounds."""
    rounds = list(rounds)
    opened = opened_lines(member=member, rounds=rounds)
    coach = member.may(Action.READ_COACHES)
    shared = shared_among(rounds) if coach else {}
    found = []
    for round in rounds:
        devices = devices_of(round) if may_see(round, member) else ()
        names = {device.number: _short(device, here) for device in devices} if len(devices) > 1 else {}
        found.append(
            Watched(
                round=round,
                now=_now(round.clock()),
                devices=tuple(_used(device, here, opened[round.pk], round, shared) for device in devices),
                opened=tuple(
                    Line(one.at, one.title, names.get(one.device or 0, ""), one.sought) for one in opened[round.pk]
                ),
                log=tuple(_log(round)) if may_see(round, member) else (),
                wrong=sum(event.kind == EventKind.CODE_REFUSED for event in round.events.all()),
            )
        )
    return found


def _now(state: ClockState) -> str:
    """ "prep is running, 12 min left"."""
    if state.phase not in (Phase.CHOOSE, Phase.PREP) or state.prep_left is None:
        return now_words(state)
    minutes = int(state.prep_left // 60)
    return f"{now_words(state)}, {minutes or 'less than 1'} min left"


def _log(round: Round) -> Iterable[Line]:
    """When legal mode began and ended and what was tried meanwhile."""
    if round.simulation:
        for entry in round.timeline():
            if entry.kind in _OF_THE_ROOM or entry.data.get("what") == ANOTHER_ACCOUNT:
                yield Line(entry.at, line(entry))


def _used(
    device: Device, here: int | None, opened: Iterable[Opening], round: Round, shared: dict[str, tuple[str, ...]]
) -> Used:
    other = device.number != (here or 1)
    first = "This device" if here else "First device"
    return Used(
        words=f"{'Another device' if other else first}: {device.what}",
        since=device.since,
        opened=sum(one.device == device.number and not one.sought for one in opened),
        shared=" and ".join(name for name in shared.get(device.mark, ()) if name != str(round.owner)),
        other=other,
    )


def _short(device: Device, here: int | None) -> str:
    """ "on this device", "on another device: phone"."""
    if device.number == (here or 1):
        return "on this device" if here else f"on the first device: {device.what}"
    return f"on another device: {device.what}"
