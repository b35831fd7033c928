"""What is taken out, as every format is given it: rows under a title, one after another. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO

from evidence.spans import Run, Spans, aloud, runs

# What XML 1.0 cannot carry, and what no text file should: controls but tab and line feed, lone surrogates.
_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """The article that a card or note is of. `sha256` is of the text that was quoted."""

    key: str
    title: str
    byline: tuple[str, ...]
    publisher: str
    published_on: date | None
    url: str
    sha256: str


@dataclass(frozen=True)
class Place:
    """The passage as it stands in the text of that hash, in code points."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True)
class Heading:
    """`depth` is 1 (a Pocket), 2 (a Hat) or 3 (a Block); a card's tag stands below all of them."""

    text: str
    depth: int


@dataclass(frozen=True)
class Card:
    """A card; `mla` and `spoken` are as its owner wrote them, else as its article gives them.

    `own_spoken` is what the owner wrote: the other one changes with the day it is said on.
    """

    tag: str
    cite: str
    quotation: str
    spans: Spans = field(default_factory=dict)
    analysis: str = ""
    analysis_html: str = ""
    spoken: str = ""
    own_spoken: str = ""
    mla: str = ""
    kind: str = "example"
    areas: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    source: Source | None = None
    place: Place | None = None
    credit: str = ""
    key: str = ""
    by: str = ""
    made_at: datetime | None = None

    @property
    def runs(self) -> tuple[Run, ...]:
        return runs(self.quotation, self.spans)

    @property
    def aloud(self) -> str:
        return " … ".join(" ".join(piece.split()) for piece in aloud(self.quotation, self.spans))


@dataclass(frozen=True)
class Reply:
    """What somebody said to a note: Markdown as typed, HTML sanitised."""

    body: str
    html: str
    by: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True)
class Note:
    """A note: its Markdown as typed, its HTML sanitised, the areas of its article, what was said to it."""

    body: str
    html: str
    tags: tuple[str, ...] = ()
    quotation: str = ""
    source: Source | None = None
    place: Place | None = None
    key: str = ""
    by: str = ""
    made_at: datetime | None = None
    areas: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()


Row = Heading | Card | Note


@dataclass(frozen=True)
class Sheet:
    """`rows` are gone through once, so that they may come from a database a few at a time."""

    title: str
    made_on: date
    rows: Iterable[Row]


def levels(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Each row with how deep it stands below the title, which is 1; no level is left out on the way down."""
    over: list[int] = []
    for row in rows:
        if isinstance(row, Heading):
            over = [*(depth for depth in over if depth < row.depth), row.depth]
        yield row, 1 + len(over) + (not isinstance(row, Heading))


def signed(by: str, made_at: datetime | None) -> str:
    """Who said it and on which day: "Erin, 2026-03-03"."""
    return ", ".join(part for part in (line(by), f"{made_at:%Y-%m-%d}" if made_at else "") if part)


def clean(text: str) -> str:
    """The text with plain line ends and without what no file can carry."""
    return _UNCARRIED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def line(text: str) -> str:
    """The text on one line."""
    return " ".join(clean(text).split())


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs line by line; a text has one line more than line feeds."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for number, piece in enumerate(clean(run.text).split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append(Run(piece, run.levels))
    return lines


def runs_rightwards(text: str) -> bool:
    """Whether its first letter belongs to a script that is written from right to left."""
    for char in text:
        way = unicodedata.bidirectional(char)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False


def put(to: IO[bytes], pieces: Iterable[str]) -> None:
    for piece in pieces:
        to.write(piece.encode("utf-8", "replace"))
