"""The sections of a speech: where each began, how long it lasted, and against which plan. Pure.

The introduction begins with the speech. Every other section begins where somebody said so by a `marked` event:
`{"section": name}`, or `{"section": name, "taken_back": True}` for a mark that was made by mistake. Sections come in
their order: a mark of one that has begun already, or of one before it, says nothing new.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from practice.clock import ClockState, spoken_at
from practice.hearing.data import source, value
from practice.phases import EventKind
from practice.words import spoken

_PLAN = re.compile(r"\s*[/,;\s-]\s*")
NEAR = 3.0  # seconds by which a section is still as planned
_MOST = 1000  # of anything that a share is counted in


@dataclass(frozen=True)
class Section:
    """`share` is its part of the speech in the common plan, in percent or whatever the shares add up to."""

    name: str
    label: str
    share: int


SECTIONS = tuple(Section(**row) for row in value("sections"))
SOURCE = source("sections")
NAMES = tuple(section.name for section in SECTIONS)
COMMON = tuple(section.share for section in SECTIONS)


class Happened(Protocol):
    @property
    def kind(self) -> EventKind: ...
    @property
    def at(self) -> datetime: ...
    @property
    def data(self) -> object: ...


class PlanError(ValueError):
    """A plan that cannot be; the message says why."""


@dataclass(frozen=True)
class Spent:
    """One section. Times in seconds: `begins` from the start of the speech, None where nobody marked it, and then
    `spent` is None as well: its time is in the section before it."""

    section: Section
    planned: float
    begins: float | None
    spent: float | None

    @property
    def difference(self) -> float | None:
        """Above 0: longer than planned."""
        return None if self.spent is None else self.spent - self.planned


@dataclass(frozen=True)
class Line:
    """A section as the review shows it. Times are "m:ss", `difference` "+0:12", "−0:05" or "as planned"; "" where it
    was not marked. `begins`: seconds, `at` the same as "m:ss". `wide` and `plan_wide`: percent of the longest."""

    label: str
    planned: str
    spent: str
    difference: str
    begins: int | None
    at: str
    wide: float
    plan_wide: float


@dataclass(frozen=True)
class Pace:
    """`plan` as it is typed; `own` if it was the speaker's."""

    lines: tuple[Line, ...]
    plan: str
    own: bool


def marked(happened: Iterable[Happened]) -> tuple[tuple[str, datetime], ...]:
    """The sections that were marked and not taken back, in order, with their time."""
    found: list[tuple[str, datetime]] = []
    for event in happened:
        data = event.data if isinstance(event.data, dict) else {}
        name = data.get("section")
        if event.kind is not EventKind.MARKED or name not in NAMES[1:]:
            continue
        if data.get("taken_back"):
            found = [mark for mark in found if mark[0] != name]
        elif not found or NAMES.index(name) > NAMES.index(found[-1][0]):
            found.append((name, event.at))
    return tuple(found)


def current(happened: Iterable[Happened]) -> Section:
    """The section that runs while the speech does."""
    marks = marked(happened)
    return SECTIONS[NAMES.index(marks[-1][0])] if marks else SECTIONS[0]


def following(section: Section) -> Section | None:
    """The section after this one; None after the last."""
    at = NAMES.index(section.name) + 1
    return SECTIONS[at] if at < len(SECTIONS) else None


def spent(
    happened: Iterable[Happened], state: ClockState, limit: float, shares: Sequence[int] = COMMON
) -> tuple[Spent, ...]:
    """Every section with its time. `limit`: seconds of the whole speech that the plan divides."""
    marks = [(SECTIONS[0].name, 0.0), *((name, spoken_at(state, at)) for name, at in marked(happened))]
    ends = [begins for _, begins in marks[1:]] + [state.speech_used]
    times = {name: (begins, end - begins) for (name, begins), end in zip(marks, ends, strict=True)}
    lines = []
    for section, share in zip(SECTIONS, shares, strict=True):
        begins, length = times.get(section.name, (None, None))
        lines.append(Spent(section, limit * share / sum(shares), begins, length))
    return tuple(lines)


def plan_of(happened: Iterable[Happened]) -> tuple[int, ...] | None:
    """The speaker's own plan, as it was when the speech began; None where the common one holds."""
    for event in happened:
        if event.kind is EventKind.SPEECH_STARTED and isinstance(event.data, dict) and "plan" in event.data:
            try:
                return read_plan(str(event.data["plan"]))
            except PlanError:
                return None
    return None


def pace(happened: Sequence[Happened], state: ClockState, limit: float) -> Pace | None:
    """The sections against the plan, for the review. None where no section was marked."""
    own = plan_of(happened)
    found = spent(happened, state, limit, own or COMMON)
    if all(one.spent is None for one in found[1:]):
        return None
    longest = max(1.0, *(max(one.planned, one.spent or 0) for one in found))
    lines = tuple(
        Line(
            label=one.section.label,
            planned=spoken(one.planned + 0.5),
            spent="" if one.spent is None else spoken(one.spent),
            difference="" if one.difference is None else _difference(one.difference),
            begins=None if one.begins is None else int(one.begins),
            at="" if one.begins is None else spoken(one.begins),
            wide=round(100 * (one.spent or 0) / longest, 1),
            plan_wide=round(100 * one.planned / longest, 1),
        )
        for one in found
    )
    return Pace(lines, write_plan(own or COMMON), own=own is not None)


def _difference(seconds: float) -> str:
    if abs(seconds) < NEAR:
        return "as planned"
    return ("+" if seconds > 0 else "−") + spoken(abs(seconds))


def read_plan(typed: str) -> tuple[int, ...]:
    """A plan as a person types it: "14/26/26/26/7", one share a section. Raises PlanError."""
    parts = [part for part in _PLAN.split(typed.strip()) if part]
    if len(parts) != len(SECTIONS) or not all(part.isascii() and part.isdigit() for part in parts):
        raise PlanError(f"“{typed}”: give {len(SECTIONS)} whole numbers, like {write_plan(COMMON)}.")
    shares = tuple(int(part) for part in parts if len(part) < 5)
    if len(shares) != len(parts) or not all(0 < share <= _MOST for share in shares):
        raise PlanError(f"“{typed}”: each number is between 1 and {_MOST}.")
    return shares


def write_plan(shares: Iterable[int]) -> str:
    return "/".join(map(str, shares))
