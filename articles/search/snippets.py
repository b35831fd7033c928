"""The few lines of an article that show why it was found, cut from its own text. Pure but for safe HTML."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.search.folding import Placed, placed_words
from articles.search.query import Query, Term

_LENGTH = 240  # code points
_BEFORE = 60


def beginning(text: str) -> SafeString:
    """The first lines, as HTML, where nothing was looked for or only the title was found."""
    flat = " ".join(text[: _LENGTH * 2].split())
    return escape(flat if len(flat) <= _LENGTH else flat[:_LENGTH].rsplit(" ", 1)[0] + "…")


def snippet(text: str, query: Query) -> SafeString:
    """The stretch of about 240 code points with the most different terms, as HTML, its words in <mark>."""
    hits = list(_hits(text, query.wanted))
    if not hits:
        return beginning(text)
    start = max(range(len(hits)), key=lambda i: (_variety(hits, i), -i))
    begin = _word_start(text, max(0, hits[start][0] - _BEFORE))
    end = _word_end(text, begin + _LENGTH)
    pieces: list[str] = ["…"] if begin else []
    at = begin
    for low, high, _ in hits:
        if low >= at and high <= end:
            pieces += [escape(text[at:low]), "<mark>", escape(text[low:high]), "</mark>"]
            at = high
    pieces += [escape(text[at:end]), "…" if end < len(text.rstrip()) else ""]
    return mark_safe(" ".join("".join(pieces).split()))


def _variety(hits: list[tuple[int, int, int]], first: int) -> int:
    """How many different terms stand within one snippet's length of hit `first`."""
    limit = hits[first][0] + _LENGTH - _BEFORE
    return len({term for low, high, term in hits[first : first + 40] if high <= limit})


def _hits(text: str, terms: tuple[Term, ...]) -> Iterable[tuple[int, int, int]]:
    """The places of the terms, in order and not overlapping: start, end, number of the term."""
    window: list[Placed] = []
    longest = max((len(term.words) for term in terms), default=0)
    done = 0
    for placed in placed_words(text):
        window = [*window[-(longest - 1) :], placed] if longest > 1 else [placed]
        for number, term in enumerate(terms):
            start = _stands(term, window)
            if start is not None and start >= done:
                yield start, placed.end, number
                done = placed.end
                break


def _stands(term: Term, window: list[Placed]) -> int | None:
    """Where the term begins if it ends with the last word of the window."""
    if len(term.words) == 1 and any(_fits(term, part) for part in window[-1].folded.parts):
        return window[-1].start
    said = [(word, placed) for placed in window for word in placed.folded.words][-len(term.words) :]
    if len(said) < len(term.words) or not _fits(term, said[-1][0]):
        return None
    before = tuple(word for word, _ in said[:-1])
    return said[0][1].start if before == term.words[:-1] else None


def _fits(term: Term, word: str) -> bool:
    return word.startswith(term.words[-1]) if term.prefix else word == term.words[-1]


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
