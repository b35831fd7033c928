"""Any list of events at all."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.clock import ClockState, Event, allowed, fold, timeline
from practice.phases import BEFORE_PREP_ENDS, SPEAKING, EventKind, Phase
from practice.rule_sets.rules import CHOOSE_ENDS, Rules
from tests.practice.rounds import PRACTICE, T0, at

seconds_ = st.integers(-50, 4000) | st.floats(-50, 4000).map(lambda s: round(s, 3))
event_lists = st.lists(st.tuples(st.sampled_from(EventKind), seconds_), max_size=25)
rule_sets = st.builds(
    Rules,
    name=st.just("any"),
    prep=st.none() | st.sampled_from([60, 1800]),
    walk=st.none() | st.sampled_from([0, 60]),
    walk_in_prep=st.just(False),
    choose=st.just(0) | st.just(60),
    choose_end=st.none() | st.sampled_from(CHOOSE_ENDS),
    speech=st.none() | st.sampled_from([0, 420]),
    grace=st.none() | st.sampled_from([0, 30]),
    questioning=st.none() | st.sampled_from([0, 120]),
    pause=st.booleans(),
)


CHOOSING = frozenset({Phase.CHOOSE})


def whole_round(told: list[tuple[EventKind, float]]) -> list[Event]:
    """The events after a draw and a choice, in the order of their time: so that most lists get somewhere."""
    later = sorted(told, key=lambda pair: pair[1])
    return [Event(EventKind.DRAWN, T0), Event(EventKind.CHOSEN, at(5)), *(Event(kind, at(s)) for kind, s in later)]


def running(state: ClockState, phases: frozenset[Phase]) -> float:
    spans = [span for span in state.spans if span.phase in phases and not span.paused]
    return sum(((span.end or state.at) - span.start for span in spans), timedelta()).total_seconds()


@given(event_lists, rule_sets, seconds_, st.booleans())
@settings(max_examples=250, deadline=None)
def test_any_list_of_events_folds_to_a_clock_that_adds_up(
    told: list[tuple[EventKind, float]], rules: Rules, now: float, in_order: bool
) -> None:
    events = whole_round(told) if in_order else [Event(kind, at(s)) for kind, s in told]
    state = fold(events, rules, at(now))
    assert running(state, SPEAKING) == state.speech_used
    prepped = running(state, BEFORE_PREP_ENDS)
    assert state.prep_used == (prepped if rules.prep is None else min(prepped, rules.prep))
    if rules.prep is not None:
        assert state.prep_left is not None
        assert state.prep_used + state.prep_left == pytest.approx(rules.prep, abs=1e-6)
    assert all(span.end and span.end > span.start for span in state.spans[:-1])
    assert all(one.end == two.start for one, two in pairwise(state.spans))
    assert (state.remaining is None) or state.remaining >= 0
    entries = timeline(events, rules, at(now))
    assert all(one.at <= two.at for one, two in pairwise(entries))


@given(event_lists, rule_sets, seconds_)
@settings(max_examples=150, deadline=None)
def test_what_is_allowed_is_just_what_the_fold_takes(
    told: list[tuple[EventKind, float]], rules: Rules, now: float
) -> None:
    events = whole_round(told)
    state = fold(events, rules, at(now))
    before = [entry for entry in timeline(events, rules, state.at) if entry.data.get("by") != "clock"]
    for kind in EventKind:
        after = timeline([*events, Event(kind, state.at)], rules, state.at)
        taken = len([entry for entry in after if entry.data.get("by") != "clock"]) > len(before)
        assert taken == (kind in allowed(state))


@given(event_lists, rule_sets, st.lists(seconds_, min_size=2, max_size=6))
@settings(max_examples=150, deadline=None)
def test_time_only_goes_forward(told: list[tuple[EventKind, float]], rules: Rules, nows: list[float]) -> None:
    states = [fold(whole_round(told), rules, at(now)) for now in sorted(nows)]
    for earlier, later in pairwise(states):
        assert earlier.at <= later.at
        assert list(Phase).index(earlier.phase) <= list(Phase).index(later.phase)
        assert earlier.prep_used <= later.prep_used
        assert earlier.speech_used <= later.speech_used
        assert earlier.overtime <= later.overtime


@given(
    st.sampled_from(["first", "chance"]),
    st.lists(st.tuples(st.floats(0, 300), st.booleans()), max_size=8),
    st.integers(0, 240),
    st.floats(0, 4000),
)
@settings(max_examples=200, deadline=None)
def test_a_question_is_kept_at_one_instant_whoever_looks_when_and_whatever_is_chosen_after_it(
    keeps: str, acts: list[tuple[float, bool]], late: int, now: float
) -> None:
    rules = replace(PRACTICE, choose=120, choose_end=keeps)
    told = [Event(EventKind.DRAWN, T0, {"late": late})]
    for seconds, pauses in sorted(acts):
        told.append(Event(EventKind.PAUSED if pauses else EventKind.RESUMED, at(seconds)))
    looked = sorted([now, *(seconds for seconds, _ in acts)])
    states = [fold([one for one in told if one.at <= at(second)], rules, at(second)) for second in looked]
    assert all(running(state, CHOOSING) == 120 for state in states if state.due)
    ended = {max(s.end for s in state.spans if s.phase is Phase.CHOOSE and s.end) for state in states if state.due}
    assert len(ended) <= 1
    last = states[-1]
    if last.due:
        (deadline,) = ended
        chosen = fold([*told, Event(EventKind.CHOSEN, last.at)], rules, last.at)
        before = [one for one in told if one.at < deadline]  # the server writes it down before anything after it
        kept = fold([*before, Event(EventKind.KEPT, deadline), *told[len(before) :]], rules, last.at)
        assert chosen == last
        assert (kept.phase, kept.spans, kept.due) == (last.phase, last.spans, False)


@given(st.lists(st.integers(1, 400_000), min_size=1, max_size=20), st.integers(0, 2_000_000))
@settings(max_examples=150, deadline=None)
def test_running_stretches_add_up_to_the_length_of_prep_whatever_the_pauses(gaps: list[int], first: int) -> None:
    told, instant = [Event(EventKind.DRAWN, T0), Event(EventKind.CHOSEN, T0)], first
    for place, gap in enumerate(gaps):
        kind = EventKind.RESUMED if place % 2 else EventKind.PAUSED
        told.append(Event(kind, at(instant / 1000)))
        instant += gap
    told.append(Event(EventKind.RESUMED, at(instant / 1000)))
    state = fold(told, PRACTICE, at(instant / 1000 + 1800))
    assert running(state, BEFORE_PREP_ENDS) == state.prep_used == 1800
