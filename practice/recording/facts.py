"""What was measured in a recording without knowing a word of it: speaking time and pauses. Pure.

The page measures (static/js/recording_facts.js); here it is checked before it is stored or brought in. All times in
milliseconds, pauses from the beginning of the speech.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from practice.recording.pieces import LONGEST

MOST_PAUSES = 300
MOST_LEVELS = 400
_NUMBERS = ("from_ms", "speaking_ms", "silent_ms", "start_ms", "shortest_ms", "frame_ms")
_KEYS = {*_NUMBERS, "pauses", "levels"}


@dataclass(frozen=True)
class Pause:
    """Begins `at` ms into the speech and is `length` ms long."""

    at: int
    length: int


@dataclass(frozen=True)
class Facts:
    """`from_ms` is where this part begins in the speech, `start_ms` the silence before the first sound; a pause has at
    least `shortest_ms`. Stored along: `levels`, the loudness in equal steps from 0 to 100, which the page draws.
    """

    from_ms: int
    speaking_ms: int
    silent_ms: int
    start_ms: int
    shortest_ms: int
    pauses: tuple[Pause, ...]

    @property
    def longest(self) -> Pause | None:
        return max(self.pauses, key=lambda pause: pause.length, default=None)


def holds(value: Any) -> bool:
    """Whether this can be what a page measured: {} for nothing, else every number and a list of [at, length]."""
    if value == {}:
        return True
    if not isinstance(value, dict) or value.keys() != _KEYS:
        return False
    pauses, levels = value["pauses"], value["levels"]
    return (
        all(_length(value[name]) for name in _NUMBERS)
        and isinstance(levels, list)
        and len(levels) <= MOST_LEVELS
        and all(_length(level) and level <= 100 for level in levels)
        and isinstance(pauses, list)
        and len(pauses) <= MOST_PAUSES
        and all(isinstance(pair, list) and len(pair) == 2 and all(map(_length, pair)) for pair in pauses)
    )


def _length(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST


def facts_of(stored: Mapping[str, Any]) -> Facts | None:
    """None where nothing was measured."""
    if not stored:
        return None
    pauses = tuple(Pause(at, length) for at, length in stored["pauses"])
    numbers = {name: stored[name] for name in _NUMBERS if name != "frame_ms"}
    return Facts(**numbers, pauses=pauses)
