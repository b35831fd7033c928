"""What tells a passage from the copies of its words in the same text: one side of it, both, or nothing. Pure."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice

from evidence.matching import ENDS, shared
from evidence.quotes import Rarity, bare_text, hits, squeeze
from lib.text import grapheme_ceil, grapheme_floor

REACH = 96  # bare characters within which a side must differ from that of every copy
WIDEST = 160  # code points of context, the white space in it too
LIKE = 20  # bare characters of shared surroundings that make two places look alike
MOST = 4_000  # more copies than that are not compared


@dataclass(frozen=True, slots=True)
class Apart:
    """`rarity`, and the code points of prefix and of suffix that it rests on."""

    rarity: Rarity
    before: int = 0
    after: int = 0


def apart(text: str, start: int, end: int) -> Apart:
    """What tells [start, end) of `text` from its copies. Linear in the text and in their number."""
    bare, needle = bare_text(text), squeeze(text[start:end])
    own, behind = bisect_right(bare.ends, start), bisect_left(bare.starts, end)
    found = list(islice(hits(bare.text, needle), MOST)) if needle else []
    copies = [at for at in found if at != own]
    if needle and not copies:
        return Apart(Rarity.UNIQUE)
    if not needle or len(found) == MOST:
        return Apart(Rarity.TWINNED)
    left, right = bare.text[max(0, own - REACH) : own], bare.text[behind : behind + REACH]
    alike = [(_shared_before(bare.text, left, at), _shared_after(bare.text, right, at + len(needle))) for at in copies]

    def before(count: int) -> int | None:
        """Code points of prefix that hold `count` bare characters; None if there are not so many, or too far off."""
        size = start - grapheme_floor(text, bare.starts[own - count]) if 0 < count <= len(left) else 0
        return size if 0 < size <= WIDEST else None

    def after(count: int) -> int | None:
        size = grapheme_ceil(text, bare.ends[behind + count - 1]) - end if 0 < count <= len(right) else 0
        return size if 0 < size <= WIDEST else None

    prefix, suffix = before(1 + max(one for one, _ in alike)), after(1 + max(other for _, other in alike))
    # When all between us and a copy is cut, the copy takes over the far side of our surroundings and keeps its own
    # near side. So where it stands in the same sentence as we do, or alongside, neither side alone is a proof.
    alongside = any(abs(at - own) < len(needle) + LIKE for at in copies)
    if alongside or any(_much(left[len(left) - a :]) and _much(needle[-3:] + right[:b]) for a, b in alike):
        prefix, suffix = prefix or before(len(left)), suffix or after(len(right))
        twin = any(one == len(left) and other == len(right) for one, other in alike)
        if twin or (left and not prefix) or (right and not suffix):
            return Apart(Rarity.TWINNED)
        return Apart(Rarity.BY_CONTEXT, prefix or 0, suffix or 0)
    if prefix and suffix:
        return Apart(Rarity.BY_EITHER, prefix, suffix)
    if prefix:
        return Apart(Rarity.BY_PREFIX, prefix)
    return Apart(Rarity.BY_SUFFIX, 0, suffix) if suffix else Apart(Rarity.TWINNED)


def _much(same: str) -> bool:
    """Whether the surroundings that two places share are a sentence's end or long."""
    return len(same) >= LIKE or ENDS.search(same) is not None


def _shared_before(text: str, left: str, at: int) -> int:
    return shared(left[::-1], text[max(0, at - len(left)) : at][::-1])


def _shared_after(text: str, right: str, at: int) -> int:
    return shared(right, text[at : at + len(right)])
