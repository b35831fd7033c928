"""The verbs of a ballot: drafts, ranks, giving, what is seen by whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from practice.hearing.ballots import (
    Empty,
    Given,
    Overtaken,
    Saved,
    Written,
    ballot_of,
    criteria,
    draft_of,
    give,
    ranks,
    save,
    shown,
)
from practice.models import Ballot, Round, Sheet
from practice.squad.squads import draw_at_place
from tests import make


@pytest.fixture
def spoken(cast) -> Round:
    return make.spoken(member=cast.bob, at=timezone.now() - timedelta(hours=1))


def words(says: dict, version: int = 0, **more) -> Written:
    return Written(says, version, **more)


def seen(member, round) -> list[str]:
    return [one.sheet.reasons for one in shown(round=round, reader=member)]


def test_a_draft_is_its_judges_alone_until_it_is_given(cast, spoken):
    save(member=cast.alice, round=spoken, written=words({"reasons": "Clear answer."}))
    assert seen(cast.bob, spoken) == [] and not Ballot.objects.visible_to(cast.bob).exists()
    given = give(member=cast.alice, round=spoken, written=words({}, 1))
    assert isinstance(given, Given) and seen(cast.bob, spoken) == ["Clear answer."]


def test_a_change_after_giving_is_a_draft_until_it_is_given_again_and_then_the_change_is_said(cast, spoken):
    give(member=cast.alice, round=spoken, written=words({"reasons": "Fine.", "points": {"Style": 3}}))
    save(member=cast.alice, round=spoken, written=words({"reasons": "Fine, slow.", "points": {"Style": 4}}, 1))
    assert seen(cast.bob, spoken) == ["Fine."]
    give(member=cast.alice, round=spoken, written=words({}, 2))
    told = shown(round=spoken, reader=cast.bob)[0]
    assert told.sheet.reasons == "Fine, slow." and told.marks == (("Style", 4),)
    assert [change.words for change in told.changes] == [("reasons: was “Fine.”", "Style: was 3")]


def test_giving_the_same_twice_gives_once_and_nothing_cannot_be_given(cast, spoken):
    assert isinstance(give(member=cast.alice, round=spoken, written=words({"reasons": "  "[:0]})), Empty)
    give(member=cast.alice, round=spoken, written=words({"focus": "Slower"}, 0))
    again = give(member=cast.alice, round=spoken, written=words({"focus": "Slower"}, 1))
    assert isinstance(again, Given) and again.repeated
    assert Sheet.objects.exclude(given_at=None).count() == 1


def test_who_sees_a_given_ballot(cast):
    """The round is the team's; the ballot is the speaker's, its judge's and the coaches'."""
    at = timezone.now() - timedelta(hours=1)
    round = make.spoken(member=cast.bob, at=at, visibility="team")
    give(member=cast.erin, round=round, written=words({"reasons": "Good."}))
    other = make.member(team=cast.team)
    assert [seen(member, round) for member in (cast.bob, cast.alice, cast.erin)] == [["Good."]] * 3
    assert seen(other, round) == [] and seen(cast.charlie, round) == []


def test_the_speakers_own_ballot_stands_last_and_says_so(cast, spoken):
    give(member=cast.bob, round=spoken, written=words({"reasons": "I rushed."}))
    give(member=cast.alice, round=spoken, written=words({"reasons": "Good."}))
    told = shown(round=spoken, reader=cast.bob)
    assert [(one.ballot.of_speaker, one.sheet.reasons) for one in told] == [(False, "Good."), (True, "I rushed.")]


def test_another_page_that_saved_first_is_not_written_over(cast, spoken):
    first, second = uuid4(), uuid4()
    save(member=cast.alice, round=spoken, written=words({"reasons": "a"}, tab=first, turn=1))
    late = save(member=cast.alice, round=spoken, written=words({"reasons": "b"}, 0, tab=second, turn=1))
    assert isinstance(late, Overtaken) and late.draft.reasons == "a"
    mine = save(member=cast.alice, round=spoken, written=words({"reasons": "ab"}, 0, tab=first, turn=2))
    assert isinstance(mine, Saved) and mine.draft.reasons == "ab", "one page is never late for itself"
    old = save(member=cast.alice, round=spoken, written=words({"reasons": "a"}, 1, tab=first, turn=1))
    assert old.draft.reasons == "ab", "a send that was overtaken on the way"
    same = save(member=cast.alice, round=spoken, written=words({"reasons": "ab"}, 0, tab=second, turn=2))
    assert isinstance(same, Saved), "the same words are no conflict"


def on_board(cast, *, sections: int = 1) -> list[Round]:
    at = timezone.now() - timedelta(hours=2)
    for _ in range(12):
        make.question(member=cast.alice)
    board = make.board(member=cast.alice, speakers=[cast.bob, cast.erin], at=at, sections=sections)
    places = board.places.order_by("section", "number")
    members = {cast.bob.user_id: cast.bob, cast.erin.user_id: cast.erin}
    for place in places.select_related("user"):
        draw_at_place(place=place, member=members[place.user_id], at=place.draw_at)
    return list(Round.objects.filter(place__board=board).order_by("place__section", "place__number"))


def test_ranks_of_a_section_are_distinct_for_each_judge(cast):
    one, other = on_board(cast)
    save(member=cast.alice, round=one, written=words({"rank": 1}))
    taken = save(member=cast.alice, round=other, written=words({"rank": 1, "reasons": "kept"}))
    assert taken.taken == ballot_of(member=cast.alice, round=one)
    assert (taken.draft.rank, taken.draft.reasons) == (None, "kept"), "all but the rank was stored"
    assert isinstance(give(member=cast.alice, round=other, written=words({"rank": 1}, 1)), Saved), "and not given"
    assert save(member=cast.alice, round=other, written=words({"rank": 2}, 1)).draft.rank == 2
    assert [(rank.number, rank.to) for rank in ranks(member=cast.alice, round=other)] == [
        (1, str(one.owner)),
        (2, ""),
    ]


def test_another_section_and_another_judge_have_ranks_of_their_own(cast):
    one, other = on_board(cast, sections=2)
    save(member=cast.alice, round=one, written=words({"rank": 1}))
    assert save(member=cast.alice, round=other, written=words({"rank": 1})).taken is None
    Round.objects.update(visibility="team")
    assert save(member=cast.erin, round=one, written=words({"rank": 1})).taken is None


def test_a_round_of_no_board_has_no_ranks(cast, spoken):
    assert ranks(member=cast.alice, round=spoken) == ()


def test_the_criteria_are_the_rule_sets_or_the_common_list(cast, spoken):
    rules = make.rule_set(slug="ncfl").figures
    assert rules.criteria is None and criteria(rules)[0] == "Analysis and content" and len(criteria(rules)) == 7
    assert make.rule_set().figures.criteria == criteria(rules)
    assert draft_of(None).says()["points"] == {}
