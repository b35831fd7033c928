"""Layouts of the outline: shipped, one's own, changed in the middle of prep without a word lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.models import OwnLayout, Point, Round
from practice.outline.layout import LayoutError, from_mapping, read_slots, typed
from practice.outline.layouts import aim, labels_of, layout_of, layouts_for, shipped
from practice.outline.notecard import Limit, count, limit_of
from practice.outline.points import attach, save_point
from practice.outline.slots import outline_of
from practice.outline.tally import Source, tally
from practice.rounds import abandon
from practice.rule_sets.rules import Rules
from practice.starting import start_round
from tests import make
from tests.practice.pages import HTMX, PRACTICE, at, text

# Pure


def test_the_shipped_layouts_are_the_short_one_classic_the_card_and_the_blank_page():
    assert list(shipped()) == ["short", "blank", "classic", "four-panel"]
    assert [len(one.slots) for one in shipped().values()] == [6, 1, 18, 4]
    assert [slot.label for slot in shipped()["classic"].slots][:9] == [
        *("AGD", "Background", "Significance", "Question", "Answer"),
        *("Tag", "A", "B", "Impact"),
    ]
    assert [from_mapping(one.to_mapping()) for one in shipped().values()] == list(shipped().values())


def test_what_a_coach_types_is_read_and_written_back_the_same():
    written = "# Introduction\nHook | A story\nRoadmap\n# Point 1\nTag\nA | The claim\nWarrant\n# Conclusion\nClose"
    slots = read_slots(written, shape="column")
    assert typed(slots) == written
    assert [(s.name, s.full) for s in slots] == [
        ("hook", "Hook"),
        ("intro_roadmap", "Roadmap"),
        ("point_1", "Point 1: Tag"),
        ("point_1_a", "Point 1: A"),
        ("point_1_warrant", "Point 1: Warrant"),
        ("close", "Close"),
    ]


def test_two_boxes_of_one_label_are_two_slots():
    assert [s.name for s in read_slots("Why\nWhy\nÜber 你", shape="page")] == ["own_why", "own_why_2", "own_ber"]


@pytest.mark.parametrize("line", ["# Rebuttal", "| a hint", "x" * 61, f"A | {'x' * 161}"])
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(LayoutError, match="Line 2"):
        read_slots(f"Hook\n{line}", shape="column")


@pytest.mark.parametrize(
    "bad", [{}, {"slots": 3}, {"slots": [{"name": "Up"}]}, {"slots": [{"name": "a", "lines": "x"}], "shape": "page"}]
)
def test_a_layout_that_cannot_be_is_refused(bad):
    with pytest.raises(LayoutError):
        from_mapping(bad)


FIFTY = Rules(name="Fifty", notecard_words=50)
INDEX = Rules(name="Index", notecard_size="3 × 5 inches")


@pytest.mark.parametrize(
    ("rules", "chosen", "on_a_card", "limit"),
    [
        (FIFTY, "", True, Limit(words=50)),
        (FIFTY, "", False, Limit()),
        (FIFTY, "none", True, Limit()),
        (FIFTY, "3x5", False, Limit(lines=10)),
        (INDEX, "", True, Limit(lines=10)),
        (INDEX, "50", True, Limit(words=50)),
        (Rules(name="Silent"), "", True, Limit()),
        (Rules(name="Other", notecard_size="4×6 inches"), "", True, Limit()),
    ],
)
def test_the_limit_is_the_speakers_else_the_rules_own_on_a_card(rules, chosen, on_a_card, limit):
    assert limit_of(rules, chosen, on_a_card=on_a_card) == limit


def test_the_fifty_first_word_is_one_too_many():
    limit = Limit(words=50)
    assert (count(["word " * 25, "word\n" * 25], limit).over, count(["word " * 50], limit).said) == (
        0,
        "50 of 50 words",
    )
    assert count(["word " * 51], limit).said == "51 of 50 words: 1 too many"


def test_a_card_is_filled_by_lines():
    limit = Limit(lines=10)
    assert count(["a" * 43 + "\n\nb"], limit).said == "about 3 of the 10 lines of a 3 × 5 card"
    assert (
        count(["a"], limit).estimate == "an estimate, at 42 letters a line"
        and not count(["a"], Limit(words=50)).estimate
    )
    assert count(["a\n" * 11], limit).said == "about 11 of the 10 lines of a 3 × 5 card: too much for one side"


def test_sources_are_counted_once_publications_once_and_by_part_of_the_speech():
    found = [
        Source(("a", None), "times", "intro"),
        Source(("a", "card"), "times", "point_1"),
        Source(("b", None), "times", "point_1"),
        Source((None, "loose"), "", ""),
    ]
    counted = tally(found, ["intro", "point_1", "close"], 7)
    assert (counted.sources, counted.publications) == (3, 1)
    assert counted.sections == (("Introduction", 1), ("Point 1", 2), ("Conclusion", 0))
    assert tally([], [""], None).sections == ()


# Rows


def words(cast, round, slot, said):
    save_point(member=cast.bob, round=round, slot=slot, written=make.written(said))


def test_a_change_of_layout_keeps_every_word_and_every_source(cast, prep):
    article = make.article(member=cast.alice)
    words(cast, prep, "point_1", "Insurers set the tariff")
    words(cast, prep, "hook", "Ships came back")
    attach(round=prep, slot="hook", article=article)
    aim(round=prep, layout=shipped()["four-panel"], notecard="", aims_for=7)
    outline = outline_of(Round.objects.get(pk=prep.pk))
    assert [s.text for s in outline.slots] == ["", "Insurers set the tariff", "", ""]
    assert [(s.slot.label, s.text) for s in outline.left] == [("Hook", "Ships came back")]
    assert outline.tally.sources == 1
    aim(round=prep, layout=shipped()["classic"], notecard="", aims_for=7)
    outline = outline_of(Round.objects.get(pk=prep.pk))
    assert outline.left == ()
    assert {s.slot.name: s.text for s in outline.slots if s.text} == {
        "hook": "Ships came back",
        "point_1": "Insurers set the tariff",
    }
    assert Point.objects.get(round=prep, slot="hook").sources.count() == 1


def test_a_word_in_a_box_of_ones_own_is_named_by_its_label_under_another_layout(cast, prep):
    aim(round=prep, layout=make.layout(member=cast.bob).layout, notecard="", aims_for=None)
    words(cast, prep, "intro_roadmap", "First, second, third")
    OwnLayout.objects.get().remove(by=cast.bob.user)
    aim(round=prep, layout=shipped()["short"], notecard="", aims_for=None)
    left = outline_of(Round.objects.get(pk=prep.pk)).left
    assert [(s.slot.label, s.text) for s in left] == [("Roadmap", "First, second, third")]
    assert labels_of(prep)["intro_roadmap"] == "Roadmap"


def test_the_next_round_has_the_layout_and_the_aim_of_the_last(cast, prep):
    aim(round=prep, layout=shipped()["classic"], notecard="50", aims_for=9)
    abandon(round=prep)
    again = make.round(member=cast.bob)
    assert (layout_of(again).key, again.target, again.notecard) == ("classic", 9, "")
    assert again.points.count() == 18


def test_the_rules_own_number_of_sources_is_not_kept_as_the_speakers(cast, prep):
    aim(round=prep, layout=shipped()["short"], notecard="", aims_for=7)
    assert (prep.aims_for, prep.target) == (None, 7)


def test_what_is_private_is_offered_to_its_owner_only(cast):
    mine = make.layout(member=cast.bob, visibility="private")
    assert str(mine.pk) in layouts_for(cast.bob)
    assert str(mine.pk) not in layouts_for(cast.alice)


def test_in_a_simulation_a_layout_that_was_made_beforehand_stays_outside(cast):
    own = make.layout(member=cast.bob).layout
    make.article(member=cast.alice, questions=["Will A?", "Will B?", "Will C?"])
    rules = make.rule_set()
    started = start_round(member=cast.bob, rule_set=rules, layout=own, simulation=True)
    assert layout_of(started.round).key == "short"
    cast.bob.user.refresh_from_db()
    assert own.key not in layouts_for(cast.bob)


# Pages


def test_the_layout_the_limit_and_the_aim_are_set_in_the_prep_room_and_the_texts_are_saved_first(cast, bob, prep):
    sent = {"set-layout": "four-panel", "set-notecard": "50", "set-aims_for": "5", "hook-text": "typed just now"}
    page = bob.post(at(prep, "outline/set/"), sent, follow=True)
    assert "0 of 5 sources" in text(page)
    assert "0 of 50 words" in text(page)
    assert "Written under another layout" in text(page)
    assert "typed just now" in page.content.decode()


def test_a_wrong_number_is_said_and_loses_no_text(cast, bob, prep):
    sent = {"set-layout": "short", "set-aims_for": "99", "hook-text": "typed just now"}
    page = bob.post(at(prep, "outline/set/"), sent, follow=True)
    assert "less than or equal to 30" in text(page)
    assert Point.objects.get(round=prep, slot="hook").text == "typed just now"


def test_the_counter_comes_back_with_a_source(cast, bob, prep):
    article = make.article(member=cast.alice)
    answer = bob.post(at(prep, "attach/"), {"attach": f"point_1 article:{article.pk}"}, headers=HTMX)
    assert "1 of 7 sources of 1 publication" in text(answer)
    assert "Introduction: 0 Point 1: 1 Point 2: 0" in text(answer)


def test_the_layout_is_chosen_before_the_draw_and_printed(cast, bob):
    make.article(member=cast.alice, questions=["Will A?", "Will B?", "Will C?"])
    rules = make.rule_set()
    bob.post(PRACTICE + "draw/", {"rule_set": rules.pk, "visibility": "coaches", "layout": "blank"})
    drawn = Round.objects.get()
    assert layout_of(drawn).key == "blank"
    assert "Page" in text(bob.get(at(drawn, "outline/sheet/")))


def test_a_simulation_refuses_ones_own_layout_and_training(cast, bob):
    make.article(member=cast.alice, questions=["Will A?", "Will B?", "Will C?"])
    sent = {"rule_set": make.rule_set().pk, "visibility": "coaches", "simulation": "on", "training": "on"}
    page = bob.post(PRACTICE + "draw/", {**sent, "layout": str(make.layout(member=cast.bob).pk)})
    assert page.status_code == 422
    assert "made beforehand" in text(page)
    assert "tells nothing of the library" in text(page)
    assert not Round.objects.exists()


def test_ones_own_layout_is_made_changed_and_a_second_version_is_shown_beside(cast, bob, as_member):
    sent = {"name": "Mine", "shape": "column", "slots": "# Point 1\nTag | Why", "visibility": "team", "version": "0"}
    bob.post(PRACTICE + "outlines/new/", sent)
    row = OwnLayout.objects.get()
    assert row.layout.slots[0].name == "point_1"
    edit = f"{PRACTICE}outlines/{row.pk}/edit/"
    assert bob.post(edit, {**sent, "slots": "Hook", "version": "1"}).status_code == 302
    late = as_member(cast.alice).post(edit, {**sent, "slots": "Answer", "version": "1"})
    assert late.status_code == 409
    assert "Hook" in text(late)
    assert "Answer" in late.content.decode()
    wrong = bob.post(edit, {**sent, "slots": "# Nowhere", "version": "2"})
    assert (wrong.status_code, "is no part of a speech" in text(wrong)) == (422, True)


def test_the_list_of_layouts_asks_as_often_for_three_as_for_one(cast, bob, django_assert_num_queries):
    make.layout(member=cast.bob)
    with CaptureQueriesContext(connection) as few:
        bob.get(PRACTICE + "outlines/")
    for _ in range(2):
        make.layout(member=cast.erin)
    with django_assert_num_queries(len(few)):
        bob.get(PRACTICE + "outlines/")
