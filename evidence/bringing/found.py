"""Cards as a file has them, fitted to what a card may hold. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from articles.ingest.draft import Unreadable
from evidence import spans
from evidence.export.sheet import Card, Heading, Row, clean, line

MOST_CARDS = 10_000  # kept in slices: some five seconds a thousand
TAG, CITE, CREDIT, MLA, TEXT = 200, 300, 120, 600, 20_000  # code points that a card holds, see evidence.models.Card
_KINDS = frozenset("statistic quotation example expert history opening definition".split())


@dataclass(frozen=True)
class Found:
    """A card of the file. `path` are the headings that it stands under, from the outermost, each with its depth.

    `wanting`: there is no quotation, so that it is brought in only where somebody ticks it.
    """

    card: Card
    path: tuple[tuple[int, str], ...] = ()
    cautions: tuple[str, ...] = ()

    @property
    def wanting(self) -> bool:
        return not self.card.quotation

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.path)


@dataclass(frozen=True)
class Brought:
    """What was understood of a file. `cautions` are about the file as a whole, and about what is left out of it."""

    title: str
    found: tuple[Found, ...]
    cautions: tuple[str, ...] = ()

    @property
    def outlined(self) -> bool:
        """Its cards stand under more than one heading."""
        return len({one.path for one in self.found}) > 1


def brought(title: str, found: Iterable[Found], cautions: Sequence[str]) -> Brought:
    """Raises Unreadable: no-cards or too-many."""
    cards = tuple(found)
    if not cards:
        raise Unreadable("no-cards", "There is no card in the file. " + " ".join(cautions))
    if len(cards) > MOST_CARDS:
        raise Unreadable(
            "too-many", f"The file has {len(cards):,} cards; {MOST_CARDS:,} is the most at a time. Split it first."
        )
    return Brought(line(title), cards, tuple(cautions))


def fitted(found: Found) -> Found | str:
    """The card with every text as long as it may be, and what had to give way; or why it cannot be a card.

    Nothing is cut away: what is too long for its place stands whole in the analysis.
    """
    card, cautions, first = found.card, list(found.cautions), []
    tag, cite, mla, quotation = one_line(card.tag), one_line(card.cite), one_line(card.mla), clean(card.quotation)
    if not tag:
        return "A card without a tag is left out."
    if len(quotation) > TEXT:
        return f"“{_short(tag, 60)}” is left out: its text has {len(quotation):,} characters, {TEXT:,} is the most."
    if len(tag) > TAG:
        cautions.append("The tag is too long; it stands whole in the analysis.")
        first.append(tag)
        tag = _short(tag, TAG)
    if len(cite) > CITE:
        if not mla and len(cite) <= MLA:
            mla = cite
            cautions.append("The cite is too long for one line; it stands whole as the MLA cite.")
        else:
            first.append(cite)
            cautions.append("The cite is too long; it stands whole in the analysis.")
        cite = _short(cite, CITE)
    if len(mla) > MLA:
        first.append(mla)
        cautions.append("The MLA cite is too long; it stands whole in the analysis.")
        mla = ""
    analysis = "\n\n".join([*first, *([clean(card.analysis)] if card.analysis else [])])
    if len(analysis) > TEXT:
        return f"“{_short(tag, 60)}” is left out: its analysis has {len(analysis):,} characters, {TEXT:,} is the most."
    kind = card.kind if card.kind in _KINDS else "example"
    spoken = _short(one_line(card.own_spoken), CITE)
    credit = _short(one_line(card.credit), CREDIT)
    made = replace(card, credit=credit, tag=tag, cite=cite, mla=mla, own_spoken=spoken, analysis=analysis, kind=kind)
    marked = card.spans
    if quotation != card.quotation:
        marked = spans.follow(card.spans, card.quotation, quotation)
    return replace(found, card=replace(made, quotation=quotation, spans=marked), cautions=tuple(cautions))


def one_line(text: str) -> str:
    """The text on one line; its spaces stay as they were typed."""
    return re.sub(r"[\t\n]", " ", clean(text)).strip()


def _short(text: str, most: int) -> str:
    """As many whole words as fit, with a mark where some are left out."""
    if len(text) <= most:
        return text
    words, _, _ = text[:most].rpartition(" ")
    return f"{(words or text)[: most - 1].rstrip(' ,;:')}…"


def rows(found: Iterable[Found]) -> Iterator[Row]:
    """The cards with their headings, as a sheet has them."""
    before: tuple[tuple[int, str], ...] = ()
    for one in found:
        same = 0
        while same < min(len(before), len(one.path)) and before[same] == one.path[same]:
            same += 1
        for depth, text in one.path[same:]:
            yield Heading(text, depth)
        before = one.path
        yield one.card
