"""How a speaker is told the time: their own choice, and what they guessed where the clock was hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from practice.clock import ClockState, Event
from practice.models import Signalling
from practice.phases import EventKind, Phase
from practice.words import spoken
from teams.models import User


def signalling_of(user: User) -> Signalling:
    """The speaker's choice; what is usual where they made none. It may be unsaved."""
    return Signalling.objects.filter(user=user).first() or Signalling(user=user)


def set_signalling(*, user: User, ways: Mapping[str, Any]) -> None:
    """The speaker's choice from now on; of two at one moment the last one."""
    Signalling.objects.update_or_create(user=user, defaults=ways)


def guess_due(state: ClockState) -> bool:
    """The speech is over, its clock was hidden, and its speaker has not said how long it seemed."""
    return state.hidden and state.phase in (Phase.QUESTIONING, Phase.DONE)


@dataclass(frozen=True)
class Guess:
    """Seconds, both; `words` says them for the review."""

    guessed: int
    spoken: float

    @property
    def words(self) -> str:
        off = round(self.guessed - int(self.spoken))
        said = "exactly" if not off else f"{spoken(abs(off))} too {'long' if off > 0 else 'short'}"
        return f"guessed {spoken(self.guessed)}: {said}"


def guess_in(events: Sequence[Event], state: ClockState) -> Guess | None:
    """What the speaker guessed, against what it was; None where nobody did."""
    guessed = next((e.data.get("seconds") for e in events if e.kind is EventKind.GUESSED), None)
    return Guess(guessed, state.speech_used) if isinstance(guessed, int) else None
