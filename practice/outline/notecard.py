"""The notecard that some rules let a speaker hold: what fits on it, and what has been written. Pure.

Nothing here ever cuts a text: it counts, and says when it is too much.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from practice.rule_sets.rules import Rules

CHOICES = (
    ("", "As the rules say"),
    ("none", "No limit"),
    ("50", "50 words"),
    ("3x5", "A 3 × 5 card"),
)
LINES = 10  # of a ruled 3 × 5 inch card, one side
LETTERS = 42  # that ordinary handwriting has on a line of it


@dataclass(frozen=True)
class Limit:
    """At most so many words, or so many lines of a card's side; 0: no such limit."""

    words: int = 0
    lines: int = 0

    def __bool__(self) -> bool:
        return bool(self.words or self.lines)


@dataclass(frozen=True)
class Count:
    """What is written, against the limit. `lines` is an estimate: nobody knows the hand that will write it."""

    limit: Limit
    words: int
    lines: int

    @property
    def over(self) -> int:
        """How many words, or lines, too many."""
        if self.limit.words:
            return max(0, self.words - self.limit.words)
        return max(0, self.lines - self.limit.lines)

    @property
    def estimate(self) -> str:
        """Where lines are counted: that it is one, and by what."""
        return f"an estimate, at {LETTERS} letters a line" if self.limit.lines else ""

    @property
    def said(self) -> str:
        """ "51 of 50 words: 1 too many"."""
        if self.limit.words:
            line, one = f"{self.words} of {self.limit.words} words", "word"
        else:
            line, one = f"about {self.lines} of the {self.limit.lines} lines of a 3 × 5 card", "line"
        if not self.over:
            return line
        return f"{line}: {self.over} too many" if one == "word" else f"{line}: too much for one side"


def limit_of(rules: Rules, chosen: str, *, on_a_card: bool) -> Limit:
    """The limit that holds: what the speaker chose (CHOICES), else what the rules say of the card.

    An outline that is no card has the rules' limit not: it stays in the prep room.
    """
    if chosen == "none" or (not chosen and not on_a_card):
        return Limit()
    if chosen == "3x5":
        return Limit(lines=LINES)
    if chosen.isdecimal():
        return Limit(words=int(chosen))
    if rules.notecard_words:
        return Limit(words=rules.notecard_words)
    return Limit(lines=LINES) if is_three_by_five(rules.notecard_size) else Limit()


def is_three_by_five(size: str | None) -> bool:
    return "".join((size or "").lower().replace("×", "x").split()).startswith("3x5")


def count(texts: Iterable[str], limit: Limit) -> Count:
    """Words are what white space parts, as a judge counts them; see also static/js/notecard.js, which counts alike."""
    texts = list(texts)
    words = sum(len(text.split()) for text in texts)
    lines = sum(
        max(1, math.ceil(len(line.strip()) / LETTERS)) for t in texts for line in t.splitlines() if line.strip()
    )
    return Count(limit, words, lines)
