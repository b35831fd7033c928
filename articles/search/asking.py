"""A search from a whole question or any long text: its telling words, best match first. Pure."""

from itertools import combinations

import regex

from articles.search.folding import folded_words
from articles.search.query import MAX_LENGTH, MAX_TERMS
from articles.search.reading import QUOTES, is_stop, shown
from articles.search.stopwords import PHRASING
from articles.search.tree import AllOf, Query, Term, any_of

_WORD = regex.compile(
    r"(?:\p{L}(?:\.\p{L})+\.?|[\p{L}\p{N}\p{M}]+(?:['’.,&‐‑-][\p{L}\p{N}\p{M}]+)*)(?P<end>[.!?:;,]?)"
)
_JOINS = frozenset({"of", "the", "de", "al", "bin", "for"})
_LONGEST_NAME = 6
_PAIRED = 10  # words of a question that are paired: 45 pairs


def from_question(text: str) -> Query:
    """Any of the words that say what the text is about; a run of capitalised words is one name.

    A name of several words is a phrase and its words beside it, so that "Marco Rubio" also finds "Rubio". Words of a
    question's phrasing are left out unless nothing else is there.
    """
    return Query(any_of(_telling(text)[:MAX_TERMS]))


def two_of_question(text: str) -> Query:
    """What has two of the words that tell what the text is about: what has one of them is seldom about it.

    Empty where there are no two.
    """
    words = [term for term in _telling(text) if len(term.words) == 1][:_PAIRED]
    return Query(any_of([AllOf(pair) for pair in combinations(words, 2)]))


def _telling(text: str) -> list[Term]:
    found = _names_and_words(text[: MAX_LENGTH * 4].translate(QUOTES))
    telling = [term for term in found if not (len(term.words) == 1 and _phrasing(term))]
    return list(dict.fromkeys(telling or found))


def _phrasing(term: Term) -> bool:
    return term.typed.lower() in PHRASING


def _names_and_words(text: str) -> list[Term]:
    """Every word that is no stop word, in order; a name stands before its words."""
    terms: list[Term] = []
    run: list[str] = []
    shouted = text == text.upper()

    def close() -> None:
        while run and run[-1] in _JOINS:
            run.pop()
        if len(run) > 1:
            terms.extend(_term(f'"{" ".join(run)}"'))
        for word in run:
            terms.extend(() if is_stop(word, shouted=shouted) else _term(word))
        run.clear()

    for match in _WORD.finditer(text):
        word = shown(match[0])
        stop = is_stop(word, shouted=shouted)
        name = word[:1].isupper() and not stop and not shouted
        joins = bool(run) and word in _JOINS and len(run) < _LONGEST_NAME
        if name or joins:
            run.append(word)
        else:
            close()
            terms.extend(() if stop else _term(word))
        if match["end"] or len(run) >= _LONGEST_NAME or word.endswith(("'s", "’s")):
            close()
    close()
    return terms


def _term(typed: str) -> list[Term]:
    words = folded_words(typed)
    return [Term(typed, words, literal=typed.startswith('"'))] if words else []
