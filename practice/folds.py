"""What a part of a form says while it is folded away. Pure; `static/js/folds.js` says the same after a change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

NAMED = 3  # of several values of one field
_Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Fold:
    """`line` is what the closed fold says; `words` (JSON) is what each value of each field is called in it."""

    line: str
    words: str
    open: bool


def fold(words: _Words, now: Mapping[str, Sequence[str]], *, open: bool = False) -> Fold:
    """`words` are by field, then by value; under "" is what is said where the field has none."""
    said = [_said(calls, now.get(name, ())) for name, calls in words.items()]
    return Fold(" · ".join(filter(None, said)), json.dumps(words), open)


def _said(calls: Mapping[str, str], values: Sequence[str]) -> str:
    called = [calls[value] for value in values if value in calls]
    if not called:
        return calls.get("", "")
    more = f" and {len(called) - NAMED} more" if len(called) > NAMED else ""
    return ", ".join(called[:NAMED]) + more
