"""Where the sentences of one text went in the next, and with them the passages that stand in them. Pure.

A quote knows a few words either side of it; two whole texts know much more. A sentence that stands once in each, or
beside a neighbour it stood beside, is the same sentence, and so is each word in it, however often the word stands.
Sentences are cut and compared in the bare text of evidence.quotes, so that paragraphs may be split and joined.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from evidence.quotes import Bare, bare_text

OWN = 24  # bare characters from which a sentence that stands once in each text needs no neighbour
ALIKE = 0.8  # least likeness of a mended sentence to what stands beside its old neighbour
ALIKE_BETWEEN = 0.6  # the same, when both its neighbours are there
CLEARLY = 0.1  # by how much it must be more alike than any other sentence nearby
STOPS = ".!?。！？"
NEARBY = 3  # sentences
LONGEST = 4_000  # bare characters up to which sentences are compared letter by letter
MOST = 200  # sentences with the same end that are compared
ROUNDS = 4  # of finding sentences by their neighbours, which are neighbours to others in turn

# What ends a sentence hangs on the characters beside it alone, so that both texts are cut alike. No closing marks: in
# folded text they are opening ones too, and belong to no sentence for certain.
_STOP = r"(?:(?<![A-Z])(?:(?<!\d)\.|\.(?!\d))|[!?。！？])"
_SENTENCE = re.compile(rf"""(?s)[^"'()\[\]].*?(?:{_STOP}+|\Z)""")


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a text in order: bare [start, end) and the bare words of each, without the stop behind them."""

    text: str
    bare: Bare
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    often: dict[str, int]  # how often the words of one stand, alone or behind a heading without a stop

    def touched(self, low: int, high: int) -> range:
        """Those that bare [low, high) touches; marks before a sentence are taken for part of it."""
        first = bisect_right(self.ends, low)
        return range(first, min(len(self.ends), max(first + 1, bisect_left(self.starts, high))))

    def source(self, number: int) -> str:
        """One of them as it stands in the text."""
        return self.text[self.bare.starts[self.starts[number]] : self.bare.ends[self.ends[number] - 1]]


def _sentences(text: str) -> Sentences:
    bare = bare_text(text)
    found = [match.span() for match in _SENTENCE.finditer(bare.text) if any(map(str.isalpha, match[0]))]
    words = tuple(bare.text[low:high].rstrip(STOPS) for low, high in found)
    starts = tuple(low for low, _ in found)
    ends = tuple(low + len(one) for low, one in zip(starts, words, strict=True))
    return Sentences(text, bare, starts, ends, words, _often(words))


def _often(words: tuple[str, ...]) -> dict[str, int]:
    """Each sentence -> how many are the same or end with it; too many to be compared count as the same."""
    alike: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in words:
        alike[one[-OWN:]][one] += 1
    return {
        one: sum(count for other, count in group.items() if len(group) > MOST or other.endswith(one))
        for group in alike.values()
        for one in group
    }


@dataclass(slots=True)
class Trail:
    """Two texts: `to` has for a sentence of the first its place among those of the second, `of` the way back.

    `mended` has the sentences of the first whose words differ in the second, `headed` those that have lost or got a
    heading without a stop before them: how many bare characters it gained.
    """

    ours: Sentences
    theirs: Sentences
    to: dict[int, int] = field(default_factory=dict)
    of: dict[int, int] = field(default_factory=dict)
    mended: set[int] = field(default_factory=set)
    headed: dict[int, int] = field(default_factory=dict)

    def leans(self, touched: range) -> bool:
        """Whether a run of ours, all of it followed, still stands beside what stood before or behind it."""
        return self._firm(touched[0] - 1) == self.to[touched[0]] - 1 or (
            self._firm(touched[-1] + 1) == self.to[touched[-1]] + 1
        )

    def _firm(self, i: int) -> int | None:
        """Where a sentence of ours went unchanged; the edges of the texts are such places too."""
        if i == -1:
            return -1
        if i == len(self.ours.words):
            return len(self.theirs.words)
        return None if i in self.mended else self.to.get(i)

    def beside(self, i: int) -> tuple[int, bool] | None:
        """What stands now beside an old neighbour of ours and came from nowhere, and whether beside both."""
        before, after = self._firm(i - 1), self._firm(i + 1)
        spots = {None if before is None else before + 1, None if after is None else after - 1} - {None}
        free = [j for j in spots if j is not None and 0 <= j < len(self.theirs.words) and j not in self.of]
        return (free[0], before is not None and after is not None) if len(free) == 1 else None

    def pair(self, i: int, j: int) -> None:
        self.to[i], self.of[j] = j, i


@lru_cache(maxsize=2)  # one pair of texts is asked about a thousand times in a row
def trail(before: str, after: str) -> Trail:
    """The sentences of `before` followed into `after`. Linear but for copies of one sentence, which are few."""
    found = Trail(_sentences(before), _sentences(after))
    ours, theirs = found.ours.often, found.theirs.often
    places = {words: j for j, words in enumerate(found.theirs.words)}
    for i, words in enumerate(found.ours.words):
        if len(words) >= OWN and ours[words] == theirs.get(words) == 1:
            found.pair(i, places[words])
    _headed(found)
    for _ in range(ROUNDS):
        known = len(found.to)
        _beside_neighbours(found, ours, theirs)
        _left_over(found, ours, theirs)
        if len(found.to) == known:
            break
    _mended(found)
    return found


def _headed(found: Trail) -> None:
    """Pair what is one sentence once in either text, but for a heading that stands before it in one of them."""
    ends: tuple[defaultdict[str, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for sentences, by_end in zip((found.ours, found.theirs), ends, strict=True):
        for number, words in enumerate(sentences.words):
            by_end[words[-OWN:]].append(number)
    mine, other = found.ours.words, found.theirs.words
    for end, left in ends[0].items():
        right = ends[1].get(end, [])
        if len(end) < OWN or max(len(left), len(right)) > MOST:
            continue
        for i in [i for i in left if i not in found.to]:
            same = [
                j for j in right if j not in found.of and (other[j].endswith(mine[i]) or mine[i].endswith(other[j]))
            ]
            if len(same) != 1:
                continue
            words = min(mine[i], other[same[0]], key=len)
            if sum(mine[k].endswith(words) for k in left) == sum(other[k].endswith(words) for k in right) == 1:
                found.pair(i, same[0])
                found.headed[i] = len(other[same[0]]) - len(mine[i])


def _beside_neighbours(found: Trail, ours: dict[str, int], theirs: dict[str, int]) -> None:
    """Pair copies and short sentences that stand beside the neighbour they stood beside.

    What is claimed by two, as the one copy that is left where two stood, stays unpaired. Where a copy has come or
    gone, one neighbour does not tell which: both have to.
    """
    mine, other = found.ours.words, found.theirs.words
    claims: defaultdict[int, set[int]] = defaultdict(set)  # of ours on theirs
    sides: Counter[int] = Counter()
    for step, begin in ((1, range(len(mine))), (-1, range(len(mine) - 1, -1, -1))):
        at = -1 if step == 1 else len(other)  # where the sentence before went; the edges of the texts are neighbours
        for i in begin:
            if i in found.to:
                at = found.to[i]
                continue
            at += step
            if not 0 <= at < len(other) or at in found.of or other[at] != mine[i]:
                at = -2 * len(other) - 2  # lost the way until the next pair
                continue
            claims[i].add(at)
            sides[i] += 1
    claimed = Counter(j for places in claims.values() for j in places)
    for i, places in claims.items():
        (j, *more) = places
        whole = sides[i] == 2 or theirs[mine[i]] == ours[mine[i]]
        if not more and claimed[j] == 1 and whole:
            found.pair(i, j)


def _left_over(found: Trail, ours: dict[str, int], theirs: dict[str, int]) -> None:
    """Pair the one copy of a sentence that is left in either text when all others are paired, as none came or went."""
    mine, other = found.ours.words, found.theirs.words
    copies: defaultdict[str, list[int]] = defaultdict(list)
    for i, words in enumerate(mine):
        if ours[words] > 1 and theirs.get(words) == ours[words] and len(words) >= OWN:
            copies[words].append(i)
    free: defaultdict[str, list[int]] = defaultdict(list)
    for j, words in enumerate(other):
        if words in copies and j not in found.of:
            free[words].append(j)
    for words, places in copies.items():
        left = [i for i in places if i not in found.to]
        if len(left) == len(free[words]) == 1 and not _was_doubled(found, places, left[0], free[words][0]):
            found.pair(left[0], free[words][0])


def _was_doubled(found: Trail, copies: list[int], i: int, j: int) -> bool:
    """Whether the sentence at `j` stands as another copy stood, or beside one: that was doubled, ours may be gone."""
    mine, other = found.ours.words, found.theirs.words
    beside = {(step, other[j + step]) for step in (-1, 1) if 0 <= j + step < len(other)}
    stood = {(step, mine[k + step]) for k in copies if k != i for step in (-1, 1) if 0 <= k + step < len(mine)}
    return bool(beside & stood) or any(words.endswith(mine[i]) for _, words in beside)


def _mended(found: Trail) -> None:
    """Pair what stands beside an old neighbour and is more alike than any other sentence nearby."""
    mine, other = found.ours.words, found.theirs.words
    free = [i for i in range(len(mine)) if i not in found.to]
    pairs = []
    for i, place in [(i, place) for i in free if (place := found.beside(i))]:
        j, between = place
        likeness = _alike(mine[i], other[j])
        if likeness < (ALIKE_BETWEEN if between else ALIKE) or found.theirs.often[other[j]] > 1:
            continue
        near = [_alike(mine[k], other[j]) for k in _around(i, len(mine)) if k not in found.to]
        near += [_alike(mine[i], other[k]) for k in _around(j, len(other)) if k not in found.of]
        if likeness - max(near, default=0) >= CLEARLY:
            pairs.append((i, j))
    for i, j in pairs:
        found.pair(i, j)
        found.mended.add(i)


def _around(at: int, size: int) -> list[int]:
    return [k for k in range(max(0, at - NEARBY), min(size, at + NEARBY + 1)) if k != at]


def _alike(ours: str, theirs: str) -> float:
    if max(len(ours), len(theirs)) > LONGEST:
        return 0.0
    return Levenshtein.normalized_similarity(ours, theirs)
