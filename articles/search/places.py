"""Where the terms of a query stand in a text. Pure."""

from collections.abc import Iterator

from articles.search.folding import Placed, placed_words
from articles.search.tree import Term


def hits(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[int, int, int]]:
    """The places of the terms, in order and not overlapping: start, end, number of the term. Linear in len(text)."""
    forms = [
        (words, term.prefix and words == term.words, number)
        for number, term in enumerate(terms)
        for words in (term.words, *(form.words for form in term.alternatives))
    ]
    longest = max((len(words) for words, _, _ in forms), default=0)
    whole = {words[-1] for words, prefix, _ in forms if not prefix}
    begun = tuple(words[-1] for words, prefix, _ in forms if prefix)
    window: list[Placed] = []
    done = 0
    for placed in placed_words(text):
        window = [*window[-(longest - 1) :], placed] if longest > 1 else [placed]
        last, parts = placed.folded.words[-1], placed.folded.parts
        if not (last in whole or last.startswith(begun) or parts):
            continue  # as most words: no term ends here
        for words, prefix, number in forms:
            start = _stands(words, window, prefix=prefix)
            if start is not None and start >= done:
                yield start, placed.end, number
                done = placed.end
                break


def _stands(words: tuple[str, ...], window: list[Placed], *, prefix: bool) -> int | None:
    """Where the words begin if they end with the last word of the window."""
    if len(words) == 1 and any(_fits(words[0], part, prefix=prefix) for part in window[-1].folded.parts):
        return window[-1].start
    if not _fits(words[-1], window[-1].folded.words[-1], prefix=prefix):
        return None
    said = [(word, placed) for placed in window for word in placed.folded.words][-len(words) :]
    if len(said) < len(words):
        return None
    return said[0][1].start if tuple(word for word, _ in said[:-1]) == words[:-1] else None


def _fits(wanted: str, word: str, *, prefix: bool) -> bool:
    return word.startswith(wanted) if prefix else word == wanted
