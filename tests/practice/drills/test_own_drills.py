"""A team's own drills: added in the browser, first in everybody's list, run as the shipped ones are."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.drills.beginning import begin
from practice.drills.drill import OF_TEAM, drills
from practice.drills.own import drill_of, drills_for
from practice.models import OwnDrill, Round, RuleSet
from practice.rule_sets.presets import load_presets
from practice.rule_sets.rules import Rules
from practice.starting import Started
from tests import make
from tests.practice.pages import PRACTICE, text

pytestmark = pytest.mark.django_db
DRILLS = f"{PRACTICE}drills/"
OURS = f"{DRILLS}ours/"
TYPED = {
    "name": "Sprint",
    "about": "Ten minutes, then speak the first point.",
    "sections": ["point_1"],
    "draw": "1",
    "prep": "10",
    "speech": "1:30",
    "signals": "0:30 | 30 | 30 seconds left\n0:00 | fist | time",
    "grace": "0:10",
    "source_target": "2",
    "questioning": "0:00",
    "prompts": "Why?\n\n Who  says so? ",
    "areas": "least",
    "source": "Coach Okafor",
    "version": "0",
}


@pytest.fixture
def coach(cast, as_member):
    return as_member(cast.alice)


def test_a_coach_adds_a_drill_and_a_student_runs_it(cast, bob, coach):
    make.rule_set()
    make.question(member=cast.alice, areas=[make.area(team=cast.team)])
    assert coach.post(f"{OURS}new/", TYPED).status_code == 302
    row = OwnDrill.objects.get()
    assert row.rules == {
        "draw": 1,
        "prep": 600,
        "speech": 90,
        "grace": 10,
        "signals": [
            {"remaining": 30, "label": "30", "words": "30 seconds left"},
            {"remaining": 0, "label": "fist", "words": "time"},
        ],
        "source_target": 2,
        "questioning": 0,
    }
    assert (row.prompts, row.uses_up, row.areas) == (["Why?", "Who says so?"], False, "least")
    page = text(bob.get(DRILLS))
    assert "Sprint Ten minutes, then speak the first point. 1 question · 10 min prep · 1 min 30 s speech" in page
    assert "by your team" in page
    assert page.index("Sprint") < page.index("Introduction only")
    assert "from Coach Okafor" in page
    bob.post(f"{DRILLS}begin/", {"drill": str(row.pk)})
    round = Round.objects.get()
    assert (round.drill, round.own_drill, round.uses_up) == (OF_TEAM, row, False)
    assert (round.figures.name, round.figures.prep, round.figures.speech) == ("Sprint", 600, 90)
    assert {slot["section"] for slot in round.layout["slots"]} == {"point_1"}
    assert drill_of(round) == row.drill


def test_a_part_of_a_speech_is_offered_in_the_review_like_the_shipped_ones(cast, bob):
    make.drill(member=cast.alice, name="Only the close", sections=["close"])
    make.drill(member=cast.alice, name="Whole but quick")
    round = make.spoken(member=cast.bob)
    page = text(bob.get(f"{round.get_absolute_url()}review/"))
    assert "Only the close" in page
    assert "Whole but quick" not in page


@pytest.mark.parametrize("slug", list(drills()))
def test_every_shipped_drill_is_copied_whole(cast, coach, slug):
    page = coach.get(f"{OURS}new/?like={slug}")
    form = page.context["form"]
    typed = {name: value for name, value in form.initial.items() if value is not False}
    assert coach.post(f"{OURS}new/?like={slug}", typed).status_code == 302
    made, like = OwnDrill.objects.get().drill, drills()[slug]
    assert made.name == f"{like.name} (ours)"
    assert replace(made, slug=slug, name=like.name, entered=like.entered, by_team=False) == like


def test_whatever_may_be_saved_runs_under_every_rule_set(cast, coach):
    load_presets()
    for typed in (
        TYPED,
        {**TYPED, "signals": "", "grace": "0:00", "speech": ""},
        {**TYPED, "signals": "", "grace": "", "prep": "0:10", "speech": "0:10", "draw": "50"},
        {"name": "Bare", "about": "As the rules say.", "version": "0"},
    ):
        assert coach.post(f"{OURS}new/", typed).status_code == 302
    for row in OwnDrill.objects.all():
        for rule_set in RuleSet.objects.all():
            rules = row.drill.of(rule_set.figures)
            assert Rules.from_mapping(rules.to_mapping()) == rules


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "This field is required"),
        ("prep", "soon", "Write minutes and seconds"),
        ("prep", "0:05", "10 seconds are the least"),
        ("draw", "99", "is more than 50"),
        ("sections", ["moral"], "not one of the available choices"),
        ("signals", "2:00 | 2 | two", "is more than the 90 seconds of the speech"),
        ("speech", "", "Signals of its own need a speech of its own"),
        ("prompts", "x" * 201, "200 characters are the most"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(cast, coach, field, value, said):
    page = coach.post(f"{OURS}new/", {**TYPED, field: value})
    assert page.status_code == 422
    assert said in str(page.context["form"].errors[field])
    assert "Ten minutes, then speak the first point." in page.content.decode()
    assert not OwnDrill.objects.exists()


def test_an_empty_post_is_refused(cast, coach):
    row = make.drill(member=cast.alice)
    for address in (f"{OURS}new/", f"{OURS}{row.pk}/edit/"):
        page = coach.post(address, {})
        assert page.status_code == 422
        assert page.context["form"].errors


def test_who_saves_second_is_shown_what_was_saved(cast, coach):
    row = make.drill(member=cast.alice, sections=["intro"])
    address = f"{OURS}{row.pk}/edit/"
    first = {**TYPED, "version": "1", "name": "First"}
    assert coach.post(address, first).status_code == 302
    page = coach.post(address, {**first, "name": "Second"})
    assert page.status_code == 409
    shown = text(page)
    assert "Somebody saved another version meanwhile" in shown
    assert "First" in shown and "Point 1" in shown
    assert OwnDrill.objects.get().name == "First"
    assert 'value="2"' in page.content.decode()
    assert coach.post(address, {**first, "name": "Second", "version": "2"}).status_code == 302
    assert OwnDrill.objects.get().name == "Second"


def test_a_removed_drill_is_offered_no_more_and_comes_back_and_a_round_of_it_stays(cast, bob, coach):
    make.rule_set()
    make.question(member=cast.alice)
    row = make.drill(member=cast.alice)
    begun = begin(member=cast.bob, drill=row.drill, rule_set=make.rule_set())
    assert isinstance(begun, Started)
    coach.post(f"{OURS}{row.pk}/remove/")
    assert list(drills_for(cast.bob)) == list(drills())
    round = Round.objects.get()
    assert drill_of(round) == row.drill
    assert bob.get(f"{round.get_absolute_url()}prep/").status_code == 200
    coach.post(f"{OURS}{row.pk}/restore/")
    assert str(row.pk) in drills_for(cast.bob)


def test_another_teams_drill_is_none(cast, bob):
    make.rule_set()
    make.question(member=cast.alice)
    row = make.drill(member=cast.charlie, name="Theirs")
    assert "Theirs" not in text(bob.get(DRILLS))
    page = bob.post(f"{DRILLS}begin/", {"drill": str(row.pk)})
    assert page.status_code == 422
    assert "There is no such drill any more." in text(page)


def test_more_drills_need_no_more_queries(cast, bob, coach):
    make.rule_set()
    make.question(member=cast.alice)

    def queries(client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        return len(asked)

    make.drill(member=cast.alice)
    before = queries(bob, DRILLS), queries(coach, OURS)
    for at in range(4):
        make.drill(member=cast.alice, name=f"More {at}")
        make.drill(member=cast.alice, name=f"Gone {at}").remove(by=cast.alice.user)
    assert (queries(bob, DRILLS), queries(coach, OURS)) == before
