"""One quote looked for in one text: its candidate places, and how well the surroundings of each fit. Pure.

Two books of rules stand on this: evidence.standing for the very words, evidence.rewording for edited ones.
Offsets called low and high are into the bare text of evidence.quotes, start and end into the source.
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from evidence.quotes import Anchor, Bare, Quote, Rarity, State
from lib.text import fold, grapheme_ceil, grapheme_floor

LOOSE = 12  # bare characters below which white space counts and nothing is matched approximately
NEAR = 64  # code points a passage may have shifted and still count as being in its old place
ENDS = re.compile("[.!?]")  # of a sentence, more or less
FIRM = 16  # bare characters of unbroken context that settle a side

_FITS = 0.62


def _glued(before: str, after: str) -> bool:
    """Whether a cut between `before` and `after` goes through a word, a number or a contraction."""
    a, b = before[-1:], after[:1]
    if (a.isalnum() and b.isalnum()) or (a in "-−" and a and b.isdigit() and not before[-2:-1].isalnum()):
        return True
    if a in ".," and a and before[-2:-1].isdigit() and b.isdigit():
        return True
    if b in ".," and b and a.isdigit() and after[1:2].isdigit():
        return True
    return b in "'’" and bool(b) and a.isalpha() and after[1:2].isalpha()


@dataclass(frozen=True, slots=True)
class Sides:
    """How well the context of a candidate fits: 0 (not at all) to 1 each side, None when none is stored."""

    left: float | None
    right: float | None

    @property
    def firm(self) -> int:
        """How many sides fit."""
        return sum(side is not None and side >= _FITS for side in (self.left, self.right))

    @property
    def stored(self) -> int:
        return sum(side is not None for side in (self.left, self.right))

    @property
    def sum(self) -> float:
        return (self.left or 0.0) + (self.right or 0.0)


def shared(ours: str, theirs: str) -> int:
    """The length of the common beginning."""
    count = 0
    for a, b in zip(ours, theirs, strict=False):
        if a != b:
            break
        count += 1
    return count


def _side(ours: str, theirs: str, *, lenient: bool) -> float | None:
    """How well two contexts agree, both read outwards; `lenient` is content with the nearest part."""
    if not ours:
        return None
    same = shared(ours, theirs)
    if same == len(ours):
        return 1.0
    similar = Levenshtein.normalized_similarity(ours, theirs[: len(ours)])
    return max(similar, 0.9 if lenient and same >= FIRM else 0.0)


@dataclass(frozen=True, slots=True)
class Search:
    """One quote being looked for in one text."""

    source: str
    bare: Bare
    quote: Quote
    exact: str
    prefix: str
    suffix: str

    def sides(self, low: int, high: int) -> Sides:
        before = self.bare.text[max(0, low - len(self.prefix)) : low]
        after = self.bare.text[high : high + len(self.suffix)]
        rare = self.quote.rarity is Rarity.UNIQUE
        return Sides(_side(self.prefix[::-1], before[::-1], lenient=rare), _side(self.suffix, after, lenient=rare))

    def span(self, low: int, high: int) -> tuple[int, int]:
        """The source span of bare [low, high), no grapheme cut."""
        start, end = self.bare.starts[low], self.bare.ends[high - 1]
        return grapheme_floor(self.source, start), grapheme_ceil(self.source, end)

    def near(self, low: int) -> bool:
        return self.quote.start >= 0 and abs(self.bare.starts[low] - self.quote.start) <= NEAR

    def glued(self, low: int, high: int) -> bool:
        """Whether the place cuts a word or number that the quote did not cut."""
        start, end = self.span(low, high)
        text, quote = self.source, self.quote
        exact = text[start:end]
        left = bool(quote.prefix) and not _glued(quote.prefix, quote.exact) and _glued(text[:start][-2:], exact)
        right = bool(quote.suffix) and not _glued(quote.exact, quote.suffix)
        return left or (right and _glued(exact, text[end : end + 2]))

    @property
    def known(self) -> bool:
        """Whether it is known how the quote stood in its own text."""
        return self.quote.rarity is not Rarity.UNKNOWN

    @property
    def twin(self) -> bool:
        """Whether it had copies there."""
        return self.known and self.quote.rarity is not Rarity.UNIQUE

    def told_apart(self, low: int, high: int) -> bool:
        """Whether a side that told the passage from its copies stands whole beside a place.

        Copies may share the nearest characters, so a context that is nearly the same says nothing.
        """
        left = self.bare.text.endswith(self.prefix, 0, low)
        right = self.bare.text.startswith(self.suffix, high)
        match self.quote.rarity:
            case Rarity.BY_PREFIX:
                return left
            case Rarity.BY_SUFFIX:
                return right
            case Rarity.BY_CONTEXT:
                return left and right
            case _:
                return (left and bool(self.prefix)) or (right and bool(self.suffix))

    def whole(self, low: int, high: int) -> bool:
        return self.bare.text.endswith(self.prefix, 0, low) and self.bare.text.startswith(self.suffix, high)

    def flanked(self, low: int, high: int) -> bool:
        """Whether the nearest context that is stored stands on either side; the text's edge may have moved off."""
        text = self.bare.text
        return text.endswith(self.prefix[-FIRM:], 0, low) and text.startswith(self.suffix[:FIRM], high)

    def anchor(self, state: State, low: int, high: int, note: str = "") -> Anchor:
        return Anchor(state, *self.span(low, high), note)

    def spaced_alike(self, low: int, high: int) -> bool:
        """For a short quote white space counts: "to day" is not "today"."""
        if len(self.exact) >= LOOSE:
            return True
        start, end = self.span(low, high)
        return fold(self.source[start:end]).text.split() == fold(self.quote.exact).text.split()

    def unbroken(self, low: int, high: int, run: int = FIRM) -> int:
        """How many sides have their nearest characters unchanged: edited words need that to lean on.

        The edge of the text is such a side where it was one before.
        """
        before, after = self.prefix[-run:], self.suffix[:run]
        left = self.bare.text.endswith(before, 0, low) if before else self.known and low == 0
        right = self.bare.text.startswith(after, high) if after else self.known and high == len(self.bare.text)
        return left + right
