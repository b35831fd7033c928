"""Which layouts an outline can have: those that are shipped, a team's own; choosing one never loses a word."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from practice.models import OwnLayout, Point, Round
from practice.outline.layout import Layout, Slot, from_mapping, read_slots
from teams.models import Membership

FIRST = "short"  # what an outline has where nobody chose
FOLDER: Path = settings.BASE_DIR / "fixtures" / "outlines"


@lru_cache(maxsize=1)
def shipped() -> dict[str, Layout]:
    """By key, FIRST first. A new file needs no code."""
    paths = sorted(FOLDER.glob("*.json"), key=lambda path: (path.stem != FIRST, path.stem))
    return {p.stem: from_mapping({**json.loads(p.read_text(encoding="utf-8")), "key": p.stem}) for p in paths}


def layouts_for(member: Membership) -> dict[str, Layout]:
    """What a member chooses from. In legal mode only what is shipped: the others were made beforehand."""
    own = OwnLayout.objects.visible_to(member).order_by("name", "pk")
    return {**shipped(), **{str(row.pk): row.layout for row in own}}


def layout_of(round: Round | None) -> Layout:
    """The round's copy of its layout; rounds from before there were any have the first one."""
    return from_mapping(round.layout) if round and round.layout else shipped()[FIRST]


def last_layout(member: Membership) -> Layout:
    """The layout of the member's last round; a drill may have had a part of one only."""
    last = Round.objects.visible_to(member).of(member).whole().order_by("-created_at").first()
    return layout_of(last)


def aim(*, round: Round, layout: Layout, notecard: str, aims_for: int | None) -> None:
    """What the speaker sets of the outline. The rules' own number of sources is not kept as the speaker's."""
    round.notecard = notecard
    round.aims_for = None if aims_for == round.figures.source_target else aims_for
    round.save(update_fields=["notecard", "aims_for"])
    if layout.key != layout_of(round).key:
        lay_out(round=round, layout=layout)


def lay_out(*, round: Round, layout: Layout) -> None:
    """The round's outline has these slots. Points that the layout has no slot for stay, with the label they had."""
    with transaction.atomic():
        Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
        round.layout = layout.to_mapping()
        round.save(update_fields=["layout"])
        put_points(round, layout)


def put_points(round: Round, layout: Layout) -> None:
    """A point for every slot that has none."""
    points = (Point(round=round, slot=slot.name, label=slot.full) for slot in layout.slots)
    Point.objects.bulk_create(points, ignore_conflicts=True)


def named(point: Point) -> Slot:
    """A slot for a point that its round's layout has none for."""
    known = next((slot for one in shipped().values() for slot in one.slots if slot.name == point.slot), None)
    label = point.label or (known.full if known else point.slot.replace("_", " ").capitalize())
    return Slot(point.slot, label, section=known.section if known else "")


def labels_of(round: Round) -> dict[str, str]:
    """How each point of the round is called, by the name of its slot. One query."""
    labels = {point.slot: named(point).label for point in round.points.all()}
    return labels | {slot.name: slot.full for slot in layout_of(round).slots}


def make_layout(*, member: Membership, name: str, shape: str, slots: str, visibility: str) -> OwnLayout:
    """A layout of the member's, from what was typed. Raises LayoutError."""
    row = OwnLayout(team=member.team, owner=member.user, visibility=visibility)
    return _write(row, name, shape, slots)


def change_layout(
    *, row: OwnLayout, version: int, name: str, shape: str, slots: str, visibility: str
) -> OwnLayout | None:
    """None where somebody had saved first: nothing was changed. Raises LayoutError."""
    with transaction.atomic():
        locked = OwnLayout.objects.select_for_update(of=("self",)).get(pk=row.pk)
        locked.visibility = visibility
        return _write(locked, name, shape, slots) if locked.version == version else None


def _write(row: OwnLayout, name: str, shape: str, slots: str) -> OwnLayout:
    read = read_slots(slots, shape=shape)
    Layout(str(row.pk), name, shape, read)
    row.name, row.shape = name, shape
    row.slots = [vars(slot) for slot in read]
    row.version += 1
    row.save()
    return row
