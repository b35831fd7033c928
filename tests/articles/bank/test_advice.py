"""What is said of the wording of a question."""

from datetime import date

import pytest

from articles.bank.advice import Code, advice

TODAY = date(2026, 11, 26)

CLEAR = [
    "Will the Black Sea grain corridor hold until the harvest?",
    "Should the United States and Canada end their lumber dispute?",
    "Is the Senate filibuster good or bad for the minority party?",
    "Can Brazil and Argentina agree on a common currency by 2030?",
    "Did the Treaty of 1997 make Europe safer?",
    "Should states or the federal government pay for wildfire damage?",
    "“What is to be done?”: Is Lenin's question Russia's question once more?",
    "Have voters forgiven the party for the crash in 2008?",
]


@pytest.mark.parametrize("text", CLEAR)
def test_a_clear_question_is_left_alone(text):
    assert advice(text, today=TODAY) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Will the grain corridor hold until the harvest", Code.NO_MARK),
        ("Will the corridor hold? If not, who is to blame?", Code.TWO),
        ("Should Congress pass the farm bill, and how should it be paid for?", Code.TWO),
        ("Did the president win the debate and why?", Code.TWO),
        ("Will the Fed cut rates in March and should it?", Code.TWO),
        ("Will the Fed cut rates, or will it wait for the election?", Code.TWO),
        ("What will the Senate do this week about the debt limit?", Code.DATED),
        ("Was the recent vote in Moldova fair to all sides?", Code.DATED),
        ("Will next Tuesday’s vote end the speaker’s career in Congress?", Code.DATED),
        ("Will inflation fall below two percent by 2025?", Code.PAST),
        ("Will Turkey join the customs union before the end of 2024?", Code.PAST),
        ("NATO enlargement?", Code.SHORT),
        ("Will " + "a very " * 15 + "long question ever be remembered word for word?", Code.LONG),
        ("How can Kenya lower its debt without new taxes?", Code.OPEN),
        ("To what extent is water the cause of the war in Sudan?", Code.OPEN),
    ],
)
def test_what_a_coach_may_want_to_look_at_is_named(text, code):
    assert code in [one.code for one in advice(text, today=TODAY)]


def test_an_open_question_is_a_remark_and_no_caution():
    (one,) = advice("Why has the price of rice doubled in Japan?", today=TODAY)
    assert (one.code, one.caution) == (Code.OPEN, False)
    assert "“why”" in one.words


def test_the_words_that_are_meant_are_quoted():
    (one,) = advice("Can the ceasefire outlast the coming winter?", today=TODAY)
    assert "“coming winter”" in one.words


@pytest.mark.parametrize("text", ["", "   ", "?", "?" * 500, "and how " * 60, "\u202e?"])
def test_anything_can_be_looked_at(text):
    assert all(one.words for one in advice(text, today=TODAY))
