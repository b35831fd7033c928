"""Folding, fingerprints, sentences, and the two ways to count characters."""

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.text import (
    fingerprint,
    fold,
    folded,
    grapheme_ceil,
    grapheme_floor,
    join_names,
    sentences,
    trim,
    word_count,
)
from tests.utf16 import codepoints_to_utf16, utf16_to_codepoints

_ODD = "ae\u0301\u0308 \n\t\u00a0\u2009\u200b\u200d\ufeff\u00ad…“”’½²ﬁ\u1100\u1161한¨ｶﾞ-—–😀👩🇺🇸\r`Å.A"
odd_text = st.text(alphabet=st.sampled_from(_ODD), max_size=24)
quick = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("“It’s”", '"It\'s"'),
        ("war — peace – now", "war - peace - now"),
        ("wait…", "wait..."),
        ("a\u00a0\u2009\t\nb", "a b"),
        ("co\u00adop\u200ber\ufeffate", "cooperate"),
        ("e\u0301 ﬁne Ａ", "é fine A"),
        ("e\u200d\u0301", "é"),
        ("\u1112\u1161\u11ab", "한"),
        ("Résumé stays", "Résumé stays"),
        ("10² and 1½", "10² and 1½"),
    ],
)
def test_folding_takes_typography_away_and_nothing_that_is_said(source: str, plain: str) -> None:
    assert fold(source).text == plain


def test_a_folded_span_leads_back_to_the_source() -> None:
    source = "He said: “No…  never”"
    folded = fold(source)
    at = folded.text.index('"No... never"')
    assert folded.source_span(at, at + len('"No... never"')) == (9, 21)
    dots = folded.text.index("..")
    assert source[slice(*folded.source_span(dots, dots + 1))] == "…"
    assert folded.source_span(3, 3) == (3, 3)
    assert folded.source_span(len(folded.text), len(folded.text)) == (len(source), len(source))


@quick
@given(odd_text)
def test_folding_twice_changes_nothing_and_every_character_has_its_source(source: str) -> None:
    folded = fold(source)
    assert fold(folded.text).text == folded.text
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= a < b <= len(source) for a, b in zip(folded.starts, folded.ends, strict=True))


@quick
@given(odd_text | st.text(max_size=20))
def test_the_quick_way_to_fold_gives_the_same_text(source: str) -> None:
    assert folded(source) == fold(source).text


def test_the_quick_way_agrees_on_every_character_alone_and_beside_others() -> None:
    characters = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    apart = [c for c in characters if folded(text := f"a{c} {c}{c}b") != fold(text).text]
    assert apart == []


def test_the_same_article_again_has_the_same_fingerprint() -> None:
    first = "The Bill’s co-sponsors — “all of them” — agreed.\n\nNext paragraph."
    again = 'the bill\'s cosponsors - "all of them" - agreed. Next  paragraph.\n'
    assert fingerprint(first) == fingerprint(again)
    assert fingerprint(first) != fingerprint(first.replace("agreed", "refused"))
    assert regex.fullmatch("[0-9a-f]{64}", fingerprint(""))


@quick
@given(st.text(max_size=30))
def test_code_points_and_utf16_lead_there_and_back(text: str) -> None:
    for index in range(len(text) + 1):
        there = codepoints_to_utf16(text, index)
        assert there == len(text[:index].encode("utf-16-le", "surrogatepass")) // 2
        assert utf16_to_codepoints(text, there) == index


def test_half_an_emoji_and_places_outside_are_clipped() -> None:
    text = "a😀b"
    assert [utf16_to_codepoints(text, unit) for unit in (-5, 0, 1, 2, 3, 4, 99)] == [0, 0, 1, 1, 2, 3, 3]
    assert codepoints_to_utf16(text, -1) == 0
    assert codepoints_to_utf16(text, 99) == 4


@quick
@given(odd_text)
def test_grapheme_ends_are_the_ones_unicode_names(text: str) -> None:
    ends = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    for index in range(len(text) + 1):
        assert grapheme_floor(text, index) == max(end for end in ends if end <= index)
        assert grapheme_ceil(text, index) == min(end for end in ends if end >= index)


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Adler met Dr. Voss.", "They spoke."],
        ["It went to the U.S. Senate in Jan. 2024.", "It failed there."],
        ["It left the U.S.", "The vote was close."],
        ["J. K. Marsh wrote it.", "Who read it?", "Nobody!"],
        ["“We will not go.”", "He sat down."],
        ["“Why now?” she asked.", "(No answer came.)", "Then silence…", "Later, noise."],
        ["He said no.", "No. 5 was next.", "Prices rose 3.5 percent."],
        ["They met at 5 p.m. Friday.", "All agreed."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(expected: list[str]) -> None:
    text = " ".join(expected)
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_a_blank_line_ends_a_sentence_without_a_stop_and_nothing_gives_none() -> None:
    text = "  A heading\n\nThe text begins  "
    assert [text[a:b] for a, b in sentences(text)] == ["A heading", "The text begins"]
    assert sentences("") == ()
    assert sentences(" \n ") == ()


@quick
@given(odd_text)
def test_sentences_hold_every_visible_character_in_order(text: str) -> None:
    spans = sentences(text)
    covered = "".join(text[a:b] for a, b in spans)
    visible = {"\u200b", "\u200d", "\ufeff", "\u00ad"}
    assert [c for c in covered if not c.isspace() and c not in visible] == [
        c for c in text if not c.isspace() and c not in visible
    ]


def test_trimming_leaves_white_space_and_invisible_characters_outside() -> None:
    assert trim(" \u200bword\u00a0\n", 0, 8) == (2, 6)
    assert trim("   ", 1, 3) == (1, 1)


def test_names_are_joined_as_they_are_said() -> None:
    assert [join_names("ABC"[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_words_are_counted_as_they_are_spoken() -> None:
    assert word_count("Don’t stop the well-known 3.5 percent rise — U.S. or not") == 10
    assert word_count(unicodedata.normalize("NFD", "déjà vu")) == 2
    assert word_count("— … !") == 0


@quick
@given(st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=20))
def test_words_are_counted_alike_whether_or_not_a_mark_stands_somewhere(text: str) -> None:
    assert word_count(text) == word_count(f"{text}\ne\u0301") - 1
