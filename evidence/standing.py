"""Rules for words that stand in the text as they were quoted: which place is the passage, which only a copy. Pure."""

from itertools import islice

from evidence.faithful import Difference, difference
from evidence.matching import ENDS, FIRM, Search, Sides, shared
from evidence.quotes import AMBIGUOUS, Anchor, Rarity, State, hits

LONG = 24  # bare characters from which a quote is its own evidence
MOST = 400  # occurrences looked at; a quote found more often than that needs its whole context


def standing(search: Search) -> Anchor | None:
    """The place of the exact words, None when there is none worth showing, or an ambiguous orphan."""
    size = len(search.exact)
    found = _found(search)
    places = [at for at in found if search.spaced_alike(at, at + size) and not search.glued(at, at + size)]
    if not places:
        return None
    if search.quote.rarity is Rarity.TWINNED:
        return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
    if search.twin:
        places = [at for at in places if search.told_apart(at, at + size)]
    if not places:
        return None
    if search.known and sum(search.told_apart(at, at + size) for at in places) > 1:
        return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
    ranked = sorted(((search.sides(at, at + size), at) for at in places), key=lambda pair: -pair[0].sum)
    best, at = ranked[0]
    if len(ranked) > 1 and best.sum - ranked[1][0].sum < (0.2 if best.sum < best.stored else 0.02):
        return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
    if search.quote.rarity is Rarity.UNIQUE and len(places) > 1 and not search.whole(at, at + size):
        return Anchor(State.ORPHAN, None, None, AMBIGUOUS)
    only = sum(_in_its_sentence(search, one) for one in found) == 1
    if not _convincing(search, best, at, alone=len(found) == 1, only=only):
        return None
    return words_at(search, at)


def words_at(search: Search, at: int) -> Anchor:
    """The words as they were quoted, at `at`: exact where what stands around them fits, else moved."""
    end = at + len(search.exact)
    sides = search.sides(at, end)
    fits = sides.firm == sides.stored and (search.whole(at, end) or _said_alike(search, at, end))
    return search.anchor(State.EXACT if fits else State.MOVED, at, end)


def _found(search: Search) -> list[int]:
    """Where the words stand; for words that stand very often, where they stand in the whole old context."""
    text = search.bare.text
    found = list(islice(hits(text, search.exact), MOST + 1))
    if len(found) <= MOST:
        return found
    return [at + len(search.prefix) for at in islice(hits(text, search.prefix + search.exact + search.suffix), 2)]


def _convincing(search: Search, sides: Sides, at: int, *, alone: bool, only: bool) -> bool:
    """Whether the exact words at `at` are the passage and not a copy of it.

    `alone`: they stand nowhere else. `only`: nowhere else in the same sentence.
    """
    if sides.stored == 0:
        return alone or search.near(at)
    size = len(search.exact)
    if search.twin:
        if not search.flanked(at, at + size):
            return False  # a copy may be gone with all between the two: the one that is left has a side of each
        return _in_its_sentence(search, at) and (sides.firm == sides.stored or only)
    rare, near = search.quote.rarity is Rarity.UNIQUE, search.near(at)
    if sides.firm == 2 and ((size >= LONG and (rare or near)) or search.unbroken(at, at + size, FIRM // 2) == 2):
        return True
    if rare and size >= LONG:
        settled = near or size >= 2 * LONG or _in_its_sentence(search, at)
        return settled and (sides.firm > 0 or alone)
    if _replaced(search, at):
        return False
    if rare:
        settled = near or (alone and search.told_apart(at, at + size))
        return settled and sides.firm > 0 and _in_its_sentence(search, at)
    if sides.firm:
        whole = alone and size >= 2 * LONG and 1.0 in (sides.left, sides.right)
        return sides.stored == 1 or near or whole
    return alone and near and size >= LONG


def _said_alike(search: Search, low: int, high: int) -> bool:
    """Whether no "not" and no figure has come or gone among the three words on either side."""
    start, end = search.span(low, high)
    quote, text = search.quote, search.source
    before = quote.prefix.split()[-3:], text[max(0, start - 80) : start].split()[-3:]
    after = quote.suffix.split()[:3], text[end : end + 80].split()[:3]
    claims = (Difference.NEGATION, Difference.NUMBERS)
    return all(difference(" ".join(ours), " ".join(theirs)) not in claims for ours, theirs in (before, after))


def _in_its_sentence(search: Search, at: int) -> bool:
    """Whether the surroundings are unbroken to the end of the sentence either way, or as far as they are stored."""
    text, exact = search.bare.text, search.exact
    end = at + len(exact)
    before = shared(search.prefix[::-1], text[max(0, at - len(search.prefix)) : at][::-1])
    after = shared(search.suffix, text[end : end + len(search.suffix)])
    left = before == len(search.prefix) or ENDS.search(search.prefix[len(search.prefix) - before :])
    right = after == len(search.suffix) or ENDS.search(exact[-3:] + search.suffix[:after])
    return bool(left and right)


def _replaced(search: Search, at: int) -> bool:
    """Whether the old surroundings stand elsewhere around other words: then `at` is only a copy."""
    before, after = search.prefix[-FIRM:], search.suffix[:FIRM]
    if not before or not after:
        return False
    for spot in islice(hits(search.bare.text, before), 8):
        low = spot + len(before)
        high = search.bare.text.find(after, low, low + 2 * len(search.exact) + 2 * FIRM)
        if high > low and not low <= at < high:
            return True
    return False
