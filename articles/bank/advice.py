"""What whoever writes a question may want to look at again. Pure.

Advice and never a bar: a league may want just such a question. What is looked for is from the lists and rules of
leagues: one question a slip, a wording that can be kept word for word, no “this week” that means another week when it
is drawn, and yes or no where a league takes nothing else (West Virginia's submissions; extemp.com on “how” questions).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from articles.bank.kinds import Kind, kind_of

LONG, SHORT = 30, 4  # words of a slip: beyond the one nobody keeps the wording, below the other it says too little


class Code(StrEnum):
    NO_MARK = "no-mark"
    TWO = "two-in-one"
    DATED = "dated"
    PAST = "past"
    LONG = "long"
    SHORT = "short"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Advice:
    """`words` are a sentence for people. `caution`: worth a look before the question is drawn; else a remark."""

    code: Code
    words: str
    caution: bool = True


_ASKS = r"(?:how|why|what|when|where|who|which|whether|if so|should|will|would|can|could|does|do|did|is|are|has|have)"
_TWO = re.compile(
    rf"\?[^?]*\w[^?]*\?|[,;]\s*(?:and|or)\s+{_ASKS}\b|\b(?:and|or)\s+(?:how|why|if so)\b|"
    rf"\b(?:how|why|when|where) and\s+{_ASKS}\b|"
    r"\b(?:and|or) (?:should|will|would|can|could|does|do|did|is|are|has|have) (?:it|he|she|they|we)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"‘][^“”\"]*[”\"’]")
_DATED = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|currently|recent(?:ly)?|upcoming|"
    r"(?:this|next|last|past|coming) (?:week(?:end)?|month|year|quarter|semester|spring|summer|fall|autumn|winter|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|before|until|in|during|through) (?:the (?:end|spring|summer|fall|autumn|winter) of )?"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?"
    r"((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_COMING = re.compile(r"^\W*(?:will|can|could|should|would|is .* going to|are .* going to)\b", re.IGNORECASE)
_OPEN = (Kind.HOW, Kind.WHAT, Kind.WHY)


def advice(text: str, *, today: date) -> tuple[Advice, ...]:
    """What to look at in the wording of one question, the weightiest first. `today` says which years are past."""
    return tuple(_looked_at(" ".join(text.split()), today))


def _looked_at(text: str, today: date) -> Iterator[Advice]:
    bare = _QUOTED.sub("", text)
    words = len(text.split())
    if "?" not in text:
        yield Advice(Code.NO_MARK, "It has no question mark.")
    if _TWO.search(bare):
        yield Advice(Code.TWO, "It seems to ask two things: a speaker can answer one. Make two questions of it.")
    if found := _DATED.search(bare):
        yield Advice(
            Code.DATED, f"“{found[0]}” means another time when it is drawn: name the date or what happens then."
        )
    if (found := _BY.search(bare)) and int(found[1]) < today.year and _COMING.match(bare):
        yield Advice(Code.PAST, f"“{found[0]}” is past.")
    if words > LONG:
        yield Advice(Code.LONG, f"It has {words} words, and a speaker must keep its wording: about fifteen is usual.")
    if words < SHORT:
        yield Advice(Code.SHORT, "It is very short: say who, and what about.", caution=False)
    if (kind := kind_of(bare)) in _OPEN:
        yield Advice(Code.OPEN, f"An open question (“{kind}”). Some leagues take only yes or no.", caution=False)
