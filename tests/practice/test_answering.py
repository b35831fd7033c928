"""A question and its answer, each with its own clock where the rules give it one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from practice import noting, rounds
from practice.asking import under, ways
from practice.clock import Event, allowed, fold
from practice.phases import EventKind, Phase
from practice.rounds import Acted, Refused
from practice.season.report import report
from practice.squad.squads import draw_at_place
from practice.words import face
from tests import make
from tests.practice.pages import PRACTICE, at, text
from tests.practice.rounds import RULES, SPOKEN, T0, clock, happened

APART = replace(RULES, question_limit=60, answer_limit=120)
WHOLE = replace(RULES, questioning=180, question_limit=60, answer_limit=120)
ASKED = (*SPOKEN, ("questioned", 2420.0))


def shown(now: float, *more: tuple[str, float], rules=APART) -> tuple[str, str, str]:
    state = clock(*ASKED, *more, now=now, rules=rules)
    told = face(state, rules)
    return state.part, told.digits, told.words


def test_the_question_has_its_minute_and_then_the_answer_its_two():
    assert shown(2420) == ("question", "1:00", "for the question")
    assert shown(2479.5) == ("question", "0:01", "for the question")
    assert shown(2480) == ("answer", "2:00", "for the answer")
    assert shown(2600) == ("answer", "0:00", "for the answer")
    assert clock(*ASKED, now=9999, rules=APART).phase is Phase.QUESTIONING


def test_the_end_of_each_part_is_said_and_so_is_that_of_the_whole():
    def marks(now: float, rules=APART) -> list[tuple[int, str]]:
        return [(mark.left, mark.words) for mark in face(clock(*ASKED, now=now, rules=rules), rules).marks]

    assert marks(2420) == [(30_000, "30 s left for the question"), (0, "Time for the question is over")]
    answer = [(60_000, "1 min left for the answer"), (30_000, "30 s left for the answer")]
    assert marks(2480) == [*answer, (0, "Time for the answer is over")]
    assert marks(2420, WHOLE)[-1] == (0, "Time for questioning is over")


def test_a_short_question_leaves_the_answer_its_whole_time():
    early = ("answered", 2440.0)
    assert shown(2440, early) == ("answer", "2:00", "for the answer")
    assert shown(2500, early) == ("answer", "1:00", "for the answer")
    assert clock(*ASKED, early, now=2500, rules=APART).remaining == 60


@pytest.mark.parametrize(("rules", "part"), [(APART, "question"), (WHOLE, "")])
def test_an_answer_can_begin_only_where_the_rules_give_it_a_time_of_its_own(rules, part):
    state = clock(*ASKED, now=2430, rules=rules)
    assert state.part == part
    assert (EventKind.ANSWERED in allowed(state)) is bool(part)
    assert EventKind.ANSWERED not in allowed(clock(*ASKED, now=2490, rules=rules))
    assert EventKind.ANSWERED not in allowed(clock(*SPOKEN, now=2100, rules=rules))


def test_the_stage_has_a_button_for_it_and_pressing_twice_is_pressing_once(cast, bob):
    began = timezone.now() - timedelta(seconds=300)
    round = make.prepping(member=cast.bob, at=began - timedelta(minutes=20))
    rounds.start_speech(round=round, at=began)
    assert isinstance(noting.begin_answer(round=round), Refused)
    rounds.take_questions(round=round)
    stage = text(bob.get(at(round, "speak/")))
    assert "The answer begins" in stage
    assert "for the question" in stage
    assert "The last speaker questions speaker 1" in stage
    bob.post(at(round, "questions/answer/"))
    again = noting.begin_answer(round=round)
    assert isinstance(again, Acted)
    assert again.repeated
    assert "The answer begins" not in text(bob.get(at(round, "speak/")))
    assert bob.get(at(round, "state/")).json()["part"] == "answer"
    rounds.end_questions(round=round)
    assert "The answer began" in text(bob.get(at(round, "review/")))


# Questions after the end


def spoken_ago(member, *, minutes: float = 10, **given):
    began = timezone.now() - timedelta(minutes=minutes)
    round = make.prepping(member=member, at=began - timedelta(minutes=20), **given)
    rounds.start_speech(round=round, at=began)
    rounds.end_speech(round=round, at=began + timedelta(minutes=7))
    round.refresh_from_db()
    return round


ENDED = (*SPOKEN, ("speech_ended", 2430.0))


def test_questions_after_the_end_leave_the_speech_and_the_end_as_they_were():
    told = [*happened(*ENDED), Event(EventKind.QUESTIONED, T0 + timedelta(hours=2), {"questioning": 120})]
    rules = under(told, RULES)
    state = fold(told, rules, T0 + timedelta(hours=2, seconds=30))
    assert (state.phase, state.done, state.remaining, state.speech_used) == (Phase.QUESTIONING, True, 90, 430)
    assert EventKind.ABANDONED not in allowed(state)
    told.append(Event(EventKind.QUESTIONS_ENDED, T0 + timedelta(hours=2, seconds=100)))
    again = fold(told, rules, T0 + timedelta(hours=3))
    assert (again.phase, again.speech_used, allowed(again)) == (Phase.DONE, 430, {EventKind.QUESTIONED})


@pytest.mark.parametrize("nonsense", [{}, {"questioning": "120"}, {"questioning": -5}, {"question_limit": True}])
def test_an_event_that_names_no_length_leaves_the_rules_as_they_are(nonsense):
    assert under([Event(EventKind.QUESTIONED, T0, nonsense)], RULES) is RULES


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (RULES, ["1 min to ask, 2 min to answer", "2 min in all", "3 min in all"]),
        (APART, ["1 min to ask, 2 min to answer", "2 min in all", "3 min in all"]),
        (WHOLE, ["3 min in all", "1 min to ask, 2 min to answer", "2 min in all"]),
        (replace(RULES, questioning=600), ["10 min in all", "1 min to ask, 2 min to answer"]),
    ],
)
def test_the_ways_are_the_rules_own_first_and_those_of_the_field_each_once(rules, words):
    assert [way.words for way in ways(rules)][: len(words)] == words
    assert len({way.words for way in ways(rules)}) == len(ways(rules))


def test_every_way_names_where_it_is_from():
    assert all(way.source.startswith("https://") and way.entered for way in ways(RULES))


@pytest.mark.parametrize(("way", "digits"), [("two-minutes", "2:00"), ("three-minutes", "3:00"), ("own", "1:00")])
def test_a_finished_round_takes_questions_from_its_review_under_any_rules(cast, bob, way, digits):
    round = spoken_ago(cast.bob)
    finished = round.finished_at
    review = bob.get(at(round, "review/"))
    assert "Take questions:" in text(review)
    answer = bob.post(at(round, "questions/"), {"way": way}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/speak/")
    page = text(answer)
    assert digits in page and "End questioning" in page
    assert "Put this round away" not in page
    assert "Back to the questions" in text(bob.get(at(round, "review/")))
    assert bob.post(at(round, "questions/"), {"way": way}).status_code == 302
    assert round.events.filter(kind="questioned").count() == 1, "a second press goes on with it"
    bob.post(at(round, "questions/end/"))
    round.refresh_from_db()
    assert (round.clock().phase, round.finished_at) == (Phase.DONE, finished)
    after = text(bob.get(at(round, "review/")))
    assert "Take questions:" in after, "and again"
    assert "Questions were taken again" in after


def test_a_round_under_way_and_the_questions_after_an_earlier_one_do_not_touch(cast, bob):
    earlier = spoken_ago(cast.bob)
    running = make.prepping(member=cast.bob)
    bob.post(at(earlier, "questions/"), {"way": "two-minutes"})
    earlier.refresh_from_db()
    assert earlier.clock().phase is Phase.QUESTIONING
    assert running.clock().phase is Phase.PREP
    assert bob.get(PRACTICE).context["under_way"] == running


def test_questions_left_open_keep_the_speech_in_the_speakers_progress(cast, bob):
    round = spoken_ago(cast.bob)
    rounds.take_more_questions(round=round, way=ways(RULES)[1])
    assert round.clock().phase is Phase.QUESTIONING
    assert report(speaker=cast.bob, reader=cast.bob).last is not None
    assert "put away before" not in text(bob.get(at(round, "review/")))
    for page in (PRACTICE, f"{PRACTICE.removesuffix('practice/')}questions/{round.question_id}/"):
        told = text(bob.get(page))
        assert "spoke " in told and "put away" not in told


def test_a_round_put_away_and_one_of_another_take_no_questions(cast, bob, as_member):
    away = make.prepping(member=cast.bob)
    rounds.abandon(round=away)
    assert "Take questions:" not in text(bob.get(at(away, "review/")))
    assert bob.post(at(away, "questions/"), {"way": "two-minutes"}).status_code == 409
    spoken = spoken_ago(cast.bob)
    assert bob.post(at(spoken, "questions/"), {"way": "an hour"}).status_code == 404
    assert "Take questions:" not in text(as_member(cast.alice).get(at(spoken, "review/")))
    assert as_member(cast.alice).post(at(spoken, "questions/"), {"way": "own"}).status_code == 403


# Who asks, on a board


@pytest.mark.parametrize(("asks", "by", "of"), [("previous", "A3", "A2"), ("next", "A2", "A3")])
def test_the_speaker_is_told_who_asks_and_the_asker_whom(cast, bob, asks, by, of):
    for _ in range(9):
        make.question(member=cast.alice)
    start = (timezone.now() - timedelta(minutes=31)).replace(microsecond=0)
    members = [cast.bob, cast.erin, cast.dana]
    board = make.board(member=cast.alice, speakers=members, at=start, asks=asks, interval=timedelta(minutes=12))
    name = {one.code: str(one.user) for one in board.places.all()}
    own = board.places.get(user=cast.bob.user)
    round = draw_at_place(place=own, member=cast.bob, at=start).place.round
    rounds.choose(round=round, slip=round.slips.get(position=1), at=start)
    place = text(bob.get(f"{PRACTICE}boards/{board.pk}/mine/"))
    assert f"Questions from {name[by]}" in place
    assert f"You ask {of} {name[of]}, after the speech at" in place
    assert f"After your speech {by} {name[by]} asks." in text(bob.get(at(round, "speak/")))
    rounds.start_speech(round=round)
    rounds.take_questions(round=round)
    asked = text(bob.get(at(round, "speak/")))
    assert f"{by} {name[by]} asks you." in asked
    rounds.end_questions(round=round)
    assert f"You ask {of} {name[of]} next, who speaks at" in text(bob.get(at(round, "review/")))


def test_while_questions_are_taken_the_track_has_no_signals_of_the_speech(cast, bob):
    began = timezone.now() - timedelta(seconds=300)
    round = make.prepping(member=cast.bob, at=began - timedelta(minutes=20))
    rounds.start_speech(round=round, at=began)
    assert ">fist</text>" in bob.get(at(round, "speak/")).content.decode()
    rounds.take_questions(round=round)
    page = bob.get(at(round, "speak/")).content.decode()
    assert ">fist</text>" not in page and "The time of the question" in page
