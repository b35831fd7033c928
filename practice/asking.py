"""How long questions are taken after a round that has ended (fixtures/questioning.json). Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from practice.clock import Event
from practice.phases import EventKind
from practice.rule_sets.rules import LONGEST, Rules
from practice.words import minutes

_FILE = Path(__file__).resolve().parents[1] / "fixtures" / "questioning.json"
OWN = "own"  # the way of the rule set


@dataclass(frozen=True)
class Way:
    """One length: seconds in all, or of one question and of its answer; where it is known from."""

    slug: str
    questioning: int | None = None
    question_limit: int | None = None
    answer_limit: int | None = None
    source: str = ""
    entered: str = ""

    @property
    def limits(self) -> dict[str, int | None]:
        """What the event keeps of it, and what stands instead of the figures of the rules."""
        return {name: getattr(self, name) for name in _LIMITS}

    @property
    def words(self) -> str:
        if self.questioning is None:
            return f"{minutes(self.question_limit or 0)} to ask, {minutes(self.answer_limit or 0)} to answer"
        return f"{minutes(self.questioning)} in all"


_LIMITS = ("questioning", "question_limit", "answer_limit")


def ways(rules: Rules) -> tuple[Way, ...]:
    """The rule set's own first, where it has questioning; then those that are shipped, each length once."""
    own = Way(OWN, rules.questioning, rules.question_limit, rules.answer_limit)
    told = [own] if rules.asked_for else []
    if own.questioning is not None:
        own = replace(own, question_limit=None, answer_limit=None)
    return (*told, *(way for way in _shipped() if not told or way.words != own.words))


def under(events: Iterable[Event], rules: Rules) -> Rules:
    """The rules with the lengths that the last questioning was begun with, where it names any."""
    said = [event.data for event in events if event.kind is EventKind.QUESTIONED and _limits(event.data)]
    if not said:
        return rules
    told = _limits(said[-1])
    question, answer = told["question_limit"], told["answer_limit"]
    return replace(rules, questioning=told["questioning"], question_limit=question, answer_limit=answer)


def _limits(data: Mapping[str, Any]) -> dict[str, int | None]:
    """Those of an event; empty for nonsense."""
    told = {name: data.get(name) for name in _LIMITS}
    known = [one for one in told.values() if one is not None]
    return told if known and all(type(one) is int and 0 < one <= LONGEST for one in known) else {}


@lru_cache(maxsize=1)
def _shipped() -> tuple[Way, ...]:
    return tuple(Way(**entry) for entry in json.loads(_FILE.read_text(encoding="utf-8")))
