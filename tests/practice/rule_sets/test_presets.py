"""Every shipped rule set, run from the draw to the end by a clock that is set to each instant that matters."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from practice.clock import allowed, fold
from practice.phases import EventKind, Phase
from practice.rule_sets.figures import course
from practice.rule_sets.rules import UNKNOWN_COST, Rules, consequence, figures
from tests.practice.rounds import at, happened

FOLDER = Path(__file__).parents[3] / "fixtures" / "rulesets"
PRESETS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
RULES = {slug: Rules.from_mapping(mapping) for slug, mapping in PRESETS.items()}
TICK = 0.001
every_preset = pytest.mark.parametrize("slug", PRESETS)


def phase(told: list[tuple[str, float]], now: float, rules: Rules) -> Phase:
    return fold(happened(*told), rules, at(now)).phase


def ends(told: list[tuple[str, float]], limit: float, rules: Rules, one: Phase, other: Phase) -> None:
    """Just before the limit it is one phase, at the limit and after it the other."""
    found = [phase(told, limit + moved, rules) for moved in (-TICK, 0, TICK)]
    assert found == [one, other, other]


def test_the_formats_of_the_field_are_shipped() -> None:
    assert sorted(PRESETS) == [
        "chssa",
        "duquesne",
        "massachusetts",
        "ncfca",
        "ncfl",
        "niet",
        "nsda",
        "nsda-commentary",
        "quick-drill",
        "stoa",
        "toc",
        "uil-informative",
        "uil-persuasive",
    ]


@pytest.mark.parametrize("keeps", ["first", "chance"])
@every_preset
def test_where_a_question_is_kept_at_the_end_of_choosing_prep_goes_on_from_there(slug: str, keeps: str) -> None:
    prep = RULES[slug].prep
    rules = replace(RULES[slug], choose=min(180, prep or 180), choose_end=keeps)
    told: list[tuple[str, float]] = [("drawn", 0)]
    ends(told, 180, rules, Phase.CHOOSE, Phase.PREP)
    due = fold(happened(*told), rules, at(200))
    assert (due.due, EventKind.KEPT in allowed(due), EventKind.CHOSEN in allowed(due)) == (True, True, False)
    told.append(("kept", 180))
    state = fold(happened(*told), rules, at(200))
    assert (state.phase, state.due, state.prep_used) == (Phase.PREP, False, 200)
    if prep is not None:
        ends(told, prep - ((rules.walk or 0) if rules.walk_in_prep else 0), rules, Phase.PREP, state_after_prep(rules))


def state_after_prep(rules: Rules) -> Phase:
    return Phase.WALK if rules.walk else Phase.READY


@every_preset
def test_the_clock_runs_through_every_phase_that_the_rule_set_has(slug: str) -> None:
    rules = RULES[slug]
    told: list[tuple[str, float]] = [("drawn", 0)]
    assert phase([], 0, rules) is Phase.DRAW
    assert phase(told, 0, rules) is Phase.CHOOSE
    state = fold(happened(*told), rules, at(0))
    limits = [limit for limit in (rules.choose, rules.prep) if limit is not None]
    assert state.remaining == (min(limits) if limits else None)

    told.append(("chosen", 1))
    walk = rules.walk or 0
    prep = None if rules.prep is None else rules.prep - (walk if rules.walk_in_prep else 0)
    begins = 1 + 3600.0
    if prep is None:
        assert phase(told, begins, rules) is Phase.PREP
    else:
        ends(told, prep, rules, Phase.PREP, Phase.WALK if walk else Phase.READY)
        if walk:
            ends(told, prep + walk, rules, Phase.WALK, Phase.READY)
        begins = prep + walk

    told.append(("speech_started", begins))
    assert phase(told, begins, rules) is Phase.SPEECH
    assert EventKind.SPEECH_ENDED in allowed(fold(happened(*told), rules, at(begins)))
    over = begins + (rules.speech or 0) + (rules.grace or 0)
    if rules.speech is None:
        assert phase(told, begins + 36_000, rules) is Phase.SPEECH
    else:
        ends(told, begins + rules.speech, rules, Phase.SPEECH, Phase.GRACE if rules.grace else Phase.OVER)
        if rules.grace:
            ends(told, over, rules, Phase.GRACE, Phase.OVER)

    asked = fold(happened(*told, ("questioned", over)), rules, at(over))
    if rules.asked_for:
        assert (asked.phase, asked.remaining, asked.speech_used) == (
            Phase.QUESTIONING,
            rules.asked_for,
            over - begins,
        )
        told.append(("questioned", over))
        late = fold(happened(*told), rules, at(over + rules.asked_for + 60))
        assert (late.phase, late.remaining) == (Phase.QUESTIONING, 0)
        told.append(("questions_ended", over + rules.asked_for))
    else:
        assert asked.phase is not Phase.QUESTIONING
        told.append(("speech_ended", over))
    assert phase(told, over + 99_999, rules) is Phase.DONE


@every_preset
def test_the_course_of_a_round_names_just_the_phases_that_have_a_clock(slug: str) -> None:
    rules = RULES[slug]
    asked = (Phase.QUESTIONING,) if rules.asked_for else ()
    walk = (Phase.WALK,) if rules.walk else ()
    grace = (Phase.GRACE,) if rules.grace else ()
    before = (Phase.DRAW, Phase.CHOOSE, Phase.PREP)
    assert course(rules) == (*before, *walk, Phase.SPEECH, *grace, Phase.OVER, *asked)


@every_preset
def test_a_late_draw_takes_from_prep_and_leaves_the_time_to_speak_where_it_was(slug: str) -> None:
    rules = RULES[slug]
    if rules.prep is None:
        pytest.skip("prep is not known")
    on_time = fold(happened(("drawn", 0)), replace(rules, choose=None), at(0))
    late = fold(happened(("drawn", 120, {"late": 120})), replace(rules, choose=None), at(120))
    assert late.deadline == on_time.deadline
    assert (on_time.prep_left or 0) - (late.prep_left or 0) == 120


@every_preset
def test_the_clock_is_paused_only_in_practice(slug: str) -> None:
    rules = RULES[slug]
    told = [("drawn", 0.0), ("chosen", 1.0), ("paused", 2.0)]
    assert not fold(happened(*told), rules, at(3)).paused
    assert fold(happened(*told), rules.for_practice(), at(3)).paused is rules.practice_pause is True


@every_preset
def test_each_signal_of_the_rule_set_shows_at_its_instant(slug: str) -> None:
    rules = RULES[slug]
    if rules.speech is None:
        pytest.skip("the speech has no known limit")
    told = [("drawn", 0.0), ("chosen", 1.0), ("speech_started", 10.0)]
    shown = [fold(happened(*told), rules, at(10 + rules.speech - s.remaining)).signal for s in rules.signals]
    assert shown == list(rules.signals)


@every_preset
def test_the_last_second_without_cost_and_the_first_with_one(slug: str) -> None:
    rules = RULES[slug]
    if rules.speech is None:
        assert consequence(rules, 99_999) == ""
        return
    last = rules.speech + (rules.grace or 0)
    cost = UNKNOWN_COST if rules.overtime is None else rules.overtime
    assert [consequence(rules, spoken) for spoken in (last, last + 0.999, last + 1)] == ["", "", cost]


@pytest.mark.parametrize(
    ("slug", "spoken", "words"),
    [
        ("nsda", 450, ""),
        ("nsda", 451, "may not be ranked first"),
        ("nsda-commentary", 331, "may not be ranked first"),
        ("ncfl", 451, "may not be ranked first"),
        ("uil-informative", 420, ""),
        (
            "uil-informative",
            421,
            "no grace: the speaker may only finish the sentence; what else it costs is not known",
        ),
        (
            "uil-persuasive",
            421,
            "no grace: the speaker may only finish the sentence; what else it costs is not known",
        ),
        ("ncfca", 421, UNKNOWN_COST),
        ("niet", 421, UNKNOWN_COST),
        ("stoa", 451, ""),
    ],
)
def test_what_overtime_costs_is_said_in_the_words_of_the_rule_set(slug: str, spoken: int, words: str) -> None:
    assert consequence(RULES[slug], spoken) == words


def test_stoa_has_the_walk_inside_prep_and_no_length_of_speech() -> None:
    stoa = RULES["stoa"]
    assert (stoa.prep, stoa.walk_in_prep, stoa.grace, stoa.late_in_prep) == (1800, True, 14, True)
    assert stoa.lacking() == ("draw", "keep", "speech")
    assert RULES["chssa"].lacking() == ("draw", "keep", "prep", "speech")


def test_questioning_is_two_minutes_under_ncfca_a_question_and_an_answer_under_nsda_and_none_in_college() -> None:
    assert [RULES[slug].asked_for for slug in ("ncfca", "nsda", "niet", "uil-informative")] == [120, 180, 0, 0]
    assert (RULES["niet"].questioning, RULES["uil-informative"].questioning) == (0, None)


@every_preset
def test_a_source_is_addresses_or_words_without_an_address_in_them(slug: str) -> None:
    for figure in figures(PRESETS[slug]):
        parts = (figure.source or "").split()
        found = [part.startswith(("https://", "http://")) for part in parts]
        assert all(found) or not any(found), figure
