"""What is done on a squad board, down to two speakers who draw at the very same moment."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from practice.draw import TooFew
from practice.models import Board, Place, Round, Slip
from practice.phases import Phase
from practice.rounds import Refused, abandon, choose, pause
from practice.squad.squads import (
    PUT_BACK,
    Busy,
    Changed,
    Done,
    NotNow,
    draw_at_place,
    end_board,
    mark,
    open_board,
    swap,
)
from teams.models import Membership
from tests import make
from tests.together import together

T0 = datetime(2026, 3, 14, 14, 0, tzinfo=UTC)


def minute(number: float) -> datetime:
    return T0 + timedelta(minutes=number)


def questions(member: Membership, count: int) -> None:
    for _ in range(count):
        make.question(member=member)


def squad(cast, count: int) -> list[Membership]:
    """Bob and others of his team."""
    return [cast.bob, *(make.member(team=cast.team) for _ in range(count - 1))]


def a_board(cast, members, **given) -> Board:
    at = given.pop("first_draw", T0)
    return make.board(member=cast.alice, speakers=members, at=at, **given)


def place(board: Board, code: str) -> Place:
    return next(one for one in board.places.select_related("user") if one.code == code)


def seated(board: Board) -> dict[str, str]:
    return {one.code: f"{one.draw_at:%H:%M}" for one in board.places.all()}


def test_eight_students_in_two_sections_get_eight_places(cast):
    members = squad(cast, 8)
    board = a_board(cast, members, sections=2)
    assert seated(board) == {
        "A1": "14:00", "B1": "14:00", "A2": "14:07", "B2": "14:07",
        "A3": "14:14", "B3": "14:14", "A4": "14:21", "B4": "14:21",
    }  # fmt: skip
    assert place(board, "B1").user == members[1].user


def test_the_places_of_a_night_in_which_the_clocks_change_are_as_far_apart_as_ever(cast):
    before = datetime(2026, 11, 1, 1, 55, tzinfo=ZoneInfo("America/New_York"))
    board = a_board(cast, squad(cast, 3), first_draw=before)
    assert seated(board) == {"A1": "05:55", "A2": "06:02", "A3": "06:09"}


def test_an_order_by_lot_seats_everybody_once(cast):
    members = squad(cast, 6)
    board = a_board(cast, members, by_lot=True)
    assert {one.user for one in board.places.all()} == {m.user for m in members}


def test_a_late_draw_shortens_prep_and_leaves_the_time_to_speak(cast):
    questions(cast.alice, 3)
    board = a_board(cast, [cast.bob])
    done = draw_at_place(place=place(board, "A1"), member=cast.bob, at=minute(6) + timedelta(seconds=0.8))
    round = done.place.round
    assert round.clock(minute(6)).prep_left == 24 * 60
    choose(round=round, slip=round.slips.get(position=1), at=minute(7))
    round = Round.objects.get()
    assert round.clock(minute(30) - timedelta(seconds=1)).phase is Phase.PREP
    assert round.clock(minute(30)).phase is Phase.READY


def test_a_round_of_a_board_is_not_paused(cast):
    questions(cast.alice, 3)
    board = a_board(cast, [cast.bob])
    done = draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0)
    assert isinstance(pause(round=done.place.round, at=minute(1)), Refused)


def test_nobody_draws_before_their_time_or_when_they_should_speak(cast):
    questions(cast.alice, 3)
    board = a_board(cast, [cast.bob])
    early = draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0 - timedelta(seconds=1))
    late = draw_at_place(place=place(board, "A1"), member=cast.bob, at=minute(30))
    assert early == NotNow("You draw at 14:00.")
    assert late == NotNow("Your time to speak has come, so there is nothing left to prepare in.")
    assert not Round.objects.exists()


def test_a_second_press_gives_the_same_round(cast):
    questions(cast.alice, 3)
    board = a_board(cast, [cast.bob])
    first, second = (draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0) for _ in range(2))
    assert (second.repeated, second.place.round) == (True, first.place.round)
    assert Round.objects.count() == 1


def test_another_round_under_way_is_named_and_stays(cast):
    other = make.round(member=cast.bob)
    board = a_board(cast, [cast.bob])
    assert draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0) == Busy(other)
    abandon(round=other)
    questions(cast.alice, 3)
    assert isinstance(draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0), Done)


def test_no_question_is_drawn_twice_in_a_section_and_another_section_may_have_it(cast):
    questions(cast.alice, 9)
    members = squad(cast, 6)
    board = a_board(cast, members, sections=2)
    for number, member in enumerate(members):
        mine = board.places.get(user=member.user)
        assert isinstance(draw_at_place(place=mine, member=member, at=minute(7 * (number // 2))), Done)
    for section in (1, 2):
        drawn = list(Slip.objects.filter(round__place__section=section).values_list("question", flat=True))
        assert (len(drawn), len(set(drawn))) == (9, 9)


def test_too_few_questions_bring_back_what_was_put_back_and_never_what_was_kept(cast):
    questions(cast.alice, 5)
    first, second = squad(cast, 2)
    board = a_board(cast, [first, second])
    one = draw_at_place(place=place(board, "A1"), member=first, at=T0).place.round
    refused = draw_at_place(place=place(board, "A2"), member=second, at=minute(7))
    assert isinstance(refused, TooFew)  # all three may still be chosen
    choose(round=one, slip=one.slips.get(position=2), at=minute(1))
    other = draw_at_place(place=place(board, "A2"), member=second, at=minute(7)).place.round
    assert PUT_BACK in other.draw_record["relaxed"]
    assert Round.objects.get(pk=one.pk).question_id not in other.slips.values_list("question", flat=True)


def test_a_speaker_never_gets_what_they_have_spoken_on(cast):
    questions(cast.alice, 4)
    spoken = make.prepping(member=cast.bob)
    abandon(round=spoken)
    board = a_board(cast, [cast.bob])
    drawn = draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0).place.round
    assert spoken.question_id not in drawn.slips.values_list("question", flat=True)


def test_a_mark_twice_is_one_change_and_a_stale_one_changes_nothing(cast):
    board = a_board(cast, squad(cast, 2))
    one = place(board, "A1")
    assert mark(place=one, state="here", version=1, at=minute(-3)) == Done(one)
    assert mark(place=one, state="here", version=1).repeated
    assert isinstance(mark(place=one, state="no_show", version=1), Changed)
    one.refresh_from_db()
    assert (one.state, one.version, one.signed_in_at) == ("here", 2, minute(-3))


def test_who_has_drawn_is_not_marked_as_missing(cast):
    questions(cast.alice, 3)
    board = a_board(cast, [cast.bob])
    drawn = draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0).place
    assert mark(place=drawn, state="no_show", version=drawn.version) == NotNow("Bob has drawn.")


@pytest.mark.parametrize(
    ("gap", "times"),
    [
        ("keep", {"A1": "14:00", "A2": "14:07", "A3": "14:14", "A4": "14:21"}),
        ("close", {"A1": "14:00", "A2": "14:07", "A3": "14:07", "A4": "14:14"}),
    ],
)
def test_a_no_show_keeps_or_closes_the_gap_as_the_board_says(cast, gap, times):
    board = a_board(cast, squad(cast, 4), gap=gap)
    mark(place=place(board, "A2"), state="no_show", version=1, at=minute(5.5))
    assert seated(board) == times


def test_a_gap_closes_to_a_whole_minute_that_is_not_past(cast):
    board = a_board(cast, squad(cast, 4), gap="close")
    mark(place=place(board, "A2"), state="no_show", version=1, at=minute(9.5))
    assert seated(board) == {"A1": "14:00", "A2": "14:07", "A3": "14:10", "A4": "14:17"}


def test_who_came_after_all_draws_last_where_the_gap_was_closed(cast):
    board = a_board(cast, squad(cast, 4), gap="close")
    mark(place=place(board, "A2"), state="no_show", version=1, at=minute(5))
    mark(place=place(board, "A2"), state="here", version=2, at=minute(8))
    assert seated(board)["A2"] == "14:21"


def test_a_swap_moves_number_section_and_time_and_a_second_press_does_not_swap_back(cast):
    members = squad(cast, 4)
    board = a_board(cast, members, sections=2)
    one, other = place(board, "A1"), place(board, "B2")
    assert isinstance(swap(place=one, other=other, seats=("A1", "B2")), Done)
    assert swap(place=one, other=other, seats=("A1", "B2")).repeated
    assert place(board, "A1").user == members[3].user
    assert (place(board, "B2").user, place(board, "B2").draw_at, place(board, "B2").swapped) == (
        cast.bob.user,
        minute(7),
        True,
    )
    assert isinstance(swap(place=one, other=place(board, "A2"), seats=("A1", "A2")), Changed)


def test_nobody_changes_places_with_who_has_drawn(cast):
    questions(cast.alice, 3)
    board = a_board(cast, squad(cast, 2))
    draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0)
    refused = swap(place=place(board, "A2"), other=place(board, "A1"), seats=("A2", "A1"))
    assert refused == NotNow("Bob has drawn, so the places stay as they are.")
    assert swap(place=place(board, "A2"), other=place(board, "A2"), seats=("A2", "A2")) == NotNow(
        "Choose two speakers."
    )


def test_a_board_that_is_over_lets_nobody_draw_until_it_goes_on(cast):
    questions(cast.alice, 3)
    board = a_board(cast, squad(cast, 2))
    end_board(board=board)
    over = NotNow("This squad practice is over.")
    assert draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0) == over
    assert mark(place=place(board, "A1"), state="here", version=1) == over
    assert swap(place=place(board, "A1"), other=place(board, "A2"), seats=("A1", "A2")) == over
    open_board(board=board, by=cast.alice)
    assert isinstance(draw_at_place(place=place(board, "A1"), member=cast.bob, at=T0), Done)


@pytest.mark.django_db(transaction=True)
def test_six_speakers_who_draw_at_one_moment_never_get_one_question(cast):
    questions(cast.alice, 20)
    members = squad(cast, 6)
    now = timezone.now()
    board = a_board(cast, members, first_draw=now)
    board.places.update(draw_at=now)
    acts = [
        lambda m=m: draw_at_place(place=board.places.get(user=m.user), member=m, at=now + timedelta(seconds=1))
        for m in members
    ]
    assert [type(outcome) for outcome in together(*acts)] == [Done] * 6
    drawn = list(Slip.objects.values_list("question", flat=True))
    assert (len(drawn), len(set(drawn))) == (18, 18)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_one_moment_draw_one_round_and_a_no_show_cannot_slip_in_between(cast):
    questions(cast.alice, 9)
    board = a_board(cast, [cast.bob], first_draw=timezone.now())
    one = place(board, "A1")
    acts = [lambda: draw_at_place(place=one, member=cast.bob)] * 2
    outcomes = together(*acts, lambda: mark(place=one, state="no_show", version=1))
    one.refresh_from_db()
    drew = Round.objects.count()
    assert (drew, one.state == Place.State.NO_SHOW) in [(1, False), (0, True)]
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_who_did_not_come_is_not_swapped_where_the_others_took_their_time(cast):
    members = squad(cast, 4)
    board = a_board(cast, members, gap="close")
    mark(place=place(board, "A1"), state="no_show", version=1, at=minute(-5))
    before = seated(board)
    refused = swap(place=place(board, "A1"), other=place(board, "A3"), seats=("A1", "A3"))
    assert isinstance(refused, NotNow) and "Sign them in" in refused.why
    assert seated(board) == before
    mark(place=place(board, "A1"), state="here", version=place(board, "A1").version, at=minute(-4))
    assert isinstance(swap(place=place(board, "A1"), other=place(board, "A3"), seats=("A1", "A3")), Done)
    assert len(set(seated(board).values())) == 4
