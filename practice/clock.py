"""The clock of a round: a pure fold over its events.

A round is an append-only list of events stamped by the server. `fold` turns the list, the rules and `now` into a
`ClockState`; nothing else is stored, so a reload, a second device, a sleep or a restart all read the same clock.

How time runs:

- Prep begins at the draw; choosing takes its time from prep. With no choice made the phase stays `choose` past its
  deadline, with nothing remaining; but where the rules keep a question then (`Rules.keeps`), prep goes on from that
  deadline, and a `kept` event is due that says which question (`practice.choosing` writes it).
- Prep and the walk end by themselves at their deadline. The speech never does: it turns to `grace`, then `over`.
- Where the rules give a question and its answer a limit each, questioning is the one and then the other: the answer
  begins when somebody says so, at the latest when the question's time is over.
- Questioning follows the speech where the rules give it a length and somebody asks. It waits at zero to be ended.
  Under any rules questions may be taken again after the end, for practice: the speech stays as it was.
- A phase holds its first instant and not its last: at exactly the deadline the next one runs.
- Events count in the order given. A stamp earlier than the one before (the server's clock was set back) is
  read as that one, and `now` likewise, so no span is ever negative.
- An event out of place (a second choice, a start before the choice, anything after the end but a guess of how
  long it was, and questions) is ignored, and leaves no trace in the clock or the time line. `allowed` says beforehand
  what is in place.
- A `drawn` event may carry `{"late": seconds}`: prep is that much shorter, so that the time to speak does not move,
  unless the rules say that a late draw is not taken from prep.

All sums are exact (microseconds); floats stand only in the results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from practice.phases import (
    BEFORE_PREP_ENDS,
    CLOCK_SHOWN,
    ENDED,
    SPEAKING,
    WAITING,
    WHILE_PAUSED,
    WHILE_RUNNING,
    EventKind,
    Phase,
)
from practice.rule_sets.rules import LONGEST, Rules, Signal

ZERO = timedelta(0)


@dataclass(frozen=True)
class Event:
    """One thing that happened. `at` must know its zone (ValueError else); `data` is what a replay needs of it."""

    kind: EventKind
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("an event's time needs a zone")


@dataclass(frozen=True)
class Span:
    """A stretch of one phase, either running or paused. `end` is None while it lasts. Never empty once closed."""

    phase: Phase
    start: datetime
    end: datetime | None
    paused: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of the replay. `phase` is the one that runs from `at` on; `offset_seconds` counts from the draw."""

    at: datetime
    offset_seconds: float
    phase: Phase
    kind: EventKind
    data: Mapping[str, Any]


@dataclass(frozen=True)
class ClockState:
    """The clock at one instant. Seconds are floats; `None` means that the rules know no such limit, or none runs."""

    at: datetime  # `now`, or the last event if that is later
    phase: Phase
    paused: bool
    pausable: bool  # the rules let this round pause
    askable: bool  # the rules have questioning after the speech
    part: str  # "choice" in the time to choose; "question", "answer" where the rules give each a limit; else ""
    due: bool  # the time to choose has ended, and the question that the rules keep is not yet written down
    done: bool  # the round has ended; where questions are taken after it, it stays so
    hidden: bool  # the speaker has seen no clock in the speech, and has not yet guessed how long it was
    deadline: datetime | None  # when the running phase ends; None while paused
    remaining: float | None  # to that deadline, never below 0; stands still while paused
    elapsed: float  # run in this phase, pauses left out
    prep_used: float  # choosing and prep, pauses left out, never above the limit
    prep_left: float | None
    speech_used: float  # speech, grace and over, pauses left out
    overtime: float  # of that, what is past the speech limit: the grace counts as overtime
    signal: Signal | None  # the last one due, while speaking
    next_signal: Signal | None
    spans: tuple[Span, ...]  # in order; the one that lasts stands last, with no end


def fold(events: Iterable[Event], rules: Rules, now: datetime) -> ClockState:
    """The state of the clock at `now` (with a zone, ValueError else). No list of events makes it fail."""
    return _state(_replay(events, rules, now)[0], rules)


def timeline(events: Iterable[Event], rules: Rules, now: datetime) -> tuple[Entry, ...]:
    """Every event that counted, in order, for the review page.

    Where prep ran out by itself, a `prep_ended` entry with data `{"by": "clock"}` stands at its deadline.
    """
    return _replay(events, rules, now)[1]


def allowed(state: ClockState) -> frozenset[EventKind]:
    """The acts that would count now. The server refuses every other."""
    asking = state.part == "question"
    may = {"pausable": state.pausable, "askable": state.askable, "hidden": state.hidden, "asking": asking}
    return frozenset(_acts(state.phase, paused=state.paused, due=state.due, done=state.done, **may))


def spoken_at(state: ClockState, at: datetime) -> float:
    """How many seconds of the speech had run at that moment, pauses left out; 0 before it, its length after it."""
    ran = ZERO
    for span in state.spans:
        if span.phase in SPEAKING and not span.paused:
            ran += max(ZERO, min(span.end or state.at, at) - span.start)
    return ran.total_seconds()


def _acts(
    phase: Phase,
    *,
    paused: bool,
    pausable: bool,
    askable: bool,
    hidden: bool,
    asking: bool,
    due: bool,
    done: bool,
) -> Iterator[EventKind]:
    barred = {
        EventKind.PAUSED: not pausable,
        EventKind.QUESTIONED: not (askable or done),
        EventKind.ABANDONED: done,
        EventKind.GUESSED: not hidden,
        EventKind.ANSWERED: not asking,
        EventKind.KEPT: not due,
    }
    for kind, phases in (WHILE_PAUSED if paused else WHILE_RUNNING).items():
        if phase in phases and not barred.get(kind):
            yield kind


@dataclass(frozen=True)
class _Run:
    """What the fold carries. `since` is when the present span began; the sums leave that span out."""

    at: datetime
    since: datetime
    drawn_at: datetime | None = None
    phase: Phase = Phase.DRAW
    paused: bool = False
    hidden: bool = False
    due: bool = False
    done: bool = False
    answered: timedelta | None = None  # how long questioning had run when the answer began
    late: timedelta = ZERO
    ran: timedelta = ZERO  # in this phase
    prep_ran: timedelta = ZERO
    speech_ran: timedelta = ZERO
    spans: tuple[Span, ...] = ()

    def running(self) -> timedelta:
        """How long the present span has run at `at`."""
        return ZERO if self.paused else self.at - self.since


def _replay(events: Iterable[Event], rules: Rules, now: datetime) -> tuple[_Run, tuple[Entry, ...]]:
    if now.utcoffset() is None:
        raise ValueError("now needs a zone")
    run: _Run | None = None
    entries: list[Entry] = []
    for event in events:
        at = event.at.astimezone(UTC)
        before = run or _Run(at=at, since=at)
        reached = _advance(before, rules, max(at, before.at))
        may = {
            "pausable": rules.pause,
            "askable": bool(rules.asked_for),
            "hidden": reached.hidden,
            "asking": _part(reached, rules) == "question",
            "due": reached.due,
            "done": reached.done,
        }
        acts = _acts(reached.phase, paused=reached.paused, **may)
        if event.kind not in acts:
            continue
        applied = _apply(reached, event)
        run = _advance(applied, rules, applied.at)  # past phases that have no length
        entries.extend(_prep_ran_out(before, reached))
        entries.append(_entry(run, event.kind, event.data))
        entries.extend(_prep_ran_out(applied, run))
    instant = now.astimezone(UTC)
    before = run or _Run(at=instant, since=instant)
    run = _advance(before, rules, max(instant, before.at))
    entries.extend(_prep_ran_out(before, run))
    return run, tuple(entries)


def _entry(run: _Run, kind: EventKind, data: Mapping[str, Any]) -> Entry:
    return Entry(run.at, (run.at - (run.drawn_at or run.at)).total_seconds(), run.phase, kind, data)


def _prep_ran_out(before: _Run, reached: _Run) -> Iterator[Entry]:
    if before.phase in BEFORE_PREP_ENDS and reached.phase not in BEFORE_PREP_ENDS:
        prep = [span.end for span in reached.spans if span.phase in BEFORE_PREP_ENDS and span.end]
        ended = prep[-1] if prep else before.since
        after = next((span.phase for span in reached.spans if span.start >= ended), reached.phase)
        yield _entry(replace(reached, at=ended, phase=after), EventKind.PREP_ENDED, {"by": "clock"})


def _apply(run: _Run, event: Event) -> _Run:
    """The run after an event that is in place, at `run.at`."""
    match event.kind:
        case EventKind.DRAWN:
            return replace(_enter(run, Phase.CHOOSE, run.at), drawn_at=run.at, late=_late(event.data))
        case EventKind.CHOSEN:
            return _enter(run, Phase.PREP, run.at)
        case EventKind.PAUSED:
            return replace(_close(run, run.at), paused=True)
        case EventKind.RESUMED:
            return replace(_close(run, run.at), paused=False)
        case EventKind.PREP_ENDED:
            return _enter(run, Phase.WALK, run.at)
        case EventKind.SPEECH_STARTED:
            return replace(_enter(run, Phase.SPEECH, run.at), hidden=event.data.get("hidden") is True)
        case EventKind.ANSWERED:
            return replace(run, answered=run.ran + run.running())
        case EventKind.GUESSED | EventKind.NOTED:
            looked = event.kind is EventKind.GUESSED or event.data.get("what") == CLOCK_SHOWN
            return replace(run, hidden=run.hidden and not looked)
        case EventKind.QUESTIONED:
            return replace(_enter(run, Phase.QUESTIONING, run.at), answered=None)
        case EventKind.SPEECH_ENDED | EventKind.QUESTIONS_ENDED:
            return replace(_enter(run, Phase.DONE, run.at), done=True)
        case EventKind.ABANDONED:
            return _enter(run, Phase.ABANDONED, run.at)
    return replace(run, due=run.due and event.kind is not EventKind.KEPT)


def _late(data: Mapping[str, Any]) -> timedelta:
    late = data.get("late")
    if isinstance(late, bool) or not isinstance(late, int):
        return ZERO
    return timedelta(seconds=min(max(late, 0), LONGEST))


def _advance(run: _Run, rules: Rules, at: datetime) -> _Run:
    """Let time pass until `at`, ending each phase that ends by itself on the way."""
    while (limit := _limit(run, rules)) is not None and not run.paused and not _waits(run.phase, rules):
        end = max(run.since, run.since + limit - run.ran)
        if end > at:
            break
        run = replace(_enter(run, _AFTER[run.phase], end), due=run.due or run.phase is Phase.CHOOSE)
    return replace(run, at=at)


def _waits(phase: Phase, rules: Rules) -> bool:
    return phase in WAITING and not (phase is Phase.CHOOSE and rules.keeps)


_AFTER = {
    Phase.CHOOSE: Phase.PREP,
    Phase.PREP: Phase.WALK,
    Phase.WALK: Phase.READY,
    Phase.SPEECH: Phase.GRACE,
    Phase.GRACE: Phase.OVER,
}


def _limit(run: _Run, rules: Rules) -> timedelta | None:
    """How long the present phase may run in all. None: it has no end of its own."""
    prep = _prep_limit(run, rules)
    match run.phase:
        case Phase.CHOOSE:
            choose = None if rules.choose is None else timedelta(seconds=rules.choose)
            return min((limit for limit in (prep, choose) if limit is not None), default=None)
        case Phase.PREP:
            return None if prep is None else max(ZERO, prep - (run.prep_ran - run.ran))
        case Phase.WALK:
            return timedelta(seconds=rules.walk or 0)
        case Phase.SPEECH:
            return None if rules.speech is None else timedelta(seconds=rules.speech)
        case Phase.GRACE:
            return timedelta(seconds=rules.grace or 0)
        case Phase.QUESTIONING:
            if run.answered is None or not rules.answered_apart:
                return timedelta(seconds=rules.asked_for)
            return run.answered + timedelta(seconds=rules.answer_limit or 0)
    return None


def _part(run: _Run, rules: Rules) -> str:
    if run.phase is Phase.CHOOSE:
        choose = rules.choose
        return "choice" if choose is not None and run.ran + run.running() < timedelta(seconds=choose) else ""
    if run.phase is not Phase.QUESTIONING or not rules.answered_apart:
        return ""
    over = run.ran + run.running() >= timedelta(seconds=rules.question_limit or 0)
    return "answer" if over or run.answered is not None else "question"


def _prep_limit(run: _Run, rules: Rules) -> timedelta | None:
    if rules.prep is None:
        return None
    walk = rules.walk or 0 if rules.walk_in_prep else 0
    late = ZERO if rules.late_in_prep is False else run.late
    return max(ZERO, timedelta(seconds=rules.prep - walk) - late)


def _close(run: _Run, at: datetime) -> _Run:
    """End the present span at `at` and begin another of the same phase."""
    if run.phase is Phase.DRAW:
        return replace(run, at=at, since=at)
    lasted = ZERO if run.paused else at - run.since
    closed = Span(run.phase, run.since, at, run.paused)
    return replace(
        run,
        at=at,
        since=at,
        ran=run.ran + lasted,
        prep_ran=run.prep_ran + (lasted if run.phase in BEFORE_PREP_ENDS else ZERO),
        speech_ran=run.speech_ran + (lasted if run.phase in SPEAKING else ZERO),
        spans=(*run.spans, closed) if at > run.since else run.spans,
    )


def _enter(run: _Run, phase: Phase, at: datetime) -> _Run:
    return replace(_close(run, at), phase=phase, paused=False, ran=ZERO)


def _state(run: _Run, rules: Rules) -> ClockState:
    running = run.running()
    ran = run.ran + running if run.phase not in ENDED | {Phase.DRAW} else ZERO
    limit = _limit(run, rules)
    remaining = None if limit is None else max(ZERO, limit - ran)
    prep_limit = _prep_limit(run, rules)
    prep_used = run.prep_ran + (running if run.phase in BEFORE_PREP_ENDS else ZERO)
    if prep_limit is not None:
        prep_used = min(prep_used, prep_limit)
    speech_used = run.speech_ran + (running if run.phase in SPEAKING else ZERO)
    speech_limit = None if rules.speech is None else timedelta(seconds=rules.speech)
    due, coming = _signals(run.phase, rules, speech_used)
    lasting = () if run.phase in ENDED | {Phase.DRAW} else (Span(run.phase, run.since, None, run.paused),)
    return ClockState(
        at=run.at,
        phase=run.phase,
        paused=run.paused,
        pausable=rules.pause,
        askable=bool(rules.asked_for),
        part=_part(run, rules),
        due=run.due,
        done=run.done,
        hidden=run.hidden,
        deadline=None if limit is None or run.paused else run.since + max(ZERO, limit - run.ran),
        remaining=None if remaining is None else remaining.total_seconds(),
        elapsed=ran.total_seconds(),
        prep_used=prep_used.total_seconds(),
        prep_left=None if prep_limit is None else (prep_limit - prep_used).total_seconds(),
        speech_used=speech_used.total_seconds(),
        overtime=0.0 if speech_limit is None else max(ZERO, speech_used - speech_limit).total_seconds(),
        signal=due,
        next_signal=coming,
        spans=run.spans + lasting,
    )


def _signals(phase: Phase, rules: Rules, used: timedelta) -> tuple[Signal | None, Signal | None]:
    """The last signal due and the next one to come; neither outside the speech or without a known limit."""
    if phase not in SPEAKING or rules.speech is None:
        return None, None
    due = [s for s in rules.signals if timedelta(seconds=rules.speech - s.remaining) <= used]
    return (due[-1] if due else None), next(iter(rules.signals[len(due) :]), None)
