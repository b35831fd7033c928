"""Two texts beside each other, word by word: what both say, what only one says. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

import regex
from rapidfuzz.distance import Indel

Side = Literal["both", "first", "second"]

_TOKEN = regex.compile(r"\n+|[\p{L}\p{N}\p{M}]+[^\n\S]*|[^\n][^\n\S]*")
_MOST = 6_000  # words on a side that are compared one by one
_ALIKE = 0.4  # less in common than this, and matching single words would only confuse
_SHOWN = 2  # paragraphs shown beside a difference


@dataclass(frozen=True)
class Piece:
    """A run of text that stands in both, or in one only."""

    side: Side
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Pieces in reading order."""

    pieces: tuple[Piece, ...]

    @property
    def same(self) -> bool:
        return all(piece.side == "both" for piece in self.pieces)


@dataclass(frozen=True)
class Stretch:
    """Paragraphs that are shown, or (`folded`) a run that both texts have."""

    paragraphs: tuple[Paragraph, ...]
    folded: bool


@dataclass(frozen=True)
class Tally:
    """Paragraphs of two compared texts: `changed` stand in both with other words, `gone` and `new` in one only."""

    same: int
    changed: int
    gone: int
    new: int


def tally(stretches: Iterable[Stretch]) -> Tally:
    """How many paragraphs differ, and how."""
    sides = [{piece.side for piece in paragraph.pieces} for stretch in stretches for paragraph in stretch.paragraphs]
    same, gone, new = sides.count({"both"}), sides.count({"first"}), sides.count({"second"})
    return Tally(same, len(sides) - same - gone - new, gone, new)


def compare(first: str, second: str) -> tuple[Stretch, ...]:
    """The two texts as one, with long runs that are the same folded away."""
    return tuple(_stretches(list(_paragraphs(_lines(first), _lines(second)))))


def _lines(text: str) -> list[str]:
    return [line for line in (line.strip() for line in text.split("\n")) if line]


def _paragraphs(first: list[str], second: list[str]) -> Iterator[Paragraph]:
    for tag, low, high, from_, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Paragraph((Piece("both", line),)) for line in first[low:high])
        else:
            yield from _words("\n".join(first[low:high]), "\n".join(second[from_:to]))


def _words(first: str, second: str) -> Iterator[Paragraph]:
    """Where paragraphs differ, word by word; a line break ends a paragraph whichever text has it."""
    left, right = _TOKEN.findall(first), _TOKEN.findall(second)
    if max(len(left), len(right)) > _MOST or Indel.normalized_similarity(left, right) < _ALIKE:
        pieces = [Piece("first", token) for token in left] + [Piece("second", token) for token in ["\n", *right]]
    else:
        pieces = list(_matched(left, right))
    for is_break, run in groupby(pieces, key=lambda piece: piece.text.startswith("\n")):
        if not is_break:
            yield Paragraph(tuple(_joined(run)))


def _matched(left: Sequence[str], right: Sequence[str]) -> Iterator[Piece]:
    """What only the first says comes before what only the second says."""
    gone: list[Piece] = []
    new: list[Piece] = []
    for op in Indel.opcodes(left, right):
        if op.tag == "equal":
            yield from (*gone, *new)
            yield from (Piece("both", token) for token in left[op.src_start : op.src_end])
            gone, new = [], []
        else:
            gone += [Piece("first", token) for token in left[op.src_start : op.src_end]]
            new += [Piece("second", token) for token in right[op.dest_start : op.dest_end]]
    yield from (*gone, *new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for side, run in groupby(pieces, key=lambda piece: piece.side):
        yield Piece(side, "".join(piece.text for piece in run))


def _stretches(paragraphs: list[Paragraph]) -> Iterator[Stretch]:
    for same, run in groupby(paragraphs, key=lambda paragraph: paragraph.same):
        group = tuple(run)
        if not same or len(group) <= 2 * _SHOWN:
            yield Stretch(group, folded=False)
            continue
        yield Stretch(group[:_SHOWN], folded=False)
        yield Stretch(group[_SHOWN:-_SHOWN], folded=True)
        yield Stretch(group[-_SHOWN:], folded=False)
