"""What is not drawn again: ever, since the season began, or for one tournament; and the draw that says so later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from practice.draw import TooFew
from practice.models import Round, Season
from practice.proof import proof_of
from practice.rounds import abandon, choose
from practice.season.again import ALWAYS, Kind, Within, begin_season, this_season
from practice.starting import Started, start_round
from tests import make
from tests.practice.pages import PRACTICE, at, text

pytestmark = pytest.mark.django_db


def bank(cast, number: int) -> None:
    for _ in range(number):
        make.question(member=cast.alice)


def drawn(member, **given) -> Round:
    outcome = start_round(member=member, rule_set=make.rule_set(), **given)
    assert isinstance(outcome, Started), outcome
    return outcome.round


def spoken(member, *, days_ago: int = 0, **given) -> str:
    """A round whose first slip was chosen; its question."""
    round = drawn(member, **given)
    choose(round=round, slip=round.slips.get(position=1))
    abandon(round=round)
    Round.objects.filter(pk=round.pk).update(created_at=timezone.now() - timedelta(days=days_ago))
    return str(round.slips.get(position=1).question_id)


def ids(round: Round) -> set[str]:
    return {str(slip.question_id) for slip in round.slips.all()}


def test_without_a_season_what_was_ever_spoken_on_is_out(cast):
    bank(cast, 3)
    spoken(cast.bob, days_ago=900)
    outcome = start_round(member=cast.bob, rule_set=make.rule_set())
    assert outcome == TooFew(3, 2, "The draw needs 3 questions and 2 of 3 can be drawn: you have spoken on 1.")


def test_a_new_season_lets_it_come_again_and_taking_it_back_does_not(cast):
    bank(cast, 3)
    question = spoken(cast.bob, days_ago=5)
    season = begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=2))
    round = drawn(cast.bob)
    assert question in ids(round)
    assert round.draw_record["within"] == "season"
    assert round.draw_record["relaxed"] == [], "what was seen before the season is fresh in it"
    abandon(round=round)
    season.remove(by=cast.alice.user)
    assert isinstance(start_round(member=cast.bob, rule_set=make.rule_set()), TooFew)
    assert proof_of(round).comes_out, "the draw says itself what it was within"


def test_in_the_season_what_was_spoken_on_in_it_is_out_and_the_student_reads_why(cast):
    bank(cast, 3)
    begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=9))
    spoken(cast.bob, days_ago=5)
    outcome = start_round(member=cast.bob, rule_set=make.rule_set())
    assert isinstance(outcome, TooFew) and "you have spoken on 1 this season." in outcome.why


def test_a_season_from_today_begins_this_minute(cast):
    bank(cast, 3)
    question = spoken(cast.bob)
    begin_season(member=cast.alice, day=timezone.localdate())
    assert question in ids(drawn(cast.bob))


def test_a_season_cannot_begin_tomorrow(cast, as_member):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValueError):
        begin_season(member=cast.alice, day=tomorrow)
    for typed in (tomorrow.isoformat(), "soon", ""):
        page = as_member(cast.alice).post(f"{PRACTICE}season/begin/", {"day": typed})
        assert page.status_code == 422 and "No season was begun" in text(page)
        assert f'name="day" value="{typed}"' in page.content.decode()
    assert not Season.objects.exists()


def test_the_newest_season_counts(cast):
    first = begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=9))
    second = begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=2))
    assert this_season(cast.bob) == Within(Kind.SEASON, second.began_at)
    second.remove(by=cast.alice.user)
    assert this_season(cast.bob) == Within(Kind.SEASON, first.began_at)
    assert this_season(cast.charlie) == ALWAYS


def test_for_a_tournament_only_its_own_rounds_count(cast):
    bank(cast, 3)
    row = make.tournament(member=cast.alice)
    question = spoken(cast.bob)
    within = Within(Kind.TOURNAMENT, tournament=str(row.pk))
    round = drawn(cast.bob, tournament=row, within=within)
    assert question in ids(round)
    choose(round=round, slip=round.slips.get(position=1))
    abandon(round=round)
    outcome = start_round(member=cast.bob, rule_set=make.rule_set(), tournament=row, within=within)
    assert isinstance(outcome, TooFew) and "you have spoken on 1 for this tournament." in outcome.why
    assert proof_of(round).comes_out


def test_the_record_says_what_it_was_within_and_is_read_again():
    now = timezone.now()
    for within in (ALWAYS, Within(Kind.SEASON, now), Within(Kind.TOURNAMENT, tournament="k")):
        assert Within.recorded(within.record()) == within
    assert Within.recorded({"algorithm": "extemp-draw-1"}) == ALWAYS, "an older draw"


def test_the_page_says_the_ways_out_and_each_leads_out(cast, bob):
    bank(cast, 3)
    row = make.tournament(member=cast.alice)
    begin_season(member=cast.alice, day=timezone.localdate() - timedelta(days=2))
    spoken(cast.bob, days_ago=5)
    typed = {"rule_set": str(make.rule_set().pk), "visibility": "coaches", "tournament": str(row.pk)}
    page = bob.post(f"{PRACTICE}draw/", {**typed, "again": "ever"})
    assert page.status_code == 422
    said = text(page)
    assert "Draw the 2 that are left" in said and "Let questions of earlier seasons come again" in said
    assert "Let come again what you did not speak on for Harbour Classic" in said
    assert "When your coach begins a new season" in said
    bob.post(f"{PRACTICE}draw/", {**typed, "again": "ever", "instead": "season"})
    assert Round.objects.under_way().get().draw_record["within"] == "season"


def test_for_a_tournament_needs_one(cast, bob):
    bank(cast, 3)
    make.tournament(member=cast.alice)
    typed = {"rule_set": str(make.rule_set().pk), "visibility": "coaches"}
    page = bob.post(f"{PRACTICE}draw/", {**typed, "again": "tournament"})
    assert page.status_code == 422 and "Say for which tournament" in text(page)


def test_the_page_of_the_draw_says_what_was_out(cast, bob):
    bank(cast, 3)
    begin_season(member=cast.alice, day=timezone.localdate())
    assert "spoke on since the season began" in text(bob.get(at(drawn(cast.bob), "drawn/")))
