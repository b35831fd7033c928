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
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from practice.phases import (
    BEFORE_PREP_ENDS,
    ENDED,
    SPEAKING,
    WHILE_PAUSED,
    WHILE_RUNNING,
    EventKind,
    Phase,
)
from practice.rule_sets.rules import Rules, Signal
from practice.running import ZERO, Event, Run, Span, advance, after, limit_of, part_of, prep_limit_of


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


def _replay(events: Iterable[Event], rules: Rules, now: datetime) -> tuple[Run, tuple[Entry, ...]]:
    if now.utcoffset() is None:
        raise ValueError("now needs a zone")
    run: Run | None = None
    entries: list[Entry] = []
    for event in events:
        at = event.at.astimezone(UTC)
        before = run or Run(at=at, since=at)
        reached = advance(before, rules, max(at, before.at))
        may = {
            "pausable": rules.pause,
            "askable": bool(rules.asked_for),
            "hidden": reached.hidden,
            "asking": part_of(reached, rules) == "question",
            "due": reached.due,
            "done": reached.done,
        }
        acts = _acts(reached.phase, paused=reached.paused, **may)
        if event.kind not in acts:
            continue
        applied = after(reached, event)
        run = advance(applied, rules, applied.at)  # past phases that have no length
        entries.extend(_prep_ran_out(before, reached))
        entries.append(_entry(run, event.kind, event.data))
        entries.extend(_prep_ran_out(applied, run))
    instant = now.astimezone(UTC)
    before = run or Run(at=instant, since=instant)
    run = advance(before, rules, max(instant, before.at))
    entries.extend(_prep_ran_out(before, run))
    return run, tuple(entries)


def _entry(run: Run, kind: EventKind, data: Mapping[str, Any]) -> Entry:
    return Entry(run.at, (run.at - (run.drawn_at or run.at)).total_seconds(), run.phase, kind, data)


def _prep_ran_out(before: Run, reached: Run) -> Iterator[Entry]:
    if before.phase in BEFORE_PREP_ENDS and reached.phase not in BEFORE_PREP_ENDS:
        prep = [span.end for span in reached.spans if span.phase in BEFORE_PREP_ENDS and span.end]
        ended = prep[-1] if prep else before.since
        after = next((span.phase for span in reached.spans if span.start >= ended), reached.phase)
        yield _entry(replace(reached, at=ended, phase=after), EventKind.PREP_ENDED, {"by": "clock"})


def _state(run: Run, rules: Rules) -> ClockState:
    running = run.running()
    ran = run.ran + running if run.phase not in ENDED | {Phase.DRAW} else ZERO
    limit = limit_of(run, rules)
    remaining = None if limit is None else max(ZERO, limit - ran)
    prep_limit = prep_limit_of(run, rules)
    prep_used = run.prep_ran + (running if run.phase in BEFORE_PREP_ENDS else ZERO)
    if prep_limit is not None:
        prep_used = min(prep_used, prep_limit)
    speech_used = run.speech_ran + (running if run.phase in SPEAKING else ZERO)
    speech_limit = None if rules.speech is None else timedelta(seconds=rules.speech)
    lasting = () if run.phase in ENDED | {Phase.DRAW} else (Span(run.phase, run.since, None, run.paused),)
    return ClockState(
        at=run.at,
        phase=run.phase,
        paused=run.paused,
        pausable=rules.pause,
        askable=bool(rules.asked_for),
        part=part_of(run, rules),
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
        signal=_signal_due(run.phase, rules, speech_used),
        spans=run.spans + lasting,
    )


def _signal_due(phase: Phase, rules: Rules, used: timedelta) -> Signal | None:
    """The last signal due; none outside the speech or without a known limit."""
    if phase not in SPEAKING or rules.speech is None:
        return None
    due = [s for s in rules.signals if timedelta(seconds=rules.speech - s.remaining) <= used]
    return due[-1] if due else None
