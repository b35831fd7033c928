"""What a reader's page shows: the text block by block with its marks, and beside each block what hangs on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from articles import rendering
from articles.models import Article, Revision
from articles.rendering import text_of
from evidence.anchoring import State
from evidence.marks import Span, weave
from evidence.models import Card, Note
from evidence.placing import ORPHAN, Place, newest, places
from evidence.showing import stored
from evidence.talk import with_remarks
from lib.text import join_names, sentences
from teams.models import Membership


@dataclass(frozen=True)
class Annotation:
    """A note or a card as it stands beside the text; `state` is None where it is about the whole article."""

    row: Note | Card
    place: Place | None
    mine: bool

    @property
    def state(self) -> State | None:
        return self.place.state if self.place else None

    @property
    def is_card(self) -> bool:
        return self.row.KIND == Card.KIND

    @property
    def is_mark(self) -> bool:
        return isinstance(self.row, Note) and self.row.is_mark


@dataclass(frozen=True)
class Block:
    """A top-level element of the text. `start` is its first code point; `number` counts from 0."""

    number: int
    start: int
    end: int
    html: SafeString
    annotations: tuple[Annotation, ...]
    sentences: str

    @property
    def notes(self) -> int:
        return sum(not annotation.is_card and not annotation.is_mark for annotation in self.annotations)

    @property
    def marks(self) -> int:
        return sum(annotation.is_mark for annotation in self.annotations)

    @property
    def counted(self) -> str:
        """ "1 card, 2 notes and 1 mark": what hangs on it, in words."""
        numbers = {"card": self.cards, "note": self.notes, "mark": self.marks}
        said = [f"{number} {name}{'s' if number > 1 else ''}" for name, number in numbers.items() if number]
        return join_names(said)

    @property
    def cards(self) -> int:
        return sum(annotation.is_card for annotation in self.annotations)


@dataclass(frozen=True)
class Reading:
    """`loose` is about the whole article; `lost` speaks of a passage that has no certain place in this text."""

    article: Article
    revision: Revision
    blocks: tuple[Block, ...]
    loose: tuple[Annotation, ...]
    lost: tuple[Annotation, ...]

    def touched(self, place: Place | None) -> tuple[Block, ...]:
        """The blocks that a passage marks."""
        if place is None or place.start is None or place.end is None:
            return ()
        return tuple(b for b in self.blocks if b.start < place.end and place.start < b.end)


def read(*, article: Article, member: Membership, beside: bool = True) -> Reading:
    """The article's newest text with all that this member may see on it. Four queries, whatever hangs there.

    `beside`: the page shows the annotations beside the text. Raises ValueError for an article without a text.
    """
    current = newest(article)
    rows: list[Note | Card] = []
    for model in (Note, Card):
        seen = model.objects.visible_to(member).for_article(article).select_related("owner", "passage")
        rows += with_remarks(seen, member)
    return assemble(article, current, annotate(rows, current, member), beside=beside)


def annotate(rows: Iterable[Note | Card], revision: Revision, member: Membership) -> list[Annotation]:
    """The rows with their places in `revision`, in reading order."""
    rows = list(rows)
    found = places(passages=[row.passage for row in rows if row.passage], revision=revision)
    annotations = [
        Annotation(
            row=row,
            place=found[row.passage_id] if row.passage_id else (ORPHAN if row.quotation else None),
            mine=row.owner_id == member.user_id,
        )
        for row in rows
    ]
    return sorted(annotations, key=lambda a: ((a.place and a.place.start) or 0, a.row.created_at))


def assemble(
    article: Article, revision: Revision, annotations: Iterable[Annotation] = (), *, beside: bool = True
) -> Reading:
    """The revision's blocks, each with the annotations that begin in it."""
    annotations = tuple(annotations)
    spans = [
        Span(a.place.start, a.place.end, str(a.row.pk), a.row.KIND)
        for a in annotations
        if a.place and a.place.start is not None and a.place.end is not None
    ]
    blocks = []
    for number, block in enumerate(rendering.blocks(revision.html)):
        here = [a for a in annotations if a.place and a.place.start is not None and _within(a.place.start, block)]
        blocks.append(
            Block(
                number=number,
                start=block.start,
                end=block.end,
                html=stored(weave(block.html, spans, base=block.start, beside=beside)),
                annotations=tuple(here),
                sentences=" ".join(f"{low}-{high}" for low, high in sentences(text_of(block.html))),
            )
        )
    return Reading(
        article=article,
        revision=revision,
        blocks=tuple(blocks),
        loose=tuple(a for a in annotations if a.place is None),
        lost=tuple(a for a in annotations if a.state is State.ORPHAN),
    )


def _within(start: int, block: rendering.Block) -> bool:
    return block.start <= start < block.end
