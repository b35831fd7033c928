"""The figures of a rule set in plain words, and read back from what a coach types. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from practice.phases import Phase
from practice.rule_sets.rules import Rules
from practice.words import minutes

UNKNOWN = "not known"
_ADDRESS = re.compile(r"https?://(?:www\.)?([^/\s?#]+)\S*")


@dataclass(frozen=True)
class Kind:
    """One figure: `shape` says how it is typed and shown (number, time, ending, yes, flag, words, lines, signals,
    kinds)."""

    field: str
    label: str
    shape: str
    hint: str = ""


GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (
        "The draw",
        (
            Kind("draw", "Questions drawn", "number"),
            Kind("keep", "Questions kept", "number"),
            Kind("choose", "Time to choose, inside prep", "time"),
            Kind("choose_end", "When that time is over", "ending"),
            Kind("interval", "Between two speakers’ draws", "time"),
            Kind("interval_asked", "The same, where questions are asked", "time"),
            Kind("late_in_prep", "A late draw shortens prep", "yes", "The time to speak does not move."),
            Kind("same_question", "In the final, all speak on one question", "yes"),
        ),
    ),
    (
        "Prep",
        (
            Kind("prep", "Prep", "time"),
            Kind("walk", "Walk to the room", "time"),
            Kind("walk_in_prep", "The walk is part of prep", "flag"),
            Kind("internet", "Internet in prep", "yes"),
            Kind("internet_words", "About the internet", "words"),
            Kind("devices", "Devices", "words"),
            Kind("typing", "Typing in prep", "yes"),
            Kind("kinds", "Kinds of article allowed", "kinds"),
            Kind("prepared", "Notes, cards and outlines made before", "yes"),
            Kind("attached", "Questions that came with an article", "yes"),
            Kind("url_needed", "An article must carry its address", "yes"),
            Kind("one_colour", "Highlighting in one color only", "yes"),
            Kind("age_days", "Oldest article, in days", "number"),
        ),
    ),
    (
        "The speech",
        (
            Kind("speech", "Speech", "time"),
            Kind("grace", "Grace", "time", "Seconds past the limit that cost nothing."),
            Kind("overtime", "What more time costs", "words"),
            Kind("signals", "The judge’s signals", "signals"),
            Kind("notes", "Notes while speaking", "yes"),
            Kind("notes_words", "About the notes", "words"),
            Kind("notecard_words", "Words on the notecard, at most", "number"),
            Kind("notecard_size", "Size of the notecard", "words", "3×5 inches"),
            Kind("source_target", "Sources to aim for", "number"),
        ),
    ),
    (
        "Questioning",
        (
            Kind("questioning", "Questioning, in all", "time", "0:00 where there is none."),
            Kind("question_limit", "One question", "time"),
            Kind("answer_limit", "One answer", "time"),
            Kind("questioner", "Who asks, and when", "words"),
        ),
    ),
    (
        "The ballot",
        (
            Kind(
                "criteria",
                "What a ballot marks",
                "lines",
                "One a line. Empty: the list that is shown on every ballot.",
            ),
        ),
    ),
    (
        "Practice",
        (
            Kind("pause", "The clock may be paused", "flag"),
            Kind("practice_pause", "It may be paused in practice", "flag"),
            Kind("remarks", "Also", "words"),
        ),
    ),
)
ENDINGS: Mapping[str, str] = {
    "wait": "the round waits for a choice",
    "first": "the first question drawn is kept",
    "chance": "one is kept by chance, from the seed of the draw",
}
KINDS = tuple(kind for _, kinds in GROUPS for kind in kinds)
LABELS = {kind.field: kind.label for kind in KINDS}
_PHASES: Mapping[Phase, str] = {
    Phase.DRAW: "draw",
    Phase.CHOOSE: "choose",
    Phase.PREP: "prep",
    Phase.WALK: "walk",
    Phase.SPEECH: "speech",
    Phase.GRACE: "grace",
    Phase.OVER: "over time",
    Phase.QUESTIONING: "questioning",
}


@dataclass(frozen=True)
class Shown:
    """A figure on its page. `links` are the addresses it is from with their hosts, `said` words where it has none."""

    label: str
    value: str
    known: bool
    links: tuple[tuple[str, str], ...]
    said: str
    entered: str


def shown(rules: Rules, sources: Mapping[str, Any]) -> list[tuple[str, list[Shown]]]:
    """Every figure by group, the unknown ones too."""
    return [(title, [_shown(kind, rules, sources.get(kind.field) or {}) for kind in kinds]) for title, kinds in GROUPS]


def _shown(kind: Kind, rules: Rules, there: Mapping[str, Any]) -> Shown:
    value = getattr(rules, kind.field)
    if kind.shape == "flag" and not value and not there:
        value = None  # a plain "no" that nobody entered is not known
    known = value not in (None, ())
    source = str(there.get("source") or "")
    found = [_ADDRESS.fullmatch(part) for part in source.split()]
    links = tuple((one[0], one[1]) for one in found if one) if all(found) else ()
    said = "" if links else source
    return Shown(kind.label, in_plain(kind.shape, value), known, links, said, str(there.get("entered") or ""))


def in_plain(shape: str, value: Any) -> str:
    if value in (None, ()):
        return UNKNOWN
    match shape:
        case "time":
            return minutes(value) if value else "none"
        case "ending":
            return ENDINGS[value]
        case "yes" | "flag":
            return "yes" if value else "no"
        case "signals":
            return ", ".join(f"{signal.label} at {_typed_time(signal.remaining)}" for signal in value) + " left"
        case "kinds" | "lines":
            return ", ".join(value)
    return str(value) or "nothing"


def course(rules: Rules) -> tuple[Phase, ...]:
    """The phases of a round under these rules, in order, up to the last one that has a clock."""
    there = {
        Phase.WALK: bool(rules.walk),
        Phase.GRACE: bool(rules.grace),
        Phase.QUESTIONING: bool(rules.asked_for),
        Phase.READY: False,
        Phase.DONE: False,
        Phase.ABANDONED: False,
    }
    return tuple(phase for phase in Phase if there.get(phase, True))


def order(rules: Rules) -> str:
    """ "draw → choose → prep → speech → grace → over time"."""
    return " → ".join(_PHASES[phase] for phase in course(rules))


def typed(shape: str, value: Any) -> Any:
    """A figure as it stands in the form."""
    if shape == "signals":
        return "\n".join(f"{_typed_time(s.remaining)} | {s.label} | {s.words}" for s in value)
    if shape == "yes":
        return {True: "yes", False: "no"}.get(value, "")
    if shape == "kinds":
        return list(value or ())
    if shape == "lines":
        return "\n".join(value or ())
    if value is None:
        return ""
    return _typed_time(value) if shape == "time" else value


def read_time(text: str) -> int | None:
    """Seconds of "7:30", of "7" (minutes), of "" (None). Raises ValueError else."""
    found = re.fullmatch(r"(-?)(\d{1,4})(?::([0-5]\d))?", text.strip(), re.ASCII)
    if not text.strip():
        return None
    if not found:
        raise ValueError("Write minutes and seconds, like 7:30.")
    sign, whole, rest = found.groups()
    return (-1 if sign else 1) * (int(whole) * 60 + int(rest or 0))


def read_signals(text: str) -> list[dict[str, Any]]:
    """One signal a line: time left, what the hand shows, what is said. Raises ValueError."""
    rows = []
    for line in filter(str.strip, text.splitlines()):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not parts[0]:
            raise ValueError("Write each signal on a line of its own, like 5:00 | 5 | 5 minutes left.")
        rows.append({"remaining": read_time(parts[0]), "label": parts[1], "words": parts[2]})
    return rows


def _typed_time(seconds: int) -> str:
    return f"{'-' if seconds < 0 else ''}{abs(seconds) // 60}:{abs(seconds) % 60:02d}"
