"""Passages that are found again, and those that must not be."""

import time
from dataclasses import replace

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.anchoring import Anchor, Quote, Rarity, State, describe, locate, resolve
from evidence.faithful import Difference, difference
from evidence.quotes import AMBIGUOUS, EMPTY, GONE, SHORT
from tests.evidence.mutations import SURVIVES, VANISHES, Trial, trials

ARTICLE = (
    "The port of Straitwell reopened on a grey morning. Fishing crews had waited eleven weeks for the dredgers, "
    "and some had sold their boats.\n\nThe harbour master, Ines Okoro, said the channel was safe for ships "
    "drawing up to 9.5 metres. Insurers were slower to agree; they did not lower their rates until the survey "
    "was published.\n\nTraders in Pellam called the delay a costly lesson in how little slack the region keeps."
)
quick = settings(max_examples=80, deadline=None)


def quote_of(words: str, text: str = ARTICLE) -> Quote:
    start = text.index(words)
    return describe(text, start, start + len(words))


def shown(text: str, anchor: Anchor) -> str | None:
    return None if anchor.start is None else text[anchor.start : anchor.end]


# describing


def test_a_quote_carries_thirty_two_characters_either_side() -> None:
    quote = quote_of("Insurers were slower to agree")
    assert quote.prefix == "or ships drawing up to 9.5 metres. "[-32:]
    assert quote.suffix == "; they did not lower their rates"
    assert ARTICLE[quote.start : quote.end] == quote.exact
    assert quote.rarity is Rarity.UNIQUE


def test_words_that_stand_twice_carry_as_much_context_as_tells_them_apart() -> None:
    again = "He said that nothing had been decided and that nothing would be."
    text = f"It rained all night. {again} The first of them left. {again} The second of them stayed."
    first = describe(text, 21, 21 + len(again))
    assert first.rarity is Rarity.BY_CONTEXT  # cut one of them, and the other takes over a side
    assert first.suffix == " The first of them left. He said that nothing had been decided and that"[:48]
    inside = describe(text, text.index("decided"), text.index("decided") + 7)
    assert "The f" in inside.suffix
    long = f"{'And so it went on all that day. ' * 3}One more. "
    assert len(describe(f"Alpha. {long}Beta. {long}Gamma.", 7, 10).suffix) > 90


def test_a_place_no_context_can_tell_from_another_is_known_as_a_twin() -> None:
    text = "No comment was made. " * 24
    assert describe(text, 210, 230).rarity is Rarity.TWINNED


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-1, 4), (0, 10_000)])
def test_an_empty_or_impossible_span_cannot_be_described(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no passage at"):
        describe(ARTICLE, start, end)


_CLUSTERS = ["a", "b ", "word ", "e\u0301", "👩\u200d👩\u200d👧", "🇺🇸", "한", "\n\n", "…", "“no” ", "x\u00ad", "9.5 "]


@quick
@given(st.lists(st.sampled_from(_CLUSTERS), min_size=2, max_size=40), st.data())
def test_describe_and_resolve_give_back_the_very_span_and_cut_no_cluster(
    parts: list[str], data: st.DataObject
) -> None:
    text = "".join(parts)
    ends = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    first = data.draw(st.integers(0, len(ends) - 2))
    last = data.draw(st.integers(first + 1, len(ends) - 1))
    quote = describe(text, ends[first], ends[last])
    assert (quote.start, quote.end) == (ends[first], ends[last])
    assert resolve(text, quote) == Anchor(State.EXACT, ends[first], ends[last])
    assert quote.start - len(quote.prefix) in ends
    assert quote.end + len(quote.suffix) in ends


def test_a_selection_through_an_emoji_is_widened_to_hold_it() -> None:
    text = "crews 👩\u200d👩\u200d👧 wait"
    assert describe(text, 7, 8).exact == "👩\u200d👩\u200d👧"


@quick
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=8), st.text(max_size=8), st.integers(-2, 70))
def test_resolve_answers_any_quote_in_any_text(text: str, exact: str, prefix: str, suffix: str, start: int) -> None:
    anchor = resolve(text, Quote(exact, prefix, suffix, start, start + len(exact)))
    if anchor.state is State.ORPHAN:
        assert anchor.start is None
        assert anchor.note
    else:
        assert anchor.start is not None
        assert anchor.end is not None
        assert 0 <= anchor.start < anchor.end <= len(text)


# the four states


def test_text_inserted_above_leaves_a_passage_exact() -> None:
    text = "A correction was added here. " * 9 + ARTICLE
    anchor = resolve(text, quote_of("safe for ships drawing up to 9.5 metres"))
    assert anchor.state is State.EXACT
    assert shown(text, anchor) == "safe for ships drawing up to 9.5 metres"


def test_the_first_word_of_a_text_that_has_copies_is_found_behind_a_new_beginning() -> None:
    text = "to annotate or not to annotate."
    assert resolve(f"Added above. {text}", describe(text, 0, 2)).start == 13
    assert resolve(f"Added above. {text[-12:]}", describe(text, 0, 2)).state is State.ORPHAN


def test_typography_and_forms_do_not_matter() -> None:
    words = "“It’s a café — no more…” said Ines"
    text = f"At noon {words} from the quay, and left."
    other = text.replace("“", '"').replace("”", '"').replace("’", "'").replace("—", "-").replace("…", "...")
    other = other.replace("é", "e\u0301").replace(" from", "\u00a0\u200bfrom").replace("noon", "no\u00adon")
    anchor = resolve(other, quote_of(words, text))
    assert anchor.state is State.EXACT
    assert shown(other, anchor) == '"It\'s a cafe\u0301 - no more..." said Ines'


def test_a_passage_in_new_surroundings_is_moved() -> None:
    words = "they did not lower their rates until the survey was published"
    text = ARTICLE.replace(f"Insurers were slower to agree; {words}.\n\n", "\n\n") + f" Of the banks we hear: {words}!"
    anchor = resolve(text, quote_of(words))
    assert anchor.state is State.MOVED
    assert shown(text, anchor) == words


def test_a_mended_word_makes_a_passage_changed_and_the_span_holds_the_new_words() -> None:
    quote = quote_of("Traders in Pellam called the delay a costly lesson")
    text = "New first line.\n\n" + ARTICLE.replace("called the delay a costly", "called the long delay a costly")
    anchor = resolve(text, quote)
    assert anchor.state is State.CHANGED
    assert shown(text, anchor) == "Traders in Pellam called the long delay a costly lesson"


def test_the_first_and_the_last_word_may_be_the_mended_ones() -> None:
    quote = quote_of("crews had waited eleven weeks for the dredgers")
    text = ARTICLE.replace("Fishing crews", "Fishing boats").replace("the dredgers", "the dredging")
    assert shown(text, resolve(text, quote)) == "boats had waited eleven weeks for the dredging"


@pytest.mark.parametrize(
    ("words", "edited", "why"),
    [
        ("the channel was safe for ships drawing up to 9.5 metres", "8.5 metres", Difference.NUMBERS),
        ("Fishing crews had waited eleven weeks for the dredgers", "seven weeks for the dredgers", Difference.NUMBERS),
        ("they did not lower their rates until the survey", "did later lower", Difference.NEGATION),
        ("Traders in Pellam called the delay a costly lesson", "Traders in Mellan called", Difference.NAMES),
        ("the channel was safe for ships drawing up to 9.5 metres", "channel was unsafe for", Difference.DIRECTION),
    ],
)
def test_another_figure_negation_or_name_is_another_claim(words: str, edited: str, why: Difference) -> None:
    size = len(edited.split())
    pieces = words.split()
    best = max(range(len(pieces) - size + 1), key=lambda i: len(set(pieces[i : i + size]) & set(edited.split())))
    text = ARTICLE.replace(words, " ".join([*pieces[:best], *edited.split(), *pieces[best + size :]]))
    assert text != ARTICLE
    assert resolve(text, quote_of(words)) == Anchor(State.ORPHAN, None, None, why.value)


@pytest.mark.parametrize(
    ("quoted", "found", "expected"),
    [
        ("The economy grew", "Economy grew", Difference.NONE),
        ("It rose 3.2 percent", "It rose 3.2 per cent", Difference.NUMBERS),
        ("Russia struck Ukraine", "Ukraine struck Russia", Difference.NAMES),
        ("It can't pass", "It can pass", Difference.NEGATION),
        ("prices rose again", "prices fell again", Difference.DIRECTION),
        ("a likely outcome", "an unlikely outcome", Difference.DIRECTION),
        ("two million people", "two billion people", Difference.NUMBERS),
        ("Okoro’s plan", "Okoro's plan", Difference.NONE),
    ],
)
def test_what_counts_as_a_difference_in_meaning(quoted: str, found: str, expected: Difference) -> None:
    assert difference(quoted, found) is expected


# the orphans


def test_a_deleted_passage_is_an_orphan_that_says_so() -> None:
    words = "Insurers were slower to agree; they did not lower their rates until the survey was published."
    assert resolve(ARTICLE.replace(words, ""), quote_of(words)) == Anchor(State.ORPHAN, None, None, GONE)


def test_a_short_word_that_was_corrected_does_not_jump_to_the_next_one_like_it() -> None:
    text = "Early on, Robin opened the debate for the squad. Much later the judge thanked Robin for a fair round."
    quote = describe(text, 10, 15)
    assert resolve(text.replace("Robin opened", "Elisa opened"), quote).state is State.ORPHAN
    alone = text.replace("thanked Robin", "thanked them")
    assert resolve(alone.replace("Robin", "Robyn"), describe(alone, 10, 15)).note == SHORT


def test_a_word_is_not_found_inside_another_word_nor_a_number_inside_another_number() -> None:
    text = "The thinking of Linus was plain, and growth was 3 percent in all."
    assert resolve(text.replace("Linus", "Linuses"), quote_of("Linus", text)).state is State.ORPHAN
    quote = quote_of("growth was 3", text)
    assert resolve(text.replace("was 3 ", "was 3.5 "), quote).state is State.ORPHAN
    assert resolve(text.replace("was 3 ", "was 31 "), quote).state is State.ORPHAN
    quote = quote_of("the squad can", "We think the squad can win this.")
    assert resolve("We think the squad can't win this.", quote).state is State.ORPHAN


def test_twins_are_ambiguous_once_the_text_has_moved() -> None:
    text = "No comment was made. " * 24
    anchor = resolve("Added. " + text, describe(text, 210, 230))
    assert anchor == Anchor(State.ORPHAN, None, None, AMBIGUOUS)


def test_a_quote_without_words_is_an_orphan() -> None:
    assert resolve(ARTICLE, Quote(" \n", "", "", 3, 5)).note == EMPTY


def test_a_quote_from_elsewhere_is_found_by_its_words_or_told_apart_by_its_context() -> None:
    text = "lorem target ipsum, dolor target amet"
    assert resolve(text, Quote("dolor", "", "", -1, -1)) == Anchor(State.EXACT, 20, 25)
    assert resolve(text, Quote("target", "dolor", "", -1, -1)) == Anchor(State.EXACT, 26, 32)
    assert resolve(text, Quote("target", "", "", -1, -1)).note == AMBIGUOUS


# edits by the hundred


def overlap(anchor: Anchor, expected: tuple[int, int]) -> float:
    assert anchor.start is not None
    assert anchor.end is not None
    shared = min(anchor.end, expected[1]) - max(anchor.start, expected[0])
    return max(0, shared) / (max(anchor.end, expected[1]) - min(anchor.start, expected[0]))


def verdict(trial: Trial, anchor: Anchor) -> str:
    if anchor.state is State.ORPHAN:
        return "right" if trial.expected is None else "lost"
    if trial.expected is None or overlap(anchor, trial.expected) < 0.85:
        return "wrong"
    return "right"


@pytest.mark.parametrize("seed", [7, 11])
def test_no_edit_leads_to_a_wrong_place_and_nearly_all_survivors_are_found(seed: int) -> None:
    verdicts = [
        (trial.kind, verdict(trial, resolve(trial.after, describe(trial.before, trial.start, trial.end))))
        for trial in trials(seed, 12)
    ]
    assert len(verdicts) == 12 * (len(SURVIVES) + len(VANISHES))
    assert [kind for kind, answer in verdicts if answer == "wrong"] == []
    survivors = [answer for kind, answer in verdicts if kind in SURVIVES]
    assert survivors.count("right") >= 0.97 * len(survivors)


def test_without_knowing_how_rare_a_quote_was_places_are_lost_rather_than_wrong() -> None:
    verdicts = []
    for trial in trials(3, 4):
        quote = replace(describe(trial.before, trial.start, trial.end), rarity=Rarity.UNKNOWN)
        verdicts.append(verdict(trial, resolve(trial.after, quote)))
    assert verdicts.count("wrong") == 0
    assert verdicts.count("right") >= 0.9 * len(verdicts)


def test_text_of_one_letter_and_very_long_quotes_take_no_long_time() -> None:
    began = time.process_time()
    letters = "a" * 40_000
    assert resolve(letters, Quote("a" * 300 + "b", "a" * 32, "a" * 32, 5, 306)).state is State.ORPHAN
    words = " ".join(f"word{number} goes on" for number in range(3_000))
    edited = words.replace("word900 ", "word900 again ")
    assert resolve(edited, describe(words, 50, 30_000)).state is State.CHANGED
    assert time.process_time() - began < 2


# what a browser sends


def test_a_selection_is_taken_at_its_hint_and_trimmed() -> None:
    start = ARTICLE.index("Insurers")
    quote = locate(ARTICLE, " Insurers were slower ", "", "", start - 1)
    assert quote == describe(ARTICLE, start, start + len("Insurers were slower"))


@pytest.mark.parametrize("drift", [-3, -1, 0, 2, 3])
def test_small_drift_is_corrected_for_words_that_stand_often(drift: int) -> None:
    start = ARTICLE.index("the survey")
    quote = locate(ARTICLE, "the", "", "", start + drift)
    assert quote is not None
    assert (quote.start, quote.end) == (start, start + 3)


def test_line_breaks_between_blocks_are_not_in_the_canonical_text() -> None:
    text = "A headingThe first paragraph.The second one ends."
    quote = locate(text, "heading\n\nThe first paragraph.\n\nThe second", "A ", " one ends.", 2)
    assert quote is not None
    assert quote.exact == "headingThe first paragraph.The second"


def test_context_decides_between_places_and_a_far_hint_does_not_matter() -> None:
    text = "We asked for time. They asked for money. All asked for quiet."
    quote = locate(text, "asked for", "They ", "\nmoney.", None)
    assert quote is not None
    assert quote.start == text.index("asked for money")
    assert locate(text, "asked for", "They ", " money.", 700) == quote


def test_a_selection_that_could_be_anywhere_or_nowhere_is_not_placed() -> None:
    text = "We asked for time. They asked for money."
    assert locate(text, "asked for", "", "", None) is None
    assert locate(text, "asked for", "", "", 12) is None
    assert locate(text, "asked to", "We ", " time", 3) is None
    assert locate(text, " \n", "", "", 3) is None
    assert locate(text, "ask edfor", "We ", " time", 900) is None


@quick
@given(st.data())
def test_whatever_is_selected_in_the_article_is_placed_where_it_was_selected(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ARTICLE) - 2))
    end = data.draw(st.integers(start + 1, min(len(ARTICLE), start + 120)))
    quote = locate(ARTICLE, ARTICLE[start:end], ARTICLE[max(0, start - 32) : start], ARTICLE[end : end + 32], start)
    words = ARTICLE[start:end]
    if not words.strip():
        assert quote is None
    else:
        assert quote is not None
        lead = len(words) - len(words.lstrip())
        assert (quote.start, quote.end) == (start + lead, start + lead + len(words.strip()))
