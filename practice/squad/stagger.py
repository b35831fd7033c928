"""The times of a squad practice: one speaker an interval in each section, as at a tournament. Pure.

Speaker k of a section draws at `first + (k - 1) * interval`, prepares as long as the rules say and then speaks. The
time to speak never moves: who draws late prepares for less, unless the rules say that a late draw costs nothing.
The walk to the room comes after prep, or out of it where the rules count it so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from practice.rule_sets.rules import Rules

SHORTEST, LONGEST = timedelta(minutes=6), timedelta(minutes=12)
MOST_SECTIONS = 12
Speaker = TypeVar("Speaker")


class StaggerError(ValueError):
    """Times that cannot be: an interval out of its bounds, a section without a speaker, rules without prep."""


class Asks(StrEnum):
    """Whose speech one hears and asks about."""

    NOBODY = ""
    PREVIOUS = "previous"  # speaker 1 asks 2, 2 asks 3 … and the last asks speaker 1
    NEXT = "next"  # speaker 2 asks 1, 3 asks 2 … and speaker 1 asks the last


@dataclass(frozen=True)
class Times:
    """When one speaker does what. `choose_by` is None where the rules give choosing no time of its own."""

    draw: datetime
    choose_by: datetime | None
    prep_ends: datetime
    speak: datetime


@dataclass(frozen=True)
class Slot(Generic[Speaker]):
    """A speaker's place: the section and the number in it, both from 1."""

    speaker: Speaker
    section: int
    number: int
    times: Times


@dataclass(frozen=True)
class Standing:
    """A place as `moved_up` sees it. `fixed`: the speaker has drawn, so nothing moves it any more. `lead`: by how much
    they draw before their posted time."""

    draw: datetime
    fixed: bool
    lead: timedelta = timedelta(0)


def interval_of(rules: Rules, *, asked: bool) -> timedelta | None:
    """The interval that the rules name, with or without questioning; None where nobody knows it."""
    seconds = rules.interval_asked if asked else rules.interval
    return None if seconds is None else timedelta(seconds=seconds)


def first_draw(speech: datetime, rules: Rules) -> datetime:
    """When speaker 1 draws, so as to speak at that time."""
    return speech - (times(speech, rules).speak - speech)


def times(draw: datetime, rules: Rules) -> Times:
    """The times that follow from a draw at that moment."""
    if rules.prep is None:
        raise StaggerError("these rules do not say how long prep is")
    walk = timedelta(seconds=rules.walk or 0)
    prep_ends = draw + timedelta(seconds=rules.prep) - (walk if rules.walk_in_prep else timedelta(0))
    choose_by = None if rules.choose is None else min(draw + timedelta(seconds=rules.choose), prep_ends)
    return Times(draw, choose_by, prep_ends, prep_ends + walk)


def drawn_at(planned: Times, at: datetime, rules: Rules) -> Times:
    """The same place after a draw at `at`: prep is shorter by what the draw is late."""
    if rules.late_in_prep is False:
        return times(max(at, planned.draw), rules)
    late = max(at, planned.draw) - planned.draw
    choose_by = None if planned.choose_by is None else min(planned.choose_by + late, planned.prep_ends)
    return replace(planned, draw=planned.draw + late, choose_by=choose_by)


def prep_left(planned: Times, at: datetime, rules: Rules) -> timedelta:
    """How long a speaker who draws at `at` can prepare; zero where it is too late."""
    drawn = drawn_at(planned, at, rules)
    return max(timedelta(0), drawn.prep_ends - drawn.draw)


def stagger(
    speakers: Sequence[Speaker], *, sections: int = 1, interval: timedelta, first: datetime, rules: Rules
) -> tuple[Slot[Speaker], ...]:
    """A place for every speaker, dealt to the sections in turn. Speaker 1 of each section draws at `first`."""
    if not SHORTEST <= interval <= LONGEST:
        raise StaggerError(f"an interval of {interval} is not between 6 and 12 minutes")
    if not 1 <= sections <= min(len(speakers), MOST_SECTIONS):
        raise StaggerError(f"{len(speakers)} speakers do not fill {sections} sections")
    return tuple(
        Slot(speaker, at % sections + 1, at // sections + 1, times(first + at // sections * interval, rules))
        for at, speaker in enumerate(speakers)
    )


def with_time_for(
    order: Sequence[Speaker],
    leads: Sequence[timedelta],
    *,
    sections: int,
    interval: timedelta,
    until_first: timedelta,
) -> tuple[Speaker, ...]:
    """The same order, but nobody so early that they had to draw before now: who draws a `lead` before their posted
    time comes as late as that needs. Where nobody fits, the one with the shortest lead comes."""
    waiting = list(zip(order, leads, strict=True))
    placed = []
    for at in range(len(order)):
        room = until_first + at // sections * interval
        found = next((one for one in waiting if one[1] <= room), None) or min(waiting, key=lambda one: one[1])
        waiting.remove(found)
        placed.append(found[0])
    return tuple(placed)


def moved_up(
    gap: datetime, following: Sequence[Standing], *, interval: timedelta, now: datetime
) -> tuple[datetime, ...]:
    """The draws of those who come after an empty place at `gap`, in order, once the gap is closed.

    Nobody is moved to a time that is past, nobody to a later one, and two draws stay an interval apart.
    """
    moved, free = [], gap
    for place in following:
        draw = place.draw if place.fixed else min(place.draw, max(free, now + place.lead))
        moved.append(draw)
        free = draw + interval
    return tuple(moved)


def slot_again(gap: datetime, others: Sequence[datetime], *, interval: timedelta) -> datetime:
    """When somebody draws who came after all: at their own time, or after the last if that was given away."""
    taken = any(abs(other - gap) < interval for other in others)
    return max(others) + interval if taken else gap


def asker(order: Sequence[Speaker], speaker: Speaker, asks: Asks) -> Speaker | None:
    """Who asks this speaker; None where nobody does, or where nobody else is there. `order` is one section's."""
    if asks is Asks.NOBODY or len(order) < 2:
        return None
    step = -1 if asks is Asks.PREVIOUS else 1
    return order[(order.index(speaker) + step) % len(order)]
