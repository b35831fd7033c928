"""Nearly the same question is offered; one that asks something else never is."""

import pytest

from articles.bank.alike import likeness, nearest, pairs
from articles.models import Question


def words(text: str) -> str:
    question = Question()
    question.word(text)
    return question.words


ALIKE = [
    ("Should the US send troops to Ukraine?", "Should the U.S. send ground troops to Ukraine?"),
    ("How will Zelensky answer the offer of peace?", "How should Zelenskyy answer the offer of peace?"),
    ("Can Germany’s economy recover?", "Can Germany's economy recover"),
    ("Will the Fed cut interest rates again?", "Will the Fed cut its interest rates?"),
]
APART = [
    ("Will Russia attack Poland?", "Will Russia attack Latvia?"),
    ("Should China invade Taiwan?", "Should Taiwan invade China?"),
    ("Should Congress pass the bill?", "Should Congress not pass the bill?"),
    ("Will oil cost 80 dollars a barrel?", "Will oil cost 90 dollars a barrel?"),
    ("Can Labour win Scotland?", "Can Labour win over young voters in northern Scotland?"),
    ("Is it over?", "Will it be?"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_the_same_question_in_nearly_the_same_words_is_alike_both_ways(one, other):
    assert likeness(words(one).split(), words(other).split()) >= 0.75
    assert likeness(words(other).split(), words(one).split()) >= 0.75


@pytest.mark.parametrize(("one", "other"), APART)
def test_another_figure_name_order_or_a_not_asks_something_else(one, other):
    assert likeness(words(one).split(), words(other).split()) == 0.0
    assert likeness(words(other).split(), words(one).split()) == 0.0


def test_the_nearest_of_the_bank_is_the_likest():
    bank = {n: words(text) for n, (text, _) in enumerate(ALIKE + APART)}
    assert nearest(words("Should the US send ground troops to Ukraine?"), bank) == 0
    assert nearest(words("Will whales return to the Baltic?"), bank) is None


def test_every_pair_of_a_bank_is_found_once():
    texts = [text for pair in ALIKE + APART for text in pair]
    found = pairs({n: words(text) for n, text in enumerate(texts)})
    assert sorted((pair.one, pair.other) for pair in found) == [(0, 1), (2, 3), (4, 5), (6, 7)]


def test_a_word_that_half_the_bank_has_does_not_make_the_search_for_pairs_slow():
    bank = {n: words(f"Will village{n} of region{n % 40} vote again?") for n in range(3_000)}
    assert pairs(bank) == []
