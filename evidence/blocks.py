"""Making blocks, putting cards, headings and other blocks into them, and moving what is in them.

Whatever moves or goes says which version it saw; on another one nothing is done. Adding to the end needs no version.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Area, Question
from evidence import order
from evidence.models import Block, Card, Entry
from evidence.order import Line, Lines
from lib.once import once
from teams.access import Visibility
from teams.models import Membership

UNDONE = 20  # changes that can be undone, one after another
NESTED = 3  # blocks in blocks


@dataclass(frozen=True)
class Made:
    """`created` is False for a form that was sent twice with the same words; then `block` is what the first made."""

    block: Block
    created: bool


@dataclass(frozen=True)
class Arranged:
    """`block` as it stands now. On a conflict nothing was done; else `changed` is 0 where there was nothing to do, and
    the number of what was added. `entry` is the one that it was about."""

    block: Block
    changed: int = 0
    conflict: bool = False
    entry: Entry | None = None


def make_block(
    *,
    member: Membership,
    title: str,
    question: Question | None = None,
    area: Area | None = None,
    visibility: str = Visibility.TEAM,
    client_id: uuid.UUID | None = None,
) -> Made:
    said = {"title": title, "question": question, "area": area, "visibility": visibility, "team": member.team}
    client_id = once(client_id, member.team_id, title, question and question.pk, area and area.pk, visibility)
    block, created = Block.objects.get_or_create(owner=member.user, client_id=client_id, defaults=said)
    return Made(block, created)


def edit_block(
    *, block: Block, version: int, title: str, question: Question | None, area: Area | None, visibility: str
) -> Arranged:
    """What the block is called, what it is for and who sees it, if nobody has changed the block since `version`."""
    with transaction.atomic():
        now = _locked(block)
        if now.version != version:
            return Arranged(now, conflict=True)
        now.title, now.question, now.area, now.visibility = title, question, area, visibility
        now.version += 1
        now.save()
    return Arranged(now)


def add_cards(*, block: Block, cards: Iterable[Card], under: int | None = None) -> Arranged:
    """The cards in their order, last under the heading `under` or last of all; one that is in it stays where it is."""
    with transaction.atomic():
        now = _locked(block)
        entries = _standing(now)
        there = {entry.card_id for entry in entries.values()}
        new = [Entry(block=now, card=card) for card in dict.fromkeys(cards) if card.pk not in there]
        return _add(now, entries, new, under)


def add_heading(*, block: Block, version: int | None, heading: str, under: int | None = None) -> Arranged:
    """Last under the heading `under` or last of all. None: whatever version stands."""
    with transaction.atomic():
        now = _locked(block)
        if version not in (None, now.version):
            return Arranged(now, conflict=True)
        return _add(now, _standing(now), [Entry(block=now, heading=heading)], under)


def add_inner(*, block: Block, inner: Block, under: int | None = None) -> Arranged:
    """Another block into this one; nothing changes where it is in it, would hold itself, or nests too deep."""
    with transaction.atomic():
        now = _locked(block)
        entries = _standing(now)
        there = {entry.inner_id for entry in entries.values()}
        if inner.team_id != now.team_id or inner.pk in there or not may_hold(now, inner):
            return Arranged(now)
        return _add(now, entries, [Entry(block=now, inner=inner)], under)


def may_hold(block: Block, inner: Block) -> bool:
    """Whether the inner block may be put into the block: it does not hold it, and blocks nest NESTED deep at most."""
    links = Entry.objects.filter(taken_out_at=None, inner__isnull=False, block__team=block.team_id)
    holds: dict[Any, list[Any]] = {}
    held: dict[Any, list[Any]] = {}
    for outer, within in links.values_list("block", "inner"):
        holds.setdefault(outer, []).append(within)
        held.setdefault(within, []).append(outer)
    below, above = _levels(inner.pk, holds), _levels(block.pk, held)
    return block.pk not in below and max(below.values()) + max(above.values()) + 1 <= NESTED


def _levels(start: Any, links: dict[Any, list[Any]]) -> dict[Any, int]:
    """Each block that is reached and the longest way there; a loop, which no page makes, ends where it closes."""
    found: dict[Any, int] = {}
    reached = {start}
    for level in range(len(links) + 1):
        found |= dict.fromkeys(reached, level)
        reached = {there for one in reached for there in links.get(one, [])}
        if not reached:
            break
    return found


def reword(*, block: Block, version: int, entry: int, heading: str) -> Arranged:
    """Another wording of a heading."""

    def act(entries: dict[int, Entry], lines: Lines) -> Lines:
        if entry in entries and entries[entry].heading:
            entries[entry].heading = heading
        return lines

    return _arrange(block, version, entry, act)


def move(*, block: Block, version: int, entry: int, step: str) -> Arranged:
    """One step, see `evidence.order.moved`. Raises KeyError for another word than a step's."""
    return _arrange(block, version, entry, lambda entries, lines: order.moved(lines, entry, step))


def place(*, block: Block, version: int, entry: int, before: int | None, depth: int) -> Arranged:
    """Before another entry, None: at the end, as near to the depth as may be; see `evidence.order.placed`."""
    return _arrange(block, version, entry, lambda entries, lines: order.placed(lines, entry, before, depth))


def take_out(*, block: Block, version: int, entry: int) -> Arranged:
    """Out of the block. What stood under a heading stays, and the entry can be put back."""
    return _arrange(block, version, entry, lambda entries, lines: order.without(lines, entry))


def put_back(*, block: Block, version: int, entry: int) -> Arranged:
    """What was taken out becomes the last of the block."""
    with transaction.atomic():
        now = _locked(block)
        if now.version != version:
            return Arranged(now, conflict=True)
        gone = now.entries.exclude(taken_out_at=None).filter(pk=entry).first()
        entries = _standing(now)
        if gone is None or (gone.inner and not may_hold(now, gone.inner)):
            return Arranged(now)
        return _add(now, entries, [gone], None)


def undo(*, block: Block, version: int) -> Arranged:
    """The lines as they were before the last change; what came in by it is taken out, and stays to be put back."""
    with transaction.atomic():
        now = _locked(block)
        if now.version != version:
            return Arranged(now, conflict=True)
        if not now.earlier:
            return Arranged(now)
        *earlier, last = now.earlier
        entries = {entry.pk: entry for entry in now.entries.all()}
        lines = []
        for key, depth, heading in last:
            if key in entries:
                entries[key].heading = heading
                lines.append(Line(key, depth, bool(heading)))
        _store(now, entries, order.settled(lines), earlier)
    return Arranged(now, 1)


def _locked(block: Block) -> Block:
    found: Block = Block.objects.select_for_update(of=("self",)).select_related("team").get(pk=block.pk)
    return found


def _standing(block: Block) -> dict[int, Entry]:
    """What is in the block, in order and as deep as it may be."""
    entries = {entry.pk: entry for entry in block.entries.standing().select_related("card", "inner")}
    for line in order.settled(entry.line for entry in entries.values()):
        entries[line.key].depth = line.depth
    return entries


def _lines(entries: dict[int, Entry]) -> Lines:
    return tuple(entry.line for entry in entries.values())


def _arrange(block: Block, version: int, key: int, act: Callable[[dict[int, Entry], Lines], Lines]) -> Arranged:
    with transaction.atomic():
        now = _locked(block)
        if now.version != version:
            return Arranged(now, conflict=True)
        entries = _standing(now)
        before = [entry.kept for entry in entries.values()]
        lines = act(entries, _lines(entries))
        if [[line.key, line.depth, entries[line.key].heading] for line in lines] == before:
            return Arranged(now, entry=entries.get(key))
        _store(now, entries, lines, [*now.earlier, before])
    return Arranged(now, 1, entry=entries.get(key))


def _add(now: Block, entries: dict[int, Entry], new: list[Entry], under: int | None) -> Arranged:
    if not new:
        return Arranged(now)
    before = [entry.kept for entry in entries.values()]
    lines = _lines(entries)
    at, depth = order.end_of(lines, under)
    for entry in new:
        entry.taken_out_at, entry.depth = None, depth
        entry.save()
    added = tuple(entry.line for entry in new)
    entries = entries | {entry.pk: entry for entry in new}
    _store(now, entries, lines[:at] + added + lines[at:], [*now.earlier, before])
    return Arranged(now, len(new), entry=new[0])


def _store(now: Block, entries: dict[int, Entry], lines: Lines, earlier: list[Any]) -> None:
    """Write the order; an entry that no line names is taken out."""
    places = {line.key: (position, line.depth) for position, line in enumerate(lines)}
    for key, entry in entries.items():
        if key in places:
            entry.position, entry.depth = places[key]
            entry.taken_out_at = None
        elif entry.taken_out_at is None:
            entry.taken_out_at = timezone.now()
    fields = ["position", "depth", "heading", "taken_out_at"]
    Entry.objects.bulk_update(entries.values(), fields, batch_size=100)
    now.earlier = earlier[-UNDONE:]
    now.version += 1
    now.save()
