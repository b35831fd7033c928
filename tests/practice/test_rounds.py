"""The verbs of a round: the draw, and what may happen when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from articles.models import Question
from practice.draw import TooFew, draw
from practice.models import Round, RoundEvent, RuleSet, Slip
from practice.phases import EventKind, Phase
from practice.rounds import (
    Acted,
    Refused,
    abandon,
    choose,
    end_questions,
    end_speech,
    open_file,
    pause,
    ready,
    resume,
    start_speech,
    take_questions,
)
from practice.rule_sets.rules import Rules
from practice.starting import Started, start_round
from tests import make
from tests.together import together

T0 = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def kinds(round: Round) -> list[str]:
    return list(round.events.values_list("kind", flat=True))


def drawn_ids(round: Round) -> set[str]:
    return {str(slip.question_id) for slip in round.slips.all()}


def finish(member, *, position: int = 1) -> Round:
    """A whole round in no time."""
    round = make.round(member=member)
    choose(round=round, slip=round.slips.get(position=position))
    start_speech(round=round)
    end_speech(round=round)
    round.refresh_from_db()
    return round


# Rule sets


def test_loading_the_presets_twice_changes_nothing(db, capsys):
    call_command("load_rulesets")
    first = {row.pk: row.rules for row in RuleSet.objects.all()}
    call_command("load_rulesets")
    assert {row.pk: row.rules for row in RuleSet.objects.all()} == first
    assert "unchanged: Quick drill" in capsys.readouterr().out


def test_loading_the_presets_brings_a_changed_one_up_to_date_in_its_place(db):
    row = make.rule_set()
    RuleSet.objects.filter(pk=row.pk).update(name="Something else", rules={})
    call_command("load_rulesets", verbosity=0)
    row.refresh_from_db()
    assert (row.name, row.rules["prep"]) == ("NSDA United States / International Extemp", 1800)


def test_a_preset_keeps_where_each_figure_came_from(db):
    assert make.rule_set().sources["grace"]["entered"] == "2026-11-23"
    assert "walk" not in make.rule_set().sources, "a figure that nobody knows has no source"


# The draw


def test_a_draw_gives_three_slips_in_order_with_the_wording_as_drawn(cast):
    round = make.round(member=cast.bob)
    slips = list(round.slips.all())
    assert [slip.position for slip in slips] == [1, 2, 3]
    assert [slip.text for slip in slips] == [slip.question.text for slip in slips]
    assert kinds(round) == ["drawn"]


def test_a_recorded_draw_comes_out_again(cast):
    for _ in range(20):
        make.question(member=cast.alice)
    round = make.round(member=cast.bob)
    bank = [str(pk) for pk in Question.objects.values_list("pk", flat=True)]
    assert draw(bank, 3, round.seed) == tuple(str(slip.question_id) for slip in round.slips.all())
    assert round.draw_record["pool_size"] == 20


def test_a_second_draw_gives_back_the_round_that_is_under_way(cast):
    first = start_round(member=cast.bob, rule_set=make.round(member=cast.bob).rule_set)
    assert isinstance(first, Started)
    assert not first.created
    assert Round.objects.count() == 1


def test_two_students_have_a_round_each(cast):
    make.round(member=cast.bob)
    assert make.round(member=cast.erin).owner == cast.erin.user


def test_unseen_questions_are_drawn_before_seen_ones_and_spoken_ones_never(cast):
    for _ in range(6):
        make.question(member=cast.alice)
    first = finish(cast.bob)
    second = finish(cast.bob)
    assert drawn_ids(first) & drawn_ids(second) == set()
    third = finish(cast.bob)
    spoken = {str(first.question_id), str(second.question_id)}
    assert drawn_ids(third) & spoken == set()
    assert third.draw_record["relaxed"] == [
        "You have seen every question that is left, so all of these are ones you have drawn before."
    ]


def test_what_another_student_drew_is_not_seen_by_me(cast):
    for _ in range(3):
        make.question(member=cast.alice)
    finish(cast.erin)
    assert make.round(member=cast.bob).draw_record["relaxed"] == []


def test_a_draw_from_areas_takes_their_questions_only(cast):
    sea = make.area(team=cast.team, name="Black Sea")
    wanted = {str(make.question(member=cast.alice, areas=[sea]).pk) for _ in range(3)}
    for _ in range(5):
        make.question(member=cast.alice)
    outcome = start_round(member=cast.bob, rule_set=make.rule_set(), areas=[sea])
    assert isinstance(outcome, Started)
    assert drawn_ids(outcome.round) == wanted
    assert list(outcome.round.areas.all()) == [sea]


def test_retired_private_and_foreign_questions_are_not_drawn(cast):
    kept = {str(make.question(member=cast.alice).pk) for _ in range(3)}
    retired = make.question(member=cast.alice)
    retired.retired_at = T0
    retired.save()
    private = make.question(member=cast.alice)
    private.visibility = "private"
    private.save()
    make.question(member=cast.charlie)
    assert drawn_ids(make.round(member=cast.bob)) == kept


def test_too_few_questions_make_no_round_and_say_so(cast):
    make.question(member=cast.alice)
    outcome = start_round(member=cast.bob, rule_set=make.rule_set())
    assert outcome == TooFew(3, 1, "The draw needs 3 questions and 1 of 1 can be drawn.")
    assert Round.objects.count() == 0


def test_fewer_questions_can_be_drawn_when_asked_for(cast):
    make.question(member=cast.alice)
    outcome = start_round(member=cast.bob, rule_set=make.rule_set(), fewer=True)
    assert isinstance(outcome, Started)
    assert outcome.round.slips.count() == 1
    assert outcome.round.draw_record["wanted"] == 3


def test_a_round_keeps_the_rules_it_was_drawn_under(cast):
    round = make.round(member=cast.bob)
    RuleSet.objects.update(rules=Rules(name="Other", draw=1, keep=1, prep=60, speech=60).to_mapping())
    assert Round.objects.get(pk=round.pk).figures.prep == 1800


# What may happen when


def test_a_round_from_the_draw_to_the_end_of_the_speech(cast):
    round = make.round(member=cast.bob, at=T0)
    choose(round=round, slip=round.slips.get(position=2), at=later(41))
    ready(round=round, at=later(1741))
    start_speech(round=round, at=later(1800))
    outcome = end_speech(round=round, at=later(2224))
    assert isinstance(outcome, Acted)
    assert (outcome.state.phase, outcome.state.prep_used, outcome.state.speech_used) == (Phase.DONE, 1741, 424)
    assert outcome.round.finished_at == later(2224)
    assert outcome.round.asked == round.slips.get(position=2).text
    assert kinds(round) == ["drawn", "chosen", "prep_ended", "speech_started", "speech_ended"]
    assert list(round.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("act", [pause, resume, ready, start_speech, end_speech, abandon])
def test_doing_a_thing_twice_is_doing_it_once(act, cast):
    round = make.prepping(member=cast.bob)
    if act is resume:
        pause(round=round)
    if act is end_speech:
        start_speech(round=round)
    assert act(round=round).repeated is False
    events = kinds(round)
    assert act(round=round).repeated is True
    assert kinds(round) == events


def test_the_clock_of_questioning_is_resumed_once_too(cast):
    round = make.prepping(member=cast.bob)
    start_speech(round=round)
    take_questions(round=round)
    pause(round=round)
    assert [resume(round=round).repeated for _ in range(2)] == [False, True]


def test_choosing_again_is_a_repeat_and_choosing_another_is_refused(cast):
    round = make.prepping(member=cast.bob)
    assert choose(round=round, slip=round.slips.get(position=1)).repeated is True
    refused = choose(round=round, slip=round.slips.get(position=2))
    assert isinstance(refused, Refused)
    assert refused.act is EventKind.CHOSEN
    assert Round.objects.get(pk=round.pk).question_id == round.slips.get(position=1).question_id


@pytest.mark.parametrize("act", [start_speech, end_speech, resume])
def test_what_is_out_of_place_is_refused_and_leaves_no_trace(act, cast):
    round = make.round(member=cast.bob)
    if act is resume:
        abandon(round=round)
    events = kinds(round)
    assert isinstance(act(round=round), Refused)
    assert kinds(round) == events


def test_a_file_may_be_opened_until_the_speech_begins(cast):
    article = make.article(member=cast.alice)
    round = make.prepping(member=cast.bob)
    assert isinstance(open_file(round=round, article=article), Acted)
    assert round.events.last().data == {"article": str(article.pk)}
    start_speech(round=round)
    assert isinstance(open_file(round=round, article=article), Refused)


def test_prep_that_ran_out_lets_the_speech_begin(cast):
    round = make.prepping(member=cast.bob, at=T0)
    assert round.clock(later(1799.999)).phase is Phase.PREP
    assert round.clock(later(1800)).phase is Phase.READY
    assert isinstance(start_speech(round=round, at=later(4000)), Acted)


def test_the_clock_of_a_practice_round_may_be_paused(cast):
    round = make.prepping(member=cast.bob, at=T0)
    pause(round=round, at=later(100))
    assert round.clock(later(5000)).remaining == 1700
    resume(round=round, at=later(5000))
    assert round.clock(later(5001)).remaining == 1699


def test_a_round_put_away_makes_room_for_the_next(cast):
    first = make.round(member=cast.bob)
    abandon(round=first)
    assert make.round(member=cast.bob).pk != first.pk


def test_questioning_follows_the_speech_and_its_end_finishes_the_round(cast):
    round = make.prepping(member=cast.bob, at=T0)
    start_speech(round=round, at=later(1800))
    asked = take_questions(round=round, at=later(2200))
    assert isinstance(asked, Acted)
    assert (asked.state.phase, asked.state.remaining) == (Phase.QUESTIONING, 180)
    assert take_questions(round=round, at=later(2201)).repeated
    assert isinstance(end_speech(round=round, at=later(2201)), Refused)
    round.refresh_from_db()
    assert round.finished_at is None
    done = end_questions(round=round, at=later(2300))
    assert isinstance(done, Acted)
    assert done.state.speech_used == 400
    round.refresh_from_db()
    assert round.finished_at == later(2300)


def test_nothing_of_a_round_is_held_in_memory(cast):
    """What a restarted server reads: only rows."""
    pk = make.prepping(member=cast.bob, at=T0).pk
    fresh = Round.objects.get(pk=pk)
    assert fresh.clock(later(60)).remaining == 1740
    assert fresh.clock(later(60)) == fresh.clock(later(60))


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_presses_of_draw_at_once_make_one_round_with_one_set_of_slips(cast):
    for _ in range(9):
        make.question(member=cast.alice)
    rules = make.rule_set()
    outcomes = together(*[lambda: start_round(member=cast.bob, rule_set=rules)] * 6)
    assert [type(outcome) for outcome in outcomes] == [Started] * 6
    assert sum(outcome.created for outcome in outcomes) == 1
    assert len({outcome.round.pk for outcome in outcomes}) == 1
    assert Slip.objects.count() == 3
    assert RoundEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_students_who_draw_at_once_have_a_round_each(cast):
    for _ in range(9):
        make.question(member=cast.alice)
    rules = make.rule_set()
    bob, erin = together(*(lambda m=m: start_round(member=m, rule_set=rules) for m in (cast.bob, cast.erin)))
    assert (bob.round.owner_id, erin.round.owner_id) == (cast.bob.user_id, cast.erin.user_id)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_choose_at_once_choose_one_question(cast):
    round = make.round(member=cast.bob)
    slips = list(round.slips.all())
    outcomes = together(*(lambda s=s: choose(round=round, slip=s) for s in slips))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Acted", "Refused", "Refused"]
    round.refresh_from_db()
    won = next(outcome for outcome in outcomes if isinstance(outcome, Acted))
    assert round.question_id == won.round.question_id
    assert kinds(round) == ["drawn", "chosen"]


@pytest.mark.django_db(transaction=True)
def test_events_at_once_have_a_number_each(cast):
    round = make.prepping(member=cast.bob)
    article = make.article(member=cast.alice)
    outcomes = together(*[lambda: open_file(round=round, article=article)] * 5)
    assert [type(outcome) for outcome in outcomes] == [Acted] * 5
    assert list(round.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
