"""What a speaker says of a round while it runs or just after: an interruption, how long the speech seemed."""

from datetime import datetime

from practice.models import Round
from practice.outline.texts import plain
from practice.phases import EventKind
from practice.rounds import Acted, Refused, act

MOST_WORDS = 200  # code points of an interruption that a round remembers


def guess(*, round: Round, seconds: int | None, at: datetime | None = None) -> Acted | Refused:
    """How long the speech seemed to its speaker; None: they did not say. The first word counts."""
    told = lambda locked, state: any(event.kind == EventKind.GUESSED for event in locked.events.all())  # noqa: E731
    return act(round, EventKind.GUESSED, at, data={} if seconds is None else {"seconds": seconds}, done=told)


def begin_answer(*, round: Round, at: datetime | None = None) -> Acted | Refused:
    """The question is put; the answer's own time begins. Done already, it changes nothing."""
    return act(round, EventKind.ANSWERED, at, done=lambda locked, state: state.part == "answer")


def note(*, round: Round, what: str, words: str = "", at: datetime | None = None) -> Acted | Refused:
    """Something happened that the clock does not mind: an interruption, a look at a hidden clock."""
    told = plain(words).strip()[:MOST_WORDS]
    return act(round, EventKind.NOTED, at, data={"what": what, **({"words": told} if told else {})})
