"""The verdict on an article, and the lint of labels: rules and facts in, reasons out."""

from datetime import date

import pytest

from practice.legal.labels import faults
from practice.legal.legality import Facts, Standing, in_words, room_of, speaks_of_the_room, verdict
from practice.rule_sets.rules import Rules
from tests.practice.rule_sets.test_presets import RULES

TODAY = date(2026, 3, 10)
UIL, NSDA, NCFCA = RULES["uil-informative"], RULES["nsda"], RULES["ncfca"]


def facts(**given) -> Facts:
    return Facts(**{"kind": "original", "has_url": True, "published_on": date(2026, 3, 3), **given})


def told(rules: Rules, **given) -> dict[str, Standing]:
    return {reason.words: reason.standing for reason in verdict(rules, facts(**given), TODAY).reasons}


def test_the_first_article_under_uil_is_a_digest_without_an_address_and_barred_by_both():
    found = verdict(UIL, facts(kind="digest", has_url=False), TODAY)
    barred = [reason.words for reason in found.reasons if reason.standing is Standing.BARRED]
    assert barred == [
        "Kind: digest (a digest sums up several sources). The rules let in original or reference only.",
        "No URL: it carries no web address, and the rules ask for one.",
    ]
    assert (found.standing, found.in_room, found.words) == (Standing.BARRED, False, "It may not be used.")


def test_an_original_with_its_address_is_allowed():
    found = verdict(UIL, facts(), TODAY)
    assert {reason.standing for reason in found.reasons} == {Standing.ALLOWED}
    assert found.words == "It may be used."


def test_where_the_rules_are_silent_a_doubt_is_to_be_asked_and_never_bars():
    silent = Rules(name="Silent")
    for kind in ("digest", "brief", "speech"):
        assert verdict(silent, facts(kind=kind), TODAY).standing is Standing.ASK
    assert verdict(silent, facts(has_url=False), TODAY).standing is Standing.ASK
    assert verdict(silent, facts(published_on=None), TODAY).standing is Standing.ALLOWED


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2025, 12, 11), Standing.ALLOWED),
        (date(2025, 12, 10), Standing.BARRED),
        (None, Standing.BARRED),
    ],
)
def test_ninety_days_back_is_inside_and_the_day_before_is_not(day, standing):
    assert verdict(NCFCA, facts(published_on=day), TODAY).standing is standing


def test_what_hangs_on_an_article_is_left_out_and_does_not_bar_it():
    found = verdict(NSDA, facts(notes=3, cards=1, analysis=True, questions=2), TODAY)
    assert [reason.words for reason in found.reasons if reason.standing is Standing.LEFT_OUT] == [
        "3 notes and 1 card and an analysis: the rules bar that. The text is shown without it.",
        "2 questions came with it: these rules do not say, so legal mode leaves it out. The text is shown without it.",
    ]
    assert (found.standing, found.in_room) == (Standing.LEFT_OUT, True)


def test_two_colours_are_named_and_one_is_not():
    two = "Marked in 2 colors; the rules allow one. In legal mode no mark is shown; print the clean copy."
    assert told(NSDA, colours=2)[two] is Standing.LEFT_OUT
    assert not [words for words in told(NSDA, colours=1) if "color" in words]


def test_a_corrected_text_is_to_be_asked_about():
    assert told(NSDA, corrections=1)["Its text was corrected here once; rules ask for intact, uncut copies."] == "ask"


def test_rules_that_let_prepared_material_in_leave_nothing_out():
    free = Rules(name="Free", prepared=True, attached=True)
    assert verdict(free, facts(notes=2, questions=1), TODAY).standing is Standing.ALLOWED
    assert room_of(free, TODAY).prepared and room_of(free, TODAY).attached


def test_a_room_is_strict_where_the_rules_are_silent():
    room = room_of(Rules(name="Silent"), TODAY)
    assert (room.kinds, room.prepared, room.attached, room.typing, room.oldest) == (None, False, False, True, None)
    assert in_words(room_of(RULES["chssa"], TODAY))[-1] == "Nothing may be typed: write your outline on paper."


def test_only_rules_that_speak_of_the_room_can_be_simulated():
    assert [slug for slug, rules in RULES.items() if not speaks_of_the_room(rules)] == [
        "duquesne",
        "massachusetts",
        "niet",
        "nsda-commentary",
        "quick-drill",
        "stoa",
    ]


@pytest.mark.parametrize(
    "label",
    [
        "campaign finance reform",
        "State of the Union",
        "Middle East",
        "The World Next Week",
        "America's Global Role",
        "U.S. Foreign Policy",
        "Science-Tech-Energy-Environment",
        "Mexico-Canada-Central America",
        "Economy/Trade",
        "Constitution and Courts",
        "Proposition 8",
    ],
)
def test_a_label_that_names_a_subject_is_proper(label):
    assert faults(label) == ()


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("campaign finance reform/areas of greatest impact/losses", "“greatest”, “impact”, “losses” explain"),
        ("State of the Union repercussions", "“repercussions” explains instead of naming a subject."),
        ("tariffs pro-con", "“pro”, “con” explain"),
        ("Tariffs: why they fail", "“why” explains"),
        ("Tariffs / for", "“for” explains"),
        ("Economy/Trade/Steel", "It has 3 steps"),
        ("Will the tariffs stay?", "It asks a question."),
        ("what the courts said about it last week", "It has 8 words"),
    ],
)
def test_a_label_that_explains_is_named_with_its_reason(label, said):
    assert said in " ".join(faults(label))
