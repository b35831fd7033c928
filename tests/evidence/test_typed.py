"""A passage named by ticked sentences or by typed words."""

import pytest

from evidence.typed import between, context, joined

TEXT = "Two ports opened. “We wait,” said Oduya. Wheat fell. Two ports closed."


@pytest.mark.parametrize(
    ("spans", "span"),
    [
        (["0-17"], (0, 17)),
        (["41-52", "0-17"], (0, 52)),
        ([], None),
        (["x"], None),
        (["5-5"], None),
        (["0-9999"], None),
        (["-1-5"], None),
    ],
)
def test_ticked_sentences_reach_from_the_first_to_the_last(spans, span):
    assert joined(spans, TEXT) == span


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Wheat fell.", "Wheat fell."),
        ('"we WAIT," ... oduya.', "“We wait,” said Oduya."),
        ("“We wait … fell.", "“We wait,” said Oduya. Wheat fell."),
        ("Two ports … closed.", "Two ports … closed."),  # stands twice: not guessed at
        ("Nothing … here", "Nothing … here"),
    ],
)
def test_first_and_last_words_stand_for_what_is_printed_between_them(typed, words):
    assert between(TEXT, typed) == words


def test_the_context_is_what_stands_around_a_span():
    assert context("abcdef", 2, 4) == ("ab", "ef")
