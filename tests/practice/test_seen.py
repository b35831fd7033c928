"""Who sees a round, said anew after the draw; a recording of it is apart."""

from uuid import uuid4

import pytest

from practice.models import Comment, Recording, Round
from practice.seen import narrower, show_to, sights
from practice.squad.squads import draw_at_place
from tests import make
from tests.practice.pages import at, text


@pytest.fixture
def spoken(cast) -> Round:
    return make.spoken(member=cast.bob)


def shown(client, round: Round, visibility: str):
    return client.post(at(round, "seen/"), {"visibility": visibility})


def test_a_speaker_shows_a_round_to_more_and_to_fewer(cast, bob, as_member, spoken):
    erin, alice = as_member(cast.erin), as_member(cast.alice)
    page = text(bob.get(at(spoken, "review/")))
    assert "You and your coaches see this round" in page and erin.get(at(spoken, "review/")).status_code == 404
    shown(bob, spoken, "team")
    assert "Your team sees this round" in text(bob.get(at(spoken, "review/")))
    assert "Who sees this round" not in text(erin.get(at(spoken, "review/")))
    shown(bob, spoken, "private")
    assert alice.get(at(spoken, "review/")).status_code == erin.get(at(spoken, "review/")).status_code == 404


def test_what_was_said_of_it_stays_for_those_who_see_it(cast, bob, as_member, spoken):
    alice = as_member(cast.alice)
    alice.post(at(spoken, "comments/"), {"body": "Strong middle", "client_id": str(uuid4())})
    shown(bob, spoken, "private")
    assert Comment.objects.visible_to(cast.alice).count() == 0
    assert "Strong middle" in text(bob.get(at(spoken, "review/")))


def test_a_recording_is_heard_by_nobody_new_and_by_nobody_who_does_not_see_the_round(cast, bob, as_member, spoken):
    recording = make.recording(member=cast.bob, round=spoken)

    def heard(member) -> bool:
        return Recording.objects.visible_to(member).filter(pk=recording.pk).exists()

    assert (heard(cast.alice), heard(cast.erin)) == (True, False)
    shown(bob, spoken, "team")
    assert (heard(cast.alice), heard(cast.erin)) == (True, False)
    assert "heard by you and the coaches" in text(bob.get(at(spoken, "review/")))
    shown(bob, spoken, "private")
    assert not heard(cast.alice) and heard(cast.bob)
    assert "heard by you alone" in text(bob.get(at(spoken, "review/")))


def test_a_squad_practice_and_a_simulation_are_always_their_coaches(cast, bob, spoken):
    board = make.board(member=cast.alice, speakers=[cast.bob], at=spoken.created_at)
    make.question(member=cast.alice)
    make.question(member=cast.alice)
    make.question(member=cast.alice)
    drawn = draw_at_place(place=board.places.get(), member=cast.bob).place.round
    assert dict(sights(drawn)).keys() == {"coaches", "team"}
    assert shown(bob, drawn, "private").status_code == 404
    spoken.simulation = True
    assert "private" not in dict(sights(spoken))
    with pytest.raises(ValueError, match="private"):
        show_to(round=spoken, visibility="private")
    assert shown(bob, spoken, "everybody").status_code == 404


def test_a_team_of_one_is_asked_nothing(cast, bob, spoken):
    cast.team.personal = True
    cast.team.save()
    assert "see this round" not in text(bob.get(at(spoken, "review/")))
    assert shown(bob, spoken, "team").status_code == 404


@pytest.mark.parametrize(("one", "other", "found"), [("team", "private", "private"), ("coaches", "team", "coaches")])
def test_of_two_the_narrower_counts(one, other, found):
    assert narrower(one, other) == narrower(other, one) == found
