"""The times of a squad practice: the field's own table, late draws, gaps, who asks whom."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.clock import Event, fold
from practice.phases import EventKind, Phase
from practice.rule_sets.presets import FOLDER
from practice.rule_sets.rules import Rules
from practice.squad.stagger import (
    Asks,
    StaggerError,
    Standing,
    asker,
    drawn_at,
    first_draw,
    interval_of,
    moved_up,
    prep_left,
    slot_again,
    stagger,
    times,
)

NSDA = Rules(name="NSDA", draw=3, keep=1, prep=1800, speech=420, grace=30, interval=420, interval_asked=720)
SEVEN = timedelta(minutes=7)


def at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 3, 14, int(hour), int(minute), tzinfo=UTC)


def clocks(moments) -> list[str]:
    return [f"{moment:%H:%M}" for moment in moments]


def test_the_table_of_the_field_comes_out_exactly():
    """Seven speakers, NSDA, the round at 10:00."""
    first = first_draw(at("10:00"), NSDA)
    slots = stagger(range(1, 8), interval=SEVEN, first=first, rules=NSDA)
    assert clocks(slot.times.draw for slot in slots) == "09:30 09:37 09:44 09:51 09:58 10:05 10:12".split()
    assert clocks(slot.times.speak for slot in slots) == "10:00 10:07 10:14 10:21 10:28 10:35 10:42".split()
    assert [slot.times.prep_ends for slot in slots] == [slot.times.speak for slot in slots]
    assert [(slot.section, slot.number) for slot in slots] == [(1, number) for number in range(1, 8)]


def test_a_draw_at_9_43_instead_of_9_37_leaves_24_minutes_and_the_same_time_to_speak():
    planned = times(at("09:37"), NSDA)
    late = drawn_at(planned, at("09:43"), NSDA)
    assert prep_left(planned, at("09:43"), NSDA) == timedelta(minutes=24)
    assert (late.draw, late.prep_ends, late.speak) == (at("09:43"), at("10:07"), at("10:07"))


def test_who_is_so_late_that_the_speech_is_due_has_no_prep_left():
    assert prep_left(times(at("09:37"), NSDA), at("10:09"), NSDA) == timedelta(0)


def test_rules_that_take_nothing_from_prep_for_a_late_draw_give_it_whole():
    kind = replace(NSDA, late_in_prep=False)
    planned = times(at("09:37"), kind)
    assert prep_left(planned, at("09:43"), kind) == timedelta(minutes=30)
    assert drawn_at(planned, at("09:43"), kind).speak == at("10:13")


def test_a_walk_inside_prep_ends_prep_earlier_and_one_outside_puts_the_speech_off():
    inside = times(at("09:30"), replace(NSDA, walk=180, walk_in_prep=True))
    outside = times(at("09:30"), replace(NSDA, walk=180))
    assert (inside.prep_ends, inside.speak) == (at("09:57"), at("10:00"))
    assert (outside.prep_ends, outside.speak) == (at("10:00"), at("10:03"))
    assert first_draw(at("10:03"), replace(NSDA, walk=180)) == at("09:30")


def test_choosing_has_its_own_end_where_the_rules_give_it_one_and_never_one_past_prep():
    rules = replace(NSDA, choose=180)
    planned = times(at("09:30"), rules)
    assert planned.choose_by == at("09:33")
    assert drawn_at(planned, at("09:40"), rules).choose_by == at("09:43")
    assert drawn_at(planned, at("09:59"), rules).choose_by == at("10:00")
    assert times(at("09:30"), NSDA).choose_by is None


def test_eight_speakers_in_two_sections_draw_two_at_a_time():
    slots = stagger("abcdefgh", sections=2, interval=SEVEN, first=at("14:00"), rules=NSDA)
    assert ["".join(s.speaker for s in slots if s.section == n) for n in (1, 2)] == ["aceg", "bdfh"]
    assert clocks(slot.times.draw for slot in slots) == "14:00 14:00 14:07 14:07 14:14 14:14 14:21 14:21".split()


@pytest.mark.parametrize("minutes", [6, 7, 8, 10, 12])
def test_every_interval_of_the_field_staggers(minutes):
    slots = stagger("abc", interval=timedelta(minutes=minutes), first=at("09:00"), rules=NSDA)
    assert slots[2].times.draw == at("09:00") + timedelta(minutes=2 * minutes)


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"interval": timedelta(minutes=5)}, "between 6 and 12"),
        ({"interval": timedelta(minutes=13)}, "between 6 and 12"),
        ({"sections": 0}, "do not fill"),
        ({"sections": 4}, "3 speakers do not fill 4 sections"),
        ({"rules": replace(NSDA, prep=None)}, "how long prep is"),
    ],
)
def test_times_that_cannot_be_are_refused(given_, why):
    with pytest.raises(StaggerError, match=why):
        stagger("abc", **{"interval": SEVEN, "first": at("09:00"), "rules": NSDA, **given_})


def test_the_rules_name_one_interval_and_another_where_questions_are_asked():
    assert interval_of(NSDA, asked=False) == SEVEN
    assert interval_of(NSDA, asked=True) == timedelta(minutes=12)
    assert interval_of(replace(NSDA, interval=None), asked=False) is None


def test_a_gap_that_closes_moves_those_up_who_have_not_drawn():
    following = [Standing(at("09:51"), fixed=False), Standing(at("09:58"), fixed=False)]
    assert clocks(moved_up(at("09:44"), following, interval=SEVEN, now=at("09:40"))) == ["09:44", "09:51"]


def test_a_gap_that_closes_moves_nobody_into_the_past():
    following = [Standing(at("09:51"), fixed=False), Standing(at("09:58"), fixed=False)]
    assert clocks(moved_up(at("09:44"), following, interval=SEVEN, now=at("09:46"))) == ["09:46", "09:53"]
    assert clocks(moved_up(at("09:44"), following, interval=SEVEN, now=at("10:30"))) == ["09:51", "09:58"]


def test_a_gap_that_closes_leaves_who_has_drawn_and_those_behind_them():
    following = [Standing(at("09:51"), fixed=True), Standing(at("09:58"), fixed=False)]
    assert clocks(moved_up(at("09:44"), following, interval=SEVEN, now=at("09:52"))) == ["09:51", "09:58"]


def test_who_came_after_all_has_their_own_time_unless_it_was_given_away():
    assert slot_again(at("09:44"), [at("09:37"), at("09:51")], interval=SEVEN) == at("09:44")
    assert slot_again(at("09:44"), [at("09:37"), at("09:46")], interval=SEVEN) == at("09:53")


def test_the_last_speaker_asks_the_first_and_each_asks_the_next_one():
    order = ["ann", "ben", "cleo"]
    assert [asker(order, one, Asks.PREVIOUS) for one in order] == ["cleo", "ann", "ben"]
    assert [asker(order, one, Asks.NEXT) for one in order] == ["ben", "cleo", "ann"]
    assert [asker(order, one, Asks.NOBODY) for one in order] == [None, None, None]
    assert asker(["ann"], "ann", Asks.NEXT) is None


@settings(deadline=None)
@given(
    draws=st.lists(st.integers(0, 5), min_size=1, max_size=9),
    drawn=st.integers(0, 9),
    minutes=st.integers(6, 12),
    now=st.integers(0, 120),
)
def test_closing_a_gap_keeps_order_and_interval_and_puts_nobody_off(draws, drawn, minutes, now):
    interval, start = timedelta(minutes=minutes), at("09:00")
    before, moment = [], start
    for extra in draws:
        moment += interval + timedelta(minutes=extra)
        before.append(Standing(moment, fixed=len(before) < drawn and moment <= start + timedelta(minutes=now)))
    after = moved_up(start, before, interval=interval, now=start + timedelta(minutes=now))
    gaps = [later - sooner for sooner, later in pairwise(after)]
    assert all(gap >= interval for gap in gaps)
    assert all(new <= old.draw for new, old in zip(after, before, strict=True))
    assert all(new == old.draw for new, old in zip(after, before, strict=True) if old.fixed)


@pytest.mark.parametrize("slug", sorted(path.stem for path in FOLDER.glob("*.json")))
@pytest.mark.parametrize("late", [0, 360])
def test_the_clock_of_a_round_ends_prep_when_the_board_says(slug, late):
    rules = Rules.from_mapping(json.loads((FOLDER / f"{slug}.json").read_text()))
    if rules.prep is None:
        assert "prep" in rules.lacking()  # no round can be run under it
        return
    planned = times(at("09:30"), rules)
    moment = planned.draw + timedelta(seconds=late)
    if not prep_left(planned, moment, rules):
        return
    ends = drawn_at(planned, moment, rules).prep_ends
    happened = [Event(EventKind.DRAWN, moment, {"late": late}), Event(EventKind.CHOSEN, moment)]
    assert fold(happened, rules, ends - timedelta(seconds=1)).phase is Phase.PREP
    assert fold(happened, rules, ends).phase is not Phase.PREP
