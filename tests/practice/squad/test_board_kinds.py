"""Boards in legal mode, and boards on which all speak on one question."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice.draw import TooFew
from practice.models import Board, Round
from practice.phases import Phase
from practice.rounds import choose, end_speech, ready, start_speech
from practice.season.allowing import set_extra
from practice.season.extra import Extra
from practice.squad.squads import SAME, Done, draw_at_place, end_board, mark, open_board
from teams.models import User
from teams.policy import Role
from tests import make
from tests.practice.pages import PRACTICE, at, text
from tests.practice.squad.test_squads import T0, a_board, minute, place, questions


def drawn(cast, board: Board, code: str, member, at) -> Round:
    outcome = draw_at_place(place=place(board, code), member=member, at=at)
    assert isinstance(outcome, Done), outcome
    return Round.objects.get(place=outcome.place)


def limited(member) -> bool:
    return User.objects.get(pk=member.user_id).limited_by is not None


def test_on_a_simulated_board_a_speaker_is_in_legal_mode_from_the_draw_to_the_end_of_the_speech(cast):
    questions(cast.alice, 6)
    board = a_board(cast, [cast.bob, cast.erin], simulation=True)
    assert not limited(cast.bob)
    round = drawn(cast, board, "A1", cast.bob, minute(0))
    assert round.in_legal_mode
    assert limited(cast.bob)
    assert not limited(cast.erin)
    choose(round=round, slip=round.slips.first(), at=minute(1))
    ready(round=round, at=minute(29))
    start_speech(round=round, at=minute(30))
    end_speech(round=round, at=minute(37))
    assert not limited(cast.bob)


def test_the_pages_of_a_simulated_board_lead_a_speaker_into_the_room_and_bar_the_library(cast, as_member):
    questions(cast.alice, 6)
    now = timezone.now().replace(second=0, microsecond=0)
    board = a_board(cast, [cast.bob, cast.erin], simulation=True, first_draw=now)
    bob = as_member(cast.bob)
    mine = f"{PRACTICE}boards/{board.pk}/mine/"
    assert "you see what the rules let into the prep room" in bob.get(mine).content.decode()
    assert bob.post(f"{mine}draw/").status_code == 302
    round = Round.objects.get(owner=cast.bob.user)
    assert bob.get(at(round, "choose/")).status_code == 200
    assert bob.get(f"{PRACTICE}season/").status_code == 403


def test_all_speak_on_one_question_that_is_drawn_when_the_first_draws(cast):
    questions(cast.alice, 6)
    board = a_board(cast, [cast.bob, cast.erin], one_question=True)
    assert board.question is None
    first = drawn(cast, board, "A1", cast.bob, minute(0))
    second = drawn(cast, board, "A2", cast.erin, minute(9))
    board.refresh_from_db()
    assert first.question == second.question == board.question
    assert [slip.text for slip in second.slips.all()] == [board.question.text]
    assert second.draw_record["relaxed"] == [SAME]
    assert first.clock(minute(1)).phase is Phase.PREP
    # Drew two minutes late: what is left of prep ends when it was to end.
    assert second.clock(minute(10)).deadline == T0 + timedelta(minutes=7 + 30)


def test_a_second_press_gives_the_same_round(cast):
    questions(cast.alice, 3)
    board = a_board(cast, [cast.bob, cast.erin], one_question=True)
    drawn(cast, board, "A1", cast.bob, minute(0))
    again = draw_at_place(place=place(board, "A1"), member=cast.bob, at=minute(1))
    assert isinstance(again, Done)
    assert again.repeated


def test_what_somebody_of_the_board_has_spoken_on_is_not_the_question_of_all(cast):
    spoken = [make.prepping(member=member).question for member in (cast.bob, cast.erin)]
    for round in Round.objects.all():
        start_speech(round=round)
        end_speech(round=round)
    left = make.question(member=cast.alice, text="Will the one that is left be drawn?")
    for other in type(left).objects.exclude(pk__in=[one.pk for one in (*spoken, left)]):
        other.retired_at = timezone.now()
        other.save()
    board = a_board(cast, [cast.bob, cast.erin], one_question=True)
    assert drawn(cast, board, "A1", cast.bob, minute(0)).question == left


def test_where_no_question_is_left_for_all_nobody_draws_and_the_board_says_why(cast):
    board = a_board(cast, [cast.bob, cast.erin], one_question=True)
    outcome = draw_at_place(place=place(board, "A1"), member=cast.bob, at=minute(0))
    assert isinstance(outcome, TooFew)
    assert not Round.objects.exists()


@pytest.mark.parametrize(("field", "value"), [("simulation", True), ("one_question", True)])
def test_the_form_makes_such_a_board(cast, as_member, field, value):
    questions(cast.alice, 6)
    sent = {
        "speakers": [cast.bob.user.pk, cast.erin.user.pk],
        "first_draw": "2026-03-14T14:00",
        "sections": "1",
        "interval": "",
        "rule_set": make.rule_set().pk,
        "gap": "keep",
        "asks": "",
        field: "on",
    }
    response = as_member(cast.alice).post(f"{PRACTICE}boards/new/", sent)
    assert response.status_code == 302, response.content.decode()
    assert getattr(Board.objects.get(), field) is value


def test_rules_that_say_nothing_of_the_room_cannot_be_simulated_by_a_board(cast, as_member):
    rule_set = make.rule_set(slug="quick-drill")
    sent = {
        "speakers": [cast.bob.user.pk],
        "first_draw": "2026-03-14T14:00",
        "sections": "1",
        "interval": "7",
        "rule_set": rule_set.pk,
        "gap": "keep",
        "asks": "",
        "simulation": "on",
    }
    make.rule_set()
    response = as_member(cast.alice).post(f"{PRACTICE}boards/new/", sent)
    assert response.status_code == 422
    assert "there is nothing to simulate" in response.content.decode()


@pytest.mark.parametrize(
    ("rules_say", "typed", "one"),
    [(True, "", True), (True, "own", False), (None, "", False), (False, "", False), (None, "on", True)],
)
def test_all_have_one_question_where_the_rules_say_so_unless_the_form_says_otherwise(
    cast, as_member, rules_say, typed, one
):
    questions(cast.alice, 6)
    rule_set = make.rule_set()
    rule_set.rules = {**rule_set.rules, "same_question": rules_say}
    rule_set.save()
    coach = as_member(cast.alice)
    page = text(coach.get(f"{PRACTICE}boards/new/"))
    assert "As the rules say" in page
    assert ("one question for all in the final" in page) is bool(rules_say)
    sent = {"speakers": [cast.bob.user.pk, cast.erin.user.pk], "first_draw": "2026-03-14T14:00", "sections": "1"}
    sent |= {"interval": "", "rule_set": rule_set.pk, "gap": "keep", "asks": "", "one_question": typed}
    coach.post(f"{PRACTICE}boards/new/", sent)
    assert Board.objects.get().one_question is one


def counts(board: Board) -> tuple[int, int]:
    question = Board.objects.get(pk=board.pk).question
    return question.drawn, question.spoken


def test_the_bank_does_not_tell_the_question_of_all_while_somebody_still_draws_it(cast):
    questions(cast.alice, 6)
    third = make.member(team=cast.team)
    board = a_board(cast, [cast.bob, cast.erin, third], one_question=True)
    drawn(cast, board, "A1", cast.bob, minute(0))
    drawn(cast, board, "A2", cast.erin, minute(7))
    assert counts(board) == (0, 0)
    mark(place=place(board, "A3"), state="no_show", version=1, at=minute(14))
    assert counts(board) == (2, 2)
    mark(place=place(board, "A3"), state="late", version=2, at=minute(15))
    drawn(cast, board, "A3", third, minute(16))
    assert counts(board) == (3, 3)


def test_who_ends_such_a_board_has_its_draws_counted_once(cast):
    questions(cast.alice, 6)
    board = a_board(cast, [cast.bob, cast.erin], one_question=True)
    drawn(cast, board, "A1", cast.bob, minute(0))
    end_board(board=board)
    end_board(board=board)
    assert counts(board) == (1, 1)
    open_board(board=board, by=cast.alice)
    drawn(cast, board, "A2", cast.erin, minute(7))
    assert counts(board) == (2, 2)


def a_captain_behind(cast):
    """A captain may draw now; the speaker before has drawn the question that all have."""
    questions(cast.alice, 6)
    first = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=8)
    captain = make.member(team=cast.team, role=Role.CAPTAIN)
    board = a_board(cast, [cast.bob, captain], one_question=True, first_draw=first)
    drawn(cast, board, "A1", cast.bob, first)
    return captain, board


def test_a_captain_who_still_draws_the_question_of_all_is_shown_no_slip(cast, as_member):
    captain, board = a_captain_behind(cast)
    words = Board.objects.get(pk=board.pk).question.text
    slips = f"{PRACTICE}boards/{board.pk}/slips/"
    page = text(as_member(captain).get(slips))
    assert words not in page and "You draw this question yourself" in page
    assert words in text(as_member(cast.alice).get(slips))
    drawn(cast, board, "A2", captain, timezone.now())
    assert words in text(as_member(captain).get(slips))


def test_a_slip_does_not_tell_a_captain_who_has_extra_time(cast, as_member):
    questions(cast.alice, 6)
    now = timezone.now().replace(second=0, microsecond=0)
    captain = make.member(team=cast.team, role=Role.CAPTAIN)
    set_extra(speaker=cast.bob, extra=Extra(prep=150))
    board = a_board(cast, [cast.bob], first_draw=now + timedelta(minutes=10))
    round = drawn(cast, board, "A1", cast.bob, now)
    choose(round=round, slip=round.slips.first(), at=now)
    words = Round.objects.get(pk=round.pk).asked
    slips = f"{PRACTICE}boards/{board.pk}/slips/"
    assert words in text(as_member(cast.alice).get(slips)) and words not in text(as_member(captain).get(slips))
    board.places.update(draw_at=now - timedelta(minutes=1))
    assert words in text(as_member(captain).get(slips))


def test_a_captain_cannot_end_the_board_read_its_question_and_go_on(cast, as_member):
    captain, board = a_captain_behind(cast)
    end = f"{PRACTICE}boards/{board.pk}/end/"
    assert as_member(captain).post(end).status_code == 302
    refused = as_member(captain).post(end, {"again": "1"})
    assert refused.status_code == 409 and "Ask another to go on" in text(refused)
    assert Board.objects.get(pk=board.pk).ended_at is not None
    assert as_member(cast.alice).post(end, {"again": "1"}).status_code == 302
    assert Board.objects.get(pk=board.pk).ended_at is None
