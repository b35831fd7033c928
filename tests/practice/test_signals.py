"""How a speaker is told the time, the hidden clock and its guess, interruptions."""

import itertools
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from practice import noting, rounds
from practice.clock import allowed
from practice.hearing.sections import COMMON
from practice.models import Round, Signalling
from practice.pacing import plan_in, plan_json
from practice.phases import CLOCK_SHOWN, EventKind, Phase
from practice.review import review_of
from practice.rounds import Acted, Refused
from practice.signalling import guess_due, guess_in, set_signalling
from practice.words import face, fingers, line
from tests import make
from tests.practice.pages import HTMX, PRACTICE, at, text
from tests.practice.rounds import RULES, SPOKEN, clock, happened
from tests.together import together

# Pure


@pytest.mark.parametrize(
    ("label", "up"),
    [("5", 5), ("1", 1), ("½", 0.5), ("0:30", 0.5), ("fist", 0), ("Fist", 0), ("STOP", None), ("", None), ("6", None)],
)
def test_a_signals_label_is_a_hand_or_stands_as_it_is(label, up):
    assert fingers(label) == up


def test_a_clock_that_counts_up_shows_what_was_spoken_and_goes_on_past_the_limit():
    shown = [face(clock(*SPOKEN, now=2000 + s), RULES, counts_up=True).digits for s in (0, 0.9, 419.9, 431, 455)]
    assert shown == ["0:00", "0:00", "6:59", "7:11", "7:35"]
    assert face(clock(*SPOKEN, now=2431), RULES, counts_up=True).words == "in the grace"
    assert face(clock(*SPOKEN[:2], now=1900), RULES, counts_up=True).digits == "0:00"
    assert face(clock(*SPOKEN[:2], now=600), RULES, counts_up=True).digits == "20:00"


def test_the_plan_divides_the_speech_and_has_no_gap():
    plan = json.loads(plan_json(420, ""))
    assert [one["name"] for one in plan] == ["intro", "point_1", "point_2", "point_3", "close"]
    assert plan[0]["begins"] == 0
    assert plan[-1]["ends"] == 420_000
    assert all(one["ends"] == other["begins"] for one, other in itertools.pairwise(plan))
    assert plan[0]["ends"] == round(420_000 * 14 / sum(COMMON))
    assert json.loads(plan_json(400, "10/25/25/30/10"))[0]["ends"] == 40_000
    assert plan_json(None, "") == ""


def test_the_stage_goes_by_the_plan_that_the_speech_began_with():
    told = happened(*SPOKEN[:2], ("speech_started", 2000, {"plan": "20/20/20/20/20"}))
    assert plan_in(told) == "20/20/20/20/20"
    assert plan_in(happened(*SPOKEN)) == ""


def test_the_hand_of_every_mark_goes_to_the_script():
    marks = json.loads(face(clock(*SPOKEN, now=2000), RULES).marks_json)
    assert [mark["fingers"] for mark in marks] == [5, 4, 3, 2, 1, 0.5, 0, None]


def test_a_look_at_a_hidden_clock_ends_the_hiding():
    hidden = (*SPOKEN[:2], ("speech_started", 2000, {"hidden": True}))
    assert clock(*hidden, now=2100).hidden
    assert not clock(*hidden, ("noted", 2100, {"what": CLOCK_SHOWN}), now=2200).hidden
    assert not clock(*SPOKEN, now=2100).hidden


def test_after_the_end_a_guess_and_questions_are_left_and_a_guess_moves_no_time():
    ended = (*SPOKEN[:2], ("speech_started", 2000, {"hidden": True}), ("speech_ended", 2400))
    assert allowed(clock(*ended, now=9000)) == {EventKind.GUESSED, EventKind.QUESTIONED}
    guessed = clock(*ended, ("guessed", 2460, {"seconds": 390}), now=9000)
    assert allowed(guessed) == {EventKind.QUESTIONED}
    assert (guessed.phase, guessed.speech_used, guessed.spans) == (Phase.DONE, 400, clock(*ended, now=9000).spans)


# Verbs


def spoken_round(member, *, hidden: bool, seconds: int) -> Round:
    began = timezone.now() - timedelta(seconds=seconds)
    round = make.prepping(member=member, at=began - timedelta(minutes=10))
    rounds.start_speech(round=round, hidden=hidden, at=began)
    return round


def test_a_guess_is_asked_once_after_the_end_and_stands_on_the_review(cast):
    round = spoken_round(cast.bob, hidden=True, seconds=418)
    over = round.events.get(kind="speech_started").at + timedelta(seconds=418)
    assert isinstance(noting.guess(round=round, seconds=400), Refused)
    ended = rounds.end_speech(round=round, at=over)
    assert guess_due(ended.state)
    first = noting.guess(round=round, seconds=390)
    again = noting.guess(round=round, seconds=418)
    assert isinstance(again, Acted)
    assert again.repeated
    state = first.round.clock()
    assert (state.phase, int(state.speech_used)) == (Phase.DONE, 418)
    assert guess_in(first.round.happened, state).words == "guessed 6:30: 0:28 too short"
    assert not guess_due(state)
    review = review_of(round=round, reader=cast.bob)
    assert review.guess.guessed == 390
    told = [line(entry) for entry in first.round.timeline()]
    assert [told[-3], told[-1]] == ["Speech began, the clock hidden", "Guessed to have spoken 6:30"]


def test_who_saw_the_clock_is_not_asked(cast):
    round = spoken_round(cast.bob, hidden=True, seconds=60)
    noting.note(round=round, what=CLOCK_SHOWN)
    ended = rounds.end_speech(round=round)
    assert not guess_due(ended.state)


def test_an_interruption_is_written_down_and_stops_no_clock(cast, prep):
    before = prep.clock().deadline
    noted = noting.note(round=prep, what="interruption", words="fire alarm")
    assert noted.state.deadline == before
    entry = noted.round.timeline()[-1]
    assert line(entry) == "Interrupted: fire alarm"


# Pages


def test_the_switches_are_the_speakers_on_every_device(cast, bob):
    on = {"hand": "on", "sound": "on", "counts_up": "on"}
    assert bob.post(PRACTICE + "signals/", on).status_code == 302
    mine = Signalling.objects.get(user=cast.bob.user)
    assert [getattr(mine, way) for way in Signalling.WAYS] == [True, False, False, True, False]
    assert (mine.counts_up, mine.hidden) == (True, False)
    assert bob.post(PRACTICE + "signals/", on, headers=HTMX).status_code == 204
    assert Signalling.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_switches_that_are_set_in_several_tabs_at_once_are_one_choice(cast):
    ways = {way: True for way in Signalling.WAYS}
    assert together(*[lambda: set_signalling(user=cast.bob.user, ways=ways)] * 6) == [None] * 6
    assert Signalling.objects.count() == 1


def test_a_hidden_clock_is_not_on_the_stage_and_its_speaker_is_asked_before_the_review(cast, bob, prep):
    Signalling.objects.create(user=cast.bob.user, hidden=True)
    bob.post(at(prep, "start/"))
    started = Round.objects.get(pk=prep.pk)
    assert started.clock().hidden
    stage = bob.get(at(prep, "speak/"))
    assert "The clock is hidden" in text(stage)
    assert "data-digits" not in stage.content.decode()
    asked = bob.post(at(prep, "end/"))
    assert asked["Location"].endswith("/guess/")
    wrong = bob.post(at(prep, "guess/"), {"guess": "long"})
    assert (wrong.status_code, "like 7:30" in text(wrong)) == (422, True)
    assert bob.post(at(prep, "guess/"), {"guess": "0:05"})["Location"].endswith("/review/")
    assert "guessed 0:05" in text(bob.get(at(prep, "review/")))
    assert bob.get(at(prep, "guess/"))["Location"].endswith("/review/")


def test_who_looks_after_all_sees_the_clock(cast, bob, prep):
    Signalling.objects.create(user=cast.bob.user, hidden=True)
    bob.post(at(prep, "start/"))
    page = bob.post(at(prep, "note/"), {"what": CLOCK_SHOWN}, follow=True)
    assert "data-digits" in page.content.decode()
    assert bob.post(at(prep, "end/"))["Location"].endswith("/review/")


def test_an_interruption_in_prep_saves_the_outline_and_its_words(bob, prep):
    sent = {"what": "interruption", "words": "the bell", "hook-text": "typed just now"}
    bob.post(at(prep, "note/"), sent)
    assert prep.points.get(slot="hook").text == "typed just now"
    assert prep.events.last().data == {"what": "interruption", "words": "the bell"}
    assert bob.post(at(prep, "note/"), {"what": "interruption"}, headers=HTMX).status_code == 204


LATE = {"what": "interruption", "words": "13:05 & the bell"}


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_interruption_that_comes_after_the_end_is_shown_and_not_said_to_be_kept(bob, prep, headers):
    rounds.start_speech(round=prep)
    rounds.end_speech(round=prep)
    page = bob.post(at(prep, "note/"), LATE, headers=headers)
    assert page.status_code == 409
    assert "13:05 &amp; the bell</textarea>" in page.content.decode()
    assert "is kept" not in text(page) and "It was not saved" in text(page)
    both = bob.post(at(prep, "note/"), {**LATE, "hook-text": "typed just now"}, headers=headers)
    assert "is kept" in text(both) and prep.points.get(slot="hook").text == "typed just now"


def test_what_is_refused_where_nothing_was_typed_says_nothing_of_it(bob, prep):
    rounds.abandon(round=prep)
    refused = bob.post(at(prep, "start/"))
    assert refused.status_code == 409 and "typed" not in text(refused)


@pytest.mark.parametrize(("typed", "kept"), [("💥" * 201, "💥" * 200), (" the\x00 bell ", "the bell"), ("\x00", "")])
def test_of_an_interruption_at_length_the_first_words_are_kept(bob, prep, typed, kept):
    bob.post(at(prep, "note/"), {"what": "interruption", "words": typed})
    assert prep.events.last().data == {"what": "interruption", **({"words": kept} if kept else {})}


def test_where_typing_is_barred_an_interruption_takes_no_words(cast, bob, prep):
    prep.simulation = True
    prep.rules = make.rule_set(slug="ncfl").figures.to_mapping()
    prep.save()
    rounds.close_room(prep, cast.bob.user, timezone.now())
    bob.post(at(prep, "note/"), {"what": "interruption", "words": "my whole outline"})
    assert prep.events.last().data == {"what": "interruption"}


def test_pausing_is_offered_on_the_stage_only_where_the_round_may_pause(cast, bob):
    round = spoken_round(cast.bob, hidden=False, seconds=5)
    assert "Pause" in text(bob.get(at(round, "speak/")))
    Round.objects.filter(pk=round.pk).update(rules={**round.rules, "pause": False})
    assert "Pause" not in text(bob.get(at(round, "speak/")))
