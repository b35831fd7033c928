"""Extra time: the rules made longer, a squad practice whose posted times stay, and who sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from practice.clock import fold
from practice.models import ExtraTime, Round, RuleSet
from practice.phases import Phase
from practice.rule_sets.rules import LONGEST, Rules, consequence
from practice.season.allowing import extra_of, extras_for, set_extra
from practice.season.extra import LEAST, MOST, NONE, Extra, lead, lengthened
from practice.squad.board import shown
from practice.squad.squads import NotNow, draw_at_place, mark
from practice.squad.stagger import Standing, moved_up, with_time_for
from tests import make
from tests.practice.pages import PRACTICE, at, text
from tests.practice.rounds import RULES, happened
from tests.practice.rounds import at as after

HALF = Extra(prep=150)
MINUTE = timedelta(minutes=1)


# The rules


def test_prep_choosing_and_speech_grow_and_nothing_else_does():
    rules = replace(RULES, choose=120, walk=60)
    longer = lengthened(rules, Extra(prep=150, speech=125))
    assert (longer.prep, longer.choose, longer.speech) == (2700, 180, 525)
    assert replace(longer, prep=rules.prep, choose=rules.choose, speech=rules.speech) == rules
    assert lengthened(rules, NONE) is rules and lead(rules, Extra(speech=200)) == 0


def test_a_walk_inside_prep_does_not_grow():
    rules = replace(RULES, walk=300, walk_in_prep=True)
    assert lengthened(rules, HALF).prep == 1500 * 1.5 + 300
    assert lead(rules, HALF) == 750


def test_choosing_ends_with_prep_at_the_latest():
    drill = replace(RULES, prep=300, walk=300, walk_in_prep=True, choose=180)
    longer = lengthened(drill, Extra(prep=200))
    assert (longer.prep, longer.choose) == (300, 300)


lengths = st.none() | st.integers(0, 7200) | st.integers(LONGEST - 60, LONGEST)
factors = st.integers(LEAST, MOST)


@given(lengths, lengths, lengths, lengths, st.booleans(), st.builds(Extra, factors, factors))
def test_rules_that_can_be_can_be_with_any_extra_time(prep, choose, walk, speech, inside, extra):
    most = LONGEST if prep is None else prep
    choose, walk = (None if one is None else min(one, most) for one in (choose, walk))
    rules = Rules(name="any", prep=prep, choose=choose, walk=walk, walk_in_prep=inside, speech=speech)
    longer = lengthened(rules, extra)
    assert all((getattr(longer, name) or 0) >= (getattr(rules, name) or 0) for name in ("prep", "choose", "speech"))


def test_what_is_not_known_stays_unknown():
    rules = replace(RULES, prep=None, speech=None, signals=())
    assert lengthened(rules, Extra(200, 200)) == rules and lead(rules, HALF) == 0


def test_the_clock_and_the_cost_follow_the_longer_speech():
    rules = lengthened(replace(RULES, overtime="may not be ranked first"), Extra(speech=150))
    told = happened(("drawn", 0), ("chosen", 60), ("speech_started", 1800))
    assert fold(told, rules, after(1800 + 629)).phase is Phase.SPEECH
    assert fold(told, rules, after(1800 + 631)).phase is Phase.GRACE
    assert consequence(rules, 660) == "" and consequence(rules, 661) == "may not be ranked first"


def test_it_is_said_as_a_factor():
    assert str(Extra(150, 125)) == "×1.5 prep, ×1.25 speech" and str(NONE) == "" and not NONE


# The order of a board


def test_nobody_is_posted_so_early_that_they_had_to_draw_before_now():
    order, leads = ("a", "b", "c", "d"), (15 * MINUTE, 0 * MINUTE, 0 * MINUTE, 0 * MINUTE)
    told = {"sections": 1, "interval": 7 * MINUTE}
    assert with_time_for(order, leads, until_first=5 * MINUTE, **told) == ("b", "c", "a", "d")
    assert with_time_for(order, leads, until_first=15 * MINUTE, **told) == order
    assert with_time_for(("a",), leads[:1], until_first=0 * MINUTE, **told) == ("a",)


def test_who_moves_up_keeps_the_time_to_draw_early():
    now = after(0)
    place = Standing(now + 20 * MINUTE, fixed=False, lead=15 * MINUTE)
    assert moved_up(now, [place], interval=7 * MINUTE, now=now) == (now + 15 * MINUTE,)


# Rounds


@pytest.mark.django_db
def test_the_draw_puts_it_into_the_rules_of_the_round_and_the_preset_stays(cast, bob):
    preset = make.rule_set()
    bob.post(f"{PRACTICE}speakers/{cast.bob.pk}/time/", {"prep": "150", "speech": "125"})
    assert extra_of(cast.bob) == Extra(150, 125)
    round = make.prepping(member=cast.bob)
    assert (round.figures.prep, round.figures.speech, round.extra_time) == (2700, 525, Extra(150, 125))
    assert RuleSet.objects.get(pk=preset.pk).figures.prep == 1800
    assert "×1.5 prep, ×1.25 speech" in text(bob.get(at(round, "prep/")))
    set_extra(speaker=cast.bob, extra=NONE)
    assert Round.objects.get(pk=round.pk).figures.prep == 2700, "a round keeps its rules"


@pytest.mark.django_db
def test_the_draw_page_says_it_and_who_would_see_it(cast, bob):
    make.question(member=cast.alice)
    make.rule_set()
    set_extra(speaker=cast.bob, extra=HALF)
    page = text(bob.get(PRACTICE))
    assert "Your extra time, ×1.5 prep , is added" in page and "whoever sees the round sees it" in page


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{}, {"prep": "90", "speech": "100"}, {"prep": "201", "speech": "100"}])
def test_a_factor_that_cannot_be_changes_nothing(cast, bob, typed):
    assert bob.post(f"{PRACTICE}speakers/{cast.bob.pk}/time/", typed).status_code == 422
    assert not ExtraTime.objects.exists()


@pytest.mark.django_db
def test_only_the_speaker_and_coaches_are_told(cast, as_member):
    set_extra(speaker=cast.bob, extra=HALF)
    users = [cast.bob.user.pk]
    assert extras_for(cast.bob, users) == extras_for(cast.alice, users) == {cast.bob.user.pk: HALF}
    assert extras_for(cast.erin, users) == {} == extras_for(cast.charlie, users)
    answer = as_member(cast.erin).post(f"{PRACTICE}speakers/{cast.bob.pk}/time/", {"prep": "100", "speech": "100"})
    assert answer.status_code == 403 and extra_of(cast.bob) == HALF


# A squad practice


def board_of(cast, *, minutes: int):
    """Erin first, Bob with ×1.5 prep second; the first draw in so many minutes."""
    for _ in range(9):
        make.question(member=cast.alice)
    set_extra(speaker=cast.bob, extra=HALF)
    return make.board(member=cast.alice, speakers=[cast.erin, cast.bob], at=timezone.now() + minutes * MINUTE)


@pytest.mark.django_db
def test_who_has_longer_prep_draws_earlier_and_speaks_at_the_posted_time(cast):
    board = board_of(cast, minutes=20)
    place = board.places.get(user=cast.bob.user)
    posted = place.times
    early = place.draw_at - 15 * MINUTE
    outcome = draw_at_place(place=place, member=cast.bob, at=early - MINUTE)
    assert isinstance(outcome, NotNow) and outcome.why == f"You draw at {timezone.localtime(early):%H:%M}."
    round = draw_at_place(place=place, member=cast.bob, at=early).place.drawn or Round.objects.get()
    assert round.clock(early).prep_left == 45 * 60
    assert early + timedelta(seconds=round.clock(early).prep_left) == posted.prep_ends


@pytest.mark.django_db
def test_the_wall_shows_such_a_speaker_as_everybody_and_only_those_who_may_know_see_more(cast):
    board = board_of(cast, minutes=20)
    place = board.places.get(user=cast.bob.user)
    early = place.draw_at - 15 * MINUTE
    before = shown(board, early + MINUTE).lines[1]
    draw_at_place(place=place, member=cast.bob, at=early)
    wall = shown(board, early + MINUTE).lines[1]
    assert (wall.kind, wall.words, wall.drawn, wall.extra, wall.opens) == (
        "waiting", "signed in", None, "", place.draw_at,
    )  # fmt: skip
    assert before.kind == "waiting"
    later = shown(board, place.draw_at + MINUTE).lines[1]
    assert later.kind == "prep" and later.words == "choosing, 29 min of prep left"
    assert later.drawn == place.draw_at
    own = shown(board, early + MINUTE, extras={cast.bob.user.pk: HALF}).lines[1]
    assert (own.kind, own.words, own.extra, own.opens) == ("prep", "choosing, 44 min of prep left", "×1.5 prep", early)


@pytest.mark.django_db
def test_where_the_board_came_too_late_for_it_the_speaker_still_has_all_of_it(cast):
    board = board_of(cast, minutes=1)
    place = board.places.get(user=cast.bob.user)  # posted in 8 minutes: 15 minutes earlier is past
    now = place.set_at.replace(microsecond=0) + timedelta(seconds=2)
    draw_at_place(place=place, member=cast.bob, at=now)
    round = Round.objects.get()
    assert round.clock(now).prep_left >= 45 * 60 - 3
    late = shown(board, place.times.prep_ends + MINUTE).lines[1]
    assert late.words == "choosing, preparing", "how much is left is not told"


@pytest.mark.django_db
def test_a_captain_who_runs_the_board_is_not_told_by_a_refusal_either(cast, as_member):
    board = board_of(cast, minutes=20)
    place = board.places.get(user=cast.bob.user)
    Place = type(place)
    Place.objects.filter(pk=place.pk).update(draw_at=timezone.now() + 10 * MINUTE)
    place.refresh_from_db()
    draw_at_place(place=place, member=cast.bob)
    place.refresh_from_db()
    outcome = mark(place=place, state="late", version=place.version)
    assert isinstance(outcome, NotNow) and "drawn" not in outcome.why
    page = as_member(cast.erin).get(f"{PRACTICE}boards/{board.pk}/").content.decode()
    assert "×1.5" not in page
    assert "×1.5 prep" in as_member(cast.alice).get(f"{PRACTICE}boards/{board.pk}/").content.decode()
    assert "You have ×1.5 prep" in text(as_member(cast.bob).get(f"{PRACTICE}boards/{board.pk}/mine/"))
