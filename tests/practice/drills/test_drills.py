"""Drills are rounds with other figures. A new one needs no code; a part of a speech uses no question up."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Question
from practice.drills.beginning import begin, spoken_on_least
from practice.drills.drill import Drill, drills, read
from practice.drills.words import offer
from practice.models import Round
from practice.outline.layouts import lay_out, layout_of, shipped
from practice.phases import Phase
from practice.picking import bank_of
from practice.proof import proof_of
from practice.rounds import abandon, choose, end_speech, ready, start_speech
from practice.rule_sets.rules import Rules
from practice.season.again import this_season
from practice.season.glance import squad
from practice.season.report import report
from practice.starting import Started, start_round
from tests import make
from tests.practice.pages import PRACTICE, text

pytestmark = pytest.mark.django_db
DRILLS = f"{PRACTICE}drills/"
NSDA = Rules(name="NSDA", draw=3, keep=1, prep=1800, choose=600, speech=420, grace=30)


def bank(cast, count: int = 9) -> list[Question]:
    return [make.question(member=cast.alice) for _ in range(count)]


def begun(member, slug: str, **given) -> Round:
    outcome = begin(member=member, drill=drills()[slug], rule_set=make.rule_set(), **given)
    assert isinstance(outcome, Started), outcome
    assert outcome.created
    return outcome.round


def spoken(round: Round) -> Round:
    if round.question_id is None:
        choose(round=round, slip=round.slips.get(position=1))
    for act in (ready, start_speech, end_speech):
        act(round=round)
    return Round.objects.get(pk=round.pk)


def barred(member) -> frozenset:
    return bank_of(member, [], held=(), within=this_season(member)).spoken


@pytest.mark.parametrize("slug", list(drills()))
def test_every_drill_makes_rules_that_a_round_can_be_run_by(cast, slug):
    for preset in ("nsda", "ncfl", "uil-persuasive", "quick-drill", "ncfca"):
        rules = drills()[slug].of(make.rule_set(slug=preset).figures)
        assert not rules.lacking()
        assert rules.name == drills()[slug].name
        assert Rules.from_mapping(rules.to_mapping()) == rules


def test_a_new_drill_needs_no_code():
    told = {
        "slug": "one-minute",
        "name": "One minute",
        "about": "Speak for one.",
        "source": "us",
        "entered": "2026-11-26",
    }
    new = read([{**told, "uses_up": False, "rules": {"speech": 60, "prep": 60}, "sections": ["close"]}])["one-minute"]
    rules = new.of(NSDA)
    assert (rules.name, rules.prep, rules.speech, rules.choose, rules.draw) == ("One minute", 60, 60, None, 3)
    assert [slot.name for slot in new.outlined(shipped()["short"], shipped()["short"]).slots] == ["close"]
    assert "1 min speech" in offer(new, NSDA).figures


@pytest.mark.parametrize("wrong", [{"sections": ["overture"]}, {"areas": "best"}, {"rules": {"prep": -1}}])
def test_a_drill_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError):
        Drill(slug="x", name="X", about="", source="", entered="", uses_up=True, **wrong)


def test_signals_that_are_longer_than_the_speech_go_with_it():
    short = Drill(slug="x", name="X", about="", source="", entered="", uses_up=True, rules={"speech": 100})
    long = make_signals()
    assert [one.remaining for one in short.of(long).signals] == [60, 0]


def make_signals() -> Rules:
    signals = [{"remaining": left, "label": str(left), "words": "left"} for left in (300, 60, 0)]
    return Rules.from_mapping({**NSDA.to_mapping(), "signals": signals})


def test_the_introduction_drill_shows_its_slots_only_and_the_next_round_has_all_of_them(cast):
    bank(cast)
    lay_out(round=spoken(make.round(member=cast.bob)), layout=shipped()["classic"])
    drill = begun(cast.bob, "introduction")
    assert (drill.figures.speech, drill.figures.prep, drill.slips.count()) == (90, 300, 1)
    assert {slot.section for slot in layout_of(drill).slots} == {"intro"}
    assert set(drill.points.values_list("slot", flat=True)) == {slot.name for slot in layout_of(drill).slots}
    spoken(drill)
    assert layout_of(make.round(member=cast.bob)).key == "classic"


@pytest.mark.parametrize(
    ("slug", "prep", "speech", "drawn", "sources", "sections"),
    [
        ("five-minute-prep", 300, 420, 3, None, {"intro", "point_1", "point_2", "point_3", "close"}),
        ("introduction", 300, 90, 1, 1, {"intro"}),
        ("one-point", 600, 120, 1, 2, {"point_1"}),
        ("ten-sources", 1800, 420, 3, 10, {"intro", "point_1", "point_2", "point_3", "close"}),
    ],
)
def test_the_named_drills_begun_by_a_press_are_what_they_say(cast, bob, slug, prep, speech, drawn, sources, sections):
    bank(cast)
    usual = make.rule_set().figures.source_target
    bob.post(f"{DRILLS}begin/", {"drill": slug})
    round = Round.objects.get()
    figures = round.figures
    assert (figures.prep, figures.speech, round.slips.count(), round.target) == (prep, speech, drawn, sources or usual)
    assert {slot.section for slot in layout_of(round).slots} == sections
    assert (round.question is None) == (drawn > 1), "with one question drawn, prep begins at once"


def test_a_layout_without_that_part_gives_way_to_the_first_one(cast):
    blank = shipped()["blank"]
    assert [slot.name for slot in drills()["one-point"].outlined(blank, shipped()["short"]).slots] == ["point_1"]


def test_ten_sources_are_ten_whatever_the_speaker_aims_for(cast):
    bank(cast)
    before = spoken(make.round(member=cast.bob))
    Round.objects.filter(pk=before.pk).update(aims_for=5)
    assert spoken(begun(cast.bob, "ten-sources")).target == 10
    assert make.round(member=cast.bob).target == 5


def test_an_introduction_uses_no_question_up_and_a_whole_drill_does(cast):
    bank(cast)
    part = spoken(begun(cast.bob, "introduction"))
    assert barred(cast.bob) == frozenset()
    part.question.refresh_from_db()
    assert (part.question.drawn, part.question.spoken) == (1, 0)
    whole = spoken(begun(cast.bob, "five-minute-prep"))
    assert barred(cast.bob) == {whole.question_id}


def test_what_an_introduction_drew_is_as_fresh_as_before_for_a_round_and_seen_for_the_next_drill(cast):
    three = bank(cast, 3)
    met = spoken(begun(cast.bob, "introduction"))
    again = spoken(begun(cast.bob, "introduction"))
    assert again.question_id != met.question_id
    round = make.round(member=cast.bob)
    assert (round.slips.count(), round.draw_record["fresh"], round.draw_record["relaxed"]) == (3, 3, [])
    assert Question.objects.count() == len(three)


def test_one_who_has_spoken_on_everything_can_still_drill(cast):
    bank(cast, 3)
    rule_set = make.rule_set(slug="quick-drill")
    for _ in range(3):
        outcome = start_round(member=cast.bob, rule_set=rule_set, fewer=True)
        assert isinstance(outcome, Started)
        spoken(outcome.round)
    assert not isinstance(start_round(member=cast.bob, rule_set=rule_set, fewer=True), Started)
    drill = begun(cast.bob, "introduction")
    assert drill.draw_record["bars"] is False


def test_the_proof_of_a_draw_comes_out_whatever_is_drilled_before_and_after(cast):
    bank(cast, 12)
    first = begun(cast.bob, "introduction")
    spoken(first)
    round = spoken(make.round(member=cast.bob))
    last = spoken(begun(cast.bob, "one-point"))
    spoken(make.round(member=cast.bob))
    for drawn in (first, round, last):
        proof = proof_of(Round.objects.get(pk=drawn.pk))
        assert proof.comes_out
        assert proof.same_list


def test_obscure_only_draws_from_the_areas_spoken_on_least_and_says_so(cast):
    often, seldom = make.area(team=cast.team, name="Courts"), make.area(team=cast.team, name="Sahel")
    asked = [make.question(member=cast.alice, areas=[often]) for _ in range(4)]
    make.question(member=cast.alice, areas=[seldom])
    begin(member=cast.bob, drill=drills()["five-minute-prep"], rule_set=make.rule_set(), question=asked[0])
    spoken(Round.objects.get())
    assert spoken_on_least(cast.bob, 1) == [seldom]
    assert spoken_on_least(cast.bob, 3) == [seldom, often]
    round = begun(cast.bob, "obscure-only")
    assert set(round.areas.all()) == {often, seldom}  # one question is too few to draw three from
    assert "Drawn from the areas spoken on least so far: Sahel, Courts." in round.draw_record["relaxed"]
    assert proof_of(round).comes_out


def test_a_press_begins_by_the_rules_of_the_last_round(cast, bob):
    bank(cast)
    spoken(make.round(member=cast.bob, rule_set=make.rule_set(slug="quick-drill")))
    assert "Introduction only" in text(bob.get(DRILLS))
    response = bob.post(f"{DRILLS}begin/", {"drill": "introduction"})
    round = Round.objects.get(drill="introduction")
    assert response["Location"] == f"{round.get_absolute_url()}prep/"
    assert (round.rule_set.slug, round.visibility, round.simulation) == ("quick-drill", "coaches", False)
    assert bob.post(f"{DRILLS}begin/", {"drill": "one-point"})["Location"] == f"{round.get_absolute_url()}prep/"
    assert "Go on with it" in text(bob.get(DRILLS))


def test_the_review_drills_the_same_question_and_tells_a_drill_from_a_round(cast, bob):
    bank(cast)
    round = spoken(make.round(member=cast.bob, visibility="team"))
    page = bob.get(f"{PRACTICE}{round.pk}/review/")
    assert f'name="question" value="{round.question_id}"' in page.content.decode()
    sent = {"drill": "introduction", "question": round.question_id, "visibility": "team"}
    bob.post(f"{DRILLS}begin/", sent)
    drill = Round.objects.get(drill="introduction")
    assert (drill.question_id, drill.visibility, drill.clock().phase) == (round.question_id, "team", Phase.PREP)
    round.question.refresh_from_db()
    assert round.question.spoken == 1
    spoken(drill)
    assert "may be drawn again" in text(bob.get(f"{PRACTICE}{drill.pk}/review/"))
    for what, rows in (("drills", [drill]), ("rounds", [round]), ("", [drill, round])):
        shown = bob.get(PRACTICE, {"what": what}).context_data["rows"]
        assert [row["round"] for row in shown] == rows


@pytest.mark.parametrize("wrong", [{"drill": "none"}, {"drill": "introduction", "rule_set": "x"}, {}])
def test_what_is_no_drill_begins_nothing(cast, bob, wrong):
    bank(cast)
    assert bob.post(f"{DRILLS}begin/", wrong).status_code == 422
    assert not Round.objects.exists()


def test_a_retired_question_is_not_drilled_and_too_few_are_offered_as_they_are(cast, bob):
    gone = make.question(member=cast.alice)
    make.rule_set()
    Question.objects.filter(pk=gone.pk).update(retired_at=gone.created_at)
    make.question(member=cast.alice)
    response = bob.post(f"{DRILLS}begin/", {"drill": "introduction", "question": gone.pk})
    assert (response.status_code, Round.objects.count()) == (422, 0)
    assert "drawn no more" in text(response)
    few = bob.post(f"{DRILLS}begin/", {"drill": "ten-sources"})
    assert (few.status_code, "Draw the 1 that is left" in text(few)) == (422, True)
    bob.post(f"{DRILLS}begin/", {"drill": "ten-sources", "fewer": "on"})
    assert Round.objects.get().slips.count() == 1


def test_the_page_costs_the_same_queries_with_two_questions_and_with_twenty(cast, bob):
    bank(cast, 2)
    make.rule_set()

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            bob.get(DRILLS)
        return len(counted)

    queries()
    few = queries()
    bank(cast, 18)
    for _ in range(3):
        spoken(begun(cast.bob, "introduction"))
    assert queries() == few


def test_a_speakers_page_tells_drills_from_rounds_and_counts_a_part_of_a_speech_for_no_area(cast, bob):
    area = make.area(team=cast.team)
    asked = make.question(member=cast.alice, areas=[area])
    spoken(begun(cast.bob, "introduction", question=asked))
    told = report(speaker=cast.bob, reader=cast.alice)
    assert ([line.rounds for line in told.areas], told.charts, told.drilled) == ([0], (), True)
    assert next(one for one in squad(cast.alice, None) if one.member == cast.bob).never == (area,)
    assert "drill: Introduction only" in text(bob.get(f"{PRACTICE}speakers/me/"))
    spoken(begun(cast.bob, "ten-sources", question=asked))
    told = report(speaker=cast.bob, reader=cast.alice)
    assert ([line.rounds for line in told.areas], told.charts) == ([1], ())


def test_the_hash_before_a_drill_is_that_of_its_seed_and_a_stale_one_draws_nothing(cast, bob):
    bank(cast)
    make.rule_set()
    shown = bob.get(DRILLS).context["sealed"]
    assert f'name="shown" value="{shown}"' in bob.get(DRILLS).content.decode()
    given = {"drill": "five-minute-prep", "visibility": "team", "shown": shown}
    bob.post(f"{DRILLS}begin/", given)
    round = Round.objects.get()
    assert hashlib.sha256(round.seed.encode()).hexdigest() == shown
    assert round.draw_record["shown"] is True
    assert shown in text(bob.get(f"{round.get_absolute_url()}drawn/"))
    abandon(round=round)
    page = bob.post(f"{DRILLS}begin/", given)
    assert page.status_code == 409
    assert Round.objects.count() == 1
    assert page.context["sealed"] != shown
    assert page.context["form"]["visibility"].value() == "team"
    assert "press the button again" in text(page)


def test_a_drill_on_a_known_question_shows_no_hash(cast, bob):
    question = bank(cast, 1)[0]
    make.rule_set()
    assert 'name="shown"' not in bob.get(f"{DRILLS}?question={question.pk}").content.decode()
