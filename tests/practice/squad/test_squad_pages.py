"""The pages of a squad practice: the form, the board, the wall, a speaker's own place, what is printed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from practice.models import Board, Place, Round
from practice.rounds import choose
from practice.squad.board import shown
from practice.squad.squads import draw_at_place, mark
from tests import make
from tests.practice.pages import HTMX, PRACTICE, text

NEW = f"{PRACTICE}boards/new/"


@pytest.fixture
def alice(cast, as_member):
    return as_member(cast.alice)


@pytest.fixture
def board(cast) -> Board:
    """Bob draws this minute, Erin in seven."""
    for _ in range(6):
        make.question(member=cast.alice)
    at = timezone.now().replace(second=0, microsecond=0)
    return make.board(member=cast.alice, speakers=[cast.bob, cast.erin], at=at)


def at(board: Board, page: str = "") -> str:
    return f"{PRACTICE}boards/{board.pk}/{page}"


def form(cast, **given) -> dict[str, object]:
    return {
        "speakers": [cast.bob.user.pk, cast.erin.user.pk],
        "first_draw": "2026-03-14T14:00",
        "sections": "1",
        "interval": "",
        "rule_set": make.rule_set().pk,
        "gap": "keep",
        "asks": "",
        **given,
    }


def hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


# Making one


def test_one_press_on_the_form_as_it_comes_makes_a_board_of_all_students(cast, alice):
    make.rule_set()
    make.question(member=cast.alice)
    assert "Squad practice" in text(alice.get(PRACTICE))
    page = alice.get(NEW)
    given = {
        field.html_name: field.value() for field in page.context["form"] if field.value() not in (None, "", False)
    }
    given["first_draw"] = given["first_draw"].strftime("%Y-%m-%dT%H:%M")
    assert alice.post(NEW, given).status_code == 302
    made = Board.objects.get()
    assert {place.user for place in made.places.all()} == {cast.bob.user, cast.erin.user}
    assert (made.interval, made.sections, made.gap, made.asks) == (420, 1, "keep", "")
    assert timedelta(0) < made.first_draw - timezone.now() <= timedelta(minutes=10)


def test_an_empty_interval_is_the_rules_own_and_the_longer_one_with_questioning(cast, alice):
    alice.post(NEW, form(cast))
    alice.post(NEW, form(cast, asks="previous"))
    assert list(Board.objects.order_by("created_at").values_list("interval", flat=True)) == [420, 720]
    assert [bool(board.figures.asked_for) for board in Board.objects.order_by("created_at")] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"interval": "5"}, "greater than or equal to 6"),
        ({"sections": "3"}, "There are fewer speakers (2) than sections."),
        ({"speakers": []}, "This field is required."),
        ({"first_draw": "soon"}, "Enter a valid date/time."),
    ],
)
def test_a_form_that_was_wrong_says_why_and_keeps_the_rest(cast, alice, wrong, why):
    response = alice.post(NEW, form(cast, **wrong))
    assert response.status_code == 422
    assert why in text(response)
    assert not Board.objects.exists()


def test_rules_that_name_no_interval_or_no_questioning_ask_for_it(cast, alice):
    quick = make.rule_set(slug="quick-drill").pk
    assert "These rules name no interval. Say how many minutes." in text(alice.post(NEW, form(cast, rule_set=quick)))
    asked = alice.post(NEW, form(cast, rule_set=quick, interval="8", asks="next"))
    assert "These rules do not say how long questioning is." in text(asked)
    assert alice.post(NEW, form(cast, rule_set=quick, interval="8")).status_code == 302


def test_a_stranger_cannot_be_made_a_speaker(cast, alice):
    assert alice.post(NEW, form(cast, speakers=[cast.charlie.user.pk])).status_code == 422


# The board


def test_the_board_shows_every_speaker_with_their_times_and_what_they_do(cast, alice, board):
    page = text(alice.get(at(board)))
    first = board.first_draw
    for code, name, minutes, now in (("A1", "Bob", 0, "draws now"), ("A2", "Erin", 7, "expected")):
        draws, speaks = hour(first + timedelta(minutes=minutes)), hour(first + timedelta(minutes=30 + minutes))
        assert f"{code} {name} {draws} {speaks} {speaks} {now}" in page


def test_a_late_draw_shows_when_it_was_and_the_time_to_speak_as_it_was(cast, alice, board):
    Board.objects.update(first_draw=board.first_draw - timedelta(minutes=6))
    board.places.filter(number=1).update(draw_at=board.first_draw - timedelta(minutes=6))
    assert "min late to draw" in text(alice.get(at(board)))
    draw_at_place(place=board.places.get(number=1), member=cast.bob)
    speaks = hour(board.first_draw + timedelta(minutes=24))
    page = text(alice.get(at(board)))
    assert re.search(rf"drew \d\d:\d\d {speaks} {speaks} choosing, 2[34] min of prep left", page)


def test_a_mark_of_what_was_seen_long_ago_answers_409_and_shows_what_is(cast, alice, board):
    place = board.places.get(number=2)
    data = {"place": place.pk, "version": 1}
    assert alice.post(at(board, "mark/"), {**data, "state": "here"}).status_code == 302
    stale = alice.post(at(board, "mark/"), {**data, "state": "no_show"}, headers=HTMX)
    assert stale.status_code == 409
    assert "Nothing was changed: Erin is signed in at A2 by now. Look again." in text(stale)
    place.refresh_from_db()
    assert place.state == "here"


def test_a_mark_by_htmx_answers_with_the_board_alone(cast, alice, board):
    place = board.places.get(number=2)
    response = alice.post(at(board, "mark/"), {"place": place.pk, "version": 1, "state": "late"}, headers=HTMX)
    assert response.status_code == 200
    assert response.content.decode().lstrip().startswith('<div id="board"')


@pytest.mark.parametrize(
    "data", [{"place": "x", "version": "1", "state": "here"}, {"version": "²", "state": "here"}, {"state": "king"}]
)
def test_a_mark_of_nothing_changes_nothing(cast, alice, board, data):
    assert alice.post(at(board, "mark/"), data).status_code in (404, 422)


def test_places_are_changed_and_a_stale_order_answers_409(cast, alice, board):
    one, two = board.places.get(number=1), board.places.get(number=2)
    assert alice.post(at(board, "swap/"), {"one": f"{one.pk}:A1", "two": f"{two.pk}:A2"}).status_code == 302
    assert "A1 Erin changed places" in text(alice.get(at(board)))
    assert alice.post(at(board, "swap/"), {"one": f"{one.pk}:A3", "two": f"{two.pk}:A2"}).status_code == 409


def test_a_board_is_ended_and_goes_on_again(cast, alice, bob, board):
    alice.post(at(board, "end/"))
    assert "This squad practice is over" in text(alice.get(at(board)))
    assert bob.post(at(board, "mine/draw/")).status_code == 409
    over = text(alice.get(at(board)))
    assert "Go on with this board" in over and "send all of them this one address" not in over
    alice.post(at(board, "end/"), {"again": "1"})
    assert bob.post(at(board, "mine/draw/")).status_code == 302


@pytest.mark.parametrize(
    ("asks", "all_come", "erin_does_not"),
    [("previous", ["Fay", "Bob", "Erin"], ["Fay", "", "Bob"]), ("next", ["Erin", "Fay", "Bob"], ["Fay", "", "Bob"])],
)
def test_questioning_names_who_asks_and_skips_who_did_not_come(cast, alice, asks, all_come, erin_does_not):
    members = [cast.bob, cast.erin, make.member(team=cast.team, user=make.user(username="fay"))]
    made = make.board(member=cast.alice, speakers=members, at=timezone.now(), asks=asks)
    lines = lambda: [line.asked_by for line in alice.get(at(made)).context["shown"].lines]  # noqa: E731
    assert lines() == all_come
    made.places.filter(number=2).update(state="no_show")
    assert lines() == erin_does_not


# The wall


def test_the_wall_is_sent_again_only_when_something_has_changed(bob, board):
    began = hour(timezone.now())
    first = bob.get(at(board, "wall/"), headers=HTMX)
    etag = first["ETag"]
    same = bob.get(at(board, "wall/"), headers={**HTMX, "If-None-Match": etag})
    if hour(timezone.now()) == began:  # it says what time it is
        assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    assert first["Cache-Control"] == "private, no-cache"
    assert bob.get(at(board, "wall/"), headers={"If-None-Match": etag}).status_code == 200  # the whole page is another
    board.places.filter(number=2).update(state="here", version=2)
    changed = bob.get(at(board, "wall/"), headers={**HTMX, "If-None-Match": etag})
    assert (changed.status_code, changed["ETag"] == etag) == (200, False)
    assert "A2 Erin" in text(changed)


def test_the_wall_says_who_draws_and_holds_no_question(cast, bob, board):
    page = text(bob.get(at(board, "wall/")))
    assert "Draw now A1 Bob" in page
    drawn = draw_at_place(place=board.places.get(number=1), member=cast.bob).place.round
    choose(round=drawn, slip=drawn.slips.get(position=1))
    page = text(bob.get(at(board, "wall/")))
    assert f"Next draw {hour(board.first_draw + timedelta(minutes=7))} A2 Erin" in page
    assert Round.objects.get().asked not in page


@pytest.mark.parametrize("page", ["", "wall/", "slips/", "mine/"])
def test_a_board_costs_the_same_queries_for_one_and_for_thirty(
    cast, alice, page, django_assert_max_num_queries, django_assert_num_queries
):
    for _ in range(120):
        make.question(member=cast.alice)
    start = timezone.now().replace(microsecond=0)
    members = [make.member(team=cast.team) for _ in range(30)]

    def full(count: int) -> Board:
        made = make.board(member=cast.alice, speakers=[cast.alice, *members[:count]], at=start, sections=2)
        made.places.update(draw_at=start)
        for member in members[:count]:
            outcome = draw_at_place(place=made.places.get(user=member.user), member=member, at=start)
            drawn = outcome.place.round
            choose(round=drawn, slip=drawn.slips.get(position=1))
            Round.objects.filter(pk=drawn.pk).update(finished_at=start)
        return made

    one = full(1)
    with django_assert_max_num_queries(14) as first:
        alice.get(at(one, page))
    thirty = full(30)
    with django_assert_num_queries(len(first)):
        alice.get(at(thirty, page))


def test_the_list_of_boards_costs_the_same_queries_for_one_and_for_ten(
    cast, alice, django_assert_max_num_queries, django_assert_num_queries
):
    make.board(member=cast.alice, speakers=[cast.bob], at=timezone.now())
    for page in (NEW, PRACTICE):
        with django_assert_max_num_queries(30) as first:
            alice.get(page)
        for _ in range(9):
            make.board(member=cast.alice, speakers=[cast.bob, cast.erin], at=timezone.now())
        with django_assert_num_queries(len(first)):
            alice.get(page)


# A speaker's place


def test_a_speaker_finds_their_place_under_practice_and_signs_in(cast, bob, as_member, board):
    erin = as_member(cast.erin)
    seven = hour(board.first_draw + timedelta(minutes=7))
    assert f"Your place is A2: draw at {seven}" in text(erin.get(PRACTICE))
    page = text(erin.get(at(board, "mine/")))
    assert f"Your place: draw at {seven}" in page
    assert "Draw Choose" not in page and "I am here" in page
    assert erin.post(at(board, "mine/here/")).status_code == 302
    assert "You are signed in." in text(erin.get(at(board, "mine/")))
    early = erin.post(at(board, "mine/draw/"))
    assert (early.status_code, f"You draw at {seven}." in text(early)) == (409, True)


def test_a_speakers_own_line_is_the_whole_boards_and_looks_at_nobody_elses_round(cast, django_assert_num_queries):
    for _ in range(30):
        make.question(member=cast.alice)
    members = [cast.alice, cast.bob, cast.erin, *(make.member(team=cast.team) for _ in range(4))]
    start = timezone.now().replace(microsecond=0)
    made = make.board(member=cast.alice, speakers=members, at=start, asks="previous", sections=2)
    for member in (cast.bob, cast.alice):
        made.places.filter(user=member.user).update(draw_at=start)
        draw_at_place(place=made.places.get(user=member.user), member=member, at=start)
    made.places.filter(user=cast.erin.user).update(state="no_show")
    whole = {line.place.user_id: line for line in shown(made, start).lines}
    assert {line.asked_by == "" for line in whole.values()} == {True, False}
    for member in members:
        (own,) = shown(made, start, speaker=member.user.pk).lines
        assert own.face == whole[member.user.pk].face
    with django_assert_num_queries(3):  # the section's names, the own round, what happened in it
        shown(made, start, speaker=cast.bob.user.pk)
    assert shown(made, start, speaker=make.member(team=cast.team).user.pk).lines == []


def test_a_draw_leads_into_the_round_and_the_place_shows_the_slip(cast, bob, board):
    response = bob.post(at(board, "mine/draw/"))
    drawn = Round.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{drawn.get_absolute_url()}choose/")
    assert bob.post(at(board, "mine/draw/"))["Location"] == f"{drawn.get_absolute_url()}choose/"
    choose(round=drawn, slip=drawn.slips.get(position=2))
    assert drawn.slips.get(position=2).text in text(bob.get(at(board, "mine/")))


def test_another_round_under_way_is_offered_to_be_put_away(cast, bob):
    other = make.round(member=cast.bob)
    made = make.board(member=cast.alice, speakers=[cast.bob], at=timezone.now())
    response = bob.post(at(made, "mine/draw/"))
    assert response.status_code == 409
    assert f"{other.pk}/abandon/" in response.content.decode()


def test_too_few_questions_say_so_at_the_place(cast, bob):
    make.question(member=cast.alice)
    made = make.board(member=cast.alice, speakers=[cast.bob], at=timezone.now())
    response = bob.post(at(made, "mine/draw/"))
    assert response.status_code == 422
    assert "The draw needs 3 questions and 1 of 1 can be drawn" in text(response)


def test_who_is_marked_as_missing_is_told_so_and_does_not_sign_in_alone(cast, bob, board):
    board.places.filter(number=1).update(state="no_show")
    for act in ("mine/here/", "mine/draw/"):
        response = bob.post(at(board, act))
        assert (response.status_code, "You are marked as not there." in text(response)) == (409, True)


def test_who_is_marked_late_beforehand_is_called_at_their_draw_and_not_before(cast, bob):
    board = make.board(member=cast.alice, speakers=[cast.bob], at=timezone.now() + timedelta(minutes=5))
    place = board.places.get()
    mark(place=place, state=Place.State.LATE, version=place.version)
    place.refresh_from_db()
    before = shown(board)
    assert (before.called, [line.words for line in before.next_up]) == ([], ["late"])
    page = text(bob.get(f"{at(board)}mine/"))
    assert "Sign in when you are in the room" in page and "draw as soon as you can" not in page
    assert [line.words for line in shown(board, place.draw_at + timedelta(minutes=2)).called] == ["2 min late to draw"]


def test_who_has_no_place_is_told_so(cast, alice, board):
    assert "You have no place on this board" in text(alice.get(at(board, "mine/")))
    assert alice.post(at(board, "mine/draw/")).status_code == 404


def test_a_board_of_yesterday_is_no_longer_under_practice(cast, bob):
    make.board(member=cast.alice, speakers=[cast.bob], at=datetime(2026, 3, 14, 14, tzinfo=UTC))
    make.question(member=cast.alice)
    assert "Your place is" not in text(bob.get(PRACTICE))


# Slips


def test_a_slip_has_the_exact_words_the_code_the_section_and_the_number(cast, alice, board):
    drawn = draw_at_place(place=board.places.get(number=1), member=cast.bob).place.round
    assert "No question has been chosen yet." in text(alice.get(at(board, "slips/")))
    choose(round=drawn, slip=drawn.slips.get(position=3))
    page = text(alice.get(at(board, "slips/")))
    chosen, *others = (drawn.slips.get(position=number).text for number in (3, 1, 2))
    assert f"{chosen} A1 Bob Section A, speaker 1 speaks at" in page
    assert not any(other in page for other in others)
