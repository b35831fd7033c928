"""One focus, carried into the next round until it is met or another is said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice.hearing.ballots import Written, give
from practice.hearing.focus import answer, carry, in_room, of_round, standing_focus
from practice.models import Sheet
from tests import make
from tests.practice.pages import at
from tests.practice.pages import text as pages_text


@pytest.fixture
def spoken(cast):
    return make.spoken(member=cast.bob, at=timezone.now() - timedelta(hours=3))


def judged(judge, round, focus: str, minutes: int = 120, **more):
    at = timezone.now() - timedelta(minutes=minutes)
    return give(member=judge, round=round, written=Written({"focus": focus, **more}, 0), at=at)


def text(member) -> str:
    now = standing_focus(member=member)
    return now.text if now else ""


def test_no_ballot_no_focus(cast, spoken):
    assert standing_focus(member=cast.bob) is None


def test_what_another_said_goes_before_the_speakers_own_word(cast, spoken):
    judged(cast.bob, spoken, "Breathe", 60)
    assert text(cast.bob) == "Breathe"
    judged(cast.alice, spoken, "Slower", 120)
    assert text(cast.bob) == "Slower" and text(cast.alice) == ""


def test_a_draft_is_no_focus(cast, spoken):
    from practice.hearing.ballots import save  # noqa: PLC0415 - one test's

    save(member=cast.alice, round=spoken, written=Written({"focus": "Slower"}, 0))
    assert text(cast.bob) == ""


def test_the_next_round_keeps_the_words_as_they_were_at_its_draw(cast, spoken):
    judged(cast.alice, spoken, "Slower")
    assert of_round(make.round(member=cast.bob)).text == "Slower"
    give(member=cast.alice, round=spoken, written=Written({"focus": "Louder"}, 1))
    round = make.round(member=cast.bob)  # the one that is under way
    assert of_round(round).text == "Slower" and text(cast.bob) == "Louder"


def test_it_holds_until_the_speaker_or_a_judge_says_that_it_was_met(cast, spoken):
    judged(cast.alice, spoken, "Slower")
    second = make.spoken(member=cast.bob, at=timezone.now() - timedelta(hours=1))
    focus = of_round(second)
    answer(focus=focus, met=Sheet.Met.PARTLY)
    assert text(cast.bob) == "Slower"
    answer(focus=focus, met=Sheet.Met.YES)
    assert text(cast.bob) == ""
    answer(focus=focus, met="")
    give(member=cast.alice, round=second, written=Written({"met": "yes"}, 0))
    assert text(cast.bob) == ""


def test_in_a_simulation_a_coachs_words_stay_out_of_the_room_unless_the_rules_let_notes_in(cast, spoken):
    judged(cast.alice, spoken, "Slower")
    round = make.round(member=cast.bob)
    assert in_room(round).text == "Slower"
    round.simulation = True
    round.rules = make.rule_set(slug="uil-informative").figures.to_mapping()
    assert in_room(round) is None and of_round(round).text == "Slower"


def test_nothing_is_carried_into_a_team_mates_round(cast, spoken):
    judged(cast.alice, spoken, "Slower")
    assert carry(member=cast.erin, round=make.round(member=cast.erin)) is None


def test_a_line_of_a_ballot_is_not_for_team_mates_who_may_see_the_next_round(cast, spoken, as_member):
    judged(cast.alice, spoken, "Slower")
    second = make.spoken(member=cast.bob, at=timezone.now() - timedelta(hours=1), visibility="team")
    assert of_round(second).text == "Slower"
    for page in ("review/", "judge/"):
        seen = {who: "Slower" in pages_text(as_member(who).get(at(second, page))) for who in (cast.bob, cast.alice)}
        assert seen == {cast.bob: True, cast.alice: True}, page
        assert "Slower" not in pages_text(as_member(cast.erin).get(at(second, page))), page
