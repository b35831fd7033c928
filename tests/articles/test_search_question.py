"""A search from a whole question, and the sentences that answer it."""

import pytest

from articles.search.asking import from_question, two_of_question
from articles.search.find import find
from articles.search.query import parse
from articles.search.said import find_sentences
from articles.search.sentences import figures, quotations
from articles.search.tree import AnyOf
from tests import make


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (
            "Will gestures like prisoner swaps help sustain pressure for real peace between Oduya and Weiss?",
            "gestures OR prisoner OR swaps OR pressure OR real OR peace OR Oduya OR Weiss",
        ),
        (
            "Should the United States of America recognize it?",
            '"United States of America" OR United OR States OR America OR recognize',
        ),
        ("Can the U.S. Senate act on it?", '"U.S. Senate" OR U.S. OR Senate OR act'),
        ("Is Mira Castellanos's plan wise?", '"Mira Castellanos\'s" OR Mira OR Castellanos\'s OR plan OR wise'),
        ("WILL THE EU EXPAND?", "EU OR EXPAND"),
        ("How effective is it?", "effective"),
        ("What should we do?", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_question_becomes_its_telling_words_with_names_kept_together(question, typed):
    query = from_question(question)
    assert query.typed == typed
    assert parse(typed) == query


def test_a_long_text_is_a_search_too():
    query = from_question("Wheat fell. Ports opened; ships came. " + "Grain number one. " * 2_000)
    assert isinstance(query.tree, AnyOf)
    assert [term.typed for term in query.terms][:3] == ["Wheat", "fell", "Ports"]


@pytest.mark.django_db
def test_a_question_finds_the_best_match_first(cast):
    make.article(member=cast.alice, title="Swaps", body="Prisoner swaps are gestures of peace.")
    make.article(member=cast.alice, title="Peace", body="A long peace is a long time.")
    make.article(member=cast.alice, title="Other", body="Nothing of the kind.")
    hits = find(member=cast.bob, query=from_question("Will gestures like prisoner swaps bring peace?")).hits
    assert [hit.article.title for hit in hits] == ["Swaps", "Peace"]


TEXT = (
    "Ports opened on May 12, 2025. They took in 1,000 ships. In 2024 none came.\n\n"
    "The harbour of Ovidia has killed more than 12,000 fish. Nobody was asked.\n\n"
    "About twelve million tons wait. A quarter of them rot. Two sides met at 10:30."
)


def said(spans, text=TEXT) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_sentences_with_figures_are_those_with_amounts_not_dates():
    assert said(figures(TEXT, parse(""))) == [
        "They took in 1,000 ships.",
        "The harbour of Ovidia has killed more than 12,000 fish.",
        "About twelve million tons wait.",
        "A quarter of them rot.",
    ]


@pytest.mark.parametrize(
    ("topic", "sentences"),
    [
        ("ports", ["They took in 1,000 ships."]),
        ("Ovidian fish", ["The harbour of Ovidia has killed more than 12,000 fish."]),
        ("nobody", ["The harbour of Ovidia has killed more than 12,000 fish."]),
        ("tons", ["About twelve million tons wait.", "A quarter of them rot."]),
        ("zebra", []),
    ],
)
def test_only_sentences_near_the_topic_are_given(topic, sentences):
    assert said(figures(TEXT, parse(topic))) == sentences


@pytest.mark.parametrize(
    ("text", "is_figure"),
    [("It rose 4%.", True), ("It rose four percent.", True), ("It cost $3.", True), ("Tens of thousands left.", True),
     ("Prices doubled.", True), ("Two-thirds agreed.", True), ("Under 1,950 men.", True), ("The 1990s ended.", False),
     ("It ran from 2022–2024.", False), ("Two sides met.", False), ("On 3 June 2025 it began.", False)],
)  # fmt: skip
def test_what_counts_as_a_figure(text, is_figure):
    assert bool(figures(text, parse(""))) is is_figure


def test_a_quotation_over_several_sentences_is_one_span():
    text = 'Oduya spoke. “We will wait. Then we will sail,” she said. He called it “fair”. "No such luck," said Weiss.'
    assert said(quotations(text, parse("")), text) == [
        "“We will wait. Then we will sail,” she said.",
        '"No such luck," said Weiss.',
    ]


def test_spans_count_code_points():
    text = "𝔊rain 🌾 is dear. It cost 4 percent more, said the 🌾 guild."
    assert said(figures(text, parse("")), text) == ["It cost 4 percent more, said the 🌾 guild."]


@pytest.mark.django_db
def test_sentences_of_the_library_come_from_what_the_member_may_see(cast, django_assert_num_queries):
    for number in range(3):
        make.article(member=cast.alice, title=f"T{number}", body=f"Ships took {number + 1},000 tons of wheat.")
    with django_assert_num_queries(4):
        found = find_sentences(member=cast.bob, query="wheat", what="figures")
    assert sorted(one.text for one in found) == [f"Ships took {n},000 tons of wheat." for n in (1, 2, 3)]
    assert found[0].text == found[0].article.current.text[found[0].start : found[0].end]
    assert find_sentences(member=cast.charlie, query="wheat", what="figures") == ()
    assert find_sentences(member=cast.bob, query="", what="figures") == ()
    assert find_sentences(member=cast.bob, query="wheat", what="quotations") == ()


def test_the_telling_words_of_a_question_are_paired():
    assert two_of_question("Will voters trust Kelmar?").typed == "(voters trust) OR (voters Kelmar) OR (trust Kelmar)"
    assert not two_of_question("Will Kelmar?") and not two_of_question("Why?")
    assert len(two_of_question(" ".join(f"word{n}" for n in range(60))).tree.parts) == 45
