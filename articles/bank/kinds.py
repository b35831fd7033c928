"""What kind of answer a question asks for: by its opening word, as coaches sort them. Pure.

A "will" question asks for a forecast; "can", "should", "is" and their like ask for yes or no; "how", "why" and "what"
(or "which", "who", "where", "when") are open. "How likely is …?" and "Who will win …?" ask for a forecast too. What
stands before the question itself ("After the vote, …", "Given X, …", "Brazil: …") is passed over. What has no opening
of these ("Sanctions: boon or bane?") is of no kind.
"""

import re
from enum import StrEnum


class Kind(StrEnum):
    """`LABELS` says each in words."""

    YES_NO = "yes_no"
    FORECAST = "forecast"
    HOW = "how"
    WHAT = "what"
    WHY = "why"


LABELS: dict[Kind, str] = {
    Kind.YES_NO: "Yes or no (can, should, is …)",
    Kind.FORECAST: "Predictive (will …)",
    Kind.HOW: "How",
    Kind.WHAT: "What, which, who",
    Kind.WHY: "Why",
}

_AUXILIARY = """
    can can't cannot could couldn't do does did don't doesn't didn't is isn't are aren't was wasn't were weren't am
    has have had hasn't haven't should shouldn't would wouldn't must may might ought need dare
""".split()
_WILL = "will won't shall".split()
_WHAT = "what what's which who who's whom whose where where's when".split()
_OPENS = frozenset({*_AUXILIARY, *_WILL, *_WHAT, "how", "how's", "why", "why's"})
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_BREAK = re.compile(r"[,;:–—]|\s-\s")
_TO_COME = re.compile(r"\b(?:going to|likely to|expected to|about to|bound to|poised to|set to)\b")
_BEFORE_OPEN = frozenset("to in on by for from at with of under against and but so or if then exactly just".split())


def kind_of(text: str) -> Kind | None:
    """The kind of a question; None where its opening says none."""
    plain = text.replace("’", "'").replace("‘", "'").casefold()
    for clause in _BREAK.split(plain):
        words = _WORD.findall(clause)
        while words and words[0] in _BEFORE_OPEN:  # "To what extent …", "In which states …", "And why …"
            words = words[1:]
        if words and words[0] in _OPENS:
            return _opened_by(words, plain)
    return None


def _opened_by(words: list[str], plain: str) -> Kind:
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in ("why", "why's") or words[:2] == ["how", "come"]:
        return Kind.WHY
    if words[:2] == ["how", "likely"]:
        return Kind.FORECAST
    if first in ("how", "how's"):
        return Kind.HOW
    if first in _WILL or (first in ("is", "are", "isn't", "aren't") and _TO_COME.search(plain)):
        return Kind.FORECAST
    if first in ("who", "when", "where") and second in _WILL:
        return Kind.FORECAST
    return Kind.WHAT if first in _WHAT else Kind.YES_NO
