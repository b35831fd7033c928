"""The few lines of a text that show why it was found, cut from its own words. Pure but for safe HTML."""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.search.places import hits
from articles.search.tree import Query, Term

_LENGTH = 240  # code points
_BEFORE = 60
_TRIED = 40  # places of one word that are looked at


def beginning(text: str) -> SafeString:
    """The first lines, as HTML, where nothing was looked for or only the title was found."""
    flat = " ".join(text[: _LENGTH * 2].split())
    return escape(flat if len(flat) <= _LENGTH else flat[:_LENGTH].rsplit(" ", 1)[0] + "…")


def snippet(text: str, query: Query) -> SafeString:
    """The stretch of about 240 code points with the most different terms, as HTML, its words in <mark>."""
    terms = tuple(term for term in query.wanted if term.where in ("", "title"))
    if not terms:
        return beginning(text)
    # Most words stand in the text as they were typed. Folding every word of it is for those that do not.
    places = sorted(_likely(text, terms)) or [(low, high, term) for low, high, term in hits(text, terms)]
    if not places:
        return beginning(text)
    first = max(range(len(places)), key=lambda at: (_variety(places, at), -at))
    begin = _word_start(text, max(0, places[first][0] - _BEFORE))
    end = _word_end(text, begin + _LENGTH)
    pieces: list[str] = ["…"] if begin else []
    at = begin
    for low, high, _ in hits(text[begin:end], terms):
        pieces += [escape(text[at : begin + low]), "<mark>", escape(text[begin + low : begin + high]), "</mark>"]
        at = begin + high
    pieces += [escape(text[at:end]), "…" if end < len(text.rstrip()) else ""]
    return mark_safe(" ".join("".join(pieces).split()))


def _likely(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[int, int, int]]:
    """Places where a term stands written as in the query or as its folded word, in no order."""
    low = text.lower()
    if len(low) != len(text):
        return
    for number, term in enumerate(terms):
        for words, typed in ((term.words, term.typed), *((form.words, form.typed) for form in term.alternatives)):
            first = typed.lower().lstrip('-"').split()[0].rstrip('*".,') if typed.strip('-"* ') else words[0]
            begins = {words[0], first} | ({words[0][:-1] + "ie"} if words[0].endswith("y") else set())
            yield from (
                (at, at + len(begin), number)
                for begin in begins
                for at in _beginnings(low, begin)
                if _is_there(text, at, term, words)
            )


def _beginnings(low: str, begin: str) -> Iterator[int]:
    at = low.find(begin) if begin else -1
    for _ in range(_TRIED):
        if at < 0:
            return
        if not at or not low[at - 1].isalnum():
            yield at
        at = low.find(begin, at + 1)


def _is_there(text: str, at: int, term: Term, words: tuple[str, ...]) -> bool:
    """Whether the term, in this spelling, begins here."""
    length = sum(map(len, words)) * 2 + 12
    lone = Term(term.typed, words, term.prefix)
    return any(start == 0 for start, _, _ in hits(text[at : at + length], (lone,)))


def _variety(places: list[tuple[int, int, int]], first: int) -> int:
    """How many different terms stand within one snippet's length of place `first`."""
    limit = places[first][0] + _LENGTH - _BEFORE
    return len({term for low, high, term in places[first : first + 40] if high <= limit})


def _word_start(text: str, at: int) -> int:
    while 0 < at < len(text) and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    back = at
    while back > at - 40 and not text[back].isspace():
        back -= 1
    return back
