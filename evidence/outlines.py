"""What one member sees of a block: its headings and cards in order, and what is in the blocks within it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evidence import order
from evidence.blocks import NESTED
from evidence.models import Block, Card, Entry
from teams.models import Membership


class There(StrEnum):
    """Whether what an entry names is to be seen."""

    HERE = "here"
    TRASH = "in the trash"
    HIDDEN = "not shared with you"


@dataclass(frozen=True)
class Node:
    """A line of a block and what stands under it. `card` or `inner` is None for a heading, and where it is HIDDEN.

    `steps` are those of `evidence.order` that would move it.
    """

    entry: Entry
    depth: int
    there: There = There.HERE
    card: Card | None = None
    inner: Block | None = None
    under: tuple["Node", ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What it is called, where it is no card."""
        return self.entry.heading or (self.inner.title if self.inner else "")

    @property
    def name(self) -> str:
        """What it is called; empty where it is HIDDEN."""
        return self.card.tag if self.card else self.heading


@dataclass(frozen=True)
class Spot:
    """A node's place: the how-manieth of how many, and the heading that it stands under."""

    node: Node
    at: int
    of: int
    over: Node | None

    def __str__(self) -> str:
        """ "“Wheat fell”: 2 of 3 under “Prices”"."""
        name = f"“{self.node.name}”" if self.node.name else f"What is {There.HIDDEN}"
        return f"{name}: {self.at} of {self.of}{f' under “{self.over.name}”' if self.over else ''}"


@dataclass(frozen=True)
class Row:
    """A line of a block as it is printed: a heading, which may be an inner block's title, or a card."""

    depth: int
    heading: str = ""
    card: Card | None = None


def _all(thing: Card | Block) -> bool:
    return True


def outline_of(block: Block, member: Membership, *, shown: Callable[[Card | Block], bool] = _all) -> tuple[Row, ...]:
    """The whole block as this member may see it, inner blocks unfolded, without what is in the trash and what is not
    `shown`. Few queries."""
    return tuple(_rows(read_block(block, member), 0, shown))


def read_block(block: Block, member: Membership) -> tuple[Node, ...]:
    """The lines of the block as a tree. The number of queries does not depend on that of the lines."""
    return read_blocks([block], member)[block.pk]


def read_blocks(blocks: Iterable[Block], member: Membership) -> dict[Any, tuple[Node, ...]]:
    """The same for several blocks, in as many queries as for one."""
    known = {block.pk: block for block in blocks}
    wanted = set(known)
    entries: dict[Any, list[Entry]] = {}
    for _ in range(NESTED + 1):
        there = _entries(wanted)
        entries |= {pk: there.get(pk, []) for pk in wanted}
        named = {entry.inner_id for rows in there.values() for entry in rows if entry.inner_id} - known.keys()
        found = Block.objects.held_for(member).select_related("team", "owner").in_bulk(list(named)) if named else {}
        known |= found
        wanted = {pk for pk, inner in found.items() if inner.deleted_at is None}
        if not wanted:
            break
    named_cards = {entry.card_id for rows in entries.values() for entry in rows if entry.card_id}
    cards = {card.pk: card for card in Card.objects.held_for(member).filter(pk__in=named_cards).for_list()}
    tree = _Tree(entries, known, cards)
    return {block.pk: tree.of(block.pk, frozenset()) for block in blocks}


def taken_out_of(block: Block, member: Membership) -> tuple[Node, ...]:
    """What was taken out of the block and does not stand in it again, the last first; what is not shared is left out.

    Two queries, and one for blocks.
    """
    entries = list(block.entries.all())
    standing = {(entry.card_id, entry.inner_id) for entry in entries if not entry.taken_out_at and not entry.heading}
    gone = [e for e in entries if e.taken_out_at and (e.card_id, e.inner_id) not in standing]
    cards = Card.objects.visible_to(member).filter(pk__in={e.card_id for e in gone if e.card_id}).in_bulk()
    inner = Block.objects.visible_to(member).filter(pk__in={e.inner_id for e in gone if e.inner_id}).in_bulk()
    nodes = [Node(e, 0, card=cards.get(e.card_id), inner=inner.get(e.inner_id)) for e in gone]
    nodes.sort(key=lambda node: str(node.entry.taken_out_at), reverse=True)
    return tuple(node for node in nodes if node.name)


def find(nodes: Iterable[Node], key: int, over: Node | None = None) -> "Spot | None":
    """Where an entry stands among these."""
    nodes = tuple(nodes)
    for at, node in enumerate(nodes, 1):
        if node.entry.pk == key:
            return Spot(node, at, len(nodes), over)
        found = None if node.inner else find(node.under, key, node)
        if found:
            return found
    return None


def _entries(blocks: set[Any]) -> dict[Any, list[Entry]]:
    found: dict[Any, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(block__in=blocks).standing():
        found[entry.block_id].append(entry)
    return found


@dataclass(frozen=True)
class _Tree:
    entries: dict[Any, list[Entry]]
    blocks: dict[Any, Block]
    cards: dict[Any, Card]

    def of(self, pk: Any, over: frozenset[Any]) -> tuple[Node, ...]:
        """The nodes of a block; one that stands over itself, which no page makes, is empty there."""
        if pk in over or len(over) > NESTED:
            return ()
        entries = {entry.pk: entry for entry in self.entries.get(pk, [])}
        lines = order.settled(entry.line for entry in entries.values())
        steps = order.possible(lines)
        nodes = [self._node(entries[line.key], line.depth, steps[line.key], over | {pk}) for line in lines]
        return tuple(_nested(nodes))

    def _node(self, entry: Entry, depth: int, steps: tuple[str, ...], over: frozenset[Any]) -> Node:
        if entry.heading:
            return Node(entry, depth, steps=steps)
        thing = self.cards.get(entry.card_id) if entry.card_id else self.blocks.get(entry.inner_id)
        if thing is None:
            return Node(entry, depth, There.HIDDEN, steps=steps)
        there = There.HERE if thing.deleted_at is None else There.TRASH
        if isinstance(thing, Card):
            return Node(entry, depth, there, card=thing, steps=steps)
        under = self.of(thing.pk, over) if there is There.HERE else ()
        return Node(entry, depth, there, inner=thing, under=under, steps=steps)


def _nested(nodes: list[Node]) -> Iterator[Node]:
    """The nodes of the least depth, each heading with those that stand under it."""
    at = 0
    while at < len(nodes):
        end = at + 1
        while end < len(nodes) and nodes[end].depth > nodes[at].depth:
            end += 1
        node = nodes[at]
        yield node if end == at + 1 else _with(node, tuple(_nested(nodes[at + 1 : end])))
        at = end


def _with(node: Node, under: tuple[Node, ...]) -> Node:
    return Node(node.entry, node.depth, node.there, node.card, node.inner, under, node.steps)


def cards_in(nodes: Iterable[Node], over: str) -> Iterator[tuple[Card, str]]:
    """The cards of these lines that may be said, in order, and where each stands: "Grain › Prices"."""
    for node in nodes:
        if node.there is not There.HERE:
            continue
        if node.card:
            yield node.card, over
        yield from cards_in(node.under, f"{over} › {node.heading}")


def _rows(nodes: Iterable[Node], depth: int, shown: Callable[[Card | Block], bool]) -> Iterator[Row]:
    for node in nodes:
        thing = node.card or node.inner
        if node.there is not There.HERE or (thing and not shown(thing)):
            continue
        if node.card:
            yield Row(depth, card=node.card)
        else:
            yield Row(depth, heading=node.heading)
            yield from _rows(node.under, depth + 1, shown)
