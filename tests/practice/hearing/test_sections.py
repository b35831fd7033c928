"""Sections of a speech against a plan, and the verb that marks them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice.clock import fold, spoken_at
from practice.hearing.sections import COMMON, PlanError, current, following, marked, pace, read_plan, spent, write_plan
from practice.models import Round
from practice.phases import EventKind
from practice.rounds import Acted, Refused, end_speech, mark_section, pause, resume, start_speech
from tests import make
from tests.practice.pages import HTMX, at, text
from tests.practice.rounds import PRACTICE, RULES, SPOKEN, happened
from tests.practice.rounds import at as moment


def told(*marks, ends: float = 2420.0, plan: str = ""):
    start = ("speech_started", 2000.0, {"plan": plan} if plan else {})
    events = happened(*SPOKEN[:-1], start, *marks, ("speech_ended", ends))
    return events, fold(events, RULES, moment(ends + 60))


def mark(section: str, second: float, **more):
    return ("marked", 2000.0 + second, {"section": section, **more})


def test_each_section_lasts_until_the_next_one_and_the_last_until_the_end():
    events, state = told(mark("point_1", 60), mark("point_2", 160), mark("point_3", 280), mark("close", 390))
    assert [line.spent for line in spent(events, state, 420)] == [60, 100, 120, 110, 30]
    assert [round(line.planned) for line in spent(events, state, 420)] == [59, 110, 110, 110, 30]


def test_a_section_that_nobody_marked_has_no_time_and_the_one_before_has_it():
    events, state = told(mark("point_1", 60), mark("point_3", 280))
    assert [line.spent for line in spent(events, state, 420)] == [60, 220, None, 140, None]


def test_a_mark_that_was_taken_back_never_was():
    events, state = told(mark("point_1", 5), mark("point_1", 9, taken_back=True), mark("point_1", 60))
    assert [name for name, _ in marked(events)] == ["point_1"]
    assert [line.spent for line in spent(events, state, 420)][:2] == [60, 360]


def test_a_mark_of_a_section_that_is_over_says_nothing():
    events, state = told(mark("point_2", 60), mark("point_1", 70), mark("point_2", 80))
    assert [line.begins for line in spent(events, state, 420)] == [0, None, 60, None, None]


def test_two_marks_in_one_moment_leave_a_section_of_no_time():
    events, state = told(mark("point_1", 60), mark("point_2", 60))
    assert [line.spent for line in spent(events, state, 420)][:3] == [60, 0, 360]


def test_pauses_are_no_part_of_a_section():
    marks = (("paused", 2030.0), ("resumed", 2090.0), mark("point_1", 120))
    events = happened(*SPOKEN, *marks, ("speech_ended", 2300.0))
    state = fold(events, PRACTICE, moment(2300))
    assert spoken_at(state, moment(2120)) == 60
    assert [line.spent for line in spent(events, state, 420)][:2] == [60, 180]


def test_the_pace_says_the_difference_in_words_and_nothing_where_nothing_was_marked():
    events, state = told(mark("point_1", 61), mark("point_2", 185))
    shown = pace(events, state, 420)
    assert [line.difference for line in shown.lines] == ["as planned", "+0:13", "+2:04", "", ""]
    assert shown.plan == "14/26/26/26/7" and not shown.own
    assert pace(*told(), 420) is None


def test_the_speakers_own_plan_is_the_one_that_held_when_the_speech_began():
    events, state = told(mark("point_1", 60), plan="20/20/20/20/20")
    shown = pace(events, state, 420)
    assert shown.own and {line.planned for line in shown.lines} == {"1:24"}


@pytest.mark.parametrize("typed", ["14/26/26/26/7", " 14, 26, 26 26;7 ", "14-26-26-26-7"])
def test_a_plan_is_read_as_people_type_it(typed):
    assert read_plan(typed) == COMMON and write_plan(COMMON) == "14/26/26/26/7"


@pytest.mark.parametrize("typed", ["", "14/26", "14/26/26/26/0", "a/b/c/d/e", "1/1/1/1/99999", "14.5/26/26/26/7"])
def test_a_plan_that_cannot_be_is_refused_with_what_was_typed(typed):
    with pytest.raises(PlanError, match="“"):
        read_plan(typed)


def speaking(cast) -> Round:
    began = timezone.now() - timedelta(minutes=20)
    round = make.prepping(member=cast.bob, at=began)
    start_speech(round=round, at=began + timedelta(minutes=10))
    return round


def test_two_who_tap_for_the_same_section_mark_it_once(cast):
    round = speaking(cast)
    assert mark_section(round=round, section="point_1").repeated is False
    again = mark_section(round=round, section="point_1", by="listener")
    assert isinstance(again, Acted) and again.repeated
    assert round.events.filter(kind=EventKind.MARKED).count() == 1
    assert current(round.happened).name == "point_1" and following(current(round.happened)).name == "point_2"


def test_a_mark_is_taken_back_by_an_event_of_its_own(cast):
    round = speaking(cast)
    mark_section(round=round, section="point_1")
    mark_section(round=round, section="point_1", taken_back=True)
    assert mark_section(round=round, section="point_1", taken_back=True).repeated
    assert current(round.happened).name == "intro" and round.events.filter(kind=EventKind.MARKED).count() == 2


def test_no_section_begins_before_the_speech_nor_while_it_is_paused_nor_after_it(cast):
    prep = make.prepping(member=cast.erin)
    assert isinstance(mark_section(round=prep, section="point_1"), Refused)
    round = speaking(cast)
    pause(round=round)
    assert isinstance(mark_section(round=round, section="point_1"), Refused)
    resume(round=round)
    end_speech(round=round)
    assert isinstance(mark_section(round=round, section="point_1"), Refused)


def test_a_coach_taps_and_the_button_comes_back_with_the_next_section(cast, as_member):
    round = speaking(cast)
    response = as_member(cast.alice).post(at(round, "section/"), {"section": "point_1"}, headers=HTMX)
    assert "Point 2 begins Now: Point 1" in text(response)
    assert round.events.last().data == {"section": "point_1", "by": "listener"}
    back = as_member(cast.alice).post(at(round, "section/"), {"taken_back": "point_1"}, headers=HTMX)
    assert "Point 1 begins Now: Introduction" in text(back)
    assert as_member(cast.alice).post(at(round, "section/"), {"section": "intro"}).status_code == 404


def test_the_review_shows_the_sections_against_the_plan(cast, bob):
    round = speaking(cast)
    mark_section(round=round, section="point_1")
    end_speech(round=round)
    page = text(bob.get(at(round, "review/")))
    assert "Sections against the plan" in page and "The common plan, 14/26/26/26/7" in page
    assert "Point 1 began" in page
