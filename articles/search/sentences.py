"""The sentences of a text with figures, or with somebody's words, that touch what is looked for. Pure.

Spans are [start, end) in code points of the text.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

import regex

from articles.search.places import hits
from articles.search.tree import Query, Term
from lib.text import sentences

Span = tuple[int, int]
_LONG = 7

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\p{L}*\.?"
_SCALE = r"(?:hundreds?|thousands?|millions?|billions?|trillions?|dozens?)"
_SMALL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\p{L}+)?)"
)
_PART = r"(?:half|halves|thirds?|quarters?|fifths?|tenths?)"
# A date is no figure, and neither is the number of a year that stands alone.
_DATE = regex.compile(
    rf"\b{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,\s*\d{{4}})?\b|\b\d{{1,2}}\s+{_MONTHS}(?:\s+\d{{4}})?\b"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}:\d\d\b|(?<![\d.,$€£¥-])\b(?:1[5-9]|20)\d\d(?:s\b|\b)(?![.,]\d|\s*(?:%|percent|per\s+cent))"
)
_FIGURE = regex.compile(
    rf"[$€£¥]\s?\d|\d|\b(?:{_SMALL}|several|some|few|many|tens?\s+of)\s+{_SCALE}\b|\b{_SCALE}\s+of\b|\b{_SMALL}\s+per\s?cent\b"
    rf"|\b(?:one|two|three|four|nine)-{_PART}\b|\b(?:half|a\s+(?:third|quarter|fifth))\s+of\b"
    r"|\b(?:doubled|tripled|halved|quadrupled)\b",
    regex.IGNORECASE,
)
# Two words at least: one word between marks is a way of speaking, not a quotation.
_QUOTED = regex.compile(
    r"[“„«](?=[^“”„«»]*\p{L}\s+\p{L})[^“”„«»]{1,2000}[”»]|\"(?=[^\"\n]*\p{L}\s+\p{L})[^\"\n]{1,2000}\""
)


def figures(text: str, query: Query) -> tuple[Span, ...]:
    """The sentences with a number, a share or an amount of money, near a word of the query; all for an empty one."""
    return _touching(text, query, _with_figures)


def quotations(text: str, query: Query) -> tuple[Span, ...]:
    """The sentences with words between quotation marks, near a word of the query; all for an empty one.

    A quotation that runs over several sentences is one span.
    """
    return _touching(text, query, _with_quotations)


def _touching(text: str, query: Query, chosen: Callable[[str, tuple[Span, ...]], Iterator[Span]]) -> tuple[Span, ...]:
    every = sentences(text)
    near = _near(text, query, every)
    return tuple(span for span in chosen(text, every) if near is None or any(s in near for s in _within(every, span)))


def _near(text: str, query: Query, every: tuple[Span, ...]) -> set[Span] | None:
    """The sentences with a word of the query and those next to them in a paragraph. None: nothing to look for."""
    terms = tuple(_loose(term) for term in query.wanted if term.where in ("", "title"))
    if not terms:
        return None
    said = {_number(every, low) for low, _, _ in hits(text, terms)}
    near = set()
    for at, span in enumerate(every):
        before = at > 0 and at - 1 in said and "\n" not in text[every[at - 1][1] : span[0]]
        after = at + 1 < len(every) and at + 1 in said and "\n" not in text[span[1] : every[at + 1][0]]
        if at in said or before or after:
            near.add(span)
    return near


def _loose(term: Term) -> Term:
    """A long word also where it is built on: "Ukraine" touches what is said of Ukrainians."""
    if term.literal or len(term.words) > 1 or len(term.words[0]) < _LONG:
        return term
    return replace(term, words=(term.words[0][:-2],), prefix=True)


def _with_figures(text: str, every: tuple[Span, ...]) -> Iterator[Span]:
    for start, end in every:
        if _FIGURE.search(_DATE.sub(" ", text[start:end])):
            yield start, end


def _with_quotations(text: str, every: tuple[Span, ...]) -> Iterator[Span]:
    done = 0
    for match in _QUOTED.finditer(text):
        low, high = _number(every, match.start()), _number(every, match.end() - 1)
        start, end = every[low][0], every[high][1]
        if start >= done and "\n" not in text[start:end]:
            yield start, end
            done = end


def _number(every: tuple[Span, ...], at: int) -> int:
    """Which sentence holds the place."""
    return max(0, bisect_left(every, (at + 1,)) - 1)


def _within(every: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    return tuple(one for one in every[_number(every, span[0]) : _number(every, span[1] - 1) + 1])
