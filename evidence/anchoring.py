"""Where a quoted passage stands in a text: a wrong place is worse than a lost one.

Offsets are code points into the canonical text (the concatenated text nodes of the stored HTML).
describe() makes a quote of a passage, resolve() finds it in another revision, locate() takes what a browser
sends. Nothing here knows Django; keep all of a Quote, its `rarity` too, and resolve() loses fewer.
"""

from itertools import islice

from evidence.copies import apart
from evidence.following import doubtful, followed
from evidence.matching import Search
from evidence.quotes import COPY, EMPTY, Anchor, Quote, Rarity, State, bare_text, hits, squeeze
from evidence.rewording import changed
from evidence.standing import standing
from evidence.trails import trail
from lib.text import grapheme_ceil, grapheme_floor, trim

__all__ = ["Anchor", "Quote", "Rarity", "State", "describe", "locate", "resolve"]

CONTEXT = 32  # code points of prefix and of suffix
CONTEXT_OF_COPIES = 48  # at least, where the words stand more than once
MOST = 400  # places that a browser's selection is compared with


def describe(text: str, start: int, end: int) -> Quote:
    """The quote for [start, end) of `text`, in code points, widened so that no grapheme cluster is cut.

    Its context is as long as it takes to tell the passage from copies of its words, if that can be done at all.
    Raises ValueError for an empty span or one outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage at [{start}, {end}) of {len(text)} code points")
    start, end = grapheme_floor(text, start), grapheme_ceil(text, end)
    told = apart(text, start, end)
    least = CONTEXT if told.rarity is Rarity.UNIQUE else CONTEXT_OF_COPIES
    first = min(start - told.before, grapheme_ceil(text, max(0, start - least)))
    last = max(end + told.after, grapheme_floor(text, min(len(text), end + least)))
    return Quote(text[start:end], text[first:start], text[end:last], start, end, told.rarity)


def _in_place(text: str, quote: Quote) -> bool:
    """Whether the passage and all its context stand where they stood. Costs the length of the quote."""
    start, end = quote.start, quote.end
    return (
        0 <= start < end <= len(text)
        and text[start:end] == quote.exact
        and text[max(0, start - len(quote.prefix)) : start] == quote.prefix
        and text[end : end + len(quote.suffix)] == quote.suffix
    )


def resolve(text: str, quote: Quote, before: str | None = None) -> Anchor:
    """Where `quote` stands in `text`, which may be another revision than the one it was taken from.

    `before` is that other text, if it is at hand: then the sentences of the passage are followed from it, and far
    fewer places are lost. Shows no place that is not certain: equal candidates, look-alikes and meanings turned
    round are orphans.
    """
    if _in_place(text, quote):
        return Anchor(State.EXACT, quote.start, quote.end)
    exact = squeeze(quote.exact)
    if not exact:
        return Anchor(State.ORPHAN, None, None, EMPTY)
    search = Search(text, bare_text(text), quote, exact, squeeze(quote.prefix), squeeze(quote.suffix))
    if before is None or before[max(0, quote.start) : quote.end] != quote.exact:
        return standing(search) or changed(search)
    between = trail(before, text)
    if (there := followed(search, between)) is not None:
        return there
    anchor = standing(search) or changed(search)
    return Anchor(State.ORPHAN, None, None, COPY) if doubtful(search, between, anchor) else anchor


DRIFT = 3  # code points by which a browser's start may be off


def locate(text: str, exact: str, prefix: str, suffix: str, start_hint: int | None) -> Quote | None:
    """The quote for a selection made in this very `text`, or None when its place is not certain.

    Line breaks and other white space that a browser puts between blocks do not matter; `start_hint` is in
    code points and may be off by a few. The context may be shorter or longer than ours, or empty.
    """
    low, high = trim(exact, 0, len(exact))
    needle = squeeze(exact)
    if not needle:
        return None
    hint = None if start_hint is None else start_hint + low
    if hint is not None and hint >= 0 and text[hint : hint + high - low] == exact[low:high]:
        at_hint = Quote(exact[low:high], "", "", hint, hint + high - low)
        if _fits_here(text, at_hint, prefix + exact[:low], exact[high:] + suffix):
            return describe(text, at_hint.start, at_hint.end)
    bare = bare_text(text)
    search = Search(text, bare, Quote(exact, prefix, suffix, -1, -1), needle, squeeze(prefix), squeeze(suffix))
    found = list(islice(hits(bare.text, needle), MOST))
    if len(found) != 1:
        found = _narrowed(search, found, hint)
    if len(found) != 1 or not ("\n" in exact or search.spaced_alike(found[0], found[0] + len(needle))):
        return None
    return describe(text, *search.span(found[0], found[0] + len(needle)))


def _fits_here(text: str, quote: Quote, prefix: str, suffix: str) -> bool:
    """Whether the nearest characters of both contexts agree, white space apart."""
    before = squeeze(text[max(0, quote.start - 2 * len(prefix) - 8) : quote.start])
    after = squeeze(text[quote.end : quote.end + 2 * len(suffix) + 8])
    ours_before, ours_after = squeeze(prefix)[-8:], squeeze(suffix)[:8]
    return before.endswith(ours_before) and after.startswith(ours_after)


def _narrowed(search: Search, found: list[int], hint: int | None) -> list[int]:
    """Of several places those whose context agrees on both sides; of these the one at the hint."""
    size = len(search.exact)
    fitting = [
        at
        for at in found
        if search.bare.text.endswith(search.prefix, 0, at) and search.bare.text.startswith(search.suffix, at + size)
    ]
    if len(fitting) == 1 and (search.prefix or search.suffix):
        return fitting
    if hint is None:
        return []
    around = [at for at in fitting or found if abs(search.bare.starts[at] - hint) <= 3 * DRIFT]
    return around if len(around) == 1 and abs(search.bare.starts[around[0]] - hint) <= DRIFT else []
