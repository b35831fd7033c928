"""Questions that ask the same in nearly the same words. Pure.

An offer to look, never a judgement: what differs in a figure, in a “not” or in a name asks something else and is not
offered, and neither is what names the same things in another order.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

Key = TypeVar("Key")

_LEAST = 0.75  # of the words that matter, in their order
_SAME_WORD = 80  # percent of its letters: "color" and "colour", "zelensky" and "zelenskyy"
_KEYS = 3  # of a question's rarest words, one of which a nearly equal one shares
_CROWD = 200  # questions that share a word: it is too common to compare them all by
_SMALL = frozenset(
    "a an the of in on at to for by with from and or as is are was were be been being do doe did has have had "
    "will would shall should can could may might must it its this that these those there than then so".split()
)
_NOT = frozenset(("not", "no", "never", "without", "cannot", "wont", "dont", "shouldnt", "cant", "isnt", "doesnt"))


@dataclass(frozen=True, slots=True)
class Pair(Generic[Key]):
    """Two questions that are alike; `share` of their words is the same, 0 to 1."""

    one: Key
    other: Key
    share: float


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How much two questions, as folded words, ask the same: 0 where they ask something else, 1 where all is equal."""
    one, other = _weighty(one), _weighty(other)
    if not one or not other or _telling(one) != _telling(other):
        return 0.0
    spelled, mine, theirs = _matched(one, other)
    if mine and theirs:
        return 0.0
    evened = [spelled.get(word, word) for word in one]
    share = LCSseq.normalized_similarity(evened, other)
    return share if share >= _LEAST else 0.0


def nearest(words: str, bank: Mapping[Key, str]) -> Key | None:
    """The question of the bank that is most like these folded words; None where none is."""
    tokens = words.split()
    wanted = set(_weighty(tokens))
    best: tuple[float, Key] | None = None
    for key, said in bank.items():
        if wanted.isdisjoint(said.split()):
            continue
        share = likeness(tokens, said.split())
        if share and (best is None or share > best[0]):
            best = (share, key)
    return best[1] if best else None


def pairs(bank: Mapping[Key, str]) -> list[Pair[Key]]:
    """All that are alike among these folded questions, the likest first."""
    tokens = {key: said.split() for key, said in bank.items()}
    found = [
        Pair(one, other, share)
        for one, other in _candidates(tokens)
        if (share := likeness(tokens[one], tokens[other]))
    ]
    return sorted(found, key=lambda pair: -pair.share)


def _weighty(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _SMALL]


def _telling(words: Iterable[str]) -> tuple[frozenset[str], int]:
    """The figures, and how often it says no."""
    words = list(words)
    figures = frozenset(word for word in words if any(map(str.isdigit, word)))
    return figures, sum(word in _NOT for word in words)


def _matched(one: Sequence[str], other: Sequence[str]) -> tuple[dict[str, str], set[str], set[str]]:
    """Words of `one` that `other` spells differently, and what each of the two has alone."""
    mine, theirs = set(one) - set(other), set(other) - set(one)
    spelled: dict[str, str] = {}
    for word in sorted(mine):
        match = max(sorted(theirs), key=lambda their: fuzz.ratio(word, their), default=None)
        if match and len(word) > 3 and fuzz.ratio(word, match) >= _SAME_WORD:
            spelled[word] = match
            theirs.discard(match)
    return spelled, mine - spelled.keys(), theirs


def _candidates(tokens: Mapping[Key, Sequence[str]]) -> Iterator[tuple[Key, Key]]:
    common = Counter(word for words in tokens.values() for word in set(words))
    by_word: dict[str, list[Key]] = defaultdict(list)
    for key, words in tokens.items():
        for word in sorted(set(_weighty(words)), key=lambda word: (common[word], word))[:_KEYS]:
            by_word[word].append(key)
    told: set[tuple[Key, Key]] = set()
    for keys in by_word.values():
        if len(keys) <= _CROWD:
            for pair in combinations(keys, 2):
                if pair not in told:
                    told.add(pair)
                    yield pair
