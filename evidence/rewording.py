"""Rules for words that were edited: a place is the passage only if nothing that matters differs. Pure."""

from collections.abc import Iterator
from itertools import islice

from rapidfuzz.distance import Levenshtein

from evidence.faithful import Difference, difference
from evidence.matching import FIRM, LOOSE, Search
from evidence.quotes import AMBIGUOUS, COPIED, ELSEWHERE, GONE, SHORT, Anchor, Rarity, State, hits

FIRM_AFAR = 24  # unbroken context that edited words need far from their old place
SIMILAR = 0.8  # least similarity for a changed passage; SIMILAR_BETWEEN when both contexts stand firm
SIMILAR_BETWEEN = 0.75
LONGEST = 4000  # bare characters up to which a quote is aligned letter by letter; its time is quadratic


def changed(search: Search) -> Anchor:
    """The edited passage, if one place is certainly it."""
    copied = search.exact in search.bare.text
    if len(search.exact) < LOOSE or len(search.quote.exact.split()) < 2:
        return Anchor(State.ORPHAN, None, None, ELSEWHERE if copied else SHORT)
    if search.quote.rarity is Rarity.TWINNED:
        return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
    spans = {span for begin in _windows(search) for span in _spans(search, begin)}
    fitting: list[tuple[float, int, int]] = []
    note = (COPIED if search.twin else ELSEWHERE) if copied else GONE
    for low, high in spans:
        score = _judge(search, low, high)
        if score <= 0 or (search.twin and not search.told_apart(low, high)):
            continue
        start, end = search.span(low, high)
        differs = difference(search.quote.exact, search.source[start:end])
        if differs is not Difference.NONE:
            note = differs.value
        elif search.glued(low, high):
            note = ELSEWHERE
        else:
            fitting.append((score, low, high))
    if not fitting:
        return Anchor(State.ORPHAN, None, None, note)
    fitting.sort(reverse=True)
    score, low, high = fitting[0]
    rivals = any(score - other < 0.1 and _overlap((low, high), (a, b)) < 0.7 for other, a, b in fitting[1:])
    if rivals or search.bare.text.count(search.bare.text[low:high]) > 1:
        return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
    return search.anchor(State.CHANGED, low, high)


def _judge(search: Search, low: int, high: int) -> float:
    """0 when bare [low, high) cannot be the passage, else a score for ranking."""
    found = search.bare.text[low:high]
    if not found:
        return 0.0
    similar = Levenshtein.normalized_similarity(search.exact, found)
    sides = search.sides(low, high)
    least = SIMILAR_BETWEEN if sides.firm == 2 else SIMILAR
    if not any(char.isupper() or char.islower() for char in search.exact):
        least = 0.9  # without capitals the gates see no names
    if similar < least or sides.firm == 0 or search.exact in found or found in search.exact:
        return 0.0  # whole copies were weighed as copies
    if _was_context(search, found, certain=sides.firm == 2):
        return 0.0
    near = search.near(low)
    unbroken = search.unbroken(low, high, FIRM if near else FIRM_AFAR)
    if unbroken < 2 and not (unbroken and near and sides.firm == 2):
        return 0.0
    return similar + sides.sum


def _was_context(search: Search, found: str, *, certain: bool) -> bool:
    """Whether `found` is rather the old neighbour than the passage: the neighbour may look alike."""
    for ours, near, place in (
        (search.exact, search.suffix, found),
        (search.exact[::-1], search.prefix[::-1], found[::-1]),
    ):
        size = min(len(near), len(place), len(ours))
        if size < LOOSE:
            continue
        excess = _alike(near[:size], place[:size]) - _alike(ours[:size], place[:size])
        if excess > 0 or (excess == 0 and not certain):
            return True
    return False


def _windows(search: Search) -> list[int]:
    """Bare offsets where the passage may begin, judged by pieces of it and of its surroundings."""
    whole = search.prefix + search.exact + search.suffix
    lead, piece = len(search.prefix), 10
    votes: dict[int, list[int]] = {}
    for offset in range(0, max(1, len(whole) - piece + 1), piece // 2):
        for at in islice(hits(search.bare.text, whole[offset : offset + piece]), 8):
            begin = at - offset + lead
            votes.setdefault(begin // 32, []).append(begin)
            votes.setdefault(begin // 32 + 1, []).append(begin)
    best = sorted(votes, key=lambda slot: -len(votes[slot]))[:6]
    return list({max(0, votes[slot][0]): None for slot in best if len(votes[slot]) > 1})


def _spans(search: Search, begin: int) -> Iterator[tuple[int, int]]:
    """The bare spans that the quote may cover when it begins around `begin`."""
    starts, ends = [], []
    if len(search.exact) <= LONGEST:
        start, end = _align(search, begin)
        starts, ends = [start], [end]
    before, after = search.prefix[-FIRM:], search.suffix[:FIRM]
    size, text = len(search.exact), search.bare.text
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


def _align(search: Search, begin: int) -> tuple[int, int]:
    """The bare span the quote maps to when laid, with its context, on the text around `begin`."""
    low = max(0, begin - len(search.prefix))
    high = min(len(search.bare.text), begin + len(search.exact) + len(search.suffix))
    first, last = len(search.prefix), len(search.prefix) + len(search.exact)
    start = end = low
    for op in Levenshtein.opcodes(search.prefix + search.exact + search.suffix, search.bare.text[low:high]):
        if op.src_start <= first <= op.src_end:
            start = low + min(op.dest_end, op.dest_start + first - op.src_start)
            if op.src_end == first:
                start = low + op.dest_end
        if op.src_start < last <= op.src_end:
            end = low + (op.dest_end if last == op.src_end else op.dest_start + last - op.src_start)
    return start, min(end, high)


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> float:
    """What two spans share, over what both cover."""
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return max(0, shared) / (max(one[1], two[1]) - min(one[0], two[0]))


def _alike(ours: str, theirs: str) -> float:
    return Levenshtein.normalized_similarity(ours, theirs)
