"""What of a quotation is underlined, emphasised and highlighted, and what of it is read aloud. Pure.

A span is [start, end) in code points of the quotation. The spans of a level are sorted, touch each other nowhere and
are never empty; levels overlap freely.
"""

import html as markup
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel

from lib.text import word_count

Span = tuple[int, int]


class Level(StrEnum):
    """From the widest to the narrowest, as a debater cuts a card."""

    UNDERLINE = "underline"
    EMPHASIS = "emphasis"
    HIGHLIGHT = "highlight"


Spans = Mapping[Level, tuple[Span, ...]]


@dataclass(frozen=True)
class Run:
    """A stretch of the quotation with the same levels throughout."""

    text: str
    levels: frozenset[Level]

    @property
    def underline(self) -> bool:
        return Level.UNDERLINE in self.levels

    @property
    def emphasis(self) -> bool:
        return Level.EMPHASIS in self.levels

    @property
    def highlight(self) -> bool:
        return Level.HIGHLIGHT in self.levels


@dataclass(frozen=True)
class Word:
    """A word of the quotation with the space behind it; `number` counts from 0. `through` reach to the next word."""

    number: int
    start: int
    end: int
    text: str
    space: str
    levels: frozenset[Level]
    through: frozenset[Level]

    @property
    def classes(self) -> str:
        return named(self.levels)

    @property
    def joins(self) -> str:
        return named(self.through)


# A dash without spaces joins two words that are marked one by one; it goes with the word before it.
_WORD = re.compile(r"[^\s—–]*[^\s—–][—–]*|[—–]+")
_TOKEN = re.compile(r"\s+|[^\s—–]+|[—–]")
_NOTHING_SAID = re.compile(r"[\W_]*")


def read(value: Any, length: int) -> dict[Level, tuple[Span, ...]]:
    """The spans that a database or a file has. Raises ValueError for anything that is none of `length` code points."""
    if not isinstance(value, dict):
        raise ValueError("spans are an object of levels")
    found = {}
    for name, pairs in value.items():
        level = Level(name)
        if not isinstance(pairs, list) or not all(_is_span(pair, length) for pair in pairs):
            raise ValueError(f"{name} has a span outside of the quotation")
        found[level] = merged((start, end) for start, end in pairs)
    return {level: found[level] for level in Level if found.get(level)}


def _is_span(pair: Any, length: int) -> bool:
    whole = isinstance(pair, list | tuple) and len(pair) == 2 and all(type(at) is int for at in pair)
    return whole and 0 <= pair[0] < pair[1] <= length


def written(spans: Spans) -> dict[str, list[list[int]]]:
    """The spans as a database keeps them; levels without any are left out."""
    return {level.value: [list(span) for span in spans[level]] for level in Level if spans.get(level)}


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, without empty ones; those that overlap or touch are one."""
    done: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if done and start <= done[-1][1]:
            done[-1] = done[-1][0], max(end, done[-1][1])
        else:
            done.append((start, end))
    return tuple(done)


def cut(spans: Iterable[Span], hole: Span) -> tuple[Span, ...]:
    """What is left of the spans outside of the hole."""
    low, high = hole
    pieces = (piece for start, end in spans for piece in ((start, min(end, low)), (max(start, high), end)))
    return merged(pieces)


def covered(spans: Iterable[Span], span: Span) -> bool:
    """Whether one of the merged spans holds all of it."""
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def named(levels: frozenset[Level]) -> str:
    """ "underline highlight": the names of the classes of a style sheet, too."""
    return " ".join(level.value for level in Level if level in levels)


def _levels(spans: Spans, span: Span) -> frozenset[Level]:
    return frozenset(level for level, there in spans.items() if covered(there, span))


def toggle(spans: Spans, level: Level, span: Span) -> dict[Level, tuple[Span, ...]]:
    """The level is taken off the span where all of it has it, else put on all of it."""
    there = spans.get(level, ())
    new = cut(there, span) if covered(there, span) else merged([*there, span])
    return {one: kept for one in Level if (kept := new if one is level else spans.get(one, ()))}


def words(text: str, spans: Spans) -> tuple[Word, ...]:
    """The words of the text; a word has a level where all of it has it."""
    places = [match.span() for match in _WORD.finditer(text)]
    ends = [start for start, _ in places[1:]] + [len(text)] * bool(places)
    return tuple(
        Word(
            number,
            start,
            end,
            text[start:end],
            text[end:following],
            _levels(spans, (start, end)),
            _levels(spans, (start, following)),
        )
        for number, ((start, end), following) in enumerate(zip(places, ends, strict=True))
    )


def range_of(text: str, first: int, last: int) -> Span | None:
    """The span from one word to another, whichever comes first; None where there is no such word."""
    places = [match.span() for match in _WORD.finditer(text)]
    low, high = min(first, last), max(first, last)
    if not 0 <= low <= high < len(places):
        return None
    return places[low][0], places[high][1]


def runs(text: str, spans: Spans) -> tuple[Run, ...]:
    """The text cut where a level begins or ends: what a page, a print or a .docx shows, one after another."""
    edges: dict[int, set[Level]] = {0: set(), len(text): set()}
    for level, there in spans.items():
        for span in there:
            for at in span:
                if at <= len(text):
                    edges.setdefault(at, set()).symmetric_difference_update({level})
    made, levels = [], frozenset[Level]()
    for start, end in pairwise(sorted(edges)):
        levels = levels ^ edges[start]
        made.append(Run(text[start:end], levels))
    return tuple(made)


def html(text: str, spans: Spans) -> str:
    """The text as HTML that is safe to show: one element a run, never one within another."""
    return "".join(_element(run) for run in runs(text, spans))


def _element(run: Run) -> str:
    name = "mark" if run.highlight else "strong" if run.emphasis else "u" if run.underline else ""
    text = markup.escape(run.text)
    if not name:
        return text
    return f'<{name} class="{named(run.levels)}">{text}</{name}>'


def follow(spans: Spans, before: str, after: str) -> dict[Level, tuple[Span, ...]]:
    """Where the spans of `before` stand in `after`, which was made of it: each word keeps what it had."""
    if before == after:
        return dict(spans)
    old, new = _tokens(before), _tokens(after)
    codes = Indel.opcodes([text for text, _ in old], [text for text, _ in new])
    same = [
        (old[code.src_start + at][1], new[code.dest_start + at][1], len(old[code.src_start + at][0]))
        for code in codes
        if code.tag == "equal"
        for at in range(code.src_end - code.src_start)
    ]
    moved = {
        level: merged(
            (to + max(start, here) - here, to + min(end, here + length) - here)
            for start, end in there
            for here, to, length in same
            if start < here + length and here < end
        )
        for level, there in spans.items()
    }
    return settled(after, moved)


def _tokens(text: str) -> list[tuple[str, int]]:
    return [(match[0], match.start()) for match in _TOKEN.finditer(text)]


def settled(text: str, spans: Spans) -> dict[Level, tuple[Span, ...]]:
    """The same words marked, without spaces at the ends of a span, and with the space between two marked words."""
    done = {}
    for level in Level:
        kept: list[Span] = []
        for start, end in spans.get(level, ()):
            piece = text[start:end]
            low = start + len(piece) - len(piece.lstrip())
            high = low + len(piece.strip())
            if kept and low < high and not text[kept[-1][1] : low].strip():
                kept[-1] = kept[-1][0], high
            elif low < high:
                kept.append((low, high))
        if kept:
            done[level] = tuple(kept)
    return done


def aloud(text: str, spans: Spans) -> tuple[str, ...]:
    """What is read aloud, piece by piece: what is highlighted, else what is underlined or emphasised, else all."""
    chosen = spans.get(Level.HIGHLIGHT) or merged([*spans.get(Level.UNDERLINE, ()), *spans.get(Level.EMPHASIS, ())])
    if not chosen:
        return (text,) if text else ()
    pieces: list[Span] = []
    for start, end in chosen:
        if pieces and _NOTHING_SAID.fullmatch(text, pieces[-1][1], start):
            pieces[-1] = pieces[-1][0], end
        else:
            pieces.append((start, end))
    return tuple(text[start:end] for start, end in pieces)


def seconds(said: Iterable[str], words_per_minute: int) -> int:
    """How long a speaker needs for it, rounded up to a whole second."""
    count = sum(word_count(piece) for piece in said)
    return -(-count * 60 // words_per_minute)
