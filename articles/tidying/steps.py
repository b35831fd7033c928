"""One change to many articles or questions at once, and what takes it back."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from articles.models import Area
from teams.access import TeamOwnedQuerySet
from teams.models import Membership

MOST = 200  # rows


class Act(StrEnum):
    FILE = "file"
    UNFILE = "unfile"
    KIND = "kind"
    PUBLISHER = "publisher"
    TAG = "tag"
    UNTAG = "untag"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    SIDE = "side"
    SOURCE = "source"
    DIFFICULTY = "difficulty"
    RETIRE = "retire"
    UNRETIRE = "unretire"
    TRASH = "trash"
    RESTORE = "restore"


@dataclass(frozen=True)
class Step:
    """One act on some rows. `value`: an area's slug, a kind, a publisher, tags with commas between them and so on."""

    act: Act
    value: str
    ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Tidied:
    """`changed` and `same` count rows; `kept_back` those that this member may not change or that are gone.

    `undo` brings back what was; `fault` says why nothing was done.
    """

    changed: int = 0
    same: int = 0
    kept_back: int = 0
    undo: tuple[Step, ...] = ()
    fault: str = ""


@dataclass
class Work:
    """What a step looks at; `undo` collects (act, value) -> rows."""

    member: Membership
    value: str
    area: Area | None = None
    undo: dict[tuple[Act, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True)
class Shelf:
    """What is tidied: how one row of `rows` takes each act (True if it changed), and what follows for all of them."""

    one: str
    rows: Callable[[], TeamOwnedQuerySet]
    acts: Mapping[Act, Callable[[Any, Work], bool]]
    fault: Callable[[Step], str]
    settle: Callable[[list[Any]], None]

    def counted(self, number: int) -> str:
        """`3 articles`."""
        return f"{number} {self.one}{'' if number == 1 else 's'}"


def tidy(*, member: Membership, shelf: Shelf, step: Step) -> Tidied:
    """Do it to those of the rows that the member may edit. One that is so already stays the same."""
    work = Work(member, step.value)
    fault = _fault(step, work, shelf)
    if fault:
        return Tidied(fault=fault)
    ids = step.ids[:MOST]
    with transaction.atomic():
        all_rows = shelf.rows()
        allowed = all_rows.trash_of if step.act is Act.RESTORE else all_rows.editable_by
        # no_key: who files one of them by a rule meanwhile need not wait for this, nor this for them.
        locked = allowed(member).filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True)
        rows = list(locked)
        changed = [row for row in rows if shelf.acts[step.act](row, work)]
        shelf.settle(changed)
    return Tidied(
        changed=len(changed),
        same=len(rows) - len(changed),
        kept_back=len(set(ids)) - len(rows),
        undo=tuple(Step(act, value, tuple(keys)) for (act, value), keys in work.undo.items()),
    )


def take_back(*, member: Membership, shelf: Shelf, steps: Iterable[Step]) -> int:
    """Do the steps of an earlier `undo`; the number of rows that changed."""
    with transaction.atomic():
        return sum(tidy(member=member, shelf=shelf, step=step).changed for step in steps)


def packed(steps: Iterable[Step]) -> str:
    """The steps as a session keeps them."""
    return json.dumps([[step.act, step.value, [str(pk) for pk in step.ids]] for step in steps])


def unpacked(text: str) -> tuple[Step, ...]:
    return tuple(Step(Act(act), value, tuple(UUID(pk) for pk in ids)) for act, value, ids in json.loads(text))


def _fault(step: Step, work: Work, shelf: Shelf) -> str:
    """Makes the value what the step needs; a sentence where it cannot."""
    if not step.ids:
        return f"Tick some {shelf.one}s first."
    if step.act in (Act.FILE, Act.UNFILE):
        work.area = Area.objects.filter(team=work.member.team, slug=step.value).first()
        return "" if work.area else "Choose an area first."
    return shelf.fault(step)


def file(row: Any, work: Work) -> bool:
    if work.area is None or row.areas.filter(pk=work.area.pk).exists():
        return False
    row.areas.add(work.area)
    work.undo[Act.UNFILE, work.value].append(row.pk)
    return True


def unfile(row: Any, work: Work) -> bool:
    if work.area is None or not row.areas.filter(pk=work.area.pk).exists():
        return False
    row.areas.remove(work.area)
    work.undo[Act.FILE, work.value].append(row.pk)
    return True


def set_field(name: str, act: Act) -> Callable[[Any, Work], bool]:
    """The field of this name gets the step's value."""

    def do(row: Any, work: Work) -> bool:
        before: str = getattr(row, name)
        if before == work.value:
            return False
        setattr(row, name, work.value)
        row.save(update_fields=[name])
        work.undo[act, before].append(row.pk)
        return True

    return do


def stamp(name: str, back: Act) -> Callable[[Any, Work], bool]:
    """The time of this name is now, where there was none; `back` takes it away."""

    def do(row: Any, work: Work) -> bool:
        return not getattr(row, name) and _set_time(row, name, timezone.now(), back, work)

    return do


def unstamp(name: str, back: Act) -> Callable[[Any, Work], bool]:
    """The time of this name is taken away; `back` makes it now."""

    def do(row: Any, work: Work) -> bool:
        return bool(getattr(row, name)) and _set_time(row, name, None, back, work)

    return do


def _set_time(row: Any, name: str, time: datetime | None, back: Act, work: Work) -> bool:
    setattr(row, name, time)
    row.save(update_fields=[name])
    work.undo[back, ""].append(row.pk)
    return True


def trash(row: Any, work: Work) -> bool:
    row.remove(by=work.member.user)
    work.undo[Act.RESTORE, ""].append(row.pk)
    return True
