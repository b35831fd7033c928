"""The search for one quote in one text, and what makes a place certain. evidence.anchoring is the way in.

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
from lib.text import fold, grapheme_ceil, grapheme_floor

LONG = 24  # bare characters from which a quote is its own evidence
LOOSE = 12  # bare characters below which nothing is matched approximately
NEAR = 64  # code points a passage may have shifted and still count as being in its old place
FIRM = 16  # bare characters of unbroken context that settle a side
FIRM_AFAR = 24  # the same for edited words far from their old place
SIMILAR = 0.8  # least similarity for a changed passage; SIMILAR_BETWEEN when both contexts stand firm
SIMILAR_BETWEEN = 0.75
LONGEST = 4000  # bare characters up to which a quote is aligned letter by letter; its time is quadratic
MOST = 400  # occurrences looked at; a quote found more often than that needs its whole context


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
class Bare:
    """A text folded, without white space, with the source span of each character."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=4)  # one article is asked about a thousand times in a row
def bare_text(text: str) -> Bare:
    """`text` folded and without white space."""
    folded = fold(text)
    kept = [at for at, char in enumerate(folded.text) if not char.isspace()]
    return Bare(
        "".join([folded.text[at] for at in kept]),
        tuple([folded.starts[at] for at in kept]),
        tuple([folded.ends[at] for at in kept]),
    )


def squeeze(text: str) -> str:
    """The bare characters alone."""
    return "".join(fold(text).text.split())


def hits(haystack: str, needle: str) -> Iterator[int]:
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
        found = list(islice(hits(self.bare.text, self.exact), MOST + 1))
        if len(found) > MOST:
            whole = self.prefix + self.exact + self.suffix
            found = [at + len(self.prefix) for at in islice(hits(self.bare.text, whole), 2)]
        places = [at for at in found if self.spaced_alike(at, at + size) and not self.glued(at, at + size)]
        if not places:
            return None
        ranked = sorted(((self.sides(at, at + size), at) for at in places), key=lambda pair: -pair[0].sum)
        best, at = ranked[0]
        if len(ranked) > 1 and best.sum - ranked[1][0].sum < (0.2 if best.sum < best.stored else 0.02):
            return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
        if self.quote.rarity is Rarity.TWINNED and len(self.prefix + self.suffix) > 0:
            return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
        if not self.convincing(best, at, alone=len(found) == 1):
            return None
        fits = best.firm == best.stored
        return self.anchor(State.EXACT if fits else State.MOVED, at, at + size)

    def convincing(self, sides: Sides, at: int, *, alone: bool) -> bool:
        """Whether the exact words at `at` are the passage and not a copy of it."""
        if sides.stored == 0:
            return alone or self.near(at)
        size = len(self.exact)
        rare, near = self.quote.rarity is Rarity.UNIQUE, self.near(at)
        itself = size >= LONG and (rare or near)
        if sides.firm == 2 and (itself or self.unbroken(at, at + size, FIRM // 2) == 2):
            return True
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
        for spot in islice(hits(self.bare.text, before), 8):
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
            for at in islice(hits(self.bare.text, whole[offset : offset + piece]), 8):
                begin = at - offset + lead
                votes.setdefault(begin // 32, []).append(begin)
                votes.setdefault(begin // 32 + 1, []).append(begin)
        best = sorted(votes, key=lambda slot: -len(votes[slot]))[:6]
        return list({max(0, votes[slot][0]): None for slot in best if len(votes[slot]) > 1})

    def spans(self, begin: int) -> Iterator[tuple[int, int]]:
        """The bare spans that the quote may cover when it begins around `begin`."""
        starts, ends = [], []
        if len(self.exact) <= LONGEST:
            start, end = self.align(begin)
            starts, ends = [start], [end]
        before, after = self.prefix[-FIRM:], self.suffix[:FIRM]
        size, text = len(self.exact), self.bare.text
        slack = 16 + size // 3
        if before:
            low = max(0, begin - slack - len(before))
            near = [at + len(before) for at in hits(text[low : begin + slack], before)]
            starts += [low + min(near, key=lambda at: abs(low + at - begin))] if near else []
        if after:
            low = max(0, begin + size - slack)
            near = list(hits(text[low : begin + size + slack + len(after)], after))
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
        copied = self.exact in self.bare.text
        if len(self.exact) < LOOSE or len(self.quote.exact.split()) < 2:
            return Anchor(State.ORPHAN, None, None, ELSEWHERE if copied else SHORT)
        if self.quote.rarity is Rarity.TWINNED:
            return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
        spans = {span for begin in self.windows() for span in self.spans(begin)}
        fitting: list[tuple[float, int, int]] = []
        note = ELSEWHERE if copied else GONE
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
        if any(score - other < 0.1 and _overlap((low, high), (a, b)) < 0.7 for other, a, b in fitting[1:]):
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
        near = self.near(low)
        unbroken = self.unbroken(low, high, FIRM if near else FIRM_AFAR)
        if unbroken < 2 and not (unbroken and sides.firm == 2 and near):
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


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> float:
    """What two spans share, over what both cover."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return max(0, shared) / (max(one[1], two[1]) - min(one[0], two[0]))


def _alike(ours: str, theirs: str) -> float:
    return Levenshtein.normalized_similarity(ours, theirs)
