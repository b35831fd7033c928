"""Rules for a passage whose own text is at hand: its sentence is followed, and it with that. Pure."""

from bisect import bisect_left, bisect_right

from rapidfuzz.distance import Levenshtein

from evidence.faithful import Difference, difference
from evidence.matching import LOOSE, Search
from evidence.quotes import Anchor, State
from evidence.rewording import SIMILAR
from evidence.standing import words_at
from evidence.trails import Sentences, Trail


def followed(search: Search, trail: Trail) -> Anchor | None:
    """Where the passage went with its sentences; None when that is not certain, or they say something else now."""
    ours, theirs = trail.ours, trail.theirs
    own, behind = _bare_span(search, trail)
    touched = ours.touched(own, behind)
    went = [trail.to.get(i) for i in touched]
    if not went or None in went or went != list(range(went[0] or 0, (went[0] or 0) + len(went))):
        return None
    low, high = _went(trail, touched[0], own, first=True), _went(trail, touched[-1], behind, first=False)
    if not 0 <= low < high <= len(theirs.bare.text) or search.glued(low, high):
        return None
    mended = [i for i in touched if i in trail.mended]
    if mended and not trail.leans(touched):
        return None
    if any(i in trail.headed for i in touched) and _often(search, trail.ours) != _often(search, trail.theirs):
        return None  # it may be the heading that was doubled
    if theirs.bare.text[low:high] == search.exact:
        if not search.spaced_alike(low, high) or not all(_says_the_same(trail, i) for i in mended):
            return None
        if mended and search.twin and not search.flanked(low, high):
            return None
        return words_at(search, low)
    if not mended or not _faithful(search, low, high):
        return None
    return search.anchor(State.CHANGED, low, high)


def doubtful(search: Search, trail: Trail, anchor: Anchor) -> bool:
    """Whether a place that the quote alone found may be that of a copy, seen from the text the quote was taken from.

    Its words came from other sentences than the passage's; or a copy of them is gone, and it may have been this one.
    """
    if anchor.start is None or anchor.end is None:
        return False
    bare = trail.theirs.bare
    low, high = bisect_right(bare.ends, anchor.start), bisect_left(bare.starts, anchor.end)
    touched = trail.ours.touched(*_bare_span(search, trail))
    if any(_came(trail, j, low) not in (None, *touched) for j in trail.theirs.touched(low, high)):
        return True
    return anchor.state is not State.CHANGED and copy_gone(search, trail, low)


def _came(trail: Trail, j: int, low: int) -> int | None:
    """The sentence that the words from bare `low` on in a sentence of the new text came from, if that is certain."""
    i = trail.of.get(j)
    if i is None or i in trail.mended or low < trail.theirs.starts[j] + trail.headed.get(i, 0):
        return None
    return i


def copy_gone(search: Search, trail: Trail, low: int) -> bool:
    """Whether the words stand less often than they did, and what stands beside bare `low` is not all as it was.

    When all between two copies is cut with one of them, the one that is left has a side of either.
    """
    if not search.twin or search.flanked(low, low + len(search.exact)):
        return False
    return _often(search, trail.theirs) < _often(search, trail.ours)


def _often(search: Search, sentences: Sentences) -> int:
    return sentences.bare.text.count(search.exact)


def _bare_span(search: Search, trail: Trail) -> tuple[int, int]:
    bare = trail.ours.bare
    return bisect_right(bare.ends, search.quote.start), bisect_left(bare.starts, search.quote.end)


def _went(trail: Trail, i: int, at: int, *, first: bool) -> int:
    """Where bare `at` of the old text, in sentence `i` or at its edge, is now; `first` or behind the passage."""
    j = trail.to[i]
    inside, size = at - trail.ours.starts[i], len(trail.ours.words[i])
    if gained := trail.headed.get(i, 0):
        return trail.theirs.starts[j] + inside + gained if inside >= max(0, -gained) else -1
    if i not in trail.mended or inside <= 0:
        return trail.theirs.starts[j] + inside
    if inside >= size:
        return trail.theirs.ends[j] + inside - size
    for op in Levenshtein.opcodes(trail.ours.words[i], trail.theirs.words[j]):
        if op.src_start <= inside - (not first) < op.src_end:
            there = op.dest_end if inside == op.src_end else min(op.dest_end, op.dest_start + inside - op.src_start)
            return trail.theirs.starts[j] + there
    return -1


def _says_the_same(trail: Trail, i: int) -> bool:
    return difference(trail.ours.source(i), trail.theirs.source(trail.to[i])) is Difference.NONE


def _faithful(search: Search, low: int, high: int) -> bool:
    """Whether other words at [low, high) are the passage mended: long enough to say so, alike, and no other claim."""
    if len(search.exact) < LOOSE or len(search.quote.exact.split()) < 2:
        return False
    found = search.bare.text[low:high]
    if search.exact in found or found in search.exact:
        return False
    if Levenshtein.normalized_similarity(search.exact, found) < SIMILAR:
        return False
    start, end = search.span(low, high)
    return difference(search.quote.exact, search.source[start:end]) is Difference.NONE
