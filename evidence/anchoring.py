"""Where a quoted passage stands in a text: a wrong place is worse than a lost one.

Offsets are code points into the canonical text (the concatenated text nodes of the stored HTML). All
matching happens on the "bare" text: folded by lib.text.fold and then without white space, because a line
break between two blocks is white space in a browser's selection and nothing in the canonical text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import Levenshtein

from evidence.faithful import Difference, difference
from lib.text import fold, grapheme_ceil, grapheme_floor, trim

CONTEXT = 32  # code points of prefix and of suffix; twice that when the quoted text stands more than once
LONG = 24  # bare characters from which a quote is its own evidence
LOOSE = 12  # bare characters below which nothing is matched approximately
NEAR = 64  # code points a passage may have shifted and still count as being in its old place
FIRM = 16  # bare characters of unbroken context that settle a side
SIMILAR = 0.8  # least similarity for a changed passage; SIMILAR_BETWEEN when both contexts stand firm
SIMILAR_BETWEEN = 0.75
_MOST = 400  # occurrences looked at; a quote found more often than that needs its whole context


class State(StrEnum):
    """How a passage stands in a text."""

    EXACT = "exact"  # the same words in the same surroundings
    MOVED = "moved"  # the same words, other surroundings
    CHANGED = "changed"  # the same place, other words: show the difference, the quote stays the quote
    ORPHAN = "orphan"  # lost its place


class Rarity(StrEnum):
    """How a quote stood in the text it was taken from; UNKNOWN for quotes that came from elsewhere."""

    UNKNOWN = ""
    UNIQUE = "unique"
    BY_CONTEXT = "by context"
    TWINNED = "twinned"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as stored: its text, up to 64 code points either side, and [start, end) in code points.

    `start` below 0 means that the position is not known. `rarity` is optional but spares lost passages.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    rarity: Rarity = field(default=Rarity.UNKNOWN, compare=False)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands now. For an orphan `start` and `end` are None and `note` says why."""

    state: State
    start: int | None
    end: int | None
    note: str = ""


AMBIGUOUS = "ambiguous: several places fit equally well"
GONE = "the words are not in this text"
ELSEWHERE = "the words stand only where nothing around them fits"
SHORT = "too short to be recognised after an edit"
EMPTY = "nothing was quoted"


@dataclass(frozen=True, slots=True)
class _Bare:
    """A text folded, without white space, with the source span of each character."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def index(self, source: int) -> int:
        """The index of the first character that starts at or after code point `source`."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.starts[middle] < source else (low, middle)
        return low


@lru_cache(maxsize=4)  # one article is asked about a thousand times in a row
def _bare(text: str) -> _Bare:
    folded = fold(text)
    kept = [at for at, char in enumerate(folded.text) if not char.isspace()]
    return _Bare(
        "".join([folded.text[at] for at in kept]),
        tuple([folded.starts[at] for at in kept]),
        tuple([folded.ends[at] for at in kept]),
    )


def _squeeze(text: str) -> str:
    return "".join(fold(text).text.split())


def _hits(haystack: str, needle: str) -> Iterator[int]:
    """Every place of `needle`, overlapping ones too."""
    at = haystack.find(needle)
    while at >= 0:
        yield at
        at = haystack.find(needle, at + 1)


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


# --- describing ---------------------------------------------------------------------------------------


def describe(text: str, start: int, end: int) -> Quote:
    """The quote for [start, end) of `text`, widened so that no grapheme cluster is cut.

    Raises ValueError for an empty span or one outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage at [{start}, {end}) of {len(text)} code points")
    start, end = grapheme_floor(text, start), grapheme_ceil(text, end)
    exact = text[start:end]
    bare, needle = _bare(text).text, _squeeze(exact)
    rarity = Rarity.UNIQUE if needle and len(list(islice(_hits(bare, needle), 2))) == 1 else Rarity.BY_CONTEXT
    reach = CONTEXT if rarity is Rarity.UNIQUE else 2 * CONTEXT
    prefix = text[grapheme_ceil(text, max(0, start - reach)) : start]
    suffix = text[end : grapheme_floor(text, min(len(text), end + reach))]
    if rarity is Rarity.BY_CONTEXT:
        whole = _squeeze(prefix + exact + suffix)
        if not needle or len(list(islice(_hits(bare, whole), 2))) != 1:
            rarity = Rarity.TWINNED
    return Quote(exact, prefix, suffix, start, end, rarity)


# --- resolving ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sides:
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


_FITS = 0.62


def _shared(ours: str, theirs: str) -> int:
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
    shared = _shared(ours, theirs)
    if shared == len(ours):
        return 1.0
    similar = Levenshtein.normalized_similarity(ours, theirs[: len(ours)])
    return max(similar, 0.9 if lenient and shared >= FIRM else 0.0)


@dataclass(frozen=True, slots=True)
class _Search:
    """One quote being looked for in one text."""

    source: str
    bare: _Bare
    quote: Quote
    exact: str
    prefix: str
    suffix: str

    def sides(self, low: int, high: int) -> _Sides:
        before = self.bare.text[max(0, low - len(self.prefix)) : low]
        after = self.bare.text[high : high + len(self.suffix)]
        rare = self.quote.rarity is Rarity.UNIQUE
        return _Sides(
            _side(self.prefix[::-1], before[::-1], lenient=rare), _side(self.suffix, after, lenient=rare)
        )

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

    def anchor(self, state: State, low: int, high: int, note: str = "") -> Anchor:
        return Anchor(state, *self.span(low, high), note)

    # exact words

    def spaced_alike(self, low: int, high: int) -> bool:
        """For a short quote white space counts: "to day" is not "today"."""
        if len(self.exact) >= LOOSE:
            return True
        start, end = self.span(low, high)
        return fold(self.source[start:end]).text.split() == fold(self.quote.exact).text.split()

    def standing(self) -> Anchor | None:
        """The place of the exact words, None when there is none worth showing, or an ambiguous orphan."""
        size = len(self.exact)
        found = list(islice(_hits(self.bare.text, self.exact), _MOST + 1))
        if len(found) > _MOST:
            whole = self.prefix + self.exact + self.suffix
            found = [at + len(self.prefix) for at in islice(_hits(self.bare.text, whole), 2)]
        places = [at for at in found if self.spaced_alike(at, at + size) and not self.glued(at, at + size)]
        if not places:
            return None
        ranked = sorted(((self.sides(at, at + size), at) for at in places), key=lambda pair: -pair[0].sum)
        best, at = ranked[0]
        if len(ranked) > 1 and best.sum - ranked[1][0].sum < (0.2 if best.sum < 2 else 0.02):
            return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
        if self.quote.rarity is Rarity.TWINNED and len(self.prefix + self.suffix) > 0:
            return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
        if not self.convincing(best, at, alone=len(found) == 1):
            return None
        fits = best.firm == best.stored
        return self.anchor(State.EXACT if fits else State.MOVED, at, at + size)

    def convincing(self, sides: _Sides, at: int, *, alone: bool) -> bool:
        """Whether the exact words at `at` are the passage and not a copy of it."""
        if sides.stored == 0:
            return alone or self.near(at)
        size = len(self.exact)
        if sides.firm == 2 and (size >= LONG or self.unbroken(at, at + size, FIRM // 2) == 2):
            return True
        rare, near = self.quote.rarity is Rarity.UNIQUE, self.near(at)
        if rare and size >= LONG:
            return sides.firm > 0 or alone
        if self.replaced(at):
            return False
        if sides.firm:
            sure = self.quote.rarity is Rarity.UNKNOWN and alone and size >= 2 * LONG
            return sides.stored == 1 or near or (sure and 1.0 in (sides.left, sides.right))
        return alone and near and (size >= LONG or (rare and size >= LOOSE))

    def replaced(self, at: int) -> bool:
        """Whether the old surroundings stand elsewhere around other words: then `at` is only a copy."""
        before, after = self.prefix[-FIRM:], self.suffix[:FIRM]
        if not before or not after:
            return False
        for spot in islice(_hits(self.bare.text, before), 8):
            low = spot + len(before)
            high = self.bare.text.find(after, low, low + 2 * len(self.exact) + 2 * FIRM)
            if high > low and not low <= at < high:
                return True
        return False

    # edited words

    def windows(self) -> list[int]:
        """Bare offsets where the passage may begin, judged by pieces of it and of its surroundings."""
        whole = self.prefix + self.exact + self.suffix
        lead, piece = len(self.prefix), 10
        votes: dict[int, list[int]] = {}
        for offset in range(0, max(1, len(whole) - piece + 1), piece // 2):
            for at in islice(_hits(self.bare.text, whole[offset : offset + piece]), 8):
                begin = at - offset + lead
                votes.setdefault(begin // 32, []).append(begin)
                votes.setdefault(begin // 32 + 1, []).append(begin)
        best = sorted(votes, key=lambda slot: -len(votes[slot]))[:6]
        return list({max(0, votes[slot][0]): None for slot in best if len(votes[slot]) > 1})

    def spans(self, begin: int) -> Iterator[tuple[int, int]]:
        """The bare spans that the quote may cover when it begins around `begin`."""
        start, end = self.align(begin)
        starts, ends = [start], [end]
        before, after = self.prefix[-FIRM:], self.suffix[:FIRM]
        size, text = len(self.exact), self.bare.text
        slack = 16 + size // 3
        if before:
            low = max(0, begin - slack - len(before))
            near = [at + len(before) for at in _hits(text[low : begin + slack], before)]
            starts += [low + min(near, key=lambda at: abs(low + at - begin))] if near else []
        if after:
            low = max(0, begin + size - slack)
            near = list(_hits(text[low : begin + size + slack + len(after)], after))
            ends += [low + min(near, key=lambda at: abs(low + at - begin - size))] if near else []
        for start in starts:
            yield from ((start, end) for end in ends if start < end)

    def align(self, begin: int) -> tuple[int, int]:
        """The bare span the quote maps to when laid, with its context, on the text around `begin`."""
        low = max(0, begin - len(self.prefix))
        high = min(len(self.bare.text), begin + len(self.exact) + len(self.suffix))
        first, last = len(self.prefix), len(self.prefix) + len(self.exact)
        start = end = low
        for op in Levenshtein.opcodes(self.prefix + self.exact + self.suffix, self.bare.text[low:high]):
            if op.src_start <= first <= op.src_end:
                start = low + min(op.dest_end, op.dest_start + first - op.src_start)
                if op.src_end == first:
                    start = low + op.dest_end
            if op.src_start < last <= op.src_end:
                end = low + (op.dest_end if last == op.src_end else op.dest_start + last - op.src_start)
        return start, min(end, high)

    def changed(self) -> Anchor:
        """The edited passage, if one place is certainly it."""
        if len(self.exact) < LOOSE or len(self.quote.exact.split()) < 2:
            return Anchor(State.ORPHAN, None, None, SHORT)
        if self.quote.rarity is Rarity.TWINNED:
            return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
        spans = {span for begin in self.windows() for span in self.spans(begin)}
        fitting: list[tuple[float, int, int]] = []
        note = GONE
        for low, high in spans:
            score = self.judge(low, high)
            if score <= 0:
                continue
            start, end = self.span(low, high)
            differs = difference(self.quote.exact, self.source[start:end])
            if differs is not Difference.NONE:
                note = differs.value
            elif self.glued(low, high):
                note = ELSEWHERE
            else:
                fitting.append((score, low, high))
        if not fitting:
            return Anchor(State.ORPHAN, None, None, note)
        fitting.sort(reverse=True)
        score, low, high = fitting[0]
        if any(score - other < 0.1 and (b <= low or a >= high) for other, a, b in fitting[1:]):
            return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
        return self.anchor(State.CHANGED, low, high)

    def judge(self, low: int, high: int) -> float:
        """0 when bare [low, high) cannot be the passage, else a score for ranking."""
        found = self.bare.text[low:high]
        if not found:
            return 0.0
        similar = Levenshtein.normalized_similarity(self.exact, found)
        sides = self.sides(low, high)
        least = SIMILAR_BETWEEN if sides.firm == 2 else SIMILAR
        if not any(char.isupper() or char.islower() for char in self.exact):
            least = 0.9  # without capitals the gates see no names
        if similar < least or sides.firm == 0 or self.exact in found or found in self.exact:
            return 0.0  # whole copies were weighed as copies
        if self.was_context(found, certain=sides.firm == 2):
            return 0.0
        unbroken = self.unbroken(low, high)
        if unbroken < 2 and not (unbroken and sides.firm == 2 and self.near(low)):
            return 0.0
        return similar + sides.sum

    def unbroken(self, low: int, high: int, run: int = FIRM) -> int:
        """How many sides have their nearest characters unchanged: edited words need that to lean on."""
        before, after = self.prefix[-run:], self.suffix[:run]
        left = bool(before) and self.bare.text.endswith(before, 0, low)
        return left + (bool(after) and self.bare.text.startswith(after, high))

    def was_context(self, found: str, *, certain: bool) -> bool:
        """Whether `found` is rather the old neighbour than the passage: the neighbour may look alike."""
        for ours, near, place in (
            (self.exact, self.suffix, found),
            (self.exact[::-1], self.prefix[::-1], found[::-1]),
        ):
            size = min(len(near), len(place), len(ours))
            if size < LOOSE:
                continue
            excess = _alike(near[:size], place[:size]) - _alike(ours[:size], place[:size])
            if excess > 0 or (excess == 0 and not certain):
                return True
        return False


def _alike(ours: str, theirs: str) -> float:
    return Levenshtein.normalized_similarity(ours, theirs)


def _in_place(text: str, quote: Quote) -> bool:
    """Whether the passage and all its context stand where they stood. Costs the length of the quote."""
    start, end = quote.start, quote.end
    return (
        0 <= start < end <= len(text)
        and text[start:end] == quote.exact
        and text[max(0, start - len(quote.prefix)) : start] == quote.prefix
        and text[end : end + len(quote.suffix)] == quote.suffix
    )


def resolve(text: str, quote: Quote) -> Anchor:
    """Where `quote` stands in `text`, which may be another revision than the one it was taken from.

    Shows no place that is not certain: equal candidates, look-alikes and meanings turned round are orphans.
    """
    if _in_place(text, quote):
        return Anchor(State.EXACT, quote.start, quote.end)
    exact = _squeeze(quote.exact)
    if not exact:
        return Anchor(State.ORPHAN, None, None, EMPTY)
    search = _Search(text, _bare(text), quote, exact, _squeeze(quote.prefix), _squeeze(quote.suffix))
    standing = search.standing()
    if standing is not None:
        return standing
    return search.changed()


# --- what a browser sends -----------------------------------------------------------------------------

DRIFT = 3  # code points by which a browser's start may be off


def locate(text: str, exact: str, prefix: str, suffix: str, start_hint: int | None) -> Quote | None:
    """The quote for a selection made in this very `text`, or None when its place is not certain.

    Line breaks and other white space that a browser puts between blocks do not matter; `start_hint` is in
    code points and may be off by a few. The context may be shorter or longer than ours, or empty.
    """
    low, high = trim(exact, 0, len(exact))
    needle = _squeeze(exact)
    if not needle:
        return None
    hint = None if start_hint is None else start_hint + low
    if hint is not None and hint >= 0 and text[hint : hint + high - low] == exact[low:high]:
        at_hint = Quote(exact[low:high], "", "", hint, hint + high - low)
        if _fits_here(text, at_hint, prefix + exact[:low], exact[high:] + suffix):
            return describe(text, at_hint.start, at_hint.end)
    bare = _bare(text)
    search = _Search(text, bare, Quote(exact, prefix, suffix, -1, -1), needle, _squeeze(prefix), _squeeze(suffix))
    found = list(islice(_hits(bare.text, needle), _MOST))
    if len(found) != 1:
        found = _narrowed(search, found, hint)
    if len(found) != 1 or not ("\n" in exact or search.spaced_alike(found[0], found[0] + len(needle))):
        return None
    return describe(text, *search.span(found[0], found[0] + len(needle)))


def _fits_here(text: str, quote: Quote, prefix: str, suffix: str) -> bool:
    """Whether the nearest characters of both contexts agree, white space apart."""
    before = _squeeze(text[max(0, quote.start - 2 * len(prefix) - 8) : quote.start])
    after = _squeeze(text[quote.end : quote.end + 2 * len(suffix) + 8])
    ours_before, ours_after = _squeeze(prefix)[-8:], _squeeze(suffix)[:8]
    return before.endswith(ours_before) and after.startswith(ours_after)


def _narrowed(search: _Search, found: list[int], hint: int | None) -> list[int]:
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
    around = [at for at in fitting or found if abs(search.bare.starts[at] - hint) <= 8 * DRIFT]
    return around if len(around) == 1 and abs(search.bare.starts[around[0]] - hint) <= DRIFT else []
