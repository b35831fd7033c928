"""What of the rounds stands in a team's file."""

from typing import Any
from uuid import UUID

from django.db import models

from articles.bank.kinds import Kind
from lib.portable import Part, mapping, strings
from practice.drills.memory import DAYS
from practice.hearing import portable as hearing
from practice.models import (
    Board,
    ExtraTime,
    Going,
    KeptText,
    OwnDrill,
    OwnLayout,
    Piece,
    Place,
    Point,
    PointSource,
    PublishedArea,
    Recall,
    Recording,
    Round,
    RoundEvent,
    RuleSet,
    Season,
    Shortlist,
    Signalling,
    Sitting,
    Slip,
    Tournament,
)
from practice.models.drills import drill_of_team
from practice.outline.layout import NAME, LayoutError, from_mapping
from practice.outline.notecard import CHOICES
from practice.phases import EventKind
from practice.recording import facts, times
from practice.rule_sets.rules import RuleError, Rules
from practice.season.again import Within
from practice.season.extra import LEAST, MOST
from practice.squad.stagger import LONGEST, MOST_SECTIONS, SHORTEST
from teams.access import Visibility
from teams.models import Team

_PRESET = "preset:"
_NO_KEY = str(UUID(int=0))


class Preset:
    """A shipped rule set is named by its slug; a site without it keeps the round's own copy of the rules."""

    def write(self, pk: Any) -> str | None:
        slug = RuleSet.objects.filter(team=None, pk=pk).values_list("slug", flat=True).first()
        return slug and _PRESET + slug

    def read(self, key: str) -> Any:
        slug = key.removeprefix(_PRESET)
        return RuleSet.objects.filter(team=None, slug=slug).values_list("pk", flat=True).first()


def _rules(value: Any) -> bool:
    try:
        return isinstance(value, dict) and bool(Rules.from_mapping(value))
    except (RuleError, TypeError, ValueError):
        return False


def _layout(value: Any) -> bool:
    try:
        return value == {} or (isinstance(value, dict) and bool(from_mapping(value)))
    except LayoutError:
        return False


def _slots(value: Any) -> bool:
    return _layout({"key": "own", "name": "own", "shape": "page", "slots": value})


def _draw_record(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    lists = [value.get(name, []) for name in ("relaxed", "held")]
    try:
        within = Within.recorded(value)
    except (KeyError, TypeError, ValueError):
        return False
    if (within.since and within.since.utcoffset() is None) or not _is_key(within.tournament or _NO_KEY):
        return False
    numbers = [value.get(name, 0) for name in ("wanted", "pool_size", "fresh")]
    return (
        value.get("kind", "") in {"", *Kind}
        and all(isinstance(found, list) and all(isinstance(said, str) for said in found) for found in lists)
        and all(map(_is_key, value.get("held", [])))
        and all(isinstance(number, int) for number in numbers)
    )


def _event(event: RoundEvent) -> str:
    if event.kind not in set(EventKind):
        return f"kind: “{event.kind}” is not known."
    if event.kind != EventKind.DRAWN and not all(map(_flat, event.data.values())):
        return "data: holds more than names and numbers."
    if event.kind == EventKind.OPENED and not event.data.keys() <= {"article", "card", "device"}:
        return "data: names something that is neither an article nor a card."
    device = event.data.get("device", 0) if event.kind != EventKind.DEVICE else event.data.get("device")
    if not isinstance(device, int) or (event.kind == EventKind.DEVICE and not {"what", "mark"} <= event.data.keys()):
        return "data: does not name a device."
    if event.kind == EventKind.SEARCHED and not isinstance(event.data.get("words"), str):
        return "data: says no words that were searched for."
    return (
        "" if all(_is_key(event.data[kind]) for kind in ("article", "card") if kind in event.data) else "data: no key."
    )


def _board(board: Board) -> str:
    """Times are computed from these figures, so they must be able to be."""
    if board.figures.prep is None:
        return "rules: do not say how long prep is."
    bounds = SHORTEST.total_seconds(), LONGEST.total_seconds()
    if not bounds[0] <= board.interval <= bounds[1]:
        return "interval: is not between 6 and 12 minutes."
    return "" if 1 <= board.sections <= MOST_SECTIONS else "sections: there are too few or too many."


def _place(place: Place) -> str:
    return "" if 1 <= place.section <= MOST_SECTIONS and place.number else "section, number: there is no such place."


def _extra(value: Any) -> bool:
    return isinstance(value, dict) and all(
        name in ("prep", "speech") and isinstance(percent, int) and LEAST <= percent <= MOST
        for name, percent in value.items()
    )


def _tournament(tournament: Tournament) -> str:
    return "" if tournament.first_day <= tournament.last_day else "last_day: is before the first day."


def _drill(row: OwnDrill) -> str:
    if row.visibility != Visibility.TEAM:
        return "visibility: a drill is its whole team’s."
    try:
        drill_of_team(str(row.pk), vars(row))
    except (ValueError, TypeError) as fault:
        return f"rules: {fault}"
    return ""


def _recall(recall: Recall) -> str:
    if recall.visibility != Visibility.PRIVATE:
        return "visibility: it is its owner’s alone."
    return "" if recall.box < len(DAYS) else "box: there is no such box."


def _flat(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _is_key(value: Any) -> bool:
    try:
        return bool(UUID(value))
    except (TypeError, ValueError, AttributeError):
        return False


PARTS = (
    Part(RuleSet, shapes={"rules": _rules, "sources": mapping}),
    Part(Shortlist, shapes={"slugs": strings}),
    Part(Season),
    Part(ExtraTime),
    Part(Tournament, outside={"rule_set": Preset()}, check=_tournament),
    Part(PublishedArea, of="tournament", key=()),
    Part(Going, of="tournament", key=(), person="user"),
    Part(Board, shapes={"rules": _rules}, outside={"rule_set": Preset()}, check=_board),
    Part(Place, of="board", check=_place),
    Part(OwnDrill, shapes={"rules": mapping, "sections": strings, "prompts": strings}, check=_drill),
    Part(
        Round,
        shapes={"rules": _rules, "draw_record": _draw_record, "layout": _layout, "extra": _extra},
        outside={"rule_set": Preset()},
        check=lambda round: "" if round.notecard in dict(CHOICES) else "notecard: is no limit that is known.",
    ),
    Part(RoundEvent, of="round", key=(), shapes={"data": mapping}, check=_event),
    Part(Slip, of="round", key=()),
    Part(
        Point,
        of="round",
        key=("round", "slot"),
        check=lambda point: "" if NAME.fullmatch(point.slot) else f"slot: “{point.slot}” is no name of a slot.",
    ),
    Part(OwnLayout, shapes={"slots": _slots}),
    Part(KeptText, of="point", key=()),
    Part(PointSource, of="point", key=()),
    Part(
        Recording,
        shapes={"facts": facts.holds, "stretches": times.holds},
        left_out={"file": "its speaker agreed to one server and one day, not to a file that goes elsewhere"},
    ),
    Part(Recall, check=_recall),
    *hearing.PARTS,
)
LEFT_OUT: dict[type[models.Model], str] = {
    Piece: "a recording that is still on its way is sent again",
    Sitting: "it lasts minutes; what was learned in it stands in Recall",
    Signalling: "how a person wants to be told the time is theirs, not the team's",
}


def settle(team: Team) -> None:
    """Nothing here is computed from the rows."""
