"""A slot of the outline as a page shows it: its text, what its form must send back, and texts that wait beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from practice.models import KeptText, Point, PointSource, Round
from practice.outline import SLOTS, Slot, count_sources
from practice.points import Overtaken, Saved, Untouched, Written


@dataclass(frozen=True)
class Shown:
    """`state`: "new" (never saved), "saved", "behind" (another tab has saved, this form was not touched),
    "conflict" (`text` is the late one, the point has the other). `waiting` are kept texts to be settled."""

    slot: Slot
    point: Point
    text: str
    version: int
    base: str
    state: str
    conflict: KeptText | None = None
    waiting: tuple[KeptText, ...] = ()
    sources: tuple[PointSource, ...] = ()


_SLOTS = {slot.name: slot for slot in SLOTS}


def shown(outcome: Saved | Untouched | Overtaken, sent: Written) -> Shown:
    """What a save leaves on the page that sent it."""
    point = outcome.point
    slot = _SLOTS[point.slot]
    if isinstance(outcome, Overtaken):
        kept = outcome.kept
        return Shown(slot, point, kept.text, sent.version, sent.base, "conflict", conflict=kept)
    if isinstance(outcome, Untouched):
        return Shown(slot, point, point.text, sent.version, sent.base, "behind")
    return _saved(slot, point, tuple(point.kept.filter(settled_at=None)))


def shown_slots(round: Round, late: Mapping[str, Shown] | None = None) -> list[Shown]:
    """Every slot of a round's outline, in order; those in conflict with the text that came too late."""
    sources = Prefetch("sources", PointSource.objects.select_related("article", "card"))
    points = round.points.prefetch_related(sources, "kept")
    found = {point.slot: point for point in points}
    slots = []
    for slot in SLOTS:
        if slot.name not in found:
            continue
        point = found[slot.name]
        conflict = late.get(slot.name) if late else None
        if conflict is None or conflict.conflict is None:
            waiting = tuple(kept for kept in point.kept.all() if kept.settled_at is None)
            conflict = _saved(slot, point, waiting)
        slots.append(replace(conflict, sources=tuple(point.sources.all())))
    return slots


def source_count(slots: list[Shown]) -> int:
    """How many different sources the outline has."""
    return count_sources(source.key for shown in slots for source in shown.sources)


def _saved(slot: Slot, point: Point, waiting: tuple[KeptText, ...]) -> Shown:
    state = "saved" if point.version else "new"
    return Shown(slot, point, point.text, point.version, point.digest, state, waiting=waiting)
