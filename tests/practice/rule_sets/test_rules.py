import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from practice.rule_sets.rules import UNKNOWN_COST, Figure, RuleError, Rules, Signal, consequence, figures

PRESETS = sorted((Path(__file__).parents[3] / "fixtures" / "rulesets").glob("*.json"))


def preset(name: str) -> dict[str, Any]:
    [path] = [path for path in PRESETS if path.stem == name]
    mapping: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return mapping


NSDA = Rules.from_mapping(preset("nsda"))


def test_the_nsda_preset_holds_the_figures_of_the_format() -> None:
    assert (NSDA.draw, NSDA.keep, NSDA.prep, NSDA.speech, NSDA.grace, NSDA.interval) == (3, 1, 1800, 420, 30, 420)
    assert [(s.remaining, s.label) for s in NSDA.signals] == [
        (300, "5"),
        (240, "4"),
        (180, "3"),
        (120, "2"),
        (60, "1"),
        (30, "½"),
        (0, "fist"),
    ]
    assert NSDA.lacking() == ()
    assert NSDA.unknown() == (
        "choose",
        "choose_end",
        "walk",
        "late_in_prep",
        "questioning",
        "same_question",
        "notecard_words",
        "notecard_size",
        "internet",
        "devices",
        "typing",
        "age_days",
        "attached",
        "url_needed",
        "remarks",
    )


def test_the_quick_drill_is_three_questions_five_minutes_and_three_minutes() -> None:
    drill = Rules.from_mapping(preset("quick-drill"))
    assert (drill.draw, drill.keep, drill.prep, drill.speech, drill.grace) == (3, 1, 300, 180, 15)
    assert {figure.source for figure in figures(preset("quick-drill"))} == {None, "own preset"}


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_every_preset_names_source_and_date_of_every_known_figure(path: Path) -> None:
    mapping = json.loads(path.read_text(encoding="utf-8"))
    read = [figure for figure in figures(mapping) if figure.field != "name"]
    assert all(figure.entered for figure in read)
    assert all(figure.source for figure in read if figure.value is not None)
    assert {figure.field for figure in read} | {"name"} == set(Rules(name="blank").to_mapping())


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_a_snapshot_through_json_gives_the_same_rules(path: Path) -> None:
    rules = replace(Rules.from_mapping(json.loads(path.read_text(encoding="utf-8"))), kinds=("original", "digest"))
    assert Rules.from_mapping(json.loads(json.dumps(rules.to_mapping()))) == rules


def test_an_unknown_figure_stays_unknown_through_the_snapshot() -> None:
    rules = Rules.from_mapping({"name": "TFA", "interval": 420})
    assert Rules.from_mapping(rules.to_mapping()) == rules
    assert rules.prep is None
    assert rules.lacking() == ("draw", "keep", "prep", "speech")


def test_only_a_practice_round_may_pause_and_only_if_the_rule_set_says_so() -> None:
    assert NSDA.pause is False
    assert NSDA.for_practice().pause is True
    assert replace(NSDA, practice_pause=False).for_practice().pause is False


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        (0, ""),
        (419.9, ""),
        (421, ""),
        (450, ""),
        (450.999, ""),
        (451, "may not be ranked first"),
        (9999, "may not be ranked first"),
    ],
)
def test_seven_thirty_one_under_nsda_may_not_be_ranked_first(spoken: float, words: str) -> None:
    assert consequence(NSDA, spoken) == words


def test_without_grace_the_first_second_past_the_limit_costs() -> None:
    uil = replace(NSDA, grace=0, overtime="may finish the sentence only")
    assert [consequence(uil, spoken) for spoken in (420, 421)] == ["", "may finish the sentence only"]


def test_an_unknown_cost_is_said_to_be_unknown_and_no_cost_says_nothing() -> None:
    assert consequence(replace(NSDA, overtime=None), 451) == UNKNOWN_COST
    assert consequence(replace(NSDA, overtime=""), 451) == ""
    assert consequence(replace(NSDA, speech=None, signals=()), 99999) == ""


def test_figures_keep_source_and_date_beside_the_value() -> None:
    entered = {"value": 1800, "source": "https://rules.example/prep", "entered": "2026-11-23"}
    assert figures({"name": "Ours", "prep": entered}) == (
        Figure("name", "Ours", None, None),
        Figure("prep", 1800, "https://rules.example/prep", "2026-11-23"),
    )


def test_signals_may_be_written_in_any_order() -> None:
    fist, half = {"remaining": 0, "label": "fist", "words": "time"}, {"remaining": 30, "label": "½", "words": "half"}
    rules = Rules.from_mapping({"name": "Ours", "speech": 420, "signals": [fist, half]})
    assert rules.signals == (Signal(30, "½", "half"), Signal(0, "fist", "time"))


@pytest.mark.parametrize(
    ("wrong", "field", "value"),
    [
        ({"prep": "1800"}, "prep", "1800"),
        ({"prep": 1800.0}, "prep", 1800.0),
        ({"prep": True}, "prep", True),
        ({"prep": -1}, "prep", -1),
        ({"prep": 86_401}, "prep", 86_401),
        ({"draw": 0}, "draw", 0),
        ({"draw": 51}, "draw", 51),
        ({"draw": 3, "keep": 4}, "keep", 4),
        ({"prep": 60, "choose": 61}, "choose", 61),
        ({"prep": 60, "walk": 61, "walk_in_prep": True}, "walk", 61),
        ({"pause": "yes"}, "pause", "yes"),
        ({"notes": 1}, "notes", 1),
        ({"overtime": 7}, "overtime", 7),
        ({"name": "  "}, "name", "  "),
        ({"kinds": "original"}, "kinds", "original"),
        ({"speeech": 420}, "speeech", 420),
        ({"signals": {"remaining": 1}}, "signals", {"remaining": 1}),
        ({"signals": [{"remaining": 1}]}, "signals[0]", {"remaining": 1}),
        ({"signals": [{"remaining": None, "label": "", "words": ""}]}, "signals[0].remaining", None),
        ({"signals": [{"remaining": 9, "label": 9, "words": ""}]}, "signals[0].label", 9),
        ({"signals": [{"remaining": 9, "label": "", "words": ""}] * 2}, "signals[1].remaining", 9),
        ({"speech": 8, "signals": [{"remaining": 9, "label": "", "words": ""}]}, "signals[0].remaining", 9),
        ({"grace": 8, "signals": [{"remaining": -9, "label": "", "words": ""}]}, "signals[0].remaining", -9),
        ({"prep": {"value": 1}}, "prep", {"value": 1}),
        ({"prep": {"value": 1, "source": None, "entered": "2026-11-23"}}, "prep.source", None),
        ({"prep": {"value": 1, "source": 5, "entered": "2026-11-23"}}, "prep.source", 5),
        ({"prep": {"value": 1, "source": "x", "entered": "today"}}, "prep.entered", "today"),
        ({"prep": {"value": 1, "source": "x", "entered": None}}, "prep.entered", None),
    ],
)
def test_a_wrong_figure_is_refused_by_name_and_value(wrong: dict[str, Any], field: str, value: object) -> None:
    with pytest.raises(RuleError) as caught:
        Rules.from_mapping({"name": "Ours", **wrong})
    assert (caught.value.field, caught.value.value) == (field, value)
    assert str(caught.value).startswith(f"{field}: {value!r} ")


def test_rules_without_a_name_are_refused() -> None:
    with pytest.raises(RuleError, match="name: None is missing"):
        Rules.from_mapping({"prep": 1800})
