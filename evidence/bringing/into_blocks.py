"""Cards of a file in blocks, as its headings have them: a Pocket is a block, a Hat and a Block are headings in it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence import order
from evidence.blocks import add_cards, add_heading, make_block
from evidence.bringing.found import Found
from evidence.models import Block, Card
from teams.models import Membership

Path = tuple[tuple[int, str], ...]
_TITLE = 160


@dataclass(frozen=True)
class Stand:
    """The blocks that cards were put into; `made` of them are new."""

    blocks: tuple[Block, ...]
    made: tuple[Block, ...]


def into_blocks(
    *, member: Membership, found: Sequence[Found], keys: Mapping[int, uuid.UUID], visibility: str
) -> Stand:
    """The blocks of the outermost headings. `keys` are those of the cards by their number in `found`; a card that is
    not to be seen any more is left out.

    A block of this title that the member may change is taken; in it, what stands there already is not added again.
    So a long file goes in piece by piece, in its order.
    """
    cards = Card.objects.visible_to(member).in_bulk(list(set(keys.values())))
    under: dict[Path, list[Card]] = {}
    for number, one in enumerate(found):
        if one.path and (card := cards.get(keys.get(number))):
            under.setdefault(one.path, []).append(card)
    made: list[Block] = []
    blocks: dict[str, Block] = {}
    entries: dict[tuple[str, ...], int | None] = {}
    for path, rows in under.items():
        titles = tuple(text[:_TITLE] for _, text in path)
        if titles[0] not in blocks:
            there: Block | None = (
                Block.objects.editable_by(member).filter(title=titles[0]).order_by("created_at").first()
            )
            block = there or make_block(member=member, title=titles[0], visibility=visibility).block
            made += [] if there else [block]
            blocks[titles[0]] = block
            entries |= {(titles[0], *there): entry for there, entry in _headings(block).items()} | {titles[:1]: None}
        for depth in range(2, len(titles) + 1):
            if titles[:depth] not in entries:
                entries[titles[:depth]] = _heading(blocks[titles[0]], titles[depth - 1], entries[titles[: depth - 1]])
        add_cards(block=blocks[titles[0]], cards=rows, under=entries[titles])
    return Stand(tuple(blocks.values()), tuple(made))


def _headings(block: Block) -> dict[tuple[str, ...], int]:
    """The headings that stand in the block, by their words and those that they stand under."""
    entries = {entry.pk: entry for entry in block.entries.standing()}
    found: dict[tuple[str, ...], int] = {}
    path: tuple[str, ...] = ()
    for line in order.settled(entry.line for entry in entries.values()):
        path = path[: line.depth]
        if line.holds:
            path = (*path, entries[line.key].heading)
            found.setdefault(path, line.key)
    return found


def _heading(block: Block, heading: str, under: int | None) -> int | None:
    done = add_heading(block=block, version=None, heading=heading, under=under)
    return done.entry.pk if done.entry else None
