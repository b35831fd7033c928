"""The phases of a round, what can happen in one, and which act may stand in which phase. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class EventKind(StrEnum):
    """What can happen in a round."""

    DRAWN = "drawn"
    CHOSEN = "chosen"
    KEPT = "kept"  # the time to choose ended without a choice, and the rules kept a question
    PAUSED = "paused"
    RESUMED = "resumed"
    OPENED = "opened"  # an article
    SEARCHED = "searched"
    ATTACHED = "attached"  # a source to an outline point
    NOTED = "noted"  # an interruption, a remark
    ROOM_CLOSED = "room_closed"  # legal mode began
    CODE_REFUSED = "code_refused"  # a wrong code to leave legal mode
    ROOM_LEFT = "room_left"  # legal mode ended before the round did
    DEVICE = "device"  # a device was used in legal mode for the first time
    PREP_ENDED = "prep_ended"  # the student is ready before time
    SPEECH_STARTED = "speech_started"
    MARKED = "marked"  # a section of the speech begins
    SIGNALLED = "signalled"  # a signal was given
    GUESSED = "guessed"  # how long the speech seemed, where the clock was hidden
    QUESTIONED = "questioned"  # the speech is over and somebody asks
    ANSWERED = "answered"  # the question is put, the answer begins
    SPEECH_ENDED = "speech_ended"
    QUESTIONS_ENDED = "questions_ended"
    ABANDONED = "abandoned"


class Phase(StrEnum):
    """Where a round is. `draw` is before anything happened. `done` is the end, though questions may be taken after it;
    `abandoned` is for ever."""

    DRAW = "draw"
    CHOOSE = "choose"
    PREP = "prep"
    WALK = "walk"
    READY = "ready"  # prep is over, the speech not begun: no clock runs
    SPEECH = "speech"
    GRACE = "grace"
    OVER = "over"
    QUESTIONING = "questioning"
    DONE = "done"
    ABANDONED = "abandoned"


CHOICE = frozenset({EventKind.CHOSEN, EventKind.KEPT})  # one of them ends choosing
CLOCK_SHOWN = "clock shown"  # what a `noted` event says where a speaker looked at a hidden clock
ANOTHER_ACCOUNT = "another account"  # the same where somebody else signed in where a round was in legal mode

BEFORE_PREP_ENDS = frozenset({Phase.CHOOSE, Phase.PREP})
BEFORE_SPEECH = BEFORE_PREP_ENDS | {Phase.WALK, Phase.READY}
SPEAKING = frozenset({Phase.SPEECH, Phase.GRACE, Phase.OVER})
ENDED = frozenset({Phase.DONE, Phase.ABANDONED})
SPOKEN = frozenset({Phase.QUESTIONING, Phase.DONE})  # the speech is over
_DRAWN = frozenset(Phase) - ENDED - {Phase.DRAW}
WAITING = frozenset({Phase.CHOOSE, Phase.QUESTIONING})  # at zero, until somebody acts or the rules choose
RUNNING = BEFORE_PREP_ENDS | SPEAKING | {Phase.WALK, Phase.QUESTIONING}
_READING = frozenset({EventKind.OPENED, EventKind.SEARCHED, EventKind.ATTACHED})
_OF_THE_ROOM = frozenset({EventKind.ROOM_CLOSED, EventKind.CODE_REFUSED, EventKind.ROOM_LEFT, EventKind.DEVICE})

# Which phases an act may stand in while the clock runs, and while it is paused.
WHILE_RUNNING: Mapping[EventKind, frozenset[Phase]] = {
    EventKind.DRAWN: frozenset({Phase.DRAW}),
    EventKind.CHOSEN: frozenset({Phase.CHOOSE}),
    EventKind.KEPT: BEFORE_SPEECH - {Phase.CHOOSE},
    EventKind.PAUSED: RUNNING,
    EventKind.RESUMED: frozenset(),
    **dict.fromkeys(_READING, BEFORE_SPEECH),
    EventKind.NOTED: BEFORE_SPEECH | SPEAKING | {Phase.QUESTIONING},
    EventKind.PREP_ENDED: frozenset({Phase.PREP}),
    EventKind.SPEECH_STARTED: frozenset({Phase.PREP, Phase.WALK, Phase.READY}),
    EventKind.MARKED: SPEAKING,
    EventKind.SIGNALLED: SPEAKING,
    EventKind.QUESTIONED: SPEAKING | {Phase.DONE},
    EventKind.SPEECH_ENDED: SPEAKING,
    EventKind.ANSWERED: frozenset({Phase.QUESTIONING}),
    EventKind.QUESTIONS_ENDED: frozenset({Phase.QUESTIONING}),
    EventKind.GUESSED: frozenset({Phase.QUESTIONING, Phase.DONE}),
    EventKind.ABANDONED: frozenset(Phase) - ENDED,
    **dict.fromkeys(_OF_THE_ROOM, _DRAWN),
}
WHILE_PAUSED: Mapping[EventKind, frozenset[Phase]] = {
    EventKind.RESUMED: RUNNING,
    **dict.fromkeys(_READING, BEFORE_SPEECH),
    EventKind.NOTED: RUNNING,
    EventKind.PREP_ENDED: frozenset({Phase.PREP}),
    EventKind.QUESTIONED: SPEAKING,
    EventKind.SPEECH_ENDED: SPEAKING,
    EventKind.QUESTIONS_ENDED: frozenset({Phase.QUESTIONING}),
    EventKind.ABANDONED: RUNNING,
    **dict.fromkeys(_OF_THE_ROOM, _DRAWN),
}
