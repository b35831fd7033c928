"""What a passage is to the search: a quote, the state in which it stands, and the text without its dress.

All matching happens on the "bare" text: folded by lib.text.fold and then without white space, because a line
break between two blocks is white space in a browser's selection and nothing in the canonical text. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from lib.text import fold


class State(StrEnum):
    """How a passage stands in a text."""

    EXACT = "exact"  # the same words in the same surroundings
    MOVED = "moved"  # the same words, other surroundings
    CHANGED = "changed"  # the same place, other words: show the difference, the quote stays the quote
    ORPHAN = "orphan"  # lost its place


class Rarity(StrEnum):
    """How a quote stood in the text it was taken from, and which side tells it from its copies there.

    UNKNOWN for quotes that came from elsewhere; TWINNED when no context that is stored tells it apart.
    """

    UNKNOWN = ""
    UNIQUE = "unique"
    BY_PREFIX = "by prefix"
    BY_SUFFIX = "by suffix"
    BY_EITHER = "by either"
    BY_CONTEXT = "by context"  # by both sides together
    TWINNED = "twinned"


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as stored: its text, what stands either side of it, and [start, end) in code points.

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
COPIED = "what told it from its copies is gone"
COPY = "the words stand only where a copy of them may stand"
SHORT = "too short to be recognized after an edit"
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
