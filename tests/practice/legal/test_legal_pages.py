"""The pages around legal mode: the report on an article, the lint, the proctor's view, the room code."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evidence.attaching import Selection, attach_card, attach_note
from practice import rounds, starting
from practice.legal.room import leave_room
from practice.squad.squads import draw_at_place
from teams.access import Visibility
from teams.models import Membership, Team
from tests import make
from tests.practice.legal.test_legal_mode import simulated


def text(client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_report_says_digest_and_no_url_under_uil(cast, as_member):
    make.rule_set()
    article = make.article(member=cast.alice, questions=["Will it hold?"])
    page = text(as_member(cast.bob), "practice:legality", cast.team.slug, article.pk, query="?rules=uil-informative")
    assert "It may not be used." in page
    assert "Kind: digest (a digest sums up several sources). The rules let in original or reference only." in page
    assert "No URL: it carries no web address, and the rules ask for one." in page
    assert "1 question came with it" in page


def test_the_report_names_two_colours_where_notes_and_cards_mark_one_article(cast, as_member):
    make.rule_set()
    article = make.article(member=cast.alice)
    place = Selection("Wheat for May delivery fell 4 percent in two days")
    attach_note(member=cast.alice, article=article, body="Why?", selection=place, visibility=Visibility.TEAM)
    address = ("practice:legality", cast.team.slug, article.pk)
    assert "colors" not in text(as_member(cast.bob), *address).split("Reasons", 1)[1]
    attach_card(member=cast.alice, article=article, selection=place, tag="Wheat fell", cite="Weiss")
    assert "Marked in 2 colors; the rules allow one." in text(as_member(cast.bob), *address)


def test_who_chooses_in_legal_mode_is_offered_no_page_that_is_refused(cast, as_member):
    for _ in range(3):
        make.question(member=cast.alice)
    round = starting.start_round(member=cast.bob, rule_set=make.rule_set(), simulation=True).round
    page = text(as_member(cast.bob), "practice:choose", cast.team.slug, round.pk)
    assert "Take this one" in page
    assert reverse("articles:library", args=[cast.team.slug]) not in page


def test_the_reader_leads_to_the_report(cast, as_member):
    article = make.article(member=cast.alice)
    page = text(as_member(cast.alice), "evidence:reader", cast.team.slug, article.pk)
    assert reverse("practice:legality", args=[cast.team.slug, article.pk]) in page


def test_the_check_names_labels_that_explain_and_counts_the_room(cast, as_member):
    make.rule_set()
    make.area(team=cast.team, name="State of the Union")
    make.area(team=cast.team, name="State of the Union repercussions")
    article = make.article(member=cast.alice)
    article.tags, article.kind, article.url = ["tariffs pro-con"], "original", "https://example.org/a"
    article.save()
    make.article(member=cast.alice)
    page = text(as_member(cast.alice), "practice:legal_checks", cast.team.slug, query="?rules=uil-informative")
    assert "1 of 2 articles would be in the room." in page
    assert "<strong>State of the Union repercussions</strong>" in page and "<strong>tariffs pro-con</strong>" in page
    assert "<strong>State of the Union</strong>" not in page
    assert "/library/?q=tag%3A%22tariffs+pro-con%22" in page and "/library/areas/" in page  # where it is put right


@pytest.mark.parametrize("name", ["practice:legal_checks", "practice:proctor"])
def test_a_list_costs_the_same_for_one_row_and_many(cast, as_member, name):
    def more() -> None:
        student = make.member(team=cast.team)
        for _ in range(3):  # a question that a team-mate holds is not drawn again
            make.question(member=cast.alice)
        make.article(member=cast.alice)
        started = starting.start_round(member=student, rule_set=make.rule_set(), simulation=True)
        round = make.prepping_on(started.round)
        rounds.open_file(round=round, article=make.article(member=cast.alice))

    coach, numbers = as_member(cast.alice), []
    for count in (1, 9):
        for _ in range(count):
            more()
        with CaptureQueriesContext(connection) as queries:
            text(coach, name, cast.team.slug)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_the_proctor_sees_who_is_in_legal_mode_what_was_opened_and_how_it_was_left(cast, as_member):
    article = make.article(member=cast.alice, title="Ports Reopen Today")
    round = simulated(cast)
    rounds.open_file(round=round, article=article)
    leave_room(round=round, typed="WRONG1")
    page = text(as_member(cast.alice), "practice:proctor", cast.team.slug)
    assert "1 student is in a round in legal mode." in page
    assert "Ports Reopen Today" in page and "1 wrong code" in page
    leave_room(round=round, typed=cast.team.room_code)
    page = text(as_member(cast.alice), "practice:proctor", cast.team.slug)
    assert "Nobody is in a round in legal mode." in page and "left with the code at" in page


def test_the_proctors_page_asks_again_and_is_told_only_what_is_new(cast, as_member):
    round = simulated(cast)
    alice, address = as_member(cast.alice), reverse("practice:proctor", args=[cast.team.slug])
    first = alice.get(address, headers={"HX-Request": "true"})
    page = first.content.decode()
    assert page.lstrip().startswith('<div id="room"') and "prep is running, 29 min left" in page
    again = {"HX-Request": "true", "If-None-Match": first["ETag"]}
    assert alice.get(address, headers=again).status_code == 304
    rounds.open_file(round=round, article=make.article(member=cast.alice, title="Ports Reopen Today"))
    answer = alice.get(address, headers=again)
    assert answer.status_code == 200 and "Ports Reopen Today" in answer.content.decode()


def test_the_board_of_a_simulation_leads_a_coach_to_what_is_opened_and_each_is_called_by_their_place(cast, as_member):
    for _ in range(3):
        make.question(member=cast.alice)
    board = make.board(
        member=cast.alice, speakers=[cast.bob], at=timezone.now() - timedelta(minutes=1), simulation=True
    )
    draw_at_place(place=board.places.get(), member=cast.bob)
    address = reverse("practice:proctor", args=[cast.team.slug])
    assert address in as_member(cast.alice).get(board.get_absolute_url()).content.decode()
    assert '<span class="code">A1</span> Bob' in as_member(cast.alice).get(address).content.decode()
    assert address not in as_member(cast.erin).get(board.get_absolute_url()).content.decode()  # a captain runs boards
    board.simulation = False
    board.save()
    assert address not in as_member(cast.alice).get(board.get_absolute_url()).content.decode()


def test_the_student_shows_what_was_opened(cast, as_member):
    article = make.article(member=cast.alice, title="Ports Reopen Today")
    round = simulated(cast)
    rounds.open_file(round=round, article=article)
    page = text(as_member(cast.bob), "practice:opened", cast.team.slug, round.pk)
    assert "Ports Reopen Today" in page and "in legal mode" in page


def test_the_code_stands_on_the_coachs_team_page_only_and_changes(cast, as_member):
    first = cast.team.room_code
    assert first in text(as_member(cast.alice), "teams:team", cast.team.slug)
    assert first not in text(as_member(cast.bob), "teams:team", cast.team.slug)
    as_member(cast.alice).post(reverse("teams:change_room_code", args=[cast.team.slug]))
    assert Team.objects.get(pk=cast.team.pk).room_code != first


def test_a_page_that_is_not_let_in_says_where_the_round_is_and_that_nothing_was_saved(cast, as_member):
    round = simulated(cast)
    response = as_member(cast.bob).post(reverse("teams:rename", args=[cast.team.slug]), {"name": "Typed"})
    assert response.status_code == 403
    page = response.content.decode()
    assert round.get_absolute_url() in page and "Nothing was saved." in page
    assert Membership.objects.get(pk=cast.bob.pk).team.name == "Riverside High School"
