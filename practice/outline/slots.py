"""A slot of the outline as a page shows it: its text, what its form must send back, and texts that wait beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Prefetch

from articles.publishers import register_of
from practice.models import KeptText, Point, PointSource, Round
from practice.outline.layout import Layout, Slot
from practice.outline.layouts import layout_of, named
from practice.outline.notecard import Count, count, limit_of
from practice.outline.points import Overtaken, Saved, Untouched, Written
from practice.outline.tally import Source, Tally, tally


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


@dataclass(frozen=True)
class Outline:
    """A round's outline. `left` are points that its layout has no slot for and that hold something."""

    round: Round
    layout: Layout
    slots: tuple[Shown, ...]
    left: tuple[Shown, ...]

    @property
    def all(self) -> tuple[Shown, ...]:
        return self.slots + self.left

    def slot(self, name: str) -> Shown:
        """One of `all`; or a slot that another layout left over, empty by now. Raises Point.DoesNotExist."""
        for one in self.all:
            if one.slot.name == name:
                return one
        point = self.round.points.get(slot=name)
        return _shown(_slot(self.layout, point), point, {})

    @property
    def groups(self) -> list[tuple[str, list[Shown]]]:
        """The slots under the headings of the layout."""
        by_name = {shown.slot.name: shown for shown in self.slots}
        return [
            (over, [by_name[slot.name] for slot in slots if slot.name in by_name])
            for over, slots in self.layout.groups
        ]

    @cached_property
    def tally(self) -> Tally:
        """How many sources, publications, and where. One query, for the register of publishers."""
        sources = [_source(shown.slot.section, source) for shown in self.all for source in shown.sources]
        there = any(source.publication for source in sources)
        canonical = register_of(self.round.team).canonical if there else str
        named_once = [replace(one, publication=canonical(one.publication).casefold()) for one in sources]
        return tally(named_once, [slot.section for slot in self.layout.slots if slot.cites], self.round.target)

    @property
    def card(self) -> Count:
        """What is written, against the limit of the notecard."""
        limit = limit_of(self.round.figures, self.round.notecard, on_a_card=self.layout.shape == "card")
        return count((shown.text for shown in self.slots), limit)


def shown(outcome: Saved | Untouched | Overtaken, sent: Written, round: Round) -> Shown:
    """What a save leaves on the page that sent it."""
    point = outcome.point
    slot = _slot(layout_of(round), point)
    if isinstance(outcome, Overtaken):
        kept = outcome.kept
        return Shown(slot, point, kept.text, sent.version, sent.base, "conflict", conflict=kept)
    if isinstance(outcome, Untouched):
        return Shown(slot, point, point.text, sent.version, sent.base, "behind")
    return _saved(slot, point, tuple(point.kept.filter(settled_at=None)))


def outline_of(round: Round, late: Mapping[str, Shown] | None = None) -> Outline:
    """The outline as it stands; slots in conflict with the text that came too late. Three queries."""
    layout = layout_of(round)
    sources = Prefetch("sources", PointSource.objects.select_related("article", "card__article"))
    found = {point.slot: point for point in round.points.order_by("pk").prefetch_related(sources, "kept")}
    slots = [_shown(slot, found.pop(slot.name), late or {}) for slot in layout.slots if slot.name in found]
    rest = [_shown(named(point), point, late or {}) for point in found.values()]
    left = [one for one in rest if one.text.strip() or one.sources or one.waiting or one.conflict]
    return Outline(round, layout, tuple(slots), tuple(left))


def _shown(slot: Slot, point: Point, late: Mapping[str, Shown]) -> Shown:
    conflict = late.get(slot.name)
    if conflict is None or conflict.conflict is None:
        conflict = _saved(slot, point, tuple(kept for kept in point.kept.all() if kept.settled_at is None))
    return replace(conflict, sources=tuple(point.sources.all()))


def _slot(layout: Layout, point: Point) -> Slot:
    return next((slot for slot in layout.slots if slot.name == point.slot), None) or named(point)


def _saved(slot: Slot, point: Point, waiting: Iterable[KeptText]) -> Shown:
    state = "saved" if point.version else "new"
    return Shown(slot, point, point.text, point.version, point.digest, state, waiting=tuple(waiting))


def _source(section: str, source: PointSource) -> Source:
    article = source.card.article if source.card else source.article
    return Source(source.key, article.publisher if article else "", section)
