from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from practice.clock import Entry, Event, Span, allowed, fold, timeline
from practice.phases import EventKind, Phase
from practice.rule_sets.rules import Rules, Signal
from practice.words import display, display_over
from tests.practice.rounds import CHOSEN, MILLISECOND, PRACTICE, RULES, SIGNALS, SPOKEN, T0, at, clock, happened

OF_THE_ROOM = {EventKind.ROOM_CLOSED, EventKind.CODE_REFUSED, EventKind.ROOM_LEFT, EventKind.DEVICE}

# The phases.


def test_before_the_draw_nothing_runs() -> None:
    state = fold([], RULES, T0)
    assert (state.phase, state.deadline, state.remaining, state.prep_left) == (Phase.DRAW, None, None, 1800)
    assert state.spans == ()
    assert allowed(state) == {EventKind.DRAWN, EventKind.ABANDONED}


def test_prep_begins_at_the_draw_and_choosing_takes_from_it() -> None:
    choosing = clock(("drawn", 0), now=60)
    assert (choosing.phase, choosing.deadline, choosing.remaining) == (Phase.CHOOSE, at(1800), 1740)
    prepping = clock(*CHOSEN, now=100)
    assert (prepping.phase, prepping.deadline, prepping.remaining) == (Phase.PREP, at(1800), 1700)
    assert (prepping.elapsed, prepping.prep_used, prepping.prep_left) == (10, 100, 1700)


@pytest.mark.parametrize(
    ("now", "phase", "remaining", "shown"),
    [
        (1799 - MILLISECOND, Phase.PREP, 1.001, "0:02"),
        (1799, Phase.PREP, 1.0, "0:01"),
        (1800 - MILLISECOND, Phase.PREP, 0.001, "0:01"),
        (1800, Phase.READY, None, ""),
        (1800 + MILLISECOND, Phase.READY, None, ""),
    ],
)
def test_prep_ends_by_itself_exactly_at_its_deadline(
    now: float, phase: Phase, remaining: float | None, shown: str
) -> None:
    state = clock(*CHOSEN, now=now)
    assert (state.phase, state.remaining, display(state.remaining)) == (phase, remaining, shown)


def test_without_a_choice_the_round_waits_at_zero_and_a_late_choice_has_no_prep() -> None:
    waiting = clock(("drawn", 0), now=5000)
    assert (waiting.phase, waiting.remaining, waiting.prep_used, waiting.prep_left) == (Phase.CHOOSE, 0, 1800, 0)
    assert waiting.deadline == at(1800)
    assert EventKind.CHOSEN in allowed(waiting)
    late = clock(("drawn", 0), ("chosen", 5000), now=5000)
    assert (late.phase, late.prep_left, late.prep_used) == (Phase.READY, 0, 1800)
    assert late.spans == (Span(Phase.CHOOSE, T0, at(5000)), Span(Phase.READY, at(5000), None))


def test_a_limit_on_choosing_lies_inside_prep() -> None:
    rules = Rules(name="TOC", prep=1800, choose=180)
    state = clock(("drawn", 0), now=200, rules=rules)
    assert (state.phase, state.remaining, state.deadline, state.prep_left) == (Phase.CHOOSE, 0, at(180), 1600)
    assert clock(("drawn", 0), ("chosen", 200), now=200, rules=rules).remaining == 1600


def test_a_late_draw_shortens_prep() -> None:
    late = happened(("drawn", 0, {"late": 360}), ("chosen", 10))
    assert fold(late, RULES, at(10)).deadline == at(1440)  # 24 minutes: six of the thirty are gone
    assert fold(happened(("drawn", 0, {"late": 9999})), RULES, T0).prep_left == 0
    for nonsense in (-5, "360", True, None, 1e9):
        assert fold(happened(("drawn", 0, {"late": nonsense})), RULES, T0).prep_left == 1800


def test_a_rule_set_may_leave_prep_whole_after_a_late_draw() -> None:
    told = happened(("drawn", 0, {"late": 360}))
    assert fold(told, replace(RULES, late_in_prep=False), T0).prep_left == 1800
    assert fold(told, replace(RULES, late_in_prep=None), T0).prep_left == 1440


# Questioning.


ASKED = replace(RULES, question_limit=60, answer_limit=120)


def test_questioning_ends_the_speech_and_waits_at_zero() -> None:
    told = (*SPOKEN, ("questioned", 2440.0))
    asked = clock(*told, now=2500, rules=ASKED)
    assert (asked.phase, asked.remaining, asked.speech_used, asked.overtime) == (Phase.QUESTIONING, 120, 440, 20)
    assert asked.deadline == at(2620)
    assert allowed(asked) == OF_THE_ROOM | {EventKind.NOTED, EventKind.QUESTIONS_ENDED, EventKind.ABANDONED}
    assert clock(*told, now=9000, rules=ASKED).remaining == 0
    ended = clock(*told, ("questions_ended", 2600), now=9000, rules=ASKED)
    assert (ended.phase, ended.speech_used, allowed(ended)) == (Phase.DONE, 440, {EventKind.QUESTIONED})
    assert ended.spans[-1] == Span(Phase.QUESTIONING, at(2440), at(2600))


@pytest.mark.parametrize("rules", [RULES, replace(RULES, questioning=0, question_limit=60, answer_limit=120)])
def test_nobody_asks_where_the_rules_have_no_questioning(rules: Rules) -> None:
    state = clock(*SPOKEN, ("questioned", 2100), now=2100, rules=rules)
    assert state.phase is Phase.SPEECH
    assert EventKind.QUESTIONED not in allowed(state)


def test_a_student_who_is_ready_early_keeps_what_was_left_on_record() -> None:
    state = clock(*CHOSEN, ("prep_ended", 1000), now=1500)
    assert (state.phase, state.prep_used, state.prep_left, state.elapsed) == (Phase.READY, 1000, 800, 500)


def test_the_walk_follows_prep_or_lies_inside_it() -> None:
    after = Rules(name="Walk", prep=1800, walk=120)
    walking = clock(*CHOSEN, now=1850, rules=after)
    assert (walking.phase, walking.remaining, walking.deadline) == (Phase.WALK, 70, at(1920))
    assert clock(*CHOSEN, now=1920, rules=after).phase is Phase.READY
    assert clock(*CHOSEN, ("prep_ended", 600), now=600, rules=after).deadline == at(720)
    inside = Rules(name="Stoa", prep=1800, walk=120, walk_in_prep=True)
    assert clock(*CHOSEN, now=1679, rules=inside).deadline == at(1680)
    walking = clock(*CHOSEN, now=1680, rules=inside)
    assert (walking.phase, walking.deadline) == (Phase.WALK, at(1800))


@pytest.mark.parametrize(
    ("spoken", "phase", "remaining", "overtime"),
    [
        (0, Phase.SPEECH, 420, 0),
        (419.999, Phase.SPEECH, 0.001, 0),
        (420, Phase.GRACE, 30, 0),
        (420.001, Phase.GRACE, 29.999, 0.001),
        (449.999, Phase.GRACE, 0.001, 29.999),
        (450, Phase.OVER, None, 30),
        (450.001, Phase.OVER, None, 30.001),
        (4000, Phase.OVER, None, 3580),
    ],
)
def test_the_speech_turns_to_grace_and_over_and_never_ends_by_itself(
    spoken: float, phase: Phase, remaining: float | None, overtime: float
) -> None:
    state = clock(*SPOKEN, now=2000 + spoken)
    assert (state.phase, state.remaining, state.overtime) == (phase, remaining, overtime)
    assert state.speech_used == spoken
    assert EventKind.SPEECH_ENDED in allowed(state)


def test_without_grace_the_speech_is_over_at_its_limit() -> None:
    for grace in (0, None):
        assert (
            clock(*SPOKEN, now=2420, rules=Rules(name="UIL", prep=1800, speech=420, grace=grace)).phase is Phase.OVER
        )


def test_a_speech_may_begin_while_prep_still_runs_and_ends_it() -> None:
    state = clock(*CHOSEN, ("speech_started", 700), now=710)
    assert (state.phase, state.prep_used, state.prep_left, state.speech_used) == (Phase.SPEECH, 700, 1100, 10)


def test_a_finished_round_stands_still() -> None:
    ended = (*SPOKEN, ("speech_ended", 2451.0))
    state = clock(*ended, now=99_999)
    assert (state.phase, state.speech_used, state.overtime, state.remaining) == (Phase.DONE, 451, 31, None)
    assert allowed(state) == {EventKind.QUESTIONED}
    assert state.spans == (
        Span(Phase.CHOOSE, T0, at(90)),
        Span(Phase.PREP, at(90), at(1800)),
        Span(Phase.READY, at(1800), at(2000)),
        Span(Phase.SPEECH, at(2000), at(2420)),
        Span(Phase.GRACE, at(2420), at(2450)),
        Span(Phase.OVER, at(2450), at(2451)),
    )
    assert clock(*ended, ("speech_ended", 3000), ("drawn", 3001), now=99_999) == state


def test_unknown_times_run_without_an_end() -> None:
    rules = Rules(name="TFA", signals=SIGNALS)
    prepping = clock(*CHOSEN, now=9000, rules=rules)
    assert (prepping.phase, prepping.deadline, prepping.remaining) == (Phase.PREP, None, None)
    assert (prepping.prep_used, prepping.prep_left) == (9000, None)
    speaking = clock(*CHOSEN, ("speech_started", 100), now=9100, rules=rules)
    assert (speaking.phase, speaking.overtime, speaking.signal) == (Phase.SPEECH, 0, None)


# Signals.


@pytest.mark.parametrize(
    ("spoken", "showing"),
    [
        (0, None),
        (119.999, None),
        (120, "5"),
        (180, "4"),
        (240, "3"),
        (300, "2"),
        (389.999, "1"),
        (390, "½"),
        (419.999, "½"),
        (420, "fist"),
        (460, "fist"),
    ],
)
def test_each_signal_shows_from_its_instant_to_the_next(spoken: float, showing: str | None) -> None:
    state = clock(*SPOKEN, now=2000 + spoken)
    assert state.signal == next((s for s in SIGNALS if s.label == showing), None)


def test_a_signal_may_lie_in_the_grace() -> None:
    stop = Signal(-30, "stop", "stop")
    rules = Rules(name="Colorado", prep=1800, speech=420, grace=30, signals=(*SIGNALS, stop))
    assert clock(*SPOKEN, now=2449.999, rules=rules).signal == SIGNALS[-1]
    assert clock(*SPOKEN, now=2450, rules=rules).signal == stop


def test_no_signal_shows_when_nobody_speaks() -> None:
    assert clock(*CHOSEN, now=100).signal is None
    assert clock(*SPOKEN, ("speech_ended", 2420), now=2420).signal is None


# Pauses.


def test_a_pause_moves_the_deadline_by_its_length() -> None:
    paused = clock(*CHOSEN, ("paused", 100), now=400, rules=PRACTICE)
    assert (paused.paused, paused.deadline, paused.remaining, paused.elapsed) == (True, None, 1700, 10)
    assert allowed(paused) == OF_THE_ROOM | {
        EventKind.RESUMED,
        EventKind.OPENED,
        EventKind.SEARCHED,
        EventKind.ATTACHED,
        EventKind.NOTED,
        EventKind.PREP_ENDED,
        EventKind.ABANDONED,
    }
    resumed = clock(*CHOSEN, ("paused", 100), ("resumed", 400), now=500, rules=PRACTICE)
    assert (resumed.paused, resumed.deadline, resumed.remaining) == (False, at(2100), 1600)
    assert resumed.spans == (
        Span(Phase.CHOOSE, T0, at(90)),
        Span(Phase.PREP, at(90), at(100)),
        Span(Phase.PREP, at(100), at(400), paused=True),
        Span(Phase.PREP, at(400), None),
    )


def test_a_paused_prep_never_runs_out() -> None:
    assert clock(*CHOSEN, ("paused", 1799.999), now=90_000, rules=PRACTICE).remaining == 0.001


def test_a_paused_speech_takes_up_where_it_stopped() -> None:
    told = (*SPOKEN, ("paused", 2425.0), ("resumed", 3000.0))
    state = clock(*told, now=3010, rules=PRACTICE)
    assert (state.phase, state.remaining, state.speech_used, state.elapsed) == (Phase.GRACE, 15, 435, 15)
    assert clock(*told[:-1], ("speech_ended", 3000), now=3000, rules=PRACTICE).speech_used == 425


def test_a_phase_that_ends_in_a_pause_ends_the_pause() -> None:
    ready = clock(*CHOSEN, ("paused", 100), ("prep_ended", 400), now=500, rules=PRACTICE)
    assert (ready.phase, ready.paused, ready.prep_used, ready.elapsed) == (Phase.READY, False, 100, 100)


def test_a_simulation_cannot_be_paused() -> None:
    state = clock(*CHOSEN, ("paused", 100), now=400)
    assert (state.paused, state.remaining) == (False, 1400)
    assert EventKind.PAUSED not in allowed(state)
    assert EventKind.PAUSED in allowed(clock(*CHOSEN, now=400, rules=PRACTICE))


# What is out of place.


@pytest.mark.parametrize(
    ("told", "stray"),
    [
        ((), ("chosen", 50)),
        ((("drawn", 0),), ("speech_started", 50)),
        ((("drawn", 0),), ("prep_ended", 50)),
        ((("drawn", 0),), ("drawn", 50)),
        (CHOSEN, ("chosen", 100)),
        (CHOSEN, ("drawn", 100)),
        (CHOSEN, ("resumed", 100)),
        (CHOSEN, ("speech_ended", 100)),
        (CHOSEN, ("marked", 100)),
        (CHOSEN, ("prep_ended", 1800)),
        ((*CHOSEN, ("paused", 100)), ("paused", 200)),
        ((*CHOSEN, ("paused", 100)), ("speech_started", 200)),
        (SPOKEN, ("speech_started", 2100)),
        (SPOKEN, ("opened", 2100)),
        ((*CHOSEN, ("abandoned", 100)), ("resumed", 200)),
    ],
)
def test_an_event_out_of_place_changes_nothing(told: tuple[tuple[str, float], ...], stray: tuple[str, float]) -> None:
    assert clock(*told, stray, now=2200, rules=PRACTICE) == clock(*told, now=2200, rules=PRACTICE)
    given, with_stray = happened(*told), happened(*told, stray)
    assert timeline(with_stray, PRACTICE, at(2200)) == timeline(given, PRACTICE, at(2200))


def test_a_stray_event_far_ahead_does_not_carry_the_clock_with_it() -> None:
    state = clock(*CHOSEN, ("resumed", 50_000), ("prep_ended", 1000), now=1000)
    assert (state.phase, state.prep_used) == (Phase.READY, 1000)


def test_a_clock_set_back_gives_no_negative_time() -> None:
    state = clock(("drawn", 0), ("chosen", 100), ("prep_ended", 40), ("speech_started", 30), now=20)
    assert (state.at, state.phase, state.prep_used, state.speech_used) == (at(100), Phase.SPEECH, 100, 0)
    assert state.spans == (Span(Phase.CHOOSE, T0, at(100)), Span(Phase.SPEECH, at(100), None))


def test_a_time_without_a_zone_is_refused() -> None:
    naive = T0.replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        Event(EventKind.DRAWN, naive)
    with pytest.raises(ValueError, match="zone"):
        fold([], RULES, naive)


def test_the_hour_that_summer_time_skips_does_not_count() -> None:
    chicago = ZoneInfo("America/Chicago")  # 8 March 2026: 01:59:59 is followed by 03:00:00
    told = [
        Event(EventKind.DRAWN, datetime(2026, 3, 8, 1, 50, tzinfo=chicago)),
        Event(EventKind.CHOSEN, datetime(2026, 3, 8, 3, 5, tzinfo=chicago)),
    ]
    state = fold(told, RULES, datetime(2026, 3, 8, 3, 10, tzinfo=chicago))
    assert (state.phase, state.prep_used, state.remaining) == (Phase.PREP, 1200, 600)


def test_the_zone_of_a_stamp_does_not_matter() -> None:
    there = timezone(timedelta(hours=5, minutes=45))
    moved = [Event(event.kind, event.at.astimezone(there), event.data) for event in happened(*SPOKEN)]
    assert fold(moved, RULES, at(2100).astimezone(there)) == clock(*SPOKEN, now=2100)


# The replay.


def test_the_time_line_tells_the_round_in_order() -> None:
    told = happened(
        ("drawn", 0, {"ids": ["a", "b", "c"]}),
        ("chosen", 90, {"id": "b"}),
        ("opened", 200, {"article": "x"}),
        ("speech_started", 1900),
        ("marked", 1960, {"section": "first point"}),
        ("speech_ended", 2330),
    )
    assert [(e.offset_seconds, e.phase, e.kind, dict(e.data)) for e in timeline(told, RULES, at(9999))] == [
        (0, "choose", "drawn", {"ids": ["a", "b", "c"]}),
        (90, "prep", "chosen", {"id": "b"}),
        (200, "prep", "opened", {"article": "x"}),
        (1800, "ready", "prep_ended", {"by": "clock"}),
        (1900, "speech", "speech_started", {}),
        (1960, "speech", "marked", {"section": "first point"}),
        (2330, "done", "speech_ended", {}),
    ]


def test_the_time_line_shows_prep_running_out_though_nothing_came_after() -> None:
    last = Entry(at(1800), 1800, Phase.WALK, EventKind.PREP_ENDED, {"by": "clock"})
    walk = Rules(name="Walk", prep=1800, walk=60)
    assert timeline(happened(*CHOSEN), walk, at(9999))[-1] == last
    assert [entry.kind for entry in timeline(happened(*CHOSEN), walk, at(1799))] == ["drawn", "chosen"]


def test_a_choice_after_the_deadline_is_followed_by_the_end_of_prep() -> None:
    told = happened(("drawn", 0), ("chosen", 5000), ("speech_started", 5100))
    assert [(e.offset_seconds, e.kind) for e in timeline(told, RULES, at(5200))] == [
        (0, "drawn"),
        (5000, "chosen"),
        (5000, "prep_ended"),
        (5100, "speech_started"),
    ]


# What is shown.


@pytest.mark.parametrize(
    ("remaining", "shown"),
    [(1781, "29:41"), (1780.001, "29:41"), (0.001, "0:01"), (0, "0:00"), (-3, "0:00"), (3600, "60:00"), (None, "")],
)
def test_a_count_down_is_rounded_up(remaining: float | None, shown: str) -> None:
    assert display(remaining) == shown


@pytest.mark.parametrize(("over", "shown"), [(0, "+0:00"), (0.999, "+0:00"), (12.3, "+0:12"), (61, "+1:01")])
def test_overtime_is_rounded_down(over: float, shown: str) -> None:
    assert display_over(over) == shown
