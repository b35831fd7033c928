"""A quotation against its passage: what is marked may differ, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.wording import Change, is_shortened, quote, turning_words_left_out
from lib.text import fold

PASSAGE = (
    "The ports opened on Monday. “Insurers will not wait,” said Oduya, who leads the guild — for now. "
    "Wheat fell 4 percent, and buyers came back to the market."
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (PASSAGE, PASSAGE),
        (PASSAGE.replace("“", '"').replace("”", '"').replace("—", "-").replace(" ", "  "), PASSAGE),
        ("The ports opened … for now. Wheat fell ...", "The ports opened … for now. Wheat fell ..."),
        ('... "Insurers will not wait," said Oduya [...]', "... “Insurers will not wait,” said Oduya [...]"),
        ("… Wheat fell 4 percent, and buyers came back to the market.",) * 2,
        ("[T]he ports opened . . . the market.",) * 2,
        ("… [w]heat fell …",) * 2,
        ("… said [the insurers’ guild’s head], who leads …",) * 2,
        ("The ports [in Odesa] opened …",) * 2,
        ("… [They] will not wait,” …",) * 2,
        ("The port[] opened …",) * 2,
        ("The ports … Wheat fell … came back to the market.",) * 2,
        ("The ports opened [Table omitted] came back to the market.",) * 2,
        ("…the ports…", None),
        ("The…ports…", "The…ports…"),
        ("“The ports opened … the market.”", "The ports opened … the market."),
    ],
)  # fmt: skip
def test_what_is_as_printed_or_marked_is_kept_in_the_articles_own_letters(typed, kept):
    if kept is None:
        assert isinstance(quote(PASSAGE, typed), Change)
    else:
        assert quote(PASSAGE, typed) == kept


@pytest.mark.parametrize(
    ("typed", "at", "printed"),
    [
        ("The ports closed on Monday. …", "closed on Monday", "opened on Monday. “Insurers will not wait,” said …"),
        ("Ports opened …", "Ports opened", "The ports opened on Monday. “Insurers will not …"),
        ("… Wheat fell percent …", "percent", "4 percent, and buyers came back to the …"),
        ("… Insurers will wait, …", "wait,", "not wait,\" said Oduya, who leads the guild …"),
        ("… buyers … wheat …", "wheat", ""),
        ("… market … ports …", "ports", ""),
        ("… eat fell …", "eat fell", ""),
        ("… [r]ket.", "[r]", "The ports opened on Monday. \"Insurers will not …"),
        ("The ports opened on Monday.", "", "\"Insurers will not wait,\" said Oduya, who leads …"),
        ("… the mark …", "mark", "market."),
    ],
)  # fmt: skip
def test_words_that_differ_are_named_with_those_that_are_printed(typed, at, printed):
    change = quote(PASSAGE, typed)
    assert isinstance(change, Change)
    assert (change.typed, change.printed) == (at, fold(printed).text.replace("...", "…"))


def test_a_bracket_never_takes_the_head_of_a_word_off():
    assert isinstance(quote("It is irrelevant now.", "It is [r]elevant now."), Change)
    assert isinstance(quote("It is unable now.", "It is … able now."), Change)
    assert quote("It is unable now.", "It is … now.") == "It is … now."


def test_a_bracket_stands_for_a_few_words_and_not_for_a_page():
    long = "Ports opened. " + "And so on. " * 20 + "Wheat fell."
    assert isinstance(quote(long, "Ports opened. [x] Wheat fell."), Change)
    assert quote(long, "Ports opened. […] [x] Wheat fell.") == "Ports opened. […] [x] Wheat fell."


def test_each_reason_is_a_sentence_that_says_what_to_do():
    assert str(quote(PASSAGE, "The ports closed …")) == (
        'You have “closed” where the article has “opened on Monday. "Insurers will not wait," said …”. '
        "Put … where you leave words out, and words of your own in [brackets]."
    )
    assert "End with … if you leave that out." in str(quote(PASSAGE, "The ports opened"))
    assert "does not stand in the rest" in str(quote(PASSAGE, "The ports … rye"))


def test_a_quotation_of_marks_alone_is_refused_at_a_glance():
    assert str(quote(PASSAGE, "[a] the " * 61)) == (
        "More than 60 places are left out or added: make several cards of it."
    )


def test_a_passage_that_has_marks_itself_is_quoted_as_it_stands():
    printed = "He said … [sic] that it ended."
    assert quote(printed, printed) == printed
    assert quote(printed, "He said ... [sic] that it …") == "He said ... [sic] that it …"


def test_looks_alone_shorten_nothing():
    assert not is_shortened(PASSAGE, PASSAGE.replace("“", '"').replace("”", '"'))
    assert is_shortened(PASSAGE, "The ports …")


def test_words_that_may_turn_a_sentence_round_are_named_when_they_are_left_out():
    passage = "He doesn’t think it will not end, unless they pay, and not before May."
    left = turning_words_left_out(passage, "He … think[s] it will … end … not before May.")
    assert left == ("doesn't", "unless", "not")
    assert turning_words_left_out(passage, passage) == ()
    assert turning_words_left_out("In May wheat fell.", "… wheat fell.") == ()


WORDS = st.lists(
    st.sampled_from(["the", "port", "is", "open", "un", "able", "4", "not", "—"]), min_size=3, max_size=14
)


@given(WORDS, st.data())
def test_leaving_words_out_with_a_mark_is_always_allowed(words, data):
    passage = " ".join(words)
    low = data.draw(st.integers(0, len(words) - 1))
    high = data.draw(st.integers(low + 1, len(words)))
    typed = " ".join([*words[:low], "…", *words[high:]])
    assert quote(passage, typed) == typed


@given(WORDS, st.integers(0, 20))
def test_a_changed_word_is_never_allowed(words, at):
    changed = [*words]
    changed[at % len(words)] = "rye"
    assert isinstance(quote(" ".join(words), " ".join(changed)), Change)


@given(WORDS, st.text(alphabet="the opn.[]…4 ", max_size=40))
def test_what_is_kept_says_nothing_outside_of_brackets_that_is_not_printed(words, typed):
    passage = " ".join(words)
    kept = quote(passage, typed)
    if isinstance(kept, str):
        assert quote(passage, kept) == kept
