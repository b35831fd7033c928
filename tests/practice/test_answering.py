"""A question and its answer, each with its own clock where the rules give it one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from practice import noting, rounds
from practice.clock import allowed
from practice.phases import EventKind, Phase
from practice.rounds import Acted, Refused
from practice.words import face
from tests import make
from tests.practice.pages import at, text
from tests.practice.rounds import RULES, SPOKEN, clock

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
