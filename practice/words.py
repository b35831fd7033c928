"""What the pages of a round say: rules in a line, the clock's face, the marks, the lines of the review. Pure."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from practice.clock import ClockState, Entry
from practice.phases import BEFORE_PREP_ENDS, SPEAKING, EventKind, Phase
from practice.rule_sets.rules import Rules, Signal, consequence


def display(remaining: float | None) -> str:
    """`29:41`: whole seconds rounded up, so that `0:00` shows exactly at the deadline; "" for no limit."""
    return "" if remaining is None else _watch(max(0, math.ceil(remaining)))


def display_over(seconds: float) -> str:
    """`+0:12`: time past a limit, in whole seconds as a judge's watch shows them."""
    return "+" + _watch(max(0, math.floor(seconds)))


def _watch(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def minutes(seconds: int) -> str:
    """ "30 min", "1 min 30 s", "45 s"."""
    whole, rest = divmod(seconds, 60)
    return " ".join(
        part for part in (f"{whole} min" if whole else "", f"{rest} s" if rest or not whole else "") if part
    )


def in_words(rules: Rules) -> str:
    """ "draw 3, keep 1 · 30 min prep · 7 min speech"; a figure that is not known is left out."""
    parts = []
    if rules.draw is not None:
        parts.append(f"draw {rules.draw}" + (f", keep {rules.keep}" if rules.keep is not None else ""))
    if rules.choose and (rules.draw or 2) > (rules.keep or 1):
        then = {"first": ", then the first drawn is kept", "chance": ", then one is kept by chance"}
        parts.append(f"{minutes(rules.choose)} to choose{then.get(rules.keeps, '')}")
    if rules.prep is not None:
        parts.append(f"{minutes(rules.prep)} prep")
    if rules.speech is not None:
        parts.append(f"{minutes(rules.speech)} speech")
    if rules.same_question:
        parts.append("one question for all in the final")
    return " · ".join(parts)


@dataclass(frozen=True)
class Beside:
    """Prep's clock beside that of choosing: `plus` ms more are left of it."""

    digits: str
    plus: int


def prep_beside(state: ClockState) -> Beside | None:
    """None where choosing has no clock of its own."""
    if state.part != "choice" or state.prep_left is None or state.remaining is None:
        return None
    return Beside(display(state.prep_left), round((state.prep_left - state.remaining) * 1000))


def choice_ends(rules: Rules) -> str:
    """What happens when the time to choose is over, in a sentence."""
    return {
        "first": "When it ends, the first question drawn is kept for you.",
        "chance": "When it ends, one of them is kept for you by chance.",
    }.get(rules.keeps, "When it ends, prep runs on and the round waits for your choice.")


def kept(how: str, position: int) -> str:
    """ "the first question drawn was kept", as a part of a sentence."""
    return "the first question drawn was kept" if how == "first" else f"question {position} was kept by chance"


def spoken(seconds: float) -> str:
    """A length as a judge's watch shows it: whole seconds, rounded down."""
    return _watch(max(0, math.floor(seconds)))


@dataclass(frozen=True)
class Mark:
    """`left` ms before the limit (below 0: after it), `words` are said. `label` is the judge's hand, if any."""

    left: int
    words: str
    label: str = ""

    @property
    def fingers(self) -> float | None:
        return fingers(self.label)


def fingers(label: str) -> float | None:
    """How many fingers the judge's hand holds up for a signal's label: 5, ½ (a bent one), 0 (the fist).

    None for a label that is no hand: it is shown as it stands.
    """
    if label in ("1", "2", "3", "4", "5"):
        return int(label)
    return {"½": 0.5, "1/2": 0.5, "0:30": 0.5, "30": 0.5, "fist": 0, "0": 0}.get(label.strip().lower())


@dataclass(frozen=True)
class Face:
    """What a clock on a page shows and what its script counts from. All lengths in milliseconds.

    `left` is the time to the limit that counts in this phase: of choosing, prep, the walk or the speech; below 0 in
    grace and overtime; None where no clock runs.
    """

    phase: str
    paused: bool
    running: bool
    left: int | None
    limit: int
    grace: int
    digits: str
    percent: float
    hand: str
    words: str
    cost: str
    marks: tuple[Mark, ...]

    @property
    def fingers(self) -> float | None:
        return fingers(self.hand)

    @property
    def done(self) -> float:
        """Percent of the limit that has run."""
        return 100.0 - self.percent

    @property
    def full(self) -> str:
        return display(self.limit / 1000)

    @property
    def marks_json(self) -> str:
        return json.dumps(
            [{"left": m.left, "words": m.words, "label": m.label, "fingers": m.fingers} for m in self.marks]
        )


def face(state: ClockState, rules: Rules, *, counts_up: bool = False) -> Face:
    """The clock as the page of this phase shows it. `counts_up`: so does the speech's."""
    speaking = state.phase in SPEAKING or state.phase in (Phase.READY, Phase.DONE)
    others = {Phase.WALK: rules.walk, Phase.QUESTIONING: rules.asked_for}
    parts = {"choice": rules.choose, "question": rules.question_limit, "answer": rules.answer_limit}
    limit = (rules.speech if speaking else others.get(state.phase, rules.prep)) or 0
    left = (rules.speech or 0) - state.speech_used if state.phase in SPEAKING else _left(state, rules)
    if state.part:
        limit = parts[state.part] or 0
    if state.phase is Phase.READY:
        left = None
    return Face(
        phase=state.phase.value,
        paused=state.paused,
        running=left is not None and not state.paused,
        left=None if left is None else round(left * 1000),
        limit=limit * 1000,
        grace=(rules.grace or 0) * 1000,
        digits=_counted_up(state) if counts_up and speaking else _digits(state, rules),
        percent=round(100 * min(1.0, max(0.0, (left or 0) / limit)), 2) if limit else 0.0,
        hand=state.signal.label if state.signal else "",
        words="in the grace" if counts_up and state.phase is Phase.GRACE else _under(state, rules),
        cost=rules.overtime if rules.overtime is not None else "what that costs is not known",
        marks=_speech_marks(rules) if speaking else _marks(rules, state, limit),
    )


def _left(state: ClockState, rules: Rules) -> float | None:
    """To the limit that counts now: while a question is put, its own; after the time to choose, that of prep."""
    if state.phase is Phase.CHOOSE and not state.part:
        return state.prep_left
    if state.part == "question" and state.remaining is not None:
        return state.remaining - (rules.answer_limit or 0)
    return state.remaining


def _digits(state: ClockState, rules: Rules) -> str:
    if state.phase is Phase.READY:
        return display(rules.speech)
    if state.phase is Phase.OVER:
        return display_over(state.overtime)
    return display(_left(state, rules))


def _counted_up(state: ClockState) -> str:
    return "0:00" if state.phase is Phase.READY else spoken(state.speech_used)


def _under(state: ClockState, rules: Rules) -> str:
    """The line under the digits of the stage."""
    match state.phase:
        case Phase.READY:
            return "The clock starts when you do."
        case Phase.WALK:
            return "to walk to the room"
        case Phase.QUESTIONING:
            return f"for the {state.part}" if state.part else "of questioning left"
        case Phase.GRACE:
            return "of grace left"
        case Phase.OVER:
            cost = consequence(rules, state.speech_used)
            return f"over {display(rules.speech)}" + (f": {cost}" if cost else "")
    return ""


def _marks(rules: Rules, state: ClockState, limit: int) -> tuple[Mark, ...]:
    """Of prep, of choosing, of questioning and of each part of it."""
    if state.phase is Phase.QUESTIONING:
        what = f"the {state.part}" if state.part else "questioning"
        at = [s for s in (60, 30) if s < limit]
        return (*(Mark(s * 1000, f"{minutes(s)} left for {what}") for s in at), Mark(0, f"Time for {what} is over"))
    if state.part == "choice":
        at = [s for s in (60, 30, 10) if s < (rules.choose or 0)]
        return (*(Mark(s * 1000, f"{minutes(s)} to choose") for s in at), Mark(0, "Time to choose is over"))
    if state.phase not in BEFORE_PREP_ENDS or not rules.prep:
        return ()
    at = sorted({s for s in (rules.prep // 2, 300, 120, 60, 30) if s < rules.prep}, reverse=True)
    marks = [Mark(s * 1000, f"{minutes(s)} of prep left") for s in at]
    return (*marks, Mark(0, "Prep is over"))


def _speech_marks(rules: Rules) -> tuple[Mark, ...]:
    marks = [Mark(s.remaining * 1000, s.words, s.label) for s in rules.signals]
    if rules.speech and rules.grace:
        cost = rules.overtime or "over time"
        marks.append(Mark(-rules.grace * 1000, f"Grace is over: {cost}", ""))
    return tuple(marks)


@dataclass(frozen=True)
class Tick:
    """A signal on the track of the stage: `at` percent from the left."""

    at: float
    label: str


def track(rules: Rules) -> tuple[Tick, ...]:
    """The signals on a line that begins with the speech and ends with its limit."""
    if not rules.speech:
        return ()
    within: list[Signal] = [s for s in rules.signals if 0 <= s.remaining <= rules.speech]
    return tuple(Tick(round(100 * (1 - s.remaining / rules.speech), 2), s.label) for s in within)


_LINES: Mapping[EventKind, str] = {
    EventKind.DRAWN: "Questions drawn",
    EventKind.CHOSEN: "Question chosen",
    EventKind.PAUSED: "Clock paused",
    EventKind.RESUMED: "Clock running again",
    EventKind.OPENED: "Opened",
    EventKind.ATTACHED: "Source attached",
    EventKind.NOTED: "Noted",
    EventKind.ROOM_CLOSED: "Legal mode began",
    EventKind.CODE_REFUSED: "A wrong code was typed to leave legal mode",
    EventKind.ROOM_LEFT: "Left legal mode with the coach’s code",
    EventKind.DEVICE: "In legal mode on another device",
    EventKind.PREP_ENDED: "Ready to speak",
    EventKind.SPEECH_STARTED: "Speech began",
    EventKind.MARKED: "Section began",
    EventKind.SIGNALLED: "Signal given",
    EventKind.GUESSED: "Did not guess how long it was",
    EventKind.QUESTIONED: "Speech ended, questioning began",
    EventKind.ANSWERED: "The answer began",
    EventKind.SPEECH_ENDED: "Speech ended",
    EventKind.QUESTIONS_ENDED: "Questioning ended",
    EventKind.ABANDONED: "Round put away",
}


_NOTES = {
    "interruption": "Interrupted",
    "clock shown": "Looked at the hidden clock",
    "another account": "Another account was used in the same browser",
}


def line(entry: Entry) -> str:
    """What the review says of one entry, without the names of files."""
    if entry.kind is EventKind.PREP_ENDED and entry.data.get("by") == "clock":
        return "Prep ran out"
    if entry.kind is EventKind.SPEECH_STARTED and entry.data.get("hidden") is True:
        return "Speech began, the clock hidden"
    if entry.kind is EventKind.KEPT:
        return f"Time to choose ended: {kept(entry.data['how'], entry.data['slip'])}"
    if entry.kind is EventKind.ROOM_LEFT and entry.data.get("by"):
        return f"A coach ended legal mode: {entry.data['by']}"
    if entry.kind is EventKind.DEVICE:
        what = str(entry.data.get("what"))
        return f"In legal mode on a {what}" if entry.data.get("device") == 1 else f"Another device: {what}"
    if entry.kind is EventKind.QUESTIONED and entry.data:
        return "Questions were taken again"
    if entry.kind is EventKind.SEARCHED:
        return f"Searched “{entry.data.get('words', '')}”"
    seconds = entry.data.get("seconds")
    if entry.kind is EventKind.GUESSED and isinstance(seconds, int):
        return f"Guessed to have spoken {spoken(seconds)}"
    if entry.kind is EventKind.NOTED:
        said = str(entry.data.get("words", ""))
        return _NOTES.get(str(entry.data.get("what")), "Noted") + (f": {said}" if said else "")
    return _LINES[entry.kind]


_NOW: Mapping[Phase, str] = {
    Phase.DRAW: "nothing is drawn yet",
    Phase.CHOOSE: "a question is being chosen",
    Phase.PREP: "prep is running",
    Phase.WALK: "prep is over",
    Phase.READY: "prep is over and the speech has not begun",
    Phase.SPEECH: "the speech is running",
    Phase.GRACE: "the speech is in its grace",
    Phase.OVER: "the speech is over its time",
    Phase.QUESTIONING: "the speech has ended and questioning is running",
    Phase.DONE: "the speech has ended",
    Phase.ABANDONED: "it has been put away",
}
_ACTS: Mapping[EventKind, str] = {
    EventKind.CHOSEN: "choosing a question",
    EventKind.PAUSED: "pausing the clock",
    EventKind.RESUMED: "letting the clock run again",
    EventKind.OPENED: "opening a file",
    EventKind.SEARCHED: "searching the files",
    EventKind.ATTACHED: "attaching a source",
    EventKind.PREP_ENDED: "ending prep",
    EventKind.SPEECH_STARTED: "starting the speech",
    EventKind.NOTED: "noting anything",
    EventKind.ANSWERED: "beginning an answer",
    EventKind.GUESSED: "guessing how long it was",
    EventKind.QUESTIONED: "questioning",
    EventKind.MARKED: "marking a section",
    EventKind.SPEECH_ENDED: "ending the speech",
    EventKind.QUESTIONS_ENDED: "ending the questioning",
    EventKind.ABANDONED: "putting the round away",
}


def now_words(state: ClockState) -> str:
    """Where a round is, as the end of a sentence."""
    return _NOW[state.phase] + (", the clock is paused" if state.paused else "")


def refusal(act: EventKind, state: ClockState) -> str:
    """Why an act was refused: "This round does not allow choosing a question now: prep is running."."""
    return f"This round does not allow {_ACTS.get(act, act.value)} now: {now_words(state)}."


def too_late(ended: str, kept: str, question: str) -> str:
    """Why a choice was not taken: its time had ended. `ended` as 10:03:00."""
    return f"Time to choose ended at {ended}, before your choice arrived, and {kept} for you: {question}"
