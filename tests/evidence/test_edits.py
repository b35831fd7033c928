"""Whatever an editor does, no passage is shown at a wrong place, and nearly every one that stays is found."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.anchoring import Rarity, State, describe, resolve
from tests.evidence.edits import ACTS, ENDING, STAYING, Fate, Trial, edited, verdict
from tests.utf16 import codepoints_to_utf16, utf16_to_codepoints


def judged(trial: Trial) -> str:
    anchor = resolve(trial.after, describe(trial.before, trial.start, trial.end), trial.before)
    if anchor.start is None or anchor.end is None:
        assert anchor.note
        return verdict(trial, None)
    return verdict(trial, (anchor.start, anchor.end))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 2**40), st.lists(st.sampled_from(sorted(STAYING)), max_size=3), st.sampled_from(sorted(ACTS)))
def test_no_series_of_edits_leads_to_a_wrong_place(seed: int, acts: list[str], last: str) -> None:
    assert judged(edited(random.Random(seed), (*acts, last))) != "wrong"


def test_one_edit_misplaces_no_passage_and_loses_few() -> None:
    verdicts: Counter[tuple[Fate, str]] = Counter()
    once: Counter[str] = Counter()
    for name in ACTS:
        for number in range(20):
            trial = edited(random.Random(f"one {name} {number}"), (name,))
            verdicts[trial.fate, answer := judged(trial)] += 1
            if trial.fate is Fate.STAYS and describe(trial.before, trial.start, trial.end).rarity is Rarity.UNIQUE:
                once[answer] += 1
    assert sum(verdicts.values()) == 20 * len(ACTS)
    assert verdicts[Fate.GONE, "right"] >= 20 * len(ENDING)
    assert [key for key in verdicts if key[1] == "wrong"] == []
    found, lost = verdicts[Fate.STAYS, "right"], verdicts[Fate.STAYS, "lost"]
    assert found >= 0.97 * (found + lost)  # of all, one word and words with copies too
    assert once["right"] >= 0.98 * once.total()  # of those whose words stood once


@pytest.mark.parametrize(
    ("before", "quoted", "after"),
    [
        ("Rain fell. The bridge was safe for lorries, said the board.", "safe for lorries", "was not safe"),
        ("Rain fell. The bridge was safe for lorries, said the board.", "safe for lorries", "was never safe"),
    ],
)
def test_words_that_stand_beside_a_new_not_are_never_called_exact(before: str, quoted: str, after: str) -> None:
    start = before.index(quoted)
    anchor = resolve(before.replace("was safe", after), describe(before, start, start + len(quoted)))
    assert anchor.state is not State.EXACT


def test_a_copy_that_moves_up_into_the_gap_is_not_taken_for_the_passage() -> None:
    said = "The minister declined to answer."
    text = f"Trucks waited at noon. {said} Night came. {said} Dawn followed. The road stayed shut."
    quote = describe(text, 23, 23 + len(said))
    cut = text[:23] + text[text.rindex(said) :]
    assert cut.startswith(f"Trucks waited at noon. {said} Dawn")
    assert resolve(cut, quote).state is State.ORPHAN


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("ab 👩👍🏽\u200d🇺🇸e\u0301é한ש\n"), min_size=1, max_size=40), st.data())
def test_offsets_go_to_the_browser_and_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    quote = describe(text, start, data.draw(st.integers(start + 1, len(text))))
    units = [codepoints_to_utf16(text, at) for at in (quote.start, quote.end)]
    assert text.encode("utf-16-le")[2 * units[0] : 2 * units[1]].decode("utf-16-le") == quote.exact
    assert [utf16_to_codepoints(text, unit) for unit in units] == [quote.start, quote.end]
    assert resolve(text, quote).start == quote.start


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40), st.data())
def test_any_selection_comes_back_as_it_was_described(seed: int, data: st.DataObject) -> None:
    trial = edited(random.Random(seed), ())
    start = data.draw(st.integers(0, len(trial.before) - 1))
    quote = describe(trial.before, start, data.draw(st.integers(start + 1, len(trial.before))))
    anchor = resolve(trial.before, quote)
    assert (anchor.state, anchor.start, anchor.end) == (State.EXACT, quote.start, quote.end)
    assert len(quote.prefix) <= 200  # what the database keeps
    assert len(quote.suffix) <= 200
