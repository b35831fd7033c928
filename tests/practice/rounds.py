"""Rounds told in one line, for the tests of the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from practice.clock import ClockState, Event, fold
from practice.phases import EventKind
from practice.rule_sets.rules import Rules, Signal

T0 = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
SIGNALS = tuple(
    Signal(left, label, f"{left} seconds")
    for left, label in ((300, "5"), (240, "4"), (180, "3"), (120, "2"), (60, "1"), (30, "½"), (0, "fist"))
)
RULES = Rules(name="NSDA", draw=3, keep=1, prep=1800, speech=420, grace=30, signals=SIGNALS)
PRACTICE = Rules(name="Practice", draw=3, keep=1, prep=1800, speech=420, grace=30, signals=SIGNALS, pause=True)
MILLISECOND = 0.001


def at(seconds: float) -> datetime:
    """That many seconds after the draw."""
    return T0 + timedelta(seconds=seconds)


def happened(*told: tuple[str, float] | tuple[str, float, dict[str, Any]]) -> list[Event]:
    return [Event(EventKind(kind), at(seconds), *rest) for kind, seconds, *rest in told]


def clock(*told: tuple[str, float], now: float, rules: Rules = RULES) -> ClockState:
    return fold(happened(*told), rules, at(now))


CHOSEN = (("drawn", 0.0), ("chosen", 90.0))
SPOKEN = (*CHOSEN, ("speech_started", 2000.0))
