import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.search.folding import fold_word, folded_text, folded_words, singular
from articles.search.query import parse
from articles.search.tree import AnyOf, Query, Term


def words_of(typed: str) -> list[tuple[str, ...]]:
    return [term.words for term in parse(typed).terms]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cease-fire", "ceasefire"),
        ("cease‑fire", "ceasefire"),
        ("Kyiv’s", "kyiv"),
        ("don’t", "don't"),
        ("Türkiye", "turkiye"),
        ("Łódź", "lodz"),
        ("Xi’an", "xian"),
        ("U.S.", "US"),
        ("AT&T", "ATT"),
        ("87,395", "87395"),
        ("prices", "price"),
        ("countries", "country"),
        ("soft\u00adware", "software"),
        ("ﬁnance", "finance"),
    ],
)
def test_two_spellings_are_one_word(one, other):
    assert folded_words(one) == folded_words(other)
    assert len(folded_words(one)) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("us", "use"), ("press", "pres"), ("news", "new"), ("3.5", "35"), ("crisis", "crisi")]
)
def test_two_words_stay_two(one, other):
    assert folded_words(one) != folded_words(other)


def test_a_hyphenated_word_is_one_word_with_parts():
    assert fold_word("Russia-Ukraine").words == ("russiaukraine",)
    assert fold_word("Russia-Ukraine").parts == ("russia", "ukraine")


def test_a_dash_between_clauses_and_years_keeps_words_apart():
    assert folded_text("Moscow—which agreed—left in 2022–2024")[0] == "moscow which agreed left in 2022 2024"


def test_every_indexed_character_is_a_letter_a_digit_or_a_space():
    text = "Zelensky’s “cease-fire” — 3.5%, C++ & ½ of 10² m, नमस्ते, 中文, \x00\x02 e\u0301t\u00e9"
    assert all(c.isalnum() or c == " " for part in folded_text(text) for c in part)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("grain deal", [("grain",), ("deal",)]),
        ('"grain deal" ports', [("grain", "deal"), ("port",)]),
        ("“grain deal”", [("grain", "deal")]),
        ('"grain deal', [("grain", "deal")]),
        ("3.5 percent", [("3", "5"), ("percent",)]),
        ("the ports of Odesa", [("port",), ("odesa",)]),
        ("the", [("the",)]),
        ("US aid", [("us",), ("aid",)]),
        ("tell us more", [("tell",)]),
        ("ports ports Port", [("port",)]),
        ("C++", [("c",)]),
        ("   ", []),
        ('"" - * ( ) OR', []),
    ],
)
def test_what_was_typed_becomes_words(typed, words):
    got = [term.words for term in {term.words: term for term in parse(typed).terms}.values()]
    assert got == words


def test_a_star_asks_for_words_that_begin_so():
    assert parse("sanct*").terms == (Term("sanct*", ("sanct",), prefix=True),)
    assert parse("s*").terms == (Term("s", ("s",), prefix=False),)


@pytest.mark.parametrize("typed", ["grain -tariff", "grain NOT tariff", "grain –tariff"])
def test_a_minus_leaves_out(typed):
    query = parse(typed)
    assert [t.words for t in query.wanted] == [("grain",)]
    assert [t.words for t in query.terms if t.excluded] == [("tariff",)]


def test_a_hyphen_inside_a_word_is_no_minus():
    assert parse("cease-fire").wanted == parse("cease-fire").terms


@pytest.mark.parametrize(
    ("typed", "any_of"),
    [
        ("grain prices", False),
        ("grain OR prices", True),
        ("grain or prices", False),
        ("Will prisoner swaps bring peace?", True),
        ("grain prices fell after seven ports opened again", True),
    ],
)
def test_a_question_needs_only_some_of_its_words(typed, any_of):
    assert parse(typed).any_of is any_of


def test_a_whole_question_keeps_its_telling_words():
    assert [term.typed for term in parse("Will gestures like prisoner swaps help the U.S. end this war?").terms] == [
        "gestures", "prisoner", "swaps", "help", "U.S.", "end", "war",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["grain prices ports", "grain OR ports OR wheat -corn", '"grain deal" fe* -corn'])
def test_taking_a_chip_away_gives_the_same_search_without_it(typed):
    query = parse(typed)
    for term in query.terms:
        rest = parse(query.without(term))
        assert rest.terms == tuple(other for other in query.terms if other != term)


def test_taking_a_chip_from_a_question_still_asks_for_any_of_the_rest():
    query = parse("Will gestures like prisoner swaps bring lasting peace?")
    assert parse(query.without(query.terms[0])) == Query(AnyOf(query.terms[1:]))


@given(st.text(alphabet=st.characters(), max_size=80))
@settings(max_examples=300, deadline=None)
def test_nothing_that_is_typed_raises_or_gives_an_unsafe_word(typed):
    query = parse(typed)
    assert parse(query.typed) == query
    for term in query.terms:
        assert term.words
        assert all(regex.fullmatch(r"[\p{L}\p{N}]+", word) for word in term.words)


PIECES = [
    "grain",
    "deal",
    '"grain deal"',
    "-",
    "(",
    ")",
    "AND",
    "OR",
    "NOT",
    "fe*",
    "kind:brief",
    "after:2025",
    "x:y",
    '"',
]


@given(st.lists(st.sampled_from([*PIECES, "author:sonne", "the", "U.S.", "-ports", "title:ports"]), max_size=16))
@settings(max_examples=400, deadline=None)
def test_what_a_query_says_of_itself_is_the_same_query(pieces):
    query = parse(" ".join(pieces))
    assert parse(query.typed) == query
    assert {fault.code for fault in parse(query.typed).faults} <= {"only_common"}


def test_singular_leaves_short_words_alone():
    assert [singular(word) for word in ("gas", "bus", "was", "series", "wars")] == ["gas", "bus", "was", "sery", "war"]
