"""When a recording ran, beside when the speech ran: what static/js/recording_times.js finds seconds by. Pure.

The page that records keeps `stretches`: `[into, at]` for the beginning and each time that it went on, so far into the
recording (ms) at that moment of the server's clock (ms since 1970).
"""

from datetime import datetime
from itertools import pairwise
from typing import Any

from practice.clock import ClockState
from practice.phases import SPEAKING
from practice.recording.pieces import LONGEST

MOST = 400  # a recording that was held up so often is none
_LATEST = 2**53  # what a browser counts exactly


def spans(state: ClockState) -> list[list[int]]:
    """While the speech ran, pauses left out: `[from, to]` in ms since 1970."""
    ran = (span for span in state.spans if span.phase in SPEAKING and not span.paused)
    found: list[list[int]] = []
    for span in ran:
        begins, ends = _ms(span.start), _ms(span.end or state.at)
        if found and found[-1][1] == begins:
            found[-1][1] = ends
        else:
            found.append([begins, ends])
    return found


def holds(value: Any) -> bool:
    """Whether this can be what a page kept: [] for nothing, else pairs of numbers that do not go back."""
    return (
        isinstance(value, list)
        and len(value) <= MOST
        and all(isinstance(pair, list) and len(pair) == 2 and all(type(one) is int for one in pair) for pair in value)
        and all(0 <= into <= LONGEST and 0 <= at < _LATEST for into, at in value)
        and all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(value))
    )


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
