"""Both sides of a search are folded alike."""

from evidence.finding import MOST_WORDS, folded, terms


def test_case_accents_quotes_and_dashes_do_not_matter():
    assert folded("Café—“São Tomé”", "ﬁsh\n I") == 'cafe-"sao tome" fish i'


def test_words_in_quotes_are_one_term_and_the_rest_are_words():
    assert terms("  Grain “thirty days” Őr ") == ("grain", "thirty days", "or")
    assert terms('"') == ()
    assert len(terms("a " * 50)) == MOST_WORDS
