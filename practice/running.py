"""One step of the clock: what an event or a stretch of time makes of a round. Pure; its rules: `practice.clock`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from practice.phases import BEFORE_PREP_ENDS, CLOCK_SHOWN, SPEAKING, WAITING, EventKind, Phase
from practice.rule_sets.rules import LONGEST, Rules

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
class Run:
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


def after(run: Run, event: Event) -> Run:
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


def advance(run: Run, rules: Rules, at: datetime) -> Run:
    """Let time pass until `at`, ending each phase that ends by itself on the way."""
    while (limit := limit_of(run, rules)) is not None and not run.paused and not _waits(run.phase, rules):
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


def limit_of(run: Run, rules: Rules) -> timedelta | None:
    """How long the present phase may run in all. None: it has no end of its own."""
    prep = prep_limit_of(run, rules)
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


def part_of(run: Run, rules: Rules) -> str:
    """As `ClockState.part`."""
    if run.phase is Phase.CHOOSE:
        choose = rules.choose
        return "choice" if choose is not None and run.ran + run.running() < timedelta(seconds=choose) else ""
    if run.phase is not Phase.QUESTIONING or not rules.answered_apart:
        return ""
    over = run.ran + run.running() >= timedelta(seconds=rules.question_limit or 0)
    return "answer" if over or run.answered is not None else "question"


def prep_limit_of(run: Run, rules: Rules) -> timedelta | None:
    """Prep in all, without a walk that is inside it and what a late draw took; None where nobody knows it."""
    if rules.prep is None:
        return None
    walk = rules.walk or 0 if rules.walk_in_prep else 0
    late = ZERO if rules.late_in_prep is False else run.late
    return max(ZERO, timedelta(seconds=rules.prep - walk) - late)


def _close(run: Run, at: datetime) -> Run:
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


def _enter(run: Run, phase: Phase, at: datetime) -> Run:
    return replace(_close(run, at), phase=phase, paused=False, ran=ZERO)
