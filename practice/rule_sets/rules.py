"""Rule sets: every figure of a format, as data.

A rule set is a JSON object. Each figure stands bare (`"prep": 1800`) or with where it came from
(`"prep": {"value": 1800, "source": "https://…", "entered": "2026-11-23"}`). `Rules` holds the values only;
`figures` reads the sources for the page that shows them. Times are whole seconds. A figure that nobody knows is `None`
(JSON null) and stays unknown: nothing here fills it in.

A round keeps `to_mapping()` of the rules it was run under, so a later edit never changes a finished round.
Figures that are added to this module later are unknown in older snapshots.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

LONGEST = 24 * 60 * 60  # seconds; no phase of any round is longer than a day
MOST_DRAWN = 50
MOST_CRITERIA = 12
CRITERION = 60  # code points
WORDS = 400  # code points in a label, a name or a consequence
UNKNOWN_COST = "over time; what that costs is not known"

_COUNTS = ("draw", "keep", "source_target", "notecard_words", "age_days")
_SECONDS = (
    "prep",
    "choose",
    "walk",
    "speech",
    "grace",
    "interval",
    "interval_asked",
    "questioning",
    "question_limit",
    "answer_limit",
)
_OF_THE_ROOM = ("prepared", "attached", "url_needed", "one_colour")
_MAYBE = ("late_in_prep", "notes", "internet", "typing", "same_question", *_OF_THE_ROOM)
_WORDS = ("overtime", "questioner", "notes_words", "notecard_size", "internet_words", "devices", "remarks")
CHOOSE_ENDS = ("wait", "first", "chance")
_PLAIN_FLAGS = ("walk_in_prep", "pause", "practice_pause")
_NEEDED = ("draw", "keep", "prep", "speech")


class RuleError(ValueError):
    """A figure that cannot be. `field` names it, `value` is what stood there."""

    def __init__(self, field: str, value: object, reason: str) -> None:
        self.field = field
        self.value = value
        self.reason = reason
        super().__init__(f"{field}: {value!r} {reason}")


@dataclass(frozen=True)
class Signal:
    """What the judge shows when `remaining` seconds of the speech are left.

    Below zero it stands in the grace: -30 is shown 30 seconds past the limit.
    """

    remaining: int
    label: str
    words: str


@dataclass(frozen=True)
class Figure:
    """One figure as it stands in a rule-set file: `source` is an address or words, `entered` an ISO date."""

    field: str
    value: object
    source: str | None
    entered: str | None


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of one format. Raises `RuleError` for figures that contradict each other."""

    name: str
    draw: int | None = None
    keep: int | None = None
    prep: int | None = None
    choose: int | None = None  # limit for choosing, inside prep; unknown means that prep is the only limit
    choose_end: str | None = None  # when that limit is over (CHOOSE_ENDS); unknown means that the round waits
    walk: int | None = None
    walk_in_prep: bool = False
    speech: int | None = None
    grace: int | None = None
    late_in_prep: bool | None = None  # a late draw shortens prep; unknown means that it does
    interval: int | None = None  # between two speakers' draws
    interval_asked: int | None = None  # the same, where questioning follows the speech
    signals: tuple[Signal, ...] = ()
    pause: bool = False  # what the clock obeys
    practice_pause: bool = False  # what `for_practice` may turn `pause` into
    overtime: str | None = None  # in words; "" means that it costs nothing
    questioning: int | None = None  # after the speech, in all; 0 means that there is none
    question_limit: int | None = None
    answer_limit: int | None = None
    questioner: str | None = None  # in words: who asks, and in which rounds
    same_question: bool | None = None  # in the final, all speak on one question
    source_target: int | None = None
    notes: bool | None = None  # while speaking
    notes_words: str | None = None
    notecard_words: int | None = None  # the most words on the card that is held while speaking
    notecard_size: str | None = None  # in words: "3×5 inches"
    internet: bool | None = None  # in prep
    internet_words: str | None = None
    devices: str | None = None  # in words: what may be used in prep
    typing: bool | None = None  # in prep
    kinds: tuple[str, ...] | None = None  # kinds of article allowed in prep
    age_days: int | None = None  # oldest article allowed
    prepared: bool | None = None  # in prep: notes, cards, outlines and analyses that were made before
    attached: bool | None = None  # in prep: the questions that came with an article
    url_needed: bool | None = None  # an article in the room must carry its web address
    one_colour: bool | None = None  # highlighting in one colour only, for each article
    criteria: tuple[str, ...] | None = None  # what a ballot marks, each in a few words
    remarks: str | None = None  # what no other figure says

    def __post_init__(self) -> None:
        _text("name", self.name)
        if not self.name.strip():
            raise RuleError("name", self.name, "is empty")
        for field in _COUNTS:
            _whole(field, getattr(self, field), least=1, most=10_000)
        for field in _SECONDS:
            _whole(field, getattr(self, field), least=0, most=LONGEST)
        for field in _PLAIN_FLAGS:
            _flag(field, getattr(self, field))
        for field in _MAYBE:
            if getattr(self, field) is not None:
                _flag(field, getattr(self, field))
        for field in _WORDS:
            if getattr(self, field) is not None:
                _text(field, getattr(self, field))
        if self.choose_end is not None and self.choose_end not in CHOOSE_ENDS:
            raise RuleError("choose_end", self.choose_end, f"is none of {', '.join(CHOOSE_ENDS)}")
        self._check_together()
        self._check_signals()

    def _check_together(self) -> None:
        if self.draw is not None and self.draw > MOST_DRAWN:
            raise RuleError("draw", self.draw, f"is more than {MOST_DRAWN}")
        if self.draw is not None and self.keep is not None and self.keep > self.draw:
            raise RuleError("keep", self.keep, f"is more than the {self.draw} drawn")
        if self.choose is not None and self.prep is not None and self.choose > self.prep:
            raise RuleError("choose", self.choose, f"is more than the {self.prep} seconds of prep")
        if self.choose is None and self.choose_end in ("first", "chance"):
            raise RuleError("choose_end", None, "needs a time to choose that can end")
        inside = self.walk_in_prep and self.walk is not None and self.prep is not None
        if inside and (self.walk or 0) > (self.prep or 0):
            raise RuleError("walk", self.walk, f"is more than the {self.prep} seconds of prep that hold it")

    def _check_signals(self) -> None:
        previous: int | None = None
        for at, signal in enumerate(self.signals):
            field = f"signals[{at}]"
            _whole(f"{field}.remaining", signal.remaining, least=-(self.grace or 0), most=LONGEST)
            _text(f"{field}.label", signal.label)
            _text(f"{field}.words", signal.words)
            if self.speech is not None and signal.remaining > self.speech:
                raise RuleError(
                    f"{field}.remaining", signal.remaining, f"is more than the {self.speech} seconds of the speech"
                )
            if previous is not None and signal.remaining >= previous:
                raise RuleError(f"{field}.remaining", signal.remaining, "stands twice or out of order")
            previous = signal.remaining

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> Self:
        """Read a rule-set file or a round's snapshot. Signals may stand in any order.

        Raises `RuleError` for a missing name, a key that is no figure, and a value of the wrong kind or size.
        """
        values = {figure.field: figure.value for figure in figures(mapping)}
        if "name" not in values:
            raise RuleError("name", None, "is missing")
        for field in _PLAIN_FLAGS:
            if field in values and values[field] is None:
                values[field] = False
        values["signals"] = _signals(values.get("signals"))
        if values.get("kinds") is not None:
            values["kinds"] = _kinds(values["kinds"])
        if values.get("criteria") is not None:
            values["criteria"] = _criteria(values["criteria"])
        return cls(**values)  # type: ignore[arg-type]  # __post_init__ checks every value

    def to_mapping(self) -> dict[str, Any]:
        """Bare values, ready for JSON. `Rules.from_mapping(rules.to_mapping()) == rules`."""
        bare = {field.name: getattr(self, field.name) for field in fields(self)}
        bare["signals"] = [{"remaining": s.remaining, "label": s.label, "words": s.words} for s in self.signals]
        for field in ("kinds", "criteria"):
            bare[field] = None if bare[field] is None else list(bare[field])
        return bare

    @property
    def keeps(self) -> str:
        """Which question is kept where the time to choose ends without a choice: "first", "chance", "" for none."""
        return "" if self.choose_end in (None, "wait") else self.choose_end

    @property
    def answered_apart(self) -> bool:
        """One question and its answer have a limit each, and questioning has none in all."""
        return self.questioning is None and bool(self.question_limit and self.answer_limit)

    @property
    def asked_for(self) -> int:
        """Seconds of questioning after a speech: as a whole, or one question and its answer; 0 where none is known."""
        if self.questioning is not None or self.question_limit is None or self.answer_limit is None:
            return self.questioning or 0
        return self.question_limit + self.answer_limit

    def for_practice(self) -> Rules:
        """The same rules for a practice round: the clock may be paused if `practice_pause` says so."""
        return replace(self, pause=self.pause or self.practice_pause)

    def lacking(self) -> tuple[str, ...]:
        """Figures without which no round can be run: the server offers only rule sets where this is empty."""
        return tuple(field for field in _NEEDED if getattr(self, field) is None)

    def unknown(self) -> tuple[str, ...]:
        """Every figure that nobody knows, in the order of this class."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) in (None, ()))


def consequence(rules: Rules, spoken_seconds: float) -> str:
    """What a speech of this length costs, in the words of the rule set; "" inside speech and grace.

    Judges time in whole seconds, so 7:30.9 is 7:30. An unknown grace is no grace. Where the cost is unknown, it
    says so.
    """
    if rules.speech is None or math.floor(spoken_seconds) <= rules.speech + (rules.grace or 0):
        return ""
    return UNKNOWN_COST if rules.overtime is None else rules.overtime


def figures(mapping: Mapping[str, Any]) -> tuple[Figure, ...]:
    """Every figure of a rule-set file with its source, in the file's order; a bare value has none.

    Raises `RuleError` for a key that is no figure and for a known value that names no source.
    """
    known = {field.name for field in fields(Rules)}
    found = []
    for field, value in mapping.items():
        if field not in known:
            raise RuleError(str(field), value, "is not a figure of a rule set")
        found.append(_sourced(field, value) if isinstance(value, Mapping) else Figure(field, value, None, None))
    return tuple(found)


def _sourced(field: str, entry: Mapping[str, Any]) -> Figure:
    if set(entry) != {"value", "source", "entered"}:
        raise RuleError(field, dict(entry), "needs exactly value, source and entered")
    value, source, entered = entry["value"], entry["source"], entry["entered"]
    if source is not None and not (isinstance(source, str) and source.strip()):
        raise RuleError(f"{field}.source", source, "is not an address or words")
    if value is not None and source is None:
        raise RuleError(f"{field}.source", source, "is missing although the value is known")
    try:
        dt.date.fromisoformat(entered)
    except (TypeError, ValueError):
        raise RuleError(f"{field}.entered", entered, "is not a date like 2026-11-23") from None
    return Figure(field, value, source, entered)


def _signals(value: object) -> tuple[Signal, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise RuleError("signals", value, "is not a list")
    read = []
    for at, entry in enumerate(value):
        if not isinstance(entry, Mapping) or set(entry) != {"remaining", "label", "words"}:
            raise RuleError(f"signals[{at}]", entry, "needs exactly remaining, label and words")
        signal = Signal(entry["remaining"], entry["label"], entry["words"])
        _whole(f"signals[{at}].remaining", signal.remaining, least=-LONGEST, most=LONGEST, known=True)
        read.append(signal)
    return tuple(sorted(read, key=lambda signal: -signal.remaining))


def _kinds(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(kind, str) and kind for kind in value):
        raise RuleError("kinds", value, "is not a list of kinds of article")
    return tuple(value)


def _criteria(value: object) -> tuple[str, ...]:
    named = isinstance(value, list | tuple) and all(isinstance(one, str) and one.strip() for one in value)
    if not named or not value:
        raise RuleError("criteria", value, "is not a list of what a ballot marks")
    assert isinstance(value, list | tuple)  # noqa: S101 - seen above
    if len(value) > MOST_CRITERIA or len(set(value)) < len(value):
        raise RuleError("criteria", list(value), f"names one twice, or more than {MOST_CRITERIA}")
    if longer := next((one for one in value if len(one) > CRITERION), None):
        raise RuleError("criteria", longer, f"is longer than {CRITERION} characters")
    return tuple(value)


def _whole(field: str, value: object, *, least: int, most: int, known: bool = False) -> None:
    if value is None and not known:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        raise RuleError(field, value, "is not a whole number")
    if not least <= value <= most:
        raise RuleError(field, value, f"is not between {least} and {most}")


def _flag(field: str, value: object) -> None:
    if not isinstance(value, bool):
        raise RuleError(field, value, "is not true or false")


def _text(field: str, value: object) -> None:
    if not isinstance(value, str):
        raise RuleError(field, value, "is not text")
    if len(value) > WORDS:
        raise RuleError(field, value[:40] + "…", f"is longer than {WORDS} characters")
